"""What happens to a case, and what that makes of its time: when its clock ran, stood still, and with whom it lay.

The day of an event still counts for what was before it: a pause stops the clock from the next day on, a resumption
starts it from the next day on, and the day of a transfer is the old holder's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class EventKind(StrEnum):
    """In the order in which events of one day and one number are taken."""

    STARTED = "started"
    REOPENED = "reopened"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    STEP_FINISHED = "step_finished"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _EVENT_LABELS[self]


_EVENT_LABELS = {
    EventKind.STARTED: "受理",
    EventKind.REOPENED: "重新办理",
    EventKind.RESUMED: "恢复计时",
    EventKind.TRANSFERRED: "转办",
    EventKind.STEP_FINISHED: "环节办结",
    EventKind.PAUSED: "暂停计时",
    EventKind.CLOSED: "办结",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """number: order within one day. holder: who has the case from here on (受理, 转办). reason: of a pause."""

    kind: EventKind
    on: date
    number: int = 0
    holder: str = ""
    step: str = ""
    reason: str = ""

    @property
    def order(self) -> tuple[date, int, int, str, str, str]:
        return self.on, self.number, list(EventKind).index(self.kind), self.holder, self.step, self.reason

    @property
    def text(self) -> str:
        return f"{self.on.year}年{self.on.month}月{self.on.day}日的“{self.kind.label}”"


FAULTS: dict[str, tuple[str, str]] = {
    "started_twice": ("这件事已经受理过", "请删去重复的一条；办结后再办的，请登记“重新办理”。"),
    "before_start": ("早于受理，或者还没有受理", "请核对日期，或先登记“受理”。"),
    "after_close": ("在办结之后", "请核对日期；需要继续办理的，请先登记“重新办理”。"),
    "not_closed": ("这件事还没有办结", "请核对日期，或先登记“办结”。"),
    "no_holder": ("没有写明由谁办理", "请补充承办单位或承办人。"),
    "same_holder": ("转给的就是现在的承办者", "请核对转给谁，或删去这一条。"),
    "paused_twice": ("计时已经暂停", "请先登记“恢复计时”，或删去重复的一条。"),
    "not_paused": ("计时没有暂停", "请核对日期，或先登记“暂停计时”。"),
    "no_reason": ("没有写明暂停的理由", "请补充理由，例如“法定公示”。"),
    "unknown_reason": ("“{reason}”不是这类事项可以暂停的理由", "请改选规定的理由；没有相符的，计时不停。"),
    "unknown_step": ("这类事项没有“{step}”这个环节", "请改选已有环节，或由管理人员增加环节。"),
    "step_finished_twice": ("环节“{step}”已经办结", "请删去重复的一条。"),
    "step_waits": ("环节“{step}”之前的环节还没有办结", "请先登记前面环节的“环节办结”，或核对日期。"),
}
"""One row per kind of fault: what is wrong with the event, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFault:
    """An event that cannot be right where it stands; it is left out of the time. code: a key of FAULTS."""

    code: str
    event: CaseEvent

    @property
    def text(self) -> str:
        text = FAULTS[self.code][0].format(reason=self.event.reason, step=self.event.step)
        return f"{self.event.text}未计入：{text}"

    @property
    def advice(self) -> str:
        return FAULTS[self.code][1]

    @property
    def message(self) -> str:
        return f"{self.text}。{self.advice}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """The days from the one after `after` up to and including `until`; None: it still goes on."""

    after: date
    until: date | None = None

    def within(self, outer: "DaySpan") -> "DaySpan | None":
        """The part that lies within another span; None: not a day."""
        after = max(self.after, outer.after)
        ends = [day for day in (self.until, outer.until) if day is not None]
        if ends and min(ends) < after:
            return None
        return DaySpan(after=after, until=min(ends) if ends else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    span: DaySpan
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """With whom the case lay, and when."""

    holder: str
    span: DaySpan


@dataclass(slots=True, kw_only=True)
class ClockCourse:
    """The clock of a case while its events are taken in one by one. running: when the clock ran, in order."""

    steps: dict[str, tuple[str, ...]]
    reasons: tuple[str, ...]
    started_on: date | None = None
    closed_on: date | None = None
    running: list[DaySpan] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    finished: dict[str, date] = field(default_factory=dict)
    faults: list[ClockFault] = field(default_factory=list)

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].span.until is None

    def take(self, event: CaseEvent) -> None:
        code = self._fault(event)
        if code:
            self.faults.append(ClockFault(code=code, event=event))
            return
        match event.kind:
            case EventKind.STARTED:
                self.started_on = event.on
                self.holdings.append(Holding(holder=event.holder, span=DaySpan(after=event.on)))
                self._run(event.on)
            case EventKind.TRANSFERRED:
                self.holdings[-1] = replace(self.holdings[-1], span=_ended(self.holdings[-1].span, event.on))
                self.holdings.append(Holding(holder=event.holder, span=DaySpan(after=event.on)))
            case EventKind.PAUSED:
                self._stand(event.on)
                self.pauses.append(Pause(span=DaySpan(after=event.on), reason=event.reason))
            case EventKind.RESUMED:
                self._end_pause(event.on)
                self._run(event.on)
            case EventKind.STEP_FINISHED:
                self.finished[event.step] = event.on
            case EventKind.CLOSED:
                self._stand(event.on)
                self._end_pause(event.on)
                self.closed_on = event.on
            case EventKind.REOPENED:
                self.closed_on = None
                self._run(event.on)

    def begun_on(self, step: str) -> date | None:
        """When a step's own clock began: when the case did, or when the last step that it follows was finished."""
        before = [self.finished.get(name) for name in self.steps[step]]
        known = [day for day in (self.started_on, *before) if day is not None]
        return max(known) if len(known) == len(before) + 1 else None

    def _fault(self, event: CaseEvent) -> str:
        """Why the event cannot be right where it stands; "" if it can."""
        if event.kind is EventKind.STARTED:
            return "started_twice" if self.started_on else "" if event.holder else "no_holder"
        if self.started_on is None:
            return "before_start"
        if event.kind is EventKind.REOPENED:
            return "" if self.closed_on else "not_closed"
        if self.closed_on:
            return "after_close"
        match event.kind:
            case EventKind.PAUSED:
                return self._fault_of_pause(event)
            case EventKind.RESUMED:
                return "" if self.is_paused else "not_paused"
            case EventKind.TRANSFERRED:
                same = event.holder == self.holdings[-1].holder
                return "no_holder" if not event.holder else "same_holder" if same else ""
            case EventKind.STEP_FINISHED:
                return self._fault_of_step(event.step)
        return ""

    def _fault_of_pause(self, event: CaseEvent) -> str:
        if self.is_paused:
            return "paused_twice"
        if not event.reason:
            return "no_reason"
        return "unknown_reason" if self.reasons and event.reason not in self.reasons else ""

    def _fault_of_step(self, step: str) -> str:
        if step not in self.steps:
            return "unknown_step"
        if step in self.finished:
            return "step_finished_twice"
        return "" if self.begun_on(step) else "step_waits"

    def _run(self, day: date) -> None:
        self.running.append(DaySpan(after=day))

    def _stand(self, day: date) -> None:
        self.running[-1] = _ended(self.running[-1], day)

    def _end_pause(self, day: date) -> None:
        if self.is_paused:
            self.pauses[-1] = replace(self.pauses[-1], span=_ended(self.pauses[-1].span, day))


def course_of(
    events: Iterable[CaseEvent], as_of: date, *, steps: dict[str, tuple[str, ...]], reasons: tuple[str, ...]
) -> ClockCourse:
    """The course of a case from its events, given in any order.

    steps: each step and those it follows. reasons: those for which the clock may be paused; none: any.
    """
    course = ClockCourse(steps=steps, reasons=reasons)
    for event in sorted(events, key=lambda event: event.order):
        if event.on <= as_of:
            course.take(event)
    return course


def _ended(span: DaySpan, day: date) -> DaySpan:
    return span if span.until is not None else DaySpan(after=span.after, until=day)
