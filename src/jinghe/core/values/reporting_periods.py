"""The calendar of monthly returns: when the return of a month is due, and where it stands on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jinghe.core.values.calendar import Calendar, DayOfMonth, DueDay, NthWorkday
from jinghe.core.values.periods import next_month


class ReturnDue(StrEnum):
    """Whether a return that is not filed yet is due. A filed one has states of its own."""

    NOT_DUE = "not_due"
    DUE = "due"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return {"not_due": "未到报送期", "due": "待报送", "overdue": "逾期未报"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyRule:
    """A month closes with its last day; its return is due on this day of the month so many months after."""

    due: NthWorkday | DayOfMonth
    months_after: int = 1

    def __post_init__(self) -> None:
        if self.months_after < 1:
            raise ValueError("a return cannot be due before its month has closed")

    @property
    def text(self) -> str:
        return f"{'次月' if self.months_after == 1 else f'其后第{self.months_after}个月'}{self.due.text}前"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyRules:
    """The rule of each group of units; a group without one of its own takes the default."""

    default: MonthlyRule
    by_group: Mapping[str, MonthlyRule] = field(default_factory=dict)

    def of(self, group: str) -> MonthlyRule:
        return self.by_group.get(group, self.default)


def due_of(month: date, rule: MonthlyRule, calendar: Calendar) -> DueDay:
    """When the return of the month that `month` lies in is due."""
    due_month = month
    for _ in range(rule.months_after):
        due_month = next_month(due_month)
    return calendar.due_day(rule.due, due_month)


def return_due(month: date, rule: MonthlyRule, calendar: Calendar, as_of: date) -> ReturnDue:
    """Where the return of a month stands on a day if it has not been filed."""
    if as_of < next_month(month):
        return ReturnDue.NOT_DUE
    return ReturnDue.DUE if as_of <= due_of(month, rule, calendar).on else ReturnDue.OVERDUE
