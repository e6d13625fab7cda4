"""The converter that every shape starts from: numbers as exact text, days in ISO form, tuples as lists."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

from jinghe.core.evaluation.schemes.numerals import exact

Json = dict[str, Any]
NOTHING: tuple[object, ...] = (None, "", [], {})


def exact_converter() -> Converter:
    """A converter of its own to add shapes to. Structuring raises what the values' own constructors raise."""
    converter = Converter(unstruct_collection_overrides={tuple: list}, detailed_validation=False)
    converter.register_unstructure_hook(Fraction, exact)
    converter.register_structure_hook(Fraction, lambda text, _: Fraction(str(text)))
    converter.register_unstructure_hook(Decimal, lambda number: format(number, "f"))
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(str(text)))
    converter.register_unstructure_hook(StrEnum, lambda member: member.value)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    return converter


def leave_out(
    converter: Converter, classes: Iterable[type], *, nothing: tuple[object, ...], **names: Any
) -> None:
    """Values of these classes are told without the fields that hold nothing. names: overrides of single fields."""
    shortened = tuple(classes)

    def made(cls: type) -> Callable[[Any], Json]:
        whole: Callable[[Any], Json] = make_dict_unstructure_fn(cls, converter, **names)
        return lambda value: {name: part for name, part in whole(value).items() if not _is_any(part, nothing)}

    converter.register_unstructure_hook_factory(lambda cls: cls in shortened, made)


def _is_any(value: object, nothing: tuple[object, ...]) -> bool:
    """By type too: 0 is a figure, and not False."""
    return any(type(value) is type(empty) and value == empty for empty in nothing)


def canonical_text(value: object) -> str:
    """The one text of a JSON value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(value: object) -> str:
    """sha256 of the canonical text, in hexadecimal."""
    return sha256(canonical_text(value).encode()).hexdigest()
