"""Amounts: exact numbers with the unit of measure a document prints them in.

Inside the house an amount is an integer (分 of a currency, ten-thousandths of a count) or an exact Fraction;
it is rounded once, when it is shown (see `rounded`).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Currency(StrEnum):
    CNY = "CNY"
    USD = "USD"


class AmountKind(StrEnum):
    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOfMeasure:
    """A unit of measure; `scale` base units make one of it (base: 分, one piece, 1)."""

    name: str
    kind: AmountKind
    scale: Fraction
    currency: Currency | None = None


def _money(name: str, yuan: int, currency: Currency) -> UnitOfMeasure:
    return UnitOfMeasure(name=name, kind=AmountKind.MONEY, scale=Fraction(yuan * 100), currency=currency)


def _count(name: str) -> UnitOfMeasure:
    return UnitOfMeasure(name=name, kind=AmountKind.COUNT, scale=Fraction(1))


UNITS_OF_MEASURE: dict[str, UnitOfMeasure] = {
    unit.name: unit
    for unit in (
        _money("元", 1, Currency.CNY),
        _money("万元", 10_000, Currency.CNY),
        _money("亿元", 100_000_000, Currency.CNY),
        _money("美元", 1, Currency.USD),
        _money("万美元", 10_000, Currency.USD),
        _money("亿美元", 100_000_000, Currency.USD),
        *(
            _count(name)
            for name in ("个", "条", "次", "家", "项", "宗", "批次", "户", "人", "人次", "场", "笔")
        ),
        UnitOfMeasure(name="%", kind=AmountKind.RATIO, scale=Fraction(1, 100)),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as a document prints it, e.g. 60 亿元, 5 条, 90 %."""

    number: Decimal
    unit: UnitOfMeasure

    @property
    def base(self) -> Fraction:
        """In base units: 分 for money, pieces for counts, 1 for ratios (90 % is 9/10)."""
        return Fraction(self.number) * self.unit.scale

    @property
    def text(self) -> str:
        return f"{plain(self.number)}{self.unit.name}"


def quantity(text: str | int, unit: str) -> Quantity:
    """The quantity written `text` in the named unit. Raises KeyError, decimal.InvalidOperation."""
    return Quantity(number=Decimal(text), unit=UNITS_OF_MEASURE[unit])


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros: 60, 2.5, 300."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Fraction, places: int) -> Decimal:
    """The value rounded half up (away from zero at a tie) to `places` decimals; the only rounding in the house."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    # From text, since the operations of Decimal keep 28 digits only.
    return Decimal(f"{'-' if value < 0 and whole else ''}{whole}e-{places}")


def yuan(fen: int | None) -> str:
    """An investment, given in 分, in the largest unit that says it exactly: 5亿元, 2000万元. None: —."""
    if fen is None:
        return "—"
    for name in ("亿元", "万元"):
        number = Fraction(fen) / UNITS_OF_MEASURE[name].scale
        if abs(number) >= 1 and (number * 10_000).denominator == 1:
            return f"{plain(rounded(number, 4))}{name}"
    return f"{plain(rounded(Fraction(fen, 100), 2))}元"


def apportion(amount: int, shares: tuple[int, ...]) -> tuple[int, ...]:
    """Splits an integer by shares without remainder: largest remainder first, earlier share at a tie.

    Shares are positive integers of any sum; the result sums to `amount` exactly, also for negative amounts.
    """
    total = sum(shares)
    if total <= 0 or any(share <= 0 for share in shares):
        raise ValueError("shares must be positive")
    sign = 1 if amount >= 0 else -1
    parts = [abs(amount) * share // total for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(abs(amount) * shares[i] % total), i))
    for i in by_remainder[: abs(amount) - sum(parts)]:
        parts[i] += 1
    return tuple(sign * part for part in parts)
