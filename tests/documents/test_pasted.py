"""Blocks pasted from spreadsheet programs: nothing may slip into another column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.documents.forms import pasted
from jinghe.documents.forms.pasted import read_pasted, rows_of
from tests.documents.workbook_forms import COLUMNS, texts


def refusal(text: str) -> str:
    grid = read_pasted(text)
    assert grid.rows == ()
    return grid.flaws[0].text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t1\r\n乙\t2\r\n", (("甲", "1"), ("乙", "2"))),
        ("甲\t1\n乙\t2", (("甲", "1"), ("乙", "2"))),
        ("甲\t\r\n\t2\r\n", (("甲", ""), ("", "2"))),
        ("甲\t1\r\n\t\r\n\r\n", (("甲", "1"),)),
        ("甲", (("甲",),)),
        ('"两\n行"\t1\r\n', (("两\n行", "1"),)),
        ('"两\r\n行 ""引号"""\t1', (('两\n行 "引号"', "1"),)),
        ('5" 管\t1', (('5" 管', "1"),)),
        ('"原文"\t1', (('"原文"', "1"),)),
        ('"没有收尾\t1\r\n乙\t2', (('"没有收尾', "1"), ("乙", "2"))),
        ("１，２００\t—", (("１，２００", "—"),)),
        ("\t\t甲", (("", "", "甲"),)),
    ],
)
def test_a_block_is_its_grid(text, rows):
    grid = read_pasted(text)
    assert (grid.rows, grid.flaws) == (rows, ())


def test_a_ragged_block_is_refused_with_the_count_of_each_row():
    told = refusal("甲\t1\t2\n乙\t3\n丙\t4\t5\n丁\t6\t7\t8")
    assert "第2行有2格、第4行有4格，其他行有3格" in told
    assert "复制后再粘贴" in told


def test_a_blank_line_inside_a_block_is_ragged():
    assert "第2行有1格" in refusal("甲\t1\n\n乙\t2")


def test_a_tab_inside_a_cell_is_refused():
    assert "第1行第1格里有制表符" in refusal('"甲\t乙"\t1')


@pytest.mark.parametrize("text", ["", "\r\n", "\t\t\r\n", "  "])
def test_nothing_is_said_to_be_nothing(text):
    assert "没有粘贴任何内容" in refusal(text)


def test_limits_are_told(monkeypatch):
    monkeypatch.setattr(pasted, "MAX_ROWS", 1)
    assert "超过1行" in refusal("甲\n乙")
    monkeypatch.setattr(pasted, "MAX_CHARACTERS", 2)
    assert "超过2字" in refusal("甲\n乙")


CELLS = st.text(st.sampled_from('甲1 "\n，'), max_size=6)


def copied(rows: list[list[str]]) -> str:
    """The clipboard as Excel writes it: quotes only where a line break asks for them."""

    def cell(text: str) -> str:
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if "\n" in text else text

    return "\r\n".join("\t".join(map(cell, row)) for row in rows) + "\r\n"


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)
    )
)
def test_what_was_copied_is_what_is_pasted_or_it_is_refused(rows):
    plain = [["" if cell.startswith('"') else cell for cell in row] for row in rows]
    while plain and not any(cell.strip() for cell in plain[-1]):
        plain.pop()
    assert read_pasted(copied(plain)).rows == tuple(map(tuple, plain))


def test_a_first_row_of_headers_decides_about_the_order():
    found = rows_of(read_pasted("备注\t到位资金(万元)\t项目名称\n好\t5\t锂电"), COLUMNS)
    assert [(row.number, row.cells["amount"].text, row.cells["amount"].place) for row in found.rows] == [
        (2, "5", "第2行“到位资金（万元）”")
    ]
    assert found.columns == {"note", "amount", "name"}


def test_without_headers_the_columns_follow_each_other():
    found = rows_of(read_pasted("锂电\t5\n光伏\t6"), COLUMNS)
    assert (texts(found), [row.number for row in found.rows]) == (
        [["", "锂电", "5"], ["", "光伏", "6"]],
        [1, 2],
    )
    assert found.flaws == ()


def test_more_columns_than_there_are_is_refused():
    found = rows_of(read_pasted("\t".join("甲乙丙丁戊己庚")), COLUMNS)
    assert (found.rows, found.flaws[0].text.partition("。")[0]) == ((), "粘贴了7列，这里只有6列")


def test_another_unit_of_measure_in_the_header_is_a_fault():
    found = rows_of(read_pasted("项目名称\t到位资金（亿元）\t备注\n锂电\t5\tx"), COLUMNS)
    assert "应为“到位资金（万元）”" in found.flaws[0].text
    assert "amount" not in found.columns


def test_the_faults_of_a_block_are_the_faults_of_its_rows():
    assert "各行的格数不同" in rows_of(read_pasted("甲\t1\n乙"), COLUMNS).flaws[0].text
