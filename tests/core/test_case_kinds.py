"""Kinds of service case: what the program brings, and what an office may write."""

import pytest

from jinghe.core.service.case_kinds import (
    NAMES,
    CaseKindUnreadable,
    kind_from_json,
    kind_to_json,
    kinds_from_json,
    read_kind,
    steps_text,
)
from jinghe.reference.service_loading import builtin_case_kinds


def test_every_type_has_a_kind_with_a_promised_term():
    kinds = builtin_case_kinds()
    assert set(kinds) == set(NAMES)
    assert [kind.code for kind in kinds.values() if kind.limits.overall is None] == []


def test_what_the_notice_measures_stands_in_the_kinds():
    kinds = builtin_case_kinds()
    report, form, gas = kinds["eia_report"].limits, kinds["eia_form"].limits, kinds["gas"].limits
    assert (report.overall.days, report.statutory.days) == (2, 60)
    assert (form.overall.days, form.statutory.days) == (2, 30)
    assert "法定公示" in report.reasons
    assert [one.name for one in gas.steps] == ["受理签约", "验收通气"]


def test_a_kind_is_told_and_read_back_as_it_was():
    kinds = builtin_case_kinds()
    assert kinds_from_json(kind_to_json(one) for one in kinds.values()) == kinds
    side_by_side = kind_from_json(
        {"code": "land", "overall": 9, "steps": [{"name": "甲"}, {"name": "乙", "days": 3, "follows": []}]}
    )
    assert kind_from_json(kind_to_json(side_by_side)) == side_by_side
    assert steps_text(kinds["gas"]) == "受理签约 | 2\n验收通气 | 4"


@pytest.mark.parametrize(
    ("code", "told", "said"),
    [
        ("fly", {}, "没有“fly”这个诉求类型"),
        ("gas", {"overall": "三"}, "承诺时限“三”不是工作日数"),
        ("gas", {"overall": "0"}, "“用气报装”的时限“0”不是1至400个工作日"),
        ("gas", {"overall": "401"}, "“用气报装”的时限“401”不是1至400个工作日"),
        ("gas", {"steps": "| 3"}, "环节“| 3”应写成“环节 | 工作日”，名称1至40个字"),
        ("gas", {"steps": "勘查 | 快"}, "环节“勘查”的时限“快”不是工作日数"),
    ],
)
def test_what_cannot_be_used_says_why(code, told, said):
    with pytest.raises(CaseKindUnreadable) as refused:
        read_kind(code, told)
    assert refused.value.text == said


@pytest.mark.parametrize("days", [1, 400])
def test_a_term_is_from_one_working_day_to_400(days):
    assert read_kind("gas", {"overall": str(days)}).limits.overall.days == days


@pytest.mark.parametrize("told", [{"steps": "勘查 | 1\n勘查 | 2"}, {"escalate_at": "5、3"}])
def test_what_contradicts_itself_is_refused(told):
    with pytest.raises(CaseKindUnreadable, match="用气报装"):
        read_kind("gas", told)


def test_what_is_left_empty_is_no_term():
    kind = read_kind("other", {"overall": "", "steps": "听取意见 | —"})
    assert (kind.limits.overall, kind.limits.steps[0].limit, kind.limits.escalate_at) == (
        None,
        None,
        (1, 3, 5),
    )
