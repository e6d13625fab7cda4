"""Reminders of leads 投资信息办理提醒: the unit whose step is due soon or overdue is told, once of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.attracting.lead_clock import LeadDue, Urgency
from jinghe.core.registers.attracting.lead import ASSIGNED, FOLLOWED, VALID
from jinghe.store.models import IN_ORDER, Act, ActKind, Message, Record
from jinghe.usecases.attracting.leads import due_of_records
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.messages import NewMessage, deliver, send_in
from jinghe.usecases.records.records import happen_in

WARNED = "warned"
MESSAGE_KIND = "lead"
_OF_WHOM_IT_WENT_TO = frozenset({ASSIGNED, FOLLOWED, VALID})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadReminder:
    """What is to be said of a lead, and was not yet."""

    record: Record
    due: LeadDue

    @property
    def code(self) -> str:
        """The step, the day it runs from and how urgent it is: said once."""
        return f"{self.due.move} {self.due.since} {self.due.urgency}"

    @property
    def unit(self) -> str:
        """Whose step it is: of the unit the lead went to, before that of the one that keeps it."""
        assigned = self.record.values.get("assigned_unit") if self.record.state in _OF_WHOM_IT_WENT_TO else ""
        return assigned or self.record.unit


def due_reminders(on: date) -> tuple[LeadReminder, ...]:
    """What is to be said on a day, of every lead about to be late or late."""
    leads = Record.objects.filter(kind="lead").prefetch_related("events").order_by(*IN_ORDER)
    asked = (
        LeadReminder(record=record, due=due)
        for record, due in due_of_records(leads, on)
        if due is not None and due.urgency is not Urgency.OPEN
    )
    return tuple(one for one in asked if one.code not in _told(one.record))


def send_reminders(*, on: date, by: Actor, at: datetime | None = None) -> int:
    """Says what is due, once; returns of how many leads. Raises AccessRefused."""
    access.require(access.may_lay_down_rules(by), by, "发出投资信息办理提醒")
    day = min(on, clock.today())
    sent: tuple[Message, ...] = ()
    with recorded(at) as recording:
        due = due_reminders(day)
        if due:
            act = recording.write(ActKind.MESSAGE, by, f"投资信息办理提醒（截至{day}）")
            sent = send_in(act, [_said(act, one, day) for one in due])
    for message in sent:
        deliver(message)
    return len(due)


def _told(record: Record) -> Iterable[str]:
    return {row.payload["what"] for row in record.events.all() if row.kind == WARNED}


def _said(act: Act, one: LeadReminder, day: date) -> NewMessage:
    """Writes down that it is said, and how."""
    record, due = one.record, one.due
    title = f"投资信息{due.name}{due.text}：{record.name}"[:120]
    happen_in(act, record, WARNED, {"what": one.code, "on": day.isoformat(), "note": title})
    return NewMessage(
        unit=one.unit,
        kind=MESSAGE_KIND,
        title=title,
        body=f"{record.pk}“{record.name}”应于{due.due.text}前{due.name}，请按期办理并在系统中登记。",
        link=f"/records/{record.pk}/",
    )
