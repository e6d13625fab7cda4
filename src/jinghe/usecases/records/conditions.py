"""What the form and the steps of a record are refused beyond its register, and who is told of a step.

What is settled, what steps fill in, what only the city corrects, and an investor whom somebody reported first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.fields import FieldKind
from jinghe.core.registers.registers import THE_CITY, FieldFault, Move, Register
from jinghe.store.models import Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.messages import NewMessage
from jinghe.usecases.records.duplicates import suspects_of
from jinghe.usecases.records.first_reports import FirstReports
from jinghe.usecases.records.locked_fields import awaited_faults

_OF_INVESTORS = ("investor_name", "credit_code")
_OF_PROJECTS = ("name", *_OF_INVESTORS, "investment")


def form_faults(
    register: Register, record: Record, differences: Mapping[str, Any], note: str, by: Actor
) -> tuple[FieldFault, ...]:
    """Why the form of a record is not taken. differences: field → [before, after]."""
    after = {name: value for name, (_, value) in differences.items()}
    return (
        *awaited_faults(register, record, differences),
        *settled_faults(register, record, differences, is_city=access.may_write_ledger(by)),
        *(() if note.strip() else (*first_report_faults(record, after), *duplicate_faults(record, after))),
    )


def step_faults(
    register: Register, step: Move, values: Mapping[str, Any], by: Actor
) -> tuple[FieldFault, ...]:
    """What a step names that the actor may not read: nobody ties his own to what he only guessed."""
    fields = [register.field(name) for name in step.needs]
    named = [
        (one, values[one.name]) for one in fields if one.kind is FieldKind.RECORD and values.get(one.name)
    ]
    held = Record.objects.in_bulk([code for _, code in named])
    return tuple(
        FieldFault(name=one.name, text=f"“{one.label}”：没有您能查看的编号为“{code}”的记录")
        for one, code in named
        if code not in held or not access.may_see_record(by, REGISTERS[held[code].kind], held[code])
    )


def settled_faults(
    register: Register, record: Record, names: Iterable[str], *, is_city: bool
) -> tuple[FieldFault, ...]:
    """Why these fields do not change by a form; nothing: they may."""
    state = register.state(record.state)
    if state.is_settled:
        return (
            FieldFault(
                name="state", text=f"“{record.name}”现在是“{state.name}”，内容不再修改；有补充的请留言"
            ),
        )
    told = [register.field(name) for name in names]
    if stepped := [one for one in told if one.is_stepped]:
        return tuple(FieldFault(name=one.name, text=f"“{one.label}”由办理步骤填写") for one in stepped)
    return tuple(
        FieldFault(name=one.name, text=f"“{one.label}”已经登记，确需更正的请联系市局修改")
        for one in told
        if one.is_lasting and record.values.get(one.name) and not is_city
    )


def first_report_faults(
    record: Record, changes: Mapping[str, Any], first: FirstReports | None = None
) -> tuple[FieldFault, ...]:
    """Who reported an investor first whom a lead would take over 首报首谈; only a reason lets it."""
    names = [name for name in _OF_INVESTORS if name in changes]
    if record.kind != "lead" or not names:
        return ()
    reports = first or FirstReports()
    before = {one.candidate.code for one in reports.rivals(record.values, code=record.pk)}
    return tuple(
        FieldFault(name=names[0], text=one.text.rstrip("。"))
        for one in reports.rivals({**record.values, **changes}, code=record.pk)
        if one.candidate.code not in before
    )


def duplicate_faults(record: Record, changes: Mapping[str, Any]) -> tuple[FieldFault, ...]:
    """Which project a project comes to look like, that it did not look like before; only a reason lets it."""
    names = [name for name in _OF_PROJECTS if name in changes]
    if record.kind != "project" or not names:
        return ()
    before = {one.candidate.code for one in suspects_of(record.values, code=record.pk)}
    return tuple(
        FieldFault(name=names[0], text=one.text.rstrip("。"))
        for one in suspects_of({**record.values, **changes}, code=record.pk)
        if one.candidate.code not in before
    )


def letters_of(register: Register, record: Record, step: Move) -> tuple[NewMessage, ...]:
    """Who is told of a step that was taken."""
    if not step.tells:
        return ()
    stands = register.state(step.to).name
    return (
        NewMessage(
            unit="" if step.tells == THE_CITY else record.values[step.tells],
            kind=register.kind,
            title=f"{register.name}{step.name}：{record.name}"[:120],
            body=f"{record.unit}的{register.name}“{record.name}”（{record.pk}）已{step.name}，现在是“{stands}”。",
            link=f"/records/{record.pk}/",
        ),
    )
