"""Service cases for people to read: each with its clock, counts by light, and what the closed ones took."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from django.db.models import Prefetch, QuerySet

from jinghe.core.registers.numbering import order_of
from jinghe.core.registers.service.case import DECLINED, SERVICE_CASE
from jinghe.core.service.case_kinds import NAMES
from jinghe.core.service.clock_events import EventKind
from jinghe.core.service.clocks import CaseReading, ClockState, StepReading
from jinghe.store.models import Record, RecordEvent
from jinghe.usecases.common.access import Actor
from jinghe.usecases.records.reading import readable
from jinghe.usecases.service.case_kinds import case_kinds
from jinghe.usecases.service.clock import HeldEvent, calendar_on, case_events, clock_of

OPEN_LIGHTS = (
    ClockState.OVERDUE,
    ClockState.FOUR_FIFTHS,
    ClockState.HALF,
    ClockState.RUNNING,
    ClockState.PAUSED,
    ClockState.NOT_STARTED,
)
"""The states of a case that is not closed, the most urgent first."""
CLOSED_LIGHTS = (ClockState.IN_TIME, ClockState.FINISHED_LATE, ClockState.FINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCase:
    """A case with its clock on a day. events: those its clock is read from. is_declined: it was not taken up."""

    record: Record
    clock: CaseReading
    events: tuple[HeldEvent, ...]
    is_declined: bool

    @property
    def kind_name(self) -> str:
        return NAMES[self.record.values["type"]]

    @property
    def light(self) -> ClockState:
        return self.clock.overall.state

    @property
    def is_open(self) -> bool:
        return not self.is_declined and self.clock.closed_on is None

    @property
    def is_closed(self) -> bool:
        return self.clock.closed_on is not None

    @property
    def is_in_time(self) -> bool:
        return self.is_closed and not self.clock.overall.overdue_by

    @property
    def late_steps(self) -> tuple[StepReading, ...]:
        """The steps under way that are overdue."""
        return tuple(
            one
            for one in self.clock.steps
            if self.is_open and one.begun_on and not one.finished_on and one.reading.overdue_by
        )

    @property
    def closing(self) -> HeldEvent | None:
        """The event that closed it; None while it is open."""
        if not self.is_closed:
            return None
        on = self.clock.closed_on
        found = [one for one in self.events if one.event.kind is EventKind.CLOSED and one.event.on == on]
        return found[-1] if found else None

    @property
    def rating(self) -> int | None:
        return self.closing.row.payload.get("rating") if self.closing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTotals:
    """What the cases of one name came to. received: all that were asked; median_used: exact, None without a closed one.

    rated and rating_sum: of the closed ones that the enterprise rated.
    """

    name: str
    received: int
    closed: int
    in_time: int
    overdue: int
    median_used: Fraction | None
    rated: int
    rating_sum: int

    @property
    def share_in_time(self) -> Fraction | None:
        """Closed in time ÷ closed."""
        return Fraction(self.in_time, self.closed) if self.closed else None

    @property
    def mean_rating(self) -> Fraction | None:
        return Fraction(self.rating_sum, self.rated) if self.rated else None


def all_cases(*, as_of: date, known_at: datetime | None = None) -> tuple[ServiceCase, ...]:
    """Every case, for figures that are the same for whoever asks; never to be listed."""
    return _cases(Record.objects.filter(kind=SERVICE_CASE.kind), as_of, known_at)


def service_cases(*, by: Actor, as_of: date, known_at: datetime | None = None) -> tuple[ServiceCase, ...]:
    """The cases that the actor may read and that were there on a day, the most urgent first."""
    return _cases(readable(SERVICE_CASE.kind, by=by), as_of, known_at)


def _cases(rows: QuerySet[Record], as_of: date, known_at: datetime | None) -> tuple[ServiceCase, ...]:
    if known_at is not None:
        rows = rows.filter(created__recorded_at__lte=known_at)
    cases = [one for one in _read(rows, as_of, known_at) if _was_there(one, as_of)]
    return tuple(sorted(cases, key=_urgency))


def case_of(record: Record, as_of: date, known_at: datetime | None = None) -> ServiceCase:
    """One case; the record was let through by who read it."""
    (case,) = _read(Record.objects.filter(pk=record.pk), as_of, known_at)
    return case


def by_light(cases: Iterable[ServiceCase]) -> Counter[ClockState]:
    """How many open cases show each light, the closed ones too."""
    return Counter(one.light for one in cases if not one.is_declined)


def outcomes(cases: Iterable[ServiceCase], named: Callable[[ServiceCase], str]) -> tuple[CaseTotals, ...]:
    """What the cases came to under each name, the most cases first."""
    held: defaultdict[str, list[ServiceCase]] = defaultdict(list)
    for one in cases:
        if not one.is_declined:
            held[named(one)].append(one)
    found = [outcome(name, own) for name, own in held.items()]
    return tuple(sorted(found, key=lambda one: (-one.received, one.name)))


def outcome(name: str, cases: Iterable[ServiceCase]) -> CaseTotals:
    """What some cases came to together: sums, never means of shares."""
    held = [one for one in cases if not one.is_declined]
    closed = [one for one in held if one.is_closed]
    rated = [one.rating for one in closed if one.rating is not None]
    return CaseTotals(
        name=name,
        received=len(held),
        closed=len(closed),
        in_time=sum(one.is_in_time for one in closed),
        overdue=sum(one.light is ClockState.OVERDUE for one in held),
        median_used=median(Fraction(one.clock.overall.used) for one in closed) if closed else None,
        rated=len(rated),
        rating_sum=sum(rated),
    )


def _read(rows: QuerySet[Record], as_of: date, known_at: datetime | None) -> Iterable[ServiceCase]:
    events = RecordEvent.objects.select_related("act").order_by("number")
    calendar, kinds = calendar_on(as_of), case_kinds(as_of)
    for record in rows.prefetch_related(Prefetch("events", queryset=events)):
        held = case_events(record.events.all(), known_at)
        clock = clock_of(held, kinds[record.values["type"]].limits, as_of, calendar)
        yield ServiceCase(record=record, clock=clock, events=held, is_declined=_is_declined(record, as_of))


def _is_declined(record: Record, as_of: date) -> bool:
    told = [one.payload["on"] for one in record.events.all() if one.kind == DECLINED]
    return bool(told) and told[-1] <= as_of.isoformat()


def _was_there(one: ServiceCase, as_of: date) -> bool:
    return one.record.values["received_on"] <= as_of.isoformat()


def _urgency(one: ServiceCase) -> tuple[int, int, tuple[int, int, str]]:
    lights = (*OPEN_LIGHTS, *CLOSED_LIGHTS)
    place = len(lights) if one.is_declined else lights.index(one.light)
    due = one.clock.overall.due
    return place, due.on.toordinal() if due and one.is_open else 0, order_of(one.record.pk)
