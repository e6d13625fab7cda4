"""Sheets that a unit fills in: which columns they have, and what each column says of a record or of a fact."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jinghe.core.claims.claims import CLAIM_KINDS, LATE_REASON, kinds_of
from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.registers.attracting.project import PROJECT
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.display import typed
from jinghe.core.registers.fields import UNIT_OF_MEASURE, Field, FieldKind, KnownWords
from jinghe.core.registers.registers import Party, Register
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.documents.forms.values import FormValue
from jinghe.documents.forms.workbooks import ColumnKind, FormColumn

REASON = "reason"
REASON_LABEL = "确属另一项的理由"
"""Key and header of the column that says why what looks like another record is none."""

_KINDS = {
    FieldKind.DATE: ColumnKind.DATE,
    FieldKind.MONEY: ColumnKind.NUMBER,
    FieldKind.DOLLARS: ColumnKind.NUMBER,
    FieldKind.NUMBER: ColumnKind.NUMBER,
    FieldKind.CHOICE: ColumnKind.CHOICE,
    FieldKind.FLAG: ColumnKind.FLAG,
}
_WIDTHS = {FieldKind.LONG_TEXT: 40, FieldKind.TEXT: 20, FieldKind.SHARES: 24, FieldKind.CREDIT_CODE: 22}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldColumn:
    """A column: a field of the record or, with `fact`, of a claim about it. is_locked: shown, never read."""

    field: Field
    fact: FactKind | None = None
    is_locked: bool = False
    is_required: bool = False

    @property
    def key(self) -> str:
        return f"{self.fact}.{self.field.name}" if self.fact else self.field.name

    @property
    def header(self) -> str:
        return self.field.header


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShape:
    """A sheet. opens: a row without a number begins a record. changes: a row with one may change it."""

    name: str
    register: Register
    columns: tuple[FieldColumn, ...]
    opens: bool = False
    changes: bool = False

    @property
    def facts(self) -> tuple[tuple[FactKind, tuple[FieldColumn, ...]], ...]:
        """The kinds of facts it asks for, each with its columns."""
        kinds = dict.fromkeys(one.fact for one in self.columns if one.fact)
        return tuple((kind, tuple(one for one in self.columns if one.fact is kind)) for kind in kinds)

    @property
    def fields(self) -> tuple[FieldColumn, ...]:
        """The columns of the record itself that are read."""
        return tuple(one for one in self.columns if one.fact is None and not one.is_locked)


def _fact(kind: FactKind, name: str, **changes: Any) -> FieldColumn:
    field = next(one for one in CLAIM_KINDS[kind].fields if one.name == name)
    return FieldColumn(field=replace(field, **changes), fact=kind)


def monthly(kind: FactKind) -> tuple[FieldColumn, ...]:
    """The columns of a kind of fact in the workbook of the month."""
    return tuple(
        _fact(
            kind,
            one.field,
            **({"label": one.label} if one.label else {}) | ({"hint": one.hint} if one.hint else {}),
        )
        for one in FACT_RULES[kind].month_columns
    )


def _in_month() -> tuple[FactKind, ...]:
    """The kinds that the sheet of projects asks for: signing and money first, then the stages, then what else flows."""
    first = (FactKind.SIGNING, FactKind.FUNDS)
    kinds = (one.kind for one in kinds_of(PROJECT.kind))
    return tuple(sorted(kinds, key=lambda kind: (kind not in first, not FACT_RULES[kind].once)))


LATE = FieldColumn(field=replace(LATE_REASON, hint="这一行有发生在已关账月份的事项时填写，各项共用"))
"""Said once in a row, for everything in it that comes after its month was closed."""

NAME = PROJECT.field("name")
ARRIVED = Field(name="arrived", label="截至上月累计到位", kind=FieldKind.MONEY)
PROGRESS = SheetShape(
    name="项目进展",
    register=PROJECT,
    columns=(
        FieldColumn(field=NAME, is_locked=True),
        FieldColumn(field=Field(name="state", label="目前阶段"), is_locked=True),
        FieldColumn(field=PROJECT.field("investment"), is_locked=True),
        FieldColumn(field=ARRIVED, is_locked=True),
        *(column for kind in _in_month() for column in monthly(kind)),
        LATE,
    ),
)


@cache
def month_shapes() -> tuple[SheetShape, ...]:
    """The sheets of the month: progress of projects, new projects, and the other registers that figures come from."""
    counted = (one for one in REGISTERS.values() if Party.CLERK in one.opens and kinds_of(one.kind))
    others = (one for one in counted if one is not PROJECT)
    return (PROGRESS, register_shape(PROJECT, "新登记项目"), *map(register_shape, others))


def register_shape(register: Register, name: str = "") -> SheetShape:
    """A register as a sheet: its fields, and the day of what its records are first claimed for."""
    needed = {one.name for one in register.required(register.states[0].code)}
    claimed = kinds_of(register.kind)[:1]
    return SheetShape(
        name=name or register.name,
        register=register,
        opens=True,
        changes=not name,
        columns=(
            *(FieldColumn(field=one, is_required=one.name in needed) for one in register.form),
            *(_claimed_on(one.kind, register) for one in claimed),
            _reason(),
        ),
    )


def _claimed_on(kind: FactKind, register: Register) -> FieldColumn:
    label = CLAIM_KINDS[kind].fields[0].label
    taken = {one.label for one in register.fields}
    return _fact(
        kind,
        "occurred_on",
        label=f"申报{label}" if label in taken else label,
        hint="填写即起草申报，由单位负责人提交",
    )


def _reason() -> FieldColumn:
    return FieldColumn(
        field=Field(name=REASON, label=REASON_LABEL, hint="系统提示疑似重复、经核对确属另一项时填写")
    )


def form_column(column: FieldColumn, known: KnownWords) -> FormColumn:
    """The column of the workbook."""
    field = column.field
    kind = ColumnKind.TEXT if column.is_locked else _KINDS.get(field.kind, ColumnKind.TEXT)
    if column.is_locked and field.kind is FieldKind.MONEY:
        kind = ColumnKind.NUMBER
    names = tuple(dict.fromkeys(known.choices(field).values())) if kind is ColumnKind.CHOICE else ()
    return FormColumn(
        key=column.key,
        header=column.header,
        kind=kind if names or kind is not ColumnKind.CHOICE else ColumnKind.TEXT,
        choices=names,
        is_locked=column.is_locked,
        is_required=column.is_required,
        width=_WIDTHS.get(field.kind, 15),
        hint=field.hint,
    )


def cell_value(field: Field, value: Any, known: KnownWords) -> FormValue:
    """A value as a cell holds it; exact, money in the unit of measure of the header."""
    if value is None:
        return None
    match field.kind:
        case FieldKind.MONEY | FieldKind.DOLLARS:
            scale = UNITS_OF_MEASURE[UNIT_OF_MEASURE[field.kind]].scale
            return Decimal(value) / Decimal(int(scale))
        case FieldKind.DATE:
            return date.fromisoformat(value)
        case FieldKind.FLAG:
            return bool(value)
        case FieldKind.NUMBER:
            return int(value)
        case _:
            return typed(field, value, known)


def cell_values(
    shape: SheetShape,
    values: Mapping[str, Any],
    facts: Mapping[FactKind, Mapping[str, Any]],
    known: KnownWords,
) -> dict[str, FormValue]:
    """Every cell of a row that tells of a record: `values` of the record, `facts` by their kinds."""
    return {
        one.key: cell_value(
            one.field, (facts.get(one.fact, {}) if one.fact else values).get(one.field.name), known
        )
        for one in shape.columns
        if one.key != REASON
    }
