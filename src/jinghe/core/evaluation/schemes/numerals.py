"""How numbers are written in a formula: exactly where a few decimals can, else with ≈."""

from decimal import Decimal
from fractions import Fraction

from jinghe.core.values.amounts import UnitOfMeasure, plain, rounded

PLACES = 4
PERCENT_PLACES = 2
MOST_PLACES = 12


def number(value: Fraction, places: int = PLACES) -> str:
    """0.48, 103.7037; with more decimals where it would read as 0."""
    return _plain(_rounded(value, places))


def percent(value: Fraction) -> str:
    """96%, 103.7%."""
    return f"{number(value * 100, PERCENT_PLACES)}%"


def signed(value: Fraction) -> str:
    """+0.2, −0.1, 0."""
    if not value:
        return "0"
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"


def equals(value: Fraction) -> str:
    """= 0.48, or ≈ 0.5185 where the decimals do not say it exactly."""
    shown = _rounded(value, PLACES)
    return f"{'=' if Fraction(shown) == value else '≈'} {_plain(shown)}"


def equals_percent(value: Fraction) -> str:
    """= 96%, or ≈ 66.67%."""
    shown = _rounded(value * 100, PERCENT_PLACES)
    return f"{'=' if Fraction(shown) == value * 100 else '≈'} {_plain(shown)}%"


def amount(value: Fraction, unit: UnitOfMeasure) -> str:
    """A base value in its unit of measure: 57.6亿元, 28个, 90%."""
    return f"{number(value / unit.scale)}{unit.name}"


def times(weight: Fraction, text: str) -> str:
    """0.5×完成率; a weight of 1 is not written."""
    return text if weight == 1 else f"{number(weight)}×{text}"


def grouped(text: str) -> str:
    """In brackets where it is a sum, so that it can be multiplied."""
    return f"({text})" if any(sign in text for sign in "+−") else text


def added(values: list[Fraction]) -> str:
    """0.48+0.6−0.1; 0 for nothing."""
    texts = "".join(signed(value) if value else "+0" for value in values)
    return texts.removeprefix("+") or "0"


def exact(value: Fraction) -> str:
    """A number that reads back as itself: a decimal where there is one (0.5), else a fraction (1/3)."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return plain(rounded(value, places))


def _plain(value: Decimal) -> str:
    return plain(value).replace("-", "−")


def _rounded(value: Fraction, places: int) -> Decimal:
    for more in range(places, MOST_PLACES):
        shown = rounded(value, more)
        if shown or not value:
            return shown
    return rounded(value, MOST_PLACES)
