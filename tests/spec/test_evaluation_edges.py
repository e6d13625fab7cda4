"""Where scoring could be off by a little: ends of ranges, halves of projects, figures of 0, two rules at once."""

from dataclasses import replace
from fractions import Fraction

import pytest

from jinghe.core.evaluation.schemes.numerals import equals, equals_percent, exact, number
from jinghe.core.evaluation.schemes.reading import UnreadableScheme, scheme_from_json
from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Formula,
    FormulaPart,
    Grade,
    InputCondition,
    SchemeGroup,
    SchemeInput,
    ScoredItem,
    Treatment,
    Upgrade,
    Veto,
    VetoEffect,
)
from jinghe.core.evaluation.schemes.scores import EvaluationStatus, Score
from jinghe.core.evaluation.scoring import Unscorable
from jinghe.core.evaluation.sensitivity import step_effects
from jinghe.store.json.schemes import scheme_to_json
from tests.evaluations import (
    FUNDS,
    RATIO,
    TWO,
    counted,
    filled,
    formula,
    judged,
    one_item,
    points,
    result,
    results,
    total,
)

FOREIGN = SchemeInput(name="外资", unit_of_measure="万美元")


def test_a_guaranteed_target_of_0_cannot_be_divided_by():
    scheme = one_item(formula("between_tiers", "到位资金", at_guaranteed=0.8), FUNDS)
    assert result(scheme, "到位资金 | -1 | 0/5").standing is EvaluationStatus.NOT_EVALUATED


def of_parts(function: str, worked: Formula, weight: int = 1, **limits: int) -> Formula:
    part = FormulaPart(name="一", weight=Fraction(weight), formula=worked)
    return Formula(function=function, parts=(part,), parameters=formula("", **limits).parameters)


OPEN_ENDED = formula("uncapped_ratio", "到位资金")
STEPS = formula("completion_steps", "到位资金", step=0.01, over=1, under=1, most_over=5, most_under=5)
VISITS = ScoredItem(name="走访", formula=formula("per_unit", "走访", each=1))
MONEY, COUNT = "到位资金 | {} | 100", "走访 | {}"
LIMITS = {
    "a ratio": (RATIO, MONEY, 100, 101),
    "parts by weight": (one_item(of_parts("weighted", OPEN_ENDED, cap=1), FUNDS), MONEY, 100, 101),
    "a sum": (one_item(of_parts("total_of", OPEN_ENDED, 100, most=100), FUNDS), MONEY, 100, 101),
    "what is taken": (
        one_item(of_parts("full_less", formula("per_unit", "走访", each=10)), counted("走访")),
        COUNT,
        10,
        11,
    ),
    "steps up": (one_item(STEPS, FUNDS), MONEY, 105, 106),
    "steps down": (one_item(STEPS, FUNDS), MONEY, 95, 94),
    "an item": (
        replace(RATIO, items=(replace(RATIO.items[0], formula=OPEN_ENDED, most=Fraction(80)),)),
        MONEY,
        80,
        81,
    ),
    "bonuses": (
        replace(RATIO, inputs=(FUNDS, counted("走访")), bonuses=(VISITS,), bonus_most=Fraction(5)),
        f"到位资金 | 50 | 100\n{COUNT}",
        5,
        6,
    ),
}


@pytest.mark.parametrize(("scheme", "table", "at", "beyond"), LIMITS.values(), ids=LIMITS)
def test_a_limit_is_said_of_what_lies_beyond_it_and_not_of_what_reaches_it(scheme, table, at, beyond):
    reached, passed = (result(scheme, table.format(done)) for done in (at, beyond))
    assert reached.total == passed.total
    assert (is_limited(reached.score), is_limited(passed.score)) == (False, True)


def is_limited(score: Score) -> bool:
    said = (*score.notes, *(part.name for part in score.parts))
    return any(word in text for text in said for word in ("封顶", "下限")) or any(
        map(is_limited, score.parts)
    )


def test_the_full_mark_of_what_was_not_assigned_is_no_more_than_the_cap():
    capped = replace(TWO.items[1], most=Fraction(20))
    scheme = replace(TWO, items=(TWO.items[0], capped), absences=Absences(unassigned=Treatment.FULL))
    assert points(result(scheme, "到位资金 | 70 | 70\n外资 | 0 | —").score) == {"资金": 70, "外资": 20}


@pytest.mark.parametrize(("done", "said"), [("99", "99%<100%"), ("100", "100%≥100%"), ("101", "101%≥100%")])
def test_all_or_nothing_says_on_which_side_of_the_limit_it_is(done, said):
    scheme = one_item(formula("all_or_nothing", "到位资金"), FUNDS)
    assert result(scheme, f"到位资金 | {done} | 100").score.parts[0].substituted_text == said


@pytest.mark.parametrize(("done", "notes"), [(-1, ("实际−1%，按0计",)), (0, ()), (1, ())])
def test_nothing_done_is_not_less_than_nothing(done, notes):
    assert result(RATIO, f"到位资金 | {done} | 100").score.parts[0].notes == notes


def test_what_is_judged_once_and_scored_twice_stays_within_the_smaller_weight():
    twice = tuple(
        ScoredItem(name=name, weight=Fraction(weight), formula=formula("judged", "测评"))
        for name, weight in (("大", 3), ("小", 2), ("中", 3))
    )
    scheme = replace(one_item(formula("judged", "测评"), judged("测评"), weight=8), items=twice)
    assert total(scheme, "测评 | 2") == 6
    with pytest.raises(Unscorable, match=r"评分2\.5不在0至2分之间"):
        result(scheme, "测评 | 2.5")


def test_half_a_project_that_is_lacking_costs_as_a_whole_one():
    scheme = one_item(formula("bands_shortfall", "大", each=10))
    assert [total(scheme, f"大 | {done} | 5") for done in (5, 4.5, 4, 3.5)] == [100, 90, 90, 80]


def test_a_band_that_was_not_reported_is_not_taken_for_one_without_a_target():
    scheme = one_item(formula("bands_shortfall", "大", "小", each=10))
    assert total(scheme, "大 | 未报1 | 1\n小 | 5 | 5") == 0


def test_what_falls_short_of_the_target_is_no_negative_excess():
    scheme = one_item(formula("per_unit", "大", each=2, beyond_target=True))
    assert [total(scheme, f"大 | {done} | 3") for done in (1, 3, 5)] == [0, 0, 4]


def test_points_for_what_exceeds_a_target_need_the_target():
    scheme = one_item(formula("per_unit", "大", each=2, beyond_target=True))
    assert result(scheme, "大 | 5 | —").reason == "未下达任何目标，不评价"


@pytest.mark.parametrize(("is_whole", "points"), [(True, Fraction("1.2")), (False, Fraction("1.5"))])
def test_percentage_points_count_whole_if_the_scheme_says_so(is_whole, points):
    worked = formula("over_completion_by_size", "到位资金", sizes=[[1, 0.6]], is_whole=is_whole)
    assert total(one_item(worked, FUNDS), "到位资金 | 102.5 | 100") == points


def test_steps_down_never_lead_below_nothing():
    scheme = one_item(formula("completion_steps", "到位资金", over=0, under=30), FUNDS)
    assert total(scheme, "到位资金 | 0 | 100") == 0


@pytest.mark.parametrize("function", ["weighted", "total_of", "full_less"])
def test_a_part_that_the_scheme_insists_on_keeps_the_unit_from_being_evaluated(function):
    parts = tuple(
        FormulaPart(name=name, weight=Fraction(1, 2), formula=formula("capped_ratio", name))
        for name in ("到位资金", "外资")
    )
    scheme = replace(
        one_item(Formula(function=function, parts=parts), FUNDS, FOREIGN),
        absences=Absences(unassigned=Treatment.NOT_EVALUATED),
    )
    found = result(scheme, "到位资金 | 1 | 2\n外资 | 1 | —")
    assert found.reason == "评分项“评分项”：外资未下达，按办法不评价"


def test_a_rule_of_the_item_reaches_its_parts():
    parts = tuple(
        FormulaPart(name=name, weight=Fraction(1, 2), formula=formula("capped_ratio", name))
        for name in ("到位资金", "外资")
    )
    scheme = one_item(Formula(function="weighted", parts=parts), FUNDS, FOREIGN)
    item = replace(scheme.items[0], absences=Absences(unassigned=Treatment.FULL))
    table = "到位资金 | 1 | 2\n外资 | 1 | —"
    assert (total(scheme, table), total(replace(scheme, items=(item,)), table)) == (50, 75)


def test_peers_are_those_of_the_group():
    scheme = replace(
        one_item(formula("min_max", "到位资金"), FUNDS),
        groups=(
            SchemeGroup(name="一类", units=("甲", "乙")),
            SchemeGroup(name="二类", units=("丙", "丁")),
        ),
    )
    tables = {unit: f"到位资金 | {done}" for unit, done in zip("甲乙丙丁", (9, 8, 2, 1), strict=True)}
    assert [one.total for one in results(scheme, **tables).values()] == [100, 60, 100, 60]


def test_a_veto_of_nothing_takes_nothing():
    veto = Veto(
        name="虚报", condition=InputCondition(input="虚报", at_least=Fraction(1)), effect=VetoEffect.ZERO
    )
    scheme = replace(RATIO, inputs=(FUNDS, counted("虚报")), vetoes=(veto,))
    assert points(result(scheme, "到位资金 | 0 | 9\n虚报 | 1").score) == {"评分项": 0}


def test_of_several_upgrades_the_largest_counts_and_none_leads_above_the_best():
    small, large = (
        Upgrade(name=f"晋{by}档", any_of=(InputCondition(input="到位资金", at_least=Fraction(limit)),), by=by)
        for by, limit in ((1, 10), (2, 20))
    )
    grades = (
        Grade(name="优", at_least=Fraction(90)),
        Grade(name="良", at_least=Fraction(60)),
        Grade(name="中"),
    )
    scheme = replace(RATIO, grades=grades, upgrades=(small, large))
    cells = ("9 | 100", "10 | 100", "20 | 100", "60 | 100", "95 | 100")
    assert [result(scheme, f"到位资金 | {cell}").grade for cell in cells] == ["中", "良", "优", "优", "优"]


def test_of_two_quotas_the_smaller_binds():
    grades = (Grade(name="先进", top=2, top_share=Fraction(1, 4)), Grade(name="合格"))
    tables = {unit: f"到位资金 | {done} | 100" for unit, done in zip("甲乙丙丁", (9, 8, 7, 6), strict=True)}
    found = results(replace(RATIO, grades=grades), **tables)
    assert [one.grade for one in found.values()] == ["先进", "合格", "合格", "合格"]


def test_there_is_no_less_than_nothing():
    worked = formula("step_table", "走访", steps=[[0, 10], [1, 20]], basis="actual")
    scheme = one_item(worked, counted("走访"))
    units = (filled(scheme, "甲", "走访 | 0"),)
    assert [move.text for move in step_effects(scheme, units, "甲")] == ["多1个"]


@pytest.mark.parametrize(("function", "limit"), [("total_of", 2), ("weighted", 1)])
def test_a_judged_part_is_out_of_its_own_weight(function, limit):
    weights = (Fraction(2), Fraction(3)) if function == "total_of" else (Fraction(1, 2), Fraction(1, 2))
    parts = tuple(
        FormulaPart(name=name, weight=weight, formula=formula("judged", name))
        for name, weight in zip(("推介", "环境"), weights, strict=True)
    )
    scheme = one_item(Formula(function=function, parts=parts), judged("推介"), judged("环境"), weight=10)
    assert result(scheme, f"推介 | {limit}\n环境 | 0").standing is EvaluationStatus.EVALUATED
    with pytest.raises(Unscorable, match=f"评分{limit}.5不在0至{limit}分之间"):
        result(scheme, f"推介 | {limit}.5\n环境 | 0")


def test_nothing_reads_as_0_or_as_exact_that_is_not():
    tiny = Fraction(1, 10**6)
    assert (number(tiny), number(-tiny), number(Fraction(0))) == ("0.000001", "−0.000001", "0")
    assert (equals(Fraction(1, 3)), equals(Fraction("0.48"))) == ("≈ 0.3333", "= 0.48")
    assert (equals_percent(Fraction(2, 3)), equals_percent(Fraction("0.96"))) == ("≈ 66.67%", "= 96%")
    assert (exact(Fraction(1, 3)), exact(Fraction(-1, 8)), exact(Fraction(60))) == ("1/3", "-0.125", "60")


def test_true_is_no_number():
    with pytest.raises(UnreadableScheme):
        scheme_from_json(scheme_to_json(RATIO) | {"full_mark": True})


def test_a_bonus_of_another_function_keeps_its_full_mark():
    bonus = ScoredItem(name="外资", weight=Fraction(5), formula=formula("capped_ratio", "外资"))
    scheme = replace(TWO, bonuses=(bonus,))
    assert total(scheme, "到位资金 | 70 | 70\n外资 | 40 | 100") == 70 + 12 + 2
