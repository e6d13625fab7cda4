"""Blocks pasted from a spreadsheet: money of the month by project, or new projects; read like a sheet of our own."""

from dataclasses import replace

from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.attracting.project import PROJECT
from jinghe.core.registers.fields import Field
from jinghe.documents.forms.filled import FilledRow, FilledRows
from jinghe.documents.forms.pasted import read_pasted, rows_of
from jinghe.usecases.imports.shapes import FieldColumn, SheetShape, monthly, register_shape
from jinghe.usecases.imports.world import World

_PROJECT = FieldColumn(field=Field(name="project", label="项目编号或名称"), is_locked=True)
PASTED: dict[str, SheetShape] = {
    "money": SheetShape(name="本月到位资金", register=PROJECT, columns=(_PROJECT, *monthly(FactKind.FUNDS))),
    "projects": register_shape(PROJECT, "新登记项目"),
}
"""What may be pasted, and as which columns."""


def pasted_rows(text: str, what: str, world: World) -> FilledRows:
    """The rows of a block, each with the number of the project that it names."""
    shape = PASTED[what]
    found = rows_of(read_pasted(text), shape.columns)
    if shape.opens:
        return found
    by_name: dict[str, list[str]] = {}
    for record in world.records.values():
        if record.kind == shape.register.kind:
            by_name.setdefault(record.name, []).append(record.pk)
    return replace(found, rows=tuple(_keyed(row, by_name, world) for row in found.rows))


def _keyed(row: FilledRow, by_name: dict[str, list[str]], world: World) -> FilledRow:
    """A name that two projects have names none."""
    cell = row.cells.get(_PROJECT.key)
    told = cell.text.strip() if cell else ""
    codes = by_name.get(told, [])
    key = told if told in world.records or len(codes) != 1 else codes[0]
    return replace(row, key=key or "（空）")
