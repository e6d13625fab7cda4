"""One level down 下属单位: the sums of a unit by sub-unit, and that they never alter the unit's own."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from jinghe.core.counting.facts import Posting, Role
from jinghe.core.counting.tallies import tally
from jinghe.core.progress.measures import Sums, measure, read
from tests.builders import VOCABULARY, YEAR_END, ledger, plan_of, target
from tests.store.loading import load, sums_at

LEDGER = ledger(
    """
    seq | on         | kind     | subject | unit   | role | share | amount  | sub_unit | sign
    1   | 2022-02-01 | 签约     | 甲      | 宣汉县 | 承接 | 50%   | 3亿元   | 普光镇   |
    2   | 2022-02-01 | 签约     | 甲      | 大竹县 | 承接 | 50%   | 3亿元   | 普光镇   |
    3   | 2022-03-01 | 到位资金 | 甲      | 宣汉县 | 承接 |       | 2亿元   | 普光镇   |
    4   | 2022-04-01 | 到位资金 | 乙      | 宣汉县 | 承接 |       | 1.5亿元 | 工业园   |
    5   | 2022-04-02 | 到位资金 | 丙      | 宣汉县 | 承接 |       | 4亿元   |          |
    6   | 2022-05-01 | 到位资金 | 丁      | 大竹县 | 承接 |       | 9亿元   | 工业园   |
    7   | 2022-06-01 | 签约     | 戊      | 宣汉县 | 承接 |       | 1亿元   | 工业园   |
    8   | 2022-04-01 | 到位资金 | 乙      | 宣汉县 | 承接 |       |         |          | −
    9   | 2022-02-20 | 注册     | 甲      | 宣汉县 | 承接 | 50%   |         | 普光镇   |
    """
)
FUNDS = target("funds_arrived")
SIGNED = target("signed_projects", role=Role.HOST)

Evaluator = Callable[[int, str], Sums]


def by_reference(known: int, within: str) -> Sums:
    return lambda asked: tally(asked, LEDGER, known, within=within)


@pytest.fixture(
    params=[
        "reference",
        pytest.param("database", marks=[pytest.mark.database, pytest.mark.django_db]),
    ]
)
def evaluator(request) -> Evaluator:
    if request.param == "reference":
        return by_reference
    load(LEDGER)
    return lambda known, within: sums_at(known, within=within)


def figures(asked, sums: Sums, names, **rulings) -> dict[str, Fraction | None]:
    """sub-unit → value in the target's unit of measure."""
    held = measure(asked, plan_of(asked, rulings=rulings), VOCABULARY, YEAR_END)
    scale = asked.tiers.floor.unit.scale
    values = {name: read(held, name, sums).value for name in names}
    return {name: None if value is None else value / scale for name, value in values.items()}


def test_money_is_summed_by_sub_unit_and_what_names_none_stands_under_no_name(evaluator):
    assert figures(FUNDS, evaluator(7, "宣汉县"), ("普光镇", "工业园", "")) == {
        "普光镇": 2,
        "工业园": Fraction("1.5"),
        "": 4,
    }


def test_a_reversal_takes_away_where_it_had_added(evaluator):
    assert figures(FUNDS, evaluator(8, "宣汉县"), ("普光镇", "工业园", "")) == {
        "普光镇": 2,
        "工业园": 0,
        "": 4,
    }


def test_a_sub_unit_of_the_same_name_elsewhere_is_another(evaluator):
    assert figures(FUNDS, evaluator(9, "大竹县"), ("普光镇", "工业园", "")) == {
        "普光镇": 0,
        "工业园": 9,
        "": 0,
    }


@pytest.mark.parametrize(("ruling", "expected"), [("share", Fraction(1, 2)), ("whole", 1)])
def test_a_shared_project_counts_for_the_sub_unit_as_it_counts_for_the_unit(evaluator, ruling, expected):
    sums = evaluator(9, "宣汉县")
    assert figures(SIGNED, sums, ("普光镇", "工业园"), shared_count=ruling) == {
        "普光镇": expected,
        "工业园": 1,
    }


def test_a_rate_of_a_sub_unit_divides_its_own_sums(evaluator):
    rate = target("rate_registration", "90%")
    assert figures(rate, evaluator(9, "宣汉县"), ("普光镇", "工业园", "")) == {
        "普光镇": 100,
        "工业园": 0,
        "": None,
    }


def test_who_is_asked_for_without_sub_units_is_answered_as_ever(evaluator):
    whole: tuple[Posting, ...] = LEDGER
    assert evaluator(9, "")(measure(FUNDS, plan_of(FUNDS), VOCABULARY, YEAR_END).adds[0]) == tally(
        measure(FUNDS, plan_of(FUNDS), VOCABULARY, YEAR_END).adds[0], whole, 9
    )
