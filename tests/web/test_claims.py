"""申报 on its pages: what the forms keep, all or none with every fault."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinghe.store.models import Claim
from jinghe.usecases.claims import claims
from tests.usecases.claiming import DOSSIER, fresh, money, posted, send_back
from tests.web.claiming import (
    certified,
    claiming_office,  # noqa: F401  the fixture `office`
    draft,
    opened,
    own_session,  # noqa: F401  the fixture `signed_in`
    page,
)
from tests.web.conftest import HOSTILE
from tests.web.test_safety import of_each_kind, read


@pytest.mark.parametrize("who", ["reviewer", "own_clerk"])
def test_nothing_typed_comes_out_as_markup_and_every_link_is_alive(who, office, visit):
    links = set()
    for address in ("/claims/", f"/claims/{certified(office).pk}/", "/records/P1/restate/"):
        answer = visit(who, address)
        assert HOSTILE not in page(answer)
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        assert read(answer).found == []
        links |= of_each_kind(read(answer).links)
    assert [link for link in sorted(links) if visit(who, link).status_code >= 400] == []


# --- from a project to a claim -----------------------------------------------------------------


def test_a_claim_is_drafted_beside_what_the_ledger_will_copy(office, signed_in):
    clerk = signed_in("own_clerk")
    form = page(clerk.get("/claims/new/?kind=signing&record=P1"))
    for said in ("签约日期", "投资协议", "市商务局审核，市局核定", "60亿元", "广东", "通川区"):
        assert said in form
    refused = clerk.post(
        "/claims/new/", {"kind": "signing", "record": "P1", "occurred_on": "昨天", "note": "记一笔"}
    )
    assert refused.status_code == 422
    assert "不是日期" in page(refused)
    assert "记一笔" in page(refused)
    answer = clerk.post("/claims/new/", {"kind": "signing", "record": "P1", "occurred_on": "2022-02-01"})
    number = Claim.objects.get().pk
    assert answer["Location"] == f"/claims/{number}/"
    assert "请上传佐证：投资协议" in page(clerk.get(answer["Location"]))


@pytest.mark.parametrize(
    "query", ["kind=fdi&record=P1", "kind=lead&record=P1", "kind=%3Cb%3E&record=P1", "record=P1"]
)
def test_what_a_record_cannot_claim_is_a_choice_again(query, signed_in):
    answer = signed_in("own_clerk").get(f"/claims/new/?{query}")
    assert "申报什么" in page(answer)
    assert "kind=signing" in page(answer)


def test_the_stage_that_the_dossier_is_not_ready_for_says_what_is_missing(office, signed_in):
    opened(office["reviewer"], "P2", company_name="", liaison="")
    form = page(signed_in("own_clerk").get("/claims/new/?kind=registration&record=P2"))
    assert "档案还缺：落地服务专人、项目公司" in form


# --- steps -------------------------------------------------------------------------------------


def test_the_head_ticks_several_and_is_told_every_fault_with_its_claim(office, signed_in):
    whole, bare = draft(office), draft(office, code=opened(office["reviewer"], "P2").pk, proved=False)
    head = signed_in("head")
    ticked = [f"{one.pk}:{one.version}" for one in (whole, bare)]
    refused = head.post("/claims/steps/submit/", {"claim": ticked})
    assert refused.status_code == 409
    assert f"申报{bare.pk}</a>：请上传佐证：投资协议" in page(refused)
    assert page(refused).count(" checked") == 2
    assert {fresh(one).state for one in (whole, bare)} == {"draft"}
    answer = head.post("/claims/steps/submit/", {"claim": ticked[:1]}, follow=True)
    assert "已提交1条申报" in page(answer)
    assert fresh(whole).state == "submitted"


def test_ticks_that_are_stale_or_nonsense_do_nothing(office, signed_in):
    one = draft(office)
    head = signed_in("head")
    for told, said in (
        ({"claim": f"{one.pk}:0"}, "已有变动"),
        ({}, "请至少选择一条申报"),
        ({"claim": "1;2"}, "请至少选择一条申报"),
    ):
        answer = head.post("/claims/steps/submit/", told)
        assert (answer.status_code, said in page(answer)) == (409, True)
    assert head.post("/claims/steps/magic/").status_code == 404
    assert head.post("/claims/steps/submit/", {"claim": "4711:1"}).status_code == 404
    assert fresh(one).state == "draft"


def test_what_waits_is_counted_in_the_rail_and_listed_first(office, visit):
    one = draft(office)
    assert "1条等您处理" in page(visit("own_clerk", "/claims/"))
    claims.submit([one.pk], by=office["head"])
    assert "条等您处理" not in page(visit("own_clerk", "/claims/"))
    assert "1条等您处理" in page(visit("checker", "/plan/"))
    assert "现在没有需要您处理的申报" in page(visit("reviewer", "/claims/"))
    claims.check([one.pk], by=office["checker"])
    assert "核定入账所选" in page(visit("reviewer", "/claims/"))


def test_a_return_comes_back_at_its_field_and_what_was_typed_stays_when_it_is_refused(office, signed_in):
    one = draft(office)
    claims.submit([one.pk], by=office["head"])
    checker = signed_in("checker")
    told = {"expected": fresh(one).version, "field": "occurred_on", "reason": "", "note": "落款为二月八日"}
    refused = checker.post(f"/claims/{one.pk}/steps/return/", told)
    assert refused.status_code == 409
    assert "请选择退回原因" in page(refused)
    assert "落款为二月八日</textarea>" in page(refused)
    checker.post(f"/claims/{one.pk}/steps/return/", told | {"reason": "wrong_field"})
    shown = page(signed_in("own_clerk").get(f"/claims/{one.pk}/"))
    assert '<label class="wrong">签约日期' in shown
    assert "填报内容有误：落款为二月八日" in shown


def test_who_saves_over_somebody_elses_change_is_told_and_keeps_what_was_typed(office, signed_in):
    one = draft(office)
    claims.change_claim(one.pk, {"note": "别人的"}, expected=one.version, by=office["head"])
    told = {"expected": one.version, "occurred_on": "2022-02-08", "note": "我的说明"}
    answer = signed_in("own_clerk").post(f"/claims/{one.pk}/edit/", told)
    assert answer.status_code == 409
    assert "已有变动" in page(answer)
    assert "我的说明</textarea>" in page(answer)
    assert fresh(one).values["note"] == "别人的"


def test_after_certification_the_page_leads_to_the_lines_and_to_the_targets_they_moved(office, signed_in):
    one = certified(office)
    arrived = money(office["own_clerk"], 2)
    reviewer = signed_in("reviewer")
    before = page(reviewer.get("/targets/T001/?year=2022&as_of=2022-12-31"))
    posted({"head": office["head"], "reviewer": office["reviewer"]}, arrived)
    shown = page(reviewer.get(f"/claims/{arrived.pk}/"))
    assert f"/entries/{fresh(arrived).entries[0]}/" in shown
    assert "/targets/T001/?year=2022&amp;as_of=2022-12-31" in shown
    after = page(reviewer.get("/targets/T001/?year=2022&as_of=2022-12-31"))
    assert ("2亿元" in before, "2亿元" in after) == (False, True)
    answer = reviewer.post(f"/claims/{one.pk}/steps/reverse/", {"expected": one.version, "note": "误报"})
    assert (answer.status_code, "请先冲销" in page(answer)) == (409, True)


def test_a_line_of_the_ledger_leads_back_to_its_claim_and_its_papers(office, visit):
    one = certified(office)
    entry = f"/entries/{one.entries[0]}/"
    links = read(visit("reviewer", entry)).links
    assert {f"/claims/{one.pk}/", f"/papers/{one.attachments.get().pk}/"} <= set(links)
    assert visit("leader", entry).status_code == 403


def test_the_list_is_filtered_and_a_filter_that_means_nothing_is_said(office, visit):
    one, other = draft(office), money(office["own_clerk"], on=date(2022, 5, 2))
    of = lambda query: page(visit("own_clerk", f"/claims/?{query}")).split("全部申报", 1)[1]  # noqa: E731
    told = {
        "kind=funds": {other.pk},
        "month=2022-02": {one.pk},
        "state=draft": {one.pk, other.pk},
        "state=posted": set(),
        "text=dianzi": {one.pk, other.pk},
        "text=P9": set(),
        f"before={other.pk}": {one.pk},
    }
    for query, numbers in told.items():
        shown = of(query)
        assert {n for n in (one.pk, other.pk) if f"/claims/{n}/" in shown} == numbers, query
    for query in ("state=magic", "kind=magic", "month=2022-13", "before=x", "unit=%E6%97%A0", "text=%25_"):
        assert visit("own_clerk", f"/claims/?{query}").status_code == 200
    assert "未按状态筛选" in page(visit("own_clerk", "/claims/?state=magic"))


def test_pages_ask_no_more_of_more_claims(office, signed_in):
    reviewer = signed_in("reviewer")
    claim = certified(office)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert reviewer.get(address).status_code == 200
        return len(found)

    addresses = ("/claims/", f"/claims/{claim.pk}/")
    for address in addresses:
        asked(address)  # what the words of a plan stand for is read once
    before = {address: asked(address) for address in addresses}
    more = [money(office["own_clerk"], 1, occurred_on=f"2022-03-{day:02}") for day in range(1, 13)]
    claims.submit([one.pk for one in more], by=office["head"])
    assert {address: asked(address) for address in addresses} == before
    assert before["/claims/"] <= 20, before
    assert before[f"/claims/{claim.pk}/"] <= 40, before


def test_a_claim_that_came_back_is_withdrawn_and_gone_for_the_others(office, visit):
    one = draft(office)
    claims.submit([one.pk], by=office["head"])
    send_back(one, office["checker"])
    version = fresh(one).version
    visit("head", f"/claims/{one.pk}/steps/withdraw/", "post", data={"expected": version, "note": "误报"})
    assert visit("own_clerk", f"/claims/{one.pk}/").status_code == 200
    assert visit("reviewer", f"/claims/{one.pk}/").status_code == 403
    assert DOSSIER["name"] not in page(visit("reviewer", "/claims/"))
