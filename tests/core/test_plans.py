"""A plan as a value: what it holds and in which order; which ruling is in force for a target."""

from dataclasses import replace

import pytest

from jinghe.core.counting.facts import Role
from jinghe.core.counting.rulings import QUESTIONS, Ruling, UnknownRuling
from jinghe.core.plan.plans import Plan, Tier, Total, Unit, UnknownUnit
from tests.builders import plan_of, rows, target, tiers

COUNTY, DEPARTMENT = "县", "部门"
PLAN = plan_of(
    target("funds_arrived", "60亿元/65亿元", unit="通川区", key="1", column="到位资金"),
    target("leads", "5条", unit="科技局", key="2", column="有效投资信息"),
    target("led_projects", "3个", unit="通川区", key="3", column="大项目", role=Role.HOST),
    target("led_projects", "1个", unit="通川区", key="4", column="大项目·其中", role=Role.HOST, of_which="3"),
    units=("万源市",),
    groups={"通川区": COUNTY, "万源市": COUNTY, "科技局": DEPARTMENT},
)


def test_groups_units_and_columns_keep_the_order_of_the_notice():
    assert PLAN.groups == (COUNTY, DEPARTMENT)
    assert [unit.name for unit in PLAN.units_of(COUNTY)] == ["通川区", "万源市"]
    assert PLAN.columns_of(COUNTY) == ("到位资金", "大项目", "大项目·其中")


def test_a_unit_without_a_target_is_in_the_plan_all_the_same():
    assert PLAN.unit("万源市") == Unit(name="万源市", group=COUNTY)
    assert PLAN.targets_of("万源市") == ()


def test_a_subtotal_is_not_the_total_of_its_column():
    asked = {"table": "附件1", "column": "到位资金", "indicator": "funds_arrived"}
    some = Total(label="小计", tiers=tiers("60亿元/65亿元"), units=("通川区",), **asked)
    everything = Total(label="合计", tiers=tiers("610亿元/660亿元"), **asked)
    assert replace(PLAN, totals=(some,)).total("附件1", "到位资金") is None
    assert replace(PLAN, totals=(some, everything)).total("附件1", "到位资金") == everything


def test_an_unknown_unit_is_refused():
    with pytest.raises(UnknownUnit):
        PLAN.unit("成都市")


def test_parts_are_found_from_their_whole():
    assert [part.key for part in PLAN.children("3")] == ["4"]
    assert PLAN.children("1") == ()


def test_the_floor_is_the_guaranteed_figure_or_the_only_one():
    assert tiers("60亿元/65亿元").floor.text == "60亿元"
    assert tiers("5条").floor.text == "5条"
    assert tiers("60亿元/65亿元").of_tier(Tier.WORKING).text == "65亿元"
    assert tiers("5条").of_tier(Tier.WORKING).text == "5条"


def test_tiers_are_named_as_the_notice_names_them():
    assert [tier.label for tier, _ in tiers("1条/2条").items()] == ["保证目标", "工作目标"]


# --- rulings ----------------------------------------------------------------------------------------


def test_the_first_option_of_a_question_is_its_default():
    assert {name: question.default for name, question in QUESTIONS.items()} == {
        "led_counts_at": "signing",
        "shared_count": "share",
        "industry_restricts": "yes",
        "real_estate": "counted",
        "government_investment": "counted",
        "band_boundary": "half_open",
    }


@pytest.mark.parametrize(
    "row",
    rows("""
    general  | of the group | of the indicator | of both  | in force
             |              |                  |          | counted
    excluded |              |                  |          | excluded
    excluded | counted      |                  |          | counted
    excluded | excluded     | counted          |          | counted
    counted  | counted      | counted          | excluded | excluded
    """),
    ids=lambda row: "-".join(row.values()),
)
def test_the_narrowest_ruling_is_in_force(row):
    """A ruling on the indicator outweighs one on the group of units."""
    where = {
        "general": {},
        "of the group": {"group": "甲组"},
        "of the indicator": {"indicator": "leads"},
        "of both": {"indicator": "leads", "group": "甲组"},
    }
    rulings = [
        Ruling(name="real_estate", value=row[column], source="测试", **narrowed)
        for column, narrowed in where.items()
        if row[column]
    ]
    asked = target("leads")
    assert plan_of(asked, rulings=rulings).ruling("real_estate", asked) == row["in force"]


def test_a_ruling_on_another_group_or_indicator_does_not_apply():
    elsewhere = [
        Ruling(name="real_estate", value="excluded", source="测试", group="乙组"),
        Ruling(name="real_estate", value="excluded", source="测试", indicator="trips"),
    ]
    asked = target("leads")
    assert plan_of(asked, rulings=elsewhere).ruling("real_estate", asked) == "counted"


@pytest.mark.parametrize(("name", "value"), [("no_question", "yes"), ("real_estate", "perhaps")])
def test_a_ruling_answers_a_question_with_one_of_its_options(name, value):
    with pytest.raises(UnknownRuling):
        Ruling(name=name, value=value, source="测试")


def test_a_plan_without_rulings_has_the_defaults():
    assert Plan(year=2022).rulings == ()
    assert plan_of(target()).ruling("led_counts_at", target()) == "signing"
