"""投资信息: what is due, and the two steps that no other register has: becoming a project, and an award."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.attracting.lead_clock import Urgency
from jinghe.core.registers.attracting.lead import LEAD
from jinghe.core.registers.attracting.project import PROJECT
from jinghe.usecases.attracting import leads
from jinghe.usecases.attracting.reminders import due_reminders, send_reminders
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.pages import page, show
from jinghe.web.records.versions import expected_version
from jinghe.web.records.views import complain_of_record


@page
def listing(request: HttpRequest) -> HttpResponse:
    """The leads that the reader may list, what is due first."""
    question = asked_now(request)
    told = {name: request.GET.get(name, "").strip()[:60] for name in ("text", "state", "unit", "urgency")}
    number = _page_number(request.GET.get("page", ""))
    found = leads.list_leads(
        by=request.user,
        on=question.as_of,
        page=number,
        **told,
    )
    context = {
        "question": question,
        "found": found,
        "told": told,
        "kept": told,
        "rule": leads.clock_rule(question.as_of),
        "urgencies": [(one, found.counts.get(one, 0)) for one in Urgency],
        "states": [(one, found.by_state.get(one.code, 0)) for one in LEAD.states],
        "units": leads.units_with_leads(by=request.user),
        "may_warn": access.may_lay_down_rules(request.user),
        "reminders": len(due_reminders(question.as_of)) if access.may_lay_down_rules(request.user) else 0,
        "is_lines_only": access.may_read_lines(request.user),
        "may_open": access.may_open_record(request.user, LEAD, request.user.unit),
        "page_numbers": range(1, found.pages + 1),
        "page_number": number,
    }
    return show(request, "attracting/leads.html", context)


@page(methods=("POST",))
def reminding(request: HttpRequest) -> HttpResponse:
    """Sends the reminders that are due."""
    sent = send_reminders(on=asked_now(request).as_of, by=request.user)
    messages.success(request, f"已就{sent}条投资信息发出提醒。" if sent else "没有需要提醒的投资信息。")
    return redirect("leads")


@page(methods=("POST",))
def converting(request: HttpRequest, code: str) -> HttpResponse:
    """A lead becomes a project in talks."""
    try:
        project = leads.convert(
            code,
            host=request.POST.get("host", ""),
            name=request.POST.get("name", "")[:100],
            note=request.POST.get("note", "")[:200],
            expected=expected_version(request),
            by=request.user,
        )
    except Refused as refused:
        return complain_of_record(request, code, refused.text)
    messages.success(request, f"已转为在谈项目，编号{project.pk}。")
    may_see = access.may_see_record(request.user, PROJECT, project)
    return redirect("record", project.pk if may_see else code)


@page(methods=("POST",))
def awarding(request: HttpRequest, code: str) -> HttpResponse:
    """The city says whose a lead is."""
    unit = request.POST.get("unit", "")
    try:
        leads.award(
            code,
            unit=unit,
            reason=request.POST.get("reason", "")[:400],
            expected=expected_version(request),
            by=request.user,
        )
    except Refused as refused:
        return complain_of_record(request, code, refused.text)
    messages.success(request, f"已裁定归{unit}。")
    return redirect("record", code)


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1
