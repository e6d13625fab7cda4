"""A block of official figures as people type or paste it."""

import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.usecases.closing.reconciliation import Stated
from jinghe.web.closing.figure_blocks import read_block, said

FIXED, FDI = FactKind.FIXED_INVESTMENT, FactKind.FDI
WAN = 1_000_000


def told(block):
    return {(one.unit, one.subject): one.amount_fen for one in block.stated}


def test_units_and_figures_are_read_with_tabs_or_blanks(plan):
    block = read_block("通川区\t1,234.5\n达川区　 2万元\n万源市 3\n", FIXED)
    assert told(block) == {("通川区", ""): 1234_500_000, ("达川区", ""): 2 * WAN, ("万源市", ""): 3 * WAN}
    assert block.faults == ()


def test_a_heading_names_the_unit_of_measure(plan):
    block = read_block("单位\t累计（亿元）\n通川区\t1.5\n达川区\t2000万元", FIXED)
    assert told(block) == {("通川区", ""): 15_000 * WAN, ("达川区", ""): 2000 * WAN}
    assert told(read_block("县区\t外资（万美元）\n通川区\t1.5", FDI)) == {("通川区", ""): 150_000_000 // 100}


def test_what_has_no_figure_stays_unreported(plan):
    block = read_block("通川区\t未报\n达川区\t—\n万源市\t0\n大竹县\t", FIXED)
    assert block.unreported == ("通川区", "达川区", "大竹县")
    assert block.stated == (Stated(unit="万源市", amount_fen=0),)


def test_three_columns_name_projects(plan):
    assert told(read_block("通川区\tP2022-001\t5\n通川区\t\t9", FIXED)) == {
        ("通川区", "P2022-001"): 5 * WAN,
        ("通川区", ""): 9 * WAN,
    }


def test_a_total_is_checked_and_not_recorded(plan):
    assert told(read_block("通川区\t1\n达川区\t2\n合计\t3", FIXED)) == {
        ("通川区", ""): WAN,
        ("达川区", ""): 2 * WAN,
    }
    (fault,) = read_block("通川区\t1\n达川区\t2\n合计\t4", FIXED).faults
    assert fault == "合计4与各行之和3不符，请核对后重新粘贴（或去掉合计一行）"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有粘贴任何内容"),
        ("通川区", "每行应有两格"),
        ("通川区\t1\n达川区\t2\t3", "各行的格数不同"),
        ("通川区\t1\n通川\t2", "第2行：“通川”不是目标任务中的责任单位"),
        ("通川区\t1\n达川区\t很多", "第2行：“很多”不是金额"),
        ("通川区\t1\n达川区\t2万美元", "第2行：“2万美元”的币种不对"),
    ],
)
def test_what_cannot_be_read_takes_nothing_over(text, says, plan):
    block = read_block(text, FIXED)
    assert says in "；".join(block.faults)
    assert block.stated == ()


def test_figures_are_said_exactly():
    assert said(1_234_567_800, FIXED) == "1234.5678"
    assert said(0, FIXED) == "0"
    assert said(None, FIXED) == "未报"
