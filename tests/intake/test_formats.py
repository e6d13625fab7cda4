"""One notice in four formats says the same; what plain text leaves open is asked about and never guessed."""

from pathlib import Path

import pytest

from jinghe.core.plan.plans import Plan
from jinghe.intake import PlanReading
from jinghe.intake.layouts.cells import Holds, held
from jinghe.usecases.plan.reading import read_file
from tests.documents.pdf_files import Writer, pdf_file
from tests.intake.expected import differences
from tests.intake.notices import (
    PREAMBLE,
    areas_of,
    codes_of,
    reading_of,
    rows_of,
    sheet_notice,
    targets_of,
    word_notice,
)

NOTICES = Path(__file__).resolve().parents[3] / "shared" / "notices"
REAL = pytest.mark.skipif(not NOTICES.exists(), reason="the real notice is not part of the repository")

FIGURES = """
单位 | 到位资金（亿元） | < | 实际利用外资（万元） | < | 新设外商企业（个）
^ | 保证目标 | 工作目标 | 保证目标 | 工作目标 | ^
青山区 | 40 | 45 | 1200 | 1500 | 2
碧水县 | 35.5 | 38 | — | — | 1
云岭高新区 | 60 | 66 | 3000 | 3300 | 4
合计 | 135.5 | 149 | 4200 | 4800 | 7
"""
FIGURES_TEXT = """
单位
到位资金（亿元） 实际利用外资（万元） 新设外商企业（个）
保证目标 工作目标 保证目标 工作目标
青山区 40 45 1200 1500 2
碧水县 35.5 38 — — 1
云岭
高新区
60 66 3000 3300 4
合 计 135.5 149 4200 4800 7
"""
TASKS = """
单位 | 主导引进项目 | 编制推出项目
市商务局 | 获取投资1亿元及以上有效信息5条，主导引进投资2亿元及以上项目1个。 | 编制推出项目10个，其中投资5亿元及以上1个。
市农业农村局 | 获取有效投资信息8条。 | 编制推出项目6个。
市科技局 | 获取有效投资信息3条。 | 编制推出项目4个。
"""
TASKS_TEXT = """
单位 主导引进项目 编制推出项目
市商务局
获取投资1亿元及以上有效信息5条，主导引进投
资2亿元及以上项目1个。
编制推出项目1
0个，其中投资5亿元及以上1个。
市农业农村局
获取有效投资信息8条。 编制推出项目6个。
市科技局 获取有效投资信息3条。
编制推出项目4个。
"""


def pdf_notice(*blocks: str, bottom: float = 545) -> bytes:
    writer = Writer(bottom=bottom)
    for block in blocks:
        if "|" in block:
            rows = rows_of(block)
            writer.table(rows, areas_of(rows), head=2 if rows[1][0] == "^" else 1)
        else:
            for line in block.strip().splitlines():
                writer.line(line)
    return pdf_file(writer.pages)


def text_notice(*blocks: str, encoding: str = "utf-8") -> bytes:
    return "\n".join((PREAMBLE, *blocks)).encode(encoding)


def plan_of(reading: PlanReading) -> Plan:
    assert reading.plan is not None, reading.error
    return reading.plan


def said(reading: PlanReading) -> list[tuple[object, ...]]:
    """What the targets and totals of a plan say, without places and without the words of the clause."""
    plan = plan_of(reading)
    targets = [
        (one.unit, one.indicator, one.tiers, one.criteria, one.of_which, one.role, one.table, one.column)
        for one in plan.targets
    ]
    return [*targets, *((one.label, one.indicator, one.tiers, one.column) for one in plan.totals)]


@pytest.mark.parametrize(
    "content",
    [
        sheet_notice(FIGURES),
        pdf_notice(PREAMBLE, FIGURES),
        pdf_notice(PREAMBLE, FIGURES, bottom=300),
        text_notice(FIGURES_TEXT),
        text_notice(FIGURES_TEXT, encoding="gb18030"),
        text_notice(FIGURES_TEXT.replace(" ", "\t")),
    ],
    ids=["xlsx", "pdf", "pdf over pages", "txt", "txt gb18030", "txt tabs"],
)
def test_a_table_of_figures_says_the_same_in_every_format(content):
    reading, written = reading_of(content), reading_of(word_notice(FIGURES))
    assert said(reading) == said(written)
    assert plan_of(reading).units == plan_of(written).units
    assert reading.numbers.unread == 0
    assert codes_of(reading) - {"file_remark"} == codes_of(written)


@pytest.mark.parametrize(
    "content",
    [sheet_notice(TASKS), pdf_notice(PREAMBLE, TASKS), text_notice(TASKS_TEXT)],
    ids=["xlsx", "pdf", "txt"],
)
def test_a_table_of_clauses_says_the_same_in_every_format(content):
    reading, written = reading_of(content), reading_of(word_notice(TASKS))
    assert said(reading) == said(written)
    assert reading.numbers.unread == 0


def test_text_is_said_to_have_been_rebuilt():
    assert "file_remark" in codes_of(reading_of(text_notice(FIGURES_TEXT)))


# --- what plain text does not say is never guessed -----------------------------------------------------------------


def units_read(text: str) -> set[str]:
    reading = reading_of(text_notice(text))
    return {target.unit for target in reading.plan.targets} if reading.plan else set()


def test_a_row_with_a_figure_missing_is_not_read_but_told():
    reading = reading_of(text_notice(FIGURES_TEXT.replace("35.5 38 — — 1", "35.5 38 1")))
    assert {target.unit for target in plan_of(reading).targets} == {"青山区", "云岭高新区"}
    assert {"unread_text", "file_remark"} <= codes_of(reading)
    assert any("分不清各属哪一列" in finding.text for finding in reading.findings)


def test_a_number_broken_by_a_line_end_is_joined_where_only_that_fits():
    reading = reading_of(text_notice(FIGURES_TEXT.replace("40 45 1200 1500 2", "40 45 12\n00 1500 2")))
    assert "青山区 foreign_capital_used 1200万元／1500万元" in targets_of(reading)
    assert any("换行拆开" in finding.text for finding in reading.findings)


def test_a_row_that_is_full_before_its_last_line_is_not_read():
    assert "青山区" not in units_read(FIGURES_TEXT.replace("40 45 1200 1500 2", "40 45 1200 1500 2\n5"))


@pytest.mark.parametrize(
    "text",
    [
        FIGURES_TEXT.replace("保证目标 工作目标 保证目标 工作目标", "保证目标 工作目标 保证目标"),
        FIGURES_TEXT.replace("到位资金（亿元） 实际利用外资（万元） 新设外商企业（个）", "到位资金（亿元）"),
        FIGURES_TEXT.replace("单位\n到位资金（亿元）", "到位资金（亿元）\n单位\n"),
        FIGURES_TEXT.replace("实际利用外资（万元）", "某某某（万元）"),
        FIGURES_TEXT.replace("单位", "项目"),
    ],
    ids=["a tier is missing", "headings are missing", "a heading above", "an unknown heading", "no units"],
)
def test_a_table_whose_head_is_not_certain_is_not_read_but_told(text):
    reading = reading_of(text_notice(text))
    assert reading.plan is None
    assert "unread_text" in codes_of(reading) or reading.error


def test_a_head_that_can_be_stacked_in_two_ways_is_not_read():
    text = """
单位
到位资金（亿元） 签约项目（个）
省外项目 省内项目 外资项目
青山区 4 5 6
碧水县 5 6 7
"""
    assert units_read(text) == set()


def test_a_cell_that_does_not_end_is_not_read_but_told():
    more = "市林业局\n获取有效投资信息2条。\n编制推出项目3个。\n"
    broken = TASKS_TEXT.replace("有效投资信息8条。 编", "有效投资信息8条，编")
    reading = reading_of(text_notice(broken + more))
    assert {target.unit for target in plan_of(reading).targets} == {"市商务局", "市科技局", "市林业局"}
    assert "unread_text" in codes_of(reading)
    assert units_read(broken) == set()


@pytest.mark.parametrize("cell", ["40 45", "4\n0", "40 450"])
def test_digits_apart_in_one_cell_are_no_figure(cell):
    assert held(cell).what is Holds.WORDS


# --- the real notice -----------------------------------------------------------------------------------------------


@REAL
@pytest.mark.parametrize("name", ["dazhou-2022.pdf", "dazhou-2022.txt"])
def test_the_real_notice_reads_to_the_same_plan(name):
    reading, written = read_file(NOTICES / name), read_file(NOTICES / "dazhou-2022.docx")
    assert differences(reading, NOTICES / "dazhou-2022.expected.json") == []
    assert said(reading) == said(written)
    plan, other = plan_of(reading), plan_of(written)
    assert plan.units == other.units
    assert [one.unit for one in plan.duties] == [one.unit for one in other.duties]
    assert plan.rulings == other.rulings
    for particular in ("year", "document_number", "issuer", "issued_on", "title", "city"):
        assert getattr(plan, particular) == getattr(other, particular)
    assert reading.numbers == written.numbers
    assert codes_of(reading) - {"file_remark"} == codes_of(written)


@REAL
def test_a_truncated_pdf_is_one_sentence():
    reading = read_file(NOTICES / "variants/truncated.pdf")
    assert reading.plan is None
    assert reading.error is not None
    assert reading.error.startswith("PDF文件不完整或已损坏")
