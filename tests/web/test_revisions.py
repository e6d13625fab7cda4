"""Earlier revisions of the plan stay readable; 原定 and 调整后 are two answers."""

from dataclasses import replace
from datetime import date

import pytest

from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import quantity
from jinghe.demonstration.plan import builtin_plan
from jinghe.usecases.plan.plans import issue_plan
from tests.web.markup import markup


@pytest.fixture
def adjusted(city):
    """From July on 通川区 must bring 83 instead of 60."""
    plan = builtin_plan()
    first, *others = plan.targets
    raised = replace(first, tiers=Tiers(guaranteed=quantity("83", "亿元"), working=quantity("90", "亿元")))
    issue_plan(
        replace(plan, targets=(raised, *others), findings=()),
        by=city["reviewer"],
        effective_on=date(2022, 7, 1),
        approval_document="达市府办函〔2022〕99号",
        reason="年中调整",
    )
    return city


def test_the_revision_in_force_says_its_paper_and_leads_to_the_earlier_one(adjusted, visit):
    page = markup(visit("leader", "/plan/"))
    assert "第2版，2022年7月1日起执行，依据达市府办函〔2022〕99号" in page
    assert "年中调整" in page
    assert "revision=1" in page
    earlier = markup(visit("leader", "/plan/?revision=1"))
    assert "第1版，2022年1月1日起执行" in earlier
    assert "只显示目标，不叠加进度" in earlier
    assert "<td>60</td>" in earlier
    assert "<td>83</td>" not in earlier


def test_original_and_adjusted_are_measured_against_their_own_figures(adjusted, visit):
    assert "保证目标 83亿元" in markup(visit("leader", "/targets/T001/"))
    assert "保证目标 60亿元" in markup(visit("leader", "/targets/T001/?basis=original"))
    assert "保证目标 60亿元" in markup(visit("leader", "/targets/T001/?as_of=2022-06-30"))


def test_a_revision_that_was_never_issued_is_not_found_politely(adjusted, visit):
    assert "还没有目标任务" in markup(visit("leader", "/plan/?revision=9"))
