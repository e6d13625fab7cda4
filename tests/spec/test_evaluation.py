"""What the functions of a scoring scheme give, and what happens when a figure is not there."""

from dataclasses import replace
from fractions import Fraction

import pytest

from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Formula,
    FormulaPart,
    SchemeInput,
    ScoredItem,
    Treatment,
)
from jinghe.core.evaluation.schemes.scores import EvaluationStatus
from jinghe.core.plan.plans import Tier
from tests.evaluations import (
    FUNDS,
    RATIO,
    TWO,
    counted,
    formula,
    judged,
    one_item,
    points,
    result,
    results,
    total,
)


def totals(scheme, **tables: str) -> list[Fraction | None]:
    return [one.total for one in results(scheme, **tables).values()]


# --- functions -------------------------------------------------------------------------------------


def test_completion_is_capped_at_100_percent_unless_said_otherwise():
    wide = one_item(formula("capped_ratio", "到位资金", cap=1.2), FUNDS)
    open_ended = one_item(formula("uncapped_ratio", "到位资金"), FUNDS)
    table = "到位资金 | 130 | 100"
    assert (total(RATIO, table), total(wide, table), total(open_ended, table)) == (100, 120, 130)
    assert result(wide, table).score.parts[0].notes == ("实际130%，按120%封顶",)


def test_money_that_was_paid_back_never_scores_below_nothing():
    assert total(RATIO, "到位资金 | -5 | 100") == 0


def test_all_or_nothing():
    scheme = one_item(formula("all_or_nothing", "到位资金"), FUNDS)
    assert (total(scheme, "到位资金 | 100 | 100"), total(scheme, "到位资金 | 99.99 | 100")) == (100, 0)


def test_a_rate_scores_its_share_of_the_full_mark():
    scheme = one_item(
        formula("proportion", "注册率"), SchemeInput(name="注册率", unit_of_measure="%"), weight=20
    )
    assert total(scheme, "注册率 | 85 | 90") == 17


def test_steps_may_compare_the_figure_itself():
    scheme = one_item(
        formula("step_table", "推介会", steps=[[1, 60], [3, 100]], otherwise=10, basis="actual"),
        counted("推介会"),
    )
    assert [total(scheme, f"推介会 | {times}") for times in (0, 1, 2, 3, 9)] == [10, 60, 60, 100, 100]
    said = result(scheme, "推介会 | 2").score.parts[0]
    assert said.text == "推介会：≥3个得100分，≥1个得60分，其余10分 = 2个 = 60"


@pytest.mark.parametrize(
    ("done", "points"),
    [(0, 0), (30, 40), (60, 80), (62.5, 90), (65, 100), (90, 100)],
)
def test_between_the_tiers_the_score_grows_evenly(done, points):
    scheme = one_item(formula("between_tiers", "到位资金", at_guaranteed=0.8), FUNDS)
    assert total(scheme, f"到位资金 | {done} | 60/65") == points


def test_a_target_with_one_figure_scores_all_of_it_there():
    scheme = one_item(formula("between_tiers", "到位资金", at_guaranteed=0.8), FUNDS)
    assert [total(scheme, f"到位资金 | {done} | 60") for done in (30, 60)] == [40, 100]


def test_the_scheme_says_which_tier_is_scored_and_a_formula_may_say_otherwise():
    table = "到位资金 | 60 | 60/80"
    working = replace(RATIO, tier=Tier.WORKING)
    own = one_item(formula("capped_ratio", "到位资金", tier="working"), FUNDS)
    assert (total(RATIO, table), total(working, table), total(own, table)) == (100, 75, 75)
    assert result(working, table).score.parts[0].inputs[0].text == "到位资金60亿元÷工作目标80亿元 = 75%"


def test_places_give_points_and_ties_share_them():
    scheme = one_item(formula("rank_steps", "到位资金", steps=[[1, 100], [3, 80]], otherwise=50), FUNDS)
    tables = {
        unit: f"到位资金 | {done} | 100" for unit, done in zip("甲乙丙丁", (90, 90, 70, 60), strict=True)
    }
    assert totals(scheme, **tables) == [100, 100, 80, 50]


def test_when_all_peers_are_alike_the_efficacy_coefficient_is_the_best():
    scheme = one_item(formula("min_max", "到位资金"), FUNDS)
    assert totals(scheme, 甲="到位资金 | 7", 乙="到位资金 | 7") == [100, 100]


def test_less_may_be_better():
    scheme = one_item(formula("min_max", "投诉", is_lower_better=True), counted("投诉"))
    assert totals(scheme, 甲="投诉 | 0", 乙="投诉 | 3", 丙="投诉 | 4") == [100, 70, 60]


def test_who_did_not_report_is_no_peer():
    scheme = one_item(formula("min_max", "到位资金"), FUNDS)
    assert totals(scheme, 甲="到位资金 | 9", 乙="到位资金 | 5", 丙="到位资金 | 未报") == [100, 60, 0]


def test_a_band_without_a_target_lacks_nothing():
    scheme = one_item(formula("bands_shortfall", "大", "小", each=10))
    assert total(scheme, "大 | 0 | —\n小 | 3 | 5") == 80
    assert result(scheme, "大 | 0 | —\n小 | 3 | —").standing is EvaluationStatus.NOT_EVALUATED


def test_what_is_lacking_never_takes_more_than_all():
    scheme = one_item(formula("bands_shortfall", "大", each=30, least=0))
    assert total(scheme, "大 | 0 | 5") == 0
    assert result(scheme, "大 | 0 | 5").score.parts[0].substituted_text == "(100−30×5，最低0)"


def test_a_judged_score_may_be_out_of_another_figure():
    scheme = one_item(formula("judged", "测评", out_of=100), judged("测评"), weight=15)
    assert total(scheme, "测评 | 84") == Fraction("12.6")


# --- 未下达, 未报, 不适用 ---------------------------------------------------------------------------


def test_the_weight_of_what_was_not_assigned_goes_to_the_others():
    found = result(TWO, "到位资金 | 56 | 70\n外资 | 5 | —")
    assert found.total == 80
    assert points(found.score) == {"资金": 56, "外资": None, "权重分摊": 24}
    assert found.score.parts[2].text == "其余评分项得分×100÷70−其余评分项得分 = 56×100÷70−56 = 24"
    assert found.score.parts[2].notes == ("外资不计分，30分权重由其余70分按比例分摊",)


@pytest.mark.parametrize(
    ("treatment", "points"), [(Treatment.FULL, 86), (Treatment.ZERO, 56), (Treatment.NO_POINTS, 56)]
)
def test_or_it_is_treated_as_the_scheme_says(treatment, points):
    scheme = replace(TWO, absences=Absences(unassigned=treatment))
    assert total(scheme, "到位资金 | 56 | 70\n外资 | 0 | —") == points


def test_or_the_unit_is_not_evaluated():
    scheme = replace(TWO, absences=Absences(unassigned=Treatment.NOT_EVALUATED))
    found = result(scheme, "到位资金 | 56 | 70\n外资 | 0 | —")
    assert (found.standing, found.score, found.rank) == (EvaluationStatus.NOT_EVALUATED, None, None)
    assert found.reason == "评分项“外资”：外资未下达，按办法不评价"


def test_an_item_may_have_a_rule_of_its_own():
    first, second = TWO.items
    scheme = replace(TWO, items=(first, replace(second, absences=Absences(unassigned=Treatment.FULL))))
    assert total(scheme, "到位资金 | 56 | 70\n外资 | 0 | —") == 86


def test_a_unit_without_any_target_is_not_evaluated_whatever_the_scheme_says():
    scheme = replace(TWO, absences=Absences(unassigned=Treatment.FULL))
    found = result(scheme, "到位资金 | 9 | —\n外资 | 9 | —")
    assert (found.standing, found.reason) == (EvaluationStatus.NOT_EVALUATED, "未下达任何目标，不评价")


@pytest.mark.parametrize(
    ("treatment", "points"), [(Treatment.ZERO, 70), (Treatment.AS_RECORDED, 85), (Treatment.NO_POINTS, 70)]
)
def test_what_was_not_reported_is_treated_as_the_scheme_says(treatment, points):
    scheme = replace(TWO, absences=Absences(unreported=treatment))
    assert total(scheme, "到位资金 | 70 | 70\n外资 | 未报5 | 10") == points


def test_not_reported_not_assigned_and_nothing_done_read_differently():
    table = "到位资金 | 70 | 70\n外资 | {} | {}"
    cells = (("0", "10"), ("未报", "10"), ("0", "—"), ("不适用", "10"))
    parts = [result(TWO, table.format(*cell)).score.parts[1] for cell in cells]
    assert [part.value for part in parts] == [0, 0, None, None]
    assert [part.inputs[0].text for part in parts] == [
        "外资0万美元÷目标10万美元 = 0%",
        "外资未报",
        "外资未下达",
        "外资不适用",
    ]


def test_a_target_of_0_cannot_be_divided_by():
    assert points(result(TWO, "到位资金 | 35 | 70\n外资 | 3 | 0").score)["外资"] is None


def test_who_is_not_evaluated_is_nobodys_peer():
    scheme = replace(
        TWO,
        items=(
            ScoredItem(name="资金", weight=Fraction(70), formula=formula("min_max", "到位资金")),
            TWO.items[1],
        ),
        absences=Absences(unreported=Treatment.NOT_EVALUATED),
    )
    found = results(
        scheme,
        甲="到位资金 | 30\n外资 | 10 | 10",
        乙="到位资金 | 20\n外资 | 10 | 10",
        丙="到位资金 | 90\n外资 | 未报 | 10",
    )
    assert [one.total for one in found.values()] == [100, 72, None]


# --- compositions ----------------------------------------------------------------------------------


def test_parts_within_parts_still_add_up():
    inner = Formula(
        function="weighted",
        parts=(
            FormulaPart(name="一", weight=Fraction(1, 4), formula=formula("capped_ratio", "到位资金")),
            FormulaPart(name="二", weight=Fraction(3, 4), formula=formula("capped_ratio", "外资")),
        ),
    )
    outer = Formula(
        function="weighted",
        parts=(
            FormulaPart(name="内", weight=Fraction(1, 2), formula=inner),
            FormulaPart(name="外", weight=Fraction(1, 2), formula=formula("all_or_nothing", "外资")),
        ),
    )
    scheme = one_item(outer, FUNDS, SchemeInput(name="外资", unit_of_measure="万美元"))
    found = result(scheme, "到位资金 | 40 | 100\n外资 | 100 | 100").score.parts[0]
    assert found.value == 100 * (Fraction(1, 2) * (Fraction("0.1") + Fraction("0.75")) + Fraction(1, 2))
    assert points(found) == {"内": Fraction("42.5"), "外": 50}
    assert points(found.parts[0]) == {"一": 5, "二": Fraction("37.5")}
    assert found.parts[0].parts[0].value == 5


PROVIDED = one_item(
    Formula(
        function="provided",
        inputs=("到位资金",),
        parameters={"at_least": Fraction("0.2")},
        parts=(FormulaPart(name="外资", formula=formula("capped_ratio", "外资")),),
    ),
    FUNDS,
    SchemeInput(name="外资", unit_of_measure="万美元"),
)


def test_a_precondition_that_is_not_met_takes_everything():
    found = result(PROVIDED, "到位资金 | 19 | 100\n外资 | 80 | 100").score.parts[0]
    assert (found.value, points(found)) == (0, {"外资": 80, "前提未满足": -80})
    assert found.notes == ("前提未满足：到位资金完成率19%（条件：不低于20%）",)
    assert total(PROVIDED, "到位资金 | 20 | 100\n外资 | 80 | 100") == 80


@pytest.mark.parametrize("table", ["到位资金 | 9 | —\n外资 | 80 | 100", "到位资金 | 90 | 100\n外资 | 80 | —"])
def test_where_a_precondition_or_its_part_was_not_assigned_the_item_was_not(table):
    found = result(PROVIDED, table)
    assert (found.standing, found.reason) == (EvaluationStatus.NOT_EVALUATED, "没有可以计分的评分项，不评价")


def test_in_a_sum_a_part_without_a_target_adds_nothing_and_its_weight_goes_nowhere():
    worked = Formula(
        function="total_of",
        parts=(
            FormulaPart(name="一", weight=Fraction(60), formula=formula("capped_ratio", "到位资金")),
            FormulaPart(name="二", weight=Fraction(40), formula=formula("capped_ratio", "外资")),
        ),
    )
    scheme = one_item(worked, FUNDS, SchemeInput(name="外资", unit_of_measure="万美元"))
    found = result(scheme, "到位资金 | 50 | 100\n外资 | 80 | —").score.parts[0]
    assert points(found) == {"一": 30, "二": None}
    assert found.parts[1].notes == ("外资未下达：不计分，权重不分摊",)


def test_from_a_full_mark_only_what_happened_is_taken():
    parts = (
        FormulaPart(name="虚报", formula=formula("per_unit", "虚报", each=30)),
        FormulaPart(name="大项目", formula=formula("per_unit", "大项目", each=10)),
    )
    scheme = one_item(Formula(function="full_less", parts=parts), counted("虚报"))
    assert total(scheme, "虚报 | 2\n大项目 | 不适用") == 40
    assert total(scheme, "虚报 | 2\n大项目 | 1") == 30
    assert total(scheme, "虚报 | 4\n大项目 | 0") == 0
    assert points(result(scheme, "虚报 | 4\n大项目 | 0").score.parts[0])["扣至下限"] == 20
