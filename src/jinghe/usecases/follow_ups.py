"""Follow-ups 督办: issued by rule or by hand with a term in working days, reminded, escalated, verified."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.calendar import Calendar, Within
from jinghe.core.registers.follow_up import FOLLOW_UP, OPEN
from jinghe.core.registers.registers import Fault
from jinghe.store.models import Act, ActKind, Message, Record, RecordEvent
from jinghe.usecases import access
from jinghe.usecases.access import Actor
from jinghe.usecases.acts import recorded
from jinghe.usecases.calendars import calendar_in_force
from jinghe.usecases.messages import Letter, send_in
from jinghe.usecases.record_reading import readable
from jinghe.usecases.records import RefusedRecord, event_in, open_in

USUAL_DAYS = 10
"""Working days within which a follow-up is due, if nobody says otherwise."""

REMIND_DAYS = 2
"""Working days before the end at which the unit is reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A follow-up with how it stands to its term on a day: working days left, below 0 when overdue.

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


def order_follow_ups(
    orders: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime | None = None
) -> list[Record]:
    """Issues follow-ups in one act, each addressed to the unit it names, and tells the units.

    An order holds the fields of the register; `days` working days instead of due_on.
    Raises AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "下达督办")
    with recorded(at) as recording:
        today = timezone.localdate(recording.at)
        made = [_made(order, today) for order in orders]
        if not made:
            raise RefusedRecord([Fault(name="", text="请至少选择一个督办对象")])
        act = recording.write(ActKind.RECORD, by, f"下达督办：{made[0]['name']}"[:380] + _more(made))
        return [order_in(act, values) for values in made]


def order_in(act: Act, values: Mapping[str, Any]) -> Record:
    """Issues one follow-up within an act. Raises RefusedRecord."""
    if not values.get("unit"):
        raise RefusedRecord([Fault(name="unit", text="请选择责任单位")])
    record = open_in(act, FOLLOW_UP, values, unit=values["unit"], due_on=date.fromisoformat(values["due_on"]))
    send_in(act, [_letter(record, "有新的督办事项")])
    return record


def due_follow_ups(*, by: Actor, on: date, is_open: bool = True) -> tuple[Due, ...]:
    """The follow-ups the actor may read with their terms, the most urgent first."""
    records = readable("follow_up", by=by)
    if is_open:
        records = records.filter(state__in=OPEN)
    calendar = calendar_in_force()
    return tuple(
        Due(record=one, days_left=_days_left(calendar, on, one.due_on))
        for one in records.order_by("due_on", "pk")
        if one.due_on is not None
    )


def _days_left(calendar: Calendar, on: date, due_on: date) -> int:
    left = calendar.workdays_between(on, due_on).days
    return min(left, -1) if on > due_on else left


def follow_ups_about(project: str, *, by: Actor) -> tuple[Record, ...]:
    """The problem list of a project: its follow-ups that the actor may read, open ones first."""
    found = readable("follow_up", by=by).filter(values__project=project).order_by("-pk")
    return tuple(sorted(found, key=lambda one: one.state not in OPEN))


def remind(*, by: Actor, on: date | None = None, at: datetime | None = None) -> tuple[Message, ...]:
    """Reminds units of what is due soon or overdue, each of each stage once; what is overdue rises to the city.

    Raises AccessRefused.
    """
    access.require(access.may_send_messages(by), by, "提醒督办")
    with recorded(at) as recording:
        day = on or timezone.localdate(recording.at)
        late = [one for one in due_follow_ups(by=by, on=day) if one.days_left <= REMIND_DAYS]
        told = [(one, stage) for one in late if (stage := _stage(one)) not in _reminded(one.record)]
        if not told:
            return ()
        act = recording.write(ActKind.MESSAGE, by, f"提醒督办事项{len(told)}件")
        letters = []
        for one, stage in told:
            event_in(act, one.record, "reminded", {"stage": stage, "days_left": one.days_left})
            letters.append(_letter(one.record, _TITLES[stage]))
            if stage == "overdue":
                letters.append(_letter(one.record, f"{one.record.unit}督办事项逾期未办结", unit=""))
        return send_in(act, letters)


_TITLES = {"soon": "督办事项即将到期", "overdue": "督办事项已逾期，请立即办理"}


def _stage(due: Due) -> str:
    return "overdue" if due.days_left < 0 else "soon"


def _reminded(record: Record) -> set[str]:
    """The stages that a follow-up was reminded of already."""
    events = RecordEvent.objects.filter(record=record, kind="reminded")
    return {payload["stage"] for payload in events.values_list("payload", flat=True)}


def _made(order: Mapping[str, Any], today: date) -> dict[str, Any]:
    values = {name: value for name, value in order.items() if name != "days"}
    days = order.get("days") or USUAL_DAYS
    if not values.get("due_on"):
        values["due_on"] = calendar_in_force().due_day(Within(days=days), today).on.isoformat()
    elif values["due_on"] < today.isoformat():
        raise RefusedRecord([Fault(name="due_on", text="办结期限不能早于下达日期")])
    return {"form": "notice", "issued_on": today.isoformat(), **values}


def _more(made: list[dict[str, Any]]) -> str:
    return f"等{len(made)}件" if len(made) > 1 else ""


def _letter(record: Record, title: str, unit: str | None = None) -> Letter:
    due = f"，办结期限{record.due_on}" if record.due_on else ""
    return Letter(
        unit=record.unit if unit is None else unit,
        title=title,
        body=f"{record.pk} {record.name}{due}。",
        kind="follow_up",
        link=f"/records/{record.pk}/",
    )
