"""重述: the city corrects what the ledger copied of a record, after seeing every line that changes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.display import display_text
from jinghe.core.registers.fields import Field, FieldKind, KnownWords
from jinghe.core.registers.registers import FieldFault, Register
from jinghe.usecases.claims.restating import restate_record, restatement_of, reverse_entry, standing_entries
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.records import RefusedRecord, known_words, record_of
from jinghe.web.frame.pages import page, show
from jinghe.web.records import forms as record_forms
from jinghe.web.records.versions import expected_version

SIGNED_ON = Field(name="signed_on", label="签约日期", kind=FieldKind.DATE)


@page(methods=("GET", "HEAD", "POST"))
def restating(request: HttpRequest, code: str) -> HttpResponse:
    """The form; then what it would change, line by line; then, confirmed, the restatement itself."""
    access.require(access.may_write_ledger(request.user), request.user, "重述")
    record = record_of(code, by=request.user)
    register, known = REGISTERS[record.kind], known_words()
    fields = _fields(register)
    held = _held(record)
    if request.method != "POST":
        return _form(request, record, fields, held, known)
    values, faults, texts = record_forms.read_form(fields, request.POST, known)
    reason = request.POST.get("reason", "")
    if faults or request.POST.get("step") == "change":
        return _form(request, record, fields, held, known, texts=texts, faults=faults, reason=reason)
    changes = {name: value for name, value in values.items() if value != held.get(name)}
    signed_on = changes.pop("signed_on", None)
    told: dict[str, Any] = {
        "signed_on": date.fromisoformat(signed_on) if signed_on else None,
        "by": request.user,
        "reason": reason,
    }
    try:
        if request.POST.get("step") == "confirm":
            restate_record(code, changes, expected=expected_version(request), **told)
            messages.success(request, "已重述：档案、入账和申报一并更正。")
            return redirect("record", code)
        planned = restatement_of(code, changes, **told)
    except RefusedRecord as refused:
        return _form(request, record, fields, held, known, texts=texts, faults=refused.faults, reason=reason)
    except Refused as refused:
        return _form(request, record, fields, held, known, texts=texts, complaint=refused.text, reason=reason)
    altered = {**changes, **({"signed_on": signed_on} if signed_on else {})}
    context = {
        "record": record,
        "texts": texts,
        "reason": reason,
        "planned": planned,
        "changes": [
            (
                one.label,
                display_text(one, held.get(one.name), known),
                display_text(one, altered[one.name], known),
            )
            for one in fields
            if one.name in altered
        ],
    }
    return show(request, "claims/restate_confirm.html", context)


def _form(
    request: HttpRequest,
    record: Any,
    fields: tuple[Field, ...],
    held: dict[str, Any],
    known: KnownWords,
    *,
    texts: dict[str, str] | None = None,
    faults: tuple[FieldFault, ...] = (),
    reason: str = "",
    complaint: str = "",
) -> HttpResponse:
    context = {
        "record": record,
        "register": REGISTERS[record.kind],
        "inputs": record_forms.inputs(fields, known, values=held, texts=texts, faults=faults),
        "faults": faults,
        "reason": reason,
        "complaint": complaint,
        "entries": standing_entries(record.pk, by=request.user),
        "units": sorted(known.units),
    }
    status = 409 if complaint else 422 if faults else 200
    return show(request, "claims/restate.html", context, status=status)


@page(methods=("POST",))
def reversing(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Reverses one entry of a record that no claim brought."""
    try:
        reverse_entry(code, number, by=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, f"已冲销第{number}笔入账。")
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("record_restate", code)


def _fields(register: Register) -> tuple[Field, ...]:
    copied = tuple(one for one in register.fields if one.is_restated)
    has_signing = any(state.code == "signing" for state in register.states)
    return ((SIGNED_ON,) if has_signing else ()) + copied


def _held(record: Any) -> dict[str, Any]:
    """The values of a record, with the day of its signing in the ledger."""
    signings = live_postings(subject=record.pk, kind="signing")
    signed_on = {"signed_on": signings[0].occurred_on.isoformat()} if signings else {}
    return {**record.values, **signed_on}
