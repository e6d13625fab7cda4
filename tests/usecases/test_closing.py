"""Closing: month by month, for good; what comes later is listed with what the figures were and are."""

from dataclasses import replace
from datetime import date

import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, Claim, MonthClosing
from jinghe.usecases.closing import closing
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger import ledger
from tests.usecases.claiming import money, project, staff  # noqa: F401  a fixture
from tests.usecases.conftest import YI, account, funds, host, offering, signing, stage

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = (date(2022, month, 1) for month in (1, 2, 3))


@pytest.fixture
def closed(plan, reviewer):
    """甲 signed in February and got 3亿 in March; the first quarter is closed."""
    ledger.post([signing(), funds(3 * YI)], by=reviewer, reason="一季度")
    for month in (JANUARY, FEBRUARY, MARCH):
        closing.close(month, by=reviewer)
    return reviewer


def told(found):
    """(month, unit, column) → before and after in 亿元, pieces or 1."""
    return {
        (one.month.month, one.target.unit, one.target.column): (one.before, one.after)
        for one in found.changes
    }


def test_months_close_in_order_and_only_once(plan, reviewer):
    with pytest.raises(Refused, match="下一个是2022年1月；2022年2月现在不能关账"):
        closing.close(FEBRUARY, by=reviewer)
    row = closing.close(JANUARY, by=reviewer, note="核对无误")
    assert (row.act.reason, row.act.recorded_by) == ("2022年1月关账：核对无误", "shenhe")
    with pytest.raises(Refused, match="下一个是2022年2月"):
        closing.close(JANUARY, by=reviewer)
    closing.close(FEBRUARY, by=reviewer)
    assert closing.next_to_close() == MARCH


@pytest.mark.parametrize(("today", "has_ended"), [("2022-01-31", False), ("2022-02-01", True)])
def test_a_month_is_closed_from_the_day_after_its_last(today, has_ended, plan, reviewer, monkeypatch):
    monkeypatch.setattr(closing.timezone, "localdate", lambda moment=None: date.fromisoformat(today))
    january, february, *_ = closing.months(2022, by=reviewer)
    assert (january.has_ended, january.is_next) == (has_ended, has_ended)
    assert (february.has_ended, february.is_next) == (False, False)
    if has_ended:
        assert closing.close(JANUARY, by=reviewer).month == JANUARY
    else:
        with pytest.raises(Refused, match="还没有结束"):
            closing.close(JANUARY, by=reviewer)
    assert MonthClosing.objects.exists() is has_ended


def test_nothing_is_closed_before_there_is_a_plan(reviewer):
    with pytest.raises(Refused, match="还没有下达"):
        closing.close(JANUARY, by=reviewer)


@pytest.mark.parametrize("role", [role for role in AccountRole if role != AccountRole.REVIEWER])
def test_only_the_city_closes(role, plan):
    with pytest.raises(AccessRefused):
        closing.close(JANUARY, by=account(role, "通川区", "某人"))


def test_what_was_in_time_is_no_late_correction(closed):
    ledger.post([funds(2 * YI, on=date(2022, 4, 1))], by=closed, reason="四月")
    found = closing.late_corrections(2022)
    assert (found.lines, found.changes) == ((), ())


@pytest.mark.database
def test_money_that_comes_late_changes_its_month(closed):
    ledger.post([funds(2 * YI)], by=closed, reason="补报三月")
    found = closing.late_corrections(2022)
    assert [(late.month, late.line.posting.amount_fen) for late in found.lines] == [(MARCH, 2 * YI)]
    changes = told(found)
    assert changes[3, "通川区", "到位资金"] == (3 * YI, 5 * YI)
    assert {unit for _, unit, _ in changes} == {"通川区"}


def test_what_is_late_for_a_month_and_in_time_for_the_next_is_late_for_the_one_alone(plan, reviewer):
    closing.close(JANUARY, by=reviewer)
    both = [offering(on=date(2022, 1, 31)), offering("册2", on=FEBRUARY)]
    ledger.post(both, by=reviewer, reason="一月补报，二月")
    assert [late.line.posting.subject for late in closing.late_corrections(2022).lines] == ["册1"]
    closing.close(FEBRUARY, by=reviewer)
    assert [late.line.posting.subject for late in closing.late_corrections(2022).lines] == ["册1"]


def test_a_late_line_says_what_reversed_it_once_that_is_known(closed):
    late = ledger.post([funds(2 * YI)], by=closed, reason="补报")
    undone = ledger.reverse(late.last_sequence, by=closed, reason="重复")
    before, after = (
        closing.late_corrections(2022, until_known_at=act.recorded_at).lines for act in (late, undone)
    )
    assert [one.line.reversed_by for one in before] == [None]
    assert [one.line.reversed_by for one in after] == [undone.last_sequence, None]


@pytest.mark.database
def test_a_reversal_and_a_restatement_after_the_closing_are_late(closed):
    ledger.reverse(2, by=closed, reason="重复")
    assert told(closing.late_corrections(2022))[3, "通川区", "到位资金"] == (3 * YI, 0)
    ledger.restate("甲", {"cohort_on": date(2022, 1, 20)}, by=closed, reason="签约日期写错")
    found = closing.late_corrections(2022)
    assert [(late.month.month, late.line.posting.sign) for late in found.lines] == [(3, -1), (2, -1), (1, 1)]


def test_a_restatement_that_changes_nothing_counted_is_listed_but_changes_no_target(closed):
    ledger.restate("甲", {"is_government_investment": False}, by=closed, reason="核对")
    found = closing.late_corrections(2022)
    assert len(found.lines) == 4
    assert found.changes == ()


def test_stock_is_told_as_it_was_at_the_end_of_the_month(plan, reviewer):
    ledger.post([offering(on=date(2022, 1, 5))], by=reviewer, reason="推出")
    for month in (JANUARY, FEBRUARY):
        closing.close(month, by=reviewer)
    ledger.post([offering("册2", on=date(2022, 2, 7))], by=reviewer, reason="补报二月")
    changes = closing.late_corrections(2022).changes
    units = {(one.target.unit, one.target.window.value) for one in changes}
    assert {window for _, window in units} == {"flow", "stock"}
    for one in changes:
        expected = (0, 1) if one.target.window.value == "flow" else (1, 2)
        assert (one.month, (one.before, one.after)) == (FEBRUARY, expected)


def test_a_fact_of_an_earlier_year_is_late_once_this_years_first_month_is_closed(plan, reviewer):
    before = date(2021, 6, 1)
    ledger.post([signing("旧", on=before)], by=reviewer, reason="期初")
    assert closing.late_corrections(2022).lines == ()
    closing.close(JANUARY, by=reviewer)
    registered = stage(FactKind.REGISTRATION, "旧", host("通川区"), on=date(2021, 9, 1))
    ledger.post([replace(registered, cohort_on=before)], by=reviewer, reason="补记")
    found = closing.late_corrections(2022)
    assert [late.month for late in found.lines] == [JANUARY]
    assert found.lines[0].line.posting.occurred_on == date(2021, 9, 1)


def test_since_and_until_cut_the_list_and_the_figures(closed):
    first = ledger.post([funds(2 * YI)], by=closed, reason="补报一")
    second = ledger.post([funds(1 * YI)], by=closed, reason="补报二")
    assert told(closing.late_corrections(2022, until_known_at=first.recorded_at))[
        3, "通川区", "到位资金"
    ] == (
        3 * YI,
        5 * YI,
    )
    found = closing.late_corrections(
        2022, since_known_at=first.recorded_at, until_known_at=second.recorded_at
    )
    assert told(found)[3, "通川区", "到位资金"] == (5 * YI, 6 * YI)
    assert len(found.lines) == 1


def test_what_was_not_yet_closed_then_was_not_late_then(closed):
    act = closing.MonthClosing.objects.get(month=JANUARY).act
    assert closing.late_corrections(2022, until_known_at=act.recorded_at).lines == ()


def test_a_clerk_sees_its_own_late_lines_and_how_many_others(closed):
    shared = (host("通川区", 5_000), host("达川区", 5_000))
    ledger.post([signing("乙", *shared), funds(4 * YI, "乙", *shared)], by=closed, reason="补报共建")
    found = closing.late_corrections(2022)
    assert len(found.lines) == 4
    lines, hidden = closing.readable_lines(found, by=account(AccountRole.CLERK, "达川区"))
    assert ({late.line.posting.unit for late in lines}, hidden) == ({"达川区"}, 2)
    assert closing.readable_lines(found, by=account(AccountRole.LEADER))[1] == 4


def test_the_months_say_who_closed_them_and_whose_return_is_missing(closed):
    found = closing.months(2022, by=closed)
    assert [one.month.month for one in found if one.closing] == [1, 2, 3]
    assert [one.month.month for one in found if one.is_next] == [4]
    assert found[0].closing.act.recorded_by == "shenhe"
    assert "通川区" in found[0].unreported
    assert found[0].waiting == 0
    assert closing.months(2022, by=account(AccountRole.LEADER))[0].waiting is None


def test_claims_wait_for_the_month_in_which_they_happened(staff):  # noqa: F811
    project(staff["clerk"])
    days = ("2022-01-31", "2022-02-01", "2022-02-28", "2022-03-01")
    for day in days:
        claim = money(staff["clerk"], on=date.fromisoformat(day))
        Claim.objects.filter(pk=claim.pk).update(state="submitted")
    money(staff["clerk"], on=FEBRUARY)
    waiting = closing.waiting_for_closing(FEBRUARY, by=staff["reviewer"])
    assert [str(one.occurred_on) for one in waiting] == list(days[1:3])
    assert [one.waiting for one in closing.months(2022, by=staff["reviewer"])][:4] == [1, 2, 1, 0]
