"""Records of the registers: open, change, move, note, find. Every write is an act and leaves an event."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.attracting.duplicates import Suspect
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.fields import KnownWords
from jinghe.core.registers.numbering import codes_after
from jinghe.core.registers.registers import FieldFault, Move, Register, missing_faults
from jinghe.store.models import NEWEST_FIRST, Act, ActKind, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import deliver, send_in
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, Refused
from jinghe.usecases.common.vocabulary import vocabulary
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.conditions import form_faults, letters_of, step_faults
from jinghe.usecases.records.first_reports import suspects_in
from jinghe.usecases.records.locked_fields import copied_faults
from jinghe.usecases.records.writing import (
    changed_values,
    differences,
    event_in,
    opening,
    without_empty,
    write_records,
)

LONGEST_NOTE = 2000


class RefusedRecord(Refused):
    """Values or a step that cannot be taken over; every fault at once, by the field it is about."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        log = f"{len(faults)} faults: {[fault.name for fault in faults][:8]}"
        super().__init__("；".join(fault.text for fault in faults) + "。", log=log)
        self.faults = tuple(faults)


class Suspected(Refused):
    """The new record looks like others; it goes in with a reason, or not at all."""

    def __init__(self, suspects: tuple[Suspect, ...]) -> None:
        log = f"like {[suspect.candidate.code for suspect in suspects]}"
        super().__init__("；".join(suspect.text for suspect in suspects), log=log)
        self.suspects = suspects


def changed_record(code: str) -> ChangedMeanwhile:
    """The refusal for a record that somebody changed since it was read."""
    text = f"“{code}”在您打开之后已被他人修改，请核对最新内容后再保存；您填写的内容没有丢失，也没有保存。"
    return ChangedMeanwhile(text, log=code)


def known_words() -> KnownWords:
    """What values may name: the vocabulary in force and the units of all plans."""
    return KnownWords(vocabulary=vocabulary(), units=known_units())


def register_of(kind: str) -> Register:
    """Raises Missing."""
    try:
        return REGISTERS[kind]
    except KeyError:
        raise Missing(kind) from None


def record_of(code: str, *, by: Actor) -> Record:
    """Raises Missing, AccessRefused."""
    record = _record(code)
    _require_seen(record, by)
    return record


@door("records.open_record")
def open_record(
    kind: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    unit: str = "",
    state: str = "",
    note: str = "",
    due_on: date | None = None,
    at: datetime | None = None,
) -> Record:
    """Begins a record that `unit` keeps (the actor's own by default).

    note: why a project that looks like another is none, or a lead goes in whose investor another unit reported.
    Raises AccessRefused, RefusedRecord, Suspected.
    """
    register = register_of(kind)
    kept_by = unit or by.unit
    access.require(access.may_open_record(by, register, kept_by), by, f"登记{register.name}")
    with recorded(at) as recording:
        if not note.strip() and (suspects := suspects_in(kind, values)):
            raise Suspected(suspects)
        act = recording.write(ActKind.RECORD, by, f"登记{register.name}")
        return open_in(act, register, values, unit=kept_by, state=state, note=note, due_on=due_on)


@door("records.change_record")
def change_record(
    code: str,
    changes: Mapping[str, Any],
    *,
    expected: int,
    by: Actor,
    note: str = "",
    due_on: date | None = None,
    at: datetime | None = None,
) -> Record:
    """Changes fields of a record. expected: the version it was read at. due_on None: as it was.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord.
    """
    with recorded(at) as recording:
        record = _record(code)
        register = REGISTERS[record.kind]
        _require_seen(record, by)
        access.require(access.may_change_record(by, register, record), by, f"修改“{record.name}”")
        changed = differences(record.values, changes)
        if faults := form_faults(register, record, changed, note, by):
            raise RefusedRecord(faults)
        act = recording.write(ActKind.RECORD, by, f"修改{register.name}{code}")
        return change_in(act, record, changes, expected=expected, note=note, due_on=due_on)


@door("records.move_record")
def move_record(
    code: str,
    move: str,
    *,
    expected: int,
    by: Actor,
    note: str = "",
    values: Mapping[str, Any] | None = None,
    due_on: date | None = None,
    at: datetime | None = None,
) -> Record:
    """Takes a record one step on, with the fields that the step fills in.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord.
    """
    with recorded(at) as recording:
        record = _record(code)
        register = REGISTERS[record.kind]
        _require_seen(record, by)
        step = _step(register, record, move)
        parties = access.parties_of(by, record.unit, access.involved_in(record))
        access.require(bool(parties & step.by), by, f"对“{record.name}”{step.name}")
        if faults := step_faults(register, step, values or {}, by):
            raise RefusedRecord(faults)
        act = recording.write(ActKind.RECORD, by, f"{step.name}：{register.name}{code}")
        moved = move_in(act, record, step, expected=expected, note=note, values=values, due_on=due_on)
        sent = send_in(act, letters_of(register, moved, step))
    for message in sent:
        deliver(message)
    return moved


@door("records.add_event")
def add_event(
    code: str, kind: str, payload: Mapping[str, Any], *, by: Actor, reason: str, at: datetime | None = None
) -> RecordEvent:
    """Writes down something that happened to a record (a contact, a pause of its clock …), by who may read it.

    Raises Missing, AccessRefused.
    """
    with recorded(at) as recording:
        record = _record(code)
        _require_seen(record, by)
        return event_in(recording.write(ActKind.RECORD, by, reason), record, kind, payload)


def note_record(code: str, text: str, *, by: Actor) -> RecordEvent:
    """Says something about a record. Raises Missing, AccessRefused, RefusedRecord."""
    told = text.strip()
    if not told or len(told) > LONGEST_NOTE:
        raise RefusedRecord([FieldFault(name="note", text=f"请填写留言，不超过{LONGEST_NOTE}个字")])
    return add_event(code, "noted", {"note": told}, by=by, reason="留言")


def open_in(
    act: Act,
    register: Register,
    values: Mapping[str, Any],
    *,
    unit: str,
    state: str = "",
    note: str = "",
    due_on: date | None = None,
    code: str = "",
) -> Record:
    """Begins a record within an act that is under way; `code` only where the office numbered it before."""
    kept = without_empty(values)
    _require_whole(register, kept, state or register.states[0].code)
    _require_past(register, kept, act)
    numbered = code or next_code(register, timezone.localdate(act.recorded_at).year)
    begun = opening(register, kept, code=numbered, unit=unit, state=state, note=note, due_on=due_on)
    write_records(act, [begun])
    return begun.record


def change_in(
    act: Act,
    record: Record,
    changes: Mapping[str, Any],
    *,
    expected: int,
    note: str = "",
    due_on: date | None = None,
    is_restating: bool = False,
) -> Record:
    """Changes a record within an act. is_restating: the ledger changes along.

    Raises ChangedMeanwhile, RefusedRecord.
    """
    if record.version != expected:
        raise changed_record(record.code)
    register = REGISTERS[record.kind]
    changed = differences(record.values, changes)
    if not is_restating and (faults := copied_faults(register, record, changed)):
        raise RefusedRecord(faults)
    values = changed_values(record.values, changes)
    _require_kept(register, record, values)
    _require_past(register, {name: values.get(name) for name in changed}, act)
    if not changed and due_on in (None, record.due_on) and not note:
        return record
    payload = {"changes": changed} | ({"note": note} if note else {})
    event_in(act, record, "changed", payload, values=values, due_on=due_on or record.due_on)
    return record


def move_in(
    act: Act,
    record: Record,
    step: Move,
    *,
    expected: int,
    note: str = "",
    values: Mapping[str, Any] | None = None,
    due_on: date | None = None,
) -> Record:
    """Moves a record within an act. Raises ChangedMeanwhile, RefusedRecord."""
    if record.version != expected:
        raise changed_record(record.code)
    register = REGISTERS[record.kind]
    changes = values or {}
    after = changed_values(record.values, changes)
    faults = list(missing_faults(tuple(register.field(name) for name in step.needs if name not in after)))
    if step.says and not note.strip():
        faults.append(FieldFault(name="note", text=f"{step.name}请写明原因"))
    if faults:
        raise RefusedRecord(faults)
    _require_whole(register, after, step.to)
    _require_past(register, changes, act)
    payload: dict[str, Any] = {"state": [record.state, step.to], "move": step.code}
    if changed := differences(record.values, changes):
        payload["changes"] = changed
    if note.strip():
        payload["note"] = note.strip()
    event_in(act, record, "moved", payload, state=step.to, values=after, due_on=due_on)
    return record


def next_code(register: Register, year: int) -> str:
    """The next free code: P2022-00001; asked within an act, so nobody else takes it."""
    return next(free_codes(register, year))


def free_codes(register: Register, year: int) -> Iterator[str]:
    """The codes that a year's next records of a register get, one after the other; asked within an act."""
    start = f"{register.prefix}{year}-"
    numbered = Record.objects.filter(kind=register.kind, year=year, code__startswith=start)
    last = numbered.order_by(*NEWEST_FIRST).values_list("code", flat=True).first()
    return codes_after(last or "", start)


def _record(code: str) -> Record:
    record = Record.objects.filter(pk=code).first()
    if record is None or record.kind not in REGISTERS:
        raise Missing(code)
    return record


def _require_seen(record: Record, by: Actor) -> None:
    register = REGISTERS[record.kind]
    access.require(access.may_see_record(by, register, record), by, f"查看{register.name}“{record.code}”")


def _step(register: Register, record: Record, move: str) -> Move:
    try:
        step = register.move(move)
    except KeyError:
        raise Missing(move) from None
    if record.state not in step.sources:
        stands = register.state(record.state).name
        raise RefusedRecord(
            [FieldFault(name="state", text=f"“{record.name}”现在是“{stands}”，不能{step.name}")]
        )
    return step


def _require_kept(register: Register, record: Record, values: dict[str, Any]) -> None:
    """Raises RefusedRecord where a change takes away what must be there; what was missing before may come later."""
    before = register.missing(record.values, record.state)
    gone = [one for one in register.missing(values, record.state) if one not in before]
    if gone:
        raise RefusedRecord(missing_faults(tuple(gone)))
    _require_whole(register, values, register.states[0].code)


def _require_whole(register: Register, values: Mapping[str, Any], state: str) -> None:
    """Raises RefusedRecord with every field that a state lacks, days out of order, and names of what does not exist."""
    faults = [*missing_faults(register.missing(values, state)), *register.disorder(values)]
    named = [
        (one, code)
        for one in register.fields
        if one.register and (told := values.get(one.name))
        for code in (told if isinstance(told, list) else [told])
    ]
    codes = {code for _, code in named}
    there = set(Record.objects.filter(pk__in=codes).values_list("code", "kind")) if codes else set()
    faults += [
        FieldFault(name=one.name, text=f"“{one.label}”：没有编号为“{code}”的记录")
        for one, code in named
        if (code, one.register) not in there
    ]
    if faults:
        raise RefusedRecord(faults)


def _require_past(register: Register, told: Mapping[str, Any], act: Act) -> None:
    """Raises RefusedRecord where the act tells of something that has not happened yet."""
    if faults := register.in_future(told, timezone.localdate(act.recorded_at)):
        raise RefusedRecord(faults)
