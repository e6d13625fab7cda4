"""Workbooks: exact values, merges, what is hidden, what is not calculated."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.sax.saxutils import quoteattr

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from jinghe.documents import Content, Place, RemarkCode, UnreadableDocument, read
from jinghe.documents.readers.xlsx import sheet as xlsx_sheet
from tests.documents.files import drawn, package, relationships, saved, sheet_of, xlsx_parts


def workbook_of(*rows: tuple) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "附件1"
    for row in rows:
        made.active.append(row)
    return made


def opened(made: openpyxl.Workbook):
    return read(saved(made), name="附件.xlsx")


VALUES = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.text("甲1 ２\n—/", max_size=5))


def format_styles(number_format: str) -> str:
    """Styles whose index 1 is a number format."""
    formats = f"<numFmts><numFmt numFmtId='200' formatCode={quoteattr(number_format)}/></numFmts>"
    return f'{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'


def styled(number: str, number_format: str):
    """The cell A1 of a sheet that holds one stored number under a number format."""
    styles = format_styles(number_format)
    return sheet_of(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>', styles=styles).cell(0, 0)


def test_each_sheet_with_content_is_one_table_that_begins_at_a1():
    made = openpyxl.Workbook()
    made.active.title = "附件1"
    made.active["B3"] = "通川区"
    made.create_sheet("空表")
    made.create_sheet("附件2")["A1"] = "达川区"
    first, second = opened(made).tables
    assert drawn(first) == [["", ""], ["", ""], ["", "通川区"]]
    assert (str(first.cell(2, 1).locator), str(second.locator)) == ("工作表“附件1”B3", "工作表“附件2”")


def test_merged_cells_keep_their_extent():
    made = workbook_of(("单位", "到位资金（亿元）", None), (None, "保证目标", "工作目标"), ("通川区", 60, 65))
    made.active.merge_cells("A1:A2")
    made.active.merge_cells("B1:C1")
    found = opened(made).tables[0]
    assert drawn(found) == [
        ["单位", "到位资金（亿元）", "<"],
        ["^", "保证目标", "工作目标"],
        ["通川区", "60", "65"],
    ]
    assert found.cell(1, 0).row_span == 2


def test_a_merge_reaches_beyond_the_last_content():
    made = workbook_of(("标题",), ("单位", "保证"))
    made.active.merge_cells("A1:D1")
    found = opened(made).tables[0]
    assert (found.column_count, found.cell(0, 3).text) == (4, "标题")


def test_a_title_merged_over_whole_columns_does_not_blow_up_the_table():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>2</v></c></row>'
    found = sheet_of(rows, '<mergeCells><mergeCell ref="A1:B1048576"/></mergeCells>')
    assert drawn(found) == [["1", "<", ""], ["^", "^", "2"]]


def test_a_blank_merged_cell_keeps_its_extent_inside_the_table():
    made = workbook_of((None, None, "甲"), (None, None, "乙"))
    made.active.merge_cells("A1:B2")
    found = opened(made).tables[0]
    assert drawn(found) == [["", "<", "甲"], ["^", "^", "乙"]]
    assert found.cell(1, 1).content is Content.EMPTY


def test_text_that_a_merge_hides_is_remarked():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    parts = xlsx_parts(f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    document = read(package(parts), name="x.xlsx")
    assert drawn(document.tables[0]) == [["1", "<"]]
    assert [remark.message for remark in document.remarks] == [
        "工作表“附件1”A1的合并单元格遮住了文字“2”，该文字未读取。"
    ]


@pytest.mark.parametrize("merges", ["A1:B2 B2:C3", "A1:B1 A1:B1", "B2:A1", "A0:B1", "A1:ZZZ9", "A:B", "不是"])
def test_merges_that_make_no_sense_are_refused(merges):
    rows = "".join(f'<row r="{row}"><c r="C{row}"><v>1</v></c></row>' for row in (1, 2, 3))
    written = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges.split())
    with pytest.raises(UnreadableDocument, match="合并区域"):
        sheet_of(rows, f"<mergeCells>{written}</mergeCells>")


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("3500", "3500"),
        ("3500.0", "3500"),
        ("0.9", "0.9"),
        ("0.28999999999999998", "0.29"),
        ("76.5", "76.5"),
        ("-12", "-12"),
        ("-0.0", "0"),
        ("1.5E3", "1500"),
        ("1E-7", "0.0000001"),
        ("91511700123456789", "91511700123456789"),
        ("1E308", "1" + "0" * 308),
    ],
)
def test_numbers_are_exact_decimal_text(stored, text):
    cell = sheet_of(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>').cell(0, 0)
    assert (cell.text, cell.content, cell.value) == (text, Content.NUMBER, Decimal(text))


@pytest.mark.parametrize("stored", ["NaN", "Infinity", "1E+999999999", "一", "1" * 5000])
def test_what_is_no_number_stays_visible_as_text(stored):
    cell = sheet_of(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>').cell(0, 0)
    assert (cell.text, cell.content, cell.value) == (stored, Content.TEXT, None)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_written_by_openpyxl_comes_back_as_it_was(number):
    assert opened(workbook_of((number,))).tables[0].cell(0, 0).value == number


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        ("0.9", "0%", "90%"),
        ("0.8567", "0%", "85.67%"),
        ("0.28999999999999998", "0.00%", "29%"),
        ("60", '0"亿元"', "60亿元"),
        ("60", '#,##0.00"亿元"', "60亿元"),
        ("38000", "#,##0", "38000"),
        ("90", '0"%"', "90%"),
        ("3", '"第"0"名"', "第3名"),
        ("60", "0亿元", "60亿元"),
        ("60", "[$¥-804]#,##0.00", "¥60"),
        ("-5", "#,##0_);(#,##0)", "-5"),
        ("12", "[Red]0.0_ ", "12"),
        ("12", 'G/通用格式"个"', "12个"),
        ("12", "[DBNum1]General", "12"),
        ("0.5", "# ?/?", "0.5"),
        ("12", "@", "12"),
        ("1500", "0.00E+00", "1500"),
        ("5", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * &quot;-&quot;??_ ;_ @_ ".replace("&quot;", '"'), "5"),
    ],
)
def test_a_percent_sign_or_a_unit_in_the_format_is_part_of_the_text(number, number_format, text):
    cell = styled(number, number_format)
    assert (cell.text, cell.number_format) == (text, number_format)


@pytest.mark.parametrize(
    ("number", "number_format"),
    [
        ("35000", '0!.0,"万元"'),
        ("35000", '0\\.0,"万元"'),
        ("350000000", "0.00,,"),
        ("5", ";;;"),
        ("0", "#,###"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
        ("1", '"达标"'),
        ("35000", '[>=10000]0.0,"万";0'),
    ],
)
def test_a_number_shown_as_something_else_is_read_as_stored_and_remarked(number, number_format):
    rows = f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>'
    parts = xlsx_parts(f"<sheetData>{rows}</sheetData>", styles=format_styles(number_format))
    document = read(package(parts), name="x.xlsx")
    assert document.tables[0].cell(0, 0).text == number
    assert [remark.code for remark in document.remarks] == [RemarkCode.FORMATTED_NUMBER]


@pytest.mark.parametrize(
    ("number", "number_format", "text", "value"),
    [
        ("44699", "yyyy-mm-dd", "2022-05-18", date(2022, 5, 18)),
        ("44699", 'yyyy"年"m"月"d"日"', "2022-05-18", date(2022, 5, 18)),
        ("44699.395833333336", "yyyy/m/d h:mm", "2022-05-18 09:30:00", datetime(2022, 5, 18, 9, 30)),  # noqa: DTZ001
        ("0.395833333333333", "h:mm", "09:30:00", time(9, 30)),
        ("1.1041666666666667", "[h]:mm", "26:30:00", timedelta(hours=26, minutes=30)),
    ],
)
def test_dates_are_iso_text(number, number_format, text, value):
    cell = styled(number, number_format)
    assert (cell.text, cell.content, cell.value) == (text, Content.DATE, value)


@pytest.mark.parametrize("number", ["-1", "99999999999"])
def test_a_date_out_of_range_stays_a_number(number):
    assert styled(number, "yyyy-mm-dd").text == number


def test_chinese_date_formats_are_known_by_their_number():
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    found = sheet_of('<row r="1"><c r="A1" s="1"><v>44699</v></c></row>', styles=styles)
    assert found.cell(0, 0).text == "2022-05-18"


def test_the_date_system_of_1904_is_respected():
    made = workbook_of((date(2022, 5, 18),))
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert opened(made).tables[0].cell(0, 0).text == "2022-05-18"


def test_iso_dates_of_strict_files_are_read():
    found = sheet_of(
        '<row r="1"><c r="A1" t="d"><v>2022-05-18T00:00:00</v></c><c r="B1" t="d"><v>近日</v></c></row>'
    )
    assert [cell.text for cell in found.row(0)] == ["2022-05-18", "近日"]


def test_booleans_and_errors_are_visible():
    rows = '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><f>A9</f><v>#REF!</v></c></row>'
    parts = xlsx_parts(f"<sheetData>{rows}</sheetData>")
    document = read(package(parts), name="x.xlsx")
    yes, wrong = document.tables[0].row(0)
    assert (yes.text, yes.value, wrong.text, wrong.content) == ("TRUE", True, "#REF!", Content.ERROR)
    assert [remark.message for remark in document.remarks] == [
        "工作表“附件1”B1是错误值，请改正公式后重新上传。"
    ]


def test_a_formula_shows_its_stored_result():
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>610</v></c><c r="B1" t="str"><f>"甲"</f><v>甲</v></c></row>'
    )
    total, name = sheet_of(rows).row(0)
    assert (total.text, total.formula, total.value) == ("610", "=SUM(B1:B9)", Decimal(610))
    assert (name.text, name.content) == ("甲", Content.TEXT)


def test_a_formula_without_a_stored_result_is_visible_as_such():
    document = opened(workbook_of(("合计", "=SUM(C1:C9)"), ("合计", "=A1")))
    cell = document.tables[0].cell(0, 1)
    assert (cell.text, cell.content, cell.value) == ("=SUM(C1:C9)", Content.UNCALCULATED, None)
    assert [remark.message for remark in document.remarks] == [
        "工作表“附件1”B1、B2的公式没有保存计算结果。请用WPS或Office打开并保存后重新上传。"
    ]


def test_zero_results_of_a_workbook_never_calculated_are_not_taken_for_results():
    parts = xlsx_parts('<sheetData><row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>0</v></c></row></sheetData>')
    assert read(package(parts), name="x.xlsx").tables[0].cell(0, 0).text == "0"
    workbook = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = workbook.replace("</workbook>", '<calcPr fullCalcOnLoad="1"/></workbook>')
    assert read(package(parts), name="x.xlsx").tables[0].cell(0, 0).content is Content.UNCALCULATED


def test_many_cells_of_one_trouble_are_one_remark():
    document = opened(workbook_of(*[("=A1",)] * 12))
    (remark,) = document.remarks
    assert remark.message.startswith("工作表“附件1”A1、A2、A3、A4、A5等12个单元格的公式")


def test_shared_and_rich_text_is_verbatim():
    strings = (
        "<si><t>１个</t></si><si><r><t>达州</t></r><r><t xml:space='preserve"
        "'>\r\n高新区 </t></r><rPh><t>ピン</t></rPh></si><si><t>换_x000D_\n行_x0000_</t></si>"
    )
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c></row>' for row in (1, 2, 3))
    assert [cell.text for cell in sheet_of(rows, strings=strings).column(0)] == [
        "１个",
        "达州\n高新区 ",
        "换\n行",
    ]


@pytest.mark.parametrize("index", ["7", "-1", "x"])
def test_a_reference_to_a_missing_text_is_refused(index):
    with pytest.raises(UnreadableDocument, match="不存在的文字"):
        sheet_of(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>')


def test_hidden_rows_columns_and_sheets_are_flagged_and_read():
    made = workbook_of(("甲", "乙", "丙"), ("丁", "戊", "己"))
    made.active.row_dimensions[2].hidden = True
    made.active.column_dimensions["B"].hidden = True
    made.create_sheet("旧表")["A1"] = "旧"
    made["旧表"].sheet_state = "veryHidden"
    shown, old = opened(made).tables
    assert (shown.hidden_rows, shown.hidden_columns, shown.is_hidden, old.is_hidden) == (
        (1,),
        (1,),
        False,
        True,
    )
    assert [cell.text for cell in shown.cells if cell.is_hidden] == ["乙", "丁", "戊", "己"]


def test_a_merged_cell_is_hidden_only_when_all_of_it_is():
    made = workbook_of(("甲", None), ("乙", "丙"))
    made.active.merge_cells("A1:B1")
    made.active.column_dimensions["A"].hidden = True
    found = opened(made).tables[0]
    assert (found.cell(0, 0).is_hidden, found.cell(1, 0).is_hidden) == (False, True)


def test_rows_and_cells_may_leave_out_their_positions():
    found = sheet_of("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>")
    assert drawn(found) == [["1", "", "3"], ["", "", ""], ["4", "", ""]]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"/>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="甲"><v>1</v></c></row>',
        '<row r="零"/>',
    ],
)
def test_cells_in_impossible_places_are_refused(rows):
    with pytest.raises(UnreadableDocument, match="文件不完整或已损坏（工作表“附件1”"):
        sheet_of(rows)


def test_styled_blank_cells_do_not_count_however_far_they_reach():
    padding = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="XFD{row}" s="1"/></row>' for row in range(2, 3000)
    )
    last = '<row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
    found = sheet_of(f'<row r="1"><c r="A1"><v>1</v></c></row>{padding}{last}')
    assert (found.row_count, found.column_count) == (1, 1)


def test_cells_of_blanks_only_do_not_count():
    found = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="900"><c r="Z900" t="str"><v>  </v></c></row>'
    )
    assert (found.row_count, found.column_count) == (1, 1)


def test_a_lone_cell_far_away_is_refused_with_its_place():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnreadableDocument, match="工作表“附件1”的内容一直铺到XFD1048576"):
        sheet_of(rows)


def test_sheets_that_are_too_large_together_are_refused(monkeypatch):
    monkeypatch.setattr("jinghe.documents.readers.xlsx.xlsx.MAX_POSITIONS", 5)
    made = workbook_of(("甲", "乙"))
    made.create_sheet("附件2").append(("甲", "乙"))
    assert len(opened(made).tables) == 2
    made.create_sheet("附件3").append(("甲", "乙"))
    with pytest.raises(UnreadableDocument, match="工作表“附件3”的内容一直铺到B1"):
        opened(made)


def test_a_format_code_too_long_for_excel_says_nothing():
    assert styled("60", '0"' + "元" * 300 + '"').text == "60"


def test_more_cells_than_the_limit_are_refused_and_never_cut_off(monkeypatch):
    monkeypatch.setattr(xlsx_sheet, "MAX_CELLS", 10)
    monkeypatch.setattr("jinghe.documents.readers.xlsx.xlsx.MAX_CELLS", 10)
    assert opened(workbook_of(*[(1,)] * 10)).tables[0].row_count == 10
    with pytest.raises(UnreadableDocument, match="有内容的单元格太多"):
        opened(workbook_of(*[(1,)] * 11))


def test_comments_and_print_headers_are_sections():
    made = workbook_of(("到位资金",))
    made.active["A1"].comment = Comment("含结转", "张三")
    made.active.oddHeader.center.text = "2022年"
    made.active.oddFooter.right.text = "单位：万元 第&P页"
    found = [(one.locator.place, one.blocks[0].text, str(one.anchor)) for one in opened(made).sections]
    assert found == [
        (Place.COMMENT, "含结转", "工作表“附件1”A1"),
        (Place.HEADER, "2022年", "工作表“附件1”"),
        (Place.FOOTER, "单位：万元 第页", "工作表“附件1”"),
    ]


def test_text_boxes_are_sections_and_pictures_are_remarked():
    drawing = (
        '<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><d:sp><d:txBody>'
        "<a:p><a:r><a:t>注：含</a:t></a:r><a:r><a:t>追加</a:t></a:r></a:p><a:p><a:r><a:t>第二行</a:t></a:r></a:p>"
        "</d:txBody></d:sp><d:pic/></d:wsDr>"
    )
    parts = xlsx_parts('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    parts |= {"xl/_rels/sheet.xml.rels": relationships({"drawing": "drawing.xml"}), "xl/drawing.xml": drawing}
    document = read(package(parts), name="x.xlsx")
    assert [section.blocks[0].text for section in document.sections] == ["注：含追加\n第二行"]
    assert [remark.code for remark in document.remarks] == [RemarkCode.PICTURE]


def test_chart_sheets_are_remarked():
    made = workbook_of(("甲",))
    made.create_chartsheet("图")
    assert [remark.code for remark in opened(made).remarks] == [RemarkCode.EMBEDDED_OBJECT]


@given(
    st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5).filter(
        lambda rows: any(str(value).strip() for row in rows for value in row if value is not None)
    )
)
def test_a_workbook_written_by_openpyxl_comes_back_cell_by_cell(rows):
    made = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            made.active.cell(number, column).value = value
    found = opened(made).tables[0]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            text = "" if value is None or not str(value).strip() else str(value)
            is_inside = number < found.row_count and column < found.column_count
            assert (found.cell(number, column).text if is_inside else "") == text
