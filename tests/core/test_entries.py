"""What keeps an entry from being posted, and what it posts."""

from dataclasses import replace
from datetime import date

import pytest

from jinghe.core.counting.entries import UNNUMBERED, Credit, Entry, Evidence, entry_of, reversed_posting
from jinghe.core.counting.facts import FactKind, Role
from tests.builders import base_units, ledger, rows

DAY = date(2022, 3, 1)


def credits_of(text: str) -> tuple[Credit, ...]:
    """承接 宣汉县 50%, 承接 大竹县 50%"""
    roles = {"承接": Role.HOST, "引进": Role.SPONSOR}
    parts = [part.split() for part in text.split(",") if part.strip()]
    return tuple(
        Credit(unit=unit, role=roles[role], share=int(share.removesuffix("%")) * 100)
        for role, unit, share in parts
    )


def entry(kind: FactKind = FactKind.SIGNING, credited: str = "承接 宣汉县 100%", **others) -> Entry:
    told = {"subject": "甲", "occurred_on": DAY, "cohort_on": DAY, "amount_fen": base_units("5亿元")} | others
    return Entry(kind=kind, credits=credits_of(credited), **told)


def test_a_proper_signing_may_be_posted():
    assert entry().faults() == ()
    assert entry(credited="承接 宣汉县 99%, 承接 大竹县 1%", amount_fen=1).faults() == ()


def test_what_happens_on_the_day_of_signing_may_be_posted():
    assert entry(FactKind.FUNDS).faults() == ()


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (entry(subject=""), "缺少对象编号"),
        (entry(amount_fen=0), "“签约”的金额应大于零"),
        (entry(amount_fen=-1), "“签约”的金额应大于零"),
        (entry(FactKind.REGISTRATION), "“注册”只计个数，不应填写金额"),
        (entry(FactKind.FUNDS, cohort_on=None), "缺少签约日期"),
        (entry(FactKind.FUNDS, occurred_on=date(2022, 2, 28)), "发生日期2022-02-28早于签约日期2022-03-01"),
        (entry(occurred_on=date(2022, 3, 2)), "签约的发生日期与签约日期不一致"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_an_entry_lacks_is_said_in_chinese(made, fault):
    assert made.faults() == (fault,)


@pytest.mark.parametrize(
    "row",
    rows("""
    credited                              | fault
    承接 宣汉县 50%                       | 承接落地各方份额之和为50%，应为100%
    承接 宣汉县 50%, 承接 大竹县 51%      | 承接落地各方份额之和为101%，应为100%
    引进 经信局 100%                      | 缺少承接落地单位
    承接 宣汉县 50%, 承接 宣汉县 50%      | 同一单位以同一身份重复计入
    承接 宣汉县 100%, 引进 经信局 40%     | 主导引进各方份额之和为40%，应为100%
    承接 宣汉县 100%, 承接 大竹县 0%      | 份额应大于零
    承接 宣汉县 101%, 承接 大竹县 -1%     | 份额应大于零
    """),
    ids=lambda row: row["fault"],
)
def test_shares_of_each_role_make_up_the_whole(row):
    assert entry(credited=row["credited"]).faults() == (row["fault"],)


def test_a_lead_needs_who_brought_it_and_no_host():
    lead = entry(FactKind.LEAD, "引进 侨联 100%", cohort_on=None, amount_fen=0)
    assert lead.faults() == ()
    assert replace(lead, credits=credits_of("承接 渠县 100%")).faults() == ("缺少主导引进单位",)


def test_a_unit_may_both_bring_and_host_a_project():
    assert entry(credited="承接 宣汉县 100%, 引进 宣汉县 100%").faults() == ()


def test_each_role_shares_the_whole_amount():
    lines = entry(credited="承接 宣汉县 50%, 承接 大竹县 50%, 引进 经信局 100%", amount_fen=101).postings()
    assert {(line.unit, line.role): line.amount_fen for line in lines} == {
        ("宣汉县", Role.HOST): 51,
        ("大竹县", Role.HOST): 50,
        ("经信局", Role.SPONSOR): 101,
    }


def test_what_is_posted_has_no_number_until_the_ledger_gives_it_one():
    (line,) = entry().postings()
    assert (line.sequence, line.entry, line.sign, line.reverses) == (UNNUMBERED, UNNUMBERED, 1, None)


def test_a_reversal_is_the_same_line_with_the_other_sign():
    (line,) = ledger("""
        on         | kind | unit | amount
        2022-03-01 | 签约 | 渠县 | 5亿元
    """)
    undone = reversed_posting(line)
    assert replace(undone, sequence=1, entry=1, sign=1, reverses=None) == line
    assert (undone.sign, undone.reverses, undone.sequence) == (-1, 1, UNNUMBERED)


def test_the_lines_of_an_entry_lead_back_to_it():
    credited = "承接 宣汉县 50%, 承接 大竹县 50%, 引进 经信局 100%"
    made = entry(credited=credited, investor=("taiwan",), amount_fen=101)
    again = entry_of(made.postings())
    assert set(again.credits) == set(made.credits)
    assert replace(again, credits=made.credits) == made


def test_evidence_is_sealed_in_order():
    one, other = (Evidence(kind="进账单", title=digest, digest=digest * 64) for digest in "ab")
    assert entry().evidence_digest == ""
    orders = ((one,), (other,), (one, other), (other, one))
    assert len({entry(evidence=items).evidence_digest for items in orders}) == 4
