"""The error file: the same file with one column more, and exports that say how many rows they hold."""

import csv
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinghe.documents import UnreadableDocument
from jinghe.documents.writers.xlsx import table_export
from jinghe.documents.writers.xlsx.cells import TooLongForACell
from jinghe.documents.writers.xlsx.remarked import SheetRemarks, with_remarks
from jinghe.documents.writers.xlsx.splicing import NoSuchRow, spliced
from jinghe.documents.writers.xlsx.table_export import ExportColumn, TooManyRows, export_csv, export_xlsx
from jinghe.documents.writers.xlsx.workbook import write_workbook
from tests.documents.files import package, xlsx_parts
from tests.documents.workbook_forms import FORM, SHEET, opened, read_here, rows_in, sign, texts

EXPORTED = (ExportColumn(header="项目名称", width=30), ExportColumn(header="金额（万元）"))


def remarked(content: bytes, told: dict[int, str]) -> bytes:
    found = rows_in(content)
    only = SheetRemarks(
        sheet_name=found.sheet_name, header_row=found.header_row, column=found.result_column, texts=told
    )
    return with_remarks(content, [only])


def raw_sheet(rows: str, before: str = "") -> bytes:
    return package(xlsx_parts(f"{before}<sheetData>{rows}</sheetData>", name=SHEET.name))


def sheet_xml(content: bytes) -> str:
    return zipfile.ZipFile(BytesIO(content)).read("xl/sheet.xml").decode()


def shown(content: bytes, number: int) -> dict[int, str]:
    """Texts of a row by their columns."""
    (row,) = (row for row in read_here(content).sheets[0].rows if row.number == number)
    return {place: cell.text for place, cell in row.cells.items()}


HEAD = '<c r="A1" t="str"><v>项目名称</v></c><c r="B1" s="4" t="str"><v>到位资金（万元）</v></c>'


def test_one_column_is_added_and_everything_else_stays():
    content = write_workbook(FORM, sign)
    made = remarked(content, {4: "已更新", 5: "未采用：<金额>应为数字。\n请改正。"})
    before, after = opened(content), opened(made)
    page = after[SHEET.name]
    assert [page[f"H{row}"].value for row in range(3, 7)] == [
        "处理结果",
        "已更新",
        "未采用：<金额>应为数字。\n请改正。",
        None,
    ]
    for old, new in zip(before, after, strict=True):
        cells = [(one.coordinate, one.value, one.style_id) for row in old.iter_rows() for one in row]
        assert cells == [(at, new[at].value, new[at].style_id) for at, _, _ in cells]
    old, new = zipfile.ZipFile(BytesIO(content)), zipfile.ZipFile(BytesIO(made))
    changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert (old.namelist(), changed) == (new.namelist(), ["xl/worksheets/sheet1.xml"])


def test_the_error_file_reads_as_the_upload_did_and_takes_the_next_results_in_the_same_column():
    content = write_workbook(FORM, sign)
    once = remarked(content, {4: "未采用", 5: "未采用"})
    assert (texts(rows_in(once)), rows_in(once).notes) == (texts(rows_in(content)), ())
    assert read_here(once).stamp == read_here(content).stamp
    again = remarked(once, {4: "已更新"})
    page = opened(again)[SHEET.name]
    assert ([page[f"H{row}"].value for row in (3, 4, 5)], page.max_column) == (
        ["处理结果", "已更新", None],
        8,
    )


def test_stored_results_of_formulas_and_unknown_parts_are_kept():
    rows = f'<row r="1" spans="1:2">{HEAD}</row><row r="2" spans="1:2"><c r="B2"><f>1+1</f><v>2</v></c></row>'
    made = sheet_xml(remarked(raw_sheet(rows, '<dimension ref="A1:B2"/>'), {2: "=未变"}))
    assert (
        '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="inlineStr"><is><t xml:space="preserve">=未变</t></is></c>'
        in made
    )
    assert '<dimension ref="A1:C2"/>' in made and "spans" not in made
    assert '<c r="C1" s="4" t="inlineStr">' in made
    assert '<cols><col min="3" max="3" width="44" customWidth="1"/></cols><sheetData>' in made


def test_padding_cells_prefixes_and_rows_without_positions_are_respected():
    padded = f'<row r="1">{HEAD}<c r="C1" s="2"/><c r="D1"/></row><row r="2"><c r="A2"><v>1</v></c><c r="D2"/></row>'
    made = sheet_xml(remarked(raw_sheet(padded), {2: "好"}))
    assert made.index('r="C1" s="2" t="inlineStr"') < made.index('<c r="D1"/>')
    assert made.index('r="A2"') < made.index('r="C2"') < made.index('<c r="D2"/>')
    bare = '<row><c t="str"><v>项目名称</v></c><c t="str"><v>备注</v></c></row><row><c t="str"><v>甲</v></c></row>'
    content = remarked(raw_sheet(bare), {2: "好"})
    assert shown(content, 2) == {1: "甲", 3: "好"}
    parts = xlsx_parts("", name=SHEET.name)
    spelled = f"<sheetData><row r='1'>{HEAD}</row><row r='2'><c r='A2'><v>1</v></c></row></sheetData>"
    prefixed = spelled.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sheet.xml"] = f'<x:worksheet xmlns:x="{space}">{prefixed}</x:worksheet>'
    assert shown(remarked(package(parts), {2: "好"}), 2) == {1: "1", 3: "好"}


def test_a_row_that_the_file_does_not_have_is_an_error_of_ours():
    with pytest.raises(NoSuchRow, match="99"):
        remarked(write_workbook(FORM, sign), {99: "x"})
    with pytest.raises(NoSuchRow, match="99"):
        remarked("项目名称,备注\n甲,乙\n".encode(), {99: "x"})


def test_a_sheet_with_a_declaration_is_refused():
    content = raw_sheet(f'<row r="1">{HEAD}</row>')
    parts = {
        name: zipfile.ZipFile(BytesIO(content)).read(name)
        for name in zipfile.ZipFile(BytesIO(content)).namelist()
    }
    parts["xl/sheet.xml"] = b"<!DOCTYPE x>" + parts["xl/sheet.xml"]
    only = SheetRemarks(sheet_name=SHEET.name, header_row=1, column=3, texts={})
    with pytest.raises(UnreadableDocument):
        with_remarks(package(parts), [only])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_gets_its_column_in_its_own_encoding(encoding):
    content = '项目名称,备注\r\n"甲,1","两\r\n行"\r\n乙\r\n'.encode(encoding)
    once = remarked(content, {2: "好", 3: "=坏"})
    assert once.decode(encoding) == '项目名称,备注,处理结果\r\n"甲,1","两\r\n行",好\r\n乙,,\'=坏\r\n'
    again = remarked(once, {3: "改好"})
    assert again.decode(encoding) == '项目名称,备注,处理结果\r\n"甲,1","两\r\n行",\r\n乙,,改好\r\n'


def rows_of_export(count: int):
    return ((f"项目{number}", Decimal("12.50")) for number in range(count))


def test_an_export_says_how_many_rows_it_holds():
    page = opened(export_xlsx("到位资金台账", EXPORTED, rows_of_export(3), ("截至2022年3月31日",))).active
    assert [row[0].value for row in page.iter_rows()] == [
        "到位资金台账", "截至2022年3月31日", "项目名称", "项目0", "项目1", "项目2", "共3行"
    ]  # fmt: skip
    assert (page.freeze_panes, page["B4"].value, page["B4"].data_type) == ("A4", 12.5, "n")
    empty = opened(export_xlsx("表", EXPORTED, ())).active
    assert empty["A3"].value == "共0行"


def test_a_total_is_shown_and_is_no_row():
    columns = [ExportColumn(header="单位"), ExportColumn(header="批次")]
    content = export_xlsx("小分队", columns, [("甲", 1), ("乙", 2)], total=("合计", 3))
    assert [row[0].value for row in opened(content).active.iter_rows()][-2:] == ["合计", "共2行"]


def test_days_and_instants_are_exported_as_the_clock_shows_them():
    at = datetime(2022, 4, 1, 8, 30, 5, 7, tzinfo=UTC)
    page = opened(export_xlsx("表", EXPORTED, [(date(2022, 3, 1), at)])).active
    assert (page["A3"].value.date(), page["B3"].value) == (
        date(2022, 3, 1),
        at.replace(tzinfo=None, microsecond=0),
    )
    assert page["A3"].is_date and page["B3"].is_date


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "＝1", "－1", " =1", "#REF!", "_x0041_", "甲\v乙"]
)
def test_an_export_never_holds_a_formula(text):
    content = export_xlsx("=标题", (ExportColumn(header="=甲"),), [(text,)], ("=注",))
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    found = [cell.text for row in read_here(content).sheets[0].rows for cell in row.cells.values()]
    assert found == ["=标题", "=注", "=甲", text.replace("\v", ""), "共1行"]


def test_a_csv_export_opens_in_excel_and_runs_nothing():
    at = datetime(2022, 4, 1, 8, 30, tzinfo=UTC)
    values = [("=1", Decimal("-5.50")), ("－1", True), ("甲\n乙", date(2022, 3, 1)), (None, at)]
    content = export_csv("台账", EXPORTED, values)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["台账"], ["项目名称", "金额（万元）"], ["'=1", "-5.5"], ["'－1", "是"], ["甲\n乙", "2022-03-01"],
        ["", "2022-04-01 08:30:00"], ["共4行"],
    ]  # fmt: skip


def test_nothing_is_cut_off_silently(monkeypatch):
    monkeypatch.setattr(table_export, "MAX_ROWS", 2)
    with pytest.raises(TooManyRows):
        export_xlsx("表", EXPORTED, rows_of_export(3))
    with pytest.raises(TooLongForACell):
        export_xlsx("表", EXPORTED, [("字" * 32_768, 1)])
    with pytest.raises(ValueError):
        export_csv("表", EXPORTED, [("甲",)])


WHOLE = write_workbook(FORM, sign)
CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8)


@settings(max_examples=200)
@given(CHANGES)
def test_a_workbook_with_wrong_bytes_is_read_and_remarked_or_refused_but_nothing_else(changes):
    content = bytearray(WHOLE)
    for share, byte in changes:
        content[int(len(content) * share)] = byte
    with suppress(UnreadableDocument):
        found = rows_in(bytes(content))
        if found.header_row:
            remarked(bytes(content), {row.number: "好" for row in found.rows})


SHEET_XML = zipfile.ZipFile(BytesIO(WHOLE)).read("xl/worksheets/sheet1.xml")


@settings(max_examples=200)
@given(CHANGES)
def test_a_sheet_with_wrong_letters_is_spliced_or_refused_but_nothing_else(changes):
    content = bytearray(SHEET_XML)
    for share, byte in changes:
        content[int(len(content) * share)] = byte
    with suppress(UnreadableDocument, NoSuchRow):
        spliced(bytes(content), 8, 3, {3: "处理结果", 4: "好"})
