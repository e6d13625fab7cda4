"""A column in several units of measure, or in one tier here and two there, loses and mislabels nothing."""

import re
from dataclasses import replace
from datetime import date

import pytest

from jinghe.core.plan.plans import Tier, Tiers
from jinghe.core.values.amounts import quantity
from jinghe.demonstration.plan import builtin_plan
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.progress.scoreboard import scoreboard
from tests.web.markup import markup

pytestmark = pytest.mark.django_db
COUNTIES = "县（市、区）及园区"


def changed(people, **fields):
    """The plan with 达川区's 到位资金 told otherwise, in force from the new year on."""
    plan = builtin_plan()
    targets = tuple(
        replace(one, **fields) if (one.unit, one.column) == ("达川区", "到位资金") else one
        for one in plan.targets
    )
    return issue_plan(
        replace(plan, targets=targets, findings=()),
        by=people["reviewer"],
        effective_on=date(2022, 1, 1),
        approval_document="调整文",
        reason="换了计量单位",
    )


def test_each_row_says_its_own_unit_of_measure(city, people, visit):
    changed(people, tiers=Tiers(required=quantity("610000", "万元")))
    page = markup(visit("reviewer", f"/progress/?group={COUNTIES}&tab=到位资金&as_of=2022-10-31"))
    assert "单位：见各行" in page
    assert "单位：万元" in page
    assert "单位：亿元" in page
    assert "610000" in page


def test_each_cell_of_an_annex_says_its_own_unit_of_measure(city, people, visit):
    changed(people, tiers=Tiers(required=quantity("610000", "万元")))
    page = markup(visit("reviewer", "/plan/?table=附件1&as_of=2022-10-31"))
    assert "到位资金（见各格）" in page
    assert "610000万元" in page
    assert "60亿元" in page


def test_a_plain_column_says_it_once(city, people, visit):
    page = markup(visit("reviewer", f"/progress/?group={COUNTIES}&tab=到位资金&as_of=2022-10-31"))
    assert "单位：亿元" in re.sub(r"<[^>]+>", "", page)
    assert "见各行" not in page


def test_places_are_given_within_a_table(city, people):
    changed(people, table="附件9")
    board = scoreboard(2022, as_of=date(2022, 10, 31))
    places = board.ranks(COUNTIES, "到位资金", Tier.GUARANTEED)
    alone = next(t.key for t in board.plan.targets if t.table == "附件9")
    assert alone not in places or places[alone] == 1
    assert scoreboard(2022, as_of=date(2022, 1, 15)).ranks(COUNTIES, "到位资金", Tier.GUARANTEED)[alone] == 1
