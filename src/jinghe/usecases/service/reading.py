"""Service cases for lists and figures: each with its clock, counts by light, and how long the closed ones took."""

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
from jinghe.usecases.service.clock import ClockEntry, calendar_on, case_events, clock_of

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
    """A case with its clock on a day. events: those the clock counts by. is_declined: it was not taken up."""

    record: Record
    clock: CaseReading
    events: tuple[ClockEntry, ...]
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
            step
            for step in self.clock.steps
            if self.is_open and step.begun_on and not step.finished_on and step.reading.overdue_by
        )

    @property
    def closing(self) -> ClockEntry | None:
        """The event that closed it; None while it is open."""
        if not self.is_closed:
            return None
        on = self.clock.closed_on
        closings = [
            entry for entry in self.events if entry.event.kind is EventKind.CLOSED and entry.event.on == on
        ]
        return closings[-1] if closings else None

    @property
    def rating(self) -> int | None:
        return self.closing.row.payload.get("rating") if self.closing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTotals:
    """Figures of one group of cases. received: all but the declined; median_used: days counted, of the closed ones.

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
    """Every case, whoever may read it: for figures that are the same for all readers. Never list these cases."""
    return _cases(Record.objects.filter(kind=SERVICE_CASE.kind), as_of, known_at)


def service_cases(*, by: Actor, as_of: date, known_at: datetime | None = None) -> tuple[ServiceCase, ...]:
    """The cases the actor may read that had been received on a day, the most urgent first."""
    return _cases(readable(SERVICE_CASE.kind, by=by), as_of, known_at)


def _cases(rows: QuerySet[Record], as_of: date, known_at: datetime | None) -> tuple[ServiceCase, ...]:
    if known_at is not None:
        rows = rows.filter(created__recorded_at__lte=known_at)
    cases = [case for case in _read(rows, as_of, known_at) if _was_there(case, as_of)]
    return tuple(sorted(cases, key=_urgency))


def case_of(record: Record, as_of: date, known_at: datetime | None = None) -> ServiceCase:
    """One case with its clock; that the actor may read the record has been checked before."""
    (case,) = _read(Record.objects.filter(pk=record.pk), as_of, known_at)
    return case


def by_light(cases: Iterable[ServiceCase]) -> Counter[ClockState]:
    """How many cases show each light, open or closed; declined cases show none."""
    return Counter(case.light for case in cases if not case.is_declined)


def totals_by_group(
    cases: Iterable[ServiceCase], named: Callable[[ServiceCase], str]
) -> tuple[CaseTotals, ...]:
    """Figures of each group, the group with most cases first. named: the name of the group of a case."""
    groups: defaultdict[str, list[ServiceCase]] = defaultdict(list)
    for case in cases:
        if not case.is_declined:
            groups[named(case)].append(case)
    results = [case_totals(name, members) for name, members in groups.items()]
    return tuple(sorted(results, key=lambda result: (-result.received, result.name)))


def case_totals(name: str, cases: Iterable[ServiceCase]) -> CaseTotals:
    """Figures of some cases together, worked out from sums, never as means of shares."""
    accepted = [case for case in cases if not case.is_declined]
    closed = [case for case in accepted if case.is_closed]
    rated = [case.rating for case in closed if case.rating is not None]
    return CaseTotals(
        name=name,
        received=len(accepted),
        closed=len(closed),
        in_time=sum(case.is_in_time for case in closed),
        overdue=sum(case.light is ClockState.OVERDUE for case in accepted),
        median_used=median(Fraction(case.clock.overall.used) for case in closed) if closed else None,
        rated=len(rated),
        rating_sum=sum(rated),
    )


def _read(rows: QuerySet[Record], as_of: date, known_at: datetime | None) -> Iterable[ServiceCase]:
    events = RecordEvent.objects.select_related("act").order_by("number")
    calendar, kinds = calendar_on(as_of), case_kinds(as_of)
    for record in rows.prefetch_related(Prefetch("events", queryset=events)):
        entries = case_events(record.events.all(), known_at)
        clock = clock_of(entries, kinds[record.values["type"]].limits, as_of, calendar)
        yield ServiceCase(record=record, clock=clock, events=entries, is_declined=_is_declined(record, as_of))


def _is_declined(record: Record, as_of: date) -> bool:
    days = [event.payload["on"] for event in record.events.all() if event.kind == DECLINED]
    return bool(days) and days[-1] <= as_of.isoformat()


def _was_there(case: ServiceCase, as_of: date) -> bool:
    return case.record.values["received_on"] <= as_of.isoformat()


def _urgency(case: ServiceCase) -> tuple[int, int, tuple[int, int, str]]:
    lights = (*OPEN_LIGHTS, *CLOSED_LIGHTS)
    rank = len(lights) if case.is_declined else lights.index(case.light)
    due = case.clock.overall.due
    return rank, due.on.toordinal() if due and case.is_open else 0, order_of(case.record.pk)
