"""The workbook of a form: prefilled, with lists to choose from, units of measure above and what is fixed locked.

openpyxl streams it: 10,000 rows of 20 columns take 2 s against 1 s of xlsxwriter, which would be a library more.
"""

from dataclasses import replace
from io import BytesIO
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from jinghe.documents.forms.headers import REQUIRED_MARK
from jinghe.documents.forms.stamps import STAMP_SHEET, Sign, Stamp, stamp_lines, stamp_of
from jinghe.documents.forms.values import NO, YES
from jinghe.documents.forms.workbooks import ROW_KEY_HEADER, ColumnKind, Form, FormColumn, FormSheet
from jinghe.documents.writers.xlsx.cells import (
    DATE_FORMAT,
    TEXT_FORMAT,
    CellMaker,
    CellStyle,
    Page,
    height_of,
    lay_out,
)

CHOICES_SHEET = "选项"
NOTES_SHEET = "填写说明"
HEADER_ROW = 3
_ROW_KEY = FormColumn(
    key="\0row", header=ROW_KEY_HEADER, is_locked=True, width=12, hint="系统填写；新增的行留空。"
)
_LEGEND = (
    f"标{REQUIRED_MARK}的列必须填写；灰色的格由系统填写，不能改动；新增内容填在下方空行；"
    f"各列怎么填见“{NOTES_SHEET}”。"
)
_GREY, _AMBER, _BLUE = "FFE7E6E6", "FFFFF2CC", "FFDDEBF7"
_TITLE = CellStyle(is_bold=True, size=16, wraps=False)
_LEGEND_LOOK = CellStyle(size=10, color="FF595959", wraps=False)
_HEADER = CellStyle(is_bold=True, fill=_BLUE, has_frame=True, is_centered=True)
_TEXT = CellStyle(has_frame=True)
_FORMATS = {ColumnKind.DATE: DATE_FORMAT, ColumnKind.NUMBER: "General"}
_NOTE = CellStyle(wraps=False)
_STORED = CellStyle(number_format=TEXT_FORMAT, wraps=False)
_PROMPT_TITLE_LENGTH, _PROMPT_LENGTH = 32, 255  # of Excel


def write_workbook(form: Form, sign: Sign) -> bytes:
    """The xlsx file. `sign` proves later that the stamp in it is ours. Raises TooLongForACell."""
    book = Workbook(write_only=True)
    lists: list[tuple[str, ...]] = []
    for sheet in form.sheets:
        _write_sheet(book.create_sheet(sheet.name), form, sheet, lists)
    _write_notes(book.create_sheet(NOTES_SHEET), form)
    if lists:
        _write_lists(book.create_sheet(CHOICES_SHEET), lists)
    _write_stamp(book.create_sheet(STAMP_SHEET), stamp_of(form, sign))
    book.properties.title = form.title
    book.properties.creator = ""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_sheet(page: Page, form: Form, sheet: FormSheet, lists: list[tuple[str, ...]]) -> None:
    columns = (_ROW_KEY, *sheet.columns)
    last_row = HEADER_ROW + len(sheet.rows) + sheet.blank_rows
    widths = [column.width for column in columns]
    lay_out(page, widths, freeze=f"C{HEADER_ROW + 1}")
    _protect(page)
    page.row_dimensions[1].height = 30
    page.row_dimensions[HEADER_ROW].height = 36
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    for place, column in enumerate(columns, start=1):
        first_row = HEADER_ROW + 1 + (len(sheet.rows) if column.is_locked else 0)
        if column is not _ROW_KEY and first_row <= last_row:
            letter = get_column_letter(place)
            cells = f"{letter}{first_row}:{letter}{last_row}"
            page.data_validations.append(_validation(column, cells, lists))
    maker = CellMaker(page)
    page.append([maker.cell(f"{form.title}（{sheet.name}）", _TITLE)])
    page.append([maker.cell(_LEGEND, _LEGEND_LOOK)])
    page.append([maker.cell(_header(column), _header_look(column)) for column in columns])
    looks = [_cell_look(column) for column in columns]
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        values = (row.key, *(row.values.get(column.key) for column in sheet.columns))
        if height := height_of(values, widths):
            page.row_dimensions[number].height = height
        page.append([maker.cell(value, look) for value, look in zip(values, looks, strict=True)])
    looks = [looks[0], *(_cell_look(replace(column, is_locked=False)) for column in sheet.columns)]
    for _ in range(sheet.blank_rows):
        page.append([maker.cell(None, look) for look in looks])


def _header(column: FormColumn) -> str:
    return f"{column.header}\n{REQUIRED_MARK}" if column.is_required else column.header


def _header_look(column: FormColumn) -> CellStyle:
    fill = _GREY if column.is_locked else _AMBER if column.is_required else _BLUE
    return replace(_HEADER, fill=fill)


def _cell_look(column: FormColumn) -> CellStyle:
    number_format = _FORMATS.get(column.kind, TEXT_FORMAT)
    if column.is_locked:
        return replace(_TEXT, fill=_GREY, number_format=number_format)
    return replace(_TEXT, is_unlocked=True, number_format=number_format)


def _validation(column: FormColumn, cells: str, lists: list[tuple[str, ...]]) -> DataValidation:
    """The list to choose from, or what is usual in the column; a choice is held to, a number or day asked about."""
    validation = _rule(column, lists)
    validation.add(cells)
    prompt = _explained(column)
    validation.showInputMessage, validation.showErrorMessage = bool(prompt), True
    validation.promptTitle, validation.prompt = column.header[:_PROMPT_TITLE_LENGTH], prompt[:_PROMPT_LENGTH]
    return validation


def _rule(column: FormColumn, lists: list[tuple[str, ...]]) -> DataValidation:
    title = "请核对"
    if column.kind in (ColumnKind.CHOICE, ColumnKind.FLAG):
        choices = column.choices or (YES, NO)
        if choices not in lists:
            lists.append(choices)
        letter = get_column_letter(lists.index(choices) + 1)
        source = f"{quote_sheetname(CHOICES_SHEET)}!${letter}$1:${letter}${len(choices)}"
        text = "请从下拉列表中选择。"
        return DataValidation("list", formula1=source, allow_blank=True, error=text, errorTitle=title)
    if column.kind is ColumnKind.DATE:
        text = "这一列通常填日期，如2022-03-01。仍按所填内容保存吗？"
        rule = DataValidation("date", operator="greaterThan", formula1="1", allow_blank=True, error=text)
    elif column.kind is ColumnKind.NUMBER:
        text = "这一列通常填数字，不带计量单位；确属不适用的填“—”。仍按所填内容保存吗？"
        rule = DataValidation("decimal", formula1="-1E+15", formula2="1E+15", allow_blank=True, error=text)
    else:
        return DataValidation(allow_blank=True)
    rule.errorStyle, rule.errorTitle = "warning", title
    return rule


def _asked(column: FormColumn) -> str:
    if column is _ROW_KEY:
        return "不填"
    return f"{column.kind.value}（仅新增的行）" if column.is_locked else column.kind.value


def _explained(column: FormColumn) -> str:
    example = f"例：{column.example}" if column.example else ""
    return "\n".join(part for part in (column.hint, example) if part)


def _write_notes(page: Page, form: Form) -> None:
    widths = (20, 24, 8, 22, 60, 26)
    lay_out(page, widths)
    _protect(page)
    maker = CellMaker(page)
    page.append([maker.cell(NOTES_SHEET, _TITLE)])
    for note in (*form.notes, _LEGEND):
        page.append([maker.cell(note, _NOTE)])
    page.append([])
    page.append([maker.cell(text, _HEADER) for text in ("工作表", "列", "必填", "填什么", "说明", "示例")])
    number = len(form.notes) + 5
    for sheet in form.sheets:
        for column in (_ROW_KEY, *sheet.columns):
            texts = (
                sheet.name,
                column.header,
                YES if column.is_required else "",
                _asked(column),
                column.hint,
                column.example,
            )
            if height := height_of(texts, widths):
                page.row_dimensions[number].height = height
            page.append([maker.cell(text, _TEXT) for text in texts])
            number += 1


def _write_lists(page: Page, lists: list[tuple[str, ...]]) -> None:
    page.sheet_state = "hidden"
    maker = CellMaker(page)
    for row in zip_longest(*lists):
        page.append([maker.cell(choice, _STORED) for choice in row])


def _write_stamp(page: Page, stamp: Stamp) -> None:
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    maker = CellMaker(page)
    for line in stamp_lines(stamp):
        page.append([maker.cell(text, _STORED) for text in line])


def _protect(page: Page) -> None:
    """Against slips, without a password; widths and filters stay free."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = page.protection.autoFilter = False
