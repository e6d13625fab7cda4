"""Codes of records, such as P2022-00001: what they are ordered by, and which one follows."""

import re
from collections.abc import Iterator

USUAL_DIGITS = 5
"""Of the first code of a year; what a year began with, its later codes keep."""

_WITH_YEAR = re.compile(r"[^0-9]*((?:19|20)[0-9]{2})(?:[^0-9]+(?=.{1,18}$)|(?=.{3,14}$))([0-9]+)")
"""P2022-1001; where nothing parts year and number, as in 2022001, the number has three digits or more."""

_WITHOUT_YEAR = re.compile(r"[^0-9]*([0-9]{1,18})")


def year_and_number(code: str) -> tuple[int, int]:
    """What a code is ordered by: P2022-1001 → (2022, 1001), 达招57 → (0, 57).

    A code that an office made by another rule has neither and is (0, 0): such codes go by their text.
    """
    if match := _WITH_YEAR.fullmatch(code):
        return int(match[1]), int(match[2])
    match = _WITHOUT_YEAR.fullmatch(code)
    return (0, int(match[1])) if match else (0, 0)


def order_of(code: str) -> tuple[int, int, str]:
    """The key that sorts codes as lists show them, the oldest first."""
    return (*year_and_number(code), code)


def codes_after(last: str, start: str) -> Iterator[str]:
    """The codes that follow the last one of a year, as wide as it. start: what all of them begin with.

    last empty: the year has none yet.
    """
    digits = len(last) - len(start) if last else USUAL_DIGITS
    number = year_and_number(last)[1]
    while True:
        number += 1
        yield f"{start}{number:0{digits}}"
