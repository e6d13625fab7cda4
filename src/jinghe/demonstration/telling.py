"""How arguments of doors are told in the journal and taken from it again, by the types that the doors declare."""

import base64
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinghe.core.counting.entries import Entry
from jinghe.core.evaluation.schemes.schemes import Scheme
from jinghe.core.plan.plans import Plan
from jinghe.core.values.amounts import Quantity, plain, quantity
from jinghe.demonstration.papers import evidence_of, name_in, papers_of
from jinghe.demonstration.plan import PLAN, builtin_plan
from jinghe.reference.scheme_loading import house_schemes

LABEL = "$"
OWN = ("kind", "subject", "occurred_on", "amount_fen", "claim")
"""What every entry says itself; the rest is as the first entry of its subject said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstEntry:
    """The first entry of a subject in the journal, and the name that papers call the subject by."""

    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What earlier rows brought into being: labels with the keys of today, and the first entry of every subject."""

    keys: dict[str, Any] = field(default_factory=dict)
    labels: dict[Any, str] = field(default_factory=dict)
    first: dict[str, FirstEntry] = field(default_factory=dict)

    def name(self, label: str, key: Any) -> None:
        """Gives what was made a label; later rows call it so."""
        self.keys[label], self.labels[key] = key, label

    def told(self, value: Any) -> Any:
        """A value as JSON."""
        match value:
            case Enum():
                return value.value
            case bool() | int() | None:
                return value
            case str():
                return self.labels.get(value, value)
            case date() | datetime():
                return value.isoformat()
            case Fraction() | Decimal():
                return str(value)
            case Quantity():
                return f"{plain(value.number)} {value.unit.name}"
            case Plan():
                return PLAN
            case Scheme():
                return next(name for name, scheme in house_schemes().items() if scheme == value)
            case Entry():
                return self._told_entry(value)
            case bytes():
                return base64.b64encode(value).decode()
            case Mapping():
                return {str(name): self.told(one) for name, one in value.items()}
            case _ if is_dataclass(value):
                return {
                    one.name: self.told(getattr(value, one.name))
                    for one in fields(value)
                    if getattr(value, one.name) != _usual(one)
                }
        return [self.told(one) for one in value]

    def taken(self, value: Any, hint: Any) -> Any:
        """A value of a declared type from JSON. Raises KeyError, TypeError, ValueError."""
        origin, inner = get_origin(hint), get_args(hint)
        if value is None or hint in (Any, bool, int, str):
            return self._plain(value)
        if isinstance(value, str) and value in self.keys:
            return self.keys[value]
        if origin in (Union, types.UnionType):
            return self.taken(value, next(one for one in inner if one is not type(None)))
        if origin is not None:
            return self._several(value, origin, inner)
        if hint is Entry:
            return self._taken_entry(value)
        if hint in _READERS:
            return _READERS[hint](value)
        if is_dataclass(hint):
            hints = hints_of(hint)
            return hint(**{name: self.taken(one, hints[name]) for name, one in value.items()})
        return hint(value)

    def _several(self, value: Any, origin: Any, inner: tuple[Any, ...]) -> Any:
        if isinstance(value, dict):
            return {self.taken(name, inner[0]): self.taken(one, inner[1]) for name, one in value.items()}
        if origin is tuple and inner[-1] is not Ellipsis:
            return tuple(self.taken(one, hint) for one, hint in zip(value, inner, strict=True))
        return tuple(self.taken(one, inner[0]) for one in value)

    def _plain(self, value: Any) -> Any:
        """JSON as it is, but for labels anywhere inside."""
        if isinstance(value, str):
            return self.keys.get(value, value) if value.startswith(LABEL) else value
        if isinstance(value, dict):
            return {name: self._plain(one) for name, one in value.items()}
        return [self._plain(one) for one in value] if isinstance(value, list) else value

    def _told_entry(self, entry: Entry) -> dict[str, Any]:
        first = self.first.get(entry.subject)
        like = first.entry if first else None
        found = {
            one.name: self.told(value)
            for one in fields(Entry)
            if one.name != "evidence"
            and (value := getattr(entry, one.name))
            != (_usual(one) if like is None or one.name in OWN else getattr(like, one.name))
        }
        name = first.name if first else ""
        if (own_name := name_in(entry)) and own_name != name:
            name = found["name"] = own_name
        if first is None:
            self.first[entry.subject] = FirstEntry(entry=entry, name=name)
        return found | ({"papers": papers_of(entry, name)} if entry.evidence else {})

    def _taken_entry(self, told: Mapping[str, Any]) -> Entry:
        first = self.first.get(told["subject"])
        like = (
            {}
            if first is None
            else {
                one.name: getattr(first.entry, one.name)
                for one in fields(Entry)
                if one.name not in (*OWN, "evidence")
            }
        )
        hints = hints_of(Entry)
        own = {
            name: self.taken(one, hints[name]) for name, one in told.items() if name not in ("name", "papers")
        }
        entry = Entry(**{**like, **own})
        name = told.get("name") or (first.name if first else "")
        if first is None:
            self.first[entry.subject] = FirstEntry(entry=entry, name=name)
        return evidence_of(entry, name, told.get("papers", ()))


def _usual(one: Field[Any]) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default


_READERS: dict[Any, Any] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    bytes: base64.b64decode,
    Quantity: lambda text: quantity(*text.split(" ")),
    Plan: lambda _: builtin_plan(),
    Scheme: lambda name: house_schemes()[name],
}


@cache
def hints_of(declared: Any) -> dict[str, Any]:
    """The types that a function or a value declares, by name."""
    return get_type_hints(declared)
