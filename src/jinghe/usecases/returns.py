"""Monthly returns 月报: that a unit reported, even nothing, so that 未报 is a fact and not a guess."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from jinghe.core.plans import UnknownUnit
from jinghe.store.models import ActKind, MonthlyReturn
from jinghe.usecases import access
from jinghe.usecases.access import Actor
from jinghe.usecases.acts import recorded
from jinghe.usecases.plans import known_units


class AlreadyFiled(ValueError):
    """The unit has filed its return of that month. `text` says so in Chinese."""

    def __init__(self, unit: str, month: date) -> None:
        super().__init__(f"{unit} {month:%Y-%m}")
        self.text = f"{unit}已报送{month.year}年{month.month}月月报，不需重复报送。"


class MonthNotBegun(ValueError):
    """A month that lies ahead cannot be reported. `text` says so in Chinese."""

    def __init__(self, unit: str, month: date) -> None:
        super().__init__(f"{unit} {month:%Y-%m}")
        self.text = f"{month.year}年{month.month}月尚未开始，不能报送月报。"


def file_return(
    unit: str, month: date, *, is_zero: bool, by: Actor, at: datetime | None = None
) -> MonthlyReturn:
    """Records that a unit filed its return for the month starting on `month`.

    Raises AccessRefused, UnknownUnit, AlreadyFiled, MonthNotBegun, ValueError.
    """
    if month.day != 1:
        raise ValueError(f"{month} is not the first of a month")
    access.require(access.may_file_return(by, unit), by, f"代“{unit}”报送月报")
    if unit not in known_units():
        raise UnknownUnit(unit)
    with recorded(at) as recording:
        if month > timezone.localdate(recording.at):
            raise MonthNotBegun(unit, month)
        if MonthlyReturn.objects.filter(unit=unit, month=month).exists():
            raise AlreadyFiled(unit, month)
        said = f"报送{month.year}年{month.month}月{'零报告' if is_zero else '月报'}"
        act = recording.write(ActKind.FILE_RETURN, by, said)
        return MonthlyReturn.objects.create(act=act, unit=unit, month=month, is_zero=is_zero)


def returns_of(year: int, known_at: datetime | None = None) -> Mapping[str, Mapping[date, MonthlyReturn]]:
    """unit → month → the return known at an instant, for the months of a year."""
    rows = MonthlyReturn.objects.filter(month__year=year).select_related("act")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    found: dict[str, dict[date, MonthlyReturn]] = {}
    for row in rows:
        found.setdefault(row.unit, {})[row.month] = row
    return found
