"""The form of a record: every field with what is typed in it and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from jinghe.core.registers.display import typed
from jinghe.core.registers.fields import UNIT_OF_MEASURE, Field, FieldKind, KnownWords
from jinghe.core.registers.registers import FieldFault, Register, read_values

_OPTIONS = {FieldKind.CHOICE, FieldKind.SEVERAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One field of a form. text: as typed; chosen: the codes that are ticked; options: what may be chosen."""

    field: Field
    text: str
    chosen: frozenset[str]
    options: tuple[tuple[str, str], ...]
    fault: str
    is_required: bool

    @property
    def unit_of_measure(self) -> str:
        return UNIT_OF_MEASURE.get(self.field.kind, "")

    @property
    def widget(self) -> str:
        return _WIDGETS.get(self.field.kind, "text")


_WIDGETS = {
    FieldKind.LONG_TEXT: "long",
    FieldKind.DATE: "date",
    FieldKind.MONEY: "figure",
    FieldKind.DOLLARS: "figure",
    FieldKind.NUMBER: "figure",
    FieldKind.CHOICE: "choice",
    FieldKind.SEVERAL: "several",
    FieldKind.FLAG: "flag",
    FieldKind.UNIT: "unit",
    FieldKind.SHARES: "shares",
}


def texts_of(fields: Iterable[Field], told: QueryDict) -> dict[str, str]:
    """field → what a form sent for it; several ticks are joined."""
    return {
        one.name: "、".join(told.getlist(one.name))
        for one in fields
        if one.name in told or f"{one.name}-shown" in told
    }


def read_form(
    fields: tuple[Field, ...], told: QueryDict, known: KnownWords
) -> tuple[dict[str, Any], tuple[FieldFault, ...], dict[str, str]]:
    """Values, faults and the texts as typed."""
    texts = texts_of(fields, told)
    values, faults = read_values(fields, texts, known)
    return values, faults, texts


def inputs(
    fields: Iterable[Field],
    known: KnownWords,
    *,
    values: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    faults: Iterable[FieldFault] = (),
    required: Iterable[str] = (),
) -> tuple[Input, ...]:
    """The inputs of a form: as typed where something was typed, else as held."""
    wrong = {fault.name: fault.text for fault in faults}
    needed = frozenset(required)
    return tuple(
        _input(one, known, values or {}, texts, wrong.get(one.name, ""), one.name in needed) for one in fields
    )


def _input(
    field: Field,
    known: KnownWords,
    values: Mapping[str, Any],
    texts: Mapping[str, str] | None,
    fault: str,
    is_required: bool,
) -> Input:
    if texts is not None and field.name in texts:
        text, chosen = texts[field.name], frozenset(texts[field.name].split("、"))
    else:
        value = values.get(field.name)
        text = typed(field, value, known)
        chosen = (
            frozenset(value if isinstance(value, list) else [value])
            if field.kind in _OPTIONS
            else frozenset()
        )
    options = tuple(known.choices(field).items()) if field.kind in _OPTIONS else ()
    return Input(field=field, text=text, chosen=chosen, options=options, fault=fault, is_required=is_required)


def sections(register: Register, given: Iterable[Input]) -> list[tuple[str, list[Input]]]:
    """The inputs under the headings of their register."""
    by_name = {one.field.name: one for one in given}
    return [
        (heading, [by_name[field.name] for field in fields if field.name in by_name])
        for heading, fields in register.sections
        if any(field.name in by_name for field in fields)
    ]
