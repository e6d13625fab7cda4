"""What the demonstration year shows of carrying the plan, and that its records are as whole as real ones."""

from collections import Counter
from datetime import date

import pytest

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import PlanRevision, Record
from jinghe.usecases.carrying.adjustment import adjustments
from jinghe.usecases.carrying.decomposition import decomposition, overview
from jinghe.usecases.carrying.head_actions import head_actions
from jinghe.usecases.carrying.liaison import liaisons
from jinghe.usecases.carrying.sign_off import standings
from jinghe.usecases.carrying.work_plans import responsible_on, work_plans
from jinghe.usecases.plan.plans import plan_of

KINDS = ("sign_off", "decomposition", "work_item", "milestone", "contact", "leadership", "adjustment")
AS_OF = date(2022, 10, 31)


@pytest.fixture
def year(people):
    return plan_of(PlanRevision.objects.get(year=2022))


def test_every_record_holds_what_its_state_asks_for(people):
    for record in Record.objects.filter(kind__in=KINDS):
        register = REGISTERS[record.kind]
        assert register.missing(record.values, record.state) == (), record.pk
        assert record.version == record.events.count(), record.pk


def test_most_have_signed_two_have_not_and_one_objection_was_answered(people):
    held = standings(2022, by=people["shenhe"])
    counts = Counter(one.state for one in held)
    assert counts == {"signed": len(held) - 3, "unsigned": 2, "answered": 1}


def test_two_counties_have_split_and_nothing_is_short(people, year):
    found = overview(2022, as_of=AS_OF, by=people["shenhe"])
    assert [one.unit for one in found if one.split] == ["通川区", "宣汉县"]
    assert not any(one.short for one in found)


@pytest.mark.parametrize("unit", ["通川区", "宣汉县"])
def test_below_a_county_everything_adds_up_to_its_own_figure(people, unit):
    for one in decomposition(2022, unit, by=people["shenhe"], as_of=AS_OF).targets:
        below = [*one.below.parts.values(), *one.below.others.values()]
        assert sum(progress.numerator for progress in below) == one.below.own.numerator


def test_one_person_is_missing_and_one_milestone_is_overdue(people, year):
    plans = work_plans(year, on=AS_OF, by=people["shenhe"])
    assert [(one.unit, len(one.nameless)) for one in plans if one.nameless] == [("市数字经济局", 1)]
    assert [(one.unit, milestone.name) for one in plans for milestone in one.overdue] == [
        ("市林业局", "完成全年外出批次")
    ]


def test_the_change_of_person_is_told_for_either_day(people, year):
    item = Record.objects.get(kind="work_item", unit="通川区", name="重大项目攻坚").pk
    (before,) = responsible_on("通川区", item, date(2022, 6, 30))
    (after,) = responsible_on("通川区", item, date(2022, 7, 1))
    assert before[1].person != after[1].person == "唐明远"


def test_projects_have_persons_but_for_a_few_and_heads_took_part_but_for_a_few(people, year):
    found = liaisons(year, on=AS_OF, by=people["shenhe"])
    nameless = {one.record.pk for unit in found for one in unit.nameless}
    named = {one.record.pk for unit in found for one in unit.projects if one.person}
    assert 0 < len(nameless) < len(named) / 10
    assert any(unit.silent for unit in found)
    assert {bool(one.done) for one in head_actions(year, on=AS_OF, by=people["shenhe"])} == {True, False}


def test_an_adjustment_waits_and_has_changed_nothing(people):
    (waiting,) = adjustments(2022, by=people["shenhe"])
    assert waiting.is_open
    assert waiting.preview.findings == ()
    assert PlanRevision.objects.count() == 1
