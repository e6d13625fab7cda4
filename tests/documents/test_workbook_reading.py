"""Workbooks as they really come back: other programs, moved and renamed columns, broken cells, hostile files."""

import json
import sys
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest

from jinghe.documents import Content, Reason, UnreadableDocument
from jinghe.documents.forms.filled import rows_under
from jinghe.documents.forms.values import date_in, flag_in
from jinghe.documents.readers import separated
from jinghe.documents.readers.isolated import process
from jinghe.documents.readers.isolated.isolated import ReaderFault
from jinghe.documents.readers.xlsx import values as xlsx_values
from jinghe.documents.readers.xlsx import workbook
from jinghe.documents.readers.xlsx.workbook import read_workbook
from jinghe.documents.writers.xlsx.workbook import write_workbook
from tests.documents.files import package, relationships, saved, xlsx_parts
from tests.documents.test_refusals import ole
from tests.documents.workbook_forms import COLUMNS, FORM, SHEET, filled, many, read_here, rows_in, sign, texts

HEADERS = [column.header for column in COLUMNS]


def sheet_of(*rows: tuple, name: str = "到位资金") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    return made


def raw(rows: str, after: str = "", **others: str) -> bytes:
    return package(xlsx_parts(f"<sheetData>{rows}</sheetData>{after}", **others))


def refusal(content: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_here(content)
    assert str(caught.value).endswith("。")
    return caught.value


def whole_flaws(content: bytes) -> list[str]:
    return [flaw.text for flaw in rows_in(content).flaws if not flaw.row]


def test_columns_are_found_in_any_order_under_a_merged_title():
    made = sheet_of(
        ("达川区月报",),
        (),
        ("备注", "到位资金\n(万元)", "项目名称"),
        ("甲", 5, "锂电"),
        (),
        ("乙", 6, "光伏"),
        name="Sheet1",
    )
    made.active.merge_cells("A1:C1")
    found = rows_in(saved(made))
    assert (found.sheet_name, found.header_row, found.columns) == ("Sheet1", 3, {"note", "amount", "name"})
    assert [(row.number, row.cells["amount"].text, row.cells["note"].text) for row in found.rows] == [
        (4, "5", "甲"), (6, "6", "乙")
    ]  # fmt: skip
    assert found.flaws == ()
    assert "没有“签约日期”这一列，未读取。" in found.notes
    assert any("全部按新增的行处理" in note for note in found.notes)


def test_added_columns_are_named_and_left_out():
    made = sheet_of((*HEADERS, "我的\n备忘"), ("锂电", 1, None, None, None, None, "x"))
    found = rows_in(saved(made))
    assert "“我的 备忘”不是填报表的列，未读取。" in found.notes
    assert [*found.rows[0].cells] == [column.key for column in COLUMNS]


def test_another_unit_of_measure_is_never_read_as_ours():
    made = sheet_of(("项目名称", "到位资金（亿元）", "备注"), ("锂电", 1, "x"))
    assert whole_flaws(saved(made)) == [
        "第1行的表头“到位资金（亿元）”应为“到位资金（万元）”，括号内的计量单位或说明不同。"
        "请按“到位资金（万元）”填写后重新上传。"
    ]
    assert "amount" not in rows_in(saved(made)).columns


def test_a_header_without_its_unit_is_read_and_said():
    found = rows_in(saved(sheet_of(("项目名称", "到位资金"), ("锂电", 1))))
    assert found.rows[0].cells["amount"].text == "1"
    assert "表头“到位资金（万元）”没有写括号内的计量单位或说明，按“到位资金（万元）”读取。" in found.notes


def test_two_columns_of_one_header_are_a_fault_and_neither_is_read():
    made = sheet_of(("项目名称", "备注", "备注", "到位资金（万元）"), ("锂电", "甲", "乙", 1))
    assert ["不止一列的表头是“备注”" in text for text in whole_flaws(saved(made))] == [True]
    assert "note" not in rows_in(saved(made)).columns


def test_a_workbook_without_our_headers_is_told():
    found = rows_in(saved(sheet_of(("甲", "乙"), (1, 2))))
    assert (found.rows, found.flaws[0].text[:14]) == ((), "没有找到含有“项目名称”、“")


def test_the_sheet_is_found_by_headers_before_names():
    made = sheet_of(("说明",), name=SHEET.name)
    made.create_sheet("改了名").append(HEADERS)
    made["改了名"].append(("锂电", 1))
    assert rows_in(saved(made)).sheet_name == "改了名"


@pytest.mark.parametrize(
    ("stored", "text", "value"),
    [
        ("0.30000000000000004", "0.3", Decimal("0.3")),
        ("1200.5", "1200.5", Decimal("1200.5")),
        ("1E3", "1000", Decimal(1000)),
        ("-0.0", "0", Decimal(0)),
    ],
)
def test_numbers_are_exact(stored, text, value):
    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{one}</t></is></c>'
        for letter, one in zip("AB", HEADERS, strict=False)
    )
    rows = f'<row r="1">{head}</row><row r="2"><c r="B2"><v>{stored}</v></c></row>'
    found = rows_in(raw(rows)).rows[0].cells["amount"]
    assert (found.text, found.value, found.place) == (text, value, "第2行“到位资金（万元）”")


def test_percentages_dates_and_the_1904_calendar():
    made = sheet_of(HEADERS, ("锂电", 0.9, date(2022, 3, 1), None, True))
    made.active["B2"].number_format = "0%"
    for epoch in (openpyxl.utils.datetime.CALENDAR_WINDOWS_1900, openpyxl.utils.datetime.CALENDAR_MAC_1904):
        made.epoch = epoch
        row = rows_in(saved(made)).rows[0].cells
        assert (row["amount"].text, row["amount"].canonical) == ("90%", "0.9")
        assert (row["signed_on"].text, row["signed_on"].value) == ("2022-03-01", date(2022, 3, 1))
        assert (row["is_zero"].content, row["is_zero"].canonical) == (Content.BOOLEAN, "是")


def test_errors_and_formulas_without_results_are_faults_with_their_place():
    made = sheet_of(HEADERS, ("锂电", "=1+1", None, None, None, "x"), ("光伏", "#REF!", None))
    found = rows_in(saved(made))
    assert [(flaw.row, flaw.column_key, flaw.text.partition("。")[0]) for flaw in found.flaws] == [
        (2, "amount", "第2行“到位资金（万元）”：单元格含公式但没有计算结果"),
        (3, "amount", "第3行“到位资金（万元）”：单元格是错误值#REF!"),
    ]


def test_the_result_that_a_formula_was_saved_with_is_read():
    head = "".join(
        f'<c r="{letter}1" t="str"><v>{one}</v></c>' for letter, one in zip("AB", HEADERS, strict=False)
    )
    rows = f'<row r="1">{head}</row><row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>'
    assert rows_in(raw(rows)).rows[0].cells["amount"].text == "2"


def test_merged_cells_among_the_rows_are_a_fault():
    made = sheet_of(HEADERS, ("锂电", 1), ("光伏", 2))
    made.active.merge_cells("B2:B3")
    (flaw,) = rows_in(saved(made)).flaws
    assert (flaw.row, flaw.text[:11]) == (2, "B2:B3是合并单元格")


def test_a_copied_row_is_told_by_its_key():
    def copy(book):
        page = book[SHEET.name]
        page["A6"].value, page["C6"].value = "P-1", 9

    (flaw,) = rows_in(filled(copy)).flaws
    assert (flaw.row, flaw.text.partition("。")[0]) == (6, "第6行与第4行的“系统编号”相同")


def test_rows_that_were_sorted_keep_their_keys():
    def swap(book):
        page = book[SHEET.name]
        for letter in "ABCDEFG":
            page[f"{letter}4"].value, page[f"{letter}5"].value = (
                page[f"{letter}5"].value,
                page[f"{letter}4"].value,
            )

    assert [row.key for row in rows_in(filled(swap)).rows] == ["P-2", "P-1"]


def test_digits_that_the_program_dropped_are_a_flaw():
    (flaw,) = rows_in(saved(sheet_of(HEADERS, ("锂电", 5117001990010112345)))).flaws
    assert flaw.text.startswith("第2行“到位资金（万元）”：数字超过15位")


def test_a_row_with_something_in_other_columns_only_is_accounted_for():
    made = sheet_of(("项目名称", "到位资金（万元）", "其他"), ("锂电", 1), (None, None, "填表人：张三"))
    found = rows_in(saved(made))
    assert (len(found.rows), found.notes[-1]) == (1, "第3行只在填报表以外的列有内容，未读取。")


PADDING_CELLS = "".join(f'<c r="{letter}{{row}}" s="0"/>' for letter in ("C", "D", "XFD"))


def test_padding_to_the_last_row_and_column_is_no_content(monkeypatch):
    read = []
    usual = xlsx_values.Values.read
    monkeypatch.setattr(xlsx_values.Values, "read", lambda self, cell: read.append(1) or usual(self, cell))
    head = "".join(
        f'<c r="{letter}1" t="str"><v>{one}</v></c>' for letter, one in zip("AB", HEADERS, strict=False)
    )
    rows = f'<row r="1">{head}</row><row r="2"><c r="A2" t="str"><v>锂电</v></c></row>'
    rows += "".join(f'<row r="{row}" ht="14">{PADDING_CELLS.format(row=row)}</row>' for row in range(3, 3000))
    rows += f'<row r="1048576">{PADDING_CELLS.format(row=1_048_576)}</row>'
    found = rows_in(raw(rows))
    assert ([row.number for row in found.rows], found.result_column, len(read)) == ([2], 3, 3)


def test_rows_without_positions_and_shared_strings_are_read():
    strings = "".join(f"<si><t>{one}</t></si>" for one in (*HEADERS[:2], "锂电"))
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>7</v></c></row>'
    )
    assert [list(one.cells.values())[1].text for one in rows_in(raw(rows, strings=strings)).rows] == ["7"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_csv_is_read_in_the_encodings_of_offices(encoding, separator):
    lines = [HEADERS[:2], ["锂电项目", '"1,200.50"'], ['"二\r\n期"', "3"]]
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    assert texts(rows_in(content)) == [["", "锂电项目", "1,200.50"], ["", "二\n期", "3"]]
    assert read_workbook(content) == read_here(content)


def test_a_csv_with_a_quote_that_never_closes_is_refused():
    assert "引号没有成对" in str(refusal('项目名称,"到位\r\n甲,1'.encode()))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (ole("Workbook"), "旧版Excel或WPS表格文件"),
        (package({"mimetype": "x", "content.xml": "<a/>"}), "ODF文件"),
        (b"%PDF-1.7", "PDF文件"),
        (saved(docx.Document()), "Word文件"),
        (b"\x89PNG\r\n", "图片"),
        (bytes(range(256)), "无法识别的文件"),
    ],
)
def test_other_formats_are_named_with_the_way_out(content, found):
    refused = refusal(content)
    assert refused.reason is Reason.OTHER_FORMAT
    assert f"这是{found}" in str(refused) and "另存为xlsx" in str(refused)


def test_an_encrypted_an_empty_and_a_blank_file_are_refused():
    assert refusal(ole("EncryptedPackage")).reason is Reason.ENCRYPTED
    assert refusal(b"").reason is Reason.EMPTY_FILE
    assert refusal(saved(openpyxl.Workbook())).reason is Reason.NO_CONTENT


def test_macros_are_neither_run_nor_read_and_it_is_said():
    parts = xlsx_parts('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    found = read_here(package(parts | {"xl/vbaProject.bin": b"\0"}))
    assert [remark.message for remark in found.remarks] == ["文件带有宏。宏不会运行，也不会读取。"]


def test_numbers_that_are_shown_scaled_are_remarked():
    made = sheet_of(HEADERS, ("锂电", 120000))
    made.active["B2"].number_format = "0,"
    assert "请核对数值和单位" in read_here(saved(made)).remarks[0].message


def test_entities_and_external_links_are_refused_or_never_followed(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was tried"))
    parts = xlsx_parts('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    links = str(parts["xl/_rels/workbook.xml.rels"]).replace("</Relationships>", "")
    outside = relationships({"externalLink": "http://127.0.0.1:9/x.xlsx"}, mode="External")
    linked = links + outside.partition(">")[2].replace('Id="r1"', 'Id="x1"')
    assert read_here(package(parts | {"xl/_rels/workbook.xml.rels": linked})).sheets[0].rows
    bomb = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>" + str(parts["xl/sheet.xml"])
    assert refusal(package(parts | {"xl/sheet.xml": bomb})).reason is Reason.FORBIDDEN_XML


def test_a_zip_bomb_is_refused():
    parts = xlsx_parts("") | {"xl/media/a.bmp": bytes(200 << 20)}
    assert refusal(package(parts)).reason is Reason.TOO_LARGE


def test_limits_are_told_in_figures(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    assert "有内容的行超过2行" in str(refusal(saved(sheet_of((1,), (2,), (3,)))))
    monkeypatch.setattr(workbook, "MAX_CELLS", 2)
    assert "有内容的单元格太多" in str(refusal(saved(sheet_of((1,), (2,), (3,)))))
    monkeypatch.setattr(separated, "MAX_ROWS", 2)
    assert "超过2行" in str(refusal("甲,乙\n1,2\n3,4".encode()))


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import time; time.sleep(60)", "规定时间内没有读完"),
        ("raise SystemExit(3)", "读取中途停止"),
        ("print('[]')", "读取中途停止"),
    ],
)
def test_a_process_that_hangs_or_dies_is_one_sentence(monkeypatch, tmp_path, program, words):
    (tmp_path / "program.py").write_text(program, "utf-8")
    monkeypatch.setattr(workbook, "_PROGRAM", tmp_path / "program.py")
    monkeypatch.setattr(process, "MAX_SECONDS", 1)
    with pytest.raises(UnreadableDocument, match=words):
        read_workbook(b"x")


def test_a_fault_of_the_reader_itself_reaches_the_log(monkeypatch, tmp_path):
    (tmp_path / "program.py").write_text(
        f"print({json.dumps(json.dumps({'fault': 'KeyError: 1'}))})", "utf-8"
    )
    monkeypatch.setattr(workbook, "_PROGRAM", tmp_path / "program.py")
    with pytest.raises(ReaderFault, match="KeyError"):
        read_workbook(b"x")


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is limited on Linux only")
def test_a_file_that_needs_too_much_memory_is_told(monkeypatch):
    monkeypatch.setattr(process, "MAX_MEGABYTES", 100)
    with pytest.raises(UnreadableDocument):
        read_workbook(write_workbook(many(3000), sign))


def test_a_refusal_in_a_process_of_its_own_is_the_same_sentence():
    with pytest.raises(UnreadableDocument) as there:
        read_workbook(ole("Workbook"))
    assert str(there.value) == str(refusal(ole("Workbook")))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-3-1", date(2022, 3, 1)), ("2022/03/01", date(2022, 3, 1)), ("２０２２．３．１", date(2022, 3, 1)),
        ("2022年3月1日", date(2022, 3, 1)), ("2022 年 3 月 1", date(2022, 3, 1)), ("20220301", date(2022, 3, 1)),
        ("2022-03-01 00:00:00", date(2022, 3, 1)), ("2022-2-30", None), ("2022年3月", None),
        ("44621", None), ("", None),
    ],
)  # fmt: skip
def test_days_as_people_type_them(text, day):
    assert date_in(text) == day


def test_yes_and_no_as_people_type_them():
    assert [flag_in(text) for text in ("是", " √ ", "否", "×", "ＮＯ", "", "或许")] == [
        True,
        True,
        False,
        False,
        False,
        None,
        None,
    ]


def test_the_rows_of_a_sheet_that_is_asked_for_by_other_columns():
    found = rows_under(read_here(write_workbook(FORM, sign)), SHEET.name, COLUMNS[1:2])
    assert [row.cells["amount"].text for row in found.rows] == ["1200.5", "0.1"]
