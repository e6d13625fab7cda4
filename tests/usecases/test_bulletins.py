"""A bulletin's life: written, edited without drift, seen and approved by another person, issued and frozen."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jinghe.bulletins.editing import edited, marked, pieces
from jinghe.bulletins.office import Office
from jinghe.documents.blocks import Figure, HeadingBlock, ParagraphBlock
from jinghe.documents.writers import figures_in_docx
from jinghe.store.models import AccountRole, IssuedDocument, IssuedFile
from jinghe.usecases.bulletins import bulletins
from jinghe.usecases.bulletins.files import docx_of
from jinghe.usecases.bulletins.freezing import digest_of, issued_file, issued_of
from jinghe.usecases.claims.papers import stored_content
from jinghe.usecases.closing import closing
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import RefusedRecord
from tests.usecases.conftest import YI, account, funds, signing

pytestmark = pytest.mark.django_db
MARCH = date(2022, 3, 31)
OFFICE = Office(
    issuer="市经济合作办公室",
    signed_on=date(2022, 4, 11),
    addressees="各县（市、区）人民政府",
    mark="市经济合作办公室文件",
    document_number="市经合办〔2022〕3号",
    printed_by="市经济合作办公室",
)


@pytest.fixture
def second(db):
    return account(AccountRole.PERFORMANCE, "", "jixiao")


@pytest.fixture
def draft(plan, reviewer, settings, tmp_path):
    """A bulletin of March: 通川区 has 12亿 of 60."""
    settings.MEDIA_ROOT = tmp_path
    ledger.post([signing(), funds(12 * YI)], by=reviewer, reason="一季度")
    return bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=reviewer)


def held(draft, by):
    return bulletins.draft_of(draft.pk, by=by)


def approved(draft, reviewer, second):
    seen = bulletins.look_at(draft.pk, by=second)
    bulletins.approve(draft.pk, expected=seen.number, by=second)
    return seen.number


def figures_in(piece):
    return [run for run in piece.runs if isinstance(run, Figure)]


@contextmanager
def refused(words):
    """Something is refused in these Chinese words."""
    with pytest.raises(RefusedRecord) as caught:
        yield
    assert words in caught.value.text


def texts_with(document, before, after):
    """The texts of a form in which a word was replaced where it stands first."""
    found = {piece.name: piece.text for piece in pieces(document)}
    first = next(name for name, text in found.items() if before in text)
    return found | {first: found[first].replace(before, after, 1)}


def test_a_draft_says_what_the_ledger_says_and_has_not_drifted(draft, reviewer):
    told = held(draft, reviewer)
    said = "".join(marked(piece.runs) for piece in pieces(told.document))
    assert "到位资金〔12〕亿元" in said
    assert "时序进度为〔25.0〕%" in said
    assert bulletins.drift(told).is_clean
    assert told.writers == {"shenhe"}


def test_words_may_change_and_sections_go(draft, reviewer):
    told = held(draft, reviewer)
    names = {marked(piece.runs): piece.name for piece in pieces(told.document)}
    last = next(name for text, name in names.items() if text.endswith("下一步要求"))
    document = edited(
        told.document,
        texts_with(told.document, "现将", "兹将"),
        dropped=[names["二、分组完成情况"]],
        added={int(last[1:]): "请于4月20日前报送整改情况。"},
    )
    assert bulletins.edit(draft.pk, document, expected=told.number, by=reviewer).is_clean
    body = held(draft, reviewer).document.body
    headings = [marked(block.runs) for block in body if isinstance(block, HeadingBlock) and block.level == 1]
    assert [heading[0] for heading in headings] == list("一二三四五六")[: len(headings)]
    assert ParagraphBlock(runs=("请于4月20日前报送整改情况。",)) in body


def test_a_changed_figure_is_held_against_the_ledger(draft, reviewer, second):
    told = held(draft, reviewer)
    document = edited(told.document, texts_with(told.document, "〔12〕", "〔21〕"))
    found = bulletins.edit(draft.pk, document, expected=told.number, by=reviewer)
    assert [(one.stated, one.expected) for one in found.drifted] == [("21", "12")]
    complaints = bulletins.complaints_of(held(draft, reviewer))
    assert list(complaints.values()) == [("文中为“21”，台账为“12”，请改回",)]
    seen = bulletins.look_at(draft.pk, by=second)
    with refused("台账为“12”"):
        bulletins.approve(draft.pk, expected=seen.number, by=second)


def test_a_new_number_is_nobodys_figure(draft, reviewer):
    told = held(draft, reviewer)
    document = edited(told.document, {}, added={0: "另有签约金额88亿元、三家企业落户。"})
    found = bulletins.edit(draft.pk, document, expected=told.number, by=reviewer)
    assert found.unproved == ("88", "三")


def test_a_figure_moves_with_its_sentence(draft, reviewer):
    told = held(draft, reviewer)
    piece = next(one for one in pieces(told.document) if one.text.startswith("全市到位资金"))
    document = edited(told.document, {}, dropped=[piece.name], added={0: piece.text})
    assert bulletins.edit(draft.pk, document, expected=told.number, by=reviewer).is_clean
    moved = pieces(document)[1]
    assert moved.text == piece.text
    assert figures_in(moved) == figures_in(piece)


def test_nobody_approves_unseen_or_alone(draft, reviewer, second):
    number = held(draft, reviewer).number
    with refused("还没有打开这一稿的预览"):
        bulletins.approve(draft.pk, expected=number, by=second)
    bulletins.look_at(draft.pk, by=reviewer)
    with refused("须由另一个人核稿"):
        bulletins.approve(draft.pk, expected=number, by=reviewer)
    bulletins.look_at(draft.pk, by=second)
    bulletins.edit(draft.pk, held(draft, reviewer).document, expected=number, by=reviewer)
    latest = held(draft, reviewer)
    assert latest.seen_by == frozenset()
    with refused("还没有打开这一稿的预览"):
        bulletins.approve(draft.pk, expected=latest.number, by=second)
    with refused("已被他人修改"):
        bulletins.approve(draft.pk, expected=number, by=second)


def test_seeing_twice_is_written_down_once(draft, second):
    first = bulletins.look_at(draft.pk, by=second)
    assert bulletins.look_at(draft.pk, by=second).record.version == first.record.version + 1
    assert bulletins.look_at(draft.pk, by=second).record.version == first.record.version + 1


def test_what_is_not_approved_is_not_issued(draft, reviewer):
    with refused("现在是“拟稿”"):
        bulletins.issue(draft.pk, expected=held(draft, reviewer).number, by=reviewer)


@pytest.mark.parametrize(
    "role", [role for role in AccountRole if role not in (AccountRole.REVIEWER, AccountRole.PERFORMANCE)]
)
def test_only_the_offices_write_approve_and_issue(role, draft):
    somebody = account(role, "通川区", "某人")
    with pytest.raises(AccessRefused):
        bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=somebody)
    for step in (bulletins.approve, bulletins.issue):
        with pytest.raises(AccessRefused):
            step(draft.pk, expected=2, by=somebody)


@pytest.mark.database
def test_issue_freezes_texts_figures_rules_and_instants(draft, reviewer, second):
    number = approved(draft, reviewer, second)
    issued = bulletins.issue(
        draft.pk,
        expected=number,
        by=reviewer,
        document_number="市经合办〔2022〕5号",
        signed_on=date(2022, 4, 12),
    )
    content = issued.content
    assert issued.document_number == "市经合办〔2022〕5号"
    assert content["figures"]["c:0:actual"] == "12"
    assert (content["revision"], len(content["plan_digest"])) == (1, 64)
    assert content["known_sequence"] == 2
    assert issued.content_digest == digest_of(content)
    assert issued.known_at == held(draft, reviewer).known_at
    assert {file.format: file.file_id for file in issued.files.all()} == content["files"]
    assert dict(figures_in_docx(stored_content(content["files"]["docx"]))) == content["figures"]
    assert issued_file(issued.pk, "docx", by=account(AccountRole.CLERK, "通川区", "填报"))[:2] == b"PK"


@pytest.mark.database
def test_what_was_issued_can_neither_change_nor_go(draft, reviewer, second):
    issued = bulletins.issue(draft.pk, expected=approved(draft, reviewer, second), by=reviewer)
    for change in (
        lambda: IssuedDocument.objects.filter(pk=issued.pk).update(title="另一份"),
        lambda: IssuedDocument.objects.filter(pk=issued.pk).delete(),
        lambda: IssuedFile.objects.filter(document=issued).update(format="txt"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert issued_of(issued.pk, by=reviewer).title == issued.title


def test_a_later_posting_does_not_move_a_draft(draft, reviewer):
    ledger.post([funds(5 * YI)], by=reviewer, reason="补报")
    assert bulletins.drift(held(draft, reviewer)).is_clean


def test_a_docx_edited_elsewhere_is_issued_as_it_is(draft, reviewer, second):
    told = held(draft, reviewer)
    elsewhere = edited(told.document, texts_with(told.document, "现将", "兹将"))
    content = docx_of(elsewhere, timezone.now())
    assert bulletins.upload(draft.pk, content, expected=told.number, by=reviewer).is_clean
    issued = bulletins.issue(draft.pk, expected=approved(draft, reviewer, second), by=reviewer)
    assert list(issued.content["files"]) == ["docx"]
    assert stored_content(issued.content["files"]["docx"]) == content
    assert "另存为PDF" in issued.content["notes"][0]
    assert issued.content["figures"]["c:0:actual"] == "12"


def test_a_docx_whose_figures_drifted_is_not_taken(draft, reviewer):
    told = held(draft, reviewer)
    wrong = edited(
        told.document, texts_with(told.document, "〔12〕", "〔21〕"), added={0: "另有签约金额88亿元。"}
    )
    found = bulletins.upload(draft.pk, docx_of(wrong, timezone.now()), expected=told.number, by=reviewer)
    assert [(one.stated, one.expected) for one in found.drifted] == [("21", "12")]
    assert found.unproved == ("88",)
    assert held(draft, reviewer).uploaded == ""


def test_what_is_no_docx_is_refused_in_words(draft, reviewer):
    with refused("docx"):
        bulletins.upload(draft.pk, b"%PDF-1.7", expected=held(draft, reviewer).number, by=reviewer)


def test_the_letterhead_is_remembered(draft):
    assert bulletins.last_office() == OFFICE


def test_the_next_bulletin_tells_what_came_late(draft, reviewer, second):
    bulletins.issue(draft.pk, expected=approved(draft, reviewer, second), by=reviewer)
    for month in (1, 2, 3):
        closing.close(date(2022, month, 1), by=reviewer)
    ledger.reverse(2, by=reviewer, reason="进账单重复")
    later = bulletins.write("monthly", 2022, as_of=date(2022, 4, 30), office=OFFICE, by=reviewer)
    texts = [marked(piece.runs) for piece in pieces(held(later, reviewer).document)]
    assert any(text.endswith("更正情况") for text in texts)
    tables = [block for block in held(later, reviewer).document.body if hasattr(block, "rows")]
    assert [cell.runs[0] for cell in tables[0].rows[0].cells][-2:] == ["3月到位资金减少12亿元", "进账单重复"]
    assert bulletins.drift(held(later, reviewer)).is_clean


def test_an_office_without_a_number_has_no_mark(draft, reviewer, second):
    bare = bulletins.write(
        "ranking", 2022, as_of=MARCH, office=replace(OFFICE, document_number=""), by=reviewer
    )
    issued = bulletins.issue(bare.pk, expected=approved(bare, reviewer, second), by=reviewer)
    assert "issuer_mark" not in issued.content["document"]
