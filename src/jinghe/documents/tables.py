"""What a reader finds in a file: paragraphs and tables in reading order, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain


class DocumentKind(StrEnum):
    """File formats that can be read."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    TXT = "txt"


class Place(StrEnum):
    """Kinds of places in a document; the value is the word printed for a user."""

    PAGE = "页"
    LINE = "行"
    PARAGRAPH = "段"
    TABLE = "表"
    NESTED_TABLE = "内嵌表"
    CELL = "单元格"
    SHEET = "工作表"
    TEXT_BOX = "文本框"
    FOOTNOTE = "脚注"
    ENDNOTE = "尾注"
    HEADER = "页眉"
    FOOTER = "页脚"
    COMMENT = "批注"


def column_letters(number: int) -> str:
    """Spreadsheet letters of a 1-based column number: 1 → A, 28 → AB."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A place a person can go to. Numbers are 1-based; `str()` is the Chinese text, e.g. `表3 第4行第2列`.

    `number` is the row and `column` the column of a CELL; `name` is the name of a SHEET.
    """

    place: Place
    number: int = 0
    column: int = 0
    name: str = ""
    within: "Locator | None" = None

    def cell(self, row: int, column: int) -> "Locator":
        """The cell at 1-based row and column of this table or sheet."""
        return Locator(place=Place.CELL, number=row, column=column, within=self)

    def __str__(self) -> str:
        if self.within is None:
            return self._own_words()
        gap = "" if self.within.place is Place.SHEET else " "
        return f"{self.within}{gap}{self._own_words()}"

    def _own_words(self) -> str:
        if self.place is Place.SHEET:
            return f"工作表“{self.name}”"
        if self.place in (Place.PARAGRAPH, Place.PAGE, Place.LINE):
            return f"第{self.number}{self.place}"
        if self.place is not Place.CELL:
            return f"{self.place}{self.number}"
        if self.within is not None and self.within.place is Place.SHEET:
            return f"{column_letters(self.column)}{self.number}"
        return f"第{self.number}行第{self.column}列"


class Content(StrEnum):
    """What a cell holds. UNCALCULATED: a formula whose result the file does not store."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


CellValue = Decimal | datetime | date | time | timedelta | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Visible text of a paragraph, line breaks as `\\n`, never blank.

    `label` is the automatic list number that opens `text` (`一、`), empty where the number was typed.
    """

    text: str
    locator: Locator
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell at its top left position, 0-based, with its real merged extent.

    `text` is verbatim; numbers are exact decimals without thousands separators (3500, 90%), dates are ISO.
    `value` is the typed value of a spreadsheet cell, Decimal("0.9") for 90%, None for text. `formula` starts
    with `=`; `number_format` is the spreadsheet's code. `tables` are nested tables, not repeated in `text`.
    `is_hidden`: every row or every column of the cell is hidden.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    table_locator: Locator
    content: Content = Content.TEXT
    value: CellValue | None = None
    formula: str = ""
    number_format: str = ""
    is_hidden: bool = False
    tables: tuple["Table", ...] = ()

    @property
    def locator(self) -> Locator:
        """Where the cell stands; made on demand, a large sheet holds many cells."""
        return self.table_locator.cell(self.row + 1, self.column + 1)

    @property
    def is_merged(self) -> bool:
        """Whether the cell covers more than one position."""
        return self.row_span > 1 or self.column_span > 1

    @property
    def is_blank(self) -> bool:
        """Whether there is neither text nor a nested table."""
        return not self.text.strip() and not self.tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A direct grid of cells. `cells` holds each cell once, in reading order; rows and columns count from 0.

    A sheet is one table whose (0, 0) is A1. `context` are the paragraphs since the table before (or the
    start), nearest last. `header_rows` counts the leading rows that a docx marks as repeated on each page.
    Raises ValueError where cells overlap or leave the grid.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    locator: Locator
    context: tuple[Paragraph, ...] = ()
    header_rows: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    is_hidden: bool = False
    _grid: list[list[Cell | None]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grid: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            _put(grid, cell)
        object.__setattr__(self, "_grid", grid)

    def cell(self, row: int, column: int) -> Cell:
        """The cell that covers a position from 0; an EMPTY one where the file has none. Raises IndexError."""
        if row < 0 or column < 0:
            raise IndexError(f"no negative positions: {row}, {column}")
        return self._grid[row][column] or self._empty(row, column)

    def row(self, row: int) -> tuple[Cell, ...]:
        """The covering cell of every column of a row; a merged cell is repeated."""
        return tuple(self.cell(row, column) for column in range(self.column_count))

    def column(self, column: int) -> tuple[Cell, ...]:
        """The covering cell of every row of a column; a merged cell is repeated."""
        return tuple(self.cell(row, column) for row in range(self.row_count))

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Every row, top down, as `row` gives it."""
        return (self.row(row) for row in range(self.row_count))

    def is_origin(self, row: int, column: int) -> bool:
        """Whether a cell starts at this position; False where another cell covers it."""
        cell = self.cell(row, column)
        return (cell.row, cell.column) == (row, column)

    def _empty(self, row: int, column: int) -> Cell:
        is_hidden = row in self.hidden_rows or column in self.hidden_columns
        return Cell(
            text="",
            row=row,
            column=column,
            table_locator=self.locator,
            content=Content.EMPTY,
            is_hidden=is_hidden,
        )


def _put(grid: list[list[Cell | None]], cell: Cell) -> None:
    bottom, right = cell.row + cell.row_span, cell.column + cell.column_span
    if min(cell.row, cell.column) < 0 or bottom > len(grid) or right > len(grid[0]):
        raise ValueError(f"cell leaves the grid: {cell.locator}")
    for line in grid[cell.row : bottom]:
        if any(line[cell.column : right]):
            raise ValueError(f"cells overlap: {cell.locator}")
        line[cell.column : right] = [cell] * cell.column_span


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SideText:
    """Text beside the main text: a text box, note, comment, header, footer. `anchor`: where it hangs."""

    locator: Locator
    blocks: tuple[Block, ...]
    anchor: Locator | None = None


class RemarkCode(StrEnum):
    """What a person should know about how a file was read."""

    TRACKED_CHANGES = "tracked_changes"
    MACROS = "macros"
    HIDDEN_TEXT = "hidden_text"
    COVERED_TEXT = "covered_text"
    PICTURE = "picture"
    EMBEDDED_OBJECT = "embedded_object"
    UNKNOWN_SYMBOL = "unknown_symbol"
    UNKNOWN_NUMBERING = "unknown_numbering"
    RAGGED_TABLE = "ragged_table"
    PAGE_BREAK = "page_break"
    TURNED_TEXT = "turned_text"
    REBUILT_TABLE = "rebuilt_table"
    UNCALCULATED_FORMULA = "uncalculated_formula"
    ERROR_VALUE = "error_value"
    FORMATTED_NUMBER = "formatted_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRemark:
    """Something not read, or read otherwise than expected; `message` is a Chinese sentence for the user."""

    code: RemarkCode
    message: str
    locator: Locator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What the file says of itself; nothing here is verified."""

    title: str = ""
    author: str = ""
    last_modified_by: str = ""
    created_at: datetime | None = None
    modified_at: datetime | None = None
    application: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as read: `blocks` is the main text in reading order (xlsx: a table per sheet with content).

    `page_sizes`: width and height of each page of a PDF, in whole points; empty for other formats.
    """

    name: str
    kind: DocumentKind
    blocks: tuple[Block, ...]
    sections: tuple[SideText, ...] = ()
    properties: Properties = Properties()
    remarks: tuple[ReaderRemark, ...] = ()
    page_sizes: tuple[tuple[int, int], ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Paragraphs of the main text."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table: main text first, then sections; a nested table follows the one it lies in."""
        blocks = chain(self.blocks, *(section.blocks for section in self.sections))
        return tuple(table for block in blocks if isinstance(block, Table) for table in _with_nested(block))

    @property
    def has_tracked_changes(self) -> bool:
        """Whether revisions are pending; insertions were read, deletions were not."""
        return self._has(RemarkCode.TRACKED_CHANGES)

    @property
    def has_macros(self) -> bool:
        """Whether the file carries macros; they are neither run nor read."""
        return self._has(RemarkCode.MACROS)

    def _has(self, code: RemarkCode) -> bool:
        return any(remark.code is code for remark in self.remarks)


def _with_nested(table: Table) -> Iterator[Table]:
    yield table
    for cell in table.cells:
        for nested in cell.tables:
            yield from _with_nested(nested)
