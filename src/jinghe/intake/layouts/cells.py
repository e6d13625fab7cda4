"""What a table cell holds: a figure, nothing assigned, nothing at all, or words. All four are different."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jinghe.core.clauses.words.source import source
from jinghe.core.values.amounts import UNITS_OF_MEASURE, UnitOfMeasure

_UNIT = "|".join(sorted(UNITS_OF_MEASURE, key=len, reverse=True))
_FIGURE = re.compile(rf"([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)({_UNIT})?")
_APART = re.compile(
    r"[0-9０-９.．]\s+[0-9０-９.．]"
)  # two figures in one cell, or one broken in two: nobody can tell
_NOT_ASSIGNED = re.compile(r"—+|[/／\\]|\*|无")


class Holds(StrEnum):
    """blank: nobody wrote anything. not_assigned: — or /, the unit does not carry this task. 0 is a figure."""

    FIGURE = "figure"
    NOT_ASSIGNED = "not_assigned"
    BLANK = "blank"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds; unit: of measure, where the cell itself names it."""

    what: Holds
    number: Decimal = Decimal(0)
    unit: UnitOfMeasure | None = None


def held(text: str) -> Held:
    """Reads the text of a cell as a figure of a table."""
    plain = source(text).plain
    if not plain:
        return Held(Holds.BLANK)
    if _NOT_ASSIGNED.fullmatch(plain):
        return Held(Holds.NOT_ASSIGNED)
    match = _FIGURE.fullmatch(plain)
    if match is None or _APART.search(text.strip()):
        return Held(Holds.WORDS)
    return Held(Holds.FIGURE, Decimal(match[1].replace(",", "")), UNITS_OF_MEASURE.get(match[2] or ""))
