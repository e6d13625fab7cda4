"""A scheme or inputs that cannot be scored: every fault is told at once, with its place; and how schemes are kept."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from jinghe.core.evaluation.scheme_checks import check_scheme
from jinghe.core.evaluation.schemes.inputs import Judgement, UnitInputs
from jinghe.core.evaluation.schemes.reading import UnreadableScheme, scheme_from_json
from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Formula,
    FormulaPart,
    Grade,
    InputCondition,
    Rounding,
    SchemeGroup,
    SchemeInput,
    ScoredItem,
    Treatment,
    Upgrade,
    Veto,
    VetoEffect,
)
from jinghe.core.evaluation.scoring import Unscorable, evaluate
from jinghe.reference.scheme_loading import builtin_schemes
from jinghe.store.json.schemes import scheme_digest, scheme_text, scheme_to_json
from tests.evaluations import FUNDS, RATIO, TWO, counted, filled, formula, judged, measured, one_item

HUNDRED = Fraction(100)


def faults(scheme) -> list[str]:
    return [f"{fault.place}：{fault.text}" for fault in check_scheme(scheme)]


def of_formula(worked: Formula, *inputs: SchemeInput) -> list[str]:
    return faults(one_item(worked, FUNDS, *inputs))


# --- schemes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("worked", "fault"),
    [
        (formula("eval", "到位资金"), "评分项“评分项”：没有计分函数“eval”"),
        (formula("capped_ratio"), "评分项“评分项”：数据项有0个，应为1个"),
        (formula("bands_shortfall", each=1), "评分项“评分项”：数据项有0个，应为至少1个"),
        (formula("proportion", "甲", "乙", "丙"), "评分项“评分项”：数据项有3个，应为1至2个"),
        (
            formula("capped_ratio", "到位资金", limit=1),
            "评分项“评分项”：“按完成率计分，封顶”没有参数“limit”",
        ),
        (formula("capped_ratio", "到位资金", cap="高"), "评分项“评分项”：参数“cap”（封顶完成率）应为数字"),
        (
            formula("capped_ratio", "到位资金", tier="best"),
            "评分项“评分项”：参数“tier”（按哪一档目标）应为guaranteed、working、required",
        ),
        (formula("between_tiers", "到位资金"), "评分项“评分项”：缺少参数“at_guaranteed”（保证目标得分比例）"),
        (
            formula("step_table", "到位资金", steps=[]),
            "评分项“评分项”的“各档起点和得分”：每一行应是两个数：起点和得分",
        ),
        (
            formula("step_table", "到位资金", steps=[[1, 5], [1, 6]]),
            "评分项“评分项”的“各档起点和得分”：起点1出现2次",
        ),
        (formula("completion_steps", "到位资金", over=1, step=0), "评分项“评分项”：一步的完成率为0"),
        (formula("total_of"), "评分项“评分项”：组成部分有0个，应为至少1个"),
    ],
)
def test_a_formula_that_cannot_be_worked_out_is_told(worked, fault):
    assert of_formula(worked) == [fault]


@pytest.mark.parametrize(
    ("worked", "fault"),
    [
        (
            formula("capped_ratio", "缺报"),
            "评分项“评分项”：“缺报”是计数，“按完成率计分，封顶”要用指标",
        ),
        (formula("judged", "缺报"), "评分项“评分项”：“缺报”是计数，“人工评分”要用人工评分"),
        (
            formula("rank_steps", "缺报", steps=[[1, 5]]),
            "评分项“评分项”：“缺报”是计数，没有目标，不能计算完成率",
        ),
        (
            formula("per_unit", "缺报", each=1, beyond_target=True),
            "评分项“评分项”：“缺报”是计数，没有目标，不能计算完成率",
        ),
    ],
)
def test_an_input_of_the_wrong_kind_is_told(worked, fault):
    assert of_formula(worked, counted("缺报")) == [fault]


def test_parts_are_checked_too_and_their_shares_must_be_whole():
    worked = Formula(
        function="weighted",
        parts=(
            FormulaPart(
                name="一", weight=Fraction("0.5"), formula=formula("capped_ratio", "到位资金", cap="?")
            ),
            FormulaPart(name="二", weight=Fraction("0.4"), formula=formula("capped_ratio", "到位资金")),
        ),
    )
    assert of_formula(worked) == [
        "评分项“评分项”的“一”：参数“cap”（封顶完成率）应为数字",
        "评分项“评分项”：各部分权重合计90%",
    ]


def test_all_faults_of_a_scheme_are_told_at_once():
    scheme = replace(
        TWO,
        full_mark=Fraction(120),
        inputs=(*TWO.inputs, SchemeInput(name="外资", unit_of_measure="斤")),
        items=(
            *TWO.items,
            ScoredItem(name="资金", weight=Fraction(-1), formula=formula("capped_ratio", "固投")),
        ),
        vetoes=(Veto(name="否决", condition=InputCondition(input="弄虚作假"), effect=VetoEffect.ZERO),),
        upgrades=(Upgrade(name="晋", any_of=()),),
        grades=(Grade(name="中"), Grade(name="优", at_least=HUNDRED)),
        groups=(SchemeGroup(name="一", units=("甲",)), SchemeGroup(name="二", units=("甲",))),
        absences=Absences(unassigned=Treatment.AS_RECORDED, unreported=Treatment.RESPREAD),
        bonus_most=Fraction(0),
        least=Fraction(10),
        most=Fraction(0),
    )
    assert faults(scheme) == [
        "数据项：“外资”出现2次",
        "数据项“外资”：没有计量单位“斤”",
        "评分项：“资金”出现2次",
        "评分项“资金”：办法的数据项里没有“固投”",
        "评分项“资金”：分值−1不是正数",
        "评分项：各项分值合计99分，满分写的是120分",
        "晋档“晋”：没有条件或晋升档数",
        "一票否决“否决”：办法的数据项里没有“弄虚作假”",
        "一票否决“否决”：条件没有写界限",
        "等次“优”：最后一个等次不应有条件",
        "等次“中”：没有条件，其后的等次永远轮不到",
        "单位分组：“甲”出现2次",
        "缺数处理：未下达时没有台账数可用",
        "缺数处理：未报的不计分，权重由其余评分项分摊，等于鼓励不报",
        "加分合计封顶：0不是正数",
        "总分：下限高于上限",
    ]


NOTHING = Fraction(0)
ITEM = RATIO.items[0]
WORTHLESS = ScoredItem(name="零", weight=NOTHING, formula=formula("capped_ratio", "到位资金"))
ENDS = {
    "an item of nothing": ({"items": (ITEM, WORTHLESS)}, ["评分项“零”：分值0不是正数"]),
    "an item capped to nothing": (
        {"items": (replace(ITEM, most=NOTHING),)},
        ["评分项“评分项”：封顶0不是正数"],
    ),
    "deductions capped to nothing": ({"deduction_most": NOTHING}, ["扣分合计封顶：0不是正数"]),
    "bounds that meet": ({"least": HUNDRED, "most": HUNDRED}, []),
    "places that can be printed": ({"rounding": Rounding(items=0, total=6)}, []),
    "places that cannot": (
        {"rounding": Rounding(items=-1, total=7)},
        ["评分项保留小数：-1位不在0至6之间", "总分保留小数：7位不在0至6之间"],
    ),
    "no upgrade": (
        {
            "grades": (Grade(name="优", at_least=HUNDRED), Grade(name="中")),
            "upgrades": (
                Upgrade(name="晋", any_of=(InputCondition(input="到位资金", at_least=HUNDRED),), by=0),
            ),
        },
        ["晋档“晋”：没有条件或晋升档数"],
    ),
}


@pytest.mark.parametrize(("changes", "told"), ENDS.values(), ids=ENDS)
def test_0_is_no_weight_and_no_cap_and_bounds_may_meet(changes, told):
    assert faults(replace(RATIO, **changes)) == told


def test_a_part_of_nothing_is_told():
    parts = tuple(
        FormulaPart(name=name, weight=Fraction(weight), formula=formula("capped_ratio", "到位资金"))
        for name, weight in (("一", 1), ("二", 0))
    )
    assert of_formula(Formula(function="weighted", parts=parts)) == ["评分项“评分项”的“二”：权重不是正数"]


def test_a_refused_evaluation_tells_every_fault_in_chinese():
    scheme = replace(RATIO, full_mark=Fraction(90))
    with pytest.raises(Unscorable) as refused:
        evaluate(scheme, [filled(RATIO, "甲", "到位资金 | 1 | 2")])
    assert refused.value.text == (
        "评分办法或数据有1处问题，请先处理：评分项：各项分值合计100分，满分写的是90分。请核对各项分值或满分。"
    )


# --- inputs ----------------------------------------------------------------------------------------

JUDGED = one_item(formula("judged", "测评"), judged("测评"), counted("缺报"), FUNDS, weight=20)


def refused(scheme, *units: UnitInputs) -> list[str]:
    with pytest.raises(Unscorable) as found:
        evaluate(scheme, units)
    return [f"{fault.place}：{fault.text}" for fault in found.value.faults]


def judgement(**changed) -> UnitInputs:
    usual = {"score": Fraction(15), "justification": "现场查看", "by": "张三", "confirmed_by": "李四"}
    return UnitInputs(
        unit="甲",
        measurements={"到位资金": measured("1", "2", "亿元")},
        counters={"缺报": Fraction(0)},
        judgements={"测评": Judgement(**usual | changed)},
    )


def test_everything_missing_is_told_at_once():
    assert refused(JUDGED, UnitInputs(unit="甲"), UnitInputs(unit="乙")) == [
        "甲“测评”：还没有评分",
        "甲“缺报”：没有计数",
        "甲“到位资金”：没有数据",
        "乙“测评”：还没有评分",
        "乙“缺报”：没有计数",
        "乙“到位资金”：没有数据",
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"confirmed_by": None}, "甲“测评”：张三的评分没有复核"),
        ({"confirmed_by": "张三"}, "甲“测评”：评分和复核都是张三"),
        ({"justification": " "}, "甲“测评”：评分没有写理由"),
        ({"score": Fraction(21)}, "甲“测评”：评分21不在0至20分之间"),
        ({"score": Fraction(-1)}, "甲“测评”：评分−1不在0至20分之间"),
    ],
)
def test_a_judged_score_needs_a_reason_a_second_person_and_its_bounds(changed, fault):
    assert refused(JUDGED, judgement(**changed)) == [fault]
    assert evaluate(JUDGED, [judgement()]).of("甲").total == 15


def test_figures_in_another_unit_of_measure_are_refused_not_converted():
    unit = UnitInputs(unit="甲", measurements={"到位资金": measured("1", "2", "万元")})
    assert refused(RATIO, unit) == ["甲“到位资金”：目标的计量单位是万元，办法写的是亿元"]


def test_a_unit_stands_once_and_in_a_group():
    scheme = replace(RATIO, groups=(SchemeGroup(name="一类", units=("甲",)),))
    units = [filled(RATIO, unit, "到位资金 | 1 | 2") for unit in ("甲", "甲", "乙")]
    assert refused(scheme, *units) == ["评价单位：“甲”出现2次", "乙：不在评分办法的任何分组里"]


def test_a_count_is_never_below_nothing():
    unit = replace(judgement(), counters={"缺报": Fraction(-1)})
    assert refused(JUDGED, unit) == ["甲“缺报”：计数−1小于0"]


# --- how schemes are kept --------------------------------------------------------------------------


@pytest.mark.parametrize("name", builtin_schemes())
def test_a_scheme_comes_back_from_its_text(name):
    scheme = builtin_schemes()[name]
    assert scheme_from_json(json.loads(scheme_text(scheme))) == scheme


def test_a_digest_stands_for_one_scheme():
    changed = replace(RATIO, full_mark=HUNDRED + 1)
    assert scheme_digest(RATIO) == scheme_digest(replace(RATIO)) != scheme_digest(changed)
    assert len(scheme_digest(RATIO)) == 64
    assert "0.5" in scheme_text(replace(RATIO, least=Fraction(1, 2)))
    assert '"least":"1/3"' in scheme_text(replace(RATIO, least=Fraction(1, 3)))


def test_the_order_in_which_parameters_were_written_means_nothing():
    one, other = (
        formula("min_max", "到位资金", **dict(order))
        for order in ((("worst", 50), ("best", 90)), (("best", 90), ("worst", 50)))
    )
    assert scheme_text(one_item(one, FUNDS)) == scheme_text(one_item(other, FUNDS))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"weights": 1}, "评分办法的“全文”有不认识的字段weights，请改正后重新载入。"),
        ({"name": None}, "评分办法的“name”没有写，请改正后重新载入。"),
        ({"full_mark": "many"}, "评分办法的“full_mark”应为数字，请改正后重新载入。"),
        ({"full_mark": 0.1}, "评分办法的“full_mark”应为数字，请改正后重新载入。"),
        ({"tier": "best"}, "评分办法的“tier”应为guaranteed、working、required之一，请改正后重新载入。"),
        ({"items": {}}, "评分办法的“items”应为一列，请改正后重新载入。"),
        ({"items": [{"name": "一"}]}, "评分办法的“items[1].formula”没有写，请改正后重新载入。"),
        ({"rounding": {"total": "2"}}, "评分办法的“rounding.total”应为整数，请改正后重新载入。"),
    ],
)
def test_what_is_no_scheme_is_refused_with_its_place(change, text):
    with pytest.raises(UnreadableScheme) as found:
        scheme_from_json(scheme_to_json(RATIO) | change)
    assert found.value.text == text


def test_formulas_within_formulas_end_somewhere():
    told: dict = {"function": "capped_ratio", "inputs": ["到位资金"]}
    for _ in range(9):
        told = {"function": "total_of", "parts": [{"name": "内", "formula": told}]}
    with pytest.raises(UnreadableScheme, match="套了超过8层"):
        scheme_from_json(scheme_to_json(RATIO) | {"items": [{"name": "一", "formula": told}]})


def test_a_zero_denominator_is_no_number():
    with pytest.raises(UnreadableScheme):
        scheme_from_json(scheme_to_json(RATIO) | {"least": "1/0"})
