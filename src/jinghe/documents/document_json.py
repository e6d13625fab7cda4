"""A document as JSON and back, for the way between two processes: values rebuilt by their own constructors."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jinghe.documents import tables

Json = Any

_VALUES = (
    tables.Cell,
    tables.Document,
    tables.Locator,
    tables.Paragraph,
    tables.Properties,
    tables.ReaderRemark,
    tables.SideText,
    tables.Table,
)
_WORDS = (tables.Content, tables.DocumentKind, tables.Place, tables.RemarkCode)
_INSTANT = timedelta(microseconds=1)
_FIELDS = {kind: tuple((one.name, one.default) for one in fields(kind) if one.init) for kind in _VALUES}
_BUILT: dict[str, Callable[..., Any]] = {kind.__name__: kind for kind in _VALUES}
_READ: dict[str, Callable[[str], Any]] = {
    **{kind.__name__: kind for kind in _WORDS},
    "Decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda text: int(text) * _INSTANT,
}


def document_to_json(document: tables.Document) -> Json:
    """All that was read, fields at their defaults left out."""
    return _told(document)


def document_from_json(told: Json, name: str) -> tables.Document:
    """The very document, under the name the user knows it by. Raises what its constructors raise."""
    return _rebuilt(told | {"name": name}, {})


def value_to_json(value: Any) -> Json:
    """A single value of a document, such as a remark or what a cell holds."""
    return _told(value)


def value_from_json(told: Json) -> Any:
    """The very value."""
    return _rebuilt(told, {})


def _told(value: Any) -> Json:
    kind = type(value)
    if kind in _FIELDS:
        told = {"is": kind.__name__}
        for name, default in _FIELDS[kind]:
            held = getattr(value, name)
            if held is not default and (default is MISSING or held != default):
                told[name] = _told(held)
        return told
    if kind is str or kind is int:
        return value
    if kind is tuple:
        return [_told(one) for one in value]
    if kind is timedelta:
        return {"is": "timedelta", "as": str(value // _INSTANT)}
    if isinstance(value, StrEnum | Decimal):
        return {"is": kind.__name__, "as": str(value)}
    if isinstance(value, date | time):
        return {"is": kind.__name__, "as": value.isoformat()}
    return value


def _rebuilt(told: Json, places: dict[tables.Locator, tables.Locator]) -> Any:
    """places: one object for each place, as the reader made them; a large sheet names its own in every cell."""
    if isinstance(told, list):
        return tuple(_rebuilt(one, places) for one in told)
    if not isinstance(told, dict):
        return told
    if "as" in told:
        return _READ[told["is"]](told["as"])
    found = _BUILT[told["is"]](**{key: _rebuilt(it, places) for key, it in told.items() if key != "is"})
    return places.setdefault(found, found) if isinstance(found, tables.Locator) else found
