"""Days are those of the office's clock, whatever clock the machine keeps."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.progress.scoreboard import default_as_of, scoreboard
from jinghe.usecases.returns.returns import file_return
from tests.builders import rows
from tests.usecases.conftest import account, host, signing

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def in_force_since_january(reviewer):
    issue_plan(
        builtin_plan(),
        by=reviewer,
        effective_on=date(2022, 1, 1),
        approval_document="测试文",
        reason="下达",
        at=at("2022-01-05T09:00"),
    )


def test_before_breakfast_today_is_today(reviewer):
    today = signing("甲", host("通川区"), on=date(2022, 3, 2))
    ledger.post([today], by=reviewer, reason="当日入账", at=at("2022-03-02T00:30"))
    tomorrow = signing("乙", host("通川区"), on=date(2022, 3, 3))
    with pytest.raises(ledger.RefusedEntries, match="1 faults"):
        ledger.post([tomorrow], by=reviewer, reason="次日", at=at("2022-03-02T23:30"))


def test_a_month_is_reported_once_it_has_begun():
    clerk = account(AccountRole.CLERK, "通川区")
    file_return("通川区", date(2022, 3, 1), is_zero=True, by=clerk, at=at("2022-03-01T00:30"))
    with pytest.raises(Refused) as refused:
        file_return("通川区", date(2022, 4, 1), is_zero=True, by=clerk, at=at("2022-03-31T23:30"))
    assert "2022年4月" in refused.value.text
    with pytest.raises(ValueError, match="first of a month"):
        file_return("通川区", date(2022, 2, 15), is_zero=True, by=clerk, at=at("2022-03-31T23:40"))


def test_the_default_date_is_one_that_was_known_and_never_lies_ahead():
    """A return filed early must not move everybody to the end of a month that is not over."""
    clerk = account(AccountRole.CLERK, "通川区")
    file_return("通川区", date(2022, 2, 1), is_zero=True, by=clerk, at=at("2022-03-03T09:00"))
    file_return("通川区", date(2022, 3, 1), is_zero=True, by=clerk, at=at("2022-03-25T09:00"))
    assert default_as_of(2022, at("2022-03-03T10:00")) == date(2022, 2, 28)
    assert default_as_of(2022, at("2022-03-25T10:00")) == date(2022, 3, 25)
    assert default_as_of(2022) == date(2022, 3, 31)


@pytest.mark.parametrize(
    "row",
    rows("""
    february | march | as of
    2        | 1     | 2022-03-31
    3        | 1     | 2022-02-28
    3        | 2     | 2022-03-31
    4        | 2     | 2022-03-31
    1        | 0     | 2022-02-28
    0        | 0     | 2022-12-31
    """),
    ids=lambda row: f"{row['february']}-{row['march']}",
)
def test_half_as_many_returns_as_the_usual_month_move_the_default_date(row):
    clerks = [account(AccountRole.CLERK, unit) for unit in ("通川区", "达川区", "万源市", "渠县")]
    for month, name in ((date(2022, 2, 1), "february"), (date(2022, 3, 1), "march")):
        for clerk in clerks[: int(row[name])]:
            file_return(clerk.unit, month, is_zero=True, by=clerk)
    assert default_as_of(2022) == date.fromisoformat(row["as of"])


@pytest.mark.parametrize(
    "row",
    rows("""
    known at         | 2021       | 2022       | 2023
    2022-01-05T12:00 | 2021-12-31 | 2022-01-05 | 2023-01-01
    2022-12-31T23:59 | 2021-12-31 | 2022-12-31 | 2023-01-01
    2023-01-01T00:00 | 2021-12-31 | 2022-12-31 | 2023-01-01
    """),
    ids=lambda row: row["known at"],
)
def test_without_a_return_the_default_date_is_today_within_the_year(row):
    for year in (2021, 2022, 2023):
        assert default_as_of(year, at(row["known at"])) == date.fromisoformat(row[str(year)])


@pytest.mark.parametrize(
    "row",
    rows("""
    as of      | last return | owes
    2022-01-30 |             | no
    2022-01-31 |             | yes
    2022-02-27 |             | yes
    2022-02-28 | 2022-02-01  | no
    2022-03-30 | 2022-02-01  | no
    2022-03-31 | 2022-03-01  | no
    2022-04-29 | 2022-03-01  | no
    2022-04-30 | 2022-03-01  | yes
    """),
    ids=lambda row: row["as of"],
)
def test_a_return_is_owed_from_the_last_day_of_its_month(row):
    """February and March were reported, and nothing of January was."""
    clerk = account(AccountRole.CLERK, "通川区")
    for month in (date(2022, 2, 1), date(2022, 3, 1)):
        file_return("通川区", month, is_zero=True, by=clerk)
    board = scoreboard(2022, as_of=date.fromisoformat(row["as of"]))
    assert str(board.last_return["通川区"] or "") == row["last return"]
    assert ("通川区" in board.unreported) is (row["owes"] == "yes")
