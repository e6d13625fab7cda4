"""工作方案: the measures of every unit, whose name is missing, and what is overdue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.usecases.carrying.work_plans import add_milestone, work_plan, work_plans
from jinghe.usecases.common import access
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.records.records import RefusedRecord, known_words
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.pagination import chosen_group, own_page
from jinghe.web.frame.question import Question, asked
from jinghe.web.records import forms as record_forms


@page
def units(request: HttpRequest) -> HttpResponse:
    """Every unit: measures, persons, missing names, overdue milestones."""
    question = asked(request)
    if away := own_page(request, "work_plan", question):
        return away
    plan = _plan(question)
    group = chosen_group(request, plan)
    held = [one for one in work_plans(plan, on=question.as_of, by=request.user) if group in ("", one.group)]
    context = {
        "question": question,
        "plans": held,
        "groups": plan.groups,
        "group": group,
        "without": sum(not one.measures for one in held),
        "nameless": sum(len(one.nameless) for one in held),
        "overdue": sum(len(one.overdue) for one in held),
        "late": [(one.unit, milestone) for one in held for milestone in one.overdue],
    }
    return show(request, "carrying/work_plans.html", context)


@page
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """The work plan of one unit."""
    return _page(request, unit)


def _page(
    request: HttpRequest,
    unit: str,
    *,
    complaint: str = "",
    code: str = "",
    told: object = None,
    status: int = 200,
) -> HttpResponse:
    question = asked(request)
    plan = _plan(question)
    held = work_plan(plan, unit, on=question.as_of, by=request.user)
    known = known_words()
    milestone = REGISTERS["milestone"]
    context = {
        "question": question,
        "plan": held,
        "unit": unit,
        "may_write": access.acts_for_unit(request.user) == unit,
        "tells_all": access.acts_for_unit(request.user) == unit or access.may_write_ledger(request.user),
        "milestone_inputs": record_forms.inputs(
            milestone.form, known, texts=told, required=(one.name for one in milestone.required("waiting"))
        ),
        "blank_inputs": record_forms.inputs(
            milestone.form, known, required=(one.name for one in milestone.required("waiting"))
        ),
        "complaint": complaint,
        "code": code,
    }
    return show(request, "carrying/work_plan.html", context, status=status)


@page(methods=("POST",))
def adding(request: HttpRequest, unit: str, code: str) -> HttpResponse:
    """Another milestone of a measure."""
    form = REGISTERS["milestone"].form
    values, faults, texts = record_forms.read_form(form, request.POST, known_words())
    try:
        if faults:
            raise RefusedRecord(faults)
        add_milestone(code, values, by=request.user)
    except RefusedRecord as refused:
        return _page(request, unit, complaint=refused.text, code=code, told=texts, status=422)
    messages.success(request, "已增加时间节点。")
    return redirect("work_plan", unit)


def _plan(question: Question):
    return plan_of(revision_at(question.year, as_of=question.as_of, known_at=question.known_at))
