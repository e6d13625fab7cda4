"""Printed figures as numbers of a spreadsheet: the exact value, and the format that shows it as it was printed."""

import re
from dataclasses import dataclass
from decimal import Decimal

_PRINTED = re.compile(r"([+\-−]?)(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?(%?)")
_MOST_DIGITS = 15  # a spreadsheet keeps no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A value, and the format under which a cell shows the text that was printed."""

    value: Decimal
    number_format: str


def number(text: str) -> Number | None:
    """The number that a whole text is; None for anything else, as 007, 3.5个 or what has too many digits."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        return None
    sign, whole, decimals, percent = match.groups(default="")
    if len(whole.replace(",", "")) + len(decimals) > _MOST_DIGITS:
        return None
    value = Decimal(f"{whole.replace(',', '')}.{decimals or 0}")
    if percent:
        value = value.scaleb(-2)
    shown = ("#,##0" if "," in whole else "0") + ("." + "0" * len(decimals) if decimals else "") + percent
    formats = {"": shown, "-": shown, "+": f"+{shown};-{shown};{shown}", "−": f'{shown};"−"{shown}'}
    return Number(value=-value if sign in ("-", "−") else value, number_format=formats[sign])
