"""A sheet's content laid out as a table: used range, merges with their real extents, what merges hide."""

from collections.abc import Iterator

from jinghe.documents.readers import refusals
from jinghe.documents.readers.xlsx.sheet import Merge, Position, SheetContent
from jinghe.documents.readers.xlsx.values import CellReading
from jinghe.documents.tables import Cell, Content, Locator, Table, column_letters

MAX_POSITIONS = 1_000_000  # rows × columns of all sheets, each up to its last cell with content
_BLANK = CellReading(text="", content=Content.EMPTY)


def build_table(
    content: SheetContent, sheet: Locator, *, is_hidden: bool, budget: int
) -> tuple[Table, dict[Position, CellReading]]:
    """The table of a sheet with content, and the readings that merges cover.

    Raises UnreadableDocument, also where the table would have more than `budget` positions.
    """
    merges, rows, columns = _extent(content, sheet, budget)
    origins = {(merge.top, merge.left): merge for merge in merges}
    covered = _covered(merges, rows * columns, sheet)
    hidden_rows = tuple(row for row in content.hidden_rows if row < rows)
    hidden_columns = tuple(sorted({c for hidden in content.hidden_columns for c in hidden if c < columns}))
    positions = sorted((content.readings.keys() | origins.keys()) - covered)
    hidden = set(hidden_rows), set(hidden_columns)
    readings = (content.readings.get(at, _BLANK) for at in positions)
    table = Table(
        cells=tuple(
            _cell(at, reading, origins.get(at), sheet, hidden)
            for at, reading in zip(positions, readings, strict=True)
        ),
        row_count=rows,
        column_count=columns,
        locator=sheet,
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        is_hidden=is_hidden,
    )
    return table, {at: content.readings[at] for at in sorted(covered & content.readings.keys())}


def _extent(content: SheetContent, sheet: Locator, budget: int) -> tuple[list[Merge], int, int]:
    """Merges, rows and columns in use: to the last content, or as far as merges reach if that is sane."""
    used_rows = 1 + max(row for row, _ in content.readings)
    used_columns = 1 + max(column for _, column in content.readings)
    if used_rows * used_columns > budget:
        raise refusals.too_large(
            f"{sheet}的内容一直铺到{column_letters(used_columns)}{used_rows}，整个工作簿合计超过{MAX_POSITIONS}格",
            "请删去远处多余的内容后重新上传。",
        )
    with_content = [merge for merge in content.merges if (merge.top, merge.left) in content.readings]
    rows = max([used_rows, *(merge.bottom for merge in with_content)])
    columns = max([used_columns, *(merge.right for merge in with_content)])
    if rows * columns > budget:
        rows, columns = used_rows, used_columns
    clipped = (merge.clipped(rows, columns) for merge in content.merges)
    return [merge for merge in clipped if merge.area > 1], rows, columns


def _covered(merges: list[Merge], positions: int, sheet: Locator) -> set[Position]:
    """Positions that merged cells cover, their first ones excepted. Excel allows no overlap."""
    covered: set[Position] = set()
    area = sum(merge.area for merge in merges)
    if area <= positions:
        for merge in merges:
            covered.update(_positions(merge))
    if len(covered) != area:
        raise refusals.damaged(f"{sheet}的合并区域互相重叠")
    return covered - {(merge.top, merge.left) for merge in merges}


def _positions(merge: Merge) -> Iterator[Position]:
    columns = range(merge.left, merge.right)
    return ((row, column) for row in range(merge.top, merge.bottom) for column in columns)


def _cell(
    at: Position, reading: CellReading, merge: Merge | None, sheet: Locator, hidden: tuple[set[int], set[int]]
) -> Cell:
    row, column = at
    bottom, right = (merge.bottom, merge.right) if merge else (row + 1, column + 1)
    hidden_rows, hidden_columns = hidden
    return Cell(
        text=reading.text,
        row=row,
        column=column,
        row_span=bottom - row,
        column_span=right - column,
        table_locator=sheet,
        content=reading.content,
        value=reading.value,
        formula=reading.formula,
        number_format=reading.number_format,
        is_hidden=hidden_rows.issuperset(range(row, bottom))
        or hidden_columns.issuperset(range(column, right)),
    )
