"""The one writer of records (ADR 0011): columns follow from values, and every write leaves an event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict, Unpack

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Register
from jinghe.store.models import Act, Record, RecordEvent
from jinghe.usecases.records.pinyin import search_text

EMPTY: tuple[Any, ...] = (None, [], "")
"""What a value is that was not filled in; such values are not kept."""
_SIZE = 500
_WRITTEN = ("unit", "name", "state", "values", "version", "search", "units", "due_on", "changed")


class RecordColumns(TypedDict, total=False):
    """What an event makes of a record; what is not named stays as it was."""

    unit: str
    state: str
    values: Mapping[str, Any]
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """One event of a record and what it makes of it. payload: as RecordEvent keeps it."""

    record: Record
    event: str
    payload: Mapping[str, Any]
    columns: RecordColumns = field(default_factory=RecordColumns)


def opening(
    register: Register,
    values: Mapping[str, Any],
    *,
    code: str,
    unit: str,
    state: str = "",
    note: str = "",
    due_on: date | None = None,
) -> RecordChange:
    """The change that begins a record, in the first state of its register where none is named."""
    kept = without_empty(values)
    begun = state or register.states[0].code
    record = Record(code=code, kind=register.kind, unit=unit, state=begun, version=0, due_on=due_on)
    payload = {"values": kept, "state": begun} | ({"note": note} if note else {})
    return RecordChange(record=record, event="opened", payload=payload, columns={"values": kept})


def write_records(act: Act, changes: Iterable[RecordChange]) -> list[RecordEvent]:
    """Writes changes in their order within an act, in as many statements for many records as for one."""
    events: list[RecordEvent] = []
    new: dict[str, Record] = {}
    old: dict[str, Record] = {}
    for change in changes:
        record = change.record
        (new if record.version == 0 or record.code in new else old)[record.code] = record
        _apply(act, record, change.columns)
        events.append(
            RecordEvent(
                act=act,
                record=record,
                number=record.version,
                kind=change.event,
                payload=dict(change.payload),
            )
        )
    Record.objects.bulk_create(new.values(), batch_size=_SIZE)
    Record.objects.bulk_update(old.values(), _WRITTEN, batch_size=_SIZE)
    return RecordEvent.objects.bulk_create(events, batch_size=_SIZE)


def event_in(
    act: Act, record: Record, event: str, payload: Mapping[str, Any], **columns: Unpack[RecordColumns]
) -> RecordEvent:
    """Writes the next event of one record within an act, with the columns that it changes."""
    return write_records(act, [RecordChange(record=record, event=event, payload=payload, columns=columns)])[0]


def _apply(act: Act, record: Record, columns: RecordColumns) -> None:
    if record.version == 0:
        record.created = act
    record.version += 1
    record.changed = act
    record.unit = columns.get("unit", record.unit)
    record.state = columns.get("state", record.state)
    if "due_on" in columns:
        record.due_on = columns["due_on"]
    if "values" in columns:
        record.values = dict(columns["values"])
    if columns:
        _derive(record, REGISTERS[record.kind])


def _derive(record: Record, register: Register) -> None:
    """Sets the columns that lists filter, search and sort by; they follow from the values and the unit."""
    values = record.values
    record.name = str(values.get(register.title) or record.name or record.code)[:200]
    record.search = search_text(record.name, str(values.get("investor_name") or ""))
    named = dict.fromkeys(unit for unit in (record.unit, *register.units_named(values)) if unit)
    record.units = f",{','.join(named)}," if named else ""
    if register.due:
        day = values.get(register.due)
        record.due_on = date.fromisoformat(day) if day and not register.state(record.state).is_final else None


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something."""
    return {name: value for name, value in values.items() if value not in EMPTY}


def changed_values(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values after changes; what was emptied is gone."""
    return without_empty({**values, **changes})


def differences(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """field → [before, after] of what really changes: empty stays empty however it is written."""
    return {
        name: [values.get(name), value]
        for name, value in changes.items()
        if values.get(name) != value and not (values.get(name) in EMPTY and value in EMPTY)
    }
