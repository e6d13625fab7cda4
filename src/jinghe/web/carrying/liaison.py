"""落地服务: projects on their way, who keeps the talk going, and when they last talked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.usecases.carrying.liaison import liaison_of, liaisons, record_contact, silent_after
from jinghe.usecases.common import access
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.records import records
from jinghe.usecases.records.records import RefusedRecord, known_words
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.pagination import chosen_group, own_page
from jinghe.web.frame.question import asked
from jinghe.web.records import forms as record_forms

LISTS = (("nameless", "未落实专人"), ("silent", "久未联络"), ("all", "全部"))


@page
def units(request: HttpRequest) -> HttpResponse:
    """Every unit with projects on their way."""
    question = asked(request)
    if away := own_page(request, "liaison_of", question):
        return away
    plan = plan_of(revision_at(question.year, as_of=question.as_of, known_at=question.known_at))
    group = chosen_group(request, plan)
    held = [one for one in liaisons(plan, on=question.as_of, by=request.user) if group in ("", one.group)]
    context = {
        "question": question,
        "liaisons": held,
        "groups": plan.groups,
        "group": group,
        "nameless": len({one.record.pk for unit in held for one in unit.nameless}),
        "silent_after": silent_after(question.as_of),
    }
    return show(request, "carrying/liaison_units.html", context)


@page
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """The projects of one unit: without a person, long without a word, or all."""
    question = asked(request)
    plan = plan_of(revision_at(question.year, as_of=question.as_of, known_at=question.known_at))
    held = liaison_of(plan, unit, on=question.as_of, by=request.user)
    counts = {"nameless": len(held.nameless), "silent": len(held.silent), "all": len(held.projects)}
    usual = next((code for code, _ in LISTS if counts[code]), "all")
    wanted = request.GET.get("list", "")
    chosen = wanted if wanted in counts else usual
    shown = {"nameless": held.nameless, "silent": held.silent, "all": held.projects}[chosen]
    context = {
        "question": question,
        "held": held,
        "unit": unit,
        "lists": [(code, name, counts[code]) for code, name in LISTS],
        "chosen": chosen,
        "shown": shown,
        "silent_after": silent_after(question.as_of),
        "may_write": access.acts_for_unit(request.user) == unit,
        "may_open": not access.may_read_lines(request.user),
    }
    return show(request, "carrying/liaison.html", context)


@page(methods=("GET", "HEAD", "POST"))
def recording(request: HttpRequest, unit: str, code: str) -> HttpResponse:
    """The form of one talk about a project."""
    register = REGISTERS["contact"]
    project = records.record_of(code, by=request.user)
    access.require(
        access.acts_for_unit(request.user) == unit and unit in access.involved_in(project),
        request.user,
        f"登记“{project.name}”的联络",
    )
    known = known_words()
    usual = {"person": project.values.get("liaison") or ""}
    values, faults, texts = record_forms.read_form(register.form, request.POST, known)
    if request.method == "POST" and not faults:
        try:
            record_contact(code, values, by=request.user)
            messages.success(request, "已登记联络。")
            return redirect("liaison_of", unit)
        except RefusedRecord as refused:
            faults = refused.faults
    context: dict[str, Any] = {
        "project": project,
        "unit": unit,
        "register": register,
        "inputs": record_forms.inputs(
            register.form,
            known,
            values=usual,
            texts=texts if request.method == "POST" else None,
            faults=faults,
            required=(one.name for one in register.required("held")),
        ),
        "faults": faults,
    }
    return show(request, "carrying/contact.html", context, status=422 if faults else 200)
