"""工作方案: missing names, overdue milestones, and who answered for what on any day."""

from datetime import date

import pytest
from django.utils import timezone

from jinghe.store.models import AccountRole
from jinghe.usecases.carrying.work_plans import add_milestone, responsible_on, work_plan, work_plans
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.records.records import RefusedRecord, change_record, move_record, open_record
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
ON = date(2022, 10, 31)


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "通川区", "tongchuan")


@pytest.fixture
def year(plan):
    return plan_of(plan)


def measure(by, **values):
    usual = {"name": "重大项目攻坚", "year": 2022, "ends_on": "2022-12-20", "person": "陈建华"}
    return open_record("work_item", usual | values, by=by)


def held(year, by, on=ON):
    return work_plan(year, "通川区", on=on, by=by)


@pytest.mark.database
def test_a_measure_without_a_person_is_listed_and_a_person_ends_that(clerk, year):
    item = measure(clerk, person="")
    assert [one.record.pk for one in held(year, clerk).nameless] == [item.pk]
    change_record(item.pk, {"person": "陈建华"}, expected=item.version, by=clerk)
    assert held(year, clerk).nameless == ()


def test_a_milestone_is_overdue_the_day_after_its_own_until_it_is_reached(clerk, year):
    item = measure(clerk)
    milestone = add_milestone(item.pk, {"name": "半年过半", "due_on": "2022-06-30"}, by=clerk)
    assert held(year, clerk, date(2022, 6, 30)).overdue == ()
    assert [one.pk for one in held(year, clerk, date(2022, 7, 1)).overdue] == [milestone.pk]
    reached = {"done_on": "2022-07-05", "result": "已完成"}
    move_record(milestone.pk, "reach", expected=milestone.version, by=clerk, values=reached)
    assert held(year, clerk).overdue == ()


def test_a_measure_past_its_day_is_late(clerk, year):
    measure(clerk, ends_on="2022-09-30")
    assert len(held(year, clerk).late) == 1
    assert held(year, clerk, date(2022, 9, 30)).late == ()


def test_targets_that_no_measure_serves_and_numbers_that_are_no_target_are_told(clerk, year):
    measure(clerk, targets="T001、T011，T999")
    (one,) = held(year, clerk).measures
    assert [target.key for target in one.targets] == ["T001"]
    assert one.unknown == ("T011", "T999")
    assert "T001" not in {target.key for target in held(year, clerk).uncovered}
    assert "T002" in {target.key for target in held(year, clerk).uncovered}
    measure(clerk, targets=None, name="全部目标")
    assert held(year, clerk).uncovered == ()


def test_a_milestone_belongs_to_a_measure_of_the_own_unit_that_goes_on(clerk, year):
    item = measure(clerk)
    other = account(AccountRole.CLERK, "达川区")
    with pytest.raises(AccessRefused):
        add_milestone(item.pk, {"name": "节点", "due_on": "2022-06-30"}, by=other)
    move_record(item.pk, "drop", expected=item.version, by=clerk, note="并入其他措施")
    with pytest.raises(RefusedRecord):
        add_milestone(item.pk, {"name": "节点", "due_on": "2022-06-30"}, by=clerk)


def names(about: str, day: date, **others) -> list[str]:
    return [who.person for _, who in responsible_on("通川区", about, day, **others)]


def test_who_answered_on_a_day_follows_changes_of_person(clerk):
    item = measure(clerk)
    change = {"person": "唐明远", "person_since": "2022-07-01"}
    changed = change_record(item.pk, change, expected=item.version, by=clerk, note="分工调整")
    assert names(item.pk, date(2022, 6, 30)) == ["陈建华"]
    assert names(item.pk, date(2022, 7, 1)) == ["唐明远"]
    opened = item.events.get(number=1).act.recorded_at
    assert names(item.pk, date(2022, 7, 1), known_at=opened) == ["陈建华"]
    assert changed.values["person"] == "唐明远"


def test_who_answers_for_a_target_is_told_by_its_own_measures_before_those_for_all(clerk):
    measure(clerk, name="全部", person="王志强")
    measure(clerk, name="到位资金", targets="T001", person="陈建华")
    measure(clerk, name="不再进行", targets="T001", person="马立新", ends_on="2022-05-01")
    assert names("T001", ON) == ["陈建华", "马立新"]
    assert names("T002", ON) == ["王志强"]


def test_a_dropped_measure_names_nobody(clerk):
    item = measure(clerk, targets="T001")
    move_record(item.pk, "drop", expected=item.version, by=clerk, note="撤销")
    assert names("T001", ON) == []


def test_the_city_sees_every_unit_and_a_unit_its_own(clerk, reviewer, year):
    measure(clerk)
    assert len(work_plans(year, on=ON, by=reviewer)) == len(year.units)
    assert [one.unit for one in work_plans(year, on=ON, by=clerk)] == ["通川区"]
    with pytest.raises(AccessRefused):
        work_plan(year, "达川区", on=ON, by=clerk)


def test_another_person_without_a_first_day_leaves_the_one_before_his_days(clerk):
    item = measure(clerk)
    changed = change_record(item.pk, {"person": "李国平"}, expected=item.version, by=clerk)
    today = timezone.localdate(changed.changed.recorded_at)
    assert names(item.pk, date(2022, 3, 1)) == ["陈建华"]
    assert names(item.pk, today, year=2022) == ["李国平"]
