"""The clock of a service case, read from its events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.service.case_kinds import kind_from_json
from jinghe.core.service.clock_events import CaseEvent, EventKind
from jinghe.core.service.clocks import CaseLimits, CaseReading, read_clock
from jinghe.core.values.calendar import Calendar
from jinghe.store.models import RecordEvent
from jinghe.usecases.common.calendars import calendar_in_force

_KINDS = frozenset(EventKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEvent:
    """An event of the clock and the record event it comes from."""

    event: CaseEvent
    row: RecordEvent


def case_events(rows: Iterable[RecordEvent], known_at: datetime | None = None) -> tuple[HeldEvent, ...]:
    """What of a record's events its clock is read from, as known at an instant."""
    return tuple(
        HeldEvent(event=_event(row), row=row)
        for row in rows
        if row.kind in _KINDS and (known_at is None or row.act.recorded_at <= known_at)
    )


def limits_of(events: Iterable[HeldEvent]) -> CaseLimits | None:
    """The terms that were promised when the case was taken up; None before."""
    for one in events:
        if one.event.kind is EventKind.STARTED:
            return kind_from_json(one.row.payload["limits"]).limits
    return None


def clock_of(
    events: tuple[HeldEvent, ...], usual: CaseLimits, as_of: date, calendar: Calendar | None = None
) -> CaseReading:
    """Where a case stands at the end of a day, by the calendar known on it. usual: the terms before it is taken up."""
    return read_clock(
        calendar or calendar_on(as_of), limits_of(events) or usual, (one.event for one in events), as_of
    )


def calendar_on(day: date) -> Calendar:
    """The working days as they could be known on a day."""
    return calendar_in_force().known_on(day)


def _event(row: RecordEvent) -> CaseEvent:
    told = row.payload
    return CaseEvent(
        kind=EventKind(row.kind),
        on=date.fromisoformat(told["on"]),
        number=row.number,
        holder=f"{told['unit']} {told['agent']}" if "agent" in told else "",
        step=told.get("step", ""),
        reason=told.get("reason", ""),
    )
