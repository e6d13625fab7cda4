"""首报首谈: who has an investor already, before another unit enters it as a lead of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils import timezone

from jinghe.core.duplicate_index import DuplicateIndex
from jinghe.core.duplicates import GroundKind, Likeness, Profile, Suspect, compared, is_one_investor
from jinghe.core.facts import FactKind
from jinghe.core.names import NameReader
from jinghe.core.registers.lead import DROPPED
from jinghe.store.models import PostingRow, Record
from jinghe.usecases.likeness import candidate_of, place_names, suspects_of

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
        return tuple(ground.text for ground in self.likeness.grounds if ground.kind in _OF_INVESTORS)

    @property
    def text(self) -> str:
        old, on = self.candidate, self.reported_on
        what = "投资信息" if self.register == "lead" else "招商项目"
        why = "；".join(self.grounds)
        return (
            f"{self.reported_by}已于{on.year}年{on.month}月{on.day}日首报{what}“{old.name}”（{old.code}）：{why}。"
            "按首报首谈，请先与首报单位对接；确需另行登记的，请写明理由后继续，由市局裁定归属。"
        )


def suspects_in(kind: str, values: Mapping[str, Any]) -> tuple[Suspect, ...]:
    """What stands in the way of a new record: a project like it, or an investor that somebody reported first."""
    if kind == "project":
        return suspects_of(values)
    return rivals_of(values) if kind == "lead" else ()


def rivals_of(values: Mapping[str, Any], *, code: str = "") -> tuple[Rival, ...]:
    """Leads and projects of the investor that the values name, the first reported first; `code`: the lead itself."""
    if not values.get("investor_name") and not values.get("credit_code"):
        return ()
    records = {
        one.pk: one
        for one in Record.objects.filter(kind__in=("lead", "project"))
        .exclude(pk=code)
        .exclude(kind="lead", state=DROPPED)
        .select_related("created")
    }
    found = _alike(values, code, records.values())
    told_by = {pk for pk, _ in found} | {code}
    shown = [
        (records[pk], likeness)
        for pk, likeness in found
        if pk != values.get("project") and records[pk].values.get("lead", "none") not in told_by
    ]
    reported = _reported([record for record, _ in shown])
    rivals = (_rival(record, likeness, *reported[record.pk]) for record, likeness in shown)
    return tuple(sorted(rivals, key=lambda one: (one.reported_on, one.candidate.code)))[:LONGEST_LIST]


def _alike(values: Mapping[str, Any], code: str, records: Iterable[Record]) -> list[tuple[str, Likeness]]:
    places = tuple(place_names())
    reader = NameReader(places)
    index = DuplicateIndex((candidate_of(one.pk, one.values, one.unit) for one in records), places=places)
    mine = candidate_of(code, values)
    profile = Profile(mine, reader)
    others = (Profile(one, reader) for one in index.shortlist(mine))
    return [(one.candidate.code, compared(profile, one)) for one in others if is_one_investor(profile, one)]


def _reported(records: Iterable[Record]) -> dict[str, tuple[str, date]]:
    """code → who reported it first, and when: a lead says so itself, a project by its signing or its registration."""
    held = list(records)
    signed = dict(
        PostingRow.objects.filter(subject__in=[one.pk for one in held], kind=FactKind.SIGNING, sign=1)
        .values_list("subject")
        .annotate(first=Min("occurred_on"))
    )
    return {one.pk: _first(one, signed.get(one.pk)) for one in held}


def _first(record: Record, signed_on: date | None) -> tuple[str, date]:
    told = record.values.get("first_reported_on")
    on = date.fromisoformat(told) if told else timezone.localdate(record.created.recorded_at)
    unit = record.values.get("first_contact_unit") or record.unit
    return unit, min(on, signed_on) if signed_on else on


def _rival(record: Record, likeness: Likeness, reported_by: str, reported_on: date) -> Rival:
    return Rival(
        candidate=candidate_of(record.pk, record.values, record.unit),
        likeness=likeness,
        register=record.kind,
        reported_by=reported_by,
        reported_on=reported_on,
    )
