"""诉求时限: what each kind of case promises, and how the office changes it."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date

from jinghe.core.registers.service.case import TYPES
from jinghe.core.service.case_kinds import NAMES, CaseKind, CaseKindUnreadable, read_kind, steps_text
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.office_rules import versions
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.service.case_kinds import CASE_KINDS, case_kinds, lay_down_kind
from jinghe.web.frame.pages import page, show


@page(methods=("GET", "HEAD", "POST"))
def limits(request: HttpRequest) -> HttpResponse:
    """The terms in force today; the city changes those of one kind from a day on."""
    today = clock.today()
    kinds = case_kinds(today)
    code = request.POST.get("type") or request.GET.get("type", "")
    may_change = access.may_lay_down_rules(request.user)
    texts = _texts(kinds[code]) if code in kinds else {}
    effective_on = request.POST.get("effective_on", today.isoformat())
    complaint = ""
    if request.method == "POST":
        access.require(may_change, request.user, "设定诉求时限")
        texts = {name: request.POST.get(name, "") for name in texts}
        reason = request.POST.get("reason", "").strip()
        day = _day(effective_on)
        complaint = _complaint(code, reason, day, texts.get("unit", ""))
        if not complaint and day:
            try:
                lay_down_kind(read_kind(code, texts), effective_on=day, by=request.user, reason=reason)
                messages.success(request, f"已设定“{NAMES[code]}”的时限，{day}起受理的按新时限。")
                return redirect("service_limits")
            except CaseKindUnreadable as wrong:
                complaint = wrong.text
    context = {
        "kinds": [kinds[one] for one, _ in TYPES],
        "code": code if code in kinds and may_change else "",
        "name": NAMES.get(code, ""),
        "texts": texts,
        "effective_on": effective_on,
        "reason": request.POST.get("reason", ""),
        "complaint": complaint,
        "may_change": may_change,
        "versions": versions(CASE_KINDS, today.year),
        "units": sorted(known_units()),
    }
    return show(request, "service/limits.html", context, status=422 if complaint else 200)


def _complaint(code: str, reason: str, day: date | None, unit: str) -> str:
    if code not in NAMES:
        return "请选择要修改的诉求类型"
    if day is None:
        return "请填写有效的执行日期"
    if unit.strip() and unit.strip() not in known_units():
        return f"“{unit.strip()}”不是目标任务中的责任单位，请写全称或留空"
    return "" if reason else "请写明依据或原因"


def _texts(kind: CaseKind) -> dict[str, str]:
    held = kind.limits
    return {
        "unit": kind.unit,
        "basis": kind.basis,
        "overall": str(held.overall.days) if held.overall else "",
        "statutory": str(held.statutory.days) if held.statutory else "",
        "steps": steps_text(kind),
        "reasons": "、".join(held.reasons),
        "escalate_at": "、".join(map(str, held.escalate_at)),
    }


def _day(text: str) -> date | None:
    try:
        day = parse_date(text.strip())
    except ValueError:
        return None
    return day if day and 1990 <= day.year <= 2100 else None
