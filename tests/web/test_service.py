"""Pages of serving: who sees what, why a step is refused, nothing inline, contacts for those concerned alone."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jinghe.core.service.clock_events import EventKind
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, Message, OfficeRule, Record, User
from jinghe.usecases.records.records import open_record
from jinghe.usecases.service import cases
from jinghe.usecases.service.approvals import approvals_of, lay_out
from jinghe.usecases.service.cases import CaseStep
from jinghe.usecases.service.duties import take_up
from jinghe.web.drawing.gantt import gantt
from tests.web.conftest import HOSTILE
from tests.web.markup import markup
from tests.web.test_safety import of_each_kind, read

WORKS = "市住房城乡建设局"
TODAY = "2022-10-31"
CASE = {
    "name": f"厂区用气报装{HOSTILE}",
    "type": "gas",
    "source": "enterprise",
    "received_on": "2022-10-10",
    "company": f"某公司{HOSTILE}",
    "project": "甲",
    "hosts": [["通川区", 10_000]],
    "contact": "王经理",
    "contact_phone": "13800000000",
}
INCENTIVE = {
    "name": f"设备补助{HOSTILE}",
    "policy": "激励办法",
    "company": "某公司",
    "promised": 3_000_000,
    "applied_on": "2022-04-18",
    "review_by": "2022-05-31",
}


def served(city) -> dict:
    """The city with a case of the department's, a duty of each, an incentive, and approvals of 甲."""
    city["department"] = User.objects.create(username="zhujian", role=AccountRole.CLERK, unit=WORKS)
    by, department = city["reviewer"], city["department"]
    held = cases.open_case(CASE, by=department)
    begun = CaseStep(kind=EventKind.STARTED, on=date(2022, 10, 10), agent="周敏")
    cases.take_step(held.pk, begun, expected=1, by=department)
    take_up(builtin_plan(), by=by)
    open_record("incentive", INCENTIVE, by=department)
    lay_out("甲", date(2022, 8, 1), by=by)
    return city


@pytest.fixture
def serving(city):
    return served(city)


@pytest.fixture
def case(serving) -> Record:
    return Record.objects.get(kind="service_case")


@pytest.fixture
def send(serving, visit, case):
    """send("department", "paused", "2022-10-11", …): a step as its form sends it."""

    def sent(who: str, kind: str, on: str, **told):
        version = str(Record.objects.get(pk=case.pk).version)
        data = {"kind": kind, "on": on, "expected": version} | told
        return visit(who, f"/service/{case.pk}/steps/", "post", data=data)

    return sent


PAGES = (
    "/service/",
    "/service/new/",
    "/service/limits/?type=gas",
    "/duties/",
    "/incentives/",
    "/approvals/",
    "/approvals/甲/",
    "/approvals/乙/",
    "/approvals/template/",
)


def address_of(word: str) -> str:
    named = {"case": "service_case", "duty": "duty", "approval": "approval"}
    if word not in named:
        return word
    found = Record.objects.filter(kind=named[word])
    record = found.filter(unit=WORKS).first() if word == "duty" else found.order_by("pk").first()
    return f"/records/{record.pk}/"


@pytest.mark.parametrize("who", ["reviewer", "department", "own_clerk"])
def test_pages_hold_nothing_inline_and_escape_what_people_wrote(who, serving, visit, case):
    links = set()
    for address in (*PAGES, f"/records/{case.pk}/", address_of("duty"), address_of("approval")):
        page = visit(who, address)
        assert read(page).found == [], address
        assert "<script>alert" not in markup(page), address
        links |= of_each_kind(read(page).links)
    if who == "reviewer":
        assert [link for link in sorted(links) if visit(who, link).status_code >= 400] == []


def test_whom_to_call_is_told_to_the_unit_and_the_city_alone(serving, visit, case):
    told = {
        who: "13800000000" in markup(visit(who, f"/records/{case.pk}/"))
        for who in ("reviewer", "department", "own_clerk", "leader", "performance", "auditor")
    }
    assert told == {"reviewer": True, "department": True} | dict.fromkeys(
        ("own_clerk", "leader", "performance", "auditor"), False
    )
    visit(
        "department",
        f"/records/{case.pk}/edit/",
        "post",
        data=_form(case) | {"contact_phone": "13900000000"},
    )
    assert "13900000000" in markup(visit("department", f"/records/{case.pk}/"))
    for who in ("own_clerk", "leader"):
        page = markup(visit(who, f"/records/{case.pk}/"))
        assert "13800000000" not in page and "13900000000" not in page
        assert "（不公开）" in page


def _form(case: Record) -> dict[str, str]:
    held = Record.objects.get(pk=case.pk)
    told = {
        name: str(held.values[name])
        for name in ("name", "type", "source", "received_on", "company", "contact")
    }
    return told | {"hosts": "通川区", "project": "甲", "expected": str(held.version)}


def test_a_page_says_what_is_used_what_is_left_and_until_when(serving, visit, case):
    page = markup(visit("department", f"/records/{case.pk}/?as_of=2022-10-13"))
    assert "已用 <b>3</b>，时限 <b>6</b> 个工作日，还剩 <b>3</b>" in page
    assert "2022年10月18日" in page and "时限过半" in page
    assert f"{WORKS} 周敏" in page
    late = markup(visit("department", f"/records/{case.pk}/?as_of=2022-10-20"))
    assert "逾期 <b>2</b>" in late and "已到第3级：市局" in late


def test_the_list_sorts_by_urgency_and_filters_by_light(serving, visit):
    page = markup(visit("department", f"/service/?as_of={TODAY}"))
    assert "已逾期 1" in page and "厂区用气报装" in page
    assert "没有这样的诉求" in markup(visit("department", f"/service/?as_of={TODAY}&light=paused"))
    assert "厂区用气报装" not in markup(visit("other_clerk", f"/service/?as_of={TODAY}"))


def test_steps_go_from_the_form_to_the_clock(send, case, visit):
    for kind, on, told in (
        ("step_finished", "2022-10-11", {"step": "受理签约"}),
        ("paused", "2022-10-12", {"reason": "管线施工审批"}),
        ("resumed", "2022-10-17", {}),
        ("transferred", "2022-10-18", {"agent": "吴倩", "unit": WORKS, "note": "调休"}),
        ("closed", "2022-10-19", {"rating": "4", "note": "已通气"}),
        ("reopened", "2022-10-20", {"note": "压力不足"}),
    ):
        answer = send("department", kind, on, **told)
        assert (answer.status_code, answer["Location"]) == (302, f"/records/{case.pk}/")
    page = markup(visit("department", f"/records/{case.pk}/?as_of=2022-10-24"))
    assert "已用 <b>6</b>" in page
    told = ("环节办结（2022年10月11日）：受理签约", "办结（2022年10月19日）：企业评价4分")
    for said in (*told, f"转办（2022年10月18日）：{WORKS} 吴倩"):
        assert said in page


@pytest.mark.parametrize(
    ("kind", "on", "told", "said"),
    [
        ("paused", "2022-10-11", {"reason": "放假"}, "不是这类事项可以暂停的理由"),
        ("closed", "2022-10-11", {}, "请填写企业评价"),
        ("closed", "2022-10-11", {"rating": "很好"}, "企业评价应为1至5分"),
        ("closed", "2022-10-11", {"rating": "9"}, "企业评价应为1至5分"),
        ("started", "2022-10-11", {"agent": "王强"}, "已经受理过"),
        ("flown", "2022-10-11", {}, "请选择要登记的步骤"),
        ("closed", "", {"rating": "5"}, "请填写日期"),
        ("closed", "昨天", {"rating": "5"}, "不是日期"),
        ("closed", "2022-10-11", {"rating": "5", "expected": "1"}, "已被他人修改"),
        ("declined", "2022-10-11", {"note": "不归我们管"}, "只有还没有受理的诉求可以不予受理"),
    ],
)
def test_a_step_that_is_refused_says_why_and_writes_nothing(kind, on, told, said, send, case):
    before = Record.objects.get(pk=case.pk).version
    answer = send("department", kind, on, **told)
    assert answer.status_code == 409
    assert said in markup(answer)
    assert Record.objects.get(pk=case.pk).version == before


def test_who_only_reads_a_case_takes_no_step(send, case):
    assert [send(who, "closed", "2022-10-11", rating="5").status_code for who in ("own_clerk", "leader")] == [
        403,
        403,
    ]


def test_a_new_case_is_written_down_and_what_was_typed_stays_where_it_is_wrong(serving, visit):
    today = timezone.localdate().isoformat()
    told = {"name": "用水报装", "type": "water", "source": "enterprise", "received_on": today}
    wrong = visit("department", "/service/new/", "post", data=told)
    assert wrong.status_code == 422
    assert "请填写“企业名称”" in markup(wrong) and 'value="用水报装"' in markup(wrong)
    made = visit("department", "/service/new/", "post", data=told | {"company": "某酒店", "project": "甲"})
    record = Record.objects.get(kind="service_case", name="用水报装")
    assert (made["Location"], record.unit) == (f"/records/{record.pk}/", WORKS)
    assert record.values["hosts"] == [["通川区", 10_000]]
    page = markup(visit("department", f"/records/{record.pk}/"))
    assert "受理" in page and "不予受理" in page and "还剩" not in page


def test_the_city_names_the_unit_of_a_new_case(serving, visit):
    told = {"name": "用电", "type": "power", "source": "city", "received_on": "2022-10-20", "company": "某厂"}
    assert "请选择“承办单位”" in markup(visit("reviewer", "/service/new/", "post", data=told))
    visit("reviewer", "/service/new/", "post", data=told | {"unit": "市经信局"})
    assert Record.objects.get(name="用电").unit == "市经信局"
    visit("department", "/service/new/", "post", data=told | {"name": "用电二", "unit": "市经信局"})
    assert Record.objects.get(name="用电二").unit == WORKS


def test_the_city_sends_warnings_once(serving, visit):
    assert visit("department", "/service/warnings/", "post").status_code == 403
    visit("reviewer", f"/service/warnings/?as_of={TODAY}", "post")
    sent = Message.objects.filter(kind="service").count()
    assert sent == 2
    visit("reviewer", f"/service/warnings/?as_of={TODAY}", "post")
    assert Message.objects.filter(kind="service").count() == sent


def test_duties_show_every_unit_and_to_others_no_justification(serving, visit):
    duty = Record.objects.filter(kind="duty", unit="市水务局").first()
    clerk = User.objects.create(username="shuiwu", role=AccountRole.CLERK, unit="市水务局")
    serving["water"] = clerk
    data = {"judgement": "under_way", "justification": "容缺预审14个项目", "expected": "1"}
    assert visit("water", f"/records/{duty.pk}/moves/judge/", "post", data=data).status_code == 302
    for who, told in (("reviewer", True), ("water", True), ("own_clerk", False)):
        page = markup(visit(who, f"/duties/?as_of={TODAY}"))
        assert "进行中" in page and "其他市级部门" in page
        assert ("容缺预审14个项目" in page) is told, who
    assert (
        visit("water", f"/records/{duty.pk}/moves/confirm/", "post", data={"expected": "2"}).status_code
        == 403
    )
    assert (
        visit("reviewer", f"/records/{duty.pk}/moves/confirm/", "post", data={"expected": "2"}).status_code
        == 302
    )


def test_the_records_of_duties_are_made_by_the_city(city, visit):
    assert "登记目标任务中的30项职责" in markup(visit("reviewer", "/duties/"))
    assert "请联系市局" in markup(visit("own_clerk", "/duties/"))
    assert visit("own_clerk", "/duties/take-up/", "post").status_code == 403
    assert visit("reviewer", "/duties/take-up/", "post").status_code == 302
    assert Record.objects.filter(kind="duty").count() == 30


def test_a_plan_of_approvals_is_made_from_the_page_of_a_project(serving, visit):
    assert reverse("approvals_of", args=["乙"]) in markup(visit("own_clerk", "/records/乙/"))
    assert visit("own_clerk", "/approvals/乙/", "post", data={"begins_on": "x"}).status_code == 409
    assert visit("own_clerk", "/approvals/乙/", "post", data={"begins_on": "2022-09-01"}).status_code == 302
    page = markup(visit("own_clerk", f"/approvals/乙/?as_of={TODAY}"))
    assert page.count("<rect") == 14 and 'class="today"' in page
    assert visit("own_clerk", "/approvals/乙/", "post", data={"begins_on": "2022-09-01"}).status_code == 409


def test_the_picture_of_approvals_is_as_the_days_are(serving, people):
    plan = approvals_of(Record.objects.get(pk="甲"), by=people["reviewer"], as_of=date(2022, 9, 1))
    picture = gantt(plan.approvals, date(2022, 9, 1))
    ends = [Fraction(bar.x) + Fraction(bar.width) for bar in picture.bars]
    assert [bar.approval.planned_from for bar in picture.bars] == sorted(
        one.planned_from for one in plan.approvals
    )
    assert max(ends) <= picture.width
    assert len(picture.arrows) == sum(len(one.follows) for one in plan.approvals)
    assert [month.label for month in picture.months][:2] == ["2022年8月", "9月"]
    assert gantt(plan.approvals, date(2021, 1, 1)).today is None


def test_the_template_and_the_terms_are_changed_by_the_city_with_a_reason(serving, visit):
    text = "备案 | 2 | 承接单位 | —\n环评 | 5 | 市生态环境局 | 备案"
    told = {"text": text, "effective_on": "2022-11-01", "reason": "精简"}
    wrong = visit(
        "reviewer", "/approvals/template/", "post", data=told | {"text": "备案 | 二 | 承接单位 | —"}
    )
    assert wrong.status_code == 422 and "“二”不是1至400个工作日" in markup(wrong)
    assert visit("reviewer", "/approvals/template/", "post", data=told | {"reason": ""}).status_code == 422
    assert visit("reviewer", "/approvals/template/", "post", data=told).status_code == 302
    limits = {
        "type": "gas",
        "overall": "4",
        "effective_on": "2022-11-01",
        "reason": "提速",
        "steps": "受理 | 1",
    }
    assert visit("own_clerk", "/service/limits/", "post", data=limits).status_code == 403
    for wrong in (
        {"overall": "四"},
        {"reason": ""},
        {"unit": "市海洋局"},
        {"effective_on": "x"},
        {"type": "x"},
    ):
        assert visit("reviewer", "/service/limits/", "post", data=limits | wrong).status_code == 422, wrong
    assert visit("reviewer", "/service/limits/", "post", data=limits).status_code == 302
    assert OfficeRule.objects.filter(name__in=("approvals", "case_kinds")).count() == 2


def test_without_a_day_asked_clocks_run_up_to_today(serving, visit, monkeypatch):
    today = timezone.localdate()
    page = markup(visit("department", "/service/"))
    assert f"截至{today.year}年{today.month}月{today.day}日" in page
    monkeypatch.setattr("jinghe.web.frame.clock_day.is_demonstration", lambda: True)
    assert f"截至{today.year}年{today.month}月{today.day}日" not in markup(visit("department", "/service/"))


EVIL = ['"><img src=x onerror=alert(1)>', "%ff", "9" * 400, "' OR 1=1 --"]
ASKED = (
    "/service/?light={}&unit={}&type={}",
    "/service/limits/?type={}",
    "/approvals/{}/",
    "/service/new/?project={}",
)


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("address", ASKED)
def test_a_hostile_address_is_answered_without_failing(address, evil, serving, visit):
    answer = visit("reviewer", address.replace("{}", evil))
    assert answer.status_code in (200, 404)
    assert "<img src=x" not in markup(answer)


@pytest.mark.parametrize(
    "address", ["/service/", "/duties/", "/incentives/", "/approvals/", "/approvals/甲/"]
)
def test_a_page_asks_no_more_of_more_cases(address, serving, visit):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visit("reviewer", f"{address}?as_of={TODAY}").status_code == 200
        return len(queries)

    before = asked()
    for number in range(5):
        held = cases.open_case(CASE | {"name": f"用气{number}"}, by=serving["department"])
        begun = CaseStep(kind=EventKind.STARTED, on=date(2022, 10, 10), agent="周敏")
        cases.take_step(held.pk, begun, expected=1, by=serving["department"])
        open_record("incentive", INCENTIVE | {"name": f"补助{number}"}, by=serving["department"])
    lay_out("乙", date(2022, 8, 1), by=serving["reviewer"])
    assert asked() <= before < 45


def test_a_case_begins_on_its_own_page_alone(city, visit):
    for method in ("get", "post"):
        answer = visit("own_clerk", "/registers/service_case/new/", method)
        assert (answer.status_code, answer["Location"]) == (302, "/service/new/")
