"""Registers on the page: list, form, one page with everything, and what is refused comes back as it was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinghe.store.models import Attachment, Record, RecordEvent
from tests.web.markup import markup

NEW = {
    "name": "玄武岩纤维拉丝线项目",
    "investor_name": "浙江某某新材料有限公司",
    "industry": "new_materials",
    "region": "33",
    "hosts": "达川区",
    "investment": "5亿元",
    "investor-shown": "1",
    "investor": ["private"],
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def project(city, visit):
    """A project of 达川区, entered through the form."""
    answer = visit("other_clerk", "/registers/project/new/", "post", data=NEW)
    assert answer.status_code == 302, markup(answer)
    return Record.objects.get(pk=answer["Location"].split("/")[2])


def test_a_project_is_entered_by_form_and_shown_with_its_course(project, visit):
    assert project.values["investment"] == 50_000_000_000
    assert project.values["investor"] == ["private"]
    page = markup(visit("other_clerk", f"/records/{project.pk}/"))
    for said in ("玄武岩纤维拉丝线项目", "5亿元", "新材料", "在谈", "申报签约", "民企"):
        assert said in page, said


def test_what_is_wrong_is_told_at_once_and_stays_typed(city, visit):
    wrong = NEW | {"investment": "五个亿", "hosts": "达川", "region": ""}
    answer = visit("other_clerk", "/registers/project/new/", "post", data=wrong)
    page = markup(answer)
    assert answer.status_code == 422
    assert "“合同投资额”：“五个亿”不是金额" in page
    assert "不是目标任务中的责任单位" in page
    assert 'value="五个亿"' in page
    assert 'value="玄武岩纤维拉丝线项目"' in page
    missing = visit("other_clerk", "/registers/project/new/", "post", data=NEW | {"region": ""})
    assert "请填写“来源地”" in markup(missing)
    assert Record.objects.filter(name__contains="玄武岩").count() == 0


def test_a_likeness_is_shown_with_both_and_goes_in_with_a_reason_alone(project, visit):
    again = NEW | {"name": "玄武岩纤维拉丝项目", "hosts": "通川区"}
    warned = visit("own_clerk", "/registers/project/new/", "post", data=again)
    assert warned.status_code == 422
    assert project.pk in markup(warned)
    assert "仍然登记" in markup(warned)
    kept = visit("own_clerk", "/registers/project/new/", "post", data=again | {"note": "两条不同的线"})
    assert kept.status_code == 302


def test_a_change_shows_before_and_after_and_a_stale_form_is_not_taken(project, visit):
    address = f"/records/{project.pk}/edit/"
    visit("other_clerk", address, "post", data=NEW | {"liaison": "张三", "expected": "1"})
    page = markup(visit("other_clerk", f"/records/{project.pk}/"))
    assert "落地服务专人：<del>—</del> → 张三" in page
    stale = visit("other_clerk", address, "post", data=NEW | {"liaison": "李四", "expected": "1"})
    assert stale.status_code == 409
    assert 'value="李四"' in markup(stale)
    assert Record.objects.get(pk=project.pk).values["liaison"] == "张三"


def test_a_step_needs_its_reason_and_a_note_is_kept(project, visit):
    address = f"/records/{project.pk}/moves/drop/"
    refused = visit("other_clerk", address, "post", data={"expected": "1", "note": ""})
    assert refused.status_code == 409
    assert "请写明原因" in markup(refused)
    visit("other_clerk", f"/records/{project.pk}/notes/", "post", data={"note": "客商下周再来"})
    page = markup(visit("reviewer", f"/records/{project.pk}/"))
    assert "客商下周再来" in page
    visit("other_clerk", address, "post", data={"expected": "2", "note": "改投外省"})
    assert Record.objects.get(pk=project.pk).state == "dropped"


def test_papers_are_attached_by_content_and_open_for_readers_alone(project, visit):
    def upload(name, content, kind="现场照片"):
        file = SimpleUploadedFile(name, content)
        return visit(
            "other_clerk", f"/records/{project.pk}/papers/", "post", data={"kind": kind, "file": file}
        )

    upload("现场.png", PNG)
    upload("假.png", b"<script>alert(1)</script>")
    upload("无类.png", PNG + b"1", kind="随便")
    (attachment,) = Attachment.objects.filter(record=project.pk)
    assert (attachment.title, attachment.file.media_type) == ("现场.png", "image/png")
    assert visit("other_clerk", f"/papers/{attachment.pk}/").status_code == 200
    assert visit("own_clerk", f"/papers/{attachment.pk}/").status_code == 403
    assert RecordEvent.objects.filter(record=project.pk, kind="attached").count() == 1


def test_the_list_is_searched_by_pinyin_and_shows_only_what_the_reader_may_see(project, visit):
    found = markup(visit("other_clerk", "/registers/project/?text=xuanwuyan"))
    assert "玄武岩纤维拉丝线项目" in found
    assert "玄武岩" not in markup(visit("own_clerk", "/registers/project/"))
    assert "没有符合条件" in markup(visit("other_clerk", "/registers/project/?text=无此项目"))
    assert "玄武岩" in markup(visit("reviewer", "/registers/project/?unit=达川区"))


@pytest.mark.parametrize("address", ["/registers/moon/", "/records/P1999-001/", "/registers/moon/new/"])
def test_what_is_not_there_is_not_found(address, city, visit):
    assert visit("reviewer", address).status_code == 404


def test_hostile_names_are_shown_as_text(city, visit):
    page = markup(visit("reviewer", "/registers/project/"))
    assert "电子产业园&lt;script&gt;" in page
    assert "<script>alert" not in page
