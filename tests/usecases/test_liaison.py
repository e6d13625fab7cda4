"""落地服务 and 亲自研究部署: who looks after each project, when they last talked, and what heads did in person."""

from datetime import date

import pytest

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import AccountRole, ActKind
from jinghe.usecases.carrying.head_actions import head_actions, head_actions_of
from jinghe.usecases.carrying.liaison import liaison_of, liaisons, record_contact
from jinghe.usecases.common import access
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.records.records import RefusedRecord, open_in, open_record
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
ON = date(2022, 10, 31)
TALK = {"name": "对接用地", "person": "陈建华", "form": "visit", "result": "已明确地块"}


@pytest.fixture
def year(plan):
    return plan_of(plan)


def project(by, name, *, state="signing", liaison="", **values):
    """A project as the opening ledger has it."""
    usual = {
        "name": name,
        "investor_name": f"{name}投资公司",
        "industry": "electronics",
        "region": "44",
        "hosts": [["通川区", 10_000]],
        "sponsors": [["市发展改革委", 10_000]],
        "liaison": liaison,
    }
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, by, "登记")
        record = open_in(act, REGISTERS["project"], usual | values, unit="通川区")
        record.state = state
        record.save()
        return record


def held(year, by, unit="市发展改革委", on=ON):
    return liaison_of(year, unit, on=on, by=by)


def test_projects_without_a_named_person_are_listed_with_who_leads_them_in(year, reviewer):
    project(reviewer, "甲")
    project(reviewer, "乙", liaison="陈建华")
    project(reviewer, "丙", sponsors=None)
    assert [one.record.name for one in held(year, reviewer).nameless] == ["甲"]
    assert held(year, reviewer).named == 1
    assert [one.record.name for one in held(year, reviewer, "通川区").nameless] == ["丙"]


@pytest.mark.parametrize("state", ["talks", "production_start", "termination", "dropped"])
def test_only_projects_between_contract_and_production_are_looked_after(year, reviewer, state):
    project(reviewer, "甲", state=state)
    assert held(year, reviewer).projects == ()


def test_a_talk_is_written_down_by_those_whose_project_it_is(year, reviewer):
    one = project(reviewer, "甲", liaison="陈建华")
    department, county = account("clerk", "市发展改革委"), account("clerk", "通川区")
    record_contact(one.pk, TALK | {"held_on": "2022-10-01"}, by=department)
    record_contact(one.pk, TALK | {"held_on": "2022-10-21"}, by=county)
    (seen,) = held(year, department).projects
    assert ([talk.unit for talk in seen.contacts], seen.silent_days) == (["通川区", "市发展改革委"], 10)
    with pytest.raises(AccessRefused):
        record_contact(one.pk, TALK | {"held_on": "2022-10-01"}, by=account("clerk", "达川区"))


def test_silence_of_more_than_thirty_days_is_listed_as_it_was_on_that_day(year, reviewer):
    one = project(reviewer, "甲", liaison="陈建华")
    record_contact(one.pk, TALK | {"held_on": "2022-10-01"}, by=account("clerk", "通川区"))
    assert held(year, reviewer, on=ON).silent == ()
    assert len(held(year, reviewer, on=date(2022, 11, 1)).silent) == 1
    assert held(year, reviewer, on=date(2022, 9, 30)).projects[0].silent_days is None


def test_a_talk_that_has_not_been_yet_is_refused(year, reviewer):
    one = project(reviewer, "甲")
    with pytest.raises(RefusedRecord):
        record_contact(one.pk, TALK | {"held_on": "2099-01-01"}, by=account("clerk", "通川区"))


def test_telephones_are_for_the_unit_and_the_city_alone(year, reviewer):
    one = project(reviewer, "甲")
    county = account("clerk", "通川区")
    talk = record_contact(one.pk, TALK | {"held_on": "2022-10-01", "phone": "0818-5550001"}, by=county)
    seen = {}
    for role in ("leader", "auditor"):
        other = account(role)
        assert access.may_see_record(other, REGISTERS["contact"], talk)
        seen[role] = access.may_see_confidential(other, talk)
    assert seen == {"leader": False, "auditor": False}
    assert access.may_see_confidential(reviewer, talk)
    assert access.may_see_confidential(county, talk)


def test_leaders_count_all_projects_and_units_their_own(year, reviewer):
    project(reviewer, "甲")
    project(reviewer, "乙", hosts=[["达川区", 10_000]], sponsors=None)
    assert [one.unit for one in liaisons(year, on=ON, by=account("leader"))] == ["达川区", "市发展改革委"]
    assert [one.unit for one in liaisons(year, on=ON, by=account("clerk", "达川区"))] == ["达川区"]


HELD = {"name": "专题研究", "way": "study", "person": "陈建华", "post": "局长", "content": "研究分解"}


def test_what_a_head_did_in_person_counts_by_way_up_to_the_day(year, reviewer):
    clerk = account(AccountRole.CLERK, "市发展改革委")
    open_record("leadership", HELD | {"held_on": "2022-02-14"}, by=clerk)
    open_record("leadership", HELD | {"held_on": "2022-05-14", "way": "deployment"}, by=clerk)
    open_record("leadership", HELD | {"held_on": "2021-05-14"}, by=clerk)
    open_record("leadership", HELD | {"held_on": "2022-11-14"}, by=clerk)
    found = head_actions_of(year, "市发展改革委", on=ON, by=reviewer)
    assert dict(found.by_way) == {"研究": 1, "部署": 1, "带队外出": 0, "洽谈接待": 0, "现场调度": 0}
    assert found.last_on == date(2022, 5, 14)
    assert sum(bool(one.done) for one in head_actions(year, on=ON, by=reviewer)) == 1


@pytest.mark.database
def test_a_trip_that_the_head_led_counts_once_written_down_or_not(year, reviewer):
    clerk = account(AccountRole.CLERK, "市发展改革委")
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "登记")
        told = {
            "name": "赴深圳",
            "purpose": "拜访",
            "region": "44",
            "places": "深圳",
            "people": 4,
            "leader_name": "陈建华",
        }
        days = {"starts_on": "2022-06-01", "ends_on": "2022-06-03", "leader_rank": "head"}
        trip = open_in(act, REGISTERS["trip"], told | days, unit="市发展改革委")
        trip.state = "back"
        trip.save()
    ways = [one.way for one in head_actions_of(year, "市发展改革委", on=ON, by=clerk).done]
    assert ways == ["trip"]
    written = HELD | {"way": "trip", "held_on": "2022-06-01", "trip": trip.pk}
    open_record("leadership", written, by=clerk)
    (once,) = head_actions_of(year, "市发展改革委", on=ON, by=clerk).done
    assert once.record.kind == "leadership"
