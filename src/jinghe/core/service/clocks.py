"""The clock of a case 办理计时: what of its term is used, what remains, when it is due and who is to be told.

A pure function of the calendar, the limits and the events. A term is kept as long as no counted day has passed beyond
it: what is finished on a day off after the due day is not yet late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from jinghe.core.service.clock_events import (
    CaseEvent,
    ClockCourse,
    ClockFault,
    DaySpan,
    Holding,
    Pause,
    course_of,
)
from jinghe.core.values.calendar import Calendar, DayCount, DayKind, DueDay, Term

HALF = Fraction(1, 2)
FOUR_FIFTHS = Fraction(4, 5)


class Alert(StrEnum):
    """How far a term is used, whether or not its clock runs; in rising order."""

    NONE = "none"
    HALF = "half"
    FOUR_FIFTHS = "four_fifths"
    OVERDUE = "overdue"


class ClockState(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    HALF = "half"
    FOUR_FIFTHS = "four_fifths"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    FINISHED_LATE = "finished_late"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    ClockState.NOT_STARTED: "未受理",
    ClockState.RUNNING: "办理中",
    ClockState.PAUSED: "暂停计时",
    ClockState.HALF: "时限过半",
    ClockState.FOUR_FIFTHS: "即将到期",
    ClockState.OVERDUE: "已逾期",
    ClockState.IN_TIME: "按时办结",
    ClockState.FINISHED_LATE: "逾期办结",
    ClockState.FINISHED: "已办结（未定时限）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """One step of a kind of case. limit None: it has no term of its own.

    follows: the steps that come before it; None: the one that stands before it in the list; (): none, it begins with
    the case.
    """

    name: str
    limit: Term | None = None
    follows: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLimits:
    """The terms of a kind of case.

    overall: what was promised. statutory: what the law allows, where it allows more. reasons: for which the clock may
    be paused; none: any. escalate_at: overdue by so many days it goes one level up, in rising order.
    """

    overall: Term | None
    statutory: Term | None = None
    steps: tuple[StepRule, ...] = ()
    reasons: tuple[str, ...] = ()
    escalate_at: tuple[int, ...] = (1, 3, 5)

    def __post_init__(self) -> None:
        before: set[str] = set()
        for name, follows in self.steps_before.items():
            unknown = set(follows) - before
            if unknown:
                raise ValueError(f"step {name} follows {sorted(unknown)}, not told before it")
            before.add(name)
        if len(before) != len(self.steps):
            raise ValueError("a step is told twice")
        if list(self.escalate_at) != sorted({day for day in self.escalate_at if day > 0}):
            raise ValueError(f"levels {self.escalate_at} do not rise")

    @property
    def steps_before(self) -> dict[str, tuple[str, ...]]:
        """For each step, the names of the steps that it follows."""
        names = [(), *((step.name,) for step in self.steps)]
        return {
            step.name: before if step.follows is None else step.follows
            for step, before in zip(self.steps, names, strict=False)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One clock (of a case or a step) at the end of a day.

    used and overdue_by: in the days of its limit, working days without one. due: None without a limit, before the
    start, and where a pause leaves it open. provisional: a used day may still be moved by a paper that is not known.
    """

    limit: Term | None
    state: ClockState
    used: int
    overdue_by: int
    due: DueDay | None
    is_paused: bool
    provisional: bool

    @property
    def remaining(self) -> int | None:
        return None if self.limit is None else max(self.limit.days - self.used, 0)

    @property
    def alert(self) -> Alert:
        return _alert(self.limit, self.used, self.overdue_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReading:
    """begun_on: None while it waits for another step. finished_on: None too where only the end of the case ended it."""

    name: str
    begun_on: date | None
    finished_on: date | None
    reading: ClockReading


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderShare:
    """How many counted days of a case fell to one holding of it."""

    holding: Holding
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReading:
    """Everything that the clock of a case says at the end of a day. escalation: the level reached; 0: none."""

    as_of: date
    started_on: date | None
    closed_on: date | None
    overall: ClockReading
    statutory: ClockReading | None
    steps: tuple[StepReading, ...]
    holders: tuple[HolderShare, ...]
    pauses: tuple[Pause, ...]
    escalation: int
    faults: tuple[ClockFault, ...]

    @property
    def holder(self) -> str:
        """Who has the case now; "" before the start."""
        return self.holders[-1].holding.holder if self.holders else ""

    def holder_on(self, day: date) -> str:
        """With whom the case lay on a day; "" before the start and after `as_of`."""
        if self.started_on is None or not self.started_on <= day <= self.as_of:
            return ""
        spans = [(share.holding.holder, share.holding.span) for share in self.holders]
        return next(holder for holder, span in spans if span.until is None or day <= span.until)


def read_clock(
    calendar: Calendar, limits: CaseLimits, events: Iterable[CaseEvent], as_of: date
) -> CaseReading:
    """The clocks of a case at the end of a day. Later events are ignored; impossible ones become faults."""
    course = course_of(events, as_of, steps=limits.steps_before, reasons=limits.reasons)
    clock = _Clock(calendar=calendar, course=course, as_of=as_of)
    overall = clock.overall(limits.overall)
    steps = tuple(clock.step(step) for step in limits.steps)
    late = max(overall.overdue_by, *(step.reading.overdue_by for step in steps if _is_open(step)), 0)
    return CaseReading(
        as_of=as_of,
        started_on=course.started_on,
        closed_on=course.closed_on,
        overall=overall,
        statutory=clock.overall(limits.statutory) if limits.statutory else None,
        steps=steps,
        holders=tuple(clock.shares(limits.overall)),
        pauses=tuple(course.pauses),
        escalation=sum(late >= day for day in limits.escalate_at),
        faults=tuple(course.faults),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    calendar: Calendar
    course: ClockCourse
    as_of: date

    def overall(self, limit: Term | None) -> ClockReading:
        return self._reading(limit, self.course.running, self.course.started_on, self.course.closed_on)

    def step(self, step: StepRule) -> StepReading:
        begun = self.course.begun_on(step.name)
        finished = self.course.finished.get(step.name)
        step_span = DaySpan(after=begun, until=finished) if begun else None
        spans = [part for span in self.course.running if step_span and (part := span.within(step_span))]
        reading = self._reading(step.limit, spans, begun, finished or self.course.closed_on)
        return StepReading(name=step.name, begun_on=begun, finished_on=finished, reading=reading)

    def shares(self, limit: Term | None) -> Iterable[HolderShare]:
        for holding in self.course.holdings:
            parts = [part for span in self.course.running if (part := span.within(holding.span))]
            yield HolderShare(holding=holding, used=sum(self._count(part, limit).days for part in parts))

    def _reading(
        self, limit: Term | None, spans: Sequence[DaySpan], begun: date | None, ended: date | None
    ) -> ClockReading:
        counts = [self._count(span, limit) for span in spans]
        used = sum(count.days for count in counts)
        paused = self.course.is_paused and ended is None and begun is not None
        due = self._due(limit, spans, begun, ended) if limit and begun else None
        late = [part for span in spans if due and (part := span.within(DaySpan(after=due.on)))]
        overdue_by = sum(self._count(part, limit).days for part in late)
        return ClockReading(
            limit=limit,
            state=_state(limit, used, overdue_by, is_paused=paused, begun=begun, ended=ended),
            used=used,
            overdue_by=overdue_by,
            due=due,
            is_paused=paused,
            provisional=any(count.provisional for count in counts),
        )

    def _due(self, limit: Term, spans: Sequence[DaySpan], begun: date, ended: date | None) -> DueDay | None:
        """The day on which the term runs out if nothing but the pauses so far stops the clock; None during a pause."""
        left = limit.days
        for number, span in enumerate(spans, start=1):
            counted = self._count(span, limit).days
            runs_on = number == len(spans) and span.until in (None, ended)
            if counted > left or runs_on:
                due = self.calendar.due_day(Term(days=left, kind=limit.kind, roll=limit.roll), span.after)
                before = self.calendar.days_between(begun, span.after, limit.kind)
                return DueDay(on=due.on, provisional=due.provisional or before.provisional)
            left -= counted
        return None

    def _count(self, span: DaySpan, limit: Term | None) -> DayCount:
        kind = limit.kind if limit else DayKind.WORKDAY
        return self.calendar.days_between(span.after, span.until or max(self.as_of, span.after), kind)


def _is_open(step: StepReading) -> bool:
    return step.begun_on is not None and step.finished_on is None


def _alert(limit: Term | None, used: int, overdue_by: int) -> Alert:
    if limit is None:
        return Alert.NONE
    if overdue_by:
        return Alert.OVERDUE
    if used >= limit.days * FOUR_FIFTHS:
        return Alert.FOUR_FIFTHS
    return Alert.HALF if used >= limit.days * HALF else Alert.NONE


def _state(
    limit: Term | None,
    used: int,
    overdue_by: int,
    *,
    is_paused: bool,
    begun: date | None,
    ended: date | None,
) -> ClockState:
    if begun is None:
        return ClockState.NOT_STARTED
    if ended is not None and limit is None:
        return ClockState.FINISHED
    if ended is not None:
        return ClockState.FINISHED_LATE if overdue_by else ClockState.IN_TIME
    if overdue_by:
        return ClockState.OVERDUE
    if is_paused:
        return ClockState.PAUSED
    return {
        Alert.NONE: ClockState.RUNNING,
        Alert.HALF: ClockState.HALF,
        Alert.FOUR_FIFTHS: ClockState.FOUR_FIFTHS,
        Alert.OVERDUE: ClockState.OVERDUE,
    }[_alert(limit, used, overdue_by)]
