"""投资信息办理提醒: a message to the unit whose step on a lead is due soon or overdue, once a step and urgency."""

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
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, deliver, send_in
from jinghe.usecases.records.writing import event_in

WARNED = "warned"
MESSAGE_KIND = "lead"
_WITH_ASSIGNED_UNIT = frozenset({ASSIGNED, FOLLOWED, VALID})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadReminder:
    """A reminder of one lead that has not been sent yet."""

    record: Record
    due: LeadDue

    @property
    def code(self) -> str:
        """The step, the day its term runs from and the urgency: what has been sent under a code is not sent again."""
        return f"{self.due.move} {self.due.since} {self.due.urgency}"

    @property
    def unit(self) -> str:
        """The unit that must act: the one the lead was assigned to, before that the one that keeps it."""
        assigned = self.record.values.get("assigned_unit") if self.record.state in _WITH_ASSIGNED_UNIT else ""
        return assigned or self.record.unit


def due_reminders(on: date) -> tuple[LeadReminder, ...]:
    """The reminders to send on a day: of every lead whose next step is due soon or overdue."""
    leads = Record.objects.filter(kind="lead").prefetch_related("events").order_by(*IN_ORDER)
    reminders = (
        LeadReminder(record=record, due=due)
        for record, due in due_of_records(leads, on)
        if due is not None and due.urgency is not Urgency.OPEN
    )
    return tuple(reminder for reminder in reminders if reminder.code not in _sent_codes(reminder.record))


@door("reminders.send_reminders")
def send_reminders(*, on: date, by: Actor, at: datetime | None = None) -> int:
    """Sends the reminders that are due and returns how many. Raises AccessRefused."""
    access.require(access.may_lay_down_rules(by), by, "发出投资信息办理提醒")
    day = min(on, clock.today())
    sent: tuple[Message, ...] = ()
    with recorded(at) as recording:
        due = due_reminders(day)
        if due:
            act = recording.write(ActKind.MESSAGE, by, f"投资信息办理提醒（截至{day}）")
            sent = send_in(act, [_reminder_in(act, reminder, day) for reminder in due])
    for message in sent:
        deliver(message)
    return len(due)


def _sent_codes(record: Record) -> Iterable[str]:
    return {row.payload["what"] for row in record.events.all() if row.kind == WARNED}


def _reminder_in(act: Act, reminder: LeadReminder, day: date) -> NewMessage:
    """The message of a reminder; writes into the history of the lead that it was sent."""
    record, due = reminder.record, reminder.due
    title = f"投资信息{due.name}{due.text}：{record.name}"[:120]
    event_in(act, record, WARNED, {"what": reminder.code, "on": day.isoformat(), "note": title})
    return NewMessage(
        unit=reminder.unit,
        kind=MESSAGE_KIND,
        title=title,
        body=f"{record.pk}“{record.name}”应于{due.due.text}前{due.name}，请按期办理并在系统中登记。",
        link=f"/records/{record.pk}/",
    )
