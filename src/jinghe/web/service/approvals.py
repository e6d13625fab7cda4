"""审批计划: the approvals of each project as a picture, and the template that new plans follow."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date

from jinghe.core.registers.registers import FieldFault
from jinghe.core.registers.service.approval import APPROVAL
from jinghe.core.service.approval_plans import ApprovalsUnreadable, read_template, template_text
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.office_rules import versions
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records import records
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord
from jinghe.usecases.service.approvals import (
    APPROVALS,
    approval_template,
    approvals,
    approvals_of,
    lay_down_template,
    lay_out,
)
from jinghe.web.drawing.gantt import gantt
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.pages import page, show

POSTED = ("GET", "HEAD", "POST")


@page
def listing(request: HttpRequest) -> HttpResponse:
    """Every project with approvals, the latest behind first."""
    question = asked_now(request)
    plans = approvals(by=request.user, as_of=question.as_of)
    context = {
        "question": question,
        "plans": plans,
        "readable": set(
            readable("project", by=request.user)
            .filter(pk__in=[one.project.pk for one in plans])
            .values_list("pk", flat=True)
        ),
        "may_change": access.may_lay_down_rules(request.user),
    }
    return show(request, "service/approvals.html", context)


@page(methods=POSTED)
def project(request: HttpRequest, code: str) -> HttpResponse:
    """The approvals of one project; without any, the day from which to plan them."""
    held = records.record_of(code, by=request.user)
    if held.kind != "project":
        raise Missing(code)
    question = asked_now(request)
    complaint = ""
    may_lay_out = access.may_lay_out_approvals(request.user, held)
    if request.method == "POST":
        access.require(may_lay_out, request.user, f"为“{held.name}”制定审批计划")
        try:
            laid_out = lay_out(code, _day(request.POST.get("begins_on", "")), by=request.user)
            messages.success(request, f"已制定审批计划，共{len(laid_out)}项。")
            return redirect("approvals_of", code)
        except RefusedRecord as refused:
            complaint = refused.text
    plan = approvals_of(held, by=request.user, as_of=question.as_of)
    context = {
        "question": question,
        "project": held,
        "plan": plan,
        "gantt": gantt(plan.approvals, question.as_of) if plan.approvals else None,
        "readable": {
            one.record.pk
            for one in plan.approvals
            if access.may_see_record(request.user, APPROVAL, one.record)
        },
        "may_lay_out": may_lay_out,
        "template": approval_template(question.as_of),
        "complaint": complaint,
    }
    return show(request, "service/approvals_of.html", context, status=409 if complaint else 200)


@page(methods=POSTED, opens_for=access.may_lay_down_rules)
def template(request: HttpRequest) -> HttpResponse:
    """The template as lines of text; what is laid down holds for plans that begin from its day on."""
    today = clock.today()
    text = request.POST.get("text", "")
    reason = request.POST.get("reason", "").strip()
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            steps = read_template(text, known_units())
            on = _day(request.POST.get("effective_on", ""))
            if not reason:
                raise RefusedRecord([FieldFault(name="reason", text="请写明依据或原因")])
            lay_down_template(steps, effective_on=on, by=request.user, reason=reason)
            messages.success(request, f"已设定，{on}起制定的审批计划按新的事项清单。")
            return redirect("approvals")
        except ApprovalsUnreadable as wrong:
            faults = wrong.faults
        except RefusedRecord as refused:
            faults = tuple(one.text for one in refused.faults)
    context = {
        "text": text or template_text(approval_template(today)),
        "faults": faults,
        "reason": reason,
        "effective_on": request.POST.get("effective_on", today.isoformat()),
        "versions": versions(APPROVALS, today.year),
        "units": sorted(known_units()),
    }
    return show(request, "service/approvals_template.html", context, status=422 if faults else 200)


def _day(text: str) -> date:
    """Raises RefusedRecord."""
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None or not 1990 <= day.year <= 2100:
        raise RefusedRecord([FieldFault(name="on", text="请填写有效的日期")])
    return day
