"""Reading the ledger: pages by sequence, filters, months; on both databases."""

from datetime import date, timedelta

import pytest

from jinghe.core.values.periods import Period
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.ledger import ledger
from jinghe.usecases.progress import browsing
from jinghe.usecases.progress.scoreboard import scoreboard
from tests.web.conftest import YI, funds

pytestmark = pytest.mark.database

MARCH = Period(start=date(2022, 3, 1), before=date(2022, 4, 1))


def sequences(found) -> list[int]:
    return [line.posting.sequence for _, lines in found.acts for line in lines]


def test_the_newest_act_comes_first_and_its_lines_in_order(city):
    found = browsing.ledger_page(by=city["auditor"])
    assert sequences(found) == [8, 4, 5, 6, 7, 1, 2, 3]
    assert [act.kind for act, _ in found.acts] == ["reverse", "post", "post", "issue_plan"]
    assert found.older is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"unit": "达川区"}, [5, 7]),
        ({"kind": "signing"}, [4, 5, 1]),
        ({"text": "共建"}, [4, 5, 6, 7]),
        ({"text": "甲"}, [8, 1, 2, 3]),
        ({"text": "%"}, []),
        ({"month": MARCH}, [8, 6, 7, 2, 3]),
        ({"before": 4}, [1, 2, 3]),
        ({"kind": "funds", "unit": "通川区", "month": MARCH}, [8, 6, 2, 3]),
    ],
)
def test_filters_narrow_the_ledger(asked, expected, city):
    assert sequences(browsing.ledger_page(by=city["reviewer"], **asked)) == expected


def test_an_act_cut_by_a_page_shows_its_other_lines_on_the_next(city, reviewer):
    days = [date(2022, 4, 1) + timedelta(days=n) for n in range(60)]
    ledger.post([funds(1, on=day) for day in days], by=reviewer, reason="二季度")
    first = browsing.ledger_page(by=reviewer)
    second = browsing.ledger_page(by=reviewer, before=first.older)
    assert len(sequences(first)) == browsing.PAGE_SIZE
    assert sorted(sequences(first) + sequences(second)) == list(range(1, 69))


def test_what_was_not_known_then_is_not_shown(city):
    earlier = city["reviewer"]
    act = browsing.entry_record(1, by=earlier).lines[0].act
    assert sequences(browsing.ledger_page(by=earlier, known_at=act.recorded_at)) == [1, 2, 3]
    with pytest.raises(Missing):
        browsing.entry_record(4, by=earlier, known_at=act.recorded_at)
    line = browsing.entry_record(3, by=earlier, known_at=act.recorded_at).lines[0]
    assert line.reversed_by is None


def test_a_clerk_cannot_ask_for_another_unit(city):
    with pytest.raises(AccessRefused):
        browsing.ledger_page(by=city["other_clerk"], unit="通川区")
    assert sequences(browsing.ledger_page(by=city["other_clerk"])) == [5, 7]


def test_the_months_of_a_target_add_up_to_its_figure(city):
    board = scoreboard(2022, as_of=date(2022, 10, 15))
    found = {months.target.key: months.rows for months in browsing.monthly(board, "通川区")}
    rows = found["T001"]
    assert [month.start.month for month, _, _ in rows] == list(range(1, 11))
    assert [gained / YI for _, gained, _ in rows] == [0, 0, 32, 0, 0, 0, 0, 0, 0, 0]
    assert rows[-1][2] == board.progress["T001"].actual


def test_the_board_of_the_month_before_ends_with_that_month(city):
    board = scoreboard(2022, as_of=date(2022, 3, 15))
    earlier = browsing.board_a_month_before(board)
    assert earlier is not None
    assert earlier.as_of == date(2022, 2, 28)
    assert browsing.board_a_month_before(scoreboard(2022, as_of=date(2022, 1, 31))) is None
