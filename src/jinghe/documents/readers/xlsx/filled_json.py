"""A workbook that was sent back as JSON and back, for the way between two processes: short, since it has many cells."""

from typing import Any

from jinghe.documents.document_json import value_from_json, value_to_json
from jinghe.documents.forms.filled import FilledSheet, FilledWorkbook, GridRow, MergedRange, ShownCell
from jinghe.documents.forms.stamps import stamp_in, stamp_lines
from jinghe.documents.tables import Content

Json = Any


def filled_to_json(filled: FilledWorkbook) -> Json:
    """All that was read."""
    return {
        "sheets": [_sheet_to_json(sheet) for sheet in filled.sheets],
        "stamp": filled.stamp and list(stamp_lines(filled.stamp)),
        "remarks": value_to_json(filled.remarks),
    }


def filled_from_json(row: Json) -> FilledWorkbook:
    """The very workbook. Raises what its constructors raise."""
    return FilledWorkbook(
        sheets=tuple(map(_sheet_from_json, row["sheets"])),
        stamp=stamp_in(row["stamp"]) if row["stamp"] else None,
        remarks=value_from_json(row["remarks"]),
    )


def _sheet_to_json(sheet: FilledSheet) -> Json:
    return {
        "name": sheet.name,
        "rows": [
            [row.number, [_cell_to_json(place, cell) for place, cell in row.cells.items()]]
            for row in sheet.rows
        ],
        "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
    }


def _sheet_from_json(row: Json) -> FilledSheet:
    return FilledSheet(
        name=row["name"],
        rows=tuple(
            GridRow(number=number, cells={cell[0]: _cell_from_json(cell) for cell in cells})
            for number, cells in row["rows"]
        ),
        merges=tuple(
            MergedRange(top=top, left=left, bottom=bottom, right=right)
            for top, left, bottom, right in row["merges"]
        ),
    )


def _cell_to_json(place: int, cell: ShownCell) -> Json:
    if cell.content is Content.TEXT:
        return [place, cell.text]
    return [place, cell.text, cell.content.value, value_to_json(cell.value)]


def _cell_from_json(parts: Json) -> ShownCell:
    if len(parts) == 2:
        return ShownCell(text=parts[1])
    return ShownCell(text=parts[1], content=Content(parts[2]), value=value_from_json(parts[3]))
