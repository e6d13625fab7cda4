"""From values to text: as people type them (reads back to the same value), and as pages say them."""

from datetime import date
from fractions import Fraction
from typing import Any

from jinghe.core.counting.facts import WHOLE_SHARE
from jinghe.core.registers.fields import UNIT_OF_MEASURE, Field, FieldKind, KnownWords
from jinghe.core.values.amounts import UNITS_OF_MEASURE, plain, rounded, yuan

NO_VALUE = "—"


def typed(field: Field, value: Any, known: KnownWords) -> str:
    """The text that `read_text` reads back to the value; empty for None."""
    if value is None:
        return ""
    match field.kind:
        case FieldKind.MONEY | FieldKind.DOLLARS:
            scale = UNITS_OF_MEASURE[UNIT_OF_MEASURE[field.kind]].scale
            return plain(rounded(Fraction(value) / scale, 6))
        case FieldKind.CHOICE:
            return known.choices(field).get(value, value)
        case FieldKind.SEVERAL:
            return "、".join(known.choices(field).get(code, code) for code in value)
        case FieldKind.RECORDS:
            return "、".join(value)
        case FieldKind.FLAG:
            return "是" if value else "否"
        case FieldKind.SHARES:
            return _shares(value)
        case _:
            return str(value)


def display_text(field: Field, value: Any, known: KnownWords) -> str:
    """The value as a page says it: 5亿元, 2022年3月1日; — where there is no value."""
    if value is None:
        return NO_VALUE
    match field.kind:
        case FieldKind.MONEY:
            return yuan(value)
        case FieldKind.DOLLARS:
            return f"{typed(field, value, known)}万美元"
        case FieldKind.DATE:
            day = date.fromisoformat(value)
            return f"{day.year}年{day.month}月{day.day}日"
        case _:
            return typed(field, value, known)


def _shares(value: list[list[Any]]) -> str:
    if len(value) == 1 and value[0][1] == WHOLE_SHARE:
        return str(value[0][0])
    return "、".join(f"{name} {plain(rounded(Fraction(share, 100), 2))}%" for name, share in value)
