"""涉企服务: the cases by light with what they came to, a new case, and the steps of one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.registers.registers import FieldFault
from jinghe.core.registers.service.case import SERVICE_CASE, TYPES
from jinghe.core.registers.typed import Misread, read_text
from jinghe.core.service.clock_events import EventKind
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.records.records import RefusedRecord, known_words
from jinghe.usecases.service import cases
from jinghe.usecases.service.case_kinds import case_kinds
from jinghe.usecases.service.cases import CaseStep
from jinghe.usecases.service.escalation import due_warnings, send_warnings
from jinghe.usecases.service.reading import (
    CLOSED_LIGHTS,
    OPEN_LIGHTS,
    by_light,
    case_totals,
    service_cases,
    totals_by_group,
)
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.pages import page, show
from jinghe.web.records import forms as record_forms
from jinghe.web.records.versions import expected_version
from jinghe.web.records.views import complain_of_record

POSTED = ("GET", "HEAD", "POST")
LIGHTS = (*OPEN_LIGHTS, *CLOSED_LIGHTS)


@page
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may see, the most urgent first, and what they came to by type and unit."""
    question = asked_now(request)
    seen = service_cases(by=request.user, as_of=question.as_of, known_at=question.known_at)
    told = {name: request.GET.get(name, "").strip() for name in ("light", "unit", "type")}
    held = [
        one
        for one in seen
        if told["unit"] in ("", one.record.unit) and told["type"] in ("", one.record.values["type"])
    ]
    light = told["light"] if told["light"] in {*LIGHTS, "declined"} else "open"
    shown = [one for one in held if _is_shown(one, light)]
    counts = by_light(held)
    may_warn = access.may_lay_down_rules(request.user) and not question.known_at
    context = {
        "question": question,
        "cases": shown,
        "told": told,
        "light": light,
        "lights": [(one, counts[one]) for one in LIGHTS if counts[one] or one in OPEN_LIGHTS],
        "open_count": sum(one.is_open for one in held),
        "declined_count": sum(one.is_declined for one in held),
        "units": sorted({one.record.unit for one in seen}),
        "types": [
            (code, name) for code, name in TYPES if any(one.record.values["type"] == code for one in seen)
        ],
        "all": case_totals("合计", held),
        "by_type": totals_by_group(held, lambda one: one.kind_name),
        "by_unit": totals_by_group(held, lambda one: one.record.unit),
        "may_open": access.may_open_record(request.user, SERVICE_CASE, request.user.unit),
        "may_change_limits": access.may_lay_down_rules(request.user),
        "warnings": len(due_warnings(seen)) if may_warn else 0,
        "may_warn": may_warn,
        "sees_all": access.may_see_all_postings(request.user),
    }
    return show(request, "service/service.html", context)


def _is_shown(one: Any, light: str) -> bool:
    if light == "open":
        return bool(one.is_open)
    if light == "declined":
        return bool(one.is_declined)
    return not one.is_declined and one.light == light


@page(methods=POSTED)
def opening(request: HttpRequest) -> HttpResponse:
    """The form of a new case; the city chooses who is to handle it."""
    user = request.user
    access.require(access.may_open_record(user, SERVICE_CASE, user.unit), user, "登记企业诉求")
    is_city = access.may_write_ledger(user)
    known = known_words()
    usual = {"received_on": clock.today().isoformat()}
    texts = usual | {one.name: request.GET[one.name] for one in SERVICE_CASE.form if one.name in request.GET}
    faults: tuple[FieldFault, ...] = ()
    unit = request.POST.get("unit", "").strip() if is_city else user.unit
    if request.method == "POST":
        values, faults, texts = record_forms.read_form(SERVICE_CASE.form, request.POST, known)
        if not unit:
            faults = (FieldFault(name="unit", text="请选择“承办单位”"), *faults)
        if not faults:
            try:
                record = cases.open_case(values, by=user, unit=unit)
                messages.success(request, f"已登记，编号{record.pk}。请尽快受理并落实代办员。")
                return redirect("record", record.pk)
            except RefusedRecord as refused:
                faults = refused.faults
    given = record_forms.inputs(
        SERVICE_CASE.form,
        known,
        texts=texts,
        faults=faults,
        required=(one.name for one in SERVICE_CASE.required(SERVICE_CASE.states[0].code)),
    )
    kinds = case_kinds(clock.today())
    context = {
        "sections": record_forms.sections(SERVICE_CASE, given),
        "faults": faults,
        "is_city": is_city,
        "unit": unit,
        "units": sorted(known.units),
        "kinds": [kinds[code] for code, _ in TYPES],
    }
    return show(request, "service/new.html", context, status=422 if faults else 200)


@page(methods=("POST",))
def stepping(request: HttpRequest, code: str) -> HttpResponse:
    """One step of a case: taken up, paused, handed on, closed …"""
    held = cases.case_record(code, by=request.user)
    kind = request.POST.get("kind", "")
    try:
        on = _day(request.POST.get("on", ""))
        expected = expected_version(request)
        if kind == cases.DECLINE:
            cases.decline(code, on, request.POST.get("note", ""), expected=expected, by=request.user)
        else:
            cases.take_step(code, _step(request, kind, on), expected=expected, by=request.user)
    except Refused as refused:
        return complain_of_record(request, held.pk, refused.text)
    messages.success(request, "已登记。")
    return redirect("record", code)


def _step(request: HttpRequest, kind: str, on: date) -> CaseStep:
    """The step that a form sent. Raises RefusedRecord."""
    told = {name: request.POST.get(name, "").strip() for name in ("agent", "unit", "step", "reason", "note")}
    rating = request.POST.get("rating", "").strip()
    if kind not in set(EventKind):
        raise RefusedRecord([FieldFault(name="kind", text="请选择要登记的步骤")])
    if rating and not (rating.isascii() and rating.isdigit() and len(rating) < 3):
        raise RefusedRecord([FieldFault(name="rating", text="企业评价应为1至5分")])
    return CaseStep(kind=EventKind(kind), on=on, rating=int(rating) if rating else None, **told)


def _day(text: str) -> date:
    """Raises RefusedRecord."""
    try:
        told = read_text(SERVICE_CASE.field("received_on"), text, known_words())
    except Misread as misread:
        raise RefusedRecord([FieldFault(name="on", text=f"“日期”：{misread.text}")]) from misread
    if told is None:
        raise RefusedRecord([FieldFault(name="on", text="请填写日期")])
    return date.fromisoformat(told)


@page(methods=("POST",))
def warning(request: HttpRequest) -> HttpResponse:
    """Sends the warnings that are due."""
    sent = send_warnings(as_of=asked_now(request).as_of, by=request.user)
    messages.success(request, f"已就{sent}件诉求发出提醒。" if sent else "没有需要提醒的诉求。")
    return redirect("service")
