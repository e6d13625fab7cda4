"""Where nobody reported nothing is said of anybody: no “已报单位” without one, nobody complete, nobody behind."""

from datetime import date
from fractions import Fraction

import pytest

from jinghe.bulletins.registry import BULLETINS
from jinghe.core.plan.plans import Plan, Tiers, Unit
from tests.bulletins.making import OFFICE, YEAR, quantity, results, target

UNITS = ("通川区", "达川区", "宣汉县")
COLUMNS = {"到位资金": ("funds_arrived", "亿元"), "签约项目": ("signed_projects", "个")}


def said(silent: tuple[str, ...], day: date) -> str:
    """The words of the bulletin of a day on which everybody has done twice what was asked."""
    targets = tuple(
        target(f"T{row}{place}", unit, column, indicator, Tiers(required=quantity("10", measure)))
        for row, (column, (indicator, measure)) in enumerate(COLUMNS.items())
        for place, unit in enumerate(UNITS)
    )
    plan = Plan(
        year=YEAR,
        document_number="文〔2022〕1号",
        title="目标任务",
        units=tuple(Unit(name=unit, group="县") for unit in UNITS),
        targets=targets,
    )
    actuals = {one.key: one.tiers.floor.base * Fraction(2) for one in targets}
    document = BULLETINS["monthly"].write(results(plan, actuals, day, unreported=frozenset(silent)), OFFICE)
    return "".join(run if isinstance(run, str) else run.text for run in document.runs)


@pytest.mark.parametrize("day", [date(2022, 6, 30), date(2022, 12, 31)], ids=str)
def test_without_a_return_nobody_is_praised_or_called_a_reporting_unit(day):
    words = said(UNITS, day)
    assert "已报单位" not in words
    assert "任务的有" not in words
    assert "均未报" in words
    assert "欠序时进度的有" not in words


def test_who_did_not_report_is_not_among_those_who_completed_the_year():
    words = said(("达川区",), date(2022, 12, 31))
    full = words[words.index("全面完成年度目标任务的有") :].split("。")[0]
    assert "通川区" in full
    assert "达川区" not in full
