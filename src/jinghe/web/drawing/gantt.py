"""The approvals of a project as bars over days, with arrows from what comes before; the table is the truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from jinghe.core.values.amounts import rounded
from jinghe.usecases.service.approvals import Approval

Across = Callable[[date], Fraction]
NAMES, DAYS, ROW, HEAD, MARGIN = 150, 900, 28, 26, 8
BAR = 14
SHORTEST = 4
LABEL = 52
"""How much room the name of a month needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttBar:
    """One approval: its bar as planned, and where it was done; tone is a class, `dot` None while it is not done."""

    approval: Approval
    x: str
    y: int
    width: str
    text_y: int
    dot: str | None
    dot_y: int
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttMonth:
    x: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """arrows: paths from the end of one bar to the begin of the next. today None: out of the picture."""

    bars: tuple[GanttBar, ...]
    arrows: tuple[str, ...]
    months: tuple[GanttMonth, ...]
    today: str | None
    height: int
    width: int = NAMES + DAYS + MARGIN
    bar: int = BAR
    head: int = HEAD


def gantt(approvals: Sequence[Approval], as_of: date) -> Gantt:
    """The picture of some approvals, in their order; at least one."""
    first = min(one.planned_from for one in approvals)
    ends = [one.planned_on for one in approvals] + [one.done_on for one in approvals if one.done_on]
    span = max((max(ends) - first).days, 1)

    def across(day: date) -> Fraction:
        return NAMES + Fraction(DAYS * (day - first).days, span)

    bars = tuple(_bar(one, place, across(one.planned_from), across) for place, one in enumerate(approvals))
    by_name = {bar.approval.name: bar for bar in bars}
    arrows = tuple(
        _arrow(by_name[name], bar) for bar in bars for name in bar.approval.follows if name in by_name
    )
    is_inside = first <= as_of <= first + timedelta(days=span)
    return Gantt(
        bars=bars,
        arrows=arrows,
        months=_months(first, first + timedelta(days=span), across),
        today=_said(across(as_of)) if is_inside else None,
        height=HEAD + ROW * len(bars) + MARGIN,
    )


def _bar(one: Approval, place: int, begun: Fraction, across: Across) -> GanttBar:
    y = HEAD + ROW * place + (ROW - BAR) // 2
    width = max(across(one.planned_on) - begun, SHORTEST)
    return GanttBar(
        approval=one,
        x=_said(begun),
        y=y,
        width=_said(width),
        text_y=y + BAR - 3,
        dot=_said(across(one.done_on)) if one.done_on else None,
        dot_y=y + BAR // 2,
        tone=one.standing.value.replace("_", "-"),
    )


def _arrow(before: GanttBar, after: GanttBar) -> str:
    """Down along the end of the one, then across to the begin of the other."""
    end = Fraction(before.x) + Fraction(before.width)
    top, bottom = before.y + BAR // 2, after.y + BAR // 2
    return f"M{_said(end)},{top}V{bottom}H{_said(max(Fraction(after.x), end + 1))}"


def _months(first: date, last: date, across: Across) -> tuple[GanttMonth, ...]:
    found, day = [], first.replace(day=1)
    while day <= last:
        if day >= first:
            label = f"{day.year}年{day.month}月" if day.month == 1 or not found else f"{day.month}月"
            label = label if across(day) <= NAMES + DAYS - LABEL else ""
            found.append(GanttMonth(x=_said(across(day)), label=label))
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return tuple(found)


def _said(value: Fraction | int) -> str:
    return str(rounded(Fraction(value), 1))
