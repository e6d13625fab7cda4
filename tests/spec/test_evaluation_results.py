"""Bonuses, deductions, vetoes, places and grades of a scoring scheme, and what would change them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from jinghe.core.evaluation.schemes.schemes import (
    Basis,
    Exclusion,
    Grade,
    InputCondition,
    Rounding,
    SchemeGroup,
    SchemeInput,
    ScoredItem,
    Upgrade,
    Veto,
    VetoEffect,
)
from jinghe.core.evaluation.schemes.scores import EvaluationStatus
from jinghe.core.evaluation.scoring import evaluate
from jinghe.core.evaluation.sensitivity import step_effects
from tests.builders import rows
from tests.evaluations import (
    FUNDS,
    RATIO,
    TWO,
    counted,
    filled,
    formula,
    one_item,
    points,
    result,
    results,
    total,
)

# --- bonuses, deductions, bounds -------------------------------------------------------------------

EXTRAS = replace(
    RATIO,
    inputs=(FUNDS, counted("走访"), counted("推介"), counted("缺报")),
    bonuses=(
        ScoredItem(name="走访", formula=formula("per_unit", "走访", each=0.5), most=Fraction(3)),
        ScoredItem(name="推介", formula=formula("per_unit", "推介", each=3)),
    ),
    bonus_most=Fraction(8),
    deductions=(ScoredItem(name="缺报", formula=formula("per_unit", "缺报", each=1), most=Fraction(12)),),
)


@pytest.mark.parametrize(
    ("visits", "events", "missing", "points"),
    [
        (0, 0, 0, 50),
        (4, 0, 0, 52),
        (20, 0, 0, 53),
        (20, 1, 0, 56),
        (20, 2, 0, 58),
        (0, 0, 5, 45),
        (0, 0, 30, 38),
    ],
)
def test_bonuses_and_deductions_have_caps_of_their_own_and_all_bonuses_one_together(
    visits, events, missing, points
):
    table = f"到位资金 | 50 | 100\n走访 | {visits} | \n推介 | {events}\n缺报 | {missing}"
    assert total(EXTRAS, table) == points


def test_a_cap_is_a_part_of_its_own():
    found = result(EXTRAS, "到位资金 | 50 | 100\n走访 | 20\n推介 | 2\n缺报 | 0")
    bonus = found.score.parts[1]
    assert points(bonus) == {"走访": 3, "推介": 6, "封顶": -1}
    assert bonus.notes == ("合计9分，按8分封顶",)
    assert bonus.parts[0].text == "0.5×走访 = (0.5×20，封顶3) = 3"


def test_a_bonus_without_its_figure_adds_nothing_and_says_so():
    scheme = replace(
        RATIO,
        inputs=(FUNDS, SchemeInput(name="大项目")),
        bonuses=(ScoredItem(name="超额", formula=formula("per_unit", "大项目", each=2, beyond_target=True)),),
    )
    table = "到位资金 | 50 | 100\n大项目 | 4 | {}"
    assert (total(scheme, table.format("1")), total(scheme, table.format("—"))) == (56, 50)
    part = result(scheme, table.format("—")).score.parts[1].parts[0]
    assert (part.value, part.notes) == (None, ("大项目未下达：不计分，权重不分摊",))


def test_the_total_stays_within_its_bounds():
    scheme = replace(EXTRAS, least=Fraction(40), most=Fraction(55))
    table = "到位资金 | 50 | 100\n走访 | {}\n推介 | {}\n缺报 | {}"
    assert (total(scheme, table.format(20, 2, 0)), total(scheme, table.format(0, 0, 30))) == (55, 40)
    assert points(result(scheme, table.format(0, 0, 30)).score)["总分下限"] == 2


# --- rounding --------------------------------------------------------------------------------------


def test_scores_are_exact_unless_the_scheme_rounds_and_says_where():
    table = "到位资金 | 1 | 3\n外资 | 2 | 3"
    assert total(TWO, table) == Fraction(130, 3)
    assert total(replace(TWO, rounding=Rounding(items=1)), table) == Fraction("43.3")
    assert total(replace(TWO, rounding=Rounding(total=0)), table) == 43
    item = result(replace(TWO, rounding=Rounding(items=1)), table).score.parts[0]
    assert (item.value, item.exact) == (Fraction("23.3"), Fraction(70, 3))
    assert item.text == "70×到位资金完成率 = 70×33.33% ≈ 23.3"


def test_what_is_rounded_alike_shares_a_place():
    tables = {"甲": "到位资金 | 90.04 | 100", "乙": "到位资金 | 90.01 | 100", "丙": "到位资金 | 80 | 100"}
    exact, rounded = RATIO, replace(RATIO, rounding=Rounding(total=1))
    assert [one.rank for one in results(exact, **tables).values()] == [1, 2, 3]
    assert [one.rank for one in results(rounded, **tables).values()] == [1, 1, 3]


# --- groups, exclusions, vetoes, grades ------------------------------------------------------------


def test_units_are_compared_within_their_group():
    scheme = replace(
        RATIO, groups=(SchemeGroup(name="一类", units=("甲", "乙")), SchemeGroup(name="二类", units=("丙",)))
    )
    found = results(scheme, 甲="到位资金 | 9 | 10", 乙="到位资金 | 8 | 10", 丙="到位资金 | 1 | 10")
    assert [(one.group, one.rank) for one in found.values()] == [("一类", 1), ("一类", 2), ("二类", 1)]


def test_an_excluded_unit_has_no_score_and_needs_no_figures():
    scheme = replace(RATIO, exclusions=(Exclusion(unit="新区", reason="成立不满一年"),))
    found = results(scheme, 甲="到位资金 | 9 | 10")
    assert found["甲"].rank == 1
    told = evaluate(
        scheme,
        [
            filled(scheme, "甲", "到位资金 | 9 | 10"),
            replace(filled(scheme, "新区", "到位资金 | 9 | 10"), measurements={}),
        ],
    )
    new = told.of("新区")
    assert (new.standing, new.score, new.rank, new.reason) == (
        EvaluationStatus.EXCLUDED,
        None,
        None,
        "成立不满一年",
    )


def vetoed(effect: VetoEffect):
    return replace(
        RATIO,
        inputs=(FUNDS, counted("弄虚作假")),
        vetoes=(
            Veto(
                name="弄虚作假",
                condition=InputCondition(input="弄虚作假", at_least=Fraction(1)),
                effect=effect,
            ),
        ),
        grades=(Grade(name="优秀", at_least=Fraction(80)), Grade(name="合格")),
    )


def test_a_veto_takes_the_score_the_grade_or_the_place():
    tables = {"甲": "到位资金 | 9 | 10\n弄虚作假 | 1", "乙": "到位资金 | 8 | 10\n弄虚作假 | 0"}
    found = {effect: results(vetoed(effect), **tables) for effect in VetoEffect}
    told = {effect: [(r.total, r.rank, r.grade) for r in rs.values()] for effect, rs in found.items()}
    assert told == {
        VetoEffect.ZERO: [(0, 2, "合格"), (80, 1, "优秀")],
        VetoEffect.NO_GRADE: [(90, 1, None), (80, 2, "优秀")],
        VetoEffect.DISQUALIFIED: [(90, None, None), (80, 1, "优秀")],
    }
    zero = found[VetoEffect.ZERO]["甲"]
    assert points(zero.score) == {"评分项": 90, "一票否决": -90}
    assert zero.notes == ("一票否决“弄虚作假”：弄虚作假1个（条件：不低于1个），总分计0分",)


def test_no_project_of_the_size_that_is_asked_disqualifies():
    """修水: no industrial project of 300万元 and more, no evaluation."""
    scheme = replace(
        RATIO,
        inputs=(FUNDS, SchemeInput(name="300万元以上工业项目")),
        vetoes=(
            Veto(
                name="无工业项目",
                condition=InputCondition(input="300万元以上工业项目", below=Fraction(1)),
                effect=VetoEffect.DISQUALIFIED,
            ),
        ),
    )
    assert (
        result(scheme, "到位资金 | 9 | 10\n300万元以上工业项目 | 0").standing is EvaluationStatus.DISQUALIFIED
    )
    assert result(scheme, "到位资金 | 9 | 10\n300万元以上工业项目 | 1").standing is EvaluationStatus.EVALUATED


def test_a_veto_that_cannot_be_decided_does_not_hold_and_says_so():
    scheme = replace(
        TWO,
        vetoes=(
            Veto(
                name="无外资",
                condition=InputCondition(input="外资", below=Fraction(1)),
                effect=VetoEffect.ZERO,
            ),
        ),
    )
    found = result(scheme, "到位资金 | 70 | 70\n外资 | 未报 | 10")
    assert (found.total, found.notes) == (70, ("一票否决“无外资”：外资未报，未作判断",))


GRADED = replace(
    RATIO,
    grades=(
        Grade(name="优秀", at_least=Fraction(90), top_share=Fraction("0.4")),
        Grade(name="良好", at_least=Fraction(80)),
        Grade(name="合格"),
    ),
)


def test_a_grade_follows_from_the_total_and_from_the_quota():
    tables = {
        unit: f"到位资金 | {done} | 100"
        for unit, done in zip("甲乙丙丁戊", (97, 95, 93, 80, 60), strict=True)
    }
    found = results(GRADED, **tables)
    assert [one.grade for one in found.values()] == ["优秀", "优秀", "良好", "良好", "合格"]
    assert found["乙"].grade_reason == "总分95，不低于90分；第2名，在5个单位的40%（前2名）以内"
    assert found["丙"].grade_reason == "总分93，不低于80分"
    assert found["戊"].grade_reason == "总分60，未达到更高等次的条件"


def funded(*totals: int | float) -> dict[str, str]:
    """Units 单位1, 单位2… with these totals, as tables of their inputs."""
    return {f"单位{number}": f"到位资金 | {total} | 100" for number, total in enumerate(totals, start=1)}


@pytest.mark.parametrize(
    "row",
    rows("""
    share | units | best
    34%   | 9     | 3
    39%   | 9     | 3
    40%   | 5     | 2
    40%   | 4     | 1
    10%   | 9     | 0
    100%  | 9     | 9
    """),
    ids=lambda row: f"{row['share']} of {row['units']}",
)
def test_a_share_of_the_units_gives_whole_places_and_never_one_more(row):
    share = Fraction(row["share"].removesuffix("%")) / 100
    scheme = replace(RATIO, grades=(Grade(name="优秀", top_share=share), Grade(name="合格")))
    found = results(scheme, **funded(*range(99, 99 - int(row["units"]), -1)))
    best = [one for one in found.values() if one.grade == "优秀"]
    assert [one.rank for one in best] == list(range(1, int(row["best"]) + 1))
    assert all(f"（前{row['best']}名）以内" in one.grade_reason for one in best)


@pytest.mark.parametrize(
    "row",
    rows("""
    totals             | grades
    99, 98, 97, 96     | 优秀 优秀 良好 良好
    99, 98, 98, 96     | 优秀 优秀 优秀 良好
    99, 99, 99, 96     | 优秀 优秀 优秀 良好
    99, 90, 90, 90     | 优秀 优秀 优秀 优秀
    99, 89.99, 80, 79.99 | 优秀 良好 良好 合格
    """),
    ids=lambda row: row["totals"],
)
def test_who_shares_the_last_place_of_a_quota_shares_its_grade(row):
    """Two of four are 优秀 from 90, 良好 is from 80: whoever stands on the limit is within it."""
    share = replace(GRADED.grades[0], top_share=Fraction(1, 2))
    scheme = replace(GRADED, grades=(share, *GRADED.grades[1:]))
    found = results(scheme, **funded(*map(float, row["totals"].split(", "))))
    assert " ".join(one.grade for one in found.values()) == row["grades"]


def test_who_is_not_ranked_gives_nobody_a_place_within_the_quota():
    """Of ten units nine are ranked, and 20 % of nine is one place."""
    scheme = replace(
        vetoed(VetoEffect.DISQUALIFIED),
        grades=(Grade(name="优秀", top_share=Fraction(1, 5)), Grade(name="合格")),
    )
    tables = {unit: f"{table}\n弄虚作假 | 0" for unit, table in funded(*range(99, 90, -1)).items()}
    found = results(scheme, 弄虚="到位资金 | 100 | 100\n弄虚作假 | 1", **tables)
    assert [unit for unit, one in found.items() if one.grade == "优秀"] == ["单位1"]


def test_a_quota_may_be_a_number_of_places():
    scheme = replace(RATIO, grades=(Grade(name="先进", top=1), Grade(name="合格")))
    found = results(scheme, 甲="到位资金 | 9 | 10", 乙="到位资金 | 9 | 10", 丙="到位资金 | 8 | 10")
    assert [one.grade for one in found.values()] == ["先进", "先进", "合格"]


@pytest.mark.parametrize(
    ("hundred_million", "billion", "fdi", "grade"),
    [(5, 0, 0, "合格"), (6, 0, 0, "良好"), (3, 1, 0, "良好"), (3, 0, 3000, "良好"), (6, 1, 3000, "良好")],
)
def test_large_projects_raise_the_grade(hundred_million, billion, fdi, grade):
    """桐庐: three projects of 1亿元 beyond the target, or one of 10亿元, or 3000万美元."""
    scheme = replace(
        GRADED,
        inputs=(
            FUNDS,
            SchemeInput(name="亿元项目"),
            SchemeInput(name="10亿元项目"),
            SchemeInput(name="外资", unit_of_measure="万美元"),
        ),
        upgrades=(
            Upgrade(
                name="大项目",
                any_of=(
                    InputCondition(input="亿元项目", basis=Basis.EXCESS, at_least=Fraction(3)),
                    InputCondition(input="10亿元项目", at_least=Fraction(1)),
                    InputCondition(input="外资", at_least=Fraction(3000)),
                ),
            ),
        ),
    )
    table = f"到位资金 | 70 | 100\n亿元项目 | {hundred_million} | 3\n10亿元项目 | {billion}\n外资 | {fdi}"
    assert result(scheme, table).grade == grade


# --- what would change it --------------------------------------------------------------------------


def told(scheme, unit: str, **tables: str):
    return step_effects(scheme, tuple(filled(scheme, name, table) for name, table in tables.items()), unit)


def test_what_would_move_the_total_most_comes_first():
    found = told(
        TWO, "甲", 甲="到位资金 | 35 | 70\n外资 | 50 | 100", 乙="到位资金 | 70 | 70\n外资 | 100 | 100"
    )
    assert [(move.input, move.text, move.change) for move in found] == [
        ("到位资金", "多完成1亿元", 1),
        ("到位资金", "多完成目标的1%", Fraction("0.7")),
        ("外资", "多完成1万美元", Fraction("0.3")),
        ("外资", "多完成目标的1%", Fraction("0.3")),
    ]
    assert (found[0].total, found[0].items, found[0].targets) == (51, ("资金",), ("甲-到位资金",))
    assert not any(move.changes_rank for move in found)


def test_and_what_would_move_the_place():
    found = told(
        TWO, "甲", 甲="到位资金 | 35 | 70\n外资 | 50 | 100", 乙="到位资金 | 35.5 | 70\n外资 | 50 | 100"
    )
    assert [(move.text, move.rank_before, move.rank_after) for move in found if move.changes_rank] == [
        ("多完成1亿元", 2, 1),
        ("多完成目标的1%", 2, 1),
    ]


def test_what_is_capped_or_was_not_reported_moves_nothing():
    assert told(TWO, "甲", 甲="到位资金 | 70 | 70\n外资 | 未报5 | 100") == ()


def test_a_count_may_also_be_one_less():
    found = told(EXTRAS, "甲", 甲="到位资金 | 100 | 100\n走访 | 6\n推介 | 0\n缺报 | 1")
    assert [(move.input, move.text, move.change) for move in found] == [
        ("推介", "多1个", 3),
        ("缺报", "多1个", -1),
        ("缺报", "少1个", 1),
        ("走访", "少1个", Fraction("-0.5")),
    ]


def test_a_step_across_the_best_of_the_peers_moves_them_too():
    scheme = one_item(formula("min_max", "到位资金"), FUNDS)
    found = told(scheme, "乙", 甲="到位资金 | 10", 乙="到位资金 | 9.5", 丙="到位资金 | 0")
    assert [(move.change, move.rank_before, move.rank_after) for move in found] == [(2, 2, 1)]


def test_who_is_not_evaluated_has_nothing_to_move():
    assert told(TWO, "甲", 甲="到位资金 | 1 | —\n外资 | 1 | —") == ()
