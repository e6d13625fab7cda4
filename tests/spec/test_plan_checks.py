"""What is doubtful in a plan is a finding with a place and advice; a plan that cannot be is refused."""

from dataclasses import replace

import pytest

from jinghe.core.plan.checks import check
from jinghe.core.plan.plans import InvalidTarget, Plan, Target, Tiers, Total, Unit
from jinghe.core.values.findings import Finding, Severity
from jinghe.demonstration.plan import builtin_plan
from tests.builders import Role, Window, plan_of, rows, target, tiers

SIZES = {
    "25亿元及以上": {"at_least": "25亿元"},
    "100亿元以上": {"at_least": "100亿元"},
    "50—100亿元": {"at_least": "50亿元", "below": "100亿元"},
    "30—50亿元": {"at_least": "30亿元", "below": "50亿元"},
    "10—30亿元": {"at_least": "10亿元", "below": "30亿元"},
}
NOT_ASSIGNED = "—"


def annex(table: str, indicator: str, unit_of_measure: str) -> Plan:
    """An annex as printed: a row for a unit, a column for a figure or pair 保证/工作, perhaps 合计."""
    targets, totals = [], []
    for line, row in enumerate(rows(table), start=1):
        for column, text in row.items():
            if column == "单位" or text == NOT_ASSIGNED:
                continue
            figures = "/".join(f"{part}{unit_of_measure}" for part in text.split("/"))
            if row["单位"] == "合计":
                totals.append(
                    Total(
                        label="合计", table="附件1", column=column, indicator=indicator, tiers=tiers(figures)
                    )
                )
            else:
                targets.append(_cell(row["单位"], column, figures, indicator, line))
    return plan_of(*targets, totals=tuple(totals))


def _cell(unit: str, column: str, figures: str, indicator: str, line: int) -> Target:
    return target(
        indicator,
        figures,
        unit=unit,
        key=f"{line}-{column}",
        role=Role.HOST,
        table="附件1",
        column=column,
        locator=f"附件1 第{line}行",
        **SIZES.get(column, {}),
    )


def found(plan: Plan) -> list[tuple[str, str]]:
    return [(finding.code, finding.text) for finding in check(plan)]


def test_a_total_that_adds_up_raises_nothing():
    plan = annex(
        """
        单位   | 到位资金
        通川区 | 60/65
        万源市 | 15/20
        合计   | 75/85
        """,
        "funds_arrived",
        "亿元",
    )
    assert found(plan) == []


def test_a_total_that_does_not_add_up_names_column_tier_and_both_sums():
    plan = annex(
        """
        单位   | 到位资金
        通川区 | 60/65
        万源市 | 15/20
        合计   | 75/86
        """,
        "funds_arrived",
        "亿元",
    )
    assert found(plan) == [("total_mismatch", "“到位资金（工作目标）”合计印为86亿元，各单位相加为85亿元")]


def test_a_dash_adds_nothing_to_a_total():
    plan = annex(
        """
        单位   | 100亿元以上
        通川区 | —
        宣汉县 | 1
        合计   | 1
        """,
        "led_projects",
        "个",
    )
    assert found(plan) == []


def test_decimals_add_exactly():
    plan = annex(
        """
        单位   | 到位资金
        通川区 | 0.1
        达川区 | 0.2
        合计   | 0.3
        """,
        "funds_arrived",
        "亿元",
    )
    assert found(plan) == []


def test_a_working_figure_below_the_guaranteed_is_probably_swapped():
    plan = annex(
        """
        单位   | 到位资金
        通川区 | 65/60
        达川区 | 60/60
        """,
        "funds_arrived",
        "亿元",
    )
    assert found(plan) == [("tiers_reversed", "通川区“到位资金”的工作目标60亿元低于保证目标65亿元")]


def test_a_unit_twice_in_a_table_is_found_once_per_table():
    plan = annex(
        """
        单位   | 到位资金 | 固定资产投资
        通川区 | 60       | 30
        通川区 | 15       | 8
        合计   | 75       | 38
        """,
        "funds_arrived",
        "亿元",
    )
    assert found(plan) == [("duplicate_unit", "单位“通川区”在同一张表中出现2次")]


def test_a_unit_listed_twice_in_the_plan_is_found():
    plan = Plan(year=2022, units=(Unit(name="渠县", group="甲组"), Unit(name="渠县", group="乙组")))
    assert found(plan) == [("duplicate_unit", "单位“渠县”在同一张表中出现2次")]


def test_two_clauses_of_one_unit_are_not_a_duplicate():
    first, second = (target("leads", "5条", key=key, clause="获取有效信息5条") for key in "ab")
    assert found(plan_of(first, second)) == []


def test_a_part_greater_than_its_whole_is_found():
    whole = target("offerings", "5个", key="全部")
    part = target("offerings", "6个", key="部分", of_which="全部", at_least="10亿元")
    assert found(plan_of(whole, part)) == [("child_exceeds_parent", "发改委“其中”任务6个多于所属任务5个")]


def test_a_part_as_great_as_its_whole_is_none():
    whole = target("offerings", "5个", key="全部")
    assert found(plan_of(whole, target("offerings", "5个", key="部分", of_which="全部"))) == []


BANDS = """
    单位   | 25亿元及以上 | 100亿元以上 | 50—100亿元 | 30—50亿元 | 10—30亿元
    宣汉县 | 15           | 1           | 1          | 2         | 5
    大竹县 | 9            | 1           | 1          | 2         | 5
    通川区 | 15           | —           | 1          | 1         | 4
"""


def test_a_narrower_size_that_asks_for_more_than_all_sizes_around_it_is_a_contradiction():
    ((code, text),) = found(annex(BANDS, "led_projects", "个"))
    assert code == "contradiction"
    assert "宣汉县15个，而10亿元及以上各档合计9个" in text


def test_as_many_as_the_bands_together_is_none():
    ((_, text),) = found(annex(BANDS, "led_projects", "个"))
    assert "大竹县" not in text


def test_bands_that_leave_sizes_open_contradict_nothing():
    """通川区 has no band above 100亿元, so how many it brings there is not said."""
    ((_, text),) = found(annex(BANDS, "led_projects", "个"))
    assert "通川区" not in text


def test_bands_of_another_window_or_period_contradict_nothing():
    def sized(key: str, figure: str, **others) -> Target:
        return target("offerings", figure, key=key, column=key, **others)

    bands = (sized("高", "1个", at_least="10亿元"), sized("低", "1个", at_least="1亿元", below="10亿元"))
    narrow = sized("窄", "5个", at_least="5亿元")
    assert [code for code, _ in found(plan_of(*bands, narrow))] == ["contradiction"]
    assert found(plan_of(*bands, replace(narrow, window=Window.STOCK))) == []
    assert (
        found(plan_of(*bands, sized("窄", "5个", at_least="5亿元", during=("2022-01-01", "2022-07-01"))))
        == []
    )
    assert found(plan_of(*bands, sized("窄", "5个", at_least="5亿元", industry="工业"))) == []


@pytest.mark.parametrize(
    "row",
    rows("""
    at least   | below       | contradicts
    1亿元      | 30亿元      | yes
    5亿元      | 10亿元      | yes
    0.9999亿元 | 30亿元      | no
    1亿元      | 30.0001亿元 | no
    5亿元      |             | no
    """),
    ids=lambda row: f"{row['at least']}-{row['below']}",
)
def test_bands_cover_the_sizes_between_their_ends_and_no_others(row):
    def sized(key: str, figure: str, at_least: str, below: str) -> Target:
        return target("offerings", figure, key=key, column=key, at_least=at_least, below=below or None)

    bands = (sized("高", "1个", "10亿元", "30亿元"), sized("低", "1个", "1亿元", "10亿元"))
    plan = plan_of(*bands, sized("窄", "5个", row["at least"], row["below"]))
    assert ("contradiction" in [code for code, _ in found(plan)]) is (row["contradicts"] == "yes")


def test_a_contradiction_in_money_is_said_in_money():
    def sized(key: str, figure: str, **others) -> Target:
        return target("funds_arrived", figure, key=key, column=key, **others)

    bands = (
        sized("高", "1亿元", at_least="10亿元"),
        sized("低", "1.5亿元", at_least="1亿元", below="10亿元"),
    )
    ((_, text),) = found(plan_of(*bands, sized("窄", "5亿元", at_least="5亿元")))
    assert "发改委5亿元，而1亿元及以上各档合计2.5亿元" in text


def test_the_gravest_finding_comes_first():
    plan = annex(
        BANDS + "    合计   | 39           | 3           | 3          | 5         | 14\n",
        "led_projects",
        "个",
    )
    assert [finding.severity for finding in check(plan)] == [Severity.BLOCKS, Severity.LOOK]


def test_every_finding_says_what_where_and_what_to_do():
    for finding in (*check(annex(BANDS, "led_projects", "个")), *builtin_plan().findings):
        assert finding.text
        assert finding.locator
        assert finding.advice
        assert finding.message == f"{finding.text}。{finding.advice}"


def test_an_incomplete_finding_cannot_be_built():
    with pytest.raises(KeyError):
        Finding(code="unknown_word", locator="附件3")


# --- the plan of 2022 --------------------------------------------------------------------------


def test_the_built_in_plan_adds_up_and_has_one_doubtful_header():
    assert [(finding.code, finding.severity) for finding in builtin_plan().findings] == [
        ("contradiction", Severity.LOOK)
    ]
    assert "宣汉县15个" in builtin_plan().findings[0].text


def test_the_built_in_plan_holds_every_target_of_the_notice():
    plan = builtin_plan()
    assert len(plan.targets) == 215
    assert sum(1 for one in plan.targets if one.window is Window.COHORT) == 4 * 9
    assert sum(one.tiers.floor.base for one in plan.targets if one.indicator == "trips") == 20 * 6 + 60


def test_what_is_not_assigned_is_no_target():
    plan = builtin_plan()
    assert not [one for one in plan.targets_of("万源市") if one.indicator == "fdi_arrived"]


# --- what cannot be held -----------------------------------------------------------------------


def test_a_target_needs_a_figure():
    with pytest.raises(InvalidTarget, match="figure"):
        Tiers()


def test_a_pair_and_a_single_figure_exclude_each_other():
    pair = tiers("1条/2条")
    with pytest.raises(InvalidTarget, match="alone"):
        replace(pair, required=pair.guaranteed)


def test_both_tiers_are_in_one_unit_of_measure():
    with pytest.raises(InvalidTarget, match="units of measure"):
        tiers("1亿元/9000万元")


@pytest.mark.parametrize(("indicator", "figure"), [("rate_start", "80个"), ("leads", "80%")])
def test_a_rate_is_in_percent_and_nothing_else_is(indicator, figure):
    with pytest.raises(InvalidTarget, match="measured"):
        target(indicator, figure)


def test_keys_are_unique():
    with pytest.raises(InvalidTarget, match="key"):
        plan_of(target(key="a"), target(key="a"))


def test_a_part_needs_a_whole_that_exists():
    with pytest.raises(InvalidTarget, match="unknown"):
        plan_of(target(key="a", of_which="b"))


def test_a_part_cannot_contain_itself():
    with pytest.raises(InvalidTarget, match="back to"):
        plan_of(target(key="a", of_which="b"), target(key="b", of_which="a"))


def test_a_target_needs_a_unit_of_the_plan():
    with pytest.raises(InvalidTarget, match="unit"):
        Plan(year=2022, targets=(target(),))
