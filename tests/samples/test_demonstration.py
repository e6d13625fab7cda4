"""The demonstration year: sound by the ledger's own rules, lively where a page needs it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

import pytest

from jinghe.core.counting.facts import FactKind, Posting, Role
from jinghe.core.counting.tallies import tally
from jinghe.core.progress.measures import measure, read
from jinghe.demonstration.plan import builtin_plan
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import PostingRow
from jinghe.store.sql.tallying import posting_of
from tests.samples.story import (
    PostAct,
    RestateAct,
    ReturnAct,
    ReverseAct,
    demonstration_year,
)

AS_OF = date(2022, 10, 31)
SILENT, ZERO = "万源市", "市乡村振兴局"
HUNDRED_MILLION = 10**10

YEAR = demonstration_year()
ENTRIES = [entry for act in YEAR.acts if isinstance(act, PostAct) for entry in act.entries]
SIGNINGS = {entry.subject: entry for entry in ENTRIES if entry.kind is FactKind.SIGNING}
OF_2022 = [entry for entry in ENTRIES if entry.occurred_on.year == 2022]
RETURNS = [act for act in YEAR.acts if isinstance(act, ReturnAct)]
COUNTIES = [unit.name for unit in builtin_plan().units_of(builtin_plan().groups[0])]


@pytest.fixture(scope="module")
def ledger(demonstration_ledger, django_db_blocker) -> list[Posting]:
    """Every line of the ledger into which the year was loaded."""
    with django_db_blocker.unblock():
        return [posting_of(row) for row in PostingRow.objects.order_by("sequence")]


@pytest.fixture(scope="module")
def score(ledger):
    """(unit, column) → the value at 31 October, in base units; several targets of one column add up."""
    plan = builtin_plan()
    found = defaultdict(Fraction)
    for target in plan.targets:
        asked = measure(target, plan, lexicon(), AS_OF)
        reading = read(asked, target.unit, lambda one: tally(one, ledger, len(ledger)))
        found[target.unit, target.column] += reading.value
    return found


def test_every_entry_of_the_story_was_posted(ledger):
    posted = {(line.subject, line.kind, line.occurred_on) for line in ledger}
    assert {(entry.subject, entry.kind, entry.occurred_on) for entry in ENTRIES} <= posted
    assert [fault for entry in ENTRIES for fault in entry.faults()] == []


def test_acts_are_recorded_one_after_another_and_never_before_what_they_tell():
    instants = [act.at for act in YEAR.acts]
    assert all(before < after for before, after in pairwise(instants))
    assert {at.utcoffset() for at in instants} == {timedelta(hours=8)}
    assert (instants[0].date(), instants[-1].date()) == (date(2022, 1, 10), date(2022, 11, 9))
    for act in YEAR.acts:
        if isinstance(act, PostAct):
            assert all(entry.occurred_on <= min(act.at.date(), AS_OF) for entry in act.entries)


def test_the_volume_stays_small(ledger):
    assert len(ledger) <= 6000
    assert max(len(act.entries) for act in YEAR.acts if isinstance(act, PostAct)) <= 400


def test_subjects_are_told_apart_and_none_is_missing():
    codes = [subject.code for subject in YEAR.subjects]
    names = [subject.name for subject in YEAR.subjects]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
    assert {entry.subject for entry in ENTRIES} == set(codes)
    assert {subject.kind for subject in YEAR.subjects} == {"project", "lead", "offering", "trip"}
    assert len(YEAR.projects) == 250
    assert all(project.investor_name for project in YEAR.projects)


def test_only_units_of_the_plan_and_words_of_the_lexicon_are_used():
    units = {unit.name for unit in builtin_plan().units}
    assert {credit.unit for entry in ENTRIES for credit in entry.credits} <= units
    assert {act.unit for act in RETURNS} <= units
    names = lexicon().names
    for entry in ENTRIES:
        assert entry.region == "" or entry.region in names["region"]
        assert entry.industry == "" or entry.industry in names["industry"]
        assert set(entry.investor) <= set(names["investor"])


def test_every_word_of_the_plan_is_in_the_lexicon():
    for target in builtin_plan().targets:
        for dimension in ("industry", "region", "investor"):
            for word in getattr(target.criteria, dimension):
                assert lexicon().codes(dimension, word)


def test_entries_are_proved_but_for_a_few_arrivals_of_money():
    missing = [entry for entry in ENTRIES if not entry.evidence]
    assert {entry.kind for entry in missing} == {FactKind.FUNDS}
    assert 5 <= len(missing) <= 40
    for entry in ENTRIES:
        assert len(entry.evidence) <= 2
        assert all(item.digest == sha256(item.title.encode()).hexdigest() for item in entry.evidence)


def test_no_project_received_more_than_it_contracted(ledger):
    arrived: Counter[str] = Counter()
    for posting in ledger:
        if posting.kind is FactKind.FUNDS and posting.role is Role.HOST:
            arrived[posting.subject] += posting.sign * posting.amount_fen
    assert all(total <= SIGNINGS[subject].amount_fen for subject, total in arrived.items())


def test_stages_follow_each_other():
    days: dict[str, dict[FactKind, date]] = defaultdict(dict)
    for entry in ENTRIES:
        if entry.subject in SIGNINGS:
            days[entry.subject].setdefault(entry.kind, entry.occurred_on)
    course = (
        FactKind.SIGNING,
        FactKind.REGISTRATION,
        FactKind.CONSTRUCTION_START,
        FactKind.PRODUCTION_START,
    )
    for reached in days.values():
        steps = [reached.get(kind) for kind in course]
        stood = [step for step in steps if step]
        assert steps[: len(stood)] == stood
        assert stood == sorted(set(stood))


def test_opening_acts_tell_the_earlier_years():
    openings = {act.reason[:10] for act in YEAR.acts if isinstance(act, PostAct) and "期初台账" in act.reason}
    assert openings == {"期初台账：2019年", "期初台账：2020年", "期初台账：2021年"}
    assert min(entry.occurred_on for entry in SIGNINGS.values()).year == 2019


def test_one_unit_reported_nothing_and_one_reported_that_there_was_nothing():
    assert SILENT not in {act.unit for act in RETURNS}
    assert SILENT not in {credit.unit for entry in OF_2022 for credit in entry.credits}
    assert any(credit.unit == SILENT for entry in SIGNINGS.values() for credit in entry.credits)
    assert [act.is_zero for act in RETURNS if act.unit == ZERO] == [True] * 10
    assert {unit for unit, n in Counter(act.unit for act in RETURNS).items() if n == 10} == {
        target.unit for target in builtin_plan().targets
    } - {SILENT}


def test_a_zero_return_says_the_truth():
    told = {(e.occurred_on.month, credit.unit) for e in OF_2022 for credit in e.credits}
    for act in RETURNS:
        assert act.is_zero == ((act.month.month, act.unit) not in told)


def test_returns_of_october_come_in_by_8_november():
    last = [act.at.date() for act in RETURNS if act.month == date(2022, 10, 1)]
    assert min(last) >= date(2022, 11, 1)
    assert max(last) <= date(2022, 11, 8)


def test_a_duplicated_arrival_is_reversed(ledger):
    (act,) = [act for act in YEAR.acts if isinstance(act, ReverseAct)]
    meant = [
        e for e in ENTRIES if (e.subject, e.kind, e.occurred_on) == (act.subject, act.kind, act.occurred_on)
    ]
    assert len(meant) == 1
    twins = [e for e in ENTRIES if e.subject == act.subject and e.amount_fen == meant[0].amount_fen]
    assert len(twins) == 2
    assert any(posting.sign == -1 and posting.kind is FactKind.FUNDS for posting in ledger)


def test_a_wrong_origin_is_restated_and_moves_fixed_investment_out_of_the_figure(ledger):
    (act,) = [act for act in YEAR.acts if isinstance(act, RestateAct)]
    before = [e for e in ENTRIES if e.subject == act.subject and e.region != act.changes["region"]]
    assert len([e for e in before if e.kind is FactKind.FIXED_INVESTMENT]) >= 2
    assert lexicon().codes("region", "省外") & {e.region for e in before}
    assert act.changes["region"] not in lexicon().codes("region", "省外")
    reversed_ones = {line.reverses for line in ledger}
    live = [line for line in ledger if line.subject == act.subject and line.sequence not in reversed_ones]
    assert {line.region for line in live if line.sign == 1} == {act.changes["region"]}


def test_an_arrival_of_august_is_recorded_after_the_return_of_september():
    (act,) = [act for act in YEAR.acts if isinstance(act, PostAct) and act.reason.startswith("补记")]
    (entry,) = act.entries
    filed = next(one for one in RETURNS if one.unit == entry.credits[0].unit and one.month.month == 9)
    assert entry.occurred_on.month == 8
    assert act.at > filed.at


def shared_by(role: Role, shares: list[int]) -> list[str]:
    return [
        subject
        for subject, entry in SIGNINGS.items()
        if [credit.share for credit in entry.credits if credit.role is role] == shares
    ]


def test_projects_are_shared_by_hosts_and_by_sponsors():
    assert len(shared_by(Role.HOST, [5000, 5000])) == 1
    assert len(shared_by(Role.SPONSOR, [6000, 4000])) == 1


def test_a_trip_is_made_jointly_and_offerings_leave_the_reserve():
    trips = [entry for entry in ENTRIES if entry.kind is FactKind.TRIP]
    assert any(len(entry.credits) == 2 for entry in trips)
    assert any(entry.kind is FactKind.OFFERING_EXIT for entry in OF_2022)


def test_what_leaves_the_reserve_is_what_came_in():
    entered = {entry.subject: entry for entry in ENTRIES if entry.kind is FactKind.OFFERING}
    for entry in ENTRIES:
        if entry.kind is FactKind.OFFERING_EXIT:
            came = entered[entry.subject]
            assert (entry.investment_fen, entry.industry, entry.credits) == (
                came.investment_fen,
                came.industry,
                came.credits,
            )


@pytest.mark.parametrize("flag", ["is_real_estate", "is_government_investment"])
def test_led_projects_that_must_not_count_are_there(flag):
    led = [e for e in SIGNINGS.values() if any(credit.role is Role.SPONSOR for credit in e.credits)]
    assert any(getattr(entry, flag) and entry.occurred_on.year == 2022 for entry in led)


def test_a_project_is_told_down_to_the_park():
    assert any(credit.sub_unit for entry in SIGNINGS.values() for credit in entry.credits)


def test_some_projects_come_to_nothing_and_some_stall():
    assert sum(entry.kind is FactKind.TERMINATION for entry in ENTRIES) >= 3
    started = {entry.subject for entry in ENTRIES if entry.kind is FactKind.CONSTRUCTION_START}
    assert any(s not in started and e.occurred_on.year <= 2021 for s, e in SIGNINGS.items())


def test_foreign_money_that_came_in_cash_posts_twice_in_one_act():
    pairs = [act for act in YEAR.acts if isinstance(act, PostAct) and act.reason.startswith("外资到资")]
    kinds = Counter(tuple(entry.kind for entry in act.entries) for act in pairs)
    assert kinds[FactKind.FOREIGN_CAPITAL, FactKind.FDI] >= 10
    assert set(kinds) == {(FactKind.FOREIGN_CAPITAL, FactKind.FDI), (FactKind.FOREIGN_CAPITAL,)}


def test_money_by_county_stands_as_told(score):
    told = """
        通川区 55.2 29.6 | 达川区 43.2 24.1 | 万源市 0 0 | 宣汉县 101.3 60.1 | 大竹县 92.8 56.2
        | 渠县 88.4 50.6 | 开江县 33.1 21.5 | 达州高新区 58.9 36.4 | 达州东部经开区 13.6 9.9
    """
    for unit, funds, outside in (row.split() for row in told.split("|")):
        assert score[unit, "到位资金"] == Fraction(funds) * HUNDRED_MILLION
        assert score[unit, "省外固定资产投资"] == Fraction(outside) * HUNDRED_MILLION


def test_large_projects_of_the_city(score):
    columns = {column for _, column in score if column.startswith("“1531”")}
    by_column = {column: sum(score[unit, column] for unit in COUNTIES) for column in columns}
    assert by_column == {
        "“1531” 100亿元以上": 2,
        "“1531” 50—100亿元": 4,
        "“1531” 30—50亿元": 9,
        "“1531” 10—30亿元": 24,
    }
    assert 15 <= sum(score[unit, "25亿元及以上项目"] for unit in COUNTIES) <= 39


def rate_of_city(postings: list[Posting], kind: FactKind, weight) -> float:
    def total(counted: FactKind) -> int:
        return sum(p.sign * weight(p) for p in postings if p.kind is counted and p.role is Role.HOST)

    return total(kind) / total(FactKind.SIGNING)


@pytest.mark.parametrize(
    ("kind", "near"),
    [
        (FactKind.REGISTRATION, 0.91),
        (FactKind.CONSTRUCTION_START, 0.75),
        (FactKind.FUNDS, 0.34),
        (FactKind.PRODUCTION_START, 0.21),
    ],
)
def test_rates_of_the_cohort(ledger, kind, near):
    def weight(posting):
        return posting.amount_fen if kind is FactKind.FUNDS else posting.share

    assert rate_of_city(ledger, kind, weight) == pytest.approx(near, abs=0.015)


def test_rates_scatter_around_what_is_asked(score):
    for rate in ("注册率", "开工率", "资金到位率", "投产率"):
        asked = next(t.tiers.floor.base for t in builtin_plan().targets if t.column == rate)
        met = [score[unit, rate] >= asked for unit in COUNTIES]
        assert True in met
        assert False in met


def test_foreign_capital_is_mixed(score):
    plan = builtin_plan()
    for column in ("实际利用外资", "外商直接投资（FDI）到资", "新设外商企业"):
        reached = [score[t.unit, column] / t.tiers.floor.base for t in plan.targets if t.column == column]
        assert min(reached) < Fraction(5, 6) < 1 <= max(reached)


def test_departments_are_mixed_and_a_met_parent_has_an_unmet_part(ledger):
    plan = builtin_plan()
    met: dict[str, bool] = {}
    zero = set()
    for target in plan.targets:
        asked = measure(target, plan, lexicon(), AS_OF)
        value = read(asked, target.unit, lambda one: tally(one, ledger, len(ledger))).value
        met[target.key] = value >= target.tiers.floor.base
        if value == 0:
            zero.add((target.unit, target.indicator))
    assert any(t.of_which and met[t.of_which] and not met[t.key] for t in plan.targets)
    assert {indicator for unit, indicator in zero if unit == ZERO} == {
        "leads",
        "led_projects",
        "offerings",
        "trips",
    }
    for indicator in ("leads", "led_projects", "offerings", "trips"):
        own = [met[t.key] for t in plan.targets if t.indicator == indicator and t.role is Role.SPONSOR]
        assert True in own
        assert False in own


def test_the_reserve_of_the_city_holds_a_little_over_300(ledger):
    entered = sum(entry.kind is FactKind.OFFERING for entry in ENTRIES)
    left = sum(entry.kind is FactKind.OFFERING_EXIT for entry in ENTRIES)
    assert 305 <= entered - left <= 320
