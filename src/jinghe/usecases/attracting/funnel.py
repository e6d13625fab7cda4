"""招商成效: the leads of a period and what became of them, from registers and ledger; the records of each figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.attracting.funnel import (
    STEP_FACTS,
    Cohort,
    DirectProject,
    FunnelStep,
    Grouping,
    Journey,
    LeadOutcome,
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
NOT_STATED = {
    Grouping.CHANNEL: "未填渠道",
    Grouping.REGION: "未填来源地",
    Grouping.INDUSTRY: "未分产业",
    Grouping.UNIT: "未填单位",
    Grouping.TRIP: "不经小分队",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord:
    """A record that a figure counts. may_open: whether the actor may open it, or reads only its line in the list."""

    record: Record
    may_open: bool

    @property
    def state_name(self) -> str:
        return REGISTERS[self.record.kind].state(self.record.state).name


def cohort(period: Period, *, as_of: date, known_at: datetime | None = None, by: Actor) -> Cohort:
    """The leads first reported in a period and what became of them up to a day, as the ledger knew it at an instant.

    Steps that no posting records (reported, in talks) are taken from the registers of today. Raises AccessRefused.
    """
    access.require(access.may_see_scores(by), by, "查看招商成效")
    leads = [
        lead
        for lead in Record.objects.filter(kind="lead", values__has_key="first_reported_on").order_by(
            *IN_ORDER
        )
        if date.fromisoformat(lead.values["first_reported_on"]) in period
    ]
    facts = _facts(as_of, known_at)
    project_of_lead = _projects_of_leads()
    return Cohort(
        leads=tuple(_followed(lead, project_of_lead.get(lead.pk, ""), facts) for lead in leads),
        direct=tuple(_direct(period, facts, frozenset(project_of_lead.values()))),
        trips=tuple(_journeys(period)),
    )


def names_of(grouping: Grouping, keys: Iterable[str]) -> dict[str, str]:
    """key → the name of the group for people."""
    key_list = list(keys)
    if grouping is Grouping.CHANNEL:
        names: Mapping[str, str] = dict(CHANNELS)
    elif grouping is Grouping.TRIP:
        names = dict(Record.objects.filter(pk__in=key_list).values_list("pk", "name"))
    elif grouping is Grouping.UNIT:
        names = {}
    else:
        names = vocabulary().names[grouping.value]
    return {key: names.get(key, key) if key else NOT_STATED[grouping] for key in key_list}


def records_behind(
    cohort: Cohort, *, grouping: Grouping | None, key: str, what: str, by: Actor
) -> tuple[tuple[FigureRecord, ...], int]:
    """The records that a figure counts and the actor may read, and how many more there are.

    what: a Step, “direct” or “trips”; grouping None: the total. Leaders read lines but open none. Raises ValueError.
    """

    def holds(keys: Mapping[Grouping, str]) -> bool:
        return grouping is None or keys.get(grouping) == key

    if what == "direct":
        codes = tuple(project.code for project in cohort.direct if holds(project.keys))
    elif what == "trips":
        codes = tuple(trip.code for trip in cohort.trips if holds(trip.keys))
    else:
        codes = reached([lead for lead in cohort.leads if holds(lead.keys)], FunnelStep(what))
    records = list(Record.objects.filter(pk__in=codes).order_by(*IN_ORDER))
    readable = [
        FigureRecord(record=record, may_open=may_open)
        for record in records
        if (may_open := access.may_see_record(by, REGISTERS[record.kind], record))
        or access.may_read_lines(by)
    ]
    return tuple(readable), len(records) - len(readable)


_Facts = Mapping[str, Mapping[FactKind, date]]


def _facts(as_of: date, known_at: datetime | None) -> _Facts:
    """subject → its facts and their days, without those that were reversed."""
    rows = PostingRow.objects.filter(
        kind__in=list(STEP_FACTS.values()), sequence__lte=sequence_at(known_at), occurred_on__lte=as_of
    ).values_list("sequence", "subject", "kind", "occurred_on", "sign", "reverses")
    lines = list(rows)
    reversed_lines = {reverses for *_, reverses in lines}
    by_subject: defaultdict[str, dict[FactKind, date]] = defaultdict(dict)
    for sequence, subject, kind, on, sign, _ in lines:
        if sign == 1 and sequence not in reversed_lines:
            by_subject[subject][FactKind(kind)] = on
    return by_subject


def _projects_of_leads() -> Mapping[str, str]:
    """lead → its project, by the link that the lead has or else the project."""
    projects = Record.objects.filter(kind="project", values__has_key="lead").order_by(*NEWEST_FIRST)
    leads = Record.objects.filter(kind="lead").order_by(*IN_ORDER)
    leads_to = dict(projects.values_list("values__lead", "pk"))
    links = leads.values_list("pk", "values__project")
    return {pk: project or leads_to[pk] for pk, project in links if project or pk in leads_to}


def _followed(lead: Record, project: str, facts: _Facts) -> LeadOutcome:
    steps = {FunnelStep.LEADS}
    if FactKind.LEAD in facts.get(lead.pk, {}):
        steps.add(FunnelStep.VALID)
    if project:
        steps.add(FunnelStep.TALKS)
        steps |= {step for step, kind in STEP_FACTS.items() if kind in facts.get(project, {})}
    trip = lead.values.get("trip") or ""
    return LeadOutcome(
        code=lead.pk,
        keys=_keys(lead) | {Grouping.TRIP: trip},
        trip=trip,
        project=project,
        steps=frozenset(steps),
    )


def _direct(period: Period, facts: _Facts, led_to: frozenset[str]) -> Iterable[DirectProject]:
    signed = [code for code, kinds in facts.items() if kinds.get(FactKind.SIGNING, date.min) in period]
    for project in Record.objects.filter(pk__in=signed, kind="project").order_by(*IN_ORDER):
        if project.pk not in led_to:
            yield DirectProject(code=project.pk, keys=_keys(project))


def _journeys(period: Period) -> Iterable[Journey]:
    for trip in (
        Record.objects.filter(kind="trip").exclude(state__in=(PLANNED, CANCELLED)).order_by(*IN_ORDER)
    ):
        if date.fromisoformat(trip.values["starts_on"]) in period:
            keys = {
                Grouping.CHANNEL: TRIP_CHANNEL,
                Grouping.REGION: trip.values.get("region") or "",
                Grouping.UNIT: trip.unit,
                Grouping.TRIP: trip.pk,
            }
            yield Journey(code=trip.pk, keys=keys, expenses_fen=trip.values.get("expenses"))


def _keys(record: Record) -> dict[Grouping, str]:
    """The groups a record belongs to. Its unit is the first of those it counts for, else the one that keeps it."""
    keys = {
        name: record.values.get(name.value) or ""
        for name in (Grouping.CHANNEL, Grouping.REGION, Grouping.INDUSTRY)
    }
    sponsors = record.values.get("sponsors") or ()
    return keys | {Grouping.UNIT: sponsors[0][0] if sponsors else record.unit}
