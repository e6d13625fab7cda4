"""招商成效: a cohort of leads followed into the ledger, Σ ÷ Σ, and what a trip costs."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from jinghe.core.attracting.funnel import Cohort, DirectProject, FunnelStep, Grouping, Journey, LeadOutcome
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.values.periods import Period, plan_year
from jinghe.store.models import AccountRole, Act, ActKind
from jinghe.usecases.attracting import funnel, leads
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import move_record, open_in
from tests.usecases.attracting import COUNTY, REFORM, followed, lead, returned
from tests.usecases.conftest import account, host, signing, sponsor

YEAR = plan_year(2022)
AS_OF = date(2022, 12, 31)


def came(code: str, project: str = "", trip: str = "", **told: str) -> LeadOutcome:
    steps = {FunnelStep.LEADS, *((FunnelStep.TALKS, FunnelStep.SIGNED) if project else ())}
    keys = {Grouping(name): key for name, key in told.items()}
    return LeadOutcome(code=code, keys=keys, trip=trip, project=project, steps=frozenset(steps))


def went(code: str, expenses: int | None, region: str = "44") -> Journey:
    keys = {Grouping.REGION: region, Grouping.TRIP: code}
    return Journey(code=code, keys=keys, expenses_fen=expenses)


def test_conversions_are_sums_over_sums_and_a_project_of_two_leads_counts_once():
    cohort = Cohort(
        leads=(came("甲", "P1", region="44"), came("乙", "P1", region="44"), came("丙", region="50")),
        direct=(),
        trips=(),
    )
    total = cohort.row()
    assert (total.counts[FunnelStep.LEADS], total.counts[FunnelStep.SIGNED]) == (3, 1)
    assert total.conversion(FunnelStep.SIGNED) == Fraction(1, 3)
    rows = {row.key: row.conversion(FunnelStep.SIGNED) for row in cohort.rows(Grouping.REGION)}
    assert rows == {"44": Fraction(1, 2), "50": 0}
    assert total.conversion(FunnelStep.REGISTERED, FunnelStep.SIGNED) == 0
    assert total.conversion(FunnelStep.PRODUCING, FunnelStep.STARTED) is None


def test_costs_divide_the_expenses_told_by_what_those_very_trips_brought():
    cohort = Cohort(
        leads=(
            came("甲", "P1", "T1", region="44"),
            came("乙", "", "T1", region="50"),
            came("丙", "", "T2", region="44"),
        ),
        direct=(),
        trips=(went("T1", 600), went("T2", None), went("T3", 300)),
    )
    total = cohort.row()
    assert (total.trips, total.untold, total.expenses_fen) == (3, 1, 900)
    assert (total.cost_of_lead, total.cost_of_signed) == (450, 900)
    by_trip = {row.key: (row.expenses_fen, row.cost_of_lead) for row in cohort.rows(Grouping.TRIP)}
    assert by_trip == {"T1": (600, 300), "T2": (None, None), "T3": (300, None)}


def test_what_a_grouping_says_nothing_of_stands_in_none_of_its_rows():
    cohort = Cohort(
        leads=(came("甲", industry="food"),),
        direct=(DirectProject(code="P9", keys={Grouping.INDUSTRY: "", Grouping.REGION: "44"}),),
        trips=(went("T1", 600),),
    )
    rows = {
        row.key: (row.counts[FunnelStep.LEADS], row.direct, row.trips)
        for row in cohort.rows(Grouping.INDUSTRY)
    }
    assert rows == {"food": (1, 0, 0), "": (0, 1, 0)}


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, REFORM)


@pytest.fixture
def worked(plan, clerk, reviewer):
    """Three leads: one signed and registered, one in talks, one alone; a project without a lead; a paid trip."""
    journey = returned(clerk, expenses=90_000_00)
    names = ("杭州翀岚电子有限公司", "青岛砚樾食品有限公司", "长沙珩沄装备有限公司")
    one = followed(clerk, name="甲", investor_name=names[0], trip=journey.pk, channel="trip")
    two = followed(clerk, name="乙", investor_name=names[1], region="37", channel="event")
    lead(clerk, name="丙", investor_name=names[2], region="43", trip=journey.pk, channel="trip")
    signed = leads.convert(one.pk, host=COUNTY, expected=1, by=reviewer)
    leads.convert(two.pk, host=COUNTY, expected=1, by=reviewer)
    credits = (host(COUNTY), sponsor(REFORM))
    contract = signing(signed.pk, *credits, on=date(2022, 10, 8), industry="energy_chemical")
    registered = replace(contract, kind=FactKind.REGISTRATION, occurred_on=date(2022, 11, 1), amount_fen=0)
    ledger.post([contract, registered], by=reviewer, reason="十月")
    return {"lead": one.pk, "project": signed.pk, "trip": journey.pk}


@pytest.mark.django_db
@pytest.mark.database
def test_a_cohort_follows_its_leads_from_the_registers_into_the_ledger(worked, clerk):
    found = funnel.cohort(YEAR, as_of=AS_OF, by=clerk)
    total = found.row()
    assert [total.counts[step] for step in FunnelStep] == [3, 0, 2, 1, 1, 0, 0]
    assert (total.cost_of_lead, total.cost_of_signed) == (45_000_00, 90_000_00)
    assert {row.key: row.counts[FunnelStep.LEADS] for row in found.rows(Grouping.CHANNEL)} == {
        "trip": 2,
        "event": 1,
    }
    assert funnel.names_of(Grouping.REGION, ["44", ""]) == {"44": "广东", "": "未填来源地"}
    before = funnel.cohort(YEAR, as_of=date(2022, 10, 31), by=clerk).row()
    assert [before.counts[step] for step in (FunnelStep.SIGNED, FunnelStep.REGISTERED)] == [1, 0]
    earlier = Period(start=date(2022, 1, 1), before=date(2022, 9, 1))
    assert funnel.cohort(earlier, as_of=AS_OF, by=clerk).row().counts[FunnelStep.LEADS] == 0


@pytest.mark.django_db
@pytest.mark.database
def test_a_reversed_signing_leaves_the_funnel_and_what_was_known_before_stays(worked, clerk, reviewer):
    known = Act.objects.order_by("-pk").first().recorded_at
    ledger.reverse(ledger.live_postings(kind="registration")[0].entry, by=reviewer, reason="误报")
    now = funnel.cohort(YEAR, as_of=AS_OF, by=clerk).row()
    then = funnel.cohort(YEAR, as_of=AS_OF, known_at=known, by=clerk).row()
    assert (now.counts[FunnelStep.REGISTERED], then.counts[FunnelStep.REGISTERED]) == (0, 1)


@pytest.mark.django_db
def test_every_figure_opens_to_the_records_behind_it_as_far_as_the_reader_may(worked, clerk):
    found = funnel.cohort(YEAR, as_of=AS_OF, by=clerk)

    def codes(by, **asked):
        told = {"grouping": None, "key": "", "what": "leads"} | asked
        shown, hidden = funnel.records_behind(found, by=by, **told)
        return {one.record.pk: one.may_open for one in shown}, hidden

    assert len(codes(clerk)[0]) == 3
    assert codes(clerk, what="signed", grouping=Grouping.REGION, key="44") == ({worked["project"]: True}, 0)
    assert codes(clerk, what="trips") == ({worked["trip"]: True}, 0)
    other, leader = account(AccountRole.CLERK, "市经信局"), account(AccountRole.LEADER)
    assert codes(other, what="signed") == ({}, 1)
    assert codes(leader, what="signed") == ({worked["project"]: False}, 0)
    with pytest.raises(ValueError, match="nonsense"):
        codes(clerk, what="nonsense")


@pytest.mark.django_db
def test_projects_that_no_lead_led_to_are_told_apart(worked, clerk, reviewer):
    ledger.post([signing("P2022-900", on=date(2022, 5, 1))], by=reviewer, reason="期初")
    told = {"name": "某项目", "investor_name": "某企业", "industry": "food", "region": "44"}
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "期初")
        hosted = told | {"hosts": [[COUNTY, 10_000]]}
        open_in(act, REGISTERS["project"], hosted, unit=COUNTY, code="P2022-900")
    found = funnel.cohort(YEAR, as_of=AS_OF, by=clerk)
    assert [one.code for one in found.direct] == ["P2022-900"]
    assert found.row().counts[FunnelStep.SIGNED] == 1


@pytest.mark.django_db
def test_a_project_that_its_lead_names_is_no_direct_one(clerk, reviewer):
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "登记")
        values = {"name": "储能", "investor_name": "某公司", "region": "44", "industry": "electronics"}
        values["hosts"] = [[COUNTY, 10_000]]
        for code in ("P1", "P2"):
            open_in(act, REGISTERS["project"], values, unit=COUNTY, code=code)
    for code in ("P1", "P2"):
        ledger.post([signing(code, host(COUNTY), on=date(2022, 10, 20))], by=reviewer, reason="签约")
    told = followed(clerk, first_contact_unit=REFORM)
    move_record(told.pk, "convert", expected=1, by=reviewer, values={"project": "P1"})
    total = funnel.cohort(YEAR, as_of=AS_OF, by=clerk).row()
    assert (total.counts[FunnelStep.SIGNED], total.direct) == (1, 1)


@pytest.mark.django_db
def test_a_lead_stands_with_the_unit_it_was_awarded_to(clerk, reviewer):
    told = lead(clerk)
    leads.award(told.pk, unit=COUNTY, reason="首谈在先", expected=1, by=reviewer)
    rows = funnel.cohort(YEAR, as_of=AS_OF, by=clerk).rows(Grouping.UNIT)
    assert [(row.key, row.counts[FunnelStep.LEADS]) for row in rows] == [(COUNTY, 1)]


@pytest.mark.django_db
def test_who_keeps_the_accounts_sees_no_funnel(plan):
    with pytest.raises(AccessRefused):
        funnel.cohort(YEAR, as_of=AS_OF, by=account(AccountRole.SYSTEM))
