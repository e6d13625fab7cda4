"""A document as a stream of lines and grids, whichever format it came from: a sheet's heading rows are lines too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinghe.documents.tables import Cell, Document, Paragraph, Table

_SECTION_LINE = re.compile(r"附件|附表|（[一二三四五六七八九十]+）|[注说]|单位[:：]|计量单位")


@dataclass(frozen=True, slots=True)
class Line:
    """A text outside the rows of a table. place: where it stands, for the account and for findings."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Neighbouring rows of a table that belong together; a merged cell is repeated in each position it covers."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0])


def place_of(cell: Cell) -> str:
    return str(cell.locator)


def tight(text: str) -> str:
    """Without blanks and line breaks: how names and headings compare."""
    return "".join(text.split())


def stream(document: Document) -> Iterator[Line | Grid]:
    """Lines and grids in reading order; blank rows and rows of one heading end a grid."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _lines(block.text, str(block.locator))
        else:
            yield from _pieces(block)


def _lines(text: str, place: str) -> Iterator[Line]:
    """The lines of a paragraph; a line break inside it makes two."""
    parts = [part for part in text.split("\n") if part.strip()]
    for number, part in enumerate(parts, start=1):
        yield Line(part, place if len(parts) == 1 else f"{place}第{number}行")


def _pieces(table: Table) -> Iterator[Line | Grid]:
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        texts = {place_of(cell): cell for cell in row if not cell.is_blank}
        heading = next(iter(texts.values())) if len(texts) == 1 else None
        if heading is not None and _is_line(heading, row, bool(rows)):
            yield from _grid(rows)
            yield Line(heading.text, place_of(heading))
        elif texts:
            rows.append(row)
            continue
        else:
            yield from _grid(rows)
        rows = []
    yield from _grid(rows)


def _is_line(cell: Cell, row: tuple[Cell, ...], in_grid: bool) -> bool:
    if cell.column != 0 or (cell.row_span > 1 and cell.column_span < len(row)):
        return False
    return cell.column_span == len(row) > 1 or not in_grid or bool(_SECTION_LINE.match(tight(cell.text)))


def _grid(rows: list[tuple[Cell, ...]]) -> Iterator[Grid]:
    if rows:
        yield Grid(tuple(rows))
