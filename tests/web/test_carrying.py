"""Carrying the plan in the browser's eyes: letters, parts, proposals, measures and contacts, typed and read back."""

import re

import pytest

from jinghe.store.models import AccountRole, PlanRevision, Record, User
from jinghe.usecases.records.records import change_record, open_record
from tests.web.conftest import HOSTILE
from tests.web.markup import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(city):
    city["head"] = User.objects.create(username="head", role=AccountRole.HEAD, unit="通川区")
    return city


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup(response)))


def digest(page: str) -> str:
    found = re.search(r'name="digest" value="(\w{64})"', page)
    assert found
    return found[1]


def test_the_head_signs_and_the_city_sees_who_has_not(head, visit):
    assert "未签收" in text(visit("reviewer", "/sign-off/"))
    shown = markup(visit("head", "/sign-off/通川区/"))
    told = {"digest": digest(shown), "name": "陈建华"}
    assert visit("head", "/sign-off/通川区/sign/", "post", data=told).status_code == 302
    matrix = text(visit("reviewer", "/sign-off/?state=signed"))
    assert "通川区" in matrix
    assert "陈建华" in matrix
    assert "达川区" not in matrix
    assert "通川区" not in text(visit("reviewer", "/sign-off/?state=unsigned"))


def test_a_letter_that_has_changed_since_is_not_signed_and_the_name_stays(head, visit):
    told = {"digest": "0" * 64, "name": f"陈{HOSTILE}"}
    answer = visit("head", "/sign-off/通川区/sign/", "post", data=told)
    assert answer.status_code == 409
    assert "请核对最新的任务书" in text(answer)
    assert HOSTILE not in markup(answer)
    assert "陈&lt;script&gt;" in markup(answer)


def test_a_clerk_reads_the_letter_and_has_no_button(head, visit):
    page = markup(visit("own_clerk", "/sign-off/通川区/"))
    assert "保证目标 <b>60亿元</b>" in page
    assert 'name="digest"' not in page


def test_the_city_answers_an_objection_on_the_letter(head, visit):
    shown = markup(visit("head", "/sign-off/通川区/"))
    told = {"digest": digest(shown), "reason": "25亿元项目数不符"}
    visit("head", "/sign-off/通川区/object/", "post", data=told)
    page = markup(visit("reviewer", "/sign-off/通川区/"))
    action = re.search(r'action="(/records/[^"]+/moves/answer/)"', page)
    assert action
    told = {"expected": "1", "outcome": "explained", "answer": "按通知执行"}
    visit("reviewer", action[1], "post", data=told)
    assert "按通知执行" in text(visit("head", "/sign-off/通川区/"))


PARTS = {
    "expected": "0",
    "name-0": "园区",
    "guaranteed-0": "40",
    "working-0": "45",
    "name-1": "复兴镇",
    "guaranteed-1": "20",
    "working-1": "20",
    "name-2": "",
    "guaranteed-2": "",
    "working-2": "",
}


def test_parts_are_checked_as_they_are_typed_and_saved_when_they_suffice(city, visit):
    less = PARTS | {"guaranteed-1": "19"}
    piece = visit("own_clerk", "/decomposition/通川区/T001/check/", "post", data=less)
    assert "已分59亿元，还差1亿元" in text(piece)
    assert "<html" not in markup(piece)
    refused = visit("own_clerk", "/decomposition/通川区/T001/", "post", data=less)
    assert refused.status_code == 422
    assert 'value="19"' in markup(refused)
    assert not Record.objects.filter(kind="decomposition").exists()
    assert visit("own_clerk", "/decomposition/通川区/T001/", "post", data=PARTS).status_code == 302
    page = text(visit("reviewer", "/decomposition/通川区/?target=T001"))
    assert "复兴镇" in page
    assert "未分到下级" in page


def test_parts_saved_meanwhile_are_not_overwritten(city, visit):
    visit("own_clerk", "/decomposition/通川区/T001/", "post", data=PARTS)
    again = visit("own_clerk", "/decomposition/通川区/T001/", "post", data=PARTS | {"name-0": "凤北街道"})
    assert again.status_code == 409
    assert "凤北街道" in markup(again)


NEW = {
    "unit": ["通川区"],
    "base": "1",
    "T001-guaranteed": "66",
    "T001-working": "70",
    "totals_follow": "1",
    "name": "年中调整",
    "reason": "新签项目较多",
    "effective_on": "2022-07-01",
}


def test_a_proposal_is_looked_at_before_it_is_written_down(city, visit):
    looked = visit("reviewer", "/plan/adjust/new/", "post", data=NEW | {"step": "preview", "name": ""})
    assert looked.status_code == 200
    assert "保证目标66亿元、工作目标70亿元" in text(looked)
    assert not Record.objects.filter(kind="adjustment").exists()
    saved = visit("reviewer", "/plan/adjust/new/", "post", data=NEW | {"step": "propose"})
    assert saved.status_code == 302
    page = text(visit("leader", saved.url))
    assert "请上传批准文件" in page
    assert "60亿元" in page
    assert "66亿元" in page
    refused = visit("reviewer", f"{saved.url}confirm/", "post", data={"expected": "2"})
    assert refused.status_code == 409
    assert PlanRevision.objects.count() == 1


@pytest.mark.parametrize("typed", ["-1", "abc", "1e99", "NaN", "Infinity"])
def test_what_is_no_figure_is_said_and_kept(city, visit, typed):
    told = NEW | {"step": "preview", "T001-guaranteed": typed}
    answer = visit("reviewer", "/plan/adjust/new/", "post", data=told)
    assert answer.status_code == 422
    assert "不是不小于0的数" in text(answer)
    assert f'value="{typed}"' in markup(answer)


def test_a_total_that_stays_is_told_before_it_is_written_down(city, visit):
    told = {name: value for name, value in NEW.items() if name != "totals_follow"} | {"step": "preview"}
    assert "“到位资金（保证目标）”合计印为610亿元，各单位相加为616亿元" in text(
        visit("reviewer", "/plan/adjust/new/", "post", data=told)
    )


def opened(city, **values):

    usual = {"name": f"攻坚{HOSTILE}", "year": 2022, "ends_on": "2022-09-30", "phone": "0818-5550001"}
    return open_record("work_item", usual | values, by=city["own_clerk"])


def test_missing_names_and_late_measures_show_up_for_the_city(city, visit):
    item = opened(city)
    page = markup(visit("reviewer", "/work-plans/通川区/?as_of=2022-10-31"))
    assert "缺责任人" in page
    assert "措施逾期" in page
    assert HOSTILE not in page
    told = {"name": "半年过半", "due_on": "2022-06-30"}
    address = f"/work-plans/通川区/milestones/{item.pk}/"
    assert visit("own_clerk", address, "post", data=told).status_code == 302
    assert "半年过半" in text(visit("reviewer", "/work-plans/?as_of=2022-10-31"))


def test_a_leader_reads_a_work_plan_without_telephones(city, visit):
    opened(city, person="陈建华")
    assert "5550001" in text(visit("own_clerk", "/work-plans/通川区/"))
    assert "5550001" in text(visit("reviewer", "/work-plans/通川区/"))
    for who in ("leader", "auditor"):
        assert "5550001" not in text(visit(who, "/work-plans/通川区/"))


def test_a_milestone_without_a_day_is_refused_and_what_was_typed_stays(city, visit):
    item = opened(city)
    address = f"/work-plans/通川区/milestones/{item.pk}/"
    answer = visit("own_clerk", address, "post", data={"name": "半年过半", "due_on": ""})
    assert answer.status_code == 422
    assert 'value="半年过半"' in markup(answer)


def test_a_contact_is_written_down_from_the_list_of_projects(city, visit):
    Record.objects.filter(pk="甲").update(state="signing")
    page = text(visit("own_clerk", "/liaison/通川区/"))
    assert "未落实" in page
    assert "没有联络过" in page
    told = {"name": "用地", "held_on": "2022-03-01", "person": "陈建华", "form": "visit", "result": "已明确"}
    address = "/liaison/通川区/contacts/甲/"
    assert visit("own_clerk", address, "post", data=told | {"held_on": ""}).status_code == 422
    assert visit("own_clerk", address, "post", data=told).status_code == 302
    assert "已明确" in text(visit("reviewer", "/liaison/通川区/?list=all"))


def test_a_leader_counts_projects_without_opening_any(city, visit):
    Record.objects.filter(pk="甲").update(state="signing")
    page = markup(visit("leader", "/liaison/通川区/?list=all"))
    assert "电子产业园" in page
    assert "/records/" not in page


def test_what_the_head_did_stands_beside_the_progress_of_the_unit(city, visit):

    told = {"name": "专题研究", "held_on": "2022-02-14", "way": "study", "person": "陈建华"}
    more = {"post": "区长", "content": "研究分解"}
    open_record("leadership", told | more, by=city["own_clerk"])
    assert "专题研究" in text(visit("reviewer", "/units/通川区/"))
    assert "专题研究" not in text(visit("other_clerk", "/units/通川区/"))
    assert "研究1次" in text(visit("leader", "/units/通川区/"))
    assert "2022年2月14日" in text(visit("leader", "/leadership/通川区/"))


def test_the_page_of_a_measure_tells_its_milestones_and_everybody_who_was_named(city, visit):
    item = opened(city, person="陈建华")
    address = f"/work-plans/通川区/milestones/{item.pk}/"
    visit("own_clerk", address, "post", data={"name": "半年过半", "due_on": "2022-06-30"})
    change = {"person": "唐明远", "person_since": "2022-07-01"}
    change_record(item.pk, change, expected=item.version, by=city["own_clerk"])
    page = text(visit("reviewer", f"/records/{item.pk}/"))
    assert "半年过半" in page
    assert "2022年7月1日起 唐明远" in page
    assert "2022年1月1日起 陈建华" in page


def test_records_lead_back_to_the_pages_they_belong_to(head, visit):
    shown = markup(visit("head", "/sign-off/通川区/"))
    visit("head", "/sign-off/通川区/sign/", "post", data={"digest": digest(shown), "name": "陈建华"})
    visit("own_clerk", "/decomposition/通川区/T001/", "post", data=PARTS)
    visit("reviewer", "/plan/adjust/new/", "post", data=NEW | {"step": "propose"})
    Record.objects.filter(pk="甲").update(state="signing")
    told = {"name": "用地", "held_on": "2022-03-01", "person": "陈建华", "form": "visit", "result": "已明确"}
    visit("own_clerk", "/liaison/通川区/contacts/甲/", "post", data=told)
    for kind in ("sign_off", "decomposition", "adjustment", "contact"):
        record = Record.objects.get(kind=kind)
        answer = visit("reviewer", f"/records/{record.pk}/")
        assert answer.status_code == 200
        assert 'class="carried"' in markup(answer)
