"""What an official document says, whatever format it is then written in (elements of GB/T 9704-2012, section 7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MAX_COLUMNS = 63  # of a table in a word processor
KEY_LENGTH = 64  # a content control of a docx holds no longer tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as printed, and the key under which its origin can be found again."""

    key: str
    text: str

    def __post_init__(self) -> None:
        if not self.text or not 0 < len(self.key) <= KEY_LENGTH:
            raise ValueError(f"a figure has a text and a key of 1 to {KEY_LENGTH} characters: {self.key!r}")
        if not self.key.isascii() or not self.key.isprintable():
            raise ValueError(f"a key is printable ASCII: {self.key!r}")


Run = str | Figure
Runs = tuple[Run, ...]


def plain(runs: Runs) -> str:
    """The words of runs without their keys."""
    return "".join(run.text if isinstance(run, Figure) else run for run in runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    """A heading with its own number in the text: 一、 (level 1), （一） (2), 1. (3), （1） (4)."""

    level: int
    runs: Runs

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"an official document has four levels of headings: {self.level}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphBlock:
    """A paragraph of the body."""

    runs: Runs


class ListNumbering(StrEnum):
    """How the items of a list are counted."""

    DIGITS = "1."
    WORDS = "一是"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """Items, each a paragraph of its own that begins with its number."""

    items: tuple[Runs, ...]
    numbering: ListNumbering = ListNumbering.DIGITS

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a list has items")
        if self.numbering is ListNumbering.WORDS and len(self.items) > len(_NUMERALS):
            raise ValueError(f"at most {len(_NUMERALS)} items are counted in words")

    @property
    def numbered(self) -> Iterator[Runs]:
        """The items with their numbers."""
        for at, item in enumerate(self.items):
            words = self.numbering is ListNumbering.WORDS
            yield (f"{_NUMERALS[at]}是" if words else f"{at + 1}.", *item)


_NUMERALS = "一二三四五六七八九十"


class Align(StrEnum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column; its width is a share of the sum of all widths."""

    width: int
    align: Align = Align.CENTER

    def __post_init__(self) -> None:
        if self.width <= 0:
            raise ValueError("a column has a width")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell at its top left position; what it covers to the right and below is left out of the rows."""

    runs: Runs = ()
    column_span: int = 1
    row_span: int = 1

    def __post_init__(self) -> None:
        if min(self.column_span, self.row_span) < 1:
            raise ValueError("a cell covers at least its own position")


def cell(*runs: Run) -> TableCell:
    """A cell of one position."""
    return TableCell(runs=runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table; a total stands out."""

    cells: tuple[TableCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table with its caption, unit line (单位：万元) and notes.

    A landscape one fills pages of its own. Raises ValueError where the cells of header or rows do not fill the
    columns exactly, or a cell reaches from the header into the rows.
    """

    columns: tuple[TableColumn, ...]
    header: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    caption: str = ""
    unit_line: str = ""
    notes: tuple[str, ...] = ()
    is_landscape: bool = False

    def __post_init__(self) -> None:
        if not 0 < len(self.columns) <= MAX_COLUMNS:
            raise ValueError(f"a table has 1 to {MAX_COLUMNS} columns")
        if not self.header:
            raise ValueError("a table has a header")
        _require_filled(self.header, len(self.columns))
        _require_filled(self.rows, len(self.columns))


def placed(rows: tuple[TableRow, ...], columns: int) -> Iterator[tuple[int, int, TableCell]]:
    """Every cell with the row and the column, from 0, at which it begins. Raises ValueError where cells do not fit."""
    covered: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (index, column) in covered:
                column += 1
            positions = {
                (index + down, column + right)
                for down in range(cell.row_span)
                for right in range(cell.column_span)
            }
            if (
                positions & covered
                or column + cell.column_span > columns
                or index + cell.row_span > len(rows)
            ):
                raise ValueError(f"row {index + 1}: the cells do not fit the columns")
            covered |= positions
            yield index, column, cell
            column += cell.column_span


def _require_filled(rows: tuple[TableRow, ...], columns: int) -> None:
    filled = sum(cell.column_span * cell.row_span for _, _, cell in placed(rows, columns))
    if filled != len(rows) * columns:
        raise ValueError("the cells leave positions of the table empty")


Block = HeadingBlock | ParagraphBlock | ListBlock | TableBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A numbered 附件. Without blocks it is only named in the notes: it is sent as a file of its own."""

    title: str
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("an annex has a title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs, and the day of signing; room for the seal is left where one will be set."""

    issuer: str
    signed_on: date
    is_sealed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The last lines 版记: who gets a copy, who printed it and when."""

    printed_by: str
    printed_on: date
    copied_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """A document as an office sends it out. What is empty is not printed.

    `issuer_mark` is the red line of characters on top (××市人民政府办公室文件). `title` may hold line breaks, by which
    an office breaks it by sense. `addressees` come without the colon, `remark` 附注 without its brackets.
    """

    title: str
    body: tuple[Block, ...]
    issuer_mark: str = ""
    document_number: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    addressees: str = ""
    signature: Signature | None = None
    remark: str = ""
    imprint: Imprint | None = None
    annexes: tuple[Annex, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document has a title")
        if bool(self.issuer_mark) != bool(self.document_number):
            raise ValueError("the issuer's mark and the document number come together")

    @property
    def printed_annexes(self) -> tuple[tuple[int, Annex], ...]:
        """Those annexes that are bound with the document, with their numbers."""
        return tuple((at, annex) for at, annex in enumerate(self.annexes, 1) if annex.blocks)

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks of the body and of every annex, in order."""
        yield from self.body
        for annex in self.annexes:
            yield from annex.blocks

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure printed, in the order of print."""
        return (run for run in self.runs if isinstance(run, Figure))

    @property
    def runs(self) -> Iterator[Run]:
        """Every run of the body and of the annexes, in the order of print."""
        return (run for block in self.blocks for run in _runs_of(block))


def _runs_of(block: Block) -> Iterator[Run]:
    if isinstance(block, TableBlock):
        for row in (*block.header, *block.rows):
            for cell in row.cells:
                yield from cell.runs
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield from item
    else:
        yield from block.runs
