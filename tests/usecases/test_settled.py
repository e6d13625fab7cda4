"""What the form of a record is refused, drawn as a table; who is told of a step; and what has not happened yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinghe.store.models import AccountRole, Message, Record
from jinghe.usecases.attracting import leads
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.records.records import RefusedRecord, change_record, move_record, open_record, record_of
from jinghe.usecases.service import duties
from jinghe.usecases.service.cases import open_case
from tests.builders import rows
from tests.usecases.attracting import COUNTY, REFORM, followed, lead, trip
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, REFORM)


@pytest.fixture
def head(plan):
    return account(AccountRole.HEAD, REFORM)


def case(by) -> Record:
    told = {
        "name": "厂房用气报装",
        "type": "gas",
        "source": "enterprise",
        "way": "window",
        "received_on": "2022-09-01",
        "company": "某公司",
    }
    return open_case(told, by=by)


def incentive(by) -> Record:
    told = {
        "name": "设备补助",
        "policy": "市招商政策第9条",
        "company": "某公司",
        "promised": 100_0000_00,
        "applied_on": "2022-09-01",
        "review_by": "2022-09-30",
    }
    return open_record("incentive", told, by=by)


OPENED = {"lead": followed, "service_case": case, "incentive": incentive, "trip": trip}

CHANGES = """
    kind         | changes                          | unit               | city
    lead         | intent=另有二期                  | taken              | taken
    lead         | first_reported_on=2022-08-01     | 首报日期           | taken
    lead         | first_contact_unit=通川区        | 首报单位           | taken
    lead         | responded_on=2022-09-01          | 由办理步骤填写     | 由办理步骤填写
    lead         | assigned_unit=达川区             | 由办理步骤填写     | 由办理步骤填写
    service_case | company=改名公司                 | taken              | taken
    service_case | type=other                       | 类型               | taken
    service_case | way=online                       | 受理方式           | taken
    service_case | received_on=2022-09-20           | 提出日期           | taken
    incentive    | promised=1                       | 承诺金额           | taken
    incentive    | review_by=2023-09-30             | 审核期限           | taken
    incentive    | policy=另一条                    | taken              | taken
    trip         | reported_on=2022-09-01           | 由办理步骤填写     |
"""


@pytest.mark.parametrize("line", rows(CHANGES), ids=lambda line: f"{line['kind']} {line['changes']}")
def test_the_form_takes_what_the_table_says(line, clerk, reviewer):
    name, text = line["changes"].split("=")
    for by, says in ((clerk, line["unit"]), (reviewer, line["city"])):
        if not says:
            continue
        found = OPENED[line["kind"]](clerk)
        changes = {name: int(text) if text.isdigit() else text}
        if says == "taken":
            assert change_record(found.pk, changes, expected=1, by=by).values[name] == changes[name]
        else:
            with pytest.raises(RefusedRecord) as refused:
                change_record(found.pk, changes, expected=1, by=by)
            assert says in refused.value.text
        move_to_dropped(found, clerk)


def move_to_dropped(found: Record, by) -> None:
    """So that the next lead of the same investor is no second report."""
    if found.kind == "lead":
        move_record(found.pk, "drop", expected=record_of(found.pk, by=by).version, by=by, note="另行登记")


def test_a_unit_neither_changes_the_measure_of_its_duty_nor_its_words(plan, reviewer):
    duties.take_up(plan_of(plan), by=reviewer)
    found = Record.objects.filter(kind="duty", unit="市生态环境局", values__measure="eia").get()
    own = account(AccountRole.CLERK, "市生态环境局")
    for name, value in (("measure", None), ("name", "另一项"), ("year", 2023)):
        with pytest.raises(RefusedRecord, match=name):
            change_record(found.pk, {name: value}, expected=1, by=own)
    told = {"deliverables": "办结清单", "contact": "审批科"}
    assert change_record(found.pk, told, expected=1, by=own).values["contact"] == "审批科"


def test_an_investor_whom_somebody_reported_first_is_not_taken_over_by_a_later_change(clerk, plan):
    lead(clerk)
    other = account(AccountRole.CLERK, COUNTY)
    second = lead(other, COUNTY, investor_name="成都另一家医药集团有限公司", first_reported_on="2022-09-10")
    taking = {"investor_name": "深圳骐浔新能源科技有限公司"}
    with pytest.raises(RefusedRecord) as refused:
        change_record(second.pk, taking, expected=1, by=other)
    assert f"{REFORM}已于2022年9月1日首报投资信息" in refused.value.text
    changed = change_record(second.pk, taking, expected=1, by=other, note="两家分别洽谈")
    assert changed.values["investor_name"] == taking["investor_name"]
    assert change_record(second.pk, {"intent": "再谈"}, expected=2, by=other).version == 3


def test_whose_a_lead_is_stays_as_the_city_awarded_it(clerk, reviewer):
    found = lead(clerk)
    leads.award(found.pk, unit=COUNTY, reason="首谈在先", expected=1, by=reviewer)
    with pytest.raises(RefusedRecord, match="sponsors"):
        change_record(found.pk, {"sponsors": [[REFORM, 10_000]]}, expected=3, by=clerk)


FUTURE = {
    "lead": {"first_reported_on": TOMORROW},
    "rendered": {"name": "走访", "rendered_on": TOMORROW, "company": "某公司"},
    "leadership": {
        "name": "研究",
        "held_on": TOMORROW,
        "way": "study",
        "person": "张三",
        "post": "主任",
        "content": "专题研究",
    },
}


@pytest.mark.parametrize("kind", FUTURE)
def test_what_has_not_happened_yet_is_not_written_down(kind, clerk):
    with pytest.raises(RefusedRecord) as refused:
        lead(clerk, **FUTURE[kind]) if kind == "lead" else open_record(kind, FUTURE[kind], by=clerk)
    assert "不能晚于今天" in refused.value.text


def test_a_step_is_not_taken_tomorrow(clerk, head):
    found = trip(clerk)
    told = {"approved_on": TOMORROW, "approved_by": "主任"}
    with pytest.raises(RefusedRecord, match="approved_on"):
        move_record(found.pk, "approve", expected=1, by=head, values=told)


def test_the_city_hears_of_an_approved_trip_and_a_unit_of_the_lead_it_is_to_follow(clerk, head):
    found = trip(clerk)
    told = {"approved_on": "2022-09-02", "approved_by": "主任"}
    move_record(found.pk, "approve", expected=1, by=head, values=told)
    message = Message.objects.get()
    assert (message.unit, message.link) == ("", f"/records/{found.pk}/")
    assert message.title == f"小分队批准：{found.name}"
    told = lead(clerk)
    move_record(told.pk, "respond", expected=1, by=clerk, values={"responded_on": "2022-09-02"})
    assigned = {"assigned_on": "2022-09-05", "assigned_unit": COUNTY}
    move_record(told.pk, "assign", expected=2, by=clerk, values=assigned)
    assert Message.objects.latest("pk").unit == COUNTY


def test_a_lead_is_tied_to_no_project_that_one_may_not_read(clerk, head):
    found = followed(clerk)
    other = account(AccountRole.CLERK, "达川区")
    told = {"name": "储能", "investor_name": "某公司", "region": "44", "industry": "electronics"}
    theirs = open_record("project", told | {"hosts": [["达川区", 10_000]]}, by=other)
    for code in (theirs.pk, "P2022-999"):
        with pytest.raises(RefusedRecord) as refused:
            move_record(found.pk, "convert", expected=1, by=clerk, values={"project": code})
        assert refused.value.text == f"“转化的项目”：没有您能查看的编号为“{code}”的记录。"
