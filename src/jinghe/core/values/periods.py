"""Periods: half-open spans of days, and how much of one has passed."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from `start` up to but not including `before`."""

    start: date
    before: date

    def __post_init__(self) -> None:
        if self.start >= self.before:
            raise ValueError(f"empty period {self.start}..{self.before}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.before

    @property
    def last(self) -> date:
        return self.before - timedelta(days=1)

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == 1 and self.before.day == 1

    @property
    def months(self) -> tuple["Period", ...]:
        """The calendar months that lie wholly inside."""
        start = self.start if self.start.day == 1 else next_month(self.start)
        months = []
        while (before := next_month(start)) <= self.before:
            months.append(Period(start=start, before=before))
            start = before
        return tuple(months)


def next_month(day: date) -> date:
    """The first day of the month after the one `day` lies in."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def plan_year(year: int) -> Period:
    return Period(start=date(year, 1, 1), before=date(year + 1, 1, 1))


@lru_cache(maxsize=512)
def closed_months(period: Period, as_of: date) -> tuple[Period, ...]:
    """The months of the period that have ended at the end of the day `as_of`."""
    return tuple(month for month in period.months if month.last <= as_of)


def share_elapsed(period: Period, as_of: date) -> Fraction:
    """Share of the period elapsed at the end of as_of, in [0, 1], by closed months.

    A period that does not consist of whole months (百日攻坚) is measured in days. Source: 通报 practice, months / 12.
    """
    if period.is_whole_months:
        return Fraction(len(closed_months(period, as_of)), len(period.months))
    days = (min(as_of, period.last) - period.start).days + 1
    return Fraction(max(days, 0), (period.before - period.start).days)
