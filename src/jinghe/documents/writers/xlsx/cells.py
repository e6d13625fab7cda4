"""Cells that a spreadsheet shows as they are: exact numbers, real dates, and text that is never run as a formula."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from jinghe.documents.forms.values import NO, YES, FormValue, storable

Page = Any  # a streamed sheet of openpyxl, most of whose properties its types leave out
WorksheetCell = Any
MAX_TEXT = 32_767  # of Excel, in one cell
EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
DATE_FORMAT = "yyyy-mm-dd"
TEXT_FORMAT = "@"
_A4 = 9
_LINE_HEIGHT, _MAX_HEIGHT = 15.0, 409.0  # points; no row of Excel is higher
_FORMULA_BEGINNINGS = tuple("=+-@\t\r\n＝＋－﹣＠﹦﹢﹫")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_ITSELF = frozenset("=+-@\t\r\n \u3000＝＋－﹣＠﹦﹢﹫#")
_ALTERED = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE = Side(style="thin", color="FFBFBFBF")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class TooLongForACell(Exception):
    """A text that Excel would cut off; `text` says so to the user."""

    def __init__(self, content: str) -> None:
        super().__init__(f"{len(content)} characters")
        self.text = f"“{content[:20]}……”有{len(content)}个字，超过Excel一格的上限{MAX_TEXT}字，无法写入。请精简后重试。"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellStyle:
    """How a cell looks and whether it may be typed into; known by identity, since every cell asks for its style."""

    number_format: str = "General"
    is_bold: bool = False
    size: int = 11
    color: str = "FF000000"
    fill: str = ""
    has_frame: bool = False
    is_centered: bool = False
    is_unlocked: bool = False
    wraps: bool = True


_PLAIN = CellStyle(wraps=False)


def starts_like_a_formula(text: str) -> bool:
    """Whether some spreadsheet program would run the text, or ask to, once it is edited or saved as csv."""
    return text.startswith(_FORMULA_BEGINNINGS) or text.lstrip().startswith(_FORMULA_BEGINNINGS)


def clock_time(instant: datetime) -> datetime:
    """What the clock of the instant's own zone shows, to the second; a spreadsheet knows no zones."""
    return instant.replace(tzinfo=None, microsecond=0)


class CellMaker:
    """Makes the cells of one sheet; each look is worked out once and then only pointed at."""

    def __init__(self, sheet: Page) -> None:
        self._sheet = sheet
        self._styles: dict[tuple[CellStyle, bool], WorksheetCell] = {}

    def cell(self, value: FormValue | datetime, look: CellStyle) -> WorksheetCell:
        """A cell that holds the value exactly. Raises TooLongForACell."""
        if isinstance(value, bool):
            value = YES if value else NO
        if isinstance(value, datetime):
            value = clock_time(value)
        if isinstance(value, int | Decimal) and not _is_exact(value):
            value = format(Decimal(value), "f")
        if not isinstance(value, str):
            return self._styled(value, look, is_quoted=False)
        text = _ESCAPE_LOOKALIKE.sub("_x005F_", storable(value))
        if len(text) > MAX_TEXT:
            raise TooLongForACell(value)
        made = self._styled(text, look, is_quoted=starts_like_a_formula(text))
        if text:
            made.data_type = "s"  # openpyxl takes =1 for a formula and #REF! for an error
        return made

    def plain(self, value: FormValue | datetime) -> Any:
        """What a row without looks may hold for a value: itself where openpyxl writes it exactly, at half the cost."""
        if isinstance(value, str):
            is_itself = value[:1] not in _NOT_ITSELF and len(value) <= MAX_TEXT and not _ALTERED.search(value)
            return value if is_itself else self.cell(value, _PLAIN)
        if isinstance(value, bool) or (isinstance(value, int | Decimal) and not _is_exact(value)):
            return self.cell(value, _PLAIN)
        return clock_time(value) if isinstance(value, datetime) else value

    def _styled(self, value: Any, look: CellStyle, *, is_quoted: bool) -> WorksheetCell:
        model = self._styles.get((look, is_quoted))
        if model is None:
            model = self._styles[look, is_quoted] = _model(self._sheet, look, is_quoted=is_quoted)
        made: WorksheetCell = WriteOnlyCell(self._sheet, value)
        # As openpyxl advises: setting each property costs five times as much.
        made._style = copy(model._style)
        return made


def _model(sheet: Page, look: CellStyle, *, is_quoted: bool) -> WorksheetCell:
    model: WorksheetCell = WriteOnlyCell(sheet)
    model.number_format = look.number_format
    model.font = Font(name="宋体", size=look.size, bold=look.is_bold, color=look.color)
    model.alignment = Alignment(
        horizontal="center" if look.is_centered else None,
        vertical="center",
        wrap_text=look.wraps,
    )
    model.protection = Protection(locked=not look.is_unlocked)
    if look.fill:
        model.fill = PatternFill("solid", start_color=look.fill)
    if look.has_frame:
        model.border = _FRAME
    model.quotePrefix = is_quoted
    return model


def height_of(values: Iterable[object], widths: Sequence[int]) -> float | None:
    """The height in points of a row whose texts wrap; None where one line is enough, as nearly always.

    LibreOffice does not work it out for a file it did not write.
    """
    lines = max(
        (_lines(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)),
        default=1,
    )
    return min(lines * _LINE_HEIGHT, _MAX_HEIGHT) if lines > 1 else None


def _lines(text: str, width: int) -> int:
    if 2 * len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, -(-_columns(line) // width)) for line in text.split("\n"))


def _columns(text: str) -> int:
    """How many narrow characters a text is wide; a Chinese one counts two."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def lay_out(page: Page, widths: Sequence[int], freeze: str = "") -> None:
    """Widths, frozen headings, A4 across, numbered pages; before the first row is written."""
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = freeze or None
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter.center.text = "第 &P 页，共 &N 页"


def _is_exact(number: int | Decimal) -> bool:
    if isinstance(number, int):
        return abs(number) < 10**EXACT_DIGITS
    return len(number.as_tuple().digits) <= EXACT_DIGITS or len(_normal_digits(number)) <= EXACT_DIGITS


def _normal_digits(number: Decimal) -> str:
    return "".join(map(str, number.as_tuple().digits)).strip("0")
