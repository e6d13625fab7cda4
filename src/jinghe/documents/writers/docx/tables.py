"""Tables of a docx: fixed widths within the text area, headers that repeat, rows that are not torn apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinghe.documents.blocks import Align, TableBlock, TableCell, TableRow, placed
from jinghe.documents.writers.docx.elements import (
    Justification,
    Shape,
    Writer,
    paragraph,
    plain_run,
    size_of,
    twips,
)
from jinghe.documents.writers.docx.pages import PAGE_TOP
from jinghe.documents.writers.measures import CELL_INSET, PITCH, TABLE_LINE, TOP, column_widths, table_size

_PLACES: dict[Align, Justification] = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_NO_LINES = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "right"))
_CELL_PADDING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """One grid position of a row: a cell that begins here, or the continuation of one from above."""

    column: int
    cell: TableCell
    is_continued: bool


def table_blocks(table: TableBlock, writer: Writer) -> Iterator[str]:
    """The caption, the table with its unit line, and the notes."""
    if table.caption:
        yield paragraph(plain_run(table.caption), Shape(style="Caption", before=PITCH / 2))
    yield _TableWriter(table, writer).xml()
    for note in table.notes:
        yield paragraph(plain_run(note), Shape(style="TableNote", before=_CELL_PADDING))


class _TableWriter:
    def __init__(self, table: TableBlock, writer: Writer) -> None:
        self.table = table
        self.writer = writer
        self.widths = [twips(width) for width in column_widths(table)]
        self.size = size_of(table_size(table))

    def xml(self) -> str:
        line = f'w:val="single" w:sz="{round(TABLE_LINE * 8)}" w:space="0" w:color="000000"'
        borders = "".join(
            f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        inset, padding = twips(CELL_INSET), twips(_CELL_PADDING)
        margins = "".join(
            f'<w:{side} w:w="{length}" w:type="dxa"/>'
            for side, length in (("top", padding), ("left", inset), ("bottom", padding), ("right", inset))
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{self._unit_line()}"
            f"{''.join(self._rows(self.table.header, is_header=True))}"
            f"{''.join(self._rows(self.table.rows, is_header=False))}</w:tbl>"
        )

    def _unit_line(self) -> str:
        """The first row of the header: on pages filled from the top it keeps the frame in the text area."""
        has_unit = bool(self.table.unit_line)
        if not has_unit and self.table.is_landscape:
            return ""
        span = f'<w:gridSpan w:val="{len(self.widths)}"/>' if len(self.widths) > 1 else ""
        properties = (
            f'<w:tcW w:w="{sum(self.widths)}" w:type="dxa"/>{span}<w:tcBorders>{_NO_LINES}</w:tcBorders>'
        )
        content = paragraph(
            plain_run(self.table.unit_line) if has_unit else "",
            Shape(style="UnitLine" if has_unit else "Hidden", keep_next=True),
        )
        cell = f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="bottom"/></w:tcPr>{content}</w:tc>'
        low = "" if has_unit else f'<w:trHeight w:val="{twips(TOP - PAGE_TOP)}" w:hRule="exact"/>'
        return f"<w:tr><w:trPr><w:cantSplit/>{low}<w:tblHeader/></w:trPr>{cell}</w:tr>"

    def _rows(self, rows: tuple[TableRow, ...], *, is_header: bool) -> Iterator[str]:
        repeated = "<w:tblHeader/>" if is_header else ""
        spots = _spots(rows, len(self.widths))
        for at, row in enumerate(rows):
            keeps = is_header or (at == len(rows) - 1 and bool(self.table.notes))
            stands_out = is_header or row.is_total
            cells = "".join(
                self._cell(spot, stands_out=stands_out, is_header=is_header, keeps=keeps)
                for spot in spots[at]
            )
            yield f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"

    def _cell(self, spot: _Spot, *, stands_out: bool, is_header: bool, keeps: bool) -> str:
        cell = spot.cell
        width = sum(self.widths[spot.column : spot.column + cell.column_span])
        span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
        merge = (
            "<w:vMerge/>" if spot.is_continued else '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
        )
        place = "center" if is_header else _PLACES[self.table.columns[spot.column].align]
        shape = Shape(style="TableHead" if stands_out else "TableText", keep_next=keeps, place=place)
        content = "" if spot.is_continued else self.writer.runs(cell.runs, self.size)
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(content, shape)}</w:tc>"


def _spots(rows: tuple[TableRow, ...], columns: int) -> list[list[_Spot]]:
    spots: list[list[_Spot]] = [[] for _ in rows]
    for row, column, cell in placed(rows, columns):
        for down in range(cell.row_span):
            spots[row + down].append(_Spot(column=column, cell=cell, is_continued=down > 0))
    return [sorted(row, key=lambda spot: spot.column) for row in spots]
