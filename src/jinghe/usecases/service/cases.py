"""企业诉求: opened, taken up by a named agent, paused, handed on, closed with the enterprise's rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.registers.registers import FieldFault
from jinghe.core.registers.service.case import CLOSED, DECLINED, PAUSED, RECEIVED, SERVICE_CASE, UNDER_WAY
from jinghe.core.service.case_kinds import kind_to_json
from jinghe.core.service.clock_events import CaseEvent, ClockCourse, EventKind, course_of
from jinghe.core.service.clocks import CaseLimits, read_clock
from jinghe.store.models import Act, ActKind, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.office_numbers import CASE_TERMS, numbers
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.records import RefusedRecord, changed_record, open_in, record_of
from jinghe.usecases.records.writing import event_in
from jinghe.usecases.service.case_kinds import case_kinds
from jinghe.usecases.service.clock import calendar_on, case_events, limits_of

DECLINE = "declined"
HANDS_ON = frozenset({EventKind.STARTED, EventKind.TRANSFERRED})
"""Steps after which another unit or agent has the case."""
RATINGS = range(1, 6)
LONGEST_NAME, LONGEST_NOTE = 40, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One thing that happens to a case on a day.

    agent, unit: who has it from now on (受理, 转办). step: name of the step of the procedure that is finished.
    reason: why it is paused. rating: 1 to 5; None: the enterprise gave none, and the note says why.
    note: the result, a remark or a reason.
    """

    kind: EventKind
    on: date
    agent: str = ""
    unit: str = ""
    step: str = ""
    reason: str = ""
    rating: int | None = None
    note: str = ""


@door("cases.open_case")
def open_case(values: Mapping[str, Any], *, by: Actor, unit: str = "", at: datetime | None = None) -> Record:
    """Opens a case for what an enterprise asks; its hosts are those of the project it names. unit: who is to handle it.

    Raises AccessRefused, RefusedRecord.
    """
    kept_by = unit or by.unit
    access.require(access.may_open_record(by, SERVICE_CASE, kept_by), by, f"为“{kept_by}”登记企业诉求")
    with recorded(at) as recording:
        if kept_by not in known_units():
            raise RefusedRecord([FieldFault(name="unit", text="“承办单位”：请选择目标任务中的责任单位")])
        act = recording.write(ActKind.RECORD, by, "登记企业诉求")
        return open_case_in(act, values, unit=kept_by)


def open_case_in(act: Act, values: Mapping[str, Any], *, unit: str, code: str = "") -> Record:
    """The same within an act that is under way."""
    return open_in(act, SERVICE_CASE, with_hosts(values), unit=unit, code=code)


@door("cases.take_step")
def take_step(
    code: str, step: CaseStep, *, expected: int, by: Actor, at: datetime | None = None
) -> RecordEvent:
    """Takes one step of a case, by the unit that has it or by the city.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord with every fault.
    """
    with recorded(at) as recording:
        record = case_record(code, by=by)
        _require_allowed(record, by, step.kind.label)
        if record.version != expected:
            raise changed_record(code)
        act = recording.write(ActKind.RECORD, by, f"{step.kind.label}：企业诉求{code}")
        return step_in(act, record, step)


def step_in(act: Act, record: Record, step: CaseStep) -> RecordEvent:
    """The same within an act that is under way. Raises RefusedRecord."""
    today = timezone.localdate(act.recorded_at)
    unit = (step.unit if step.kind in HANDS_ON else "") or record.unit
    past = case_events(record.events.all())
    before = [entry.event for entry in past]
    event = CaseEvent(
        kind=step.kind,
        on=step.on,
        number=record.version + 1,
        holder=holder(unit, step.agent),
        step=step.step,
        reason=step.reason,
    )
    limits = limits_of(past) or case_kinds(step.on)[record.values["type"]].limits
    course = _course(before, limits)
    after = _course([*before, event], limits)
    known = {fault.event for fault in course.faults}
    faults = _faults(record, step, unit, today)
    faults += [
        FieldFault(name="on", text=fault.message.rstrip("。"))
        for fault in after.faults
        if fault.event not in known
    ]
    if faults:
        raise RefusedRecord(faults)
    payload = _payload(record, step, unit)
    due = read_clock(calendar_on(today), limits, [*before, event], max(today, step.on)).overall.due
    return event_in(
        act,
        record,
        step.kind.value,
        payload,
        unit=unit if after.holdings[-1].holder == event.holder else record.unit,
        state=CLOSED if after.closed_on else PAUSED if after.is_paused else UNDER_WAY,
        due_on=due.on if due and not after.closed_on else None,
    )


def _course(events: Sequence[CaseEvent], limits: CaseLimits) -> ClockCourse:
    return course_of(events, date.max, steps=limits.steps_before, reasons=limits.reasons)


@door("cases.decline")
def decline(
    code: str, on: date, reason: str, *, expected: int, by: Actor, at: datetime | None = None
) -> RecordEvent:
    """Declines a case, with the reason. Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord."""
    with recorded(at) as recording:
        record = case_record(code, by=by)
        _require_allowed(record, by, "不予受理")
        if record.version != expected:
            raise changed_record(code)
        act = recording.write(ActKind.RECORD, by, f"不予受理：企业诉求{code}")
        return decline_in(act, record, on, reason)


def decline_in(act: Act, record: Record, on: date, reason: str) -> RecordEvent:
    """The same within an act that is under way. Raises RefusedRecord."""
    faults = []
    if record.state != RECEIVED:
        faults.append(
            FieldFault(name="state", text="只有还没有受理的诉求可以不予受理；已受理的请办结并写明结果")
        )
    if not reason.strip():
        faults.append(FieldFault(name="note", text="请写明不予受理的原因和告知企业的其他途径"))
    if faults:
        raise RefusedRecord(faults)
    payload = {"on": on.isoformat(), "note": reason.strip()}
    return event_in(act, record, DECLINE, payload, state=DECLINED)


def case_record(code: str, *, by: Actor) -> Record:
    """The record of a case. Raises Missing, AccessRefused."""
    record = record_of(code, by=by)
    if record.kind != SERVICE_CASE.kind:
        raise Missing(code)
    return record


def with_hosts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with hosts taken from the project they name unless they have their own."""
    completed = dict(values)
    if completed.get("project") and not completed.get("hosts"):
        project = Record.objects.filter(pk=completed["project"], kind="project").first()
        if project is not None and project.values.get("hosts"):
            completed["hosts"] = project.values["hosts"]
    return completed


def _require_allowed(record: Record, by: Actor, what: str) -> None:
    allowed = access.may_change_record(by, SERVICE_CASE, record)
    access.require(allowed, by, f"对“{record.name}”{what}")


def _faults(record: Record, step: CaseStep, unit: str, today: date) -> list[FieldFault]:
    """What is missing or wrong in a step, its order among the other steps left aside."""
    faults = []
    if step.kind is EventKind.STARTED and record.state == DECLINED:
        faults.append(FieldFault(name="state", text="这件诉求没有受理；企业再次提出的，请重新登记一件"))
    if step.on.isoformat() < record.values["received_on"]:
        faults.append(FieldFault(name="on", text=f"“日期”早于企业提出诉求的{record.values['received_on']}"))
    if step.on > today:
        faults.append(FieldFault(name="on", text="“日期”不能晚于今天"))
    if step.kind in HANDS_ON:
        if not step.agent.strip():
            faults.append(FieldFault(name="agent", text="请写明代办员（具体承办人）的姓名"))
        if unit not in known_units():
            faults.append(FieldFault(name="unit", text="“承办单位”：请选择目标任务中的责任单位"))
    if step.kind in (EventKind.TRANSFERRED, EventKind.REOPENED) and not step.note.strip():
        faults.append(FieldFault(name="note", text=f"{step.kind.label}请写明原因"))
    if step.kind is EventKind.CLOSED:
        faults += _rating_faults(step, numbers(CASE_TERMS, on=today)["unsatisfied"])
    if len(step.agent) > LONGEST_NAME or len(step.note) > LONGEST_NOTE:
        faults.append(FieldFault(name="note", text=f"姓名最多{LONGEST_NAME}个字，说明最多{LONGEST_NOTE}个字"))
    return faults


def _rating_faults(step: CaseStep, unsatisfied: int) -> list[FieldFault]:
    """A case is closed with the enterprise's rating, or with the reason why there is none.

    unsatisfied: a rating this low needs a note with what the enterprise said.
    """
    if step.rating is None and not step.note.strip():
        return [
            FieldFault(name="rating", text="请填写企业评价（1至5分）；企业没有评价的，请在说明中写明原因")
        ]
    if step.rating is not None and step.rating not in RATINGS:
        return [FieldFault(name="rating", text="企业评价应为1至5分")]
    if step.rating is not None and step.rating <= unsatisfied and not step.note.strip():
        return [FieldFault(name="note", text="企业评价不满意的，请写明企业的意见")]
    return []


def _payload(record: Record, step: CaseStep, unit: str) -> dict[str, Any]:
    payload: dict[str, Any] = {"on": step.on.isoformat()}
    if step.kind in HANDS_ON:
        payload |= {"agent": step.agent.strip(), "unit": unit, "from_unit": record.unit}
    if step.kind is EventKind.STARTED:
        payload["limits"] = kind_to_json(case_kinds(step.on)[record.values["type"]])
    if step.kind is EventKind.CLOSED:
        payload["rating"] = step.rating
    for name in ("step", "reason"):
        if text := getattr(step, name):
            payload[name] = text
    if step.note.strip():
        payload["note"] = step.note.strip()
    return payload


def holder(unit: str, agent: str) -> str:
    """The name of who has a case: unit and agent; "" while there is no agent."""
    return f"{unit} {agent.strip()}" if agent.strip() else ""
