"""佐证材料 on its pages: several at once, limits while they arrive, and served so that they can do nothing."""

from django.core.files.uploadedfile import SimpleUploadedFile

from jinghe.store.models import Attachment
from jinghe.usecases.claims import claims, papers
from jinghe.web.frame import uploads
from tests.usecases.claiming import PNG, fresh
from tests.web.claiming import (
    claiming_office,  # noqa: F401  the fixture `office`
    draft,
    opened,
    own_session,  # noqa: F401  the fixture `signed_in`
    page,
)
from tests.web.conftest import HOSTILE


def test_several_papers_at_once_and_each_refusal_by_name(office, signed_in):
    one = draft(office, proved=False)
    given = [SimpleUploadedFile("甲.png", PNG), SimpleUploadedFile("乙.png", HOSTILE.encode())]
    clerk = signed_in("own_clerk")
    answer = clerk.post(f"/claims/{one.pk}/papers/", {"kind": "投资协议", "file": given}, follow=True)
    assert "已上传1份投资协议" in page(answer)
    assert "“乙.png”的内容不是PDF、图片" in page(answer)
    assert Attachment.objects.count() == 1


def test_what_is_too_large_is_dropped_while_it_arrives_and_the_rest_is_kept(office, signed_in, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_FILE", 200)
    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 900)
    one = draft(office, proved=False)
    clerk = signed_in("own_clerk")
    given = [SimpleUploadedFile("大.png", PNG + b"0" * 300), SimpleUploadedFile("小.png", PNG)]
    answer = clerk.post(f"/claims/{one.pk}/papers/", {"kind": "投资协议", "file": given}, follow=True)
    assert "有文件没有上传：每份不超过20MB" in page(answer)
    assert [paper.title for paper in fresh(one).attachments.all()] == ["小.png"]
    many = [SimpleUploadedFile(f"{n}.png", PNG + b"0" * 140 + bytes([n])) for n in range(8)]
    clerk.post(f"/claims/{one.pk}/papers/", {"kind": "投资协议", "file": many})
    assert fresh(one).attachments.count() == 1 + 4


def test_a_picture_is_shown_and_can_do_nothing(office, signed_in):
    one = draft(office)
    answer = signed_in("own_clerk").get(f"/papers/{one.attachments.get().pk}/")
    assert answer.content.startswith(PNG)
    told = {
        name: answer[name] for name in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options")
    }
    assert told == {
        "Content-Type": "image/png",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "no-store"


def test_anything_but_a_picture_is_saved_under_its_own_name(office, signed_in):
    one = draft(office, proved=False)
    attached = papers.attach_to_claim(
        one.pk, b"%PDF-1.7", '协议"\r\nX: y.pdf', "投资协议", by=office["own_clerk"]
    )
    answer = signed_in("own_clerk").get(f"/papers/{attached.pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "X" not in answer.headers


def test_a_paper_changed_on_disk_is_a_page_that_says_what_to_do(office, signed_in, settings):
    one = draft(office)
    paper = one.attachments.get()
    (settings.MEDIA_ROOT / paper.file_id[:2] / paper.file_id).write_bytes(b"changed")
    answer = signed_in("own_clerk").get(f"/papers/{paper.pk}/")
    assert answer.status_code == 404
    assert "保存的文件与上传时不一致" in page(answer)


def test_the_same_file_for_another_claim_is_said_to_whoever_may_read_both(office, visit):
    one, other = (
        draft(office, proved=False),
        draft(office, code=opened(office["reviewer"], "P2").pk, proved=False),
    )
    for claim in (one, other):
        papers.attach_to_claim(claim.pk, PNG, "同一份.png", "投资协议", by=office["own_clerk"])
    assert f'同一文件也用于<a href="/claims/{other.pk}/">' in page(visit("own_clerk", f"/claims/{one.pk}/"))
    claims.submit([one.pk], by=office["head"])
    assert "同一文件" not in page(visit("checker", f"/claims/{one.pk}/"))
