"""The statutory calendar 工作日历: which days offices work, by which paper, and on which day a term ends.

A paper of the State Council's office arranges one year; a later one may revise it (2019, 2020). Where no paper is known
for a year, weekends alone are assumed off, and every answer that touches such a day is provisional 暂定.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
REACHED_FROM = (12, 29)
"""Month and day from which the paper of the next year has moved days of December (2007, 2018)."""


class Roll(StrEnum):
    """Where a due day moves that falls on a day off."""

    FORWARD = "forward"
    BACK = "back"
    AS_IS = "as_is"

    @property
    def label(self) -> str:
        return {"forward": "顺延至下一工作日", "back": "提前至上一工作日", "as_is": "不作调整"}[self.value]


class DayKind(StrEnum):
    WORKDAY = "workday"
    NATURAL = "natural"

    @property
    def label(self) -> str:
        return {"workday": "个工作日", "natural": "日"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of so many days; the day of the event does not count. 0: on the day itself.

    roll: what becomes of the last of natural days on a day off; 民法典第203条 has it go forward. Going back would cut
    the term short, or end it before it began.
    """

    days: int
    kind: DayKind = DayKind.WORKDAY
    roll: Roll = Roll.FORWARD

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError(f"a term of {self.days} days")
        if self.roll is Roll.BACK:
            raise ValueError("a term that ends before its last day")

    @property
    def text(self) -> str:
        return f"{self.days}{self.kind.label}" if self.days else "当日"


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWorkday:
    """The nth working day of a month. No month has had fewer than 15."""

    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 15:
            raise ValueError(f"working day {self.number} of a month")

    @property
    def text(self) -> str:
        return f"第{self.number}个工作日"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonth:
    """A fixed day of a month; a month without it ends with its last."""

    day: int
    roll: Roll = Roll.FORWARD

    def __post_init__(self) -> None:
        if not 1 <= self.day <= 31:
            raise ValueError(f"day {self.day} of a month")

    @property
    def text(self) -> str:
        return f"{self.day}日（遇休息日{self.roll.label}）"


DueRule = Term | NthWorkday | DayOfMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """The days off from `first` to `last`, both included."""

    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.name} ends {self.last} before it begins {self.first}")

    @property
    def days(self) -> Iterator[date]:
        return (self.first + DAY * index for index in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayPaper:
    """What one paper says of days off and of weekends worked.

    arranges: the year that it settles as a whole; None: it only revises. is_own: an office's own paper; goes before all
    others, whatever their dates.
    """

    title: str
    document_number: str
    issued_on: date
    arranges: int | None
    holidays: tuple[Holiday, ...]
    makeup_workdays: tuple[date, ...]
    is_own: bool = False

    def __post_init__(self) -> None:
        off = [day for holiday in self.holidays for day in holiday.days]
        named = [*off, *self.makeup_workdays]
        twice = sorted({day for day in named if named.count(day) > 1})
        if twice:
            raise ValueError(f"{self.document_number} tells {twice[0]} twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """What a day is and who says so.

    holiday: "" on a working day and on a plain weekend. paper: None if none names the day.
    """

    on: date
    is_workday: bool
    holiday: str
    paper: HolidayPaper | None
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """The last day of a term. provisional: a day counted for it lies in a year whose paper is not known yet."""

    on: date
    provisional: bool

    @property
    def text(self) -> str:
        return f"{self.on.year}年{self.on.month}月{self.on.day}日{'（暂定）' if self.provisional else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    days: int
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The working calendar that all papers together make; where two name a day, the newer one is right."""

    papers: tuple[HolidayPaper, ...]
    published_years: frozenset[int] = field(init=False, repr=False, compare=False)
    _named: dict[date, tuple[str, HolidayPaper]] = field(init=False, repr=False, compare=False)
    _off: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named: dict[date, tuple[str, HolidayPaper]] = {}
        for paper in sorted(self.papers, key=lambda paper: (paper.is_own, paper.issued_on)):
            named |= {day: (holiday.name, paper) for holiday in paper.holidays for day in holiday.days}
            named |= dict.fromkeys(paper.makeup_workdays, ("", paper))
        off = (day for day, (holiday, _) in named.items() if holiday and not _is_weekend(day))
        worked = (day for day, (holiday, _) in named.items() if not holiday and _is_weekend(day))
        years = frozenset(paper.arranges for paper in self.papers if paper.arranges is not None)
        object.__setattr__(self, "published_years", years)
        object.__setattr__(self, "_named", named)
        object.__setattr__(self, "_off", tuple(sorted(off)))
        object.__setattr__(self, "_worked", tuple(sorted(worked)))

    def known_on(self, day: date) -> "Calendar":
        """The calendar as it could be known on a day: without the papers that came later."""
        return Calendar(papers=tuple(paper for paper in self.papers if paper.issued_on <= day))

    def with_papers(self, *papers: HolidayPaper) -> "Calendar":
        return Calendar(papers=(*self.papers, *papers))

    def is_workday(self, day: date) -> bool:
        if day in self._named:
            return not self._named[day][0]
        return not _is_weekend(day)

    def day(self, day: date) -> CalendarDay:
        holiday, paper = self._named.get(day, ("", None))
        return CalendarDay(
            on=day,
            is_workday=self.is_workday(day),
            holiday=holiday,
            paper=paper,
            provisional=self.is_provisional(day, day),
        )

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a day from first to last, both included, may still be moved by a paper that is not known."""
        for year in range(first.year, last.year + 1):
            reached = last >= date(year, *REACHED_FROM) and first <= date(year, 12, 31)
            if year not in self.published_years or (reached and year + 1 not in self.published_years):
                return True
        return False

    def workdays_between(self, after: date, until: date) -> DayCount:
        """Working days after the one day up to and including the other; negative if `until` is the earlier one."""
        return self.days_between(after, until, DayKind.WORKDAY)

    def days_between(self, after: date, until: date, kind: DayKind) -> DayCount:
        if kind is DayKind.NATURAL:
            return DayCount(days=(until - after).days, provisional=False)
        return DayCount(
            days=self._workdays_through(until) - self._workdays_through(after),
            provisional=self._is_provisional_between(after, until),
        )

    def add_workdays(self, day: date, number: int) -> DueDay:
        """The nth working day after a day (before it, if negative), which does not count. 0: the day itself."""
        step = DAY if number > 0 else -DAY
        on = day
        for _ in range(abs(number)):
            on += step
            while not self.is_workday(on):
                on += step
        return DueDay(on=on, provisional=self._is_provisional_between(day, on))

    def rolled(self, day: date, roll: Roll) -> DueDay:
        on = day
        step = {Roll.FORWARD: DAY, Roll.BACK: -DAY, Roll.AS_IS: timedelta()}[roll]
        while step and not self.is_workday(on):
            on += step
        moves = roll is not Roll.AS_IS
        return DueDay(on=on, provisional=moves and self.is_provisional(min(day, on), max(day, on)))

    def due_day(self, rule: DueRule, day: date) -> DueDay:
        """When something is due: within a term after `day`, or on a day of the month that `day` lies in."""
        match rule:
            case Term(kind=DayKind.WORKDAY):
                return self.add_workdays(day, rule.days)
            case Term():
                return self.rolled(day + DAY * rule.days, rule.roll)
            case NthWorkday():
                return self.add_workdays(day.replace(day=1) - DAY, rule.number)
            case DayOfMonth():
                last = monthrange(day.year, day.month)[1]
                return self.rolled(day.replace(day=min(rule.day, last)), rule.roll)

    def _is_provisional_between(self, first: date, other: date) -> bool:
        """Whether a day counted from `first` (not included) to `other` is provisional, in either direction."""
        if first == other:
            return False
        return (
            self.is_provisional(first + DAY, other)
            if first < other
            else self.is_provisional(other, first - DAY)
        )

    def _workdays_through(self, day: date) -> int:
        """Working days from day 1 of the calendar through `day`: the difference of two counts a span without a loop."""
        weeks, weekday = divmod(day.toordinal() - 1, 7)
        plain = weeks * 5 + min(weekday + 1, 5)
        return plain - bisect_right(self._off, day) + bisect_right(self._worked, day)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
