"""首报首谈: who has an investor already, before another unit enters it as a lead of its own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from jinghe.core.attracting.duplicate_index import DuplicateIndex
from jinghe.core.attracting.duplicates import (
    Candidate,
    GroundKind,
    Likeness,
    Profile,
    Suspect,
    compared,
    is_one_investor,
)
from jinghe.core.attracting.names import NameReader
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.attracting.lead import DROPPED
from jinghe.core.registers.numbering import order_of
from jinghe.store.models import PostingRow, Record
from jinghe.usecases.records.duplicates import candidate_of, place_names, suspects_of

LONGEST_LIST = 8
_OF_INVESTORS = frozenset({GroundKind.CREDIT_CODE, GroundKind.INVESTOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival(Suspect):
    """A lead or a project of the same investor. reported_by, reported_on: who had it first, and when."""

    register: str
    reported_by: str
    reported_on: date

    @property
    def grounds(self) -> tuple[str, ...]:
        """Why the two investors are taken for one: one investor is one lead, whatever it is called."""
        return investor_grounds(self.likeness)

    @property
    def text(self) -> str:
        old, on = self.candidate, self.reported_on
        what = "投资信息" if self.register == "lead" else "招商项目"
        why = "；".join(self.grounds)
        return (
            f"{self.reported_by}已于{on.year}年{on.month}月{on.day}日首报{what}“{old.name}”（{old.code}）：{why}。"
            "按首报首谈，请先与首报单位对接；确需另行登记的，请写明理由后继续，由市局裁定归属。"
        )


def investor_grounds(likeness: Likeness) -> tuple[str, ...]:
    """Why two entries are taken for one investor's."""
    return tuple(ground.text for ground in likeness.grounds if ground.kind in _OF_INVESTORS)


def suspects_in(kind: str, values: Mapping[str, Any]) -> tuple[Suspect, ...]:
    """What stands in the way of a new record: a project like it, or an investor that somebody reported first."""
    if kind == "project":
        return suspects_of(values)
    return rivals_of(values) if kind == "lead" else ()


def rivals_of(values: Mapping[str, Any], *, code: str = "") -> tuple[Rival, ...]:
    """Leads and projects of the investor that the values name, the first reported first; `code`: the lead itself."""
    return FirstReports().rivals(values, code=code) if names_investor(values) else ()


def names_investor(values: Mapping[str, Any]) -> bool:
    return bool(values.get("investor_name") or values.get("credit_code"))


class InvestorIndex:
    """Candidates by who invests; built once, asked often."""

    def __init__(self, candidates: Iterable[Candidate], places: Iterable[str]) -> None:
        known = tuple(places)
        self._reader = NameReader(known)
        self._index = DuplicateIndex(candidates, places=known)

    def alike(self, mine: Candidate) -> tuple[tuple[str, Likeness], ...]:
        """The codes of those with the same investor, and what says so."""
        profile = Profile(mine, self._reader)
        others = (Profile(one, self._reader) for one in self._index.shortlist(mine))
        return tuple(
            (one.candidate.code, compared(profile, one)) for one in others if is_one_investor(profile, one)
        )


class FirstReports:
    """Every lead and project of the office, ready to be asked who has an investor already.

    without: codes that nothing is a second report of.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        held = Record.objects.filter(kind__in=("lead", "project")).exclude(kind="lead", state=DROPPED)
        self._records = {one.pk: one for one in held.select_related("created") if one.pk not in without}
        candidates = (candidate_of(one.pk, one.values, one.unit) for one in self._records.values())
        self._index = InvestorIndex(candidates, place_names())

    def rivals(self, values: Mapping[str, Any], *, code: str = "") -> tuple[Rival, ...]:
        """Who has the investor that the values name; `code`: the lead itself, which led to no rival of its own."""
        if not names_investor(values):
            return ()
        records = self._records
        found = self._index.alike(candidate_of(code, values))
        told_by = {pk for pk, _ in found} | {code}
        rivals = (
            _rival(records[pk], likeness, *self._first(records[pk]))
            for pk, likeness in found
            if pk != values.get("project") and records[pk].values.get("lead", "none") not in told_by
        )
        return tuple(sorted(rivals, key=lambda one: (one.reported_on, order_of(one.candidate.code))))[
            :LONGEST_LIST
        ]

    def _first(self, record: Record) -> tuple[str, date]:
        """Who reported it first, and when: a lead says so itself, a project by its signing or its registration."""
        told = record.values.get("first_reported_on")
        on = date.fromisoformat(told) if told else timezone.localdate(record.created.recorded_at)
        unit = record.values.get("first_contact_unit") or record.unit
        return unit, min(on, self._signed.get(record.pk, on))

    @cached_property
    def _signed(self) -> dict[str, date]:
        """code → the day of the signing that stands for it in the ledger."""
        rows = list(
            PostingRow.objects.filter(kind=FactKind.SIGNING).values_list(
                "sequence", "subject", "occurred_on", "sign", "reverses"
            )
        )
        undone = {reverses for *_, reverses in rows}
        return {
            subject: on for sequence, subject, on, sign, _ in rows if sign == 1 and sequence not in undone
        }


def _rival(record: Record, likeness: Likeness, reported_by: str, reported_on: date) -> Rival:
    return Rival(
        candidate=candidate_of(record.pk, record.values, record.unit),
        likeness=likeness,
        register=record.kind,
        reported_by=reported_by,
        reported_on=reported_on,
    )
