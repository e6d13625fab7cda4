"""Schemes adopted in versions, and what they are filled with at the end of a stage."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from jinghe.core.evaluation.stages import stage_of
from jinghe.core.plan.plans import Tier, Tiers
from jinghe.core.values.amounts import quantity
from jinghe.reference.scheme_loading import house_schemes
from jinghe.store.models import PlanRevision
from jinghe.usecases.evaluation import schemes
from jinghe.usecases.evaluation.inputs import due_of, fill_inputs, halves
from jinghe.usecases.evaluation.preview import preview
from jinghe.usecases.evaluation.reading import course_of
from jinghe.usecases.evaluation.refusals import RefusedEvaluation
from jinghe.usecases.evaluation.schemes import Pacing
from jinghe.usecases.plan.plans import plan_of
from tests.builders import rows
from tests.usecases import evaluating
from tests.usecases.evaluating import HALF, SCHEME, adopted, half_year, later, opened, step


@pytest.fixture
def staff(db):
    found = evaluating.people()
    half_year(found)
    adopted(found)
    return found


# --- what a scheme is filled with ---


def test_the_target_is_paced_to_the_end_of_the_stage_where_the_adoption_says_so(staff):
    scheme = schemes.adoption("trial", 2022).scheme
    paced, whole = (
        fill_inputs(scheme, pacing, HALF).units[0].measurements["到位资金"].tiers for pacing in Pacing
    )
    assert (paced.guaranteed.text, paced.working.text) == ("30亿元", "32.5亿元")
    assert (whole.guaranteed.text, whole.working.text) == ("60亿元", "65亿元")


def test_a_share_of_money_that_no_decimal_says_is_held_to_the_fen(staff):
    scheme = schemes.adoption("trial", 2022).scheme
    tiers = fill_inputs(scheme, Pacing.STAGE, stage_of("2022-M5")).units[0].measurements["到位资金"].tiers
    assert tiers.working.text == "27.0833333333亿元"


COUNTS = """
    done | figure | months | due
    0    | 5      | 6      | 2
    0    | 1      | 6      | 0
    1    | 1      | 6      | 1
    3    | 1      | 6      | 1
    0    | 12     | 1      | 1
"""


@pytest.mark.parametrize("line", rows(COUNTS), ids=lambda line: "-".join(line.values()))
def test_pieces_are_due_in_whole_numbers_and_an_early_one_is_credited(line, staff):
    board = fill_inputs(schemes.adoption("trial", 2022).scheme, Pacing.STAGE, HALF).board
    (one,) = [p for p in board.of_unit("通川区") if p.target.column == "25亿元及以上项目"]
    target = replace(one.target, tiers=Tiers(required=quantity(line["figure"], "个")))
    elapsed = Fraction(int(line["months"]), 12)
    asked = replace(one, target=target, actual=Fraction(line["done"]), elapsed=elapsed)
    assert due_of(asked, Tier.REQUIRED, Pacing.STAGE) == int(line["due"])
    assert due_of(asked, Tier.REQUIRED, Pacing.WHOLE) == int(line["figure"])


def test_a_column_with_targets_that_count_differently_is_not_added_up(staff):
    scheme = SCHEME | {
        "inputs": [{"name": "推出项目", "unit_of_measure": "个"}],
        "items": [
            {"name": "推出", "weight": 100, "formula": {"function": "capped_ratio", "inputs": ["推出项目"]}}
        ],
        "deductions": [],
        "groups": [{"name": "行业（产业）主管部门及客源优势部门"}],
    }
    adopted(staff, scheme, code="offers")
    code = opened(staff, code="offers")
    step(staff, code, "review")
    with pytest.raises(RefusedEvaluation) as refused:
        step(staff, code, "publish")
    (fault,) = refused.value.faults
    assert fault.place == "市经济合作外事局“推出项目”"
    assert "统计方式不同" in fault.text


def test_half_of_the_task_when_half_of_the_time_has_passed(staff):
    board = fill_inputs(schemes.adoption("trial", 2022).scheme, Pacing.STAGE, HALF).board
    found = {one.target.column: one for one in halves(board, ("通川区", "达川区"))["通川区"]}
    funds = found["到位资金"]
    assert (funds.is_floor_half, funds.is_stretch_half) == (True, False)
    assert "注册率" not in found
    assert not found["25亿元及以上项目"].has_pair
    assert board.elapsed == Fraction(1, 2)


def test_a_unit_whose_return_is_missing_is_not_reported_and_not_half_done(staff):
    board = fill_inputs(schemes.adoption("trial", 2022).scheme, Pacing.STAGE, stage_of("2022-M5")).board
    assert not any(one.is_floor_half for one in halves(board, ("通川区",))["通川区"])


# --- schemes ---


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"full_mark": 99}, "满分写的是99分"),
        ({"groups": [{"name": "无此组"}]}, "没有一个单位在办法的分组里"),
        ({"exclusions": [{"unit": "某单位", "reason": "无"}]}, "目标任务中没有“某单位”"),
        (
            {"inputs": [{"name": "到位资金", "unit_of_measure": "万元"}, *SCHEME["inputs"][1:]]},
            "计量单位是亿元",
        ),
        (
            {
                "inputs": [
                    {"name": "到位资金", "column": "资金", "unit_of_measure": "亿元"},
                    *SCHEME["inputs"][1:],
                ]
            },
            "没有“资金”这一栏",
        ),
    ],
)
def test_a_scheme_that_does_not_fit_is_not_adopted(staff, change, said):
    with pytest.raises(RefusedEvaluation) as refused:
        adopted(staff, SCHEME | change, code="wrong")
    assert said in refused.value.text


def test_every_fault_is_told_at_once(staff):
    with pytest.raises(RefusedEvaluation) as refused:
        schemes.adopt(
            "不行",
            2022,
            schemes.read_scheme('{"name":"甲","source":"乙","full_mark":"1","groups":[{"name":"无"}]}'),
            plan=plan_of(PlanRevision.objects.get()),
            pacing=Pacing.STAGE,
            effective_on=date(2021, 1, 1),
            reason="",
            by=staff["reviewer"],
            at=later(),
        )
    places = [fault.place for fault in refused.value.faults]
    assert places == ["办法代号", "采用依据", "生效日期", "评分项", "评分项", "单位分组"]


def test_the_version_in_force_at_the_end_of_the_stage_is_used(staff):
    schemes.adopt(
        "trial",
        2022,
        schemes.read_scheme(json.dumps(SCHEME | {"name": "下半年办法"})),
        plan=plan_of(PlanRevision.objects.get()),
        pacing=Pacing.WHOLE,
        effective_on=date(2022, 7, 1),
        reason="七月起",
        by=staff["reviewer"],
        at=later(),
    )
    assert course_of(opened(staff)).adoption.number == 1
    assert schemes.adoption("trial", 2022, on=date(2022, 7, 31)).number == 2


def test_the_houses_examples_fit_the_notice(staff):
    plan = plan_of(PlanRevision.objects.get())
    assert {code: schemes.faults_of(one, plan) for code, one in house_schemes().items()} == {
        "county": (),
        "department": (),
    }
    assert all("需由单位确定" in one.source for one in house_schemes().values())


def test_a_preview_gives_the_totals_beside_those_of_the_version_in_force(staff):
    before = schemes.adoption("trial", 2022)
    tried = schemes.read_scheme(json.dumps(SCHEME | {"deductions": []}))
    found = preview(tried, Pacing.STAGE, HALF, before=before)
    lines = {line.result.unit: (line.result.total, line.before.total) for line in found.lines}
    assert lines["通川区"] == (80, 40)
    assert lines["达川区"] == (40, 20 - 1)
    assert found.unmarked == ("工作质量",)


def test_differences_name_the_place_and_both_values(staff):
    first, second = ({"items": [{"name": "资金", "weight": weight}]} for weight in ("80", "70"))
    assert schemes.differences(first, second) == (("items“资金”.weight", "80", "70"),)
