"""Blocks that make no sense cannot be built; titles break by sense; figures become numbers of a sheet."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jinghe.documents.blocks import (
    Annex,
    Figure,
    HeadingBlock,
    ListBlock,
    ListNumbering,
    OfficialDocument,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.documents.writers.words import sheets, title_lines
from jinghe.documents.writers.xlsx.printed_numbers import number
from tests.documents.layout_samples import bulletin


@pytest.mark.parametrize(
    ("printed", "value", "number_format"),
    [
        ("0", "0", "0"),
        ("159,145", "159145", "#,##0"),
        ("76.47%", "0.7647", "0.00%"),
        ("-3.50", "-3.5", "0.00"),
        ("−3.5", "-3.5", '0.0;"−"0.0'),
        ("+3.5", "3.5", "+0.0;-0.0;0.0"),
    ],
)
def test_a_figure_is_a_number_of_the_sheet_shown_as_printed(printed, value, number_format):
    found = number(printed)
    assert (found.value, found.number_format) == (Decimal(value), number_format)


@pytest.mark.parametrize(
    "printed", ["", "—", "未报", "007", "3.5个", "1,23", "1.", ".5", "1234567890123456", "１２", "2026-07-06"]
)
def test_what_is_no_number_stays_text(printed):
    assert number(printed) is None


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于有关情况的通报", ("关于有关情况的通报",)),
        ("第一行\n第二行", ("第一行", "第二行")),
        (
            "达州市人民政府办公室关于2026年上半年经济合作目标任务完成情况的通报",
            ("达州市人民政府办公室", "关于2026年上半年经济合作", "目标任务完成情况的通报"),
        ),
        ("某" * 45, ("某" * 15, "某" * 15, "某" * 15)),
        ("A" * 60, ("A" * 60,)),
    ],
)
def test_a_long_title_is_broken_evenly_and_not_within_figures(title, lines):
    assert title_lines(title) == lines


def test_landscape_tables_and_annexes_begin_pages_of_their_own():
    turned = [(sheet.is_landscape, len(sheet.parts)) for sheet in sheets(bulletin())]
    assert turned == [(False, 13), (True, 2), (False, 3)]
    (alone,) = sheets(OfficialDocument(title="清单", body=()))
    assert not alone.is_landscape


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: HeadingBlock(level=5, runs=("甲",)),
        lambda: Figure(key="", text="1"),
        lambda: Figure(key="键", text="1"),
        lambda: Figure(key="k" * 65, text="1"),
        lambda: ListBlock(items=()),
        lambda: ListBlock(items=(("甲",),) * 11, numbering=ListNumbering.WORDS),
        lambda: TableColumn(width=0),
        lambda: TableCell(column_span=0),
        lambda: TableBlock(columns=(), header=(), rows=()),
        lambda: TableBlock(columns=(TableColumn(width=1),), header=(), rows=()),
        lambda: TableBlock(
            columns=(TableColumn(width=1),), header=(TableRow(cells=(cell("甲"), cell("乙"))),), rows=()
        ),
        lambda: TableBlock(
            columns=(TableColumn(width=1),) * 2, header=(TableRow(cells=(cell("甲"),)),), rows=()
        ),
        lambda: TableBlock(
            columns=(TableColumn(width=1),), header=(TableRow(cells=(TableCell(row_span=2),)),), rows=()
        ),
        lambda: Annex(title=" "),
        lambda: OfficialDocument(title=" ", body=()),
        lambda: replace(bulletin(), document_number=""),
    ],
)
def test_a_block_that_makes_no_sense_cannot_be_built(wrong):
    with pytest.raises(ValueError):
        wrong()
