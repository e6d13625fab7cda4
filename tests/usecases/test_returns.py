"""Returns make 未报 a fact: filed once a month by the unit's own clerk, known from the moment it was filed."""

from datetime import date, timedelta

import pytest

from jinghe.core.plans import UnknownUnit
from jinghe.store.models import AccountRole
from jinghe.usecases.access import AccessRefused
from jinghe.usecases.returns import AlreadyFiled, file_return, returns_of
from jinghe.usecases.scoreboard import scoreboard
from tests.usecases.conftest import account

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MAY = date(2022, 5, 1)


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "通川区")


def test_a_filed_month_is_reported_from_then_on(clerk):
    filed = file_return("通川区", MAY, is_zero=False, by=clerk)
    before = filed.act.recorded_at - timedelta(microseconds=1)
    assert "通川区" not in scoreboard(2022, as_of=date(2022, 5, 31)).unreported
    assert returns_of(2022, before) == {}


def test_a_zero_return_is_a_return(clerk):
    file_return("通川区", MAY, is_zero=True, by=clerk)
    assert "通川区" not in scoreboard(2022, as_of=date(2022, 5, 31)).unreported


def test_a_month_is_filed_once(clerk):
    file_return("通川区", MAY, is_zero=False, by=clerk)
    with pytest.raises(AlreadyFiled) as refused:
        file_return("通川区", MAY, is_zero=True, by=clerk)
    assert "2022年5月" in refused.value.text


def test_only_the_units_own_clerk_files(clerk, reviewer):
    for other in (reviewer, account(AccountRole.CLERK, "达川区"), account(AccountRole.LEADER)):
        with pytest.raises(AccessRefused):
            file_return("通川区", MAY, is_zero=False, by=other)
    stray = account(AccountRole.CLERK, "别处")
    with pytest.raises(UnknownUnit):
        file_return("别处", MAY, is_zero=False, by=stray)


def test_one_early_return_does_not_move_the_date_of_everybody(clerk):
    from jinghe.usecases.scoreboard import default_as_of

    counties = ["通川区", "达川区", "渠县"]
    for unit in counties:
        filing = clerk if unit == "通川区" else account(AccountRole.CLERK, unit)
        file_return(unit, MAY, is_zero=False, by=filing)
    assert default_as_of(2022) == date(2022, 5, 31)
    file_return("通川区", date(2022, 6, 1), is_zero=False, by=clerk)
    assert default_as_of(2022) == date(2022, 5, 31)
