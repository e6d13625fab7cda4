"""Registers: the list of each, the form of a record, and one page with everything about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.claims.claims import kinds_of
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.display import display_text
from jinghe.core.registers.registers import FieldFault, Register
from jinghe.usecases.claims import papers
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import ChangedMeanwhile, Refused
from jinghe.usecases.records import records
from jinghe.usecases.records.reading import documents_of, find, history_of, next_steps
from jinghe.usecases.records.records import RefusedRecord, Suspected, known_words
from jinghe.web.frame.pages import page, show
from jinghe.web.records import forms as record_forms
from jinghe.web.records.events import told_events
from jinghe.web.records.panels import PANELS
from jinghe.web.records.versions import expected_version

POSTED = ("GET", "HEAD", "POST")
OPENED_ELSEWHERE = {"service_case": "service_new"}
"""Registers whose records begin on a page of their own, which asks for more."""


@page
def register(request: HttpRequest, kind: str) -> HttpResponse:
    """The records of a register that the reader may see, newest first."""
    held = records.register_of(kind)
    told = {name: request.GET.get(name, "").strip() for name in ("text", "state", "unit", "after")}
    states = [told["state"]] if told["state"] in {one.code for one in held.states} else []
    found = find(
        kind, by=request.user, text=told["text"], states=states, unit=told["unit"], after=told["after"]
    )
    known = known_words()
    columns = [held.field(name) for name in held.columns]
    context = {
        "register": held,
        "found": found,
        "rows": [
            (
                one,
                held.state(one.state),
                [(field, display_text(field, one.values.get(field.name), known)) for field in columns],
            )
            for one in found.records
        ],
        "columns": columns,
        "told": told,
        "units": sorted(known.units),
        "may_open": bool(access.acts_for_unit(request.user) or access.may_write_ledger(request.user))
        and access.may_open_record(request.user, held, request.user.unit),
    }
    return show(request, "records/register.html", context)


@page(methods=POSTED)
def opening(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new record; what looks like a record that is there needs a reason."""
    held = records.register_of(kind)
    if kind in OPENED_ELSEWHERE:
        return redirect(OPENED_ELSEWHERE[kind])
    access.require(
        access.may_open_record(request.user, held, request.user.unit), request.user, f"登记{held.name}"
    )
    known = known_words()
    if request.method != "POST":
        texts = {
            name: text for name, text in request.GET.items() if name in {one.name for one in held.fields}
        }
        return _form(request, held, known, texts=texts or None)
    values, faults, texts = record_forms.read_form(held.form, request.POST, known)
    note = request.POST.get("note", "")
    suspects: tuple[Any, ...] = ()
    if not faults:
        try:
            record = records.open_record(kind, values, by=request.user, note=note)
            messages.success(request, f"已登记，编号{record.pk}。")
            return redirect("record", record.pk)
        except RefusedRecord as refused:
            faults = refused.faults
        except Suspected as suspected:
            suspects = suspected.suspects
    return _form(request, held, known, texts=texts, faults=faults, suspects=suspects, note=note)


def _form(
    request: HttpRequest,
    register: Register,
    known: Any,
    *,
    record: Any = None,
    texts: Any = None,
    faults: tuple[FieldFault, ...] = (),
    suspects: tuple[Any, ...] = (),
    note: str = "",
    complaint: str = "",
) -> HttpResponse:
    state = record.state if record else register.states[0].code
    given = record_forms.inputs(
        register.form,
        known,
        values=record.values if record else None,
        texts=texts,
        faults=faults,
        required=(one.name for one in register.required(state)),
    )
    context = {
        "register": register,
        "record": record,
        "sections": record_forms.sections(register, given),
        "faults": faults,
        "suspects": suspects,
        "note": note,
        "complaint": complaint,
        "units": sorted(known.units),
    }
    status = 409 if complaint else 422 if faults or suspects else 200
    return show(request, "records/form.html", context, status=status)


@page
def record(request: HttpRequest, code: str) -> HttpResponse:
    """One record: where it stands, its facts, papers, claims, and everything said and done."""
    return _record_page(request, code)


def _record_page(request: HttpRequest, code: str, *, complaint: str = "", status: int = 200) -> HttpResponse:
    held = records.record_of(code, by=request.user)
    register = REGISTERS[held.kind]
    known = known_words()
    panel = PANELS.get(held.kind)
    tells_all = access.may_see_confidential(request.user, held)
    may_change = access.may_change_record(request.user, register, held)
    context = {
        "record": held,
        "register": register,
        "state": register.state(held.state),
        "facts": _facts(register, held, known, tells_all),
        "events": told_events(register, history_of(held), known, tells_all=tells_all),
        "documents": list(documents_of(held)),
        "steps": [
            (
                step,
                record_forms.inputs(
                    (register.field(name) for name in step.needs),
                    known,
                    values=held.values,
                    required=step.needs,
                ),
            )
            for step in next_steps(held, by=request.user)
        ],
        "may_change": may_change,
        "may_edit": may_change and not register.state(held.state).is_settled,
        "may_restate": access.may_write_ledger(request.user) and bool(kinds_of(held.kind)),
        "panel": panel.template if panel else "",
        "complaint": complaint,
        "units": sorted(known.units),
    }
    if panel:
        context |= panel.context(held, request)
    return show(request, "records/record.html", context, status=status)


def _facts(
    register: Register, held: Any, known: Any, tells_all: bool
) -> list[tuple[str, list[tuple[str, str]]]]:
    """heading → (label, value) of the fields that say something."""
    return [
        (heading, told)
        for heading, fields in register.sections
        if (
            told := [
                (one.label, display_text(one, held.values[one.name], known))
                for one in fields
                if one.name in held.values and (tells_all or not one.is_confidential)
            ]
        )
    ]


def complain_of_record(request: HttpRequest, code: str, complaint: str) -> HttpResponse:
    """The page of a record again, saying why a step of its register was refused."""
    return _record_page(request, code, complaint=complaint, status=409)


@page(methods=POSTED)
def changing(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a record that is there."""
    held = records.record_of(code, by=request.user)
    register = REGISTERS[held.kind]
    access.require(access.may_change_record(request.user, register, held), request.user, f"修改“{held.name}”")
    known = known_words()
    if request.method != "POST":
        return _form(request, register, known, record=held)
    values, faults, texts = record_forms.read_form(register.form, request.POST, known)
    complaint = ""
    if not faults:
        try:
            records.change_record(
                code,
                values,
                expected=expected_version(request),
                by=request.user,
                note=request.POST.get("note", ""),
            )
            messages.success(request, "已保存。")
            return redirect("record", code)
        except RefusedRecord as refused:
            faults = refused.faults
        except ChangedMeanwhile as moved:
            complaint = moved.text
    return _form(request, register, known, record=held, texts=texts, faults=faults, complaint=complaint)


@page(methods=("POST",))
def moving(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """One step on."""
    held = records.record_of(code, by=request.user)
    register = REGISTERS[held.kind]
    fields = tuple(register.field(name) for one in register.moves if one.code == move for name in one.needs)
    values, faults, _ = record_forms.read_form(fields, request.POST, known_words())
    try:
        if faults:
            raise RefusedRecord(faults)
        moved = records.move_record(
            code,
            move,
            expected=expected_version(request),
            by=request.user,
            note=request.POST.get("note", ""),
            values=values,
        )
        messages.success(request, f"现在是“{register.state(moved.state).name}”。")
        return redirect("record", code)
    except Refused as refused:
        return _record_page(request, code, complaint=refused.text, status=409)


@page(methods=("POST",))
def noting(request: HttpRequest, code: str) -> HttpResponse:
    """Something said about a record."""
    try:
        records.note_record(code, request.POST.get("note", ""), by=request.user)
        return redirect("record", code)
    except RefusedRecord as refused:
        return _record_page(request, code, complaint=refused.text, status=422)


@page(methods=("POST",))
def attaching(request: HttpRequest, code: str) -> HttpResponse:
    """Papers of a record, several at once; each that is refused is said."""
    kind = request.POST.get("kind", "")
    given = request.FILES.getlist("file")
    if getattr(request, "is_upload_too_large", False):
        messages.error(request, "文件太大，请压缩或拆分后上传。")
    elif not given:
        messages.error(request, "请先选择要上传的文件。")
    for one in given:
        try:
            papers.attach_to_record(code, one.read(), one.name, kind, by=request.user)
            messages.success(request, f"已上传“{one.name}”。")
        except Refused as refused:
            messages.error(request, refused.text)
    return redirect("record", code)
