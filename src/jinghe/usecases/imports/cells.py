"""Cells of a row: what each says, whether the clerk changed it, and whether somebody else did since."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jinghe.core.registers.display import display_text
from jinghe.core.registers.fields import Field
from jinghe.core.registers.registers import FieldFault, missing_faults
from jinghe.core.registers.typed import Misread, read_text
from jinghe.documents.forms.filled import FilledRow
from jinghe.documents.forms.stamps import StampedSheet
from jinghe.usecases.common import clock
from jinghe.usecases.imports.rows import Conflict, RowResult, Work
from jinghe.usecases.imports.shapes import FieldColumn, SheetShape, cell_value
from jinghe.usecases.imports.world import World

EMPTY: tuple[Any, ...] = (None, "", [])
Tell = Callable[[int], None]


@dataclass(slots=True, kw_only=True)
class Deciding:
    """A row while it is being decided."""

    row: FilledRow
    said: list[str]
    faults: list[str]
    conflicts: list[Conflict]
    works: list[Work]

    @classmethod
    def of(cls, row: FilledRow) -> "Deciding":
        return cls(row=row, said=[], faults=[], conflicts=[], works=[])

    def refuse(self, column: FieldColumn, text: str) -> None:
        cell = self.row.cells.get(column.key)
        place = cell.place if cell else f"第{self.row.number}行“{column.header}”"
        self.faults.append(f"{place}：{text}")

    def result(self, sheet: str, name: str, code: str = "") -> RowResult:
        return RowResult(
            sheet=sheet,
            number=self.row.number,
            name=name,
            said=tuple(self.said),
            faults=tuple(dict.fromkeys(self.faults)),
            conflicts=tuple(self.conflicts),
            works=() if self.faults or self.conflicts else tuple(self.works),
            code=code,
        )


class CellReader:
    """Reads the cells of one sheet. made: the sheet as it was sent out; None for what never was (a pasted block)."""

    def __init__(
        self, shape: SheetShape, world: World, made: StampedSheet | None, tell: Tell = lambda _: None
    ) -> None:
        """tell: is told how many rows are done, while new ones are held against what stands."""
        self._shape = shape
        self._tell = tell
        self._world = world
        self._made = made
        self._today = clock.today()

    def read(self, mine: Deciding, column: FieldColumn) -> tuple[Any, bool]:
        """The value of a cell, and whether it says one; what cannot be read is refused."""
        cell = mine.row.cells[column.key]
        if cell.flaw:
            mine.faults.append(cell.flaw)
            return None, False
        try:
            return read_text(column.field, cell.canonical, self._world.known), True
        except Misread as misread:
            mine.refuse(column, f"{misread.text}。")
            return None, False

    def is_touched(self, row: FilledRow, column: FieldColumn) -> bool:
        """Whether the clerk changed the cell: it is not as it was sent out, or, never sent out, it says something."""
        cell = row.cells.get(column.key)
        if cell is None:
            return False
        if self._made is None or row.key not in self._made.rows or column.key not in self._made.column_keys:
            return bool(cell.text.strip())
        return not self._made.was_made_with(row.key, column.key, cell.canonical)

    def collides(self, mine: Deciding, column: FieldColumn, value: Any, now: Any, code: str) -> bool:
        """Whether somebody else changed the cell too, since it was sent out."""
        if self._made is None or code not in self._made.rows:
            return False
        if self._made.was_made_with(code, column.key, cell_value(column.field, now, self._world.known)):
            return False
        base = self._base(code, column)
        mine.conflicts.append(
            Conflict(
                header=column.header,
                mine=self.said(column, value),
                theirs=self.said(column, now),
                base=self.said(column, base),
            )
        )
        return True

    def _base(self, code: str, column: FieldColumn) -> Any:
        """The value as it was sent out, by the version of the row."""
        assert self._made is not None
        return self._world.value_at(code, column.fact, column.field.name, self._made.rows[code].version)

    def said(self, column: FieldColumn, value: Any) -> str:
        return display_text(column.field, value, self._world.known) if value not in EMPTY else ""

    def require_named(self, mine: Deciding, column: FieldColumn, value: Any) -> None:
        """Refuses a number of a record that does not exist."""
        kind = column.field.register
        if not kind or value in EMPTY:
            return
        for code in value if isinstance(value, list) else [value]:
            if (code, kind) not in self._world.codes:
                mine.refuse(column, f"没有编号为“{code}”的记录，请核对编号。")

    def tell_missing(self, mine: Deciding, fields: Iterable[Field]) -> None:
        self.tell_faults(mine, missing_faults(tuple(fields)))

    def tell_faults(self, mine: Deciding, faults: Iterable[FieldFault]) -> None:
        """Refuses what a record may not say."""
        mine.faults += [f"第{mine.row.number}行：{one.text}。" for one in faults]
