"""The pages of leads, offerings, trips and what works, as people of the office use them."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from jinghe.core.counting.entries import Credit, Entry
from jinghe.core.counting.facts import FactKind, Role
from jinghe.core.registers.attracting.lead import VALIDITY
from jinghe.store.models import AccountRole, Record, User
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import open_record
from tests.web.conftest import HOSTILE, YI
from tests.web.markup import markup

OWN = "通川区"
OTHERS = {
    "head": {"role": AccountRole.HEAD, "unit": OWN},
    "checker": {"role": AccountRole.CHECKER, "unit": "市商务局"},
    "system": {"role": AccountRole.SYSTEM},
    "security": {"role": AccountRole.SECURITY},
}
WAY = "2022-10-31"


def opened(kind: str, by: User, state: str = "", **told) -> Record:
    return open_record(kind, told, by=by, unit=by.unit, state=state)


def attracted(city) -> dict:
    """A lead that is overdue, one offering in the reserve, and a trip that left unapproved; by 通川区."""
    by = city["own_clerk"]
    for name, told in OTHERS.items():
        city.setdefault(name, User.objects.get_or_create(username=name, defaults=told)[0])
    place = {"industry": "electronics", "region": "44"}
    offer = opened(
        "offering",
        by,
        name=f"显示模组项目{HOSTILE}",
        industry="electronics",
        investment=12 * YI,
        content="建设显示模组生产线",
        place="通川经开区",
        maturity="ready",
        cooperation=["sole"],
        contact="招商股",
        contact_phone="0818-0000000",
        internal_note="底价另议",
    )
    posted = Entry(
        kind=FactKind.OFFERING,
        subject=offer.pk,
        occurred_on=date(2021, 3, 1),
        credits=(Credit(unit=OWN, role=Role.SPONSOR),),
        investment_fen=12 * YI,
        industry="electronics",
    )
    ledger.post([posted], by=city["reviewer"], reason="入库")
    Record.objects.filter(pk=offer.pk).update(state="offering")
    trip = opened(
        "trip",
        by,
        name="赴广东招商小分队",
        purpose="走访",
        places="深圳、东莞",
        starts_on="2022-10-10",
        ends_on="2022-10-13",
        people=3,
        leader_name="李××",
        leader_rank="deputy",
        region="44",
    )
    lead = opened(
        "lead",
        by,
        "assigned",
        name=f"显示模组投资意向{HOSTILE}",
        intent="拟建显示模组生产线",
        investor_name="深圳骐浔显示科技有限公司",
        investment=12 * YI,
        investor=["private"],
        contact="王经理",
        contact_phone="000-00001234",
        channel="trip",
        trip=trip.pk,
        answers=[offer.pk],
        first_contact_unit=OWN,
        first_reported_on="2022-10-12",
        responded_on="2022-10-13",
        assigned_on="2022-10-14",
        assigned_unit=OWN,
        **{name: True for name, _ in VALIDITY},
        **place,
    )
    return city | {"offer": offer, "trip": trip, "lead": lead}


@pytest.fixture
def office(city):
    return attracted(city)


def text(answer) -> str:
    return re.sub(r"\s+", " ", markup(answer))


def test_what_is_due_stands_on_top_and_leaders_see_no_contacts(office, visit):
    page = text(visit("own_clerk", f"/leads/?as_of={WAY}"))
    assert "首次反馈" in page
    assert "逾期6个工作日" in page
    assert HOSTILE not in page
    for_leaders = text(visit("leader", f"/leads/?as_of={WAY}"))
    assert "显示模组投资意向" in for_leaders
    assert "王经理" not in for_leaders
    assert f"/records/{office['lead'].pk}/" not in for_leaders
    assert "显示模组投资意向" not in text(visit("other_clerk", "/leads/"))
    assert "没有符合条件" in text(visit("own_clerk", "/leads/?state=dropped"))


def test_a_lead_becomes_a_project_with_one_form_and_both_pages_show_the_other(office, visit):
    lead = office["lead"]
    told = {"name": "显示模组项目", "host": OWN, "expected": str(lead.version)}
    answer = visit("own_clerk", f"/leads/{lead.pk}/convert/", "post", data=told)
    project = Record.objects.get(kind="project", name="显示模组项目")
    assert (answer.status_code, answer.url) == (302, f"/records/{project.pk}/")
    assert project.pk in text(visit("own_clerk", f"/records/{lead.pk}/"))
    assert f"/records/{lead.pk}/" in text(visit("own_clerk", f"/records/{project.pk}/"))
    again = visit("own_clerk", f"/leads/{lead.pk}/convert/", "post", data=told)
    assert again.status_code == 409
    assert "已被他人修改" in text(again)


def test_a_conversion_to_a_unit_that_does_not_exist_says_what_to_do(office, visit):
    told = {"host": "无此单位", "expected": str(office["lead"].version)}
    answer = visit("own_clerk", f"/leads/{office['lead'].pk}/convert/", "post", data=told)
    assert answer.status_code == 409
    assert "请在目标任务的责任单位中选择承接单位" in text(answer)


def test_the_city_awards_a_lead_and_others_may_not(office, visit):
    lead = office["lead"]
    told = {"unit": "市发展改革委", "reason": "该委先对接", "expected": str(lead.version)}
    assert visit("own_clerk", f"/leads/{lead.pk}/award/", "post", data=told).status_code == 403
    assert visit("reviewer", f"/leads/{lead.pk}/award/", "post", data=told).status_code == 302
    page = text(visit("own_clerk", f"/records/{lead.pk}/"))
    assert "归市发展改革委。该委先对接" in page
    assert "裁定归市发展改革委" in page


def test_the_form_of_a_lead_shows_who_reported_the_investor_first(office, visit):
    told = {
        "name": "显示面板项目",
        "intent": "建设面板线",
        "industry": "electronics",
        "investor_name": "深圳骐浔显示科技有限公司",
        "region": "44",
        "channel": "visit",
        "first_contact_unit": "达川区",
        "first_reported_on": "2022-10-20",
    }
    answer = visit("other_clerk", "/registers/lead/new/", "post", data=told)
    assert answer.status_code == 422
    assert "通川区已于2022年10月12日首报投资信息" in text(answer)
    told["note"] = "另一事业部"
    assert visit("other_clerk", "/registers/lead/new/", "post", data=told).status_code == 302


def test_a_trip_without_approval_is_marked_in_the_list_the_calendar_and_on_its_page(office, visit):
    for address in ("/trips/?only=wrong", "/trips/calendar/?month=2022-10", f"/records/{office['trip'].pk}/"):
        assert "未批先行" in text(visit("own_clerk", address)), address
    month = text(visit("own_clerk", "/trips/calendar/?month=2022-10"))
    assert "国庆节" in month
    assert "深圳" in month
    assert "本月没有出发的小分队" in text(visit("own_clerk", "/trips/calendar/?month=2022-03"))
    assert visit("own_clerk", "/trips/calendar/?month=9999-99").status_code == 200


def test_the_table_of_trips_lists_those_that_stayed_and_is_exported(office, visit):
    assert "未外出" in text(visit("leader", "/trips/table/"))
    assert "不是有效的日期" in text(visit("leader", "/trips/table/?from=2022-13-01"))
    assert "起始日期晚于结束日期" in text(visit("leader", "/trips/table/?from=2022-10-30&to=2022-02-01"))
    book = load_workbook(io.BytesIO(visit("leader", "/trips/table/?format=xlsx").content))
    values = [row[0].value for row in book.active.iter_rows()]
    assert "合计" in values
    assert "市发展改革委" in values


def test_the_catalogue_marks_what_nobody_refreshed_and_hides_internal_notes(office, visit):
    page = text(visit("other_clerk", f"/offerings/?as_of={WAY}"))
    assert "12亿元" in page
    assert "本年未更新" in page
    assert "1条意向" in page
    assert f"/records/{office['offer'].pk}/" not in page
    assert f"/records/{office['offer'].pk}/" in text(visit("own_clerk", "/offerings/"))
    for who, address in (("other_clerk", "/offerings/"), ("other_clerk", "/offerings/book/")):
        assert "底价另议" not in text(visit(who, address))
    assert "底价另议" in text(visit("own_clerk", f"/records/{office['offer'].pk}/"))
    assert "底价另议" not in text(visit("leader", f"/records/{office['offer'].pk}/"))


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_project_book_is_handed_out_in_three_forms(office, visit, form, begins):
    answer = visit("other_clerk", f"/offerings/book.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert "attachment" in answer["Content-Disposition"]
    assert "底价另议".encode() not in answer.content


def test_a_book_without_offerings_says_so_instead_of_being_empty(office, visit):
    assert "项目册没有内容" in text(visit("own_clerk", "/offerings/book.docx?band=100", follow=True))
    assert "项目册没有内容" in text(visit("own_clerk", "/offerings/book/?band=100"))


def test_a_figure_of_the_funnel_opens_to_what_is_behind_it(office, visit):
    page = text(visit("reviewer", f"/funnel/?as_of={WAY}"))
    assert "登记簿" in page
    assert "没有登记来源信息" in page
    listed = f"/funnel/list/?what=leads&by=channel&key=trip&as_of={WAY}"
    assert "显示模组投资意向" in text(visit("reviewer", listed))
    other = text(visit("other_clerk", listed))
    assert "显示模组投资意向" not in other
    assert "另有 1 条属于其他单位" in other
    assert "小分队外出" in page
