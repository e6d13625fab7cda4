"""A register: its fields, its states and moves, and who may read, write and move its records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jinghe.core.registers.fields import Field, FieldKind, KnownWords
from jinghe.core.registers.typed import Misread, read_text


class Party(StrEnum):
    """Who somebody is to a record. CLERK and HEAD belong to the unit that keeps it, INVOLVED to a unit it names."""

    CLERK = "clerk"
    HEAD = "head"
    INVOLVED = "involved"
    CHECKER = "checker"
    CITY = "city"
    PERFORMANCE = "performance"
    AUDITOR = "auditor"
    LEADER = "leader"


THE_CITY = "city"
UNIT_SIDE = frozenset({Party.CLERK, Party.HEAD})
CITY_SIDE = frozenset({Party.CITY, Party.PERFORMANCE, Party.AUDITOR})
EVERYBODY = frozenset(Party)
CONCERNED = UNIT_SIDE | CITY_SIDE | {Party.INVOLVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of a record. is_final: nothing is expected to follow. is_private: only its own unit may know.

    is_aside: outside the usual order (不再洽谈, 取消): it asks for no more fields than the first state.
    is_settled: other things rest on the record by now, so its form is closed.
    """

    code: str
    name: str
    is_final: bool = False
    is_private: bool = False
    is_aside: bool = False
    is_settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step from some states to another.

    by: who may take it. needs: fields it must have; says: it needs a note. tells: who is sent a message of it, THE_CITY
    or the unit that a field of this name holds.
    """

    code: str
    name: str
    sources: tuple[str, ...]
    to: str
    by: frozenset[Party]
    needs: tuple[str, ...] = ()
    says: bool = False
    tells: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A kind of record.

    prefix: how codes begin (P2022-00001). states: in their order, the first is where a record begins. columns: the
    fields a list shows. documents: the kinds of paper that belong to it. title: the field that names a record. due: the
    field with the day that an open record is due.
    """

    kind: str
    name: str
    measure: str
    prefix: str
    fields: tuple[Field, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...] = ()
    columns: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    title: str = "name"
    due: str = ""
    reads: frozenset[Party] = CONCERNED
    writes: frozenset[Party] = UNIT_SIDE
    opens: frozenset[Party] = UNIT_SIDE

    def field(self, name: str) -> Field:
        """The field of a name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def state(self, code: str) -> State:
        """The state of a code. Raises KeyError."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def move(self, code: str) -> Move:
        """The move of a code. Raises KeyError."""
        for move in self.moves:
            if move.code == code:
                return move
        raise KeyError(code)

    @property
    def form(self) -> tuple[Field, ...]:
        """The fields that the form of a record asks for; the others are filled in by its steps."""
        return tuple(field for field in self.fields if not field.is_stepped)

    def required(self, state: str) -> tuple[Field, ...]:
        """The fields that must be there in a state."""
        order = [state.code for state in self.states]
        index = 0 if self.state(state).is_aside else order.index(state)
        reached = order[: index + 1]
        return tuple(field for field in self.fields if field.since in reached)

    def missing(self, values: Mapping[str, Any], state: str) -> tuple[Field, ...]:
        """The fields that a state requires and the values do not have."""
        return tuple(
            field
            for field in self.required(state)
            if values.get(field.name) in (None, [], "") or (field.is_condition and not values[field.name])
        )

    def disorder(self, values: Mapping[str, Any]) -> tuple["FieldFault", ...]:
        """Faults of days that lie before the day they must not precede."""
        return tuple(
            FieldFault(name=field.name, text=f"“{field.label}”不能早于“{self.field(field.not_before).label}”")
            for field in self.fields
            if field.not_before and (values.get(field.name) or "9999") < (values.get(field.not_before) or "")
        )

    def in_future(self, values: Mapping[str, Any], today: date) -> tuple["FieldFault", ...]:
        """Faults of days that lie in the future although they tell of what has happened."""
        return tuple(
            FieldFault(name=field.name, text=f"“{field.label}”不能晚于今天")
            for field in self.fields
            if field.is_past and (values.get(field.name) or "") > today.isoformat()
        )

    def units_named(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Every responsible unit that the values name: those may read the record too."""
        units: dict[str, None] = {}
        for field in self.fields:
            value = values.get(field.name)
            if field.kind is FieldKind.UNIT and value:
                units[value] = None
            if field.kind is FieldKind.SHARES and value:
                units |= dict.fromkeys(name for name, _ in value)
        return tuple(units)

    @property
    def sections(self) -> tuple[tuple[str, tuple[Field, ...]], ...]:
        """The fields under their headings, in order."""
        headings = dict.fromkeys(field.section for field in self.fields)
        return tuple(
            (heading, tuple(field for field in self.fields if field.section == heading))
            for heading in headings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """What is wrong with one field. name: of the field; text: Chinese, with the field's label."""

    name: str
    text: str


def read_values(
    fields: tuple[Field, ...], texts: Mapping[str, str], known: KnownWords
) -> tuple[dict[str, Any], tuple[FieldFault, ...]]:
    """Values of the fields that `texts` names, and every fault; a faulty field has no value."""
    values: dict[str, Any] = {}
    faults = []
    for field in fields:
        if field.name not in texts:
            continue
        try:
            values[field.name] = read_text(field, texts[field.name], known)
        except Misread as misread:
            faults.append(FieldFault(name=field.name, text=f"“{field.label}”：{misread.text}"))
    return values, tuple(faults)


def missing_faults(fields: tuple[Field, ...]) -> tuple[FieldFault, ...]:
    """Faults that say what has to be filled in."""
    return tuple(
        FieldFault(
            name=field.name,
            text=f"“{field.label}”须为“是”" if field.is_condition else f"请填写“{field.label}”",
        )
        for field in fields
    )
