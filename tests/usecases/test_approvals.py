"""Approvals of a project: laid out once from the office's template, then each with its own unit, day and paper."""

from datetime import date

import pytest

from jinghe.core.service.approval_plans import ApprovalStatus, read_template, template_text
from jinghe.store.models import AccountRole, Record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records import records
from jinghe.usecases.records.records import RefusedRecord
from jinghe.usecases.service.approvals import (
    approval_template,
    approvals,
    approvals_of,
    lay_down_template,
    lay_out,
)
from tests.usecases.conftest import account
from tests.usecases.test_records import VALUES

BEGINS = date(2022, 3, 1)


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "通川区")


@pytest.fixture
def project(clerk):
    return records.open_record("project", VALUES, by=clerk)


@pytest.fixture
def laid_out(project, clerk) -> dict[str, Record]:
    return {one.name: one for one in lay_out(project.pk, BEGINS, by=clerk)}


def done(record: Record, by, on: str) -> Record:
    values = {"done_on": on, "paper": "批复〔2022〕1号"}
    return records.move_record(record.pk, "finish", expected=record.version, by=by, values=values)


def standings(project: Record, by, on: date) -> dict[str, ApprovalStatus]:
    return {one.name: one.standing for one in approvals_of(project, by=by, as_of=on).approvals}


@pytest.mark.database
def test_a_plan_follows_the_template_with_steps_side_by_side(laid_out):
    assert len(laid_out) == len(approval_template(BEGINS)) == 14
    side_by_side = {name: one.values["planned_from"] for name, one in laid_out.items()}
    assert side_by_side["环评"] == side_by_side["水土保持方案"] == laid_out["立项备案"].values["planned_on"]
    assert laid_out["环评"].unit == "市生态环境局"
    assert laid_out["企业注册"].unit == "通川区"
    assert laid_out["环评"].values["hosts"] == [["通川区", 10_000]]


def test_there_is_one_plan_a_project(laid_out, project, clerk):
    with pytest.raises(RefusedRecord, match="project"):
        lay_out(project.pk, BEGINS, by=clerk)


def test_who_hosts_or_the_city_lays_out_and_nobody_else(project, reviewer):
    stranger = account(AccountRole.CLERK, "达川区")
    with pytest.raises(AccessRefused):
        lay_out(project.pk, BEGINS, by=stranger)
    with pytest.raises(AccessRefused):
        lay_out(project.pk, BEGINS, by=account(AccountRole.AUDITOR))
    assert lay_out(project.pk, BEGINS, by=reviewer)


def test_the_unit_that_gives_an_approval_says_when_it_was_given(laid_out, project, clerk):
    environment = account(AccountRole.CLERK, "市生态环境局")
    with pytest.raises(AccessRefused):
        done(laid_out["环评"], clerk, "2022-03-18")
    done(laid_out["企业注册"], clerk, "2022-03-02")
    done(laid_out["立项备案"], clerk, "2022-03-09")
    done(laid_out["环评"], environment, "2022-03-18")
    told = standings(project, clerk, date(2022, 3, 18))
    assert told["企业注册"] is ApprovalStatus.DONE
    assert told["立项备案"] is ApprovalStatus.DONE_LATE
    assert told["环评"] is ApprovalStatus.DONE
    assert told["水土保持方案"] is ApprovalStatus.LATE
    assert told["用地预审与选址"] is ApprovalStatus.READY
    assert told["施工许可"] is ApprovalStatus.WAITING
    assert standings(project, clerk, date(2022, 3, 8))["立项备案"] is ApprovalStatus.LATE


def test_what_is_not_needed_keeps_nothing_waiting(laid_out, project, clerk, reviewer):
    record = laid_out["立项备案"]
    records.move_record(record.pk, "drop", expected=record.version, by=clerk, note="并入总项目备案")
    told = standings(project, reviewer, date(2022, 3, 7))
    assert (told["立项备案"], told["环评"]) == (ApprovalStatus.DROPPED, ApprovalStatus.READY)
    (plan,) = approvals(by=reviewer, as_of=date(2022, 3, 7))
    assert (plan.needed, plan.done, plan.late, plan.next_due.name) == (13, 0, 1, "企业注册")


def test_what_was_taken_back_is_open_again(laid_out, project, clerk):
    held = done(laid_out["企业注册"], clerk, "2022-03-02")
    records.move_record(held.pk, "resume", expected=held.version, by=clerk, note="登记错了项目")
    assert standings(project, clerk, date(2022, 3, 2))["企业注册"] is ApprovalStatus.READY


def test_an_office_changes_the_template_and_plans_that_stand_stay(laid_out, project, clerk, reviewer):
    text = template_text(approval_template(BEGINS)) + "\n排污许可 | 20 | 市生态环境局 | 环评"
    steps = read_template(text, known_units())
    lay_down_template(steps, effective_on=date(2022, 6, 1), by=reviewer, reason="增加排污许可")
    with pytest.raises(AccessRefused):
        lay_down_template(steps, effective_on=date(2022, 6, 1), by=clerk, reason="增加")
    assert len(approvals_of(project, by=clerk, as_of=date(2022, 7, 1)).approvals) == 14
    other = records.open_record(
        "project", VALUES | {"name": "完全不同的养老院", "investor_name": "乙公司", "investment": 3}, by=clerk
    )
    assert len(lay_out(other.pk, date(2022, 5, 31), by=clerk)) == 14
    third = records.open_record(
        "project", VALUES | {"name": "山地自行车赛道", "investor_name": "丙集团", "investment": 5}, by=clerk
    )
    assert len(lay_out(third.pk, date(2022, 6, 1), by=clerk)) == 15
