"""Follow-ups 督办: ordered with a term in working days; units are reminded, the city is told of what is overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.registers.oversight.follow_up import FOLLOW_UP, OPEN
from jinghe.core.registers.registers import FieldFault
from jinghe.core.values.calendar import Calendar, Term
from jinghe.store.models import IN_ORDER, NEWEST_FIRST, Act, ActKind, Message, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.calendars import calendar_in_force
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, send_in
from jinghe.usecases.common.office_numbers import FOLLOW_UP_TERMS, numbers
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, open_in
from jinghe.usecases.records.writing import event_in

MOST_SETTLED = 200
"""How many of the closed follow-ups are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFollowUp:
    """A follow-up on a day. days_left: working days until its last day, below 0 when it is overdue.

    Overdue on a day off is overdue by one working day.
    """

    record: Record
    days_left: int

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0 and self.record.state in OPEN

    @property
    def days_over(self) -> int:
        return max(-self.days_left, 0)


@door("follow_ups.order_follow_ups")
def order_follow_ups(
    orders: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime | None = None
) -> list[Record]:
    """Orders follow-ups in one act and sends a message to the unit of each.

    orders: values of the register; in place of due_on they may have `days`, a term in working days.
    Raises AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "下达督办")
    with recorded(at) as recording:
        today = timezone.localdate(recording.at)
        values_of_orders = [_made(order, today) for order in orders]
        if not values_of_orders:
            raise RefusedRecord([FieldFault(name="", text="请至少选择一个督办对象")])
        act = recording.write(
            ActKind.RECORD, by, f"下达督办：{values_of_orders[0]['name']}"[:380] + _more(values_of_orders)
        )
        return [order_in(act, values) for values in values_of_orders]


def usual_days(on: date) -> int:
    """Working days within which a follow-up issued on a day is due, if nobody says otherwise."""
    return numbers(FOLLOW_UP_TERMS, on=on)["usual_days"]


def order_in(act: Act, values: Mapping[str, Any]) -> Record:
    """Orders one follow-up within an act. Raises RefusedRecord."""
    if not values.get("unit"):
        raise RefusedRecord([FieldFault(name="unit", text="请选择责任单位")])
    record = open_in(act, FOLLOW_UP, values, unit=values["unit"], due_on=date.fromisoformat(values["due_on"]))
    send_in(act, [_message(record, "有新的督办事项")])
    return record


def due_follow_ups(*, by: Actor, on: date, is_open: bool = True) -> tuple[DueFollowUp, ...]:
    """The follow-ups the actor may read with the days left, the most urgent first. is_open: only open ones."""
    records = readable("follow_up", by=by)
    if is_open:
        records = records.filter(state__in=OPEN)
    calendar = calendar_in_force()
    return tuple(
        DueFollowUp(record=record, days_left=_days_left(calendar, on, record.due_on))
        for record in records.order_by("due_on", *IN_ORDER)
        if record.due_on is not None
    )


def _days_left(calendar: Calendar, on: date, due_on: date) -> int:
    left = calendar.workdays_between(on, due_on).days
    return min(left, -1) if on > due_on else left


def settled_follow_ups(*, by: Actor) -> tuple[Record, ...]:
    """The latest follow-ups the actor may read that were closed (销号) or cancelled."""
    records = readable("follow_up", by=by).exclude(state__in=OPEN).order_by(*NEWEST_FIRST)
    return tuple(records[:MOST_SETTLED])


def follow_ups_about(project: str, *, by: Actor) -> tuple[Record, ...]:
    """The problem list of a project: the follow-ups about it that the actor may read, open ones first."""
    records = readable("follow_up", by=by).filter(values__project=project).order_by(*NEWEST_FIRST)
    return tuple(sorted(records, key=lambda record: record.state not in OPEN))


@door("follow_ups.remind")
def remind(*, by: Actor, on: date | None = None, at: datetime | None = None) -> tuple[Message, ...]:
    """Reminds units of follow-ups that are due soon, then that are overdue, once each; of overdue ones the city too.

    Raises AccessRefused.
    """
    access.require(access.may_send_messages(by), by, "提醒督办")
    with recorded(at) as recording:
        day = on or timezone.localdate(recording.at)
        remind_days = numbers(FOLLOW_UP_TERMS, on=day)["remind_days"]
        late = [due for due in due_follow_ups(by=by, on=day) if due.days_left <= remind_days]
        reminders = [(due, stage) for due in late if (stage := _stage(due)) not in _reminded(due.record)]
        if not reminders:
            return ()
        act = recording.write(ActKind.MESSAGE, by, f"提醒督办事项{len(reminders)}件")
        messages = []
        for due, stage in reminders:
            event_in(act, due.record, "reminded", {"stage": stage, "days_left": due.days_left})
            messages.append(_message(due.record, _TITLES[stage]))
            if stage == "overdue":
                messages.append(_message(due.record, f"{due.record.unit}督办事项逾期未办结", unit=""))
        return send_in(act, messages)


_TITLES = {"soon": "督办事项即将到期", "overdue": "督办事项已逾期，请立即办理"}


def _stage(due: DueFollowUp) -> str:
    return "overdue" if due.days_left < 0 else "soon"


def _reminded(record: Record) -> set[str]:
    """The stages (soon, overdue) that reminders of a follow-up have been sent for."""
    events = RecordEvent.objects.filter(record=record, kind="reminded")
    return {payload["stage"] for payload in events.values_list("payload", flat=True)}


def _made(order: Mapping[str, Any], today: date) -> dict[str, Any]:
    values = {name: value for name, value in order.items() if name != "days"}
    days = order.get("days") or usual_days(today)
    if not values.get("due_on"):
        values["due_on"] = calendar_in_force().due_day(Term(days=days), today).on.isoformat()
    elif values["due_on"] < today.isoformat():
        raise RefusedRecord([FieldFault(name="due_on", text="办结期限不能早于下达日期")])
    return {"form": "notice", "issued_on": today.isoformat(), **values}


def _more(orders: list[dict[str, Any]]) -> str:
    return f"等{len(orders)}件" if len(orders) > 1 else ""


def _message(record: Record, title: str, unit: str | None = None) -> NewMessage:
    due = f"，办结期限{record.due_on}" if record.due_on else ""
    return NewMessage(
        unit=record.unit if unit is None else unit,
        title=title,
        body=f"{record.pk} {record.name}{due}。",
        kind="follow_up",
        link=f"/records/{record.pk}/",
    )
