"""导入: the workbook of the month, a pasted block, the opening ledger; a preview before anything is filed."""

import re
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from jinghe.usecases.common import access, clock
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.imports import imports, jobs
from jinghe.usecases.imports.forms import MONTH, month_form
from jinghe.usecases.imports.imports import PreviewMoved, Upload
from jinghe.usecases.imports.opening_ledger import OPENING, preview_of_opening, upload_opening
from jinghe.usecases.imports.opening_ledger import opening_form as opening_workbook
from jinghe.usecases.imports.pasting import PASTED
from jinghe.usecases.imports.rows import ImportPreview, RowOutcome
from jinghe.usecases.imports.undo import NotUndoable, undo_import
from jinghe.usecases.plan.plans import NoPlan
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked

POSTED = ("GET", "HEAD", "POST")
SHOWN = 500
ORDER = (
    RowOutcome.CONFLICT,
    RowOutcome.REFUSED,
    RowOutcome.CREATED,
    RowOutcome.CHANGED,
    RowOutcome.UNCHANGED,
)
"""What needs a decision comes first; rows that stay as they are need none and are only counted."""

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WHAT = {MONTH: "月报表", OPENING: "期初台账", "money": "粘贴到位资金", "projects": "粘贴新项目"}


@page(methods=POSTED, opens_for=access.may_open_imports)
def listing(request: HttpRequest) -> HttpResponse:
    """What was uploaded and what became of it; a file goes in here."""
    if request.method == "POST":
        try:
            batch = _kept(request)
            return redirect("import", batch.pk)
        except Refused as refused:
            return _listing(request, complaint=refused.text, status=422)
    return _listing(request)


def _listing(request: HttpRequest, *, complaint: str = "", status: int = 200) -> HttpResponse:
    own = access.acts_for_unit(request.user)
    context = {
        "uploads": [(one, _WHAT[one.what]) for one in imports.uploads(by=request.user)],
        "own": own,
        "may_open": access.may_import(request.user, ""),
        "month": _asked_month(request),
        "limit": imports.LARGEST_FILE // 1024 // 1024,
        "complaint": complaint,
    }
    return show(request, "imports/imports.html", context, status=status)


def _kept(request: HttpRequest) -> Any:
    is_opening = request.POST.get("what") == OPENING
    own = access.acts_for_unit(request.user)
    access.require(access.may_import(request.user, "") if is_opening else bool(own), request.user, "导入文件")
    file = request.FILES.get("file")
    if getattr(request, "is_upload_too_large", False) or (file and file.size > imports.LARGEST_FILE):
        raise Refused(f"文件超过{imports.LARGEST_FILE // 1024 // 1024}MB，请删去图片和多余工作表后上传。")
    if file is None:
        raise Refused("请先选择要上传的文件。")
    if is_opening:
        return upload_opening(file.read(), file.name, by=request.user)
    return imports.upload_month(file.read(), file.name, by=request.user)


@page(opens_for=access.may_open_imports)
def form(request: HttpRequest) -> HttpResponse:
    """The workbook of the reader's unit for a month."""
    month, unit = _asked_month(request), request.user.unit
    content = month_form(unit, month, by=request.user)
    return _file(content, f"{unit}{month:%Y年%m月}月报表.xlsx")


@page(opens_for=access.may_open_imports)
def opening_form(request: HttpRequest) -> HttpResponse:
    """The empty workbook of the opening ledger."""
    return _file(opening_workbook(by=request.user), "期初台账.xlsx")


@page(methods=POSTED, opens_for=access.may_open_imports)
def pasting(request: HttpRequest) -> HttpResponse:
    """A block from a spreadsheet; what was refused comes back as it was pasted."""
    access.require(bool(access.acts_for_unit(request.user)), request.user, "粘贴导入")
    what = request.POST.get("what") or request.GET.get("what") or "money"
    text, complaint = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            batch = imports.paste(text, what, _asked_month(request), by=request.user)
            return redirect("import", batch.pk)
        except Refused as refused:
            complaint = refused.text
    context = {
        "what": what if what in PASTED else "money",
        "kinds": [(key, shape.name, [one.header for one in shape.columns]) for key, shape in PASTED.items()],
        "month": _asked_month(request),
        "text": text,
        "complaint": complaint,
    }
    return show(request, "imports/paste.html", context, status=422 if complaint else 200)


@page(opens_for=access.may_open_imports)
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """What would become of each row, or what became of it."""
    found = imports.upload_of(number, by=request.user)
    if found.what == OPENING and found.is_waiting:
        return _opening(request, found)
    if request.headers.get("HX-Request"):
        answer = HttpResponse()  # whoever watched the progress sees the whole page once it is done
        answer["HX-Refresh"] = "true"
        return answer
    return _upload(request, found)


def _upload(
    request: HttpRequest,
    found: Upload,
    *,
    preview: ImportPreview | None = None,
    complaint: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = _about(found) | {"complaint": complaint}
    context["may_act"] = access.may_import(request.user, found.batch.unit)
    if found.filed:
        told = found.filed.outcome["rows"]
        rows = [
            (sheet, number, RowOutcome(code), name, text, None) for sheet, number, code, name, text in told
        ]
        rows.sort(key=lambda one: ORDER.index(one[2]))
        shown = [one for one in rows if one[2] is not RowOutcome.UNCHANGED]
        context |= {"rows": shown[:SHOWN], "count": len(rows), "counts": list(found.counts.items())}
    elif found.is_waiting:
        try:
            preview = preview or imports.preview_of(found)
        except Refused as refused:
            return show(request, "imports/import.html", context | {"complaint": refused.text}, status=422)
        context |= _previewed(preview)
    return show(request, "imports/import.html", context, status=status)


def _about(found: Upload) -> dict[str, Any]:
    return {"upload": found, "what": _WHAT[found.what], "is_workbook": found.what in (MONTH, OPENING)}


def _previewed(preview: ImportPreview) -> dict[str, Any]:
    first = sorted(preview.rows, key=lambda one: ORDER.index(one.outcome))
    return {
        "rows": [
            (one.sheet, one.number, one.outcome, one.name, one.text, one)
            for one in first
            if one.outcome is not RowOutcome.UNCHANGED or one.said
        ][:SHOWN],
        "count": len(preview.rows),
        "counts": list(preview.counts.items()),
        "filed": len(preview.filed),
        "preview": preview,
    }


def _opening(request: HttpRequest, found: Upload) -> HttpResponse:
    """The opening ledger while it waits: it is checked beside the request, and the page asks how far that is."""
    progress = jobs.progress_of(found)
    if progress is None or (not progress.is_running and not progress.is_over) or "again" in request.GET:
        jobs.check(found)
        progress = jobs.progress_of(found)
    result = progress.result if progress and progress.is_over else None
    context = _about(found) | {
        "progress": progress,
        "result": result,
        "is_uploader": found.batch.act.recorded_by == request.user.username,
        "may_act": access.may_import(request.user, ""),
    }
    if result:
        context |= {
            "rows": [
                ("", number, RowOutcome(code), name, text, None)
                for number, code, name, text in result["rows"]
            ],
            "count": result["count"],
            "counts": [(RowOutcome(code), count) for code, count in result["counts"].items()],
            "filed": result["counts"]["created"],
        }
    return show(request, "imports/opening.html", context)


@page(methods=("POST",), opens_for=access.may_open_imports)
def confirming(request: HttpRequest, number: int) -> HttpResponse:
    """Files the preview that was looked at."""
    found = imports.upload_of(number, by=request.user)
    fingerprint = request.POST.get("fingerprint", "")
    try:
        if found.what == OPENING:
            jobs.confirm(found, fingerprint, by=request.user)
            return redirect("import", number)
        left_out = frozenset(request.POST.getlist("left_out"))
        imports.confirm_import(number, fingerprint, by=request.user, left_out=left_out)
        messages.success(request, "已采用。申报是草稿，请补齐佐证后由单位负责人提交。")
        return redirect("import", number)
    except PreviewMoved as moved:
        return _upload(request, found, preview=moved.preview, complaint=moved.text, status=409)
    except Refused as refused:
        messages.error(request, refused.text)
        return redirect("import", number)


@page(methods=("POST",), opens_for=access.may_open_imports)
def dropping(request: HttpRequest, number: int) -> HttpResponse:
    """Gives up what was not filed."""
    try:
        imports.drop_upload(number, by=request.user)
        messages.success(request, "已放弃，没有任何内容被采用。")
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("imports")


@page(methods=("POST",), opens_for=access.may_open_imports)
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Takes back what was filed, all of it or nothing."""
    try:
        undo_import(number, by=request.user)
        messages.success(request, "已整体撤回：新起草的申报已撤回，改动已恢复。")
    except NotUndoable as refused:
        messages.error(request, refused.text)
    return redirect("import", number)


@page(opens_for=access.may_open_imports)
def error_file(request: HttpRequest, number: int) -> HttpResponse:
    """The upload with one column more."""
    found = imports.upload_of(number, by=request.user)
    try:
        preview = preview_of_opening(found) if found.what == OPENING else imports.preview_of(found)
        content = imports.error_file(found, preview)
    except Refused as refused:
        messages.error(request, refused.text)
        return redirect("import", number)
    stem, dot, extension = found.batch.file_name.rpartition(".")
    return _file(content, f"{stem or extension}（处理结果）{dot}{extension if dot else 'xlsx'}")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=imports.XLSX)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _asked_month(request: HttpRequest) -> date:
    """The month that was asked for; by default the last one that has ended by the reader's 截至."""
    told = _MONTH.fullmatch(request.POST.get("month") or request.GET.get("month") or "")
    if told:
        return date(int(told[1]), int(told[2]), 1)
    try:
        as_of = asked(request).as_of
    except NoPlan:
        as_of = clock.today()
    return (as_of + timedelta(days=1) - timedelta(days=(as_of + timedelta(days=1)).day)).replace(day=1)
