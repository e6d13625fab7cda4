"""The scoreboard over the demonstration year: it agrees with the reference and tells three kinds of nothing apart."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from jinghe.core.counting.facts import WHOLE_SHARE, FactKind, Role
from jinghe.core.counting.tallies import tally
from jinghe.core.plan.lights import Light
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.measures import measure, of_city, read
from jinghe.core.values.amounts import AmountKind
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import PostingRow
from jinghe.store.sql.tallying import posting_of
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.progress.scoreboard import default_as_of, scoreboard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration_ledger")]
END = date(2022, 10, 31)
COUNTIES = "县（市、区）及园区"


@pytest.fixture
def board(demonstration_ledger, db):
    return scoreboard(2022, as_of=END)


@pytest.fixture
def postings(demonstration_ledger, db):
    return [posting_of(row) for row in PostingRow.objects.all()]


@pytest.mark.database
@pytest.mark.parametrize(
    ("as_of", "known_at"),
    [
        (END, None),
        (date(2022, 8, 31), None),
        (date(2022, 8, 31), datetime(2022, 9, 9, tzinfo=UTC)),
        (date(2022, 3, 15), datetime(2022, 6, 1, tzinfo=UTC)),
        (date(2022, 1, 1), datetime(2022, 2, 1, tzinfo=UTC)),
        (date(2022, 12, 31), None),
    ],
)
def test_every_figure_is_what_the_reference_evaluator_says(postings, as_of, known_at):
    board = scoreboard(2022, as_of=as_of, known_at=known_at)
    known = sequence_at(known_at)
    assert board.known_sequence == known

    def sums(asked):
        return tally(asked, postings, known)

    for target in board.plan.targets:
        asked = measure(target, board.plan, lexicon(), as_of)
        assert board.progress[target.key].actual == read(asked, target.unit, sums).value, target
        if (target.table, target.column) in board.city:
            city = board.city[target.table, target.column]
            assert city.actual == read(of_city(asked), target.unit, sums).value, target


def test_a_scoreboard_asks_few_questions_however_much_there_is(
    demonstration_ledger, django_assert_max_num_queries
):
    with django_assert_max_num_queries(len(FactKind) + 6):
        scoreboard(2022, as_of=date(2022, 9, 30))


def test_city_totals_count_subjects_once(board, postings):
    """A project that two counties share and a department led is one project of the city."""
    live = {p.sequence for p in postings if p.sign == 1} - {p.reverses for p in postings}
    signed = {
        p.subject
        for p in postings
        if p.sequence in live
        and p.kind is FactKind.SIGNING
        and p.role is Role.HOST
        and date(2022, 1, 1) <= p.occurred_on <= END
        and p.investment_fen >= 1000 * 10**10 // 10
    }
    assert board.city["附件1", "“1531” 100亿元以上"].actual == len(signed)


def test_money_of_the_city_is_the_sum_of_its_counties(board):
    columns = [key for key, one in board.city.items() if one.target.tiers.floor.unit.kind is AmountKind.MONEY]
    assert len(columns) == 4
    for table, column in columns:
        parts = [one.actual for one in board.of_column(COUNTIES, column) if one.target.table == table]
        assert sum(parts) == board.city[table, column].actual


def test_a_unit_that_reported_nothing_is_not_a_unit_with_nothing(board):
    wanyuan = board.progress[next(t.key for t in board.plan.targets_of("万源市"))]
    assert not wanyuan.is_reported
    assert wanyuan.of_tier(Tier.GUARANTEED).light is Light.NOT_REPORTED
    assert board.last_return["万源市"] is None
    zero = board.of_unit("市乡村振兴局")[0]
    assert zero.is_reported
    assert zero.actual == 0
    assert "实际利用外资" not in {one.target.column for one in board.of_unit("万源市")}


def test_who_did_not_report_has_no_place(board):
    places = board.ranks(COUNTIES, "到位资金", Tier.GUARANTEED)
    units = {one.target.unit for one in board.of_column(COUNTIES, "到位资金") if one.target.key in places}
    assert len(units) == 8
    assert "万源市" not in units


def test_before_a_month_has_closed_nobody_is_late_with_a_return(demonstration_ledger, db):
    board = scoreboard(2022, as_of=date(2022, 1, 15))
    assert board.unreported == frozenset()
    assert board.elapsed == 0


def test_what_came_late_moves_the_past_only_as_known_later(demonstration_ledger, db):
    """A fact of August that was recorded in October is in August's figure now, and was not in September's bulletin."""
    august = date(2022, 8, 31)
    then = scoreboard(2022, as_of=august, known_at=datetime(2022, 9, 30, tzinfo=UTC))
    now = scoreboard(2022, as_of=august)
    moved = {
        key
        for key, one in now.progress.items()
        if one.target.column == "到位资金" and one.actual != then.progress[key].actual
    }
    assert moved


@pytest.mark.database
def test_the_default_date_is_the_end_of_the_last_reported_month(demonstration_ledger, db):
    assert default_as_of(2022) == END


def test_the_forecast_continues_the_last_three_months(board, postings):
    one = next(p for p in board.of_unit("通川区") if p.target.indicator == "funds_arrived")
    recent = sum(
        p.sign * p.amount_fen
        for p in postings
        if p.kind is FactKind.FUNDS
        and p.unit == "通川区"
        and p.role is Role.HOST
        and p.occurred_on >= date(2022, 8, 1)
    )
    assert one.forecast == one.actual + Fraction(recent * 2, 3)


def test_shares_make_fractions_of_projects(board):
    led = {one.target.unit: one.actual for one in board.progress.values() if one.target.column == "引进项目"}
    assert any(value.denominator != 1 for value in led.values())
    assert all((value * WHOLE_SHARE).denominator == 1 for value in led.values())


def test_in_the_middle_of_a_month_the_open_month_is_not_counted_twice(demonstration_ledger, db):
    """Money of October already in is part of what the months left will bring, not on top of it."""
    end_of_september = scoreboard(2022, as_of=date(2022, 9, 30)).progress["T001"]
    middle = scoreboard(2022, as_of=date(2022, 10, 20)).progress["T001"]
    assert middle.actual > end_of_september.actual
    assert middle.forecast == end_of_september.forecast
