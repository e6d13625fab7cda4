"""Approvals: the template as lines of text, and when each step may begin and is due."""

from datetime import date

import pytest

from jinghe.core.service.approval_plans import (
    ApprovalsUnreadable,
    read_template,
    schedule,
    standing,
    template_from_json,
    template_text,
    template_to_json,
)
from jinghe.reference.calendar_loading import builtin_calendar
from jinghe.reference.service_loading import builtin_approvals
from tests.builders import rows

UNITS = {"市生态环境局", "市水务局"}


def test_the_built_in_template_is_told_and_read_back_as_it_was():
    steps = builtin_approvals()
    assert read_template(template_text(steps), {one.unit for one in steps}) == steps
    assert template_from_json(template_to_json(steps)) == steps


def test_a_step_begins_when_the_last_of_those_before_it_is_due():
    steps = read_template(
        """
        备案 | 2 | 承接单位 | —
        环评 | 5 | 市生态环境局 | 备案
        水保 | 3 | 市水务局 | 备案
        开工 | 1 | 承接单位 | 环评、水保
        """,
        UNITS,
    )
    planned = schedule(steps, builtin_calendar(), date(2022, 9, 26))
    assert [(one.step.name, str(one.planned_from), str(one.planned_on)) for one in planned] == [
        ("备案", "2022-09-26", "2022-09-28"),
        ("环评", "2022-09-28", "2022-10-10"),
        ("水保", "2022-09-28", "2022-10-08"),
        ("开工", "2022-10-10", "2022-10-11"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请至少写一个事项"),
        ("备案 | 2 | 承接单位", "第1行：应为“事项 | 工作日 | 责任单位 | 前置事项”四栏，现有3栏"),
        ("备案 | 两天 | 承接单位 | —", "第1行：“两天”不是1至400个工作日"),
        ("备案 | 401 | 承接单位 | —", "第1行：“401”不是1至400个工作日"),
        ("备案 | 2 | 市海洋局 | —", "第1行：“市海洋局”不是责任单位，请写全称，或写“承接单位”"),
        ("备案 | 2 | 承接单位 | —\n备案 | 3 | 承接单位 | —", "事项“备案”写了两次"),
        ("环评 | 2 | 承接单位 | 备案\n备案 | 3 | 承接单位 | —", "“环评”的前置事项“备案”没有写在它的前面"),
        ("环评 | 2 | 承接单位 | 环评", "“环评”的前置事项“环评”没有写在它的前面"),
    ],
)
def test_a_template_that_cannot_be_used_says_where_and_what(text, said):
    with pytest.raises(ApprovalsUnreadable) as refused:
        read_template(text, UNITS)
    assert refused.value.faults == (said,)


@pytest.mark.parametrize("days", ["1", "400"])
def test_a_step_takes_from_one_working_day_to_400(days):
    (step,) = read_template(f"备案 | {days} | 承接单位 | —", UNITS)
    assert step.days == int(days)


@pytest.mark.parametrize(
    "row",
    rows("""
    planned    | done       | before | as of      | stands
    2022-03-10 | 2022-03-10 |        | 2022-03-10 | 已办
    2022-03-10 | 2022-03-11 |        | 2022-03-11 | 已办（晚于计划）
    2022-03-10 | 2022-03-11 |        | 2022-03-10 | 可以办理
    2022-03-10 |            |        | 2022-03-10 | 可以办理
    2022-03-10 |            |        | 2022-03-11 | 逾期未办
    2022-03-10 |            | open   | 2022-03-10 | 等待前置
    2022-03-10 |            | open   | 2022-03-11 | 逾期未办
    """),
    ids=lambda row: f"{row['done']} {row['before']} {row['as of']}",
)
def test_an_approval_is_late_the_day_after_it_was_planned_and_done_on_its_day(row):
    found = standing(
        planned_on=date.fromisoformat(row["planned"]),
        done_on=date.fromisoformat(row["done"]) if row["done"] else None,
        is_dropped=False,
        before=[row["before"] != "open"],
        as_of=date.fromisoformat(row["as of"]),
    )
    assert found.label == row["stands"]


def test_every_fault_of_a_template_is_told_at_once():
    with pytest.raises(ApprovalsUnreadable) as refused:
        read_template("备案 | 0 | 承接单位 | —\n环评", UNITS)
    assert len(refused.value.faults) == 2


def test_full_width_signs_are_read_too():
    (first, second) = read_template("备案｜2｜承接单位｜—\n环评｜5｜市生态环境局｜备案，", UNITS)
    assert (first.follows, second.follows) == ((), ("备案",))
