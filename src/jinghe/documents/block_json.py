"""An official document as JSON and back: what is frozen when it is issued, and what an edited draft is held as."""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jinghe.documents import blocks

Json = Any
KIND = "kind"

_KINDS: dict[str, type] = {
    "Annex": blocks.Annex,
    "Cell": blocks.TableCell,
    "Column": blocks.TableColumn,
    "Figure": blocks.Figure,
    "Heading": blocks.HeadingBlock,
    "Imprint": blocks.Imprint,
    "List": blocks.ListBlock,
    "OfficialDocument": blocks.OfficialDocument,
    "Paragraph": blocks.ParagraphBlock,
    "Row": blocks.TableRow,
    "Signature": blocks.Signature,
    "Table": blocks.TableBlock,
}
"""What stands under `kind`: names of their own, since documents issued long ago must be read for good."""
_NAMES = {kind: name for name, kind in _KINDS.items()}
_READ: dict[str, Callable[[Any], Any]] = {
    "align": blocks.Align,
    "numbering": blocks.ListNumbering,
    "signed_on": date.fromisoformat,
    "printed_on": date.fromisoformat,
}


def block_to_json(value: Any) -> Json:
    """A value of `blocks` with the name of its kind; fields at their defaults are left out."""
    if is_dataclass(value):
        stated = {
            field.name: getattr(value, field.name) for field in fields(value) if not _is_default(value, field)
        }
        return {KIND: _NAMES[type(value)]} | {
            name: block_to_json(content) for name, content in stated.items()
        }
    if isinstance(value, tuple):
        return [block_to_json(field) for field in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def block_from_json(written: Json) -> Any:
    """The value that `block_to_json` told, built by its own constructor. Raises KeyError, TypeError, ValueError."""
    if isinstance(written, list):
        return tuple(block_from_json(content) for content in written)
    if not isinstance(written, dict):
        return written
    arguments = {
        name: _READ[name](content) if name in _READ else block_from_json(content)
        for name, content in written.items()
        if name != KIND
    }
    return _KINDS[written[KIND]](**arguments)


def _is_default(value: Any, field: Any) -> bool:
    return field.default is not MISSING and getattr(value, field.name) == field.default
