"""Late corrections: one line for what one act did, with what remains of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from jinghe.bulletins.kinds.corrections import UNCHANGED, corrections_table
from jinghe.bulletins.results import LateCorrection
from jinghe.documents.blocks import plain

YI = 10_000_000_000
MONEY = LateCorrection(
    unit="达川区",
    kind_name="到位资金",
    subject_name="数控机床项目",
    occurred_on=date(2022, 6, 11),
    recorded_at=datetime(2022, 8, 1, tzinfo=UTC),
    sign=-1,
    amount_fen=2 * YI,
    reason="重复入账",
)
SIGNED = replace(MONEY, kind_name="签约", amount_fen=None)


def rows(*found):
    return [[plain(cell.runs) for cell in row.cells] for row in corrections_table(found).rows]


def test_a_reversal_takes_away():
    assert rows(MONEY) == [["达川区", "数控机床项目", "6月到位资金减少2亿元", "重复入账"]]


def test_a_restatement_that_changes_no_amount_says_so_in_one_line():
    again = [replace(one, sign=1) for one in (MONEY, SIGNED)]
    assert rows(MONEY, SIGNED, *again) == [["达川区", "数控机床项目", UNCHANGED, "重复入账"]]


def test_what_remains_of_a_restatement_is_told_by_month_and_kind():
    told = rows(MONEY, SIGNED, replace(MONEY, sign=1, amount_fen=3 * YI), replace(SIGNED, sign=1))
    assert told[0][2] == "6月到位资金增加1亿元"


def test_acts_and_units_are_told_apart():
    later = replace(MONEY, recorded_at=datetime(2022, 8, 2, tzinfo=UTC))
    assert len(rows(MONEY, later, replace(MONEY, unit="渠县"))) == 3
