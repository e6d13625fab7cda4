"""读通知 on its pages: who may open them, what they refuse, and that what was typed or uploaded stays text."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jinghe.core.plan.draft_edits import Deletion
from jinghe.core.plan.drafts import fingerprint_of
from jinghe.store.models import DraftEdit, NoticeDraft, PlanRevision
from jinghe.usecases.plan import drafts, notices
from jinghe.usecases.plan.drafts import record_of
from tests.builders import rows
from tests.usecases.notices import TASKS, notice, pdf_notice
from tests.web.conftest import BACKEND, HOSTILE
from tests.web.markup import markup
from tests.web.test_safety import of_each_kind, read

PAGES = ("", "add/", "targets/T001/", "teach/", "compare/", "confirm/", "file/")
ALLOWED = """
    address | reviewer | own_clerk | other_clerk | leader | performance | auditor | no_role | inactive | anonymous
    /notices/ | 200 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    open | 200 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    /notices/999/ | 404 | 403 | 403 | 403 | 404 | 404 | 403 | 302 | 302
    pages/1.png | 404 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    pdf pages/1.png | 200 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    pdf pages/2.png | 200 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    pdf pages/0.png | 404 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    pdf pages/3.png | 404 | 403 | 403 | 403 | 403 | 403 | 403 | 302 | 302
    edit/ | 405 | 405 | 405 | 405 | 405 | 405 | 405 | 405 | 405
    approve/ | 405 | 405 | 405 | 405 | 405 | 405 | 405 | 405 | 405
"""
CONFIRMED = """
    address | reviewer | own_clerk | leader | performance | auditor | no_role | anonymous
    look | 200 | 403 | 403 | 200 | 200 | 403 | 302
    change | 302 | 403 | 403 | 403 | 403 | 403 | 302
"""


@pytest.fixture
def draft(reviewer):
    return notices.upload(notice(), f"通知{HOSTILE.replace('/', '')}.docx", by=reviewer)


@pytest.fixture
def confirmed(draft, reviewer):
    settle(draft, reviewer)
    drafts.confirm(
        draft.pk,
        expected=3,
        by=reviewer,
        effective_on=date(2031, 1, 1),
        approval_document=HOSTILE,
        reason=HOSTILE,
    )
    return draft


@pytest.fixture
def client(reviewer):
    client = Client()
    client.force_login(reviewer, backend=BACKEND)
    return client


def settle(draft, by):
    from jinghe.core.plan.finding_edits import Settlement

    for code, choice in (("total_mismatch", "as_read"), ("ambiguous", "不限定")):
        record = record_of(draft.pk, by=by)
        mark = next(fingerprint_of(one) for one in record.folded.open if one.code == code)
        change = Settlement(fingerprint=mark, choice=choice)
        drafts.edit(draft.pk, change, expected=record.number, by=by, reason=HOSTILE)
    drafts.teach(draft.pk, "industry", "低空旅拍", ["culture_tourism"], expected=2, by=by, reason="归入文旅")


def answers(visit, address, line):
    return {who: str(visit(who, address).status_code) for who in line}


def test_reading_notices_is_for_reviewers(draft, visit, reviewer):
    bases = {
        "": f"/notices/{draft.pk}/",
        "pdf": f"/notices/{notices.upload(pdf_notice(), 'a.pdf', by=reviewer).pk}/",
    }
    for line in rows(ALLOWED):
        which, _, page = line.pop("address").rpartition(" ")
        addresses = [bases[which] + one for one in (PAGES if page == "open" else (page,))]
        for one in [page] if page.startswith("/") else addresses:
            assert answers(visit, one, line) == line, one


def test_how_a_plan_was_read_is_seen_by_those_who_see_what_is_behind_figures(confirmed, visit):
    pages = {"look": ("", "compare/", "file/"), "change": ("add/", "targets/T001/", "teach/", "confirm/")}
    for line in rows(CONFIRMED):
        for one in pages[line.pop("address")]:
            assert answers(visit, f"/notices/{confirmed.pk}/{one}", line) == line, one


@pytest.mark.parametrize("address", ["edit/", "approve/", "confirm/", "teach/"])
def test_only_reviewers_post_and_only_with_a_token(address, draft, visit, people):
    for who in ("own_clerk", "leader", "performance", "auditor", "no_role"):
        assert visit(who, f"/notices/{draft.pk}/{address}", "post", data={"kind": "delete"}).status_code in (
            302,
            403,
        )
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["reviewer"], backend=BACKEND)
    assert strict.post(f"/notices/{draft.pk}/{address}", {}).status_code == 403
    assert not DraftEdit.objects.exists()
    assert not PlanRevision.objects.exists()


def test_the_pages_hold_nothing_inline_and_escape_what_was_typed_and_uploaded(confirmed, reviewer, visit):
    fresh = notices.upload(notice(tasks=TASKS.replace("市文旅局", HOSTILE)), "b.docx", by=reviewer)
    addresses = ["/notices/", f"/notices/{confirmed.pk}/", "/plan/?year=2031"]
    addresses += [f"/notices/{fresh.pk}/{one}" for one in PAGES if one != "file/"]
    for address in addresses:
        answer = visit("reviewer", address)
        assert answer.status_code == 200, address
        assert HOSTILE not in markup(answer)
        assert read(answer).found == [], address
        assert answer["Cache-Control"] == "no-store"


def test_no_page_of_a_draft_has_a_dead_link(confirmed, reviewer, visit):
    fresh = notices.upload(notice(), "b.docx", by=reviewer)
    pages = ["/notices/", f"/notices/{confirmed.pk}/", f"/notices/{fresh.pk}/", "/plan/?year=2031"]
    links = {link for one in pages for link in of_each_kind(read(visit("reviewer", one)).links)}
    assert any(link.startswith(f"/notices/{fresh.pk}/targets/") for link in links)
    assert [link for link in sorted(links) if visit("reviewer", link).status_code >= 400] == []


def test_the_file_is_only_ever_saved_under_a_harmless_name(draft, visit):
    answer = visit("reviewer", f"/notices/{draft.pk}/file/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == notice()


def test_an_upload_becomes_a_draft_and_a_hostile_file_a_sentence(client):
    good = SimpleUploadedFile("通知.docx", notice())
    answer = client.post("/notices/", {"file": good})
    assert answer.status_code == 302
    assert "东河区" in markup(client.get(answer.url))
    bad = client.post("/notices/", {"file": SimpleUploadedFile("通知.docx", b"PK\x03\x04" + b"\0" * 99)})
    assert "文件不完整或已损坏" in markup(bad)
    assert "请先选择要上传的通知文件" in markup(client.post("/notices/", {}))
    assert NoticeDraft.objects.count() == 1


def test_a_file_beyond_the_limit_is_dropped_while_it_arrives(client, monkeypatch):
    monkeypatch.setattr("jinghe.web.frame.uploads.LARGEST_FILE", 1000)
    page = client.post("/notices/", {"file": SimpleUploadedFile("通知.docx", b"x" * 300_000)})
    assert "文件超过20MB，没有上传" in markup(page)
    assert not NoticeDraft.objects.exists()


def test_a_refused_form_comes_back_as_typed(draft, client, reviewer):
    drafts.edit(draft.pk, Deletion(key="T008"), expected=0, by=reviewer, reason="不是任务")
    told = {"kind": "correct", "key": "T001", "expected": "0", "indicator": "funds_arrived"}
    told |= {"required": "65", "unit_of_measure": "亿元", "reason": "印发件写的是65"}
    page = client.post(f"/notices/{draft.pk}/edit/", told)
    assert page.status_code == 409
    assert "刚由reviewer于" in markup(page)
    assert 'value="65"' in markup(page)
    assert "印发件写的是65" in markup(page)
    answer = client.post(f"/notices/{draft.pk}/edit/", told | {"expected": "1"})
    assert answer.url.endswith("#t-T001")
    shown = markup(client.get(answer.url))
    assert "目标 60亿元 → 65亿元" in shown
    assert "印发件写的是65" in shown


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("required", "很多", "请只填数字"),
        ("required", "", "请填目标数"),
        ("required", "9" * 13, "请只填数字"),
        ("unit_of_measure", "尺", "列出的计量单位"),
        ("indicator", "trips", "不能用“亿元”计量"),
        ("indicator", "<b>", "列出的指标"),
        ("period_start", "2031-02-30", "有效的日期"),
        ("period_start", "2031-02-01", "都填"),
        ("signed_since", "去年", "四位数的年份"),
        ("below", "0", "上限要大于下限"),
        ("industry", "长" * 201, "不超过200个字"),
    ],
)
def test_what_cannot_be_meant_is_told_beside_the_form(field, typed, said, draft, client):
    told = {"kind": "correct", "key": "T001", "expected": "0", "indicator": "funds_arrived"}
    told |= {"required": "65", "unit_of_measure": "亿元", "at_least": "1", field: typed}
    page = client.post(f"/notices/{draft.pk}/edit/", told)
    assert page.status_code == 409
    assert said in markup(page)
    assert not DraftEdit.objects.exists()


@pytest.mark.parametrize(
    "kind", ["correct", "add", "split", "reparent", "rule", "settle", "total", "head", "withdraw", "x"]
)
def test_an_empty_or_strange_form_is_refused_never_an_error(kind, draft, client):
    for told in (
        {},
        {"expected": "abc"},
        {"expected": "0", "key": "T999", "parent": "\x00", "answer": "a=b"},
    ):
        assert client.post(f"/notices/{draft.pk}/edit/", {"kind": kind, **told}).status_code in (302, 409)
    assert not DraftEdit.objects.exists()


def test_a_draft_asks_few_questions_of_the_database(draft, client):
    address = f"/notices/{draft.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 14, len(asked)


def test_the_words_of_the_office_are_listed_with_who_taught_them(confirmed, visit):
    page = markup(visit("leader", "/rulings/?year=2031"))
    assert "低空旅拍" in page
    assert "产业：文化旅游" in page
    assert "归入文旅" in page


def test_with_two_required_the_page_asks_for_another_reviewer(draft, client, reviewer, people, settings):
    settings.JINGHE_CONFIRMATIONS = 2
    settle(draft, reviewer)
    address = f"/notices/{draft.pk}/"
    page = markup(client.get(f"{address}confirm/"))
    assert "还需要 1 名其他审核员" in page
    assert "执行日期" not in page
    client.post(f"{address}approve/", {"expected": "3"})
    assert "请另一名审核员打开此页" in markup(client.get(f"{address}confirm/"))
    told = {"expected": "3", "approval_document": "8号", "effective_on": "2031-02-01"}
    assert client.post(f"{address}confirm/", told).status_code == 409
    second = people["own_clerk"]
    second.role, second.username = "reviewer", "second"
    second.save()
    other = Client()
    other.force_login(second, backend=BACKEND)
    assert other.post(f"{address}confirm/", told | {"effective_on": "2032-02-01"}).status_code == 409
    assert other.post(f"{address}confirm/", told).status_code == 302
    assert PlanRevision.objects.get(year=2031).draft_id == draft.pk


def test_a_printed_total_is_corrected_beside_the_others(draft, client):
    address = f"/notices/{draft.pk}/"
    told = {"kind": "total", "table": "附件1", "column": "引进投资5亿元及以上项目", "expected": "0"}
    answer = client.post(f"{address}edit/", told | {"required": "8", "unit_of_measure": "个"})
    assert answer.url.endswith("#totals")
    page = markup(client.get(address))
    assert "合计印为" not in page
    assert "9个 → 8个" in page


def test_a_file_uploaded_again_is_told(draft, client):
    answer = client.post("/notices/", {"file": SimpleUploadedFile("另名.docx", notice())}, follow=True)
    assert f"同一个文件以前上传过（草稿{draft.pk}）" in markup(answer)


def test_a_pdf_is_shown_page_by_page_as_it_looks_above_what_was_read(reviewer, visit):
    draft = notices.upload(pdf_notice(), "通知.pdf", by=reviewer)
    page = markup(visit("reviewer", f"/notices/{draft.pk}/"))
    paper = page[page.index("第1页原样") :]
    for number in (1, 2):
        assert (
            f'<img src="/notices/{draft.pk}/pages/{number}.png" width="842" height="595" loading="lazy"'
            in paper
        )
        assert f'alt="通知第{number}页的图片' in paper
    assert paper.index("关于印发2031年") < paper.index("第2页原样") < paper.index("东河区")
    answer = visit("reviewer", f"/notices/{draft.pk}/pages/1.png")
    assert answer.content.startswith(b"\x89PNG")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private, max-age=3600")


def test_a_notice_of_another_format_shows_no_pictures(draft, visit):
    assert "<img" not in markup(visit("reviewer", f"/notices/{draft.pk}/"))
