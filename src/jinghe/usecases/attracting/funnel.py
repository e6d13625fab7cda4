"""招商成效: the cohort of a period from registers and ledger, and the records behind each figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.attracting.funnel import (
    STEP_FACTS,
    Cohort,
    Direct,
    Followed,
    FunnelStep,
    Grouping,
    Journey,
    reached,
)
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.attracting.project import CHANNELS
from jinghe.core.registers.attracting.trip import CANCELLED, PLANNED
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.values.periods import Period
from jinghe.store.models import IN_ORDER, NEWEST_FIRST, PostingRow, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.vocabulary import vocabulary

TRIP_CHANNEL = "trip"
UNTOLD = {
    Grouping.CHANNEL: "未填渠道",
    Grouping.REGION: "未填来源地",
    Grouping.INDUSTRY: "未分产业",
    Grouping.UNIT: "未填单位",
    Grouping.TRIP: "不经小分队",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A record behind a figure. may_open: whether the actor may read it whole."""

    record: Record
    may_open: bool

    @property
    def state_name(self) -> str:
        return REGISTERS[self.record.kind].state(self.record.state).name


def cohort(period: Period, *, as_of: date, known_at: datetime | None = None, by: Actor) -> Cohort:
    """The leads first reported in a period and what became of them up to a day, as the ledger knew it then.

    Steps without a fact (reported, in talks) are as the registers say now. Raises AccessRefused.
    """
    access.require(access.may_see_scores(by), by, "查看招商成效")
    leads = [
        one
        for one in Record.objects.filter(kind="lead", values__has_key="first_reported_on").order_by(*IN_ORDER)
        if date.fromisoformat(one.values["first_reported_on"]) in period
    ]
    facts = _facts(as_of, known_at)
    became = _became()
    return Cohort(
        leads=tuple(_followed(one, became.get(one.pk, ""), facts) for one in leads),
        direct=tuple(_direct(period, facts, frozenset(became.values()))),
        trips=tuple(_journeys(period)),
    )


def names_of(grouping: Grouping, keys: Iterable[str]) -> dict[str, str]:
    """key → what people call the group."""
    wanted = list(keys)
    if grouping is Grouping.CHANNEL:
        names: Mapping[str, str] = dict(CHANNELS)
    elif grouping is Grouping.TRIP:
        names = dict(Record.objects.filter(pk__in=wanted).values_list("pk", "name"))
    elif grouping is Grouping.UNIT:
        names = {}
    else:
        names = vocabulary().names[grouping.value]
    return {key: names.get(key, key) if key else UNTOLD[grouping] for key in wanted}


def behind(
    found: Cohort, *, grouping: Grouping | None, key: str, what: str, by: Actor
) -> tuple[tuple[Behind, ...], int]:
    """The records behind a figure that the actor may read, and how many others there are.

    what: a FunnelStep, “direct” or “trips”; grouping None: the total. Leaders read lines and open none.
    Raises ValueError.
    """

    def holds(keys: Mapping[Grouping, str]) -> bool:
        return grouping is None or keys.get(grouping) == key

    if what == "direct":
        codes = tuple(one.code for one in found.direct if holds(one.keys))
    elif what == "trips":
        codes = tuple(one.code for one in found.trips if holds(one.keys))
    else:
        codes = reached([one for one in found.leads if holds(one.keys)], FunnelStep(what))
    records = list(Record.objects.filter(pk__in=codes).order_by(*IN_ORDER))
    seen = [
        Behind(record=one, may_open=may_open)
        for one in records
        if (may_open := access.may_see_record(by, REGISTERS[one.kind], one)) or access.may_read_lines(by)
    ]
    return tuple(seen), len(records) - len(seen)


_Facts = Mapping[str, Mapping[FactKind, date]]


def _facts(as_of: date, known_at: datetime | None) -> _Facts:
    """subject → the facts that stand for it, with their day."""
    rows = PostingRow.objects.filter(
        kind__in=list(STEP_FACTS.values()), sequence__lte=sequence_at(known_at), occurred_on__lte=as_of
    ).values_list("sequence", "subject", "kind", "occurred_on", "sign", "reverses")
    told = list(rows)
    undone = {reverses for *_, reverses in told}
    found: defaultdict[str, dict[FactKind, date]] = defaultdict(dict)
    for sequence, subject, kind, on, sign, _ in told:
        if sign == 1 and sequence not in undone:
            found[subject][FactKind(kind)] = on
    return found


def _became() -> Mapping[str, str]:
    """lead → its project: as the project says, or the lead itself."""
    projects = Record.objects.filter(kind="project", values__has_key="lead").order_by(*NEWEST_FIRST)
    leads = Record.objects.filter(kind="lead").order_by(*IN_ORDER)
    told = dict(projects.values_list("values__lead", "pk"))
    own = leads.values_list("pk", "values__project")
    return {pk: project or told[pk] for pk, project in own if project or pk in told}


def _followed(lead: Record, project: str, facts: _Facts) -> Followed:
    steps = {FunnelStep.LEADS}
    if FactKind.LEAD in facts.get(lead.pk, {}):
        steps.add(FunnelStep.VALID)
    if project:
        steps.add(FunnelStep.TALKS)
        steps |= {step for step, kind in STEP_FACTS.items() if kind in facts.get(project, {})}
    trip = lead.values.get("trip") or ""
    return Followed(
        code=lead.pk,
        keys=_keys(lead) | {Grouping.TRIP: trip},
        trip=trip,
        project=project,
        steps=frozenset(steps),
    )


def _direct(period: Period, facts: _Facts, led_to: frozenset[str]) -> Iterable[Direct]:
    signed = [code for code, kinds in facts.items() if kinds.get(FactKind.SIGNING, date.min) in period]
    for one in Record.objects.filter(pk__in=signed, kind="project").order_by(*IN_ORDER):
        if one.pk not in led_to:
            yield Direct(code=one.pk, keys=_keys(one))


def _journeys(period: Period) -> Iterable[Journey]:
    for one in Record.objects.filter(kind="trip").exclude(state__in=(PLANNED, CANCELLED)).order_by(*IN_ORDER):
        if date.fromisoformat(one.values["starts_on"]) in period:
            keys = {
                Grouping.CHANNEL: TRIP_CHANNEL,
                Grouping.REGION: one.values.get("region") or "",
                Grouping.UNIT: one.unit,
                Grouping.TRIP: one.pk,
            }
            yield Journey(code=one.pk, keys=keys, expenses_fen=one.values.get("expenses"))


def _keys(record: Record) -> dict[Grouping, str]:
    """The unit is the first of those it counts for, as agreed or awarded; else the one that keeps the record."""
    told = {
        name: record.values.get(name.value) or ""
        for name in (Grouping.CHANNEL, Grouping.REGION, Grouping.INDUSTRY)
    }
    sponsors = record.values.get("sponsors") or ()
    return told | {Grouping.UNIT: sponsors[0][0] if sponsors else record.unit}
