"""Quantities in words and digits: 5亿元, 千万元, 3千亿, 50—100亿元, 一个, 百分之三十; exact decimals throughout."""

import re
from decimal import Decimal

from jinghe.core.clauses.words.words import COUNT_UNITS, Kind
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity

Measured = tuple[Kind, Quantity | tuple[Quantity, Quantity]]

_DIGITS = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_NUMBER = rf"(?:{_DIGITS}|[零〇一二两三四五六七八九十百千]+)"
_MONEY = re.compile(rf"({_NUMBER})?([百千])?(万亿|万|亿)?(美元|元)?")
_COMPOUND = re.compile(rf"({_NUMBER})亿({_NUMBER})万(美元|元)?")
_COUNT = re.compile(
    rf"({_NUMBER})?(万)?({'|'.join(sorted(COUNT_UNITS, key=len, reverse=True))})(?!百分点|工作日|月)"
)
_PERCENT = re.compile(rf"({_DIGITS})%|百分之({_NUMBER})|({_DIGITS})个百分点")
_RANGE = re.compile(rf"({_NUMBER}?(?:[百千]?[万亿])?(?:美元|元)?|{_NUMBER})(?:（含）)?(?:—+|至|到)")
_BARE = re.compile(_NUMBER)
_SIZE_BEFORE = re.compile(r"(?:过|超|超过|突破|大于)$")
_SIZE_AFTER = re.compile(r"(?:元|及?以上|及?以下|级)")
_FIRST_ONE = re.compile(r"零的?突破")
_FIGURES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def decimal_of(text: str) -> Decimal | None:
    """The number written in digits or in Chinese numerals up to 9999; None where it is none, e.g. 一二."""
    if text[0] in "0123456789":
        return Decimal(text.replace(",", ""))
    total, figure = 0, None
    for char in text:
        if char in _FIGURES:
            if figure:
                return None
            figure = _FIGURES[char]
        else:
            total += (1 if figure is None else figure) * _TENS[char]
            figure = None
    return Decimal(total + (figure or 0))


def measured(plain: str, at: int) -> tuple[int, Measured] | None:
    """The longest quantity that starts at a place of the plain text, with its end."""
    if match := _FIRST_ONE.match(plain, at):
        return match.end(), (Kind.COUNT, Quantity(number=Decimal(1), unit=UNITS_OF_MEASURE["个"]))
    return _range(plain, at) or _percent(plain, at) or _count(plain, at) or _money(plain, at)


def _range(plain: str, at: int) -> tuple[int, Measured] | None:
    match = _RANGE.match(plain, at)
    if not match or not match[1]:
        return None
    high = _count(plain, match.end()) or _money(plain, match.end())
    if high is None or not isinstance(high[1][1], Quantity):
        return None
    low = _low_end(plain[: match.end(1)], at, high[1][1])
    if low is None or low.base >= high[1][1].base:
        return None
    return high[0], (Kind.RANGE, (low, high[1][1]))


def _low_end(plain: str, at: int, high: Quantity) -> Quantity | None:
    """The lower end of a range; without a unit of its own it takes the upper one's."""
    bare = _BARE.fullmatch(plain, at)
    if bare:
        number = decimal_of(bare[0])
        return None if number is None else Quantity(number=number, unit=high.unit)
    own = _money(plain, at)
    if own is None or not isinstance(own[1][1], Quantity) or own[1][1].unit.currency != high.unit.currency:
        return None
    return own[1][1] if own[0] == len(plain) else None


def _percent(plain: str, at: int) -> tuple[int, Measured] | None:
    match = _PERCENT.match(plain, at)
    number = decimal_of(match[1] or match[2] or match[3]) if match else None
    if match is None or number is None:
        return None
    return match.end(), (Kind.PERCENT, Quantity(number=number, unit=UNITS_OF_MEASURE["%"]))


def _count(plain: str, at: int) -> tuple[int, Measured] | None:
    match = _COUNT.match(plain, at)
    number = decimal_of(match[1]) if match and match[1] else None
    if match is None or number is None:
        return None
    unit = UNITS_OF_MEASURE[COUNT_UNITS[match[3]]]
    return match.end(), (Kind.COUNT, Quantity(number=number * (10_000 if match[2] else 1), unit=unit))


def _money(plain: str, at: int) -> tuple[int, Measured] | None:
    if compound := _compound(plain, at):
        return compound
    match = _MONEY.match(plain, at)
    if match is None or not any(match.groups()) or not _is_money(plain, match):
        return None
    number = decimal_of(match[1]) if match[1] else Decimal(1)
    if number is None:
        return None
    number *= {"百": 100, "千": 1000, None: 1}[match[2]] * (10_000 if match[3] == "万亿" else 1)
    size = {"万亿": "亿", None: ""}.get(match[3], match[3])
    return match.end(), (
        Kind.MONEY,
        Quantity(number=number, unit=UNITS_OF_MEASURE[size + (match[4] or "元")]),
    )


def _compound(plain: str, at: int) -> tuple[int, Measured] | None:
    """1亿5000万元, 一亿五千万元: one sum in two steps."""
    match = _COMPOUND.match(plain, at)
    high, low = (decimal_of(match[1]), decimal_of(match[2])) if match else (None, None)
    if match is None or high is None or low is None or low >= 10_000 or high != high.to_integral_value():
        return None
    unit = UNITS_OF_MEASURE["万" + (match[3] or "元")]
    return match.end(), (Kind.MONEY, Quantity(number=high * 10_000 + low, unit=unit))


def _is_money(plain: str, match: re.Match[str]) -> bool:
    """Money names its currency; 亿 and 万 alone do where they follow digits or stand beside a comparator."""
    number, _, size, currency = match.groups()
    if currency:
        return bool(number or match[2] or size)
    if not size:
        return False
    if number and number[0] in "0123456789":
        return True
    beside = _SIZE_BEFORE.search(plain, 0, match.start()) or _SIZE_AFTER.match(plain, match.end())
    return beside is not None
