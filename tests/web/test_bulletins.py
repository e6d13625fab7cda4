"""Pages of bulletins: who reads and does what, the way from a draft to issue, and what an edit may not do."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinghe.bulletins.office import Office
from jinghe.store.models import IssuedDocument
from jinghe.usecases.bulletins import bulletins
from jinghe.usecases.bulletins.files import docx_of
from tests.web.markup import markup

MARCH = date(2022, 3, 31)
OFFICE = Office(issuer="市经济合作办公室", signed_on=date(2022, 4, 11), addressees="各县（市、区）")
FORM = {
    "kind": "monthly",
    "as_of": "2022-03-31",
    "signed_on": "2022-04-11",
    "issuer": "市经济合作办公室",
    "tier": "guaranteed",
    "percent_places": "1",
    "top": "3",
    "bottom": "3",
    "is_sealed": "1",
}
CHANGING = ("upload/", "edit/", "steps/approve/", "steps/issue/", "steps/reopen/", "steps/drop/")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def written(people):
    return bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=people["reviewer"])


def issued_by(people):
    record = bulletins.write("reporting", 2022, as_of=MARCH, office=OFFICE, by=people["reviewer"])
    number = bulletins.look_at(record.pk, by=people["performance"]).number
    bulletins.approve(record.pk, expected=number, by=people["performance"])
    return bulletins.issue(record.pk, expected=number, by=people["reviewer"])


@pytest.fixture
def draft(city):
    return written(city)


@pytest.fixture
def issued(city):
    return issued_by(city)


def number_of(draft, people):
    return bulletins.draft_of(draft.pk, by=people["reviewer"]).number


def page_of(answer):
    return markup(answer)


@pytest.mark.parametrize("who", ["own_clerk", "leader", "auditor"])
def test_nobody_else_changes_a_draft(who, draft, city, visit):
    told = {"expected": number_of(draft, city), "note": "试试"}
    for what in CHANGING:
        more = {"file": SimpleUploadedFile("a.docx", b"PK")} if what == "upload/" else {}
        assert visit(who, f"/bulletins/{draft.pk}/{what}", "post", data=told | more).status_code == 403, what
    assert number_of(draft, city) == told["expected"]


def test_a_form_writes_a_draft_from_the_ledger(city, visit):
    answer = visit("reviewer", "/bulletins/new/?year=2022", "post", data=FORM)
    assert answer.status_code == 302
    page = page_of(visit("reviewer", f"{answer.url}preview/"))
    assert "关于2022年1—3月" in page
    assert re.search(r'到位资金<span data-figure="c:0:actual">34</span>亿元', page)


def test_what_is_wrong_in_a_form_stands_beside_it_and_what_was_typed_stays(city, visit):
    wrong = FORM | {
        "as_of": "2021-03-31",
        "top": "x",
        "issuer": "",
        "addressees": "各有关单位",
        "kind": "evaluation",
    }
    page = page_of(visit("performance", "/bulletins/new/?year=2022", "post", data=wrong))
    assert "请填写2022年内的日期" in page
    assert "请填写0至20的整数" in page
    assert "请填写落款的机关" in page
    assert "这个种类要选择一项" in page
    assert 'value="各有关单位"' in page


def test_a_kind_about_something_unpublished_is_refused_in_words(city, visit):
    page = page_of(
        visit(
            "reviewer",
            "/bulletins/new/",
            "post",
            data=FORM | {"kind": "evaluation", "subject": "E2022-00001"},
        )
    )
    assert "还没有公布结果" in page


def test_a_changed_number_is_flagged_beside_its_paragraph(draft, city, visit):
    form = page_of(visit("reviewer", f"/bulletins/{draft.pk}/edit/"))
    name, text = re.search(r'<textarea name="(text-b\d+)"[^>]*>(全市到位资金[^<]*)</textarea>', form).groups()
    told = {"expected": number_of(draft, city), name: text.replace("〔34〕", "〔43〕")}
    answer = visit("reviewer", f"/bulletins/{draft.pk}/edit/", "post", data=told)
    assert answer.url == f"/bulletins/{draft.pk}/edit/"
    page = page_of(visit("reviewer", answer.url))
    piece = next(part for part in page.split('<div class="piece') if "〔43〕" in part)
    assert "文中为“43”，台账为“34”，请改回" in piece
    assert "改回之前不能核稿" in page_of(visit("reviewer", f"/bulletins/{draft.pk}/"))


def test_a_docx_with_another_number_is_refused_with_a_report(draft, city, visit):
    held = bulletins.draft_of(draft.pk, by=city["reviewer"])
    content = docx_of(held.document, held.known_at)
    told = {"expected": held.number, "file": SimpleUploadedFile("改.docx", content)}
    answer = visit("performance", f"/bulletins/{draft.pk}/upload/", "post", data=told)
    assert answer.status_code == 302
    assert "以上传的docx为准" in page_of(visit("performance", f"/bulletins/{draft.pk}/"))
    told = {"expected": held.number, "file": SimpleUploadedFile("改.docx", b"no docx")}
    page = page_of(visit("performance", f"/bulletins/{draft.pk}/upload/", "post", data=told))
    assert "请用WPS或Office打开" in page


def test_from_preview_to_issue(draft, city, visit):
    number = number_of(draft, city)
    assert "核稿通过" not in page_of(visit("performance", f"/bulletins/{draft.pk}/"))
    refused = visit("performance", f"/bulletins/{draft.pk}/steps/approve/", "post", data={"expected": number})
    assert "还没有打开这一稿的预览" in page_of(refused)
    assert "已记下您看过这一稿" in page_of(visit("performance", f"/bulletins/{draft.pk}/preview/"))
    assert "核稿通过" in page_of(visit("performance", f"/bulletins/{draft.pk}/"))
    for step in ("approve", "issue"):
        told = {"expected": number, "document_number": "", "signed_on": "2022-04-12"}
        answer = visit("performance", f"/bulletins/{draft.pk}/steps/{step}/", "post", data=told)
        assert answer.status_code == 302
    document = IssuedDocument.objects.get()
    page = page_of(visit("leader", f"/bulletins/issued/{document.pk}/?verify=1"))
    assert "都能由当时已入账的内容重新算出" in page
    assert "2022年4月12日" in page


def test_a_reason_is_asked_for_sending_back(draft, city, visit):
    visit("performance", f"/bulletins/{draft.pk}/preview/")
    number = number_of(draft, city)
    visit("performance", f"/bulletins/{draft.pk}/steps/approve/", "post", data={"expected": number})
    page = page_of(visit("reviewer", f"/bulletins/{draft.pk}/steps/reopen/", "post", data={"note": ""}))
    assert "退回修改请写明原因" in page
    assert visit("reviewer", f"/bulletins/{draft.pk}/steps/nothing/", "post").status_code == 404


def test_words_of_people_are_never_markup(draft, city, visit):
    told = {
        "expected": number_of(draft, city),
        "text-title": "<script>alert(1)</script>通报",
        "add-0": "<b>甲</b>",
    }
    visit("reviewer", f"/bulletins/{draft.pk}/edit/", "post", data=told)
    for what in ("preview/", "edit/"):
        page = page_of(visit("reviewer", f"/bulletins/{draft.pk}/{what}"))
        assert "<script>alert" not in page
        assert "&lt;b&gt;甲&lt;/b&gt;" in page


def test_drafts_are_listed_to_the_offices_and_the_issued_to_all(draft, issued, visit):
    assert draft.pk in page_of(visit("auditor", "/bulletins/"))
    clerk = page_of(visit("own_clerk", "/bulletins/"))
    assert draft.pk not in clerk
    assert issued.title in clerk
    assert "拟通报" not in clerk
