"""Tables as values: what covers what, and places said in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from jinghe.documents import Cell, Content, Locator, Place, Table

TABLE = Locator(place=Place.TABLE, number=3)
SHEET = Locator(place=Place.SHEET, name="附件1")


def made(rows: int, columns: int, *cells: tuple[str, int, int, int, int]) -> Table:
    return Table(
        cells=tuple(
            Cell(text=text, row=row, column=column, row_span=down, column_span=across, table_locator=TABLE)
            for text, row, column, down, across in cells
        ),
        row_count=rows,
        column_count=columns,
        locator=TABLE,
    )


def test_a_merged_cell_answers_for_every_position_it_covers():
    table = made(
        2, 3, ("单位", 0, 0, 2, 1), ("到位资金", 0, 1, 1, 2), ("保证", 1, 1, 1, 1), ("工作", 1, 2, 1, 1)
    )
    assert table.cell(1, 0) is table.cell(0, 0)
    assert [cell.text for cell in table.row(0)] == ["单位", "到位资金", "到位资金"]
    assert [cell.text for cell in table.column(2)] == ["到位资金", "工作"]
    assert [cell.text for cell in table.cells] == ["单位", "到位资金", "保证", "工作"]
    assert table.is_origin(0, 1)
    assert not table.is_origin(0, 2)


def test_a_position_without_a_cell_is_an_empty_cell():
    cell = made(1, 2, ("甲", 0, 0, 1, 1)).cell(0, 1)
    assert (cell.text, cell.content, cell.is_blank) == ("", Content.EMPTY, True)
    assert str(cell.locator) == "表3 第1行第2列"


@pytest.mark.parametrize("position", [(1, 0), (0, 2), (-1, 0), (0, -1)])
def test_there_is_no_cell_outside_the_grid(position):
    with pytest.raises(IndexError):
        made(1, 2, ("甲", 0, 0, 1, 1)).cell(*position)


@pytest.mark.parametrize(
    "cells",
    [
        [("甲", 0, 0, 1, 2), ("乙", 0, 1, 1, 1)],
        [("甲", 0, 0, 2, 1), ("乙", 1, 0, 1, 1)],
        [("甲", 1, 1, 1, 2)],
        [("甲", 0, 0, 3, 1)],
    ],
)
def test_cells_that_overlap_or_leave_the_grid_make_no_table(cells):
    with pytest.raises(ValueError):
        made(2, 2, *cells)


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        (Locator(place=Place.PARAGRAPH, number=12), "第12段"),
        (TABLE.cell(4, 2), "表3 第4行第2列"),
        (SHEET.cell(4, 2), "工作表“附件1”B4"),
        (SHEET.cell(1, 28), "工作表“附件1”AB1"),
        (SHEET, "工作表“附件1”"),
        (
            Locator(place=Place.PARAGRAPH, number=2, within=Locator(place=Place.TEXT_BOX, number=1)),
            "文本框1 第2段",
        ),
        (
            Locator(place=Place.NESTED_TABLE, number=1, within=TABLE.cell(4, 2)).cell(1, 1),
            "表3 第4行第2列 内嵌表1 第1行第1列",
        ),
    ],
)
def test_a_place_is_said_in_chinese(locator, words):
    assert str(locator) == words


@given(st.integers(1, 16_384))
def test_column_letters_are_those_of_spreadsheets(number):
    assert str(SHEET.cell(1, number)) == f"工作表“附件1”{get_column_letter(number)}1"
