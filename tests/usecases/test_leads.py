"""Leads: the clock, who had an investor first, awards, and a lead that becomes a project."""

from datetime import date

import pytest

from jinghe.core.attracting.lead_clock import LeadClockRule, Urgency, rule_to_json
from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import AccountRole, ActKind, Claim, Record
from jinghe.usecases.attracting import leads
from jinghe.usecases.claims import claims
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.office_rules import lay_down
from jinghe.usecases.common.refusals import ChangedMeanwhile
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.reading import history_of, next_steps
from jinghe.usecases.records.records import RefusedRecord, Suspected, move_record, open_in, record_of
from tests.usecases.attracting import COUNTY, REFORM, followed, lead, offering
from tests.usecases.conftest import YI, account, signing

pytestmark = pytest.mark.django_db
ON = date(2022, 9, 26)


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, REFORM)


@pytest.fixture
def head(plan):
    return account(AccountRole.HEAD, REFORM)


@pytest.fixture
def county(plan):
    return account(AccountRole.CLERK, COUNTY)


@pytest.fixture
def leader(plan):
    return account(AccountRole.LEADER)


def test_a_lead_goes_from_first_report_to_feedback_with_a_date_at_each_step(clerk, county):
    found = lead(clerk)
    assert found.pk == f"L{found.created.recorded_at.year}-00001"
    assert leads.due_of_record(found, date(2022, 9, 1)).name == "响应"
    found = move_record(found.pk, "respond", expected=1, by=clerk, values={"responded_on": "2022-09-02"})
    with pytest.raises(RefusedRecord, match="assigned_unit"):
        move_record(found.pk, "assign", expected=2, by=clerk, values={"assigned_on": "2022-09-05"})
    told = {"assigned_on": "2022-09-05", "assigned_unit": COUNTY}
    found = move_record(found.pk, "assign", expected=2, by=clerk, values=told)
    assert leads.due_of_record(found, ON).text == "逾期9个工作日"
    assert [step.code for step in next_steps(found, by=county)] == ["feed_back", "convert"]
    with pytest.raises(RefusedRecord, match="note"):
        move_record(found.pk, "feed_back", expected=3, by=county, values={"fed_back_on": "2022-09-23"})
    move_record(
        found.pk, "feed_back", expected=3, by=county, values={"fed_back_on": "2022-09-23"}, note="已实地考察"
    )
    assert leads.due_of_record(record_of(found.pk, by=clerk), ON).urgency is Urgency.OPEN


@pytest.mark.database
def test_the_list_shows_what_is_due_first_and_leaders_read_lines_without_contacts(clerk, leader):
    lead(clerk, name="甲投资意向", investor_name="杭州翀岚电子有限公司", first_reported_on="2022-09-23")
    lead(clerk, name="乙投资意向", investor_name="青岛砚樾食品有限公司", first_reported_on="2022-09-20")
    followed(clerk, name="丙投资意向", investor_name="长沙珩沄装备有限公司", fed_back_on="2022-09-22")
    found = leads.list_leads(by=leader, on=ON)
    assert [(line.name, line.due.urgency) for line in found.lines] == [
        ("乙投资意向", Urgency.OVERDUE),
        ("甲投资意向", Urgency.SOON),
        ("丙投资意向", Urgency.OPEN),
    ]
    assert found.counts == {Urgency.OVERDUE: 1, Urgency.SOON: 1, Urgency.OPEN: 1}
    assert [line.name for line in leads.list_leads(by=leader, on=ON, urgency="overdue").lines] == [
        "乙投资意向"
    ]
    assert [line.name for line in leads.list_leads(by=leader, on=ON, text="qingdao").lines] == ["乙投资意向"]
    assert not hasattr(found.lines[0], "contact")
    with pytest.raises(AccessRefused):
        record_of(found.lines[0].code, by=leader)


def test_departments_keep_their_own_and_the_assigned_unit_is_involved(clerk, county, reviewer):
    followed(clerk)
    other = account(AccountRole.CLERK, "市经信局")
    assert [leads.list_leads(by=who, on=ON).total for who in (clerk, county, reviewer, other)] == [1, 1, 1, 0]


def test_the_terms_are_data_of_the_office(clerk, reviewer):
    lead(clerk, first_reported_on="2022-09-23")
    content = rule_to_json(LeadClockRule(respond=5))
    lay_down(leads.LEAD_CLOCK, 2022, content, effective_on=date(2022, 1, 1), by=reviewer, reason="放宽")
    assert leads.list_leads(by=clerk, on=ON).lines[0].due.due.on == date(2022, 9, 30)


def test_a_second_unit_that_reports_an_investor_is_told_who_had_it_first_and_needs_a_reason(clerk):
    first = lead(clerk)
    other = account(AccountRole.CLERK, "市经信局")
    told = {"name": "新能源基地", "first_reported_on": "2022-09-20"}
    with pytest.raises(Suspected) as refused:
        lead(other, "市经信局", **told)
    assert f"{REFORM}已于2022年9月1日首报投资信息“锂电材料投资意向”（{first.pk}）" in refused.value.text
    assert "投资方相同" in refused.value.text
    with pytest.raises(Suspected):
        lead(other, "市经信局", investor_name="骐浔新能源", **told)
    kept = lead(other, "市经信局", note="投资方另一事业部，选址不同", **told)
    assert history_of(kept)[0].payload["note"] == "投资方另一事业部，选址不同"
    lead(other, "市经信局", **told | {"investor_name": "合肥晖玥光电有限公司"})


def test_a_project_of_the_investor_is_shown_too_but_not_twice_with_the_lead_it_came_from(clerk, county):
    found = followed(clerk)
    leads.convert(found.pk, host=COUNTY, expected=1, by=county)
    with pytest.raises(Suspected) as refused:
        lead(account(AccountRole.CLERK, "市经信局"), "市经信局")
    assert [one.candidate.code for one in refused.value.suspects] == [found.pk]


def test_a_project_that_came_without_a_lead_was_first_too(clerk, reviewer):
    ledger.post([signing("P2022-001", on=date(2022, 3, 1))], by=reviewer, reason="期初")
    told = {
        "name": "储能电池项目",
        "investor_name": "深圳骐浔新能源科技有限公司",
        "industry": "energy_chemical",
    }
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "期初")
        hosted = told | {"region": "44", "hosts": [[COUNTY, 10_000]]}
        open_in(act, REGISTERS["project"], hosted, unit=COUNTY, code="P2022-001")
    with pytest.raises(Suspected) as refused:
        lead(clerk)
    assert f"{COUNTY}已于2022年3月1日首报招商项目“储能电池项目”（P2022-001）" in refused.value.text


def test_the_city_awards_a_disputed_lead_and_the_reason_stays(clerk, reviewer):
    found = lead(clerk)
    with pytest.raises(AccessRefused):
        leads.award(found.pk, unit="市经信局", reason="首报", expected=1, by=clerk)
    with pytest.raises(RefusedRecord, match="reason"):
        leads.award(found.pk, unit="市经信局", reason=" ", expected=1, by=reviewer)
    with pytest.raises(ChangedMeanwhile):
        leads.award(found.pk, unit="市经信局", reason="首报", expected=7, by=reviewer)
    awarded = leads.award(found.pk, unit="市经信局", reason="该单位先对接", expected=1, by=reviewer)
    assert awarded.values["sponsors"] == [["市经信局", 10_000]]
    assert awarded.units == f",{REFORM},市经信局,"
    last = history_of(awarded)[-1]
    assert (last.kind, last.payload) == ("awarded", {"unit": "市经信局", "note": "该单位先对接"})


@pytest.mark.database
def test_a_lead_becomes_a_project_in_one_act_with_nothing_typed_twice(clerk, county):
    found = followed(clerk, answers=[offering(clerk).pk])
    project = leads.convert(found.pk, host=COUNTY, expected=1, by=county)
    assert (project.kind, project.state, project.unit) == ("project", "talks", COUNTY)
    assert project.values == {
        "name": "锂电材料投资意向",
        "content": "拟建锂电材料生产线",
        "industry": "energy_chemical",
        "investor_name": "深圳骐浔新能源科技有限公司",
        "region": "44",
        "investor": ["private"],
        "investment": 6 * YI,
        "channel": "visit",
        "hosts": [[COUNTY, 10_000]],
        "sponsors": [[REFORM, 10_000]],
        "lead": found.pk,
    }
    became = record_of(found.pk, by=clerk)
    assert (became.state, became.values["project"]) == ("converted", project.pk)
    assert became.changed_id == project.created_id
    assert leads.due_of_record(became, ON) is None
    assert [one.pk for one in leads.leads_answering(found.values["answers"][0])] == [found.pk]


@pytest.mark.parametrize(
    ("who", "change", "refused"),
    [
        ("other", {}, AccessRefused),
        ("county", {"has_means": False}, RefusedRecord),
        ("county", {"state": "responded"}, RefusedRecord),
        ("county", {"investment": None}, RefusedRecord),
    ],
)
def test_a_lead_that_is_not_ready_becomes_no_project(clerk, county, who, change, refused):
    found = followed(clerk, **change)
    by = county if who == "county" else account(AccountRole.CLERK, "市经信局")
    with pytest.raises(refused):
        leads.convert(found.pk, host=COUNTY, expected=1, by=by)
    assert not Record.objects.filter(kind="project").exists()


def test_a_lead_does_not_become_a_project_that_is_there_already_without_a_reason(clerk, county):
    first = leads.convert(followed(clerk).pk, host=COUNTY, expected=1, by=county)
    again = followed(clerk, note="另一条线索").pk
    with pytest.raises(Suspected) as told:
        leads.convert(again, host=COUNTY, expected=1, by=county)
    assert first.pk in told.value.text
    project = leads.convert(again, host=COUNTY, note="另一生产线", expected=1, by=county)
    assert history_of(project)[0].payload["note"] == f"由投资信息{again}转化；另一生产线"


def test_a_lead_can_become_a_project_before_the_first_feedback(clerk, county):
    found = followed(clerk, state="assigned", fed_back_on=None)
    assert leads.convert(found.pk, host=COUNTY, expected=1, by=county).state == "talks"


def test_certifying_makes_it_a_valid_lead_and_a_converted_one_stays_converted(clerk, head, county, reviewer):
    found = followed(clerk)
    claim = claims.draft_claim(FactKind.LEAD, found.pk, {"occurred_on": "2022-09-09"}, by=clerk)
    claims.submit([claim.pk], by=head)
    act = claims.certify([claim.pk], by=reviewer)
    posting = ledger.live_postings(subject=found.pk)[0]
    assert (posting.unit, posting.investment_fen, posting.region) == (REFORM, 6 * YI, "44")
    valid = record_of(found.pk, by=clerk)
    assert (valid.state, valid.changed_id) == ("lead", act.pk)
    leads.convert(found.pk, host=COUNTY, expected=valid.version, by=county)
    claim = Claim.objects.get()
    claims.reverse_claim(claim.pk, note="重复", expected=claim.version, by=reviewer)
    assert Claim.objects.get().state == ClaimState.REVERSED
    assert record_of(found.pk, by=clerk).state == "converted"


def test_a_lead_whose_recognition_is_reversed_goes_back_to_where_people_had_left_it(clerk, head, reviewer):
    found = followed(clerk)
    claim = claims.draft_claim(FactKind.LEAD, found.pk, {"occurred_on": "2022-09-09"}, by=clerk)
    claims.submit([claim.pk], by=head)
    claims.certify([claim.pk], by=reviewer)
    claim.refresh_from_db()
    claims.reverse_claim(claim.pk, note="投资方撤回", expected=claim.version, by=reviewer)
    assert record_of(found.pk, by=clerk).state == "followed"


def test_a_lead_that_does_not_meet_the_criteria_of_validity_cannot_be_claimed(clerk, head):
    found = followed(clerk, has_means=False, fits_policy=None)
    claim = claims.draft_claim(FactKind.LEAD, found.pk, {"occurred_on": "2022-09-09"}, by=clerk)
    with pytest.raises(claims.RefusedClaims) as refused:
        claims.submit([claim.pk], by=head)
    assert "有投资实力" in refused.value.text
    assert "符合产业政策" in refused.value.text
    assert "有投资主体" not in refused.value.text


def test_what_a_reader_may_not_open_is_counted(clerk, county):
    own = followed(clerk)
    other = followed(clerk, note="另一笔", assigned_unit=REFORM)
    shown, hidden = leads.shown_to([own, other], county)
    assert ([one.pk for one in shown], hidden) == ([own.pk], 1)
