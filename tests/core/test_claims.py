"""Whose a claimed fact is: hosts, sponsors, sub-unit, the days of an agreement; and what is too small to be one."""

from datetime import date

import pytest

from jinghe.core.claims.claims import credits_of
from jinghe.core.claims.recognition import RecognitionRule
from jinghe.core.counting.entries import Credit
from jinghe.core.counting.facts import FactKind, Role
from tests.builders import KINDS, base_units, rows

CLAIMANT = "宣汉县"
ROLE_NAMES = {Role.HOST: "承接", Role.SPONSOR: "引进"}


def shares(text: str) -> list[list]:
    """大竹县 50%, 渠县 50% as a record keeps them."""
    pairs = map(str.split, text.split(", "))
    return [[unit, int(share.removesuffix("%")) * 100] for unit, share in pairs]


def credit_text(credit: Credit) -> str:
    return f"{ROLE_NAMES[credit.role]} {credit.unit} {credit.share / 100:g}% {credit.sub_unit}".strip()


def credited(row: dict[str, str], on: str = "2022-03-01", **record: str) -> str:
    record |= {name: shares(row[name]) for name in ("hosts", "sponsors") if row.get(name)}
    credits = credits_of(record, CLAIMANT, KINDS[row["kind"]], date.fromisoformat(on))
    return ", ".join(map(credit_text, credits))


@pytest.mark.parametrize(
    "row",
    rows("""
    kind     | hosts                | sponsors             | credits
    签约     |                      |                      | 承接 宣汉县 100% 工业园
    签约     | 大竹县 100%          | 经信局 100%          | 承接 大竹县 100% 工业园, 引进 经信局 100%
    签约     | 大竹县 50%, 渠县 50% |                      | 承接 大竹县 50% 工业园, 承接 渠县 50%
    到位资金 | 大竹县 60%, 渠县 40% |                      | 承接 大竹县 60% 工业园, 承接 渠县 40%
    信息     |                      |                      | 引进 宣汉县 100%
    信息     |                      | 经信局 50%, 侨联 50% | 引进 经信局 50%, 引进 侨联 50%
    外出     | 大竹县 100%          |                      | 引进 宣汉县 100%
    """),
    ids=lambda row: f"{row['kind']} {row['hosts']} {row['sponsors']}",
)
def test_a_fact_is_its_hosts_and_its_sponsors_and_without_them_the_claimants(row):
    """A sub-unit is the first host's alone: what stands with a neighbour is not within it."""
    assert credited(row, sub_unit="工业园") == row["credits"]


SHARED = {"hosts": "大竹县 50%, 渠县 50%", "sponsors": "经信局 50%, 侨联 50%"}


@pytest.mark.parametrize(
    "row",
    rows("""
    kind     | since      | until      | on         | is shared
    到位资金 | 2022-03-01 | 2022-06-30 | 2022-02-28 | no
    到位资金 | 2022-03-01 | 2022-06-30 | 2022-03-01 | yes
    到位资金 | 2022-03-01 | 2022-06-30 | 2022-06-30 | yes
    到位资金 | 2022-03-01 | 2022-06-30 | 2022-07-01 | no
    到位资金 | 2022-03-01 |            | 2022-02-28 | no
    到位资金 | 2022-03-01 |            | 2030-01-01 | yes
    到位资金 |            | 2022-06-30 | 2010-01-01 | yes
    到位资金 |            | 2022-06-30 | 2022-07-01 | no
    到位资金 |            |            | 2022-07-01 | yes
    固投     | 2022-03-01 | 2022-06-30 | 2022-07-01 | no
    外资     | 2022-03-01 | 2022-06-30 | 2022-07-01 | no
    外商直接投资到资 | 2022-03-01 | 2022-06-30 | 2022-07-01 | no
    签约     | 2022-03-01 | 2022-06-30 | 2022-07-01 | yes
    投产     | 2022-03-01 | 2022-06-30 | 2022-02-28 | yes
    """),
    ids=lambda row: "-".join(row.values()),
)
def test_money_outside_the_days_of_the_agreement_is_the_first_units_of_each_role(row):
    days = {f"share_{name}": row[name] for name in ("since", "until") if row[name]}
    whole = "承接 大竹县 100%, 引进 经信局 100%"
    halves = "承接 大竹县 50%, 承接 渠县 50%, 引进 经信局 50%, 引进 侨联 50%"
    assert credited(row | SHARED, row["on"], **days) == (halves if row["is shared"] == "yes" else whole)


@pytest.mark.parametrize(
    "row",
    rows("""
    least | investment | is too small
    5亿元 | 4.9999亿元 | yes
    5亿元 | 5亿元      | no
    5亿元 |            | yes
    0亿元 |            | no
    """),
    ids=lambda row: f"{row['investment'] or 'unknown'} of {row['least']}",
)
def test_a_project_of_exactly_the_least_size_is_recognised(row):
    rule = RecognitionRule(kind=FactKind.SIGNING, minimum_fen=base_units(row["least"]))
    investment = base_units(row["investment"]) if row["investment"] else None
    assert rule.is_too_small(investment) is (row["is too small"] == "yes")
