# ruff: noqa: E501  tables are drawn as wide as they are
"""Tables that invite a wrong figure: each is refused or told of, none is read without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.notices import codes_of, reading_of, targets_of, word_notice

TABLES = {
    "a restriction of another sum": ("单位 | 到位资金1亿元以上项目引进（个）\n青山区 | 2", "unknown_column"),
    "something left out": ("单位 | 到位资金（不含房地产）（亿元）\n青山区 | 40", "unknown_column"),
    "several years": ("单位 | 2029-2031年累计到位资金（亿元）\n青山区 | 40", "unknown_column"),
    "two columns alike": ("单位 | 到位资金（亿元） | 新增到位资金（亿元）\n青山区 | 40 | 5", "same_column"),
    "three tiers": (
        "单位 | 到位资金（亿元） | < | <\n^ | 确保 | 力争 | 冲刺\n青山区 | 4 | 5 | 6",
        "same_column",
    ),
    "a mean": ("单位 | 到位资金（亿元）\n青山区 | 40\n平均 | 40", "not_a_unit"),
    "last year in a row": ("单位 | 到位资金（亿元）\n青山区 | 40\n2030年完成数 | 35", "not_a_unit"),
    "a unit twice": (
        "单位 | 指标 | 目标值\n青山区 | 到位资金（亿元） | 40\n绿水县 | 到位资金（亿元） | 3\n青山区 | 到位资金（亿元） | 5",
        "duplicate_unit",
    ),
    "万元 as 亿元": ("单位 | 到位资金（亿元）\n青山区 | 350000", "implausible_amount"),
    "a footnote sign": ("单位 | 到位资金（亿元）\n青山区* | 40", "footnote"),
    "an odd name": ("单位 | 到位资金（亿元）\n其他 | 40", "unusual_name"),
    "signed sums": ("单位 | 内资（亿元） | <\n^ | 合同 | 到位\n青山区 | 40 | 20", "uncounted_indicator"),
    "a part without its whole": (
        "单位 | 签约项目（个） | 其中：省外到位资金（亿元）\n青山区 | 3 | 2",
        "orphan_part",
    ),
    "two readings of tiers": (
        "单位 | 到位资金（亿元） | <\n^ | 计划 | 确保\n青山区 | 22 | 20",
        "ambiguous",
    ),
}


@pytest.mark.parametrize(("table", "code"), TABLES.values(), ids=TABLES.keys())
def test_what_could_be_misread_is_told(table, code):
    assert code in codes_of(reading_of(word_notice(table)))


def test_a_line_of_the_issuer_gives_nobody_a_task():
    told = "临江市人民政府办公室\n现下达任务，到位资金100亿元。\n（一）市商务局\n1.引进项目3个。\n各单位引进项目2个。\n二、其他\n到位资金8亿元。"
    reading = reading_of(word_notice(told))
    assert targets_of(reading) == ["市商务局 led_projects 3个"]
    assert sum(finding.code == "unread_text" for finding in reading.findings) == 3


def test_another_year_and_another_unit_in_a_line_are_told():
    told = "1.市商务局：2030年引进项目3个，2031年引进项目5个。\n2.青山区：去年完成到位资金28亿元。\n3.市林业局：引进项目3个；市水利局：引进项目2个。"
    reading = reading_of(word_notice(told))
    assert targets_of(reading) == ["市商务局 led_projects 5个"]
    assert {"other_year", "unheld_period", "several_names"} <= codes_of(reading)


def test_the_same_task_in_two_annexes_is_told():
    reading = reading_of(
        word_notice("单位 | 到位资金（亿元）\n青山区 | 40", "附件2", "单位 | 到位资金（亿元）\n青山区 | 45")
    )
    assert "repeated_task" in codes_of(reading)


WORDS = st.sampled_from(
    "单位 指标 到位资金 （亿元） 其中： 省外 确保 力争 青山区 市商务局 ： 引进项目 3个 40 40亿元 — 合计 小计 目标值 或 2030年".split()
)


@given(
    rows=st.lists(st.lists(st.lists(WORDS, max_size=3), min_size=3, max_size=3), min_size=1, max_size=5),
    lines=st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=4),
)
def test_any_table_and_any_prose_end_in_a_reading_whose_numbers_add_up(rows, lines):
    table = "\n".join(" | ".join("".join(cell) or " " for cell in row) for row in rows)
    prose = "\n".join("".join(line) for line in lines)
    reading = reading_of(word_notice(table, *([prose] if prose else [])))
    unread = reading.numbers.unread
    assert not (unread and reading.plan is not None and not reading.findings)
