"""投资信息: which steps are due, turning a lead into a project, awarding a disputed lead, and links of leads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from jinghe.core.attracting.lead_clock import LeadClockRule, LeadDue, Urgency, due_of, rule_from_json
from jinghe.core.counting.facts import WHOLE_SHARE
from jinghe.core.registers.attracting.lead import CONVERT, LEAD
from jinghe.core.registers.attracting.project import TALKS
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.numbering import order_of
from jinghe.core.registers.registers import FieldFault
from jinghe.core.values.calendar import Calendar
from jinghe.store.models import IN_ORDER, ActKind, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.calendars import calendar_in_force
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.office_numbers import LEAD_CLOCK, numbers
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.first_reports import suspects_in
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import (
    RefusedRecord,
    Suspected,
    change_in,
    changed_record,
    move_in,
    open_in,
    record_of,
)
from jinghe.usecases.records.writing import event_in

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """A lead in a list, without the investor's contacts. due: the next step; None where none is expected."""

    code: str
    name: str
    unit: str
    state: str
    investor_name: str
    investment: int | None
    industry: str
    region: str
    first_contact_unit: str
    first_reported_on: date
    assigned_unit: str
    project: str
    due: LeadDue | None

    @property
    def state_name(self) -> str:
        return LEAD.state(self.state).name

    @property
    def is_final(self) -> bool:
        return LEAD.state(self.state).is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadList:
    """A page of leads, the most urgent first. counts: by urgency, by_state: by state, both over all pages."""

    lines: tuple[LeadLine, ...]
    total: int
    counts: dict[Urgency, int]
    by_state: dict[str, int]
    pages: int


def clock_rule(on: date) -> LeadClockRule:
    """The terms in force on a day."""
    return rule_from_json(numbers(LEAD_CLOCK, on=on))


def working_calendar() -> Calendar:
    return calendar_in_force()


def list_leads(
    *,
    by: Actor,
    on: date,
    text: str = "",
    state: str = "",
    unit: str = "",
    urgency: str = "",
    page: int = 1,
) -> LeadList:
    """The leads that an actor may list on a day, the most urgent first. Raises AccessRefused."""
    access.require(access.may_list_leads(by), by, "查看投资信息")
    records = listable(by)
    if text:
        needle = text.strip().lower()
        records = records.filter(Q(search__contains=needle) | Q(code__icontains=needle))
    if unit:
        records = records.filter(Q(unit=unit) | Q(units__contains=f",{unit},"))
    everything = sorted(_lines(records, on), key=_order)
    counts = Counter(line.due.urgency for line in everything if line.due)
    by_state = Counter(line.state for line in everything)
    lines = [
        line
        for line in everything
        if (not state or line.state == state)
        and (not urgency or (line.due is not None and line.due.urgency == urgency))
    ]
    start = (max(page, 1) - 1) * PAGE_SIZE
    return LeadList(
        lines=tuple(lines[start : start + PAGE_SIZE]),
        total=len(lines),
        counts=dict(counts),
        by_state=dict(by_state),
        pages=-(-len(lines) // PAGE_SIZE),
    )


def listable(by: Actor) -> QuerySet[Record]:
    """The leads an actor may see in a list: those it may open; for leaders all."""
    if access.may_read_lines(by):
        return Record.objects.filter(kind="lead")
    return readable("lead", by=by)


def units_with_leads(*, by: Actor) -> tuple[str, ...]:
    """Every unit that keeps a lead the actor may list."""
    return tuple(listable(by).order_by("unit").values_list("unit", flat=True).distinct())


def due_of_record(record: Record, on: date) -> LeadDue | None:
    """The next step of one lead, as due on a day; None where none is expected."""
    return due_of(record.state, record.values, on=on, rule=clock_rule(on), calendar=working_calendar())


def due_of_records(records: Iterable[Record], on: date) -> tuple[tuple[Record, LeadDue | None], ...]:
    """The same of many leads, reading rule and calendar once."""
    rule, calendar = clock_rule(on), working_calendar()
    return tuple(
        (record, due_of(record.state, record.values, on=on, rule=rule, calendar=calendar))
        for record in records
    )


@door("leads.convert")
def convert(
    code: str,
    *,
    host: str,
    name: str = "",
    note: str = "",
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Record:
    """A lead becomes a project in talks that `host` keeps, with everything filled in from the lead, as one act.

    name: of the project, by default that of the lead. note: why it is a new project although it looks like another.
    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord, Suspected.
    """
    with recorded(at) as recording:
        lead = _lead(code, by)
        parties = access.parties_of(by, lead.unit, access.involved_in(lead))
        access.require(bool(parties & CONVERT.by), by, f"把“{lead.name}”转为项目")
        _require_at(lead, expected)
        _require_unit(host, "承接单位")
        if lead.state not in CONVERT.sources:
            state_name = LEAD.state(lead.state).name
            raise RefusedRecord(
                [FieldFault(name="state", text=f"“{lead.name}”现在是“{state_name}”，不能转为项目")]
            )
        values = project_values(lead, host) | ({"name": name.strip()} if name.strip() else {})
        why = note.strip()
        if not why and (suspects := suspects_in("project", values)):
            raise Suspected(suspects)
        act = recording.write(ActKind.RECORD, by, f"投资信息{code}转为在谈项目")
        origin = f"由投资信息{code}转化" + (f"；{why}" if why else "")
        project = open_in(act, REGISTERS["project"], values, unit=host, state=TALKS, note=origin)
        move_in(act, lead, CONVERT, expected=expected, values={"project": project.pk})
        return project


def project_values(lead: Record, host: str) -> dict[str, Any]:
    """The values of the project that the lead already has, so that nothing is typed twice."""
    values = lead.values
    taken = (
        "name",
        "investor_name",
        "credit_code",
        "region",
        "industry",
        "investor",
        "investment",
        "channel",
    )
    sponsors = values.get("sponsors") or [[lead.unit, WHOLE_SHARE]]
    return {name: values[name] for name in taken if name in values} | {
        "hosts": [[host, WHOLE_SHARE]],
        "sponsors": sponsors if [unit for unit, _ in sponsors] != [host] else None,
        "content": values.get("intent"),
        "lead": lead.pk,
    }


@door("leads.award")
def award(
    code: str, *, unit: str, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Record:
    """The city decides which unit a disputed lead belongs to: it counts for that unit alone; the reason is kept.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord (also once it is in the ledger: restate it there).
    """
    access.require(access.may_award_leads(by), by, "裁定首报归属")
    with recorded(at) as recording:
        lead = _lead(code, by)
        _require_at(lead, expected)
        _require_unit(unit, "归属单位")
        if not reason.strip():
            raise RefusedRecord([FieldFault(name="reason", text="请写明裁定理由")])
        act = recording.write(ActKind.RECORD, by, f"裁定投资信息{code}归{unit}")
        change_in(act, lead, {"sponsors": [[unit, WHOLE_SHARE]]}, expected=expected, note=reason.strip())
        event_in(act, lead, "awarded", {"unit": unit, "note": reason.strip()})
        return lead


def leads_answering(offering: str) -> tuple[Record, ...]:
    """Every lead that answers an offering, the first reported first."""
    leads = Record.objects.filter(kind="lead", values__has_key="answers").order_by(*IN_ORDER)
    return tuple(lead for lead in leads if offering in lead.values["answers"])


def sources_of(project: Record) -> tuple[Record, ...]:
    """The leads that a project came from, linked on either side."""
    is_source = Q(pk=project.values.get("lead") or "") | Q(values__project=project.pk)
    return tuple(Record.objects.filter(is_source, kind="lead").order_by(*IN_ORDER))


def leads_of_trip(trip: str) -> tuple[Record, ...]:
    """Every lead that a trip brought back."""
    return tuple(Record.objects.filter(kind="lead", values__trip=trip).order_by(*IN_ORDER))


def linked(codes: Iterable[str | None], by: Actor) -> tuple[tuple[Record, bool], ...]:
    """The records of these codes, in their order, each with whether the actor may open it."""
    known_codes = [code for code in codes if code]
    records = Record.objects.in_bulk(known_codes)
    ordered = [records[code] for code in known_codes if code in records]
    return tuple((record, access.may_see_record(by, REGISTERS[record.kind], record)) for record in ordered)


def shown_to(records: Iterable[Record], by: Actor) -> tuple[tuple[Record, ...], int]:
    """The records an actor may open, and how many others there are."""
    everything = list(records)
    readable_records = tuple(
        record for record in everything if access.may_see_record(by, REGISTERS[record.kind], record)
    )
    return readable_records, len(everything) - len(readable_records)


def _lines(records: Iterable[Record], on: date) -> list[LeadLine]:
    rule, calendar = clock_rule(on), working_calendar()
    return [
        LeadLine(
            code=lead.pk,
            name=lead.name,
            unit=lead.unit,
            state=lead.state,
            investor_name=lead.values.get("investor_name") or "",
            investment=lead.values.get("investment"),
            industry=lead.values.get("industry") or "",
            region=lead.values.get("region") or "",
            first_contact_unit=lead.values.get("first_contact_unit") or lead.unit,
            first_reported_on=date.fromisoformat(lead.values["first_reported_on"]),
            assigned_unit=lead.values.get("assigned_unit") or "",
            project=lead.values.get("project") or "",
            due=due_of(lead.state, lead.values, on=on, rule=rule, calendar=calendar),
        )
        for lead in records
    ]


def _order(line: LeadLine) -> tuple[int, date, tuple[int, int, str]]:
    """Sort key: leads with a due day by that day, then the others, the latest reported first."""
    if line.due:
        return 0, line.due.due.on, order_of(line.code)
    return 1, date.fromordinal(date.max.toordinal() - line.first_reported_on.toordinal()), order_of(line.code)


def _lead(code: str, by: Actor) -> Record:
    """Raises Missing, AccessRefused."""
    lead = record_of(code, by=by)
    if lead.kind != LEAD.kind:
        raise Missing(code)
    return lead


def _require_at(record: Record, expected: int) -> None:
    if record.version != expected:
        raise changed_record(record.pk)


def _require_unit(unit: str, label: str) -> None:
    if unit not in known_units():
        raise RefusedRecord([FieldFault(name="unit", text=f"请在目标任务的责任单位中选择{label}")])
