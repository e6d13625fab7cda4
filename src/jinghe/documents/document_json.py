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
_FIELDS = {
    kind: tuple((field.name, field.default) for field in fields(kind) if field.init) for kind in _VALUES
}
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
    return _written(document)


def document_from_json(written: Json, name: str) -> tables.Document:
    """The very document, under the name the user knows it by. Raises what its constructors raise."""
    return _rebuilt(written | {"name": name}, {})


def value_to_json(value: Any) -> Json:
    """A single value of a document, such as a remark or what a cell holds."""
    return _written(value)


def value_from_json(written: Json) -> Any:
    """The very value."""
    return _rebuilt(written, {})


def _written(value: Any) -> Json:
    kind = type(value)
    if kind in _FIELDS:
        written = {"is": kind.__name__}
        for name, default in _FIELDS[kind]:
            content = getattr(value, name)
            if content is not default and (default is MISSING or content != default):
                written[name] = _written(content)
        return written
    if kind is str or kind is int:
        return value
    if kind is tuple:
        return [_written(part) for part in value]
    if kind is timedelta:
        return {"is": "timedelta", "as": str(value // _INSTANT)}
    if isinstance(value, StrEnum | Decimal):
        return {"is": kind.__name__, "as": str(value)}
    if isinstance(value, date | time):
        return {"is": kind.__name__, "as": value.isoformat()}
    return value


def _rebuilt(written: Json, places: dict[tables.Locator, tables.Locator]) -> Any:
    """places: one object for each place, as the reader made them; a large sheet names its own in every cell."""
    if isinstance(written, list):
        return tuple(_rebuilt(part, places) for part in written)
    if not isinstance(written, dict):
        return written
    if "as" in written:
        return _READ[written["is"]](written["as"])
    value = _BUILT[written["is"]](**{key: _rebuilt(it, places) for key, it in written.items() if key != "is"})
    return places.setdefault(value, value) if isinstance(value, tables.Locator) else value
