"""Measures of an official document on paper (GB/T 9704-2012, sections 5 and 7). Lengths are mm, sizes of type points.

The standard measures white edges: the first line of characters touches the top of the text area, the 22nd its
bottom. 22 characters of 16 points and 21 gaps fill 225 mm at a pitch of 10.446 mm, which agrees with its definition
of a line (a character and 7/8 of one). docs/adr/0011-official-documents-are-measured-on-paper.md
"""

import re
from math import ceil

from jinghe.documents.blocks import OfficialDocument, TableBlock, TableCell, placed, plain

POINT = 25.4 / 72

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0
TEXT_WIDTH, TEXT_HEIGHT = 156.0, 225.0
RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT
LINES, CHARACTERS = 22, 28

BODY, TITLE, SMALL = 16.0, 22.0, 14.0  # 3号, 2号, 4号
PITCH = (TEXT_HEIGHT - BODY * POINT) / (LINES - 1)
LEADING = PITCH - BODY * POINT
CHARACTER = TEXT_WIDTH / CHARACTERS

MARK_TOP = 35.0  # of the issuer's mark, below the top of the text area
LARGEST_MARK = 62.0  # points: 22 mm high
RED_LINE_GAP, RED_LINE = 4.0, 0.7
PAGE_NUMBER_GAP = 7.0
IMPRINT_LINE, IMPRINT_THIN_LINE = 0.35, 0.25
INK_TOP = 0.04  # of the size: white above the ink of a character

SNUG = 1.15
"""Of a size: an exact line in which a word processor begins its characters within a millimetre of the top."""

SEALED_LINES, UNSEALED_LINES = (
    2,
    1,
)  # blank ones above the signature; a seal of 42 mm then begins within one line

CAPTION, UNIT_LINE, NOTE = 16.0, 12.0, 10.5
TABLE_SIZES = (12.0, 10.5, 9.0, 7.5)
CELL_INSET = 1.2
TABLE_LINE = 0.5  # points


def width(text: str) -> float:
    """Width in characters; a half-width one counts one half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def mark_size(document: OfficialDocument) -> float:
    """Size at which the issuer's mark fits the text area."""
    room = TEXT_WIDTH / POINT * 0.98
    return min(LARGEST_MARK, round(room / max(width(document.issuer_mark), 1), 1))


def number_top(document: OfficialDocument) -> float:
    """Top of the characters of the document number, from the top of the text area: two blank lines below the mark."""
    return MARK_TOP + (mark_size(document) * (1 - INK_TOP)) * POINT + 2 * PITCH + LEADING / 2


def red_line_top(document: OfficialDocument) -> float:
    """Place of the red line, from the top of the text area."""
    return number_top(document) + BODY * POINT + RED_LINE_GAP


def sheet_width(is_landscape: bool) -> float:
    """Width of the text area as the sheet is read."""
    return TEXT_HEIGHT if is_landscape else TEXT_WIDTH


def column_widths(table: TableBlock) -> tuple[float, ...]:
    """Widths of the columns in mm; together they fill the text area."""
    whole = sum(column.width for column in table.columns)
    return tuple(sheet_width(table.is_landscape) * column.width / whole for column in table.columns)


def table_size(table: TableBlock) -> float:
    """Largest size at which no word of a table is wider than its cell; the smallest where there is none.

    Words longer than any figure do not count: they are broken.
    """
    room = [
        (widest_word(plain(cell.runs)), cell_room(table, column, cell))
        for rows in (table.header, table.rows)
        for _, column, cell in placed(rows, len(table.columns))
    ]
    kept = [(word, space) for word, space in room if word <= _LONGEST_FIGURE]
    fitting = (size for size in TABLE_SIZES if all(word * size * POINT <= space for word, space in kept))
    return next(fitting, TABLE_SIZES[-1])


def cell_room(table: TableBlock, column: int, cell: TableCell) -> float:
    """Width for the text of a cell that begins at a column, from 0."""
    return sum(column_widths(table)[column : column + cell.column_span]) - 2 * CELL_INSET


def widest_word(text: str) -> float:
    """Width in characters of the longest piece that cannot be broken, as figures and Latin words cannot.

    Rather too wide: digits differ between fonts.
    """
    words = re.split(r"[^!-~]+", text)
    return max(1.0, *(sum(_ASCII_WIDTHS[character] for character in word) for word in words))


_NARROW = ",.'|:;!"
_ASCII_WIDTHS = {
    character: 0.3 if character in _NARROW else 0.75 if character.isupper() else 0.55
    for character in map(chr, range(128))
}
_LONGEST_FIGURE = 12.0  # characters


def line_count(text: str, room: float, size: float) -> int:
    """How many lines a text takes within a width, about."""
    across = max(1.0, room / (size * POINT))
    return sum(max(1, ceil(width(line) / across)) for line in text.split("\n"))
