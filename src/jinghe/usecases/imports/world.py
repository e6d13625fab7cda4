"""What stands when a sheet is made or comes back: records, claims and figures of a unit, each asked for once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jinghe.core.attracting.duplicate_index import DuplicateIndex
from jinghe.core.attracting.duplicates import Suspect
from jinghe.core.claims.claims import OPEN_STATES, ClaimState
from jinghe.core.counting.facts import FACT_RULES, MONEY_KINDS, FactKind, Posting, Role
from jinghe.core.values.periods import next_month
from jinghe.store.models import IN_ORDER, Claim, ClaimEvent, ImportBatch, Record, RecordEvent
from jinghe.usecases.imports.shapes import SheetShape
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.duplicates import candidate_of, place_names
from jinghe.usecases.records.first_reports import FirstReports, InvestorIndex, investor_grounds
from jinghe.usecases.records.locked_fields import awaiting
from jinghe.usecases.records.records import known_words

_GONE = (ClaimState.WITHDRAWN, ClaimState.REVERSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentFact:
    """A fact as it stands. claim: the one that says so; fixed: why this unit cannot change it here, empty if it can."""

    values: Mapping[str, Any]
    claim: Claim | None = None
    fixed: str = ""


NOTHING_HELD = CurrentFact(values={})


class World:
    """What a unit's sheets of a month rest on. The number of queries does not depend on the number of rows."""

    def __init__(self, unit: str, month: date) -> None:
        self.unit = unit
        self.month = month
        self.known = known_words()
        named = Record.objects.filter(units__contains=f",{unit},") | Record.objects.filter(unit=unit)
        self.records = {one.pk: one for one in named.order_by(*IN_ORDER)}
        self._claims: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in Claim.objects.filter(unit=unit).exclude(state__in=_GONE).order_by("pk"):
            self._claims[claim.record_id, claim.kind].append(claim)
        self._postings: defaultdict[tuple[str, FactKind], list[Posting]] = defaultdict(list)
        subjects = Record.objects.filter(units__contains=f",{unit},").values("pk")
        for posting in live_postings(subject__in=subjects):
            self._postings[posting.subject, posting.kind].append(posting)
        self.in_ledger = {subject for subject, _ in self._postings}
        self.awaiting = awaiting(self.records)

    def rows_of(self, shape: SheetShape) -> list[Record]:
        """The records that the sheet shows: under way, and for progress every project that the unit takes part in."""
        finals = {one.code for one in shape.register.states if one.is_final}
        asides = {one.code for one in shape.register.states if one.is_aside}
        return [
            one
            for one in self.records.values()
            if one.kind == shape.register.kind
            and not (shape.opens and not shape.changes)
            and (one.unit == self.unit or not shape.changes)
            and one.state not in (finals if shape.changes else asides)
        ]

    def told(self, shape: SheetShape, record: Record) -> dict[str, Any]:
        """The values of the record's own columns, with what is worked out for locked ones."""
        return record.values | {
            "state": shape.register.state(record.state).name,
            "arrived": self._sum(record.pk, FactKind.FUNDS, date.min, self.month) or None,
        }

    def facts(self, shape: SheetShape, code: str) -> dict[FactKind, CurrentFact]:
        return {kind: self.held(code, kind) for kind, _ in shape.facts}

    def version(self, shape: SheetShape, record: Record) -> str:
        """What a row is made from: the record and its claims with their versions, so that it can be told later."""
        claims = [
            held.claim for held in self.facts(shape, record.pk).values() if held.claim and not held.fixed
        ]
        return ";".join([str(record.version), *(f"{one.kind}={one.pk}.{one.version}" for one in claims)])

    def held(self, code: str, kind: FactKind) -> CurrentFact:
        """The fact of a record: money is that of the month, a stage that of all time."""
        is_money = kind in MONEY_KINDS
        claims = [
            one
            for one in self._claims[code, kind]
            if not is_money or (one.occurred_on and self.month <= one.occurred_on < next_month(self.month))
        ]
        if len(claims) == 1:
            (only,) = claims
            label = ClaimState(only.state).label
            fixed = "" if only.state in OPEN_STATES else f"申报{only.pk}{label}，不能在这里修改"
            return CurrentFact(values=only.values, claim=only, fixed=fixed)
        if claims:
            fixed = f"本月已有{len(claims)}条{FACT_RULES[kind].name}申报，请在申报页逐条修改"
            return CurrentFact(values=_summed(claims), fixed=fixed)
        return self._in_ledger(code, kind, is_money=is_money)

    def signed_on(self, code: str) -> date | None:
        """When a project was signed, by the ledger or by this unit's claim."""
        told = self.held(code, FactKind.SIGNING).values.get("occurred_on")
        return date.fromisoformat(told) if told else None

    def _in_ledger(self, code: str, kind: FactKind, *, is_money: bool) -> CurrentFact:
        found = self._postings[code, kind]
        dollars = self._postings[code, FactKind.FDI] if kind is FactKind.FOREIGN_CAPITAL else []
        if is_money:
            end = next_month(self.month)
            found = [one for one in (*found, *dollars) if self.month <= one.occurred_on < end]
        if not found:
            return NOTHING_HELD
        values: dict[str, Any] = {"occurred_on": max(one.occurred_on for one in found).isoformat()}
        if is_money:
            values["amount"] = self._sum(code, kind, self.month, next_month(self.month)) or None
        if dollars:
            values["dollars"] = self._sum(code, FactKind.FDI, self.month, next_month(self.month)) or None
        told = {name: value for name, value in values.items() if value}
        return CurrentFact(values=told, fixed=f"{FACT_RULES[kind].name}已经入账，更正请联系市局审核员")

    def _sum(self, code: str, kind: FactKind, since: date, before: date) -> int:
        return sum(
            one.amount_fen
            for one in self._postings[code, kind]
            if one.role is Role.HOST and since <= one.occurred_on < before
        )

    def value_at(self, code: str, kind: FactKind | None, name: str, version: str) -> Any:
        """What a field of a record, or of its claim, held when a row of this version was sent out."""
        number, *claims = version.split(";")
        if kind is None:
            events = RecordEvent.objects.filter(record=code, number__lte=int(number)).order_by("number")
            return _folded(events.values_list("payload", flat=True), name)
        told = dict(one.split("=") for one in claims)
        if kind not in told:
            return None
        claim, _, step = told[kind].partition(".")
        steps = ClaimEvent.objects.filter(claim=int(claim), number__lte=int(step)).order_by("number")
        return _folded(steps.values_list("payload", flat=True), name)

    @cached_property
    def codes(self) -> frozenset[tuple[str, str]]:
        """(code, kind) of every record that a row may name."""
        return frozenset(Record.objects.values_list("pk", "kind"))

    @cached_property
    def first_reports(self) -> FirstReports:
        """Who has which investor; nothing is a second report of what an import began by mistake."""
        return FirstReports(without=taken_back())

    @cached_property
    def filed(self) -> dict[str, str]:
        """Fingerprint of a new row → code, over every import of the unit that stands."""
        return made_by(self.unit)


def _folded(payloads: Iterable[Mapping[str, Any]], name: str) -> Any:
    """The value of a field after some events."""
    value = None
    for payload in payloads:
        value = payload.get("values", {}).get(name, value)
        if name in payload.get("changes", {}):
            value = payload["changes"][name][1]
    return value


def made_by(unit: str) -> dict[str, str]:
    """What new rows became in the imports of a unit that stand."""
    found: dict[str, str] = {}
    batches = ImportBatch.objects.filter(unit=unit, undo__isnull=True).order_by("pk")
    for outcome in batches.values_list("outcome", flat=True):
        found |= outcome.get("made", {})
    return found


def taken_back() -> frozenset[str]:
    """Records of imports that were taken back: nothing is a duplicate of them."""
    outcomes = ImportBatch.objects.filter(undo__isnull=False).values_list("outcome", flat=True)
    return frozenset(code for outcome in outcomes for code in outcome.get("opened", {}))


class LikelyProjects:
    """What new projects may be again: one index over the projects that are there and the rows themselves."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]], unit: str) -> None:
        """rows: by their places, in order."""
        gone = taken_back()
        self._order = {place: number for number, place in enumerate(rows)}
        self._mine = {place: candidate_of(place, values, unit) for place, values in rows.items()}
        there = Record.objects.filter(kind="project").values_list("pk", "values", "unit")
        standing = [candidate_of(pk, values, kept) for pk, values, kept in there if pk not in gone]
        self._index = DuplicateIndex([*standing, *self._mine.values()], places=place_names())

    def texts(self, place: str) -> tuple[str, ...]:
        """What stands, or comes before it in the file, that a row is like."""
        mine = self._order[place]
        found = (
            one
            for one in self._index.suspects(self._mine[place])
            if self._order.get(one.candidate.code, -1) < mine
        )
        return tuple(_in_file(one) if one.candidate.code in self._order else one.text for one in found)[:3]


class LikelyLeads:
    """Whose investor somebody reported first: leads and projects that are there, and the rows themselves."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]], unit: str, first: FirstReports) -> None:
        """rows: by their places, in order."""
        self._rows = rows
        self._first = first
        self._mine = {place: candidate_of(place, values, unit) for place, values in rows.items()}
        self._index = InvestorIndex(self._mine.values(), place_names())

    def texts(self, place: str) -> tuple[str, ...]:
        """The first reports of the investor of a row, as they are told to who enters one by hand."""
        rivals = [one.text.rstrip("。") for one in self._first.rivals(self._rows[place])]
        before = [
            f"本文件第{code}行“{self._mine[code].name}”是同一投资方：{'；'.join(investor_grounds(likeness))}。"
            "一个投资方登记一条；确需另行登记的，请写明理由"
            for code, likeness in self._index.alike(self._mine[place])
            if int(code) < int(place)
        ]
        return (*rivals, *before)[:3]


def _in_file(suspect: Suspect) -> str:
    """What stands in the same file has no number yet; its row names it."""
    place = suspect.candidate.code
    return suspect.text.replace("已有项目", "本文件已有项目", 1).replace(f"（{place}", f"（第{place}行", 1)


def _summed(claims: list[Claim]) -> dict[str, Any]:
    days = [one.values["occurred_on"] for one in claims if one.values.get("occurred_on")]
    sums = {name: sum(one.values.get(name) or 0 for one in claims) for name in ("amount", "dollars")}
    return {name: value for name, value in sums.items() if value} | (
        {"occurred_on": max(days)} if days else {}
    )
