"""Trips: approval, warnings, the calendar, joint batches, the bulletin. Offerings: the catalogue and its refresh."""

from datetime import date
from fractions import Fraction

import pytest

from jinghe.core.attracting.trips import TripRule, rule_to_json
from jinghe.core.counting.facts import FactKind
from jinghe.core.values.periods import Period, plan_year
from jinghe.store.models import AccountRole, Record
from jinghe.usecases.attracting import offerings, trips
from jinghe.usecases.claims import claims
from jinghe.usecases.claims.papers import attach_to_claim
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.office_rules import lay_down
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import RefusedRecord, change_record, move_record, record_of
from tests.usecases.attracting import COUNTY, REFORM, lead, offering, returned, trip
from tests.usecases.conftest import YI, account
from tests.usecases.conftest import offering as offered

pytestmark = pytest.mark.django_db
YEAR = plan_year(2022)
ON = date(2022, 9, 30)


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, REFORM)


@pytest.fixture
def head(plan):
    return account(AccountRole.HEAD, REFORM)


def moved(record: Record, move: str, by, **told) -> Record:
    version = record_of(record.pk, by=by).version
    return move_record(record.pk, move, expected=version, by=by, values=told)


def test_the_head_approves_before_the_team_leaves_and_the_report_closes_the_trip(clerk, head):
    found = trip(clerk)
    with pytest.raises(AccessRefused):
        moved(found, "approve", clerk, approved_on="2022-09-02", approved_by="主任")
    with pytest.raises(RefusedRecord):
        moved(found, "depart", clerk)
    moved(found, "approve", head, approved_on="2022-09-02", approved_by="主任")
    moved(found, "depart", clerk)
    moved(found, "return", clerk, starts_on="2022-09-05", ends_on="2022-09-09")
    with pytest.raises(RefusedRecord) as refused:
        moved(found, "report", clerk, reported_on="2022-09-20", report="走访企业2家")
    assert refused.value.text == "请填写“拜访企业”；请填写“实际费用”。"
    told = {"reported_on": "2022-09-20", "report": "走访企业2家", "companies": "甲\n乙", "expenses": 0}
    assert moved(found, "report", clerk, **told).state == "reported"
    (line,) = trips.trips_during(YEAR, by=clerk, on=ON)
    assert (line.days, line.people, line.places, line.warnings.words) == (5, 3, ("深圳", "东莞"), ())


def test_a_trip_that_left_without_approval_stays_marked_even_if_it_is_approved_later(clerk, head):
    found = trip(clerk)
    assert [one.warnings.words for one in trips.trips_during(YEAR, by=clerk, on=date(2022, 9, 4))] == [()]
    assert [one.warnings.words for one in trips.trips_during(YEAR, by=clerk, on=date(2022, 9, 5))] == [
        ("未批先行",)
    ]
    moved(found, "approve", head, approved_on="2022-09-06", approved_by="主任")
    (line,) = trips.trips_during(YEAR, by=clerk, on=date(2022, 9, 12), only="wrong")
    assert line.warnings.words == ("未批先行",)


def test_nobody_returns_before_leaving(clerk):
    with pytest.raises(RefusedRecord) as refused:
        trip(clerk, ends_on="2022-09-04")
    assert refused.value.text == "“返回日期”不能早于“出发日期”。"
    assert trip(clerk, ends_on="2022-09-05").state == "planned"


def test_a_report_that_is_late_is_marked_by_the_rule_of_the_office(clerk, reviewer):
    returned(clerk)
    assert trips.trips_during(YEAR, by=clerk, on=date(2022, 9, 23), only="wrong") == ()
    (line,) = trips.trips_during(YEAR, by=clerk, on=date(2022, 9, 25), only="wrong")
    assert line.warnings.words == ("报告逾期2日",)
    content = rule_to_json(TripRule(report_within=30))
    lay_down(trips.TRIP_RULE, 2022, content, effective_on=date(2022, 1, 1), by=reviewer, reason="放宽")
    assert trips.trips_during(YEAR, by=clerk, on=date(2022, 9, 25), only="wrong") == ()


@pytest.mark.parametrize(
    ("on", "is_out"),
    [("2022-09-04", False), ("2022-09-05", True), ("2022-09-09", True), ("2022-09-10", False)],
)
def test_a_team_is_out_from_its_first_to_its_last_day(on, is_out, clerk):
    trip(clerk, starts=date(2022, 9, 5), ends_on="2022-09-09")
    found = trips.trips_during(YEAR, by=clerk, on=date.fromisoformat(on), only="out")
    assert bool(found) is is_out


@pytest.mark.parametrize(
    ("starts", "ends", "is_listed"),
    [
        ("2022-08-20", "2022-08-31", False),
        ("2022-08-20", "2022-09-01", True),
        ("2022-09-30", "2022-10-04", True),
        ("2022-10-01", "2022-10-04", False),
    ],
)
def test_a_trip_is_of_every_month_in_which_it_has_a_day(starts, ends, is_listed, clerk):
    trip(clerk, starts=date.fromisoformat(starts), ends_on=ends)
    september = Period(start=date(2022, 9, 1), before=date(2022, 10, 1))
    assert bool(trips.trips_during(september, by=clerk, on=ON)) is is_listed


def test_approval_is_given_by_a_step_and_never_typed_into_the_form(clerk):
    assert not {"approved_on", "approved_by"} & {one.name for one in trips.TRIP.form}


@pytest.mark.database
def test_the_month_shows_who_is_out_on_which_day_over_its_ends(clerk):
    trip(clerk, starts=date(2022, 9, 27), ends_on="2022-10-02", name="跨月")
    trip(clerk, state="cancelled", starts=date(2022, 9, 12), name="取消")
    weeks = trips.month_of(date(2022, 9, 1), by=clerk, on=ON)
    days = {one.day.on: one for week in weeks for one in week}
    assert (min(days), max(days)) == (date(2022, 8, 29), date(2022, 10, 2))
    out = {on: len(one.trips) for on, one in days.items() if one.trips}
    assert out == dict.fromkeys((date(2022, 9, day) for day in (27, 28, 29, 30)), 1) | {
        date(2022, 10, 1): 1,
        date(2022, 10, 2): 1,
    }
    assert [on for on, one in days.items() if one.begins] == [date(2022, 9, 27)]
    assert (days[date(2022, 9, 12)].day.holiday, days[date(2022, 10, 2)].is_in_month) == ("中秋节", False)


def test_a_joint_trip_is_one_batch_in_the_bulletin_and_in_the_ledger(
    clerk, head, reviewer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    shared = [["市经信局", 4_000], [REFORM, 6_000]]
    found = returned(clerk, sponsors=shared, share_agreement="联合方案")
    told = {"reported_on": "2022-09-20", "report": "走访", "companies": "甲", "expenses": 200_000_00}
    moved(found, "report", clerk, **told)
    trip(clerk, starts=date(2022, 9, 20), name="没有批准的")
    table = trips.bulletin([REFORM, "市经信局", COUNTY], YEAR, by=clerk)
    assert (table.batches, table.people, table.days) == (1, 3, 4)
    assert [(row.unit, row.batches, row.people) for row in table.rows] == [
        (REFORM, Fraction(3, 5), 3),
        ("市经信局", Fraction(2, 5), 0),
        (COUNTY, 0, 0),
    ]
    assert trips.bulletin([REFORM], YEAR, by=clerk, is_recognised=True).batches == 0
    claim = claims.draft_claim(FactKind.TRIP, found.pk, {"occurred_on": "2022-09-05"}, by=clerk)
    with pytest.raises(claims.RefusedClaims, match="faults"):
        claims.submit([claim.pk], by=head)
    for kind in ("审批单", "外出报告"):
        attach_to_claim(
            claim.pk, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", f"{kind}.pdf", kind, by=clerk
        )
    claims.submit([claim.pk], by=head)
    claims.certify([claim.pk], by=reviewer)
    assert [(one.unit, one.share) for one in ledger.live_postings(subject=found.pk)] == [
        ("市经信局", 4_000),
        (REFORM, 6_000),
    ]
    assert record_of(found.pk, by=clerk).state == "trip"
    assert trips.bulletin([REFORM], YEAR, by=clerk, is_recognised=True).batches == 1


def test_a_bulletin_counts_what_left_in_its_period_and_lists_those_that_stayed_last(clerk):
    returned(clerk, starts=date(2022, 8, 29), ends_on="2022-09-02")
    september = Period(start=date(2022, 9, 1), before=date(2022, 10, 1))
    assert trips.bulletin([REFORM], september, by=clerk).batches == 0
    returned(clerk, starts=date(2022, 9, 12), name="九月")
    table = trips.bulletin([COUNTY, REFORM], september, by=clerk)
    assert [row.text for row in table.rows] == ["前往深圳、东莞开展招商工作", "未外出"]


@pytest.mark.database
def test_leads_name_the_trip_that_found_them(clerk):
    found = returned(clerk)
    lead(clerk, trip=found.pk, channel="trip")
    assert [one.leads for one in trips.trips_during(YEAR, by=clerk, on=ON)] == [1]


def stocked(by, reviewer, *, on: date = date(2022, 2, 1), **told) -> Record:
    found = offering(by, **told)
    sizes = {"investment_fen": found.values["investment"], "industry": found.values["industry"]}
    ledger.post([offered(found.pk, REFORM, on=on, **sizes)], by=reviewer, reason="入库")
    Record.objects.filter(pk=found.pk).update(state="offering")
    return found


def test_every_unit_reads_the_catalogue_and_nobody_finds_internal_notes_in_it(clerk, reviewer):
    stocked(clerk, reviewer)
    offering(clerk, name="还在包装的项目")
    county = account(AccountRole.CLERK, COUNTY)
    (card,) = offerings.catalogue(by=county, on=ON).cards
    assert (card.name, card.band.name, card.maturity_name) == (
        "达州锂电负极材料项目",
        "10亿—30亿元",
        "已编可行性研究报告",
    )
    assert [label for label, _ in card.particulars] == [
        "建设内容及规模",
        "建设地点",
        "合作方式",
        "联系人",
        "联系电话",
    ]
    assert "底价另议" not in repr(card)
    with pytest.raises(AccessRefused):
        record_of(card.code, by=county)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, ["大", "小"]),
        ({"band": "100"}, ["大"]),
        ({"band": "10"}, []),
        ({"industry": "food"}, ["小"]),
        ({"maturity": "ready"}, ["小"]),
        ({"text": "大"}, ["大"]),
        ({"unit": COUNTY}, []),
        ({"is_stale": True}, ["大"]),
    ],
)
def test_the_catalogue_answers_questions(clerk, reviewer, question, found):
    stocked(clerk, reviewer, name="大", investment=100 * YI, on=date(2021, 5, 1))
    stocked(clerk, reviewer, name="小", investment=YI, industry="food", maturity="ready")
    shown = offerings.catalogue(by=clerk, on=ON, **question)
    assert ([card.name for card in shown.cards], shown.total) == (found, 2)


def test_an_offering_of_an_earlier_year_is_refreshed_by_a_step_with_its_day(clerk, reviewer):
    found = stocked(clerk, reviewer, on=date(2021, 5, 1))
    assert offerings.catalogue(by=clerk, on=ON).stale == 1
    with pytest.raises(RefusedRecord):
        moved(found, "refresh", clerk)
    moved(found, "refresh", clerk, refreshed_on="2022-01-20", maturity="land")
    (card,) = offerings.catalogue(by=clerk, on=ON).cards
    assert (card.is_stale, card.refreshed_on, card.maturity) == (False, date(2022, 1, 20), "land")
    assert offerings.catalogue(by=clerk, on=date(2023, 1, 1)).stale == 1


def test_a_lead_counts_with_the_offerings_it_answers_and_only_with_ones_that_exist(clerk, reviewer):
    found = stocked(clerk, reviewer)
    with pytest.raises(RefusedRecord, match="answers"):
        lead(clerk, answers=[found.pk, "O2022-999"])
    kept = lead(clerk, answers=[found.pk])
    assert offerings.catalogue(by=clerk, on=ON).cards[0].leads == 1
    change_record(kept.pk, {"answers": []}, expected=1, by=clerk)
    assert offerings.catalogue(by=clerk, on=ON).cards[0].leads == 0
