"""佐证材料: what is taken, who may open it, and what a changed disk is answered with."""

import io
import os
import zipfile

import pytest
from django.db import DatabaseError, transaction

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Act, Attachment, StoredFile
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.claims.papers import NoFile
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, Refused
from tests.usecases.claiming import (
    PDF,
    PNG,
    drafted,
    fresh,
    in_state,
    project,
    reviewed_by,
    staff,  # noqa: F401  a fixture
)

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 32
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 32
HTML = b"<script>alert(1)</script>"


def package(*parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return content.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def people(staff):  # noqa: F811
    project(staff["reviewer"])
    return staff


@pytest.fixture
def claim(people):
    return drafted(FactKind.SIGNING, people["clerk"], proved=False)


TAKEN = {
    "凭证.png": (PNG, "image/png"),
    "凭证.JPG": (JPEG, "image/jpeg"),
    "凭证.webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    "协议.pdf": (PDF, "application/pdf"),
    "协议.docx": (DOCX, "application/zip"),
    "表.xlsx": (package("xl/workbook.xml"), "application/zip"),
    "版式.ofd": (package("OFD.xml"), "application/zip"),
    "旧.wps": (OLE, "application/msword"),
}


@pytest.mark.parametrize(("name", "told"), TAKEN.items(), ids=TAKEN)
def test_what_is_taken(name, told):
    content, media_type = told
    assert papers.checked_type(content, name) == media_type


REFUSED = {
    "nothing": (b"", "空.pdf", "是空文件"),
    "html named as a picture": (HTML, "图.png", "不是PDF、图片"),
    "html that holds the word of a picture": (b"<script>WEBP</script>", "图.webp", "不是PDF、图片"),
    "html behind a name without a dot": (HTML, "png", "不是PDF、图片"),
    "a picture named as a page": (PNG, "图.html", "内容与扩展名不符"),
    "a picture named as a pdf": (PNG, "图.pdf", "内容与扩展名不符"),
    "a pdf named as a picture": (PDF, "图.png", "内容与扩展名不符"),
    "an archive of anything named as a text": (package("evil.exe"), "协议.docx", "内容与扩展名不符"),
    "a sheet named as a text": (package("xl/workbook.xml"), "协议.docx", "内容与扩展名不符"),
    "an svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg", "不是PDF、图片"),
    "a program": (b"MZ\x90\x00", "程序.exe", "不是PDF、图片"),
    "too much": (PDF + b"\x00" * papers.LARGEST_FILE, "大.pdf", "超过20MB"),
}


@pytest.mark.parametrize(("content", "name", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_and_leaves_nothing_behind(content, name, said, claim, people, settings):
    acts = Act.objects.count()
    with pytest.raises(Refused) as refused:
        papers.attach_to_claim(claim.pk, content, name, "投资协议", by=people["clerk"])
    assert said in refused.value.text
    assert (Act.objects.count(), Attachment.objects.count()) == (acts, 0)
    assert list(settings.MEDIA_ROOT.iterdir()) == []


NAMES = {
    "../../etc/passwd.png": "passwd.png",
    "C:\\Users\\甲\\凭证.png": "凭证.png",
    "图\u202egnp.png": "图gnp.png",
    "图\x00\r\n.png": "图.png",
    "甲" * 300 + ".png": "甲" * 196 + ".png",
    "<b>图</b>.png": "b>.png",
}


@pytest.mark.database
@pytest.mark.parametrize(("name", "title"), NAMES.items(), ids=[title[:12] for title in NAMES.values()])
def test_a_name_is_a_title_and_never_a_place(name, title, claim, people, settings):
    attached = papers.attach_to_claim(claim.pk, PNG, name, "投资协议", by=people["clerk"])
    assert attached.title == title
    (folder,) = settings.MEDIA_ROOT.iterdir()
    assert [path.name for path in folder.iterdir()] == [attached.file_id]


@pytest.mark.database
def test_one_file_is_kept_once_however_often_it_is_attached(claim, people):
    for kind in ("投资协议", "其他"):
        papers.attach_to_claim(claim.pk, PNG, "图.png", kind, by=people["clerk"])
    assert (StoredFile.objects.count(), Attachment.objects.count()) == (1, 2)


def test_a_paper_is_of_a_kind_that_is_known(claim, people):
    with pytest.raises(Refused, match="请选择这份材料是什么"):
        papers.attach_to_claim(claim.pk, PNG, "图.png", "随便", by=people["clerk"])
    reviewed_by("", FactKind.SIGNING, by=people["reviewer"], evidence=(("随便",),))
    assert papers.paper_kinds(claim)[0] == "随便"
    papers.attach_to_claim(claim.pk, PNG, "图.png", "随便", by=people["clerk"])


def test_there_is_room_for_thirty(claim, people, monkeypatch):
    monkeypatch.setattr(papers, "MOST_FILES", 2)
    for number in range(2):
        papers.attach_to_claim(claim.pk, PNG + bytes([number]), "图.png", "其他", by=people["clerk"])
    with pytest.raises(Refused, match="最多上传2份"):
        papers.attach_to_claim(claim.pk, PDF, "多.pdf", "其他", by=people["clerk"])


@pytest.mark.parametrize("state", ["submitted", "checked", "posted", "withdrawn", "reversed"])
def test_papers_stay_as_they_were_submitted(state, people):
    reviewed_by("市商务局", FactKind.SIGNING, by=people["reviewer"])
    held = in_state(state, people)
    paper = held.attachments.get()
    with pytest.raises(ChangedMeanwhile):
        papers.attach_to_claim(held.pk, PDF, "补.pdf", "其他", by=people["clerk"])
    with pytest.raises(ChangedMeanwhile):
        papers.take_off(paper.pk, by=people["clerk"])


def test_who_attaches_and_takes_off(claim, people):
    for who in people:
        if who in ("clerk", "head"):
            attached = papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people[who])
            papers.take_off(attached.pk, by=people[who])
        else:
            with pytest.raises(AccessRefused):
                papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people[who])
    kept = papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people["clerk"])
    with pytest.raises(AccessRefused):
        papers.take_off(kept.pk, by=people["other_clerk"])
    steps = [event.kind for event in fresh(claim).events.order_by("number")]
    assert steps == ["drafted", *("attached", "detached") * 2, "attached"]


def test_what_was_taken_off_is_gone_for_everybody_but_kept(claim, people):
    attached = papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people["clerk"])
    papers.take_off(attached.pk, by=people["clerk"])
    for attempt in (papers.opened, papers.take_off):
        with pytest.raises(NoFile):
            attempt(attached.pk, by=people["clerk"])
    assert StoredFile.objects.count() == 1
    with pytest.raises(Missing):
        papers.attach_to_claim(4711, PNG, "图.png", "其他", by=people["clerk"])


CONCERNED = {"clerk", "head", "involved", "checker", "reviewer", "second", "performance", "auditor"}


@pytest.mark.parametrize("state", ["draft", "submitted", "posted", "withdrawn"])
def test_who_reads_the_claim_opens_its_papers_and_nobody_else(state, people):
    reviewed_by("市商务局", FactKind.SIGNING, by=people["reviewer"])
    paper = in_state(state, people).attachments.get()
    readers = {who for who, by in people.items() if can_open(paper.pk, by)}
    assert readers == ({"clerk", "head"} if state in ("draft", "withdrawn") else CONCERNED)


def can_open(pk, by) -> bool:
    try:
        return papers.opened(pk, by=by).content.startswith(PNG)
    except AccessRefused:
        return False


def test_a_file_changed_on_disk_is_never_handed_out_and_healed_by_the_same_file(claim, people, settings):
    attached = papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people["clerk"])
    place = settings.MEDIA_ROOT / attached.file_id[:2] / attached.file_id
    place.write_bytes(PNG + b"!")
    with pytest.raises(NoFile):
        papers.opened(attached.pk, by=people["clerk"])
    place.unlink()
    with pytest.raises(NoFile):
        papers.opened(attached.pk, by=people["clerk"])
    place.write_bytes(b"")
    papers.attach_to_claim(claim.pk, PNG, "再.png", "其他", by=people["clerk"])
    assert papers.opened(attached.pk, by=people["clerk"]).content == PNG
    assert [path.name for path in place.parent.iterdir()] == [attached.file_id]


def test_a_record_has_papers_of_its_own(people):
    attached = papers.attach_to_record("P1", PNG, "现场.png", "现场照片", by=people["clerk"])
    assert {who for who, by in people.items() if can_open(attached.pk, by)} >= {
        "clerk",
        "reviewer",
        "auditor",
    }
    for who in ("other_clerk", "leader", "system", "security"):
        assert not can_open(attached.pk, people[who])
    with pytest.raises(AccessRefused):
        papers.take_off(attached.pk, by=people["other_clerk"])
    papers.take_off(attached.pk, by=people["clerk"])


def test_only_pictures_are_shown_within_a_page(claim, people):
    shown = {}
    for name, (content, _) in TAKEN.items():
        pk = papers.attach_to_claim(claim.pk, content, name, "其他", by=people["clerk"]).pk
        shown[name.rpartition(".")[2].lower()] = papers.opened(pk, by=people["clerk"]).is_previewed
    assert {name for name, is_shown in shown.items() if is_shown} == {"png", "jpg", "webp"}


@pytest.mark.database
def test_nothing_of_an_attachment_is_ever_changed(claim, people):
    attached = papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people["clerk"])
    changes = (
        lambda: Attachment.objects.filter(pk=attached.pk).update(title="别的"),
        lambda: StoredFile.objects.filter(pk=attached.file_id).update(size=1),
        lambda: Attachment.objects.filter(pk=attached.pk).delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_no_file(claim, people, settings):
    attached = papers.attach_to_claim(claim.pk, PNG, "图.png", "其他", by=people["clerk"])
    (settings.MEDIA_ROOT / attached.file_id[:2] / attached.file_id).chmod(0)
    with pytest.raises(NoFile):
        papers.opened(attached.pk, by=people["clerk"])


def test_a_withdrawn_claims_papers_cannot_be_reached_by_number(people):
    held = in_state("withdrawn", people)
    (paper,) = held.attachments.all()
    with pytest.raises(AccessRefused) as refused:
        papers.opened(paper.pk, by=people["reviewer"])
    assert claims.claim_of(held.pk).state == "withdrawn"
    assert paper.title not in refused.value.text
