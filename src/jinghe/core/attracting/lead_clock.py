"""The clock of a lead 投资信息办理时限: what is due next, by when, and how late it is.

Each step's term runs from the day of the step before it, in working days.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jinghe.core.registers.attracting.lead import ASSIGNED, FOLLOWED, NEW, RESPONDED, VALID
from jinghe.core.values.calendar import Calendar, DueDay


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadClockRule:
    """Working days: to respond, to triage and assign, to the first feedback, and between feedbacks.

    soon: before the due day, from which on a step is about to be due.
    """

    respond: int = 1
    assign: int = 3
    first_feedback: int = 5
    feedback: int = 10
    soon: int = 1

    def __post_init__(self) -> None:
        if min(self.respond, self.assign, self.first_feedback, self.feedback) < 1:
            raise ValueError("a term of less than one working day")

    @property
    def text(self) -> str:
        """One line for people."""
        return (
            f"首报后{self.respond}个工作日内响应，响应后{self.assign}个工作日内研判交办，"
            f"交办后{self.first_feedback}个工作日内首次反馈，此后每{self.feedback}个工作日反馈一次"
        )


def rule_to_json(rule: LeadClockRule) -> dict[str, int]:
    """As an office rule is stored."""
    return asdict(rule)


def rule_from_json(values: Mapping[str, Any]) -> LeadClockRule:
    """Raises TypeError, ValueError on another shape."""
    return LeadClockRule(**values)


class Urgency(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {"overdue": "逾期", "soon": "即将到期", "open": "办理中"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadDue:
    """What is due next of a lead. move: the step of the register; since: the day its term runs from."""

    move: str
    name: str
    since: date
    due: DueDay
    urgency: Urgency
    overdue_by: int

    @property
    def text(self) -> str:
        """逾期3个工作日, 即将到期, 办理中."""
        return f"逾期{self.overdue_by}个工作日" if self.overdue_by else self.urgency.label


def due_of(
    state: str, values: Mapping[str, Any], *, on: date, rule: LeadClockRule, calendar: Calendar
) -> LeadDue | None:
    """The next step of a lead, as of a day, and its due day; None where nothing more is expected."""
    steps = {
        NEW: ("respond", "响应", rule.respond, ("first_reported_on",)),
        RESPONDED: ("assign", "研判交办", rule.assign, ("responded_on",)),
        ASSIGNED: ("feed_back", "首次反馈", rule.first_feedback, ("assigned_on",)),
        FOLLOWED: ("feed_back", "反馈进展", rule.feedback, _DAYS),
        VALID: ("feed_back_valid", "反馈进展", rule.feedback, _DAYS),
    }
    if state not in steps:
        return None
    move, name, days, fields = steps[state]
    since = max(date.fromisoformat(values[field]) for field in fields if values.get(field))
    due = calendar.add_workdays(since, days)
    left = calendar.workdays_between(on, due.on).days
    urgency = Urgency.OVERDUE if on > due.on else Urgency.SOON if left <= rule.soon else Urgency.OPEN
    return LeadDue(
        move=move,
        name=name,
        since=since,
        due=due,
        urgency=urgency,
        overdue_by=max(-left, 1) if on > due.on else 0,
    )


_DAYS = ("first_reported_on", "responded_on", "assigned_on", "fed_back_on")
"""The latest of them counts: a valid lead may have been recognised before any of the steps that people take."""
