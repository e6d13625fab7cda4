"""审计: every act with what it wrote, sign-ins, the check of what is stored, and the digest to keep on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from jinghe.documents.writers.xlsx.table_export import ExportColumn, export_xlsx
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.security import auditing, integrity, sign_ins
from jinghe.web.frame.downloads import workbook
from jinghe.web.frame.pages import page, show

MOST_EXPORTED = 100_000
COLUMNS = (
    ExportColumn(header="编号", width=10),
    ExportColumn(header="时间", width=20),
    ExportColumn(header="操作人", width=16),
    ExportColumn(header="事项", width=14),
    ExportColumn(header="原因", width=60),
)


@page(opens_for=access.may_audit)
def acts(request: HttpRequest) -> HttpResponse:
    """A page of acts by person, kind, words and days."""
    told, complaints = _asked(request)
    before = request.GET.get("before", "")
    found = auditing.acts(by=request.user, before=int(before) if _is_number(before) else None, **told)
    context = {
        "found": found,
        "told": told,
        "kept": _kept(told),
        "complaints": complaints,
        "people": auditing.people(by=request.user),
        "kinds": auditing.kinds(),
        "before": before,
    }
    return show(request, "security/audit.html", context)


@page(opens_for=access.may_audit)
def act(request: HttpRequest, number: int) -> HttpResponse:
    """One act and every row it wrote."""
    found = auditing.act_record(number, by=request.user)
    traces = [
        (one, reverse(one.address[0], args=one.address[1:]) if one.address else "") for one in found.traces
    ]
    return show(request, "security/audit_act.html", {"found": found, "traces": traces})


@page(opens_for=access.may_audit)
def export(request: HttpRequest) -> HttpResponse:
    """The acts of the list as a workbook."""
    told, _ = _asked(request)
    found = auditing.acts(by=request.user, size=MOST_EXPORTED, **told)
    rows = [
        (one.pk, _moment(one.recorded_at), one.recorded_by, one.get_kind_display(), one.reason)
        for one in found.acts
    ]
    notes = [f"导出时间 {_moment(clock.now())}，导出人 {request.user.username}"]
    notes += [f"只含最近{MOST_EXPORTED}次操作，请按日期分段导出。"] if found.older else []
    return workbook("审计记录", export_xlsx("审计记录", COLUMNS, rows, marked_notes(tuple(notes))))


@page(opens_for=access.may_audit)
def signing_in(request: HttpRequest) -> HttpResponse:
    """The latest sign-ins and failures."""
    person = request.GET.get("person", "").strip()[:150]
    found = sign_ins.sign_ins(by=request.user, username=person)
    return show(request, "security/audit_sign_ins.html", {"found": found, "person": person})


@page(opens_for=access.may_audit)
def checking(request: HttpRequest) -> HttpResponse:
    """Every check of what is stored."""
    found = integrity.checked(by=request.user)
    context = {"found": found, "faulty": [one for one in found if not one.is_sound], "at": clock.now()}
    return show(request, "security/audit_check.html", context)


@page(methods=("GET", "HEAD", "POST"), opens_for=access.may_audit)
def sealing(request: HttpRequest) -> HttpResponse:
    """The digest of everything so far; POST holds one that was written down against what stands now."""
    context: dict[str, Any] = {"typed": request.POST, "now": clock.now()}
    if request.method == "POST":
        number, digest = request.POST.get("number", ""), request.POST.get("digest", "")
        try:
            context["holds"] = auditing.is_sealed_by(int(number) if _is_number(number) else 0, digest)
        except Missing:
            context["complaint"] = f"没有第{number[:20]}次操作，请核对摘要上的操作编号。"
    try:
        context["seal"] = auditing.seal()
    except Missing:
        context["seal"] = None
    return show(request, "security/audit_seal.html", context)


def _asked(request: HttpRequest) -> tuple[dict[str, Any], list[str]]:
    """What the list is asked, and what of it could not be used."""
    told: dict[str, Any] = {
        name: request.GET.get(name, "").strip()[:150] for name in ("person", "kind", "text")
    }
    complaints = []
    if told["kind"] and told["kind"] not in dict(auditing.kinds()):
        complaints.append(f"没有“{told['kind'][:20]}”这类事项，未按事项筛选。")
        told["kind"] = ""
    for name in ("since", "until"):
        text = request.GET.get(name, "").strip()
        told[name] = _day(text)
        if text and told[name] is None:
            complaints.append(f"“{text[:20]}”不是有效的日期，未按它筛选。")
    return told, complaints


def _kept(told: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in told.items() if value}


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
