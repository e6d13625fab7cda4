"""Reminders of leads: the unit whose step is due is told once, before the day and again once it is over."""

from datetime import date

import pytest

from jinghe.store.models import AccountRole, Message
from jinghe.usecases.attracting.reminders import due_reminders, send_reminders
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.records.records import move_record, record_of
from tests.usecases.attracting import COUNTY, REFORM, followed, lead
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, REFORM)


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("unit", "title"))


def test_the_one_who_has_to_answer_hears_of_it_before_the_day_and_after_it_and_once_of_each(clerk, reviewer):
    found = lead(clerk, first_reported_on="2022-09-22")
    assert send_reminders(on=date(2022, 9, 22), by=reviewer) == 1
    assert send_reminders(on=date(2022, 9, 23), by=reviewer) == 0
    assert send_reminders(on=date(2022, 9, 26), by=reviewer) == 1
    assert send_reminders(on=date(2022, 9, 30), by=reviewer) == 0
    assert told() == [
        (REFORM, f"投资信息响应即将到期：{found.name}"),
        (REFORM, f"投资信息响应逾期1个工作日：{found.name}"),
    ]
    version = record_of(found.pk, by=clerk).version
    move_record(found.pk, "respond", expected=version, by=clerk, values={"responded_on": "2022-09-26"})
    assert due_reminders(date(2022, 9, 26)) == ()
    assert [one.due.name for one in due_reminders(date(2022, 9, 30))] == ["研判交办"]


def test_a_lead_that_went_to_another_unit_is_said_to_that_one(clerk, reviewer):
    followed(clerk)
    assert send_reminders(on=date(2022, 9, 30), by=reviewer) == 1
    assert [unit for unit, _ in told()] == [COUNTY]


def test_nothing_is_said_of_what_is_done_and_by_nobody_but_the_bureau(clerk, reviewer):
    found = lead(clerk)
    move_record(found.pk, "drop", expected=1, by=clerk, note="企业放弃")
    assert send_reminders(on=date(2022, 9, 30), by=reviewer) == 0
    with pytest.raises(AccessRefused):
        send_reminders(on=date(2022, 9, 30), by=clerk)
