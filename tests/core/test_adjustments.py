"""An adjusted plan: other figures for some units, totals that follow or do not, and what is said of it."""

import pytest

from jinghe.core.plan.adjustments import RefusedAdjustment, adjusted, new_findings, obstacles_of
from jinghe.core.plan.comparison import compare
from jinghe.core.plan.letters import letter_of
from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import quantity
from jinghe.demonstration.plan import builtin_plan

PLAN = builtin_plan()


def money(low: str, high: str) -> Tiers:
    return Tiers(guaranteed=quantity(low, "亿元"), working=quantity(high, "亿元"))


def test_only_the_targets_named_change_and_the_total_follows():
    after = adjusted(PLAN, {"T001": money("65", "70")}, totals_follow=True)
    changed = compare(PLAN, after).changed
    assert [(one.after.unit, one.after.column) for one in changed] == [("通川区", "到位资金")]
    total = after.total("附件1", "到位资金")
    assert total is not None
    assert [figure.text for _, figure in total.tiers.items()] == ["615亿元", "665亿元"]
    assert new_findings(PLAN, after) == ()


def test_a_total_that_does_not_follow_is_a_finding_that_blocks():
    after = adjusted(PLAN, {"T001": money("65", "70")}, totals_follow=False)
    assert {one.code for one in obstacles_of(PLAN, after)} == {"total_mismatch"}


def test_figures_that_are_moved_between_units_leave_the_total_as_it_is():
    figures = {"T001": money("58", "62"), "T011": money("62", "68")}
    after = adjusted(PLAN, figures, totals_follow=False)
    assert new_findings(PLAN, after) == ()
    assert after.totals == PLAN.totals


def test_a_total_of_rates_is_no_sum():
    after = adjusted(PLAN, {"T007": Tiers(required=quantity("92", "%"))}, totals_follow=True)
    assert after.totals == PLAN.totals


def test_reversed_tiers_block():
    after = adjusted(PLAN, {"T001": money("70", "65")}, totals_follow=True)
    assert "tiers_reversed" in {one.code for one in obstacles_of(PLAN, after)}


def test_what_was_doubtful_before_stays_and_is_not_new():
    after = adjusted(PLAN, {"T001": money("65", "70")}, totals_follow=True)
    assert {one.code for one in PLAN.findings} == {one.code for one in after.findings}


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({}, "没有改动任何目标"),
        ({"T999": money("1", "2")}, "已不在现行目标任务里"),
        ({"T001": PLAN.target("T001").tiers}, "没有改动"),
        ({"T001": Tiers(required=quantity("60", "亿元"))}, "全部档次"),
        (
            {"T001": Tiers(guaranteed=quantity("6", "万元"), working=quantity("7", "万元"))},
            "计量单位须是“亿元”",
        ),
    ],
    ids=["nothing", "gone", "same", "tiers", "measure"],
)
def test_figures_that_no_plan_can_take_are_refused(figures, why):
    with pytest.raises(RefusedAdjustment) as refused:
        adjusted(PLAN, figures, totals_follow=True)
    assert why in refused.value.text


def test_a_letter_changes_with_the_targets_of_its_unit_and_no_other():
    after = adjusted(PLAN, {"T001": money("65", "70")}, totals_follow=True)
    units = [unit.name for unit in PLAN.units]
    changed = [unit for unit in units if letter_of(PLAN, unit).digest != letter_of(after, unit).digest]
    assert changed == ["通川区"]


def test_a_letter_tells_targets_with_their_deadlines_and_duties():
    letter = letter_of(PLAN, "通川区")
    assert letter.lines[0].figures == (("保证目标", "60亿元"), ("工作目标", "65亿元"))
    assert letter.lines[0].due_on.isoformat() == "2022-12-31"
    assert letter_of(PLAN, "市教育局").duties
