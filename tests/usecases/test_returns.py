"""Monthly returns: filed once, again after a return; states kept apart; completeness and timeliness as figures."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from jinghe.core.counting.facts import FactKind
from jinghe.core.plan.plans import UnknownUnit
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, Claim, Message, ReturnReview
from jinghe.usecases.claims.claims import draft_claim
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.office_rules import lay_down
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import issue_plan, plan_of
from jinghe.usecases.records.records import open_record
from jinghe.usecases.returns.returns import (
    REPORTING,
    ReturnState,
    certify_returns,
    file_return,
    reporting,
    returns_of,
    send_back_return,
)
from tests.builders import rows
from tests.usecases.conftest import account

MAY = date(2022, 5, 1)
END_OF_JUNE = date(2022, 6, 30)


def at(text: str):
    return timezone.make_aware(timezone.datetime.fromisoformat(text))


@pytest.fixture
def plan(reviewer):
    """In force since January 2022, so that the year can be lived through."""
    return issue_plan(
        builtin_plan(),
        by=reviewer,
        effective_on=date(2022, 1, 1),
        approval_document="测试文",
        reason="下达",
        at=at("2022-01-04T09:00"),
    )


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "通川区")


@pytest.fixture
def status(plan):
    """status(as_of) → 通川区 in May."""

    def asked(as_of=END_OF_JUNE, known_at=None):
        return reporting(plan_of(plan), as_of, known_at).statuses["通川区"][4]

    return asked


def test_a_return_is_known_from_when_it_was_filed(clerk):
    before = timezone.now()
    filed = file_return("通川区", MAY, is_zero=False, by=clerk)
    assert returns_of(2022)["通川区"][MAY] == filed
    assert returns_of(2022, before) == {}


@pytest.mark.database
def test_a_month_is_filed_once(clerk):
    file_return("通川区", MAY, is_zero=False, by=clerk)
    with pytest.raises(Refused):
        file_return("通川区", MAY, is_zero=True, by=clerk)


@pytest.mark.parametrize(
    "role", [AccountRole.REVIEWER, AccountRole.LEADER, AccountRole.AUDITOR, AccountRole.CHECKER]
)
def test_only_the_unit_itself_files(role, plan):
    other = account(role, "通川区", "other")
    with pytest.raises(AccessRefused):
        file_return("通川区", MAY, is_zero=False, by=other)


def test_a_unit_of_no_plan_cannot_file(plan):
    with pytest.raises(UnknownUnit):
        file_return("别处", MAY, is_zero=False, by=account(AccountRole.CLERK, "别处", "stray"))


STATES = {
    date(2022, 5, 31): ReturnState.NOT_DUE,
    date(2022, 6, 1): ReturnState.DUE,
    date(2022, 6, 8): ReturnState.DUE,
    date(2022, 6, 9): ReturnState.OVERDUE,
}
"""Dragon boat festival took 3–5 June 2022 off: the fifth working day of June was the 8th."""


@pytest.mark.parametrize(("as_of", "state"), STATES.items(), ids=str)
def test_what_is_not_filed_is_not_due_due_or_overdue_by_the_working_calendar(as_of, state, status):
    assert status(as_of).state is state
    assert status(as_of).due_on == date(2022, 6, 8)


def test_filed_returned_filed_again_and_certified_are_four_states(clerk, reviewer, status):
    file_return("通川区", MAY, is_zero=False, by=clerk, at=at("2022-06-07T10:00"))
    assert status().state is ReturnState.SUBMITTED
    send_back_return("通川区", MAY, note="漏报", by=reviewer, at=at("2022-06-10T10:00"))
    assert status().state is ReturnState.RETURNED
    assert Message.objects.get().unit == "通川区"
    file_return("通川区", MAY, is_zero=False, by=clerk, at=at("2022-06-12T10:00"))
    certify_returns([("通川区", MAY)], by=reviewer, at=at("2022-06-13T10:00"))
    assert status().state is ReturnState.CERTIFIED
    assert status().is_timely, "timeliness goes by the first filing"
    assert status(known_at=at("2022-06-11T00:00")).state is ReturnState.RETURNED
    assert status(known_at=at("2022-06-08T00:00")).state is ReturnState.SUBMITTED


def test_a_return_is_reviewed_once_and_only_after_it_was_filed(clerk, reviewer):
    with pytest.raises(Refused, match="通川区"):
        certify_returns([("通川区", MAY)], by=reviewer)
    file_return("通川区", MAY, is_zero=True, by=clerk)
    certify_returns([("通川区", MAY)], by=reviewer)
    with pytest.raises(Refused):
        send_back_return("通川区", MAY, note="再看", by=reviewer)
    assert ReturnReview.objects.count() == 1


def test_completeness_and_timeliness_are_sums_over_what_fell_due(clerk, plan):
    other = account(AccountRole.CLERK, "达川区")
    file_return("通川区", MAY, is_zero=False, by=clerk, at=at("2022-06-07T10:00"))
    file_return("达川区", MAY, is_zero=True, by=other, at=at("2022-06-20T10:00"))
    found = reporting(plan_of(plan), date(2022, 6, 30))
    may = found.of_month(MAY)
    assert (may.due, may.filed, may.timely, may.zero) == (30, 2, 1, 1)
    assert (may.completeness, may.timeliness) == (Fraction(2, 30), Fraction(1, 30))
    assert found.of_month(date(2022, 7, 1)).completeness is None
    assert (found.of_unit("通川区").due, found.of_unit("通川区").filed) == (5, 1)


def test_the_office_lays_down_other_due_days_by_group(clerk, reviewer, status, plan):
    county = "县（市、区）及园区"
    lay_down(
        REPORTING,
        2022,
        {"default": {"workday": 5}, "groups": {county: {"day": 3, "roll": "forward"}}},
        effective_on=date(2022, 1, 1),
        by=reviewer,
        reason="统一报送日",
    )
    assert status().due_on == date(2022, 6, 6)
    assert reporting(plan_of(plan), END_OF_JUNE).statuses["市发展改革委"][4].due_on == date(2022, 6, 8)


def test_several_returns_are_certified_together_or_not_at_all(clerk, reviewer):
    june = date(2022, 6, 1)
    file_return("通川区", MAY, is_zero=False, by=clerk)
    with pytest.raises(Refused) as refused:
        certify_returns([("通川区", MAY), ("通川区", june), ("达川区", MAY)], by=reviewer)
    assert refused.value.text.count("还没有报送") == 2
    assert ReturnReview.objects.count() == 0
    with pytest.raises(Refused):
        certify_returns([], by=reviewer)
    file_return("通川区", june, is_zero=False, by=clerk)
    assert len(certify_returns([("通川区", MAY), ("通川区", june)], by=reviewer)) == 2


@pytest.mark.parametrize(
    "row",
    rows("""
    filed at         | is timely
    2022-05-20T09:00 | yes
    2022-06-08T00:00 | yes
    2022-06-08T23:59 | yes
    2022-06-09T00:00 | no
    """),
    ids=lambda row: row["filed at"],
)
def test_a_return_is_timely_until_the_due_day_is_over(row, clerk, status):
    """On the office's clock: at 23:59 in Beijing it is still the afternoon of that day in Greenwich."""
    file_return("通川区", MAY, is_zero=False, by=clerk, at=at(row["filed at"]))
    assert status().is_timely is (row["is timely"] == "yes")


def test_what_was_recorded_at_an_instant_is_known_at_it(clerk, reviewer, status):
    filed = file_return("通川区", MAY, is_zero=False, by=clerk).act.recorded_at
    certified = certify_returns([("通川区", MAY)], by=reviewer)[0].act.recorded_at
    tick = timedelta(microseconds=1)
    known = {instant: status(known_at=instant).state for instant in (filed - tick, filed, certified - tick)}
    assert list(known.values()) == [ReturnState.OVERDUE, ReturnState.SUBMITTED, ReturnState.SUBMITTED]
    assert status(known_at=certified).state is ReturnState.CERTIFIED
    assert [bool(returns_of(2022, instant)) for instant in (filed - tick, filed)] == [False, True]


def claimed(by, on: str) -> Claim:
    """A drafted signing of 甲项目."""
    project = open_record(
        "project",
        {
            "name": "甲项目",
            "investor_name": "甲公司",
            "industry": "food",
            "region": "44",
            "hosts": [["通川区", 10_000]],
        },
        by=by,
    )
    return draft_claim(FactKind.SIGNING, project.pk, {"occurred_on": on}, by=by)


def stands(claim: Claim, state: str) -> None:
    Claim.objects.filter(pk=claim.pk).update(state=state)


@pytest.mark.parametrize(
    "row",
    rows("""
    on         | state     | is zero
    2022-05-01 | submitted | no
    2022-05-31 | submitted | no
    2022-04-30 | submitted | yes
    2022-06-01 | submitted | yes
    2022-05-09 | posted    | no
    2022-05-09 | draft     | yes
    2022-05-09 | withdrawn | yes
    """),
    ids=lambda row: f"{row['on']} {row['state']}",
)
def test_who_claimed_something_of_the_month_does_not_report_zero(row, clerk):
    stands(claimed(clerk, row["on"]), row["state"])
    if row["is zero"] == "yes":
        file_return("通川区", MAY, is_zero=True, by=clerk)
        return
    with pytest.raises(Refused) as refused:
        file_return("通川区", MAY, is_zero=True, by=clerk)
    assert "2022年5月有1条申报，不能报零报告" in refused.value.text
    file_return("通川区", MAY, is_zero=False, by=clerk)


def test_a_zero_report_beside_a_claim_is_shown_as_a_contradiction(clerk, status):
    """The claim may come after the report; which of the two is wrong the office has to ask."""
    file_return("通川区", MAY, is_zero=True, by=clerk)
    assert status().label == "零报告"
    claim = claimed(clerk, "2022-05-09")
    assert status().label == "零报告", "a draft is the unit's own affair"
    stands(claim, "submitted")
    assert (status().label, status().is_contradicted) == ("零报告，另有申报", True)
