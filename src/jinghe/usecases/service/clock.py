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
class ClockEntry:
    """An event of the clock and the record event it comes from."""

    event: CaseEvent
    row: RecordEvent


def case_events(rows: Iterable[RecordEvent], known_at: datetime | None = None) -> tuple[ClockEntry, ...]:
    """Those of a record's events that the clock counts by, as known at an instant."""
    return tuple(
        ClockEntry(event=_event(row), row=row)
        for row in rows
        if row.kind in _KINDS and (known_at is None or row.act.recorded_at <= known_at)
    )


def limits_of(events: Iterable[ClockEntry]) -> CaseLimits | None:
    """The terms that were promised when the case was taken up; None before."""
    for entry in events:
        if entry.event.kind is EventKind.STARTED:
            return kind_from_json(entry.row.payload["limits"]).limits
    return None


def clock_of(
    events: tuple[ClockEntry, ...], usual: CaseLimits, as_of: date, calendar: Calendar | None = None
) -> CaseReading:
    """The clock of a case at the end of a day, by the calendar known then. usual: terms until the case is taken up."""
    return read_clock(
        calendar or calendar_on(as_of), limits_of(events) or usual, (entry.event for entry in events), as_of
    )


def calendar_on(day: date) -> Calendar:
    """The calendar as known on a day: papers published later are left out."""
    return calendar_in_force().known_on(day)


def _event(row: RecordEvent) -> CaseEvent:
    payload = row.payload
    return CaseEvent(
        kind=EventKind(row.kind),
        on=date.fromisoformat(payload["on"]),
        number=row.number,
        holder=f"{payload['unit']} {payload['agent']}" if "agent" in payload else "",
        step=payload.get("step", ""),
        reason=payload.get("reason", ""),
    )
