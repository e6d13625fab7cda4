"""Numbers of the office: what holds until it lays down its own, from when on a version holds, and what is refused."""

from datetime import date

import pytest

from jinghe.store.models import AccountRole
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.office_numbers import (
    CENSURE_TERMS,
    FORECAST_TERMS,
    LEAD_CLOCK,
    NUMBER_RULES,
    lay_down_numbers,
    number_rules,
    numbers,
)
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.progress.scoreboard import scoreboard
from tests.usecases.conftest import account

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2022, 10, 1)
USUAL = """
    lead_clock | respond=1 assign=3 first_feedback=5 feedback=10 soon=1
    trip       | report_within=15
    liaison    | silent_after=30
    follow_up  | usual_days=10 remind_days=2
    censure    | reply_days=5
    forecast   | recent_months=3
    evaluation | objection_days=5
    service_case | unsatisfied=2 head_level=1
    opening    | first_year=2019
"""


def laid_down(reviewer, name=CENSURE_TERMS, on=DAY, reason="局长办公会", **texts):
    return lay_down_numbers(name, texts, effective_on=on, by=reviewer, reason=reason)


def test_the_usual_numbers_hold_until_the_office_lays_down_its_own(db):
    table = dict(map(str.strip, line.split("|")) for line in USUAL.strip().splitlines())
    held = {name: numbers(name, on=DAY) for name in NUMBER_RULES}
    assert {
        name: " ".join(f"{key}={value}" for key, value in found.items()) for name, found in held.items()
    } == table


def test_a_version_holds_from_its_first_day_on_and_in_later_years(reviewer):
    laid_down(reviewer, reply_days="7")
    days = (date(2022, 9, 30), DAY, date(2022, 12, 31), date(2024, 1, 1))
    assert [numbers(CENSURE_TERMS, on=day)["reply_days"] for day in days] == [5, 7, 7, 7]


def test_the_last_version_laid_down_holds_and_what_was_known_before_stays(reviewer):
    first = laid_down(reviewer, reply_days="7")
    laid_down(reviewer, reply_days="6")
    known_then = numbers(CENSURE_TERMS, on=DAY, known_at=first.act.recorded_at)
    assert (numbers(CENSURE_TERMS, on=DAY), known_then) == ({"reply_days": 6}, {"reply_days": 7})
    (rule,) = (rule for rule in number_rules(on=DAY) if rule.rule.name == CENSURE_TERMS)
    assert ([row.number for row in rule.versions], rule.values) == ([2, 1], {"reply_days": 6})


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"reply_days": "0"}, "请填写1至365的整数"),
        ({"reply_days": "366"}, "请填写1至365的整数"),
        ({"reply_days": "５"}, "请填写1至365的整数"),
        ({}, "请填写1至365的整数"),
        ({"reply_days": "5"}, "没有改动"),
        ({"reply_days": "6", "on": None}, "执行日期"),
        ({"reply_days": "6", "reason": " "}, "设定原因"),
    ],
)
def test_what_cannot_be_laid_down_is_refused_with_its_reason(texts, fault, reviewer):
    with pytest.raises(RefusedFaults) as refused:
        laid_down(reviewer, **texts)
    assert fault in refused.value.text


def test_only_the_city_lays_numbers_down(plan):
    with pytest.raises(AccessRefused):
        laid_down(account(AccountRole.HEAD, "通川区"), reply_days="6")


def test_the_forecast_of_a_board_goes_by_the_months_of_the_office_as_known_then(plan, reviewer):
    before = scoreboard(2022, as_of=DAY)
    row = laid_down(reviewer, FORECAST_TERMS, recent_months="6")
    after = scoreboard(2022, as_of=DAY)
    then = scoreboard(2022, as_of=DAY, known_at=before.revision.act.recorded_at)
    assert row.content == {"recent_months": 6}
    assert then.progress == before.progress
    assert after.progress.keys() == before.progress.keys()


def test_a_rule_laid_down_with_some_of_its_numbers_keeps_the_usual_others(reviewer):
    from jinghe.usecases.common.office_rules import lay_down

    lay_down(LEAD_CLOCK, 2022, {"respond": 2}, effective_on=DAY, by=reviewer, reason="旧版")
    assert numbers(LEAD_CLOCK, on=DAY) == {
        "respond": 2,
        "assign": 3,
        "first_feedback": 5,
        "feedback": 10,
        "soon": 1,
    }
