"""读通知: upload a notice, correct what was read, confirm it as a revision of the plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.counting.rulings import QUESTIONS
from jinghe.core.plan.draft_edits import in_one_line
from jinghe.core.plan.drafts import RefusedEdit
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.common.vocabulary import DIMENSIONS
from jinghe.usecases.plan import drafts, notices
from jinghe.usecases.plan.drafts import DraftRecord, record_of
from jinghe.web.frame.pages import page, show
from jinghe.web.plan import draft_page
from jinghe.web.plan import forms as draft_forms
from jinghe.web.plan.forms import TypedFields
from jinghe.web.records.versions import expected_version

POSTED = ("GET", "HEAD", "POST")
REFUSALS = (Refused, RefusedEdit)
TARGET_FORMS = ("correct", "split", "reparent", "delete")


@page(methods=POSTED)
def uploaded(request: HttpRequest) -> HttpResponse:
    """The drafts, and a form for another notice."""
    access.require(access.may_read_notices(request.user), request.user, "读通知")
    if request.method == "POST":
        try:
            draft = _upload(request)
            if copies := notices.earlier_copies(draft):
                told = "、".join(f"草稿{number}" for number in copies[-3:])
                messages.warning(request, f"同一个文件以前上传过（{told}），请确认不是重复上传。")
            return redirect("notice", draft.pk)
        except Refused as refused:
            messages.error(request, refused.text)
    context = {"drafts": drafts.drafts(by=request.user), "limit": notices.LARGEST_FILE // 1024 // 1024}
    return show(request, "plan/notices.html", context)


def _upload(request: HttpRequest) -> Any:
    file = request.FILES.get("file")
    if getattr(request, "is_upload_too_large", False) or (file and file.size > notices.LARGEST_FILE):
        raise notices.too_large()
    if file is None:
        raise Refused("请先选择要上传的通知文件。")
    return notices.upload(file.read(), file.name, by=request.user)


@page
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One draft: findings first, the source at the left, the reading at the right."""
    record = record_of(number, by=request.user)
    base = drafts.base_of(record)
    context = draft_page.context_of(record) | {
        "may_edit": record.is_open and access.may_read_notices(request.user),
        "base": base,
        "comparison": drafts.comparison_of(record, base) if base else None,
        "questions": list(QUESTIONS.values()),
        "indicators": list(INDICATORS.values()),
    }
    return show(request, "plan/notice.html", context)


@page(methods=("POST",))
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One edit. A form that was refused comes back as it was typed."""
    access.require(access.may_read_notices(request.user), request.user, "修改通知草稿")
    kind = request.POST.get("kind", "")
    expected = expected_version(request)
    try:
        reason = TypedFields(request.POST).text("reason")
        if kind == "withdraw":
            drafts.withdraw(number, expected=expected, by=request.user, reason=reason)
            messages.success(request, "草稿已撤回；它和全部改动仍可查看。")
            return redirect("notices")
        if kind == "settle" and request.POST.get("alike"):
            typed = TypedFields(request.POST)
            fingerprint, choice = typed.text("mark"), typed.text("choice")
            done = drafts.settle_alike(
                number, fingerprint, choice, expected=expected, by=request.user, reason=reason
            )
            messages.success(request, f"已一并处理{len(done)}条同类疑点。")
            return redirect(reverse("notice", args=[number]) + "#findings")
        edit = draft_forms.edit_from(kind, request.POST, f"N{expected + 1:03}")
        drafts.edit(number, edit, expected=expected, by=request.user, reason=reason)
    except REFUSALS as refused:
        if kind in TARGET_FORMS:
            return _target(request, number, request.POST.get("key", ""), refused.text)
        if kind == "add":
            return _adding(request, number, refused.text)
        messages.error(request, refused.text)
        return redirect(reverse("notice", args=[number]) + "#findings")
    messages.success(request, "已保存。")
    key = request.POST.get("key", "") if kind != "delete" else ""
    places = {"add": f"#t-N{expected + 1:03}", "rule": "#rulings", "head": "#main", "total": "#totals"}
    return redirect(
        reverse("notice", args=[number]) + (f"#t-{key}" if key else places.get(kind, "#findings"))
    )


@page
def target(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """The forms of one target: correct, split, re-parent, delete."""
    return _target(request, number, key)


def _target(request: HttpRequest, number: int, key: str, complaint: str = "") -> HttpResponse:
    record = _open_record(request, number)
    held = record.folded.plan.target(key)
    if held is None or not record.is_open:
        messages.error(request, complaint or "这项目标已经不在草稿里，可能刚被删除；请在下面的清单里核对。")
        return redirect("notice", number)
    kind = request.POST.get("kind", "")
    told = request.POST.dict() if complaint else {}
    shown = draft_forms.shown(held)
    split = shown | {"required": "", "guaranteed": "", "working": "", "reason": ""}
    context = _form_context(record, complaint) | {
        "target": held,
        "said": in_one_line(held),
        "values": told if kind == "correct" else shown,
        "first": told if kind == "split" else shown,
        "second": _unprefixed(told) if kind == "split" else split,
        "opened": kind,
        "wholes": [
            (one.key, in_one_line(one))
            for one in record.folded.plan.targets_of(held.unit)
            if one.key != key and one.of_which != key
        ],
    }
    return show(request, "plan/notice_target.html", context, status=409 if complaint else 200)


def _unprefixed(told: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("new-"): text for name, text in told.items() if name.startswith("new-")}


@page
def adding(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a target that was not read."""
    return _adding(request, number)


def _adding(request: HttpRequest, number: int, complaint: str = "") -> HttpResponse:
    record = _open_record(request, number)
    if not record.is_open:
        messages.error(request, complaint or "这份草稿已经结束，不能再补录。")
        return redirect("notice", number)
    values = request.POST.dict() if complaint else {"role": "host", "unit_of_measure": "亿元"}
    context = _form_context(record, complaint) | {"values": values, "groups": record.folded.plan.groups}
    return show(request, "plan/notice_add.html", context, status=409 if complaint else 200)


def _open_record(request: HttpRequest, number: int) -> DraftRecord:
    access.require(access.may_read_notices(request.user), request.user, "修改通知草稿")
    return record_of(number, by=request.user)


def _form_context(record: DraftRecord, complaint: str) -> dict[str, Any]:
    return {
        "record": record,
        "complaints": (complaint,) if complaint else (),
        "indicators": list(INDICATORS.values()),
        "measures": list(UNITS_OF_MEASURE),
        "tiers": draft_forms.TIERS,
        "worded": draft_forms.WORDED,
        "flags": draft_forms.FLAGS,
        "units": record.folded.plan.units,
    }


@page(methods=POSTED)
def teaching(request: HttpRequest, number: int) -> HttpResponse:
    """Gives a word of the notice its meaning, for this office."""
    record = _open_record(request, number)
    if not record.is_open:
        return redirect("notice", number)
    complaints: tuple[str, ...] = ()
    told = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        dimension = told.get("dimension", "")
        try:
            drafts.teach(
                number,
                dimension,
                TypedFields(told).text("word"),
                told.getlist(f"codes-{dimension}"),
                expected=expected_version(request),
                by=request.user,
                reason=TypedFields(told).text("reason"),
            )
            messages.success(request, "已教词，并用于这份草稿；以后读通知也认得它。")
            return redirect(reverse("notice", args=[number]) + "#findings")
        except REFUSALS as refused:
            complaints = (refused.text,)
    names = record.vocabulary.names
    context = {
        "record": record,
        "complaints": complaints,
        "word": told.get("word", "")[:40],
        "chosen": told.get("dimension", "industry"),
        "reason": told.get("reason", ""),
        "dimensions": [
            (name, label, names[name].items(), told.getlist(f"codes-{name}"))
            for name, label in DIMENSIONS.items()
        ],
    }
    return show(request, "plan/notice_teach.html", context, status=409 if complaints else 200)


@page
def comparing(request: HttpRequest, number: int) -> HttpResponse:
    """The draft against the plan in force, target by target."""
    record = record_of(number, by=request.user)
    base = drafts.base_of(record)
    context = {
        "record": record,
        "base": base,
        "comparison": drafts.comparison_of(record, base) if base else None,
    }
    return show(request, "plan/notice_compare.html", context)


@page(methods=POSTED)
def confirming(request: HttpRequest, number: int) -> HttpResponse:
    """GET shows what will be issued; POST issues it."""
    record = _open_record(request, number)
    if not record.is_open:
        return redirect("notice", number)
    complaints: tuple[str, ...] = ()
    plan = record.folded.plan
    told = request.POST.dict() if request.method == "POST" else {"approval_document": plan.document_number}
    if request.method == "POST":
        typed = TypedFields(request.POST)
        try:
            day = typed.day("effective_on", "执行日期")
            if day is None:
                raise Refused("请填写执行日期。")
            revision = drafts.confirm(
                number,
                expected=expected_version(request),
                by=request.user,
                effective_on=day,
                approval_document=typed.text("approval_document"),
                reason=typed.text("reason"),
            )
            messages.success(
                request, f"已确认下达：{revision.year}年度目标任务第{revision.number}版，{day}起执行。"
            )
            return redirect(f"{reverse('plan')}?year={revision.year}&revision={revision.number}")
        except REFUSALS as refused:
            complaints = (refused.text,)
    base = drafts.base_of(record)
    context = {
        "record": record,
        "complaints": complaints,
        "values": told,
        "base": base,
        "comparison": drafts.comparison_of(record, base) if base else None,
        "open_count": len(record.folded.open),
        "has_approved": request.user.username in record.approvers,
        "lacking": max(0, record.required - len({*record.approvers, request.user.username})),
        "today": clock.today(),
    }
    return show(request, "plan/notice_confirm.html", context, status=409 if complaints else 200)


@page(methods=("POST",))
def approving(request: HttpRequest, number: int) -> HttpResponse:
    """Says that the draft is right as it stands."""
    try:
        drafts.approve(number, expected=expected_version(request), by=request.user)
        messages.success(request, "已记录您的审核通过；草稿再有改动时须重新审核。")
    except REFUSALS as refused:
        messages.error(request, refused.text)
    return redirect("notice_confirm", number)


@page
def original(request: HttpRequest, number: int) -> HttpResponse:
    """The file as uploaded, to save; never shown by the browser itself."""
    name, content = drafts.content_of(number, by=request.user)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    answer["Cache-Control"] = "no-store"
    return answer


@page
def picture(request: HttpRequest, number: int, sheet: int) -> HttpResponse:
    """A page of the file as a picture; the reader's own browser may keep it for an hour."""
    answer = HttpResponse(notices.picture_of(number, sheet, by=request.user), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
