"""The twelve built-in schemes, each with an example worked by hand; the two published results come out."""

from fractions import Fraction

import pytest

from jinghe.core.evaluation.scheme_checks import check_scheme
from jinghe.core.evaluation.schemes.schemes import Scheme
from jinghe.core.evaluation.schemes.scores import Evaluation
from jinghe.core.evaluation.scoring import evaluate
from jinghe.reference.scheme_loading import builtin_schemes
from jinghe.store.json.schemes import scheme_text
from tests.evaluations import filled, points

SCHEMES = builtin_schemes()


def scheme(number: int) -> Scheme:
    return next(one for name, one in SCHEMES.items() if name.startswith(f"{number:02}-"))


def evaluated(number: int, **tables: str) -> Evaluation:
    """The units and their inputs, by name."""
    return evaluate(scheme(number), [filled(scheme(number), unit, table) for unit, table in tables.items()])


def items(result: Evaluation, unit: str) -> list[Fraction | None]:
    score = result.of(unit).score
    return [points(score).get(item.name) for item in result.scheme.items]


def fractions(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def test_there_are_twelve_each_with_a_name_and_a_source():
    assert len(SCHEMES) == len({one.name for one in SCHEMES.values()}) == 12
    assert [name for name, one in SCHEMES.items() if not one.source.strip()] == []


@pytest.mark.parametrize("name", SCHEMES)
def test_a_built_in_scheme_has_no_fault(name):
    assert check_scheme(SCHEMES[name]) == ()


def test_no_two_of_them_are_the_same():
    assert len({scheme_text(one) for one in SCHEMES.values()}) == 12


# --- 1: six items of half a point each (published) ------------------------------------------------

PUBLISHED_A = """
    省外新增实际投资   | 96    | 100
    外商直接投资       | 1200  | 1000
    签约项目个数       | 28    | 27
    签约项目金额       | 177.7 | 54
    20亿元以上项目     | 1     | 1
    10—20亿元项目      | 4     | 4
    3—10亿元项目       | 9     | 7
    省激励申报成功数   | 1
    引进重点企业数     | 0
    平台现场签约数     | 1
    超时限未开工项目数 | 1
    弄虚作假项目数     | 0
"""
PUBLISHED_B = """
    省外新增实际投资   | 90    | 100
    外商直接投资       | 1500  | 1000
    签约项目个数       | 30    | 27
    签约项目金额       | 60    | 54
    20亿元以上项目     | 2     | 1
    10—20亿元项目      | 4     | 4
    3—10亿元项目       | 7     | 7
    省激励申报成功数   | 2
    引进重点企业数     | 1
    平台现场签约数     | 3
    超时限未开工项目数 | 1
    弄虚作假项目数     | 0
"""


def test_the_two_published_results_come_out_item_by_item():
    result = evaluated(1, 甲=PUBLISHED_A, 乙=PUBLISHED_B)
    assert items(result, "甲") == fractions("0.48", "0.6", "0.5", "0.5", "0.3", "0.4")
    assert items(result, "乙") == fractions("0.45", "0.6", "0.5", "0.5", "0.5", "0.4")
    assert (result.of("甲").total, result.of("乙").total) == (Fraction("2.78"), Fraction("2.95"))
    assert (result.of("甲").rank, result.of("乙").rank) == (2, 1)


def test_the_published_results_read_as_they_were_printed():
    result = evaluated(1, 甲=PUBLISHED_A, 乙=PUBLISHED_B)
    parts = {part.name: part.text for part in result.of("甲").score.parts}
    assert parts["省外新增实际投资"] == "0.5×省外新增实际投资完成率 = 0.5×96% = 0.48"
    assert parts["外商直接投资"] == "0.5×外商直接投资完成率 = 0.5×120% = 0.6"
    assert parts["签约项目"] == (
        "0.5×[50%×签约项目个数完成率+50%×签约项目金额完成率] = 0.5×[50%×103.7%+50%×329.07%，封顶100%] = 0.5"
    )
    assert parts["激励、重点企业和平台签约"].endswith(" = 0.2×1+0.2×0+0.1×1 = 0.3")
    assert parts["开工和真实性"].endswith(" = 0.5−0.1×1−0.2×0 = 0.4")
    assert result.of("甲").score.text.endswith(" = 0.48+0.6+0.5+0.5+0.3+0.4 = 2.78")
    assert result.of("乙").score.text.endswith(" = 0.45+0.6+0.5+0.5+0.5+0.4 = 2.95")


def test_each_project_that_a_band_lacks_costs_a_tenth_and_a_surplus_fills_no_other_band():
    short = PUBLISHED_A.replace("10—20亿元项目      | 4 ", "10—20亿元项目      | 2 ")
    assert items(evaluated(1, 甲=short), "甲")[3] == Fraction("0.3")


# --- 2: 功效系数 across peers ----------------------------------------------------------------------


def test_2_the_best_gets_100_the_worst_60_and_who_is_between_in_proportion():
    heading = ("实际利用外资", "省外资金", "新签约亿元项目", "外贸出口", "电商交易额", "外出招商")
    figures = {"甲": (500, 10, 8, 40, 3, 6), "乙": (100, 30, 2, 40, 1, 12), "丙": (400, 15, 5, 10, 2, 9)}
    tables = {
        unit: "\n".join(f"{n} | {v}" for n, v in zip(heading, row, strict=True))
        for unit, row in figures.items()
    }
    result = evaluated(2, **tables)
    # 丙: 外资 (400−100)÷(500−100)×40+60 = 90; 省外 (15−10)÷(30−10)×40+60 = 70; 亿元 (5−2)÷(8−2) → 80; 外贸 60; 80; 80
    assert items(result, "丙") == fractions("27", "21", "8", "12", "4", "4")
    assert result.of("丙").total == 76
    assert items(result, "甲") == fractions("30", "18", "10", "20", "5", "3")
    assert items(result, "乙") == fractions("18", "30", "6", "20", "3", "5")
    assert [result.of(unit).rank for unit in "甲乙丙"] == [1, 2, 3]
    first = result.of("丙").score.parts[0]
    assert first.substituted_text == "0.3×[(400万美元−100万美元)÷(500万美元−100万美元)×40+60]"


# --- 3: a task force, each quarter -----------------------------------------------------------------

TASK_FORCE = """
    新引进项目   | 6    | 8
    到位资金     | 12   | 10
    产业项目     | 9
    全部项目     | 10
    园区评分     | 90
    乡镇评分     | 80
    工作队平均分 | 84
    企业走访     | 10
    推介会       | 1
    省外亿元项目 | 5    | 3
    10亿元项目   | 1
    50亿元项目   | 0
"""


def test_3_a_quarter_of_a_task_force():
    result = evaluated(3, 甲=TASK_FORCE)
    # 30×6/8; 20 capped; 20×9/10; 15×(70%×90%+30%×80%) = 15×87%; 15×84%
    assert items(result, "甲") == fractions("22.5", "20", "18", "13.05", "12.6")
    bonus = result.of("甲").score.parts[-1]
    # 走访 10×0.5 = 5 → 3; 推介会 3; 超额 (5−3)×2 = 4; 10亿元 4
    assert points(bonus) == {
        "企业走访": 3,
        "推介会": 3,
        "超额引进省外亿元项目": 4,
        "10亿元项目": 4,
        "50亿元项目": 0,
    }
    assert result.of("甲").total == Fraction("86.15") + 14


def test_3_a_judged_part_keeps_who_judged_and_why():
    part = evaluated(3, 甲=TASK_FORCE).of("甲").score.parts[3].parts[0]
    assert part.notes == ("张三评分，李四复核：见评分表",)
    assert part.text == "10.5×(园区评分÷100) = 10.5×(90÷100) = 9.45"


# --- 4 to 12 ---------------------------------------------------------------------------------------


def test_4_contracts_leaders_and_other_work():
    result = evaluated(4, 甲="签约额 | 33 | 30\n龙头企业对接 | 8 | 10\n其他工作 | 17.5")
    assert items(result, "甲") == fractions("50", "24", "17.5")
    assert result.of("甲").total == Fraction("91.5")


FOUR_RATES = """
    签约项目     | 20
    履约项目     | 18
    开竣工项目   | 13
    合同投资总额 | 50000
    到位总额     | 20000
    当年到位资金 | 9000 | 12000
"""


def test_5_three_rates_and_the_money_of_the_year():
    result = evaluated(5, 甲=FOUR_RATES)
    # 10×18/20; 20×13/20; 35×20000/50000; 35×9000/12000
    assert items(result, "甲") == fractions("9", "13", "14", "26.25")
    assert result.of("甲").total == Fraction("62.25")
    assert result.of("甲").score.parts[0].text == "10×(履约项目÷签约项目) = 10×90% = 9"


def test_5_who_signed_nothing_has_no_rates_and_their_weight_goes_to_the_rest():
    nothing = FOUR_RATES.replace("| 20\n", "| 0\n").replace("| 18\n", "| 0\n").replace("| 13\n", "| 0\n")
    result = evaluated(5, 甲=nothing)
    assert items(result, "甲") == [None, None, 14, Fraction("26.25")]
    assert result.of("甲").total == Fraction("40.25") * 100 / 70
    assert result.of("甲").score.parts[0].notes == ("签约项目不适用：不计分，权重由其余评分项分摊",)


@pytest.mark.parametrize(
    ("done", "total"),
    [(1000, "100"), (1190, "100.2"), (1200, "100.4"), (900, "99.8"), (850, "99.8"), (0, "98"), (9000, "110")],
)
def test_6_each_ten_percent_over_or_under_moves_a_fifth_of_a_point(done, total):
    assert evaluated(6, 甲=f"到位资金 | {done} | 1000").of("甲").total == Fraction(total)


@pytest.mark.parametrize(
    ("done", "total"), [(999, "0"), (1000, "60"), (1100, "60.5"), (1250, "61"), (3000, "70"), (5000, "70")]
)
def test_7_nothing_unless_completed(done, total):
    assert evaluated(7, 甲=f"到位资金 | {done} | 1000").of("甲").total == Fraction(total)


@pytest.mark.parametrize(
    ("count", "money", "total"),
    [
        ("10", "500", 100),
        ("8", "200", 75),
        ("5", "200", 50),
        ("4", "900", 0),
        ("10", "199", 0),
        ("9.9", "1000", 75),
    ],
)
def test_8_steps_of_the_count_provided_that_a_fifth_of_the_money_came(count, money, total):
    table = f"引进项目 | {count} | 10\n到位资金 | {money} | 1000\n缺报月报 | 0\n未报信息和总结 | 0\n未报工作计划 | 0"
    assert evaluated(8, 甲=table).of("甲").total == total


def test_8_missing_returns_cost_a_point_each_up_to_twelve():
    table = "引进项目 | 8 | 10\n到位资金 | 300 | 1000\n缺报月报 | {}\n未报信息和总结 | 1\n未报工作计划 | 1"
    few, many = (evaluated(8, 甲=table.format(times)).of("甲") for times in (3, 14))
    assert (few.total, many.total) == (75 - 3 - 5 - 5, 75 - 12 - 5 - 5)
    assert few.score.text == "引进项目−扣分 = 75−13 = 62"
    assert [part.value for part in many.score.parts[-1].parts] == [-12, -5, -5]


@pytest.mark.parametrize(
    ("figure", "done", "total"),
    [(6000, 6600, "106"), (5000, 5500, "103"), (3000, 3300, "102"), (1000, 1100, "101"), (500, 550, "100")],
)
def test_9_a_point_over_counts_more_for_a_large_target(figure, done, total):
    assert evaluated(9, 甲=f"到位资金 | {done} | {figure}\n迟报报表 | 0").of("甲").total == Fraction(total)


def test_9_a_late_return_costs_a_point():
    result = evaluated(9, 甲="到位资金 | 800 | 1000\n迟报报表 | 2")
    assert result.of("甲").total == 78


FOUR_STAGES = """
    基础工作     | 9
    招商引资指标 | 18 | 20
    新开工项目   | 4  | 5
    新入统项目   | 6  | 6
    新投产项目   | 1  | 4
    新入规企业   | 3  | 4
    其他加分     | 2
    其他扣分     | 0.5
"""


def test_10_basic_work_targets_starts_and_production():
    result = evaluated(10, 甲=FOUR_STAGES)
    # 9; 20×90%; 30×(50%×80%+50%×100%); 40×(50%×25%+50%×75%)
    assert items(result, "甲") == fractions("9", "18", "27", "20")
    assert result.of("甲").total == Fraction("75.5")


def test_10_within_an_item_the_part_without_a_target_gives_its_share_to_the_other():
    result = evaluated(10, 甲=FOUR_STAGES.replace("新投产项目   | 1  | 4", "新投产项目   | 1  | —"))
    assert items(result, "甲")[3] == 30
    item = result.of("甲").score.parts[3]
    assert item.notes == ("部分内容不计，权重由其余部分分摊",)
    assert [(part.value, part.inputs[0].text) for part in item.parts] == [
        (None, "新投产项目未下达"),
        (30, "新入规企业3家÷目标4家 = 75%"),
    ]


def test_11_three_origins_and_four_kinds_of_general_work():
    table = """
        省外资金     | 4000 | 5000
        省内县外资金 | 2500 | 2000
        民间融资     | 500  | 1000
        项目库       | 2
        推介         | 2.5
        月报         | 3
        环境         | 1
    """
    result = evaluated(11, 甲=table)
    assert items(result, "甲") == fractions("40", "20", "10", "8.5")
    assert result.of("甲").total == Fraction("78.5")


def test_12_departments_are_scored_for_information_and_have_no_place():
    units = {
        "余姚市": ("县（市）区", 1300),
        "慈溪市": ("县（市）区", 900),
        "市经委": ("市级部门", 1500),
    }
    asked = scheme(12)
    result = evaluate(
        asked,
        [
            filled(asked, unit, f"国内招商引资 | {done} | 1000", group=group)
            for unit, (group, done) in units.items()
        ],
    )
    assert [(one.unit, one.total, one.rank) for one in result.results] == [
        ("余姚市", 130, 1),
        ("慈溪市", 90, 2),
        ("市经委", 150, None),
    ]


# --- all of them -----------------------------------------------------------------------------------

EXAMPLES = {
    1: PUBLISHED_A,
    3: TASK_FORCE,
    4: "签约额 | 33 | 30\n龙头企业对接 | 8 | 10\n其他工作 | 17.5",
    5: FOUR_RATES,
    6: "到位资金 | 855 | 1000",
    7: "到位资金 | 1234 | 1000",
    8: "引进项目 | 8 | 10\n到位资金 | 300 | 1000\n缺报月报 | 14\n未报信息和总结 | 1\n未报工作计划 | 1",
    9: "到位资金 | 6789 | 6000\n迟报报表 | 1",
    10: FOUR_STAGES,
}


@pytest.mark.parametrize("number", EXAMPLES)
def test_the_parts_add_up_and_every_score_says_how_it_came_about(number):
    score = evaluated(number, 甲=EXAMPLES[number]).of("甲").score
    for one in score.walk():
        if one.parts:
            assert sum((part.points for part in one.parts), start=Fraction(0)) == one.exact, one.name
    for item in score.parts:
        said = [text for part in item.walk() for text in (*(used.text for used in part.inputs), *part.notes)]
        assert item.formula_text and said, item.name
