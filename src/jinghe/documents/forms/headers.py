"""Which column of a sheet is which, by what stands above it, in any order and however it was retyped."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

REQUIRED_MARK = "【必填】"
_MARKS = re.compile(r"【必填】|\(必填\)|\[必填\]|[*★☆]")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_WEIGHTLESS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


class HasHeader(Protocol):
    """A column that is found by its header."""

    @property
    def key(self) -> str: ...
    @property
    def header(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMatch:
    """`positions`: column key → place in the row. The rest tells what did not fit, in the file's own words.

    `unlike`: (found, expected) of the same name in another unit of measure; such a column is never read.
    `without_unit`: columns whose header left the unit of measure out; they are read in the expected one.
    `repeated`: columns that several headers stand for, none of which is read.
    """

    positions: Mapping[str, int]
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    unlike: tuple[tuple[str, str], ...] = ()
    without_unit: tuple[str, ...] = ()


def header_key(text: str) -> str:
    """What of a header counts: not its blanks, line breaks, full width, letter case or mark of 必填."""
    narrow = unicodedata.normalize("NFKC", text)
    return _WEIGHTLESS.sub("", _MARKS.sub("", _WEIGHTLESS.sub("", narrow))).casefold()


def match_headers(headers: Mapping[int, str], columns: Sequence[HasHeader]) -> HeaderMatch:
    """Which of the found headers, by their places, stands for which column."""
    by_key = {header_key(column.header): column for column in columns}
    named = Counter(map(_name, by_key))
    by_name = {_name(key): column for key, column in by_key.items() if named[_name(key)] == 1}
    places: dict[str, list[int]] = {}
    unknown, unlike, without_unit = [], [], []
    for place, text in headers.items():
        key = header_key(text)
        column = by_key.get(key) or by_name.get(_name(key))
        if column is None:
            if key:
                unknown.append(_one_line(text))
        elif key in by_key:
            places.setdefault(column.key, []).append(place)
        elif _BRACKETS.search(key):
            unlike.append((_one_line(text), column.header))
        else:
            places.setdefault(column.key, []).append(place)
            without_unit.append(column.header)
    unlike = [pair for pair in unlike if by_key[header_key(pair[1])].key not in places]
    answered = places.keys() | {by_key[header_key(header)].key for _, header in unlike}
    return HeaderMatch(
        positions={key: positions[0] for key, positions in places.items() if len(positions) == 1},
        missing=tuple(column.header for column in columns if column.key not in answered),
        unknown=tuple(unknown),
        repeated=tuple(column.header for column in columns if len(places.get(column.key, ())) > 1),
        unlike=tuple(unlike),
        without_unit=tuple(without_unit),
    )


def _name(key: str) -> str:
    """A header without what stands in brackets."""
    return _BRACKETS.sub("", key)


def _one_line(text: str) -> str:
    return " ".join(text.split())
