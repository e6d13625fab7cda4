"""Tables of a PDF that run over pages: repeated headings go, broken rows and broken merged cells are one again."""

import re
from dataclasses import dataclass, field
from typing import Any

from jinghe.documents.tables import Cell, Content, Locator, Paragraph, Place, Table

_FIGURE = re.compile(r"[0-9０-９.,，．%％—–\-/]+")
_SENTENCE_END = ("。", "；", "！", ";", ".")
_PROSE = 8  # characters; shorter cells are names, figures or headings
_HEADING = 20
_ALIKE = 6.0  # points by which the columns of one table differ from page to page


@dataclass(slots=True, kw_only=True)
class UnfinishedCell:
    """A cell while its table is put together; rows count from the start of the table, over all pages."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int

    @property
    def bottom(self) -> int:
        return self.row + self.row_span

    @property
    def words(self) -> str:
        return "".join(self.text.split())

    @property
    def is_figure(self) -> bool:
        return _FIGURE.fullmatch(self.words) is not None

    @property
    def breaks_off(self) -> bool:
        """Whether a sentence ends without its full stop."""
        return len(self.words) >= _PROSE and not self.words.endswith(_SENTENCE_END)


@dataclass(slots=True, kw_only=True)
class PageTable:
    """A table from its first page on. number: among the tables of the document."""

    number: int
    page: int
    last_page: int
    across: list[float]
    row_count: int
    pieces: list[UnfinishedCell]
    context: tuple[Paragraph, ...] = ()
    stray: list[str] = field(default_factory=list)
    broken_at: list[int] = field(default_factory=list)

    @property
    def column_count(self) -> int:
        return len(self.across) - 1

    def at(self, row: int) -> dict[int, UnfinishedCell]:
        """The pieces that cover a row, by their first column."""
        return {piece.column: piece for piece in self.pieces if piece.row <= row < piece.bottom}

    def heading_height(self) -> int:
        """The leading rows that merged cells of the first row tie together."""
        height = 1
        while height < self.row_count and any(piece.row < height < piece.bottom for piece in self.pieces):
            height += 1
        return height if height < self.row_count else 0

    def takes_on(self, other: "PageTable") -> bool:
        """Joins the table at the top of the next page to this one, if it surely runs on."""
        if not _are_alike(self.across, other.across):
            return False
        repeated = _repeated_rows(self, other)
        if not repeated and _is_heading(other.at(0)):
            return False
        other.drop(repeated)
        if other.row_count:
            self._join_first_row(other)
            for piece in other.pieces:
                piece.row += self.row_count
            self._reach_over(other)
            self.pieces += other.pieces
            self.row_count += other.row_count
        self.last_page = other.last_page
        self.stray += other.stray
        return True

    def drop(self, rows: int) -> None:
        """Takes leading rows away; no cell reaches over their end."""
        self.pieces = [piece for piece in self.pieces if piece.row >= rows]
        self.row_count -= rows
        for piece in self.pieces:
            piece.row -= rows

    def _join_first_row(self, other: "PageTable") -> None:
        """A first row without a name that goes on with sentences broken off above is the rest of that row."""
        above, below = self.at(self.row_count - 1), other.at(0)
        rests = [piece for piece in below.values() if piece.words and piece.row_span == 1]
        is_rest = 0 in below and not below[0].words and bool(rests)
        if is_rest and all(piece.column in above and above[piece.column].breaks_off for piece in rests):
            for piece in rests:
                above[piece.column].text += "\n" + piece.text
            other.pieces = [piece for piece in other.pieces if piece.row > 0 or piece.row_span > 1]
            for piece in other.pieces:
                piece.row_span -= piece.row == 0
                piece.row = max(piece.row - 1, 0)
            other.row_count -= 1
        elif any(self._may_run_on(above.get(piece.column), piece) for piece in rests):
            self.broken_at.append(other.page)

    def _may_run_on(self, above: UnfinishedCell | None, below: UnfinishedCell) -> bool:
        """Whether a sentence breaks off where the other cells of its column end with a full stop."""
        if above is None or above.row_span > 1 or not above.breaks_off or len(below.words) < 2:
            return False
        column = [piece for piece in self.pieces if piece.column == below.column and piece is not above]
        return any(piece.words.endswith(_SENTENCE_END) for piece in column)

    def _reach_over(self, other: "PageTable") -> None:
        """A merged cell that ends at the end of the page goes on where the next is empty or says the same."""
        above = self.at(self.row_count - 1)
        for piece in [piece for piece in other.pieces if piece.row == self.row_count]:
            whole = above.get(piece.column)
            if whole is None or whole.row_span == 1 or whole.column_span != piece.column_span:
                continue
            if not piece.words or (piece.words == whole.words and piece.row_span > 1 and not piece.is_figure):
                whole.row_span += piece.row_span
                other.pieces.remove(piece)

    def table(self) -> Table:
        """The table as the document shows it; each cell knows the page it begins on."""
        return Table(
            cells=tuple(
                self._cell(piece)
                for piece in sorted(self.pieces, key=lambda piece: (piece.row, piece.column))
            ),
            row_count=self.row_count,
            column_count=self.column_count,
            locator=locator(self.page, self.number),
            context=self.context,
        )

    def _cell(self, piece: UnfinishedCell) -> Cell:
        return Cell(
            text=piece.text,
            row=piece.row,
            column=piece.column,
            row_span=piece.row_span,
            column_span=piece.column_span,
            table_locator=locator(piece.page, self.number),
            content=Content.TEXT if piece.words else Content.EMPTY,
        )


def locator(page: int, table: int) -> Locator:
    """A table on a page; tables are counted through the document, rows through the table."""
    return Locator(place=Place.TABLE, number=table, within=Locator(place=Place.PAGE, number=page))


def page_table(ruled: dict[str, Any], number: int, page: int, context: tuple[Paragraph, ...]) -> PageTable:
    """A table as `pages` tells it; a cell that lies upon another is told as stray text."""
    taken: set[tuple[int, int]] = set()
    pieces, stray = [], [ruled["stray"]] if ruled["stray"] else []
    for cell in ruled["cells"]:
        row_span, column_span = cell["bottom"] - cell["row"], cell["right"] - cell["column"]
        covered = {
            (row, column)
            for row in range(cell["row"], cell["bottom"])
            for column in range(cell["column"], cell["right"])
        }
        if not covered or covered & taken:
            stray += [cell["text"]] if cell["text"].strip() else []
            continue
        taken |= covered
        pieces.append(
            UnfinishedCell(
                row=cell["row"],
                column=cell["column"],
                row_span=row_span,
                column_span=column_span,
                text=cell["text"],
                page=page,
            )
        )
    return PageTable(
        number=number,
        page=page,
        last_page=page,
        across=ruled["across"],
        row_count=len(ruled["down"]) - 1,
        pieces=pieces,
        context=context,
        stray=stray,
    )


def _are_alike(first: list[float], other: list[float]) -> bool:
    return len(first) == len(other) and all(
        abs((a - first[0]) - (b - other[0])) <= _ALIKE for a, b in zip(first, other, strict=True)
    )


def _repeated_rows(first: PageTable, other: PageTable) -> int:
    """How many leading rows repeat the heading of the first page."""
    height = first.heading_height()

    def shape(table: PageTable) -> list[tuple[int, int, int, int, str]]:
        return sorted(
            (piece.row, piece.column, piece.row_span, piece.column_span, piece.words)
            for piece in table.pieces
            if piece.row < height
        )

    is_repeated = 0 < height <= other.row_count and shape(first) == shape(other)
    return (
        height if is_repeated and not any(piece.is_figure for piece in first.at(height - 1).values()) else 0
    )


def _is_heading(row: dict[int, UnfinishedCell]) -> bool:
    """Whether a row may head another table: short words in every cell, and no figure."""
    return all(piece.words and not piece.is_figure and len(piece.words) < _HEADING for piece in row.values())
