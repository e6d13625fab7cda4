"""Tables of Word files on their direct grid."""

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.documents import RemarkCode, Table, UnreadableDocument, read
from tests.documents.files import cell, drawn, paragraph, run, saved, table, word

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def only(*rows: str) -> Table:
    return word(table(*rows)).tables[0]


def test_merged_cells_keep_their_extent_and_appear_once():
    found = only(
        cell("单位", RESTART) + cell("到位资金（亿元）", span(2)) + cell("备注", RESTART),
        cell("", CONTINUE) + cell("保证目标") + cell("工作目标") + cell("", CONTINUE),
        cell("通川区") + cell("60") + cell("65") + cell("", CONTINUE),
    )
    assert drawn(found) == [
        ["单位", "到位资金（亿元）", "<", "备注"],
        ["^", "保证目标", "工作目标", "^"],
        ["通川区", "60", "65", "^"],
    ]
    assert [(one.text, one.row_span, one.column_span) for one in found.cells if one.is_merged] == [
        ("单位", 2, 1),
        ("到位资金（亿元）", 1, 2),
        ("备注", 3, 1),
    ]


def test_a_cell_may_be_merged_both_ways():
    found = only(
        cell("甲", span(2) + RESTART) + cell("乙"),
        cell("", span(2) + CONTINUE) + cell("丙"),
    )
    assert drawn(found) == [["甲", "<", "乙"], ["^", "^", "丙"]]


def test_a_continuation_of_other_columns_than_above_is_a_cell_of_its_own():
    found = only(cell("甲", span(2) + RESTART), cell("乙", CONTINUE) + cell("丙"))
    assert drawn(found) == [["甲", "<"], ["乙", "丙"]]


def test_a_continuation_with_nothing_above_is_a_cell_of_its_own():
    assert drawn(only(cell("甲", CONTINUE))) == [["甲"]]


def test_horizontal_merges_of_the_old_kind_are_merges():
    found = only(cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("乙"))
    assert drawn(found) == [["甲", "<", "乙"]]


def test_rows_may_begin_later_and_end_earlier():
    shifted = f'<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>{cell("丁")}</w:tr>'
    document = word(table(cell("甲") + cell("乙") + cell("丙"), shifted))
    assert drawn(document.tables[0]) == [["甲", "乙", "丙"], ["", "丁", ""]]
    assert document.remarks == ()


def test_a_row_shorter_than_the_others_is_remarked():
    document = word(table(cell("甲") + cell("乙"), cell("丙")))
    assert drawn(document.tables[0]) == [["甲", "乙"], ["丙", ""]]
    assert [remark.message for remark in document.remarks] == [
        "表1第2行的列数少于其他行，请核对各列是否对齐。"
    ]


def test_cell_paragraphs_and_breaks_are_lines():
    broken = f"<w:p>{run('高新')}<w:r><w:br/></w:r>{run('区')}</w:p>"
    inside = f"<w:tc>{paragraph('达州')}{paragraph('')}{broken}</w:tc>"
    assert only(inside).cell(0, 0).text == "达州\n高新\n区"


def test_repeated_header_rows_are_counted_from_the_top():
    def header(content: str, value: str = "1") -> str:
        return f'<w:tr><w:trPr><w:tblHeader w:val="{value}"/></w:trPr>{cell(content)}</w:tr>'

    assert only(header("一"), header("二"), cell("三"), header("四")).header_rows == 2
    assert only(header("一", "0"), cell("二")).header_rows == 0


def test_context_is_the_paragraphs_since_the_table_before():
    document = word(
        paragraph("正文")
        + paragraph("附件1")
        + table(cell("甲"))
        + paragraph("")
        + paragraph("附件2")
        + table(cell("乙"))
        + table(cell("丙"))
    )
    assert [[one.text for one in found.context] for found in document.tables] == [
        ["正文", "附件1"],
        ["附件2"],
        [],
    ]


def test_a_nested_table_belongs_to_its_cell_and_is_among_the_tables():
    inner = f"<w:tc>{paragraph('外')}{table(cell('内'))}<w:p/></w:tc>"
    document = word(table(inner) + table(cell("次")))
    outer, nested, following = document.tables
    assert outer.cell(0, 0).text == "外"
    assert outer.cell(0, 0).tables == (nested,)
    assert str(nested.cell(0, 0).locator) == "表1 第1行第1列 内嵌表1 第1行第1列"
    assert str(following.locator) == "表2"
    assert [found.text for found in nested.context] == ["外"]


def test_content_controls_around_rows_and_cells_are_looked_through():
    wrapped = f"<w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('丙')}{cell('丁')}</w:tr></w:sdtContent></w:sdt>"
    body = (
        f"<w:sdt><w:sdtContent><w:tbl><w:tr>{cell('甲')}{wrapped}</w:tr>{row}</w:tbl></w:sdtContent></w:sdt>"
    )
    assert drawn(word(body).tables[0]) == [["甲", "乙"], ["丙", "丁"]]


def test_pending_row_deletions_are_left_out_and_insertions_read():
    def revised(content: str, revision: str) -> str:
        return f'<w:tr><w:trPr><w:{revision} w:id="1"/></w:trPr>{cell(content)}</w:tr>'

    document = word(table(cell("甲"), revised("删", "del"), revised("增", "ins")))
    assert drawn(document.tables[0]) == [["甲"], ["增"]]
    assert document.has_tracked_changes


def test_hidden_rows_are_flagged():
    found = only(cell("甲"), f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('乙')}</w:tr>")
    assert (found.hidden_rows, found.cell(1, 0).is_hidden, found.cell(0, 0).is_hidden) == ((1,), True, False)


def test_text_that_a_merge_hides_is_remarked():
    document = word(table(cell("甲", RESTART), cell("被遮住", CONTINUE)))
    assert drawn(document.tables[0]) == [["甲"], ["^"]]
    (remark,) = document.remarks
    assert remark.code is RemarkCode.COVERED_TEXT
    assert "表1 第1行第1列的合并单元格遮住了文字“被遮住”" in remark.message


def test_a_picture_in_a_cell_is_remarked_with_the_cell():
    picture = "<w:tc><w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p></w:tc>"
    (remark,) = word(table(cell("甲") + picture)).remarks
    assert remark.message == "表1 第1行第2列有图片，图片中的文字未读取。"


@pytest.mark.parametrize("columns", ["300", "999999999999"])
def test_absurd_spans_are_refused(columns):
    with pytest.raises(UnreadableDocument, match="表1的行列数异常"):
        only(cell("甲", f'<w:gridSpan w:val="{columns}"/>'))


def test_tables_that_are_too_large_together_are_refused(monkeypatch):
    monkeypatch.setattr("jinghe.documents.readers.docx.docx.MAX_POSITIONS", 5)
    pair = table(cell("甲") + cell("乙"))
    assert len(word(pair + pair).tables) == 2
    with pytest.raises(UnreadableDocument, match="表3的行列数异常"):
        word(pair * 3)


def test_a_span_that_is_no_number_counts_as_one():
    assert drawn(only(cell("甲", '<w:gridSpan w:val="两列"/>') + cell("乙"))) == [["甲", "乙"]]


def test_absurdly_deep_nesting_is_refused():
    body = paragraph("芯")
    for _ in range(20):
        body = f"<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl>"
    with pytest.raises(UnreadableDocument, match="嵌套超过"):
        word(body)


@given(st.data())
def test_tables_merged_with_python_docx_come_back_with_the_same_extents(data):
    rows, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 5))
    top, left = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    bottom, right = data.draw(st.integers(top, rows - 1)), data.draw(st.integers(left, columns - 1))
    made = docx.Document()
    written = made.add_table(rows=rows, cols=columns)
    for row in range(rows):
        for column in range(columns):
            written.cell(row, column).text = f"{row},{column}"
    written.cell(top, left).merge(written.cell(bottom, right)).text = "合并"
    found = read(saved(made), name="x.docx").tables[0]
    merged = found.cell(bottom, right)
    assert (merged.text, merged.row, merged.column) == ("合并", top, left)
    assert (merged.row_span, merged.column_span) == (bottom - top + 1, right - left + 1)
    assert len(found.cells) == rows * columns - merged.row_span * merged.column_span + 1
