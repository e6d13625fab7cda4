"""Official documents as a workbook: the text on one sheet, each table on its own, figures as numbers."""

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jinghe.documents.blocks import (
    Figure,
    ListBlock,
    OfficialDocument,
    Runs,
    TableBlock,
    TableRow,
    placed,
    plain,
)
from jinghe.documents.writers import words
from jinghe.documents.writers.archive import clean, zipped
from jinghe.documents.writers.measures import (
    BODY,
    BOTTOM,
    CAPTION,
    LEFT,
    NOTE,
    RIGHT,
    TEXT_WIDTH,
    TITLE,
    TOP,
    column_widths,
    line_count,
    sheet_width,
    table_size,
)
from jinghe.documents.writers.pdf.fonts import Face, Typefaces
from jinghe.documents.writers.xlsx.cells import starts_like_a_formula
from jinghe.documents.writers.xlsx.printed_numbers import number

TEXT_SHEET = "正文"
KEYS_SHEET = "数据标记"
_KEYS_HEAD = ("工作表", "单元格", "标记", "文字")
_CHARACTERS_PER_MM = 0.53
# A single column is never scaled to the page, and without the default font of Excel it is a quarter wider.
_TEXT_ROOM = TEXT_WIDTH * 0.77
_A4 = 9
_INCH = 25.4
_CELL_PADDING = 3.0  # mm, left and right together
_LINE, _ROW_PADDING = 1.45, 4.0  # of the size; points
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_xlsx(document: OfficialDocument, *, typefaces: Typefaces, made_at: datetime) -> bytes:
    """The document as xlsx; the same document, font names and instant give the same bytes.

    Keys of figures stand on a hidden sheet, by sheet and cell. No text becomes a formula.
    """
    return _WorkbookWriter(document, typefaces).content(made_at)


class _WorkbookWriter:
    def __init__(self, document: OfficialDocument, typefaces: Typefaces) -> None:
        self.document = document
        self.names = typefaces.names
        self.book = Workbook()
        self.text: Worksheet = self.book.worksheets[0]
        self.text.title = TEXT_SHEET
        self.keys: list[tuple[str, str, str, str]] = []
        self.text_rows = self.tables = 0

    def content(self, made_at: datetime) -> bytes:
        self.text.column_dimensions["A"].width = _TEXT_ROOM * _CHARACTERS_PER_MM
        for part in (part for sheet in words.sheets(self.document) for part in sheet.parts):
            if isinstance(part, TableBlock):
                self.table(part)
            else:
                for face, place, runs in _lines(part, self.document):
                    self.line(face, place, runs)
        _print_on_a4(self.text, is_landscape=False)
        self.key_sheet()
        return _packed(self.book, made_at)

    def line(self, face: Face, place: str, runs: Runs) -> None:
        self.text_rows += 1
        cell = _cell(self.text, self.text_rows, 1)
        _put_text(cell, plain(runs))
        size = TITLE if face is Face.TITLE else BODY
        _heighten(self.text, self.text_rows, plain(runs), size, _TEXT_ROOM)
        cell.font = Font(name=self.names[face], size=size)
        cell.alignment = Alignment(horizontal=place, vertical="top", wrap_text=True)
        self.remember(cell, runs)

    def table(self, table: TableBlock) -> None:
        self.tables += 1
        sheet: Worksheet = self.book.create_sheet(self.sheet_name(table))
        for at, across in enumerate(column_widths(table), 1):
            sheet.column_dimensions[get_column_letter(at)].width = max(4.0, across * _CHARACTERS_PER_MM)
        row = 1
        for text, face, place in (
            (table.caption, Face.HEITI, "center"),
            (table.unit_line, Face.FANGSONG, "right"),
        ):
            if text:
                self.across(sheet, row, text, face, place, table)
                row += 1
        first = row
        self.rows(sheet, table, table.header, row, is_header=True)
        row += len(table.header)
        sheet.freeze_panes = f"A{row}"
        sheet.print_title_rows = f"{first}:{row - 1}"
        self.rows(sheet, table, table.rows, row, is_header=False)
        row += len(table.rows)
        for at, note in enumerate(table.notes):
            self.across(sheet, row + at, note, Face.FANGSONG, "left", table)
        _print_on_a4(sheet, is_landscape=table.is_landscape)

    def sheet_name(self, table: TableBlock) -> str:
        caption = _NOT_IN_A_NAME.sub("", clean(table.caption)).strip("'\n\t ")
        return f"表{self.tables}{' ' if caption else ''}{caption}"[:_LONGEST_NAME]

    def across(
        self, sheet: Worksheet, row: int, text: str, face: Face, place: str, table: TableBlock
    ) -> None:
        cell = _cell(sheet, row, 1)
        _put_text(cell, text)
        size = CAPTION if face is Face.HEITI else NOTE
        _heighten(sheet, row, text, size, sheet_width(table.is_landscape))
        cell.font = Font(name=self.names[face], size=size)
        cell.alignment = Alignment(horizontal=place, vertical="center", wrap_text=True)
        if len(table.columns) > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(table.columns))

    def rows(
        self, sheet: Worksheet, table: TableBlock, rows: tuple[TableRow, ...], top: int, *, is_header: bool
    ) -> None:
        size, widths = table_size(table), column_widths(table)
        for at, column, table_cell in placed(rows, len(table.columns)):
            stands_out = is_header or rows[at].is_total
            cell = _cell(sheet, top + at, column + 1)
            (_put_text if is_header else _put)(cell, plain(table_cell.runs))
            place = "center" if is_header else table.columns[column].align.value
            if max(table_cell.row_span, table_cell.column_span) > 1:
                sheet.merge_cells(
                    start_row=top + at,
                    end_row=top + at + table_cell.row_span - 1,
                    start_column=column + 1,
                    end_column=column + table_cell.column_span,
                )
            if table_cell.row_span == 1:
                _heighten(
                    sheet,
                    top + at,
                    plain(table_cell.runs),
                    size,
                    sum(widths[column : column + table_cell.column_span]),
                )
            cell.font = Font(name=self.names[Face.HEITI if stands_out else Face.FANGSONG], size=size)
            cell.alignment = Alignment(horizontal=place, vertical="center", wrap_text=True)
            self.remember(cell, table_cell.runs)
        for line in sheet.iter_rows(min_row=top, max_row=top + len(rows) - 1, max_col=len(table.columns)):
            for cell_of_line in line:
                cell_of_line.border = _BORDER

    def remember(self, cell: SheetCell, runs: Runs) -> None:
        for run in runs:
            if isinstance(run, Figure):
                self.keys.append((cell.parent.title, cell.coordinate, run.key, run.text))

    def key_sheet(self) -> None:
        sheet: Worksheet = self.book.create_sheet(KEYS_SHEET)
        sheet.sheet_state = "hidden"
        for row, texts in enumerate((_KEYS_HEAD, *self.keys), 1):
            for column, text in enumerate(texts, 1):
                _put_text(_cell(sheet, row, column), text)


_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def _lines(part: words.Part, document: OfficialDocument) -> Iterator[tuple[Face, str, Runs]]:
    """Every line of the text sheet: its face, its place, its words."""
    body, centred = (Face.FANGSONG, "left"), (Face.TITLE, "center")
    if isinstance(part, words.Opening):
        for text in (document.copy_number, document.secrecy, document.urgency):
            yield from _stated(*body, text)
        yield from _stated(*centred, document.issuer_mark)
        yield from _stated(Face.FANGSONG, "center", document.document_number)
        yield from _stated(*centred, "\n".join(words.title_lines(document.title)))
        yield from _stated(*body, words.addressed(document) if document.addressees else "")
    elif isinstance(part, words.Closing):
        for label, digits, title in words.annex_notes(document):
            yield from _stated(*body, f"{label}{digits}{title}")
        if document.signature is not None:
            yield from _stated(Face.FANGSONG, "right", document.signature.issuer)
            yield from _stated(Face.FANGSONG, "right", words.day(document.signature.signed_on))
        yield from _stated(*body, words.remarked(document) if document.remark else "")
    elif isinstance(part, words.ImprintPart):
        assert document.imprint is not None
        yield from _stated(*body, words.copied(document.imprint))
        yield from _stated(*body, "　".join(words.printed(document.imprint)))
    elif isinstance(part, words.AnnexOpening):
        yield from _stated(Face.HEITI, "left", part.label)
        yield from _stated(*centred, "\n".join(part.title))
    elif isinstance(part, ListBlock):
        yield from ((*body, item) for item in part.numbered)
    elif not isinstance(part, TableBlock):
        yield (*body, part.runs)


def _stated(face: Face, place: str, text: str) -> Iterator[tuple[Face, str, Runs]]:
    if text:
        yield face, place, (text,)


def _cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    cell = sheet.cell(row=row, column=column)
    assert not isinstance(cell, MergedCell)
    return cell


def _put(cell: SheetCell, text: str) -> None:
    """A number where the whole text is one, shown as it is printed; otherwise text."""
    printed = number(text)
    if printed is None:
        _put_text(cell, text)
    else:
        cell.value, cell.number_format = printed.value, printed.number_format


def _put_text(cell: SheetCell, text: str) -> None:
    """Text as it is: never a formula, now or after it is edited."""
    if not text:
        return
    cell.value = clean(text)
    cell.data_type = "s"
    cell.quotePrefix = starts_like_a_formula(text)


def _heighten(sheet: Worksheet, row: int, text: str, size: float, room: float) -> None:
    """Makes a row at least as high as a text that wraps within so many mm; LibreOffice leaves that to the file."""
    lines = line_count(text, room - _CELL_PADDING, size)
    dimension = sheet.row_dimensions[row]
    dimension.height = max(dimension.height or 0.0, lines * size * _LINE + _ROW_PADDING)


def _print_on_a4(sheet: Worksheet, *, is_landscape: bool) -> None:
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sides = (LEFT, RIGHT) if not is_landscape else (BOTTOM, TOP)
    left, right = (side / _INCH for side in sides)
    sheet.page_margins = PageMargins(left=left, right=right, top=1, bottom=1)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="—&P—"))


def _packed(book: Workbook, made_at: datetime) -> bytes:
    """The file with the instant of the caller in it, where openpyxl would put its own."""
    at = made_at.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = ""
    book.properties.created = at
    buffer = BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stamp = at.strftime(r"\g<1>%Y-%m-%dT%H:%M:%SZ").encode()
    parts["docProps/core.xml"] = _MODIFIED.sub(stamp, parts["docProps/core.xml"])
    return zipped(parts, made_at)
