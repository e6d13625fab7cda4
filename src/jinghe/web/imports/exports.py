"""Lists as files: the same filter as the page, all of its rows, and how many there are."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from jinghe.core.claims.claims import CLAIM_KINDS, ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.documents.writers.xlsx.table_export import TooManyRows
from jinghe.usecases.common import access, clock
from jinghe.usecases.imports import exports
from jinghe.usecases.imports.exports import FORMATS, Export
from jinghe.usecases.records.records import register_of
from jinghe.web.frame.pages import page
from jinghe.web.frame.question import asked
from jinghe.web.progress.ledger import month_of


@page
def register(request: HttpRequest, kind: str) -> HttpResponse:
    """The records of a register as the page lists them."""
    held = register_of(kind)
    told = _told(request, ("text", "state", "unit"))
    states = [told["state"]] if told["state"] in {one.code for one in held.states} else []
    found = exports.register_export(
        kind, by=request.user, text=told["text"], states=states, unit=told["unit"]
    )
    return _file(request, found, reverse("register", args=[kind]))


@page(opens_for=access.may_list_claims)
def claims(request: HttpRequest) -> HttpResponse:
    """The claims as the page lists them."""
    told = _told(request, ("state", "kind", "unit", "text", "month"))
    found = exports.claims_export(
        by=request.user,
        state=told["state"] if told["state"] in set(ClaimState) else "",
        kind=told["kind"] if told["kind"] in set(CLAIM_KINDS) else "",
        unit=told["unit"],
        text=told["text"],
        month=month_of(told["month"]),
    )
    return _file(request, found, reverse("claims"))


@page
def ledger(request: HttpRequest) -> HttpResponse:
    """The postings as the page lists them."""
    question = asked(request)
    told = _told(request, ("unit", "kind", "text", "month"))
    found = exports.ledger_export(
        by=request.user,
        unit=told["unit"],
        kind=told["kind"] if told["kind"] in set(FactKind) else "",
        text=told["text"],
        month=month_of(told["month"]),
        known_at=question.known_at,
    )
    return _file(request, found, reverse("ledger"))


def _told(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in names}


def _file(request: HttpRequest, found: Export, back: str) -> HttpResponse:
    form = request.GET.get("format", "xlsx")
    form = form if form in FORMATS else "xlsx"
    try:
        content = found.content(form)
    except TooManyRows as refused:
        messages.error(request, refused.text)
        kept = {name: value for name, value in request.GET.items() if name != "format"}
        return redirect(f"{back}?{urlencode(kept)}")
    answer = HttpResponse(content, content_type=FORMATS[form])
    name = f"{found.title}_{clock.today():%Y%m%d}_{len(found.rows)}行.{form}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
