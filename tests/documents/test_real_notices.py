"""The real notice and layouts of other offices, where they lie beside the repository."""

import json
import re
import time
from pathlib import Path

import pytest

from jinghe.documents import Document, Reason, UnreadableDocument, read
from tests.documents.files import drawn

NOTICES = Path(__file__).resolve().parents[3] / "shared" / "notices"
pytestmark = pytest.mark.skipif(not NOTICES.is_dir(), reason="the notices do not lie beside the repository")


def notice(name: str) -> Document:
    return read(NOTICES / name, name=name)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def letter() -> Document:
    return notice("dazhou-2022.docx")


def test_the_notice_has_five_tables_with_their_captions(letter):
    shapes = [(found.row_count, found.column_count, found.header_rows) for found in letter.tables]
    assert shapes == [(13, 11, 3), (13, 7, 3), (22, 6, 1), (15, 2, 1), (2, 2, 1)]
    assert [found.context[-1].text[:4] for found in letter.tables] == [
        "2022",
        "2022",
        "（一）行",
        "（二）涉",
        "（三）纳",
    ]
    assert letter.remarks == ()


def test_the_header_of_annex_one_keeps_its_three_levels(letter):
    first, second, third = drawn(letter.tables[0])[:3]
    money, projects = "到位资金（亿元） < < <", "重大项目引进（个） < < < <"
    assert " ".join(first) == f"单位 {money} {projects} 签约项目推进"
    money, projects = (
        "全年目标任务 < 省外固定资产投资目标任务 <",
        "25亿元及以上项目任务 “1531”专项行动任务 < < <",
    )
    assert " ".join(second) == f"^ {money} {projects} ^"
    money, projects = "保证目标 工作目标 保证目标 工作目标", "^ 100亿元以上 50—100亿元 30—50亿元 10—30亿元"
    assert " ".join(third) == f"^ {money} {projects} ^"


def test_the_figures_of_annex_one_are_exact(letter):
    table = letter.tables[0]
    figures = {squeezed(row[0].text): [cell.text for cell in row[1:10]] for row in list(table.rows)[3:]}
    assert figures["通川区"] == ["60", "65", "32", "35", "5", "—", "1", "1", "4"]
    assert figures["达州东部经开区"] == ["25", "30", "18", "20", "3", "—", "—", "1", "2"]
    assert figures["合计"] == ["610", "660", "340", "360", "72", "3", "6", "12", "33"]
    assert table.cell(12, 10) is table.cell(3, 10)
    assert table.cell(3, 10).row_span == 10


def test_the_workbook_of_the_annexes_says_the_same_as_the_letter(letter):
    annexes = notice("dazhou-2022-annexes.xlsx").tables
    assert [found.locator.name for found in annexes] == ["附件1", "附件2", "附件3"]
    for written, typed in zip(letter.tables[:2], annexes[:2], strict=True):
        body = [[squeezed(text) for text in row] for row in drawn(written)]
        assert [[squeezed(text) for text in row] for row in drawn(typed)][-len(body) :] == body


def test_long_clauses_and_full_width_digits_are_verbatim(letter):
    departments = {squeezed(row[0].text): row for row in letter.tables[2].rows}
    assert departments["市委统战部"][1].text.startswith("获取台商投资信息2条")
    assert "１个" in departments["市金融工作局"][1].text


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [("transposed.docx", 11, 10), ("wrong_totals.docx", 9, 4), ("blank_dash_slash_zero.xlsx", 14, 6)],
)
def test_layouts_of_other_offices_are_read(name, rows, columns):
    (found,) = notice(f"variants/{name}").tables
    assert (found.row_count, found.column_count) == (rows, columns)


def test_dashes_slashes_zeros_and_blanks_stay_apart():
    (found,) = notice("variants/blank_dash_slash_zero.xlsx").tables
    assert [cell.text for cell in found.column(3)][5:12] == ["800", "0", "—", "/", "—", "1200", "2000"]
    assert found.cell(9, 2).text == ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [("empty_document.docx", Reason.NO_CONTENT), ("truncated.pdf", Reason.DAMAGED)],
)
def test_files_that_cannot_be_read_are_refused(name, reason):
    assert json.loads((NOTICES / f"variants/{name}.expected.json").read_text())["error"]
    with pytest.raises(UnreadableDocument) as caught:
        notice(f"variants/{name}")
    assert caught.value.reason is reason


def test_the_notice_is_read_in_well_under_half_a_second(letter):
    started = time.monotonic()
    notice("dazhou-2022.docx")
    assert time.monotonic() - started < 0.5
