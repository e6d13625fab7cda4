"""通报: what there is, a new one, and a draft on its way to issue."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.bulletins.editing import pieces
from jinghe.bulletins.registry import BULLETINS
from jinghe.core.registers.bulletin import APPROVED, BULLETIN, DRAFT
from jinghe.documents.blocks import OfficialDocument
from jinghe.documents.writers.docx.reading import text_of_docx
from jinghe.documents.writers.html import write_html
from jinghe.documents.writers.pdf.fonts import NoChineseFont
from jinghe.documents.writers.pdf.pdf import NoGlyph
from jinghe.usecases.bulletins import bulletins
from jinghe.usecases.bulletins.bulletins import BulletinDraft
from jinghe.usecases.bulletins.files import UPLOAD_NOTE, substitutions, written_file
from jinghe.usecases.bulletins.freezing import issued_documents
from jinghe.usecases.bulletins.subjects import NoBulletinSubject, subjects
from jinghe.usecases.claims.papers import stored_content
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import NoPlan, plan_of, revision_at
from jinghe.usecases.records.reading import find, history_of
from jinghe.usecases.records.records import RefusedRecord, move_record
from jinghe.web.bulletins import forms as bulletin_forms
from jinghe.web.frame.downloads import handed_out
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked
from jinghe.web.records.versions import expected_version

POSTED = ("GET", "HEAD", "POST")
MOVES = ("reopen", "drop")
EVENTS = {
    "opened": "开始拟稿",
    "written": "由台账生成",
    "edited": "修改",
    "uploaded": "上传修改后的docx",
    "seen": "阅看预览",
}
KINDS = [(one.code, one.name, one.purpose) for one in BULLETINS.values()]
MOST_DRAFTS = 200


@page
def listing(request: HttpRequest) -> HttpResponse:
    """The kinds, the drafts for those who may see them, everything issued for everybody."""
    sees_drafts = access.may_list(request.user, BULLETIN)
    drafts = find("bulletin", by=request.user, states=(DRAFT, APPROVED), size=MOST_DRAFTS).records
    context = {
        "kinds": KINDS,
        "names": {one.code: one.name for one in BULLETINS.values()},
        "sees_drafts": sees_drafts,
        "may_write": access.may_write_bulletins(request.user),
        "drafts": [
            (
                one,
                BULLETINS[one.values["bulletin"]].name,
                BULLETIN.state(one.state).name,
                _day(one.values["as_of"]),
            )
            for one in drafts
        ],
        "issued": [(one, BULLETINS[one.kind].name) for one in issued_documents(by=request.user)],
    }
    return show(request, "bulletins/bulletins.html", context)


@page(methods=POSTED)
def writing(request: HttpRequest) -> HttpResponse:
    """The form of a new one; POST writes it from the ledger."""
    access.require(access.may_write_bulletins(request.user), request.user, "拟通报")
    question = asked(request)
    plan = plan_of(revision_at(question.year, as_of=question.as_of, known_at=question.known_at))
    texts, faults = bulletin_forms.offered(question, plan, request.GET.get("kind", "")), {}
    if request.method == "POST":
        told = bulletin_forms.read_new(request.POST, question.year)
        texts, faults = told.texts, dict(told.faults)
        if told.office is not None and told.as_of is not None and not faults:
            try:
                record = bulletins.write(
                    told.kind,
                    question.year,
                    as_of=told.as_of,
                    office=told.office,
                    subject=told.subject if BULLETINS[told.kind].about else "",
                    known_at=told.known_at,
                    by=request.user,
                )
                return redirect("bulletin", record.pk)
            except NoBulletinSubject as missing:
                faults["subject"] = missing.text
            except NoPlan as missing:
                faults["known_at"] = missing.text
    context = {
        "question": question,
        "texts": texts,
        "faults": faults,
        "kinds": KINDS,
        "about": [
            (BULLETINS[code].name, subjects(BULLETINS[code].about))
            for code in BULLETINS
            if BULLETINS[code].about
        ],
        "longest": bulletin_forms.LONGEST,
    }
    return show(request, "bulletins/new.html", context)


@page
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Where a draft stands, what drifted, its files and its next step."""
    return _page(request, code)


@page
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The text as it will be printed; who may approve it is noted as having seen it."""
    held = bulletins.look_at(code, by=request.user)
    lines = text_of_docx(stored_content(held.uploaded)) if held.uploaded else ()
    context = {
        "held": held,
        "html": "" if held.uploaded else write_html(held.document),
        "lines": lines,
        "kind": BULLETINS[held.kind],
        "upload_note": UPLOAD_NOTE,
        "is_seen": request.user.username in held.seen_by,
    }
    return show(request, "bulletins/preview.html", context)


@page(methods=POSTED)
def editing(request: HttpRequest, code: str) -> HttpResponse:
    """Every piece of the text in a box of its own, figures in brackets; POST keeps what was typed."""
    access.require(access.may_write_bulletins(request.user), request.user, "修改通报")
    held = bulletins.draft_of(code, by=request.user)
    complaint, document = "", held.document
    if request.method == "POST":
        try:
            document = bulletin_forms.read_edited(held.document, request.POST)
            drift = bulletins.edit(code, document, expected=expected_version(request), by=request.user)
        except ValueError:
            complaint = "不能把正文全部删去；如不再需要，请在通报页作废。"
        except RefusedRecord as refused:
            complaint = refused.text
        else:
            _tell(request, drift)
            return redirect("bulletin" if drift.is_clean else "bulletin_edit", code)
    return _form(request, held, document, complaint)


def _form(
    request: HttpRequest, held: BulletinDraft, document: OfficialDocument, complaint: str
) -> HttpResponse:
    found = bulletins.complaints_of(held)
    parts = pieces(document)
    last_of_block = {piece.block: piece.name for piece in parts}
    context = {
        "held": held,
        "document": document,
        "pieces": [
            (piece, found.get(piece.name, ()), last_of_block[piece.block] == piece.name) for piece in parts
        ],
        "complaint": complaint,
        "may_edit": held.record.state == DRAFT,
    }
    return show(request, "bulletins/edit.html", context)


@page(methods=("POST",))
def uploading(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a docx edited elsewhere, or shows what drifted in it."""
    access.require(access.may_write_bulletins(request.user), request.user, "修改通报")
    file = request.FILES.get("file")
    if file is None:
        return _page(request, code, complaint="请选择修改后的docx文件。")
    try:
        drift = bulletins.upload(code, file.read(), expected=expected_version(request), by=request.user)
    except RefusedRecord as refused:
        return _page(request, code, complaint=refused.text)
    if not drift.is_clean:
        return _page(
            request, code, complaint="上传的文件没有采用，其中的数字与台账不一致：", faults=drift.faults
        )
    messages.success(request, f"已采用上传的文件。{UPLOAD_NOTE}")
    return redirect("bulletin", code)


@page(methods=("POST",))
def stepping(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Approves, issues, sends back or drops a draft."""
    access.require(access.may_write_bulletins(request.user), request.user, "办理通报")
    try:
        if step == "approve":
            bulletins.approve(code, expected=expected_version(request), by=request.user)
            messages.success(request, "已核稿，可以印发。")
        elif step == "issue":
            issued = bulletins.issue(
                code,
                expected=expected_version(request),
                by=request.user,
                document_number=request.POST.get("document_number", "")[:40],
                signed_on=_read_day(request.POST.get("signed_on", "")),
            )
            messages.success(request, "已印发。正文、数字和依据从此不变，更正见下一期通报。")
            return redirect("bulletin_issued", issued.pk)
        elif step in MOVES:
            held = bulletins.draft_of(code, by=request.user)
            note = request.POST.get("note", "")[:300]
            move_record(code, step, expected=held.record.version, by=request.user, note=note)
            messages.success(request, "已退回修改。" if step == "reopen" else "已作废。")
        else:
            raise Http404
    except Refused as refused:
        return _page(request, code, complaint=refused.text)
    return redirect("bulletin", code)


@page
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A draft as docx, pdf or xlsx; an uploaded one as it was uploaded."""
    held = bulletins.draft_of(code, by=request.user)
    if form not in ("docx", "pdf", "xlsx"):
        raise Http404
    name = f"{held.record.name}（{code}拟稿）.{form}"
    if held.uploaded:
        if form != "docx":
            return _page(request, code, complaint=UPLOAD_NOTE)
        return handed_out(name, stored_content(held.uploaded))
    try:
        return handed_out(name, written_file(held.document, form, held.known_at))
    except (NoChineseFont, NoGlyph) as missing:
        return _page(request, code, complaint=missing.text)


def _page(
    request: HttpRequest, code: str, *, complaint: str = "", faults: tuple[str, ...] = ()
) -> HttpResponse:
    held = bulletins.draft_of(code, by=request.user)
    state = held.record.state
    drift = bulletins.drift(held) if state in (DRAFT, APPROVED) else None
    may_write = access.may_write_bulletins(request.user)
    issued = next((one for one in issued_documents(by=request.user) if one.content["record"] == code), None)
    context = {
        "held": held,
        "record": held.record,
        "kind": BULLETINS[held.kind],
        "state": BULLETIN.state(state),
        "drift": drift,
        "complaint": complaint,
        "faults": faults,
        "substitutions": substitutions(),
        "upload_note": UPLOAD_NOTE,
        "may_edit": may_write and state == DRAFT,
        "may_approve": may_write and state == DRAFT and request.user.username not in held.writers,
        "has_seen": request.user.username in held.seen_by,
        "may_issue": may_write and state == APPROVED,
        "may_reopen": may_write and state == APPROVED,
        "may_drop": may_write and state in (DRAFT, APPROVED),
        "issued": issued,
        "events": [(one, EVENTS.get(one.kind) or _moved(one)) for one in history_of(held.record)],
    }
    return show(request, "bulletins/bulletin.html", context)


def _moved(event) -> str:
    words = {"approve": "核稿", "issue": "印发", "reopen": "退回修改", "drop": "作废"}
    return words.get(event.payload.get("move", ""), "登记")


def _tell(request: HttpRequest, drift) -> None:
    left = f"略去了{drift.left_out}个数字。" if drift.left_out else ""
    if drift.is_clean:
        messages.success(request, f"已保存，数字与台账一致。{left}")
    else:
        messages.error(request, "已保存，但有数字与台账不一致，见下面红字；改回之前不能核稿。")


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str) -> date:
    return date.fromisoformat(text)
