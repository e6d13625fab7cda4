"""Figures as text: in the unit of measure of the plan, rounded once; —, 未报 and 不适用 stay apart."""

from decimal import Decimal
from fractions import Fraction

from jinghe.core.plan.plans import Target
from jinghe.core.values.amounts import AmountKind, UnitOfMeasure, plain, rounded

NO_TARGET = "—"
NOT_REPORTED = "未报"
NOT_APPLICABLE = "不适用"
MONEY_PLACES = 2
PERCENT_PLACES = 1
MOST_PLACES = 12
DONE = 100
"""Percent at which a target is met."""


def figure(value: Fraction, places: int, thresholds: tuple[Fraction | int, ...] = (0,)) -> Decimal:
    """Rounded to `places`, or to as many more as keep it from reading as a threshold that it has not reached.

    So “0” is printed for nothing alone, and “100%” for what is complete.
    """
    for more in range(places, MOST_PLACES):
        shown = rounded(value, more)
        if all(Fraction(shown) != threshold or value == threshold for threshold in thresholds):
            return shown
    return rounded(value, MOST_PLACES)


def amount(value: Fraction | None, unit: UnitOfMeasure) -> str:
    """A base value in a unit of measure: 55.2 (亿元), 3 (个), 91.3 (%); 不适用 for a rate without a denominator."""
    if value is None:
        return NOT_APPLICABLE
    places = PERCENT_PLACES if unit.kind is AmountKind.RATIO else MONEY_PLACES
    return plain(figure(value / unit.scale, places))


def amount_of(target: Target, value: Fraction | None) -> str:
    return amount(value, target.tiers.floor.unit)


def percent(value: Fraction | None, places: int = PERCENT_PLACES) -> str:
    """A ratio in percent, without the sign: 87.5; 99.96 never reads as 100.0."""
    return NOT_APPLICABLE if value is None else f"{figure(value * 100, places, (0, DONE))}"


def gap(value: Fraction | None, places: int = PERCENT_PLACES) -> str:
    """超/欠序时进度 in percentage points: 超8.7, 欠3.5, 欠0.04; 持平 only where there is no gap at all."""
    if value is None:
        return NOT_APPLICABLE
    points = figure(value * 100, places)
    if points == 0:
        return "持平"
    return f"超{points}" if points > 0 else f"欠{-points}"
