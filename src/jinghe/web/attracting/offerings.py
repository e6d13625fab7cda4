"""推出项目: the catalogue with its filters, and the project book for investors."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jinghe.core.attracting.offerings import SIZE_BANDS
from jinghe.core.registers.attracting.offering import MATURITIES, OFFERING
from jinghe.documents.numerals import numeral
from jinghe.documents.writers import NoChineseFont, NoGlyph
from jinghe.usecases.attracting import offerings, project_book
from jinghe.usecases.attracting.offerings import Catalogue
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.vocabulary import vocabulary
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.downloads import handed_out
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import Question

ASKED = ("text", "industry", "band", "maturity", "unit")
PAGE_SIZE = 48


@page
def catalogue(request: HttpRequest) -> HttpResponse:
    """The reserve as cards, the larger project first."""
    question, told, found = _found(request)
    number = request.GET.get("page", "")
    place = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 else 1
    cards = [card for _, group in found.by_industry for card in group]
    names = vocabulary().names["industry"]
    everything = offerings.catalogue(by=request.user, on=question.as_of)
    context = {
        "question": question,
        "found": found,
        "cards": cards[(place - 1) * PAGE_SIZE : place * PAGE_SIZE],
        "told": told,
        "kept": told,
        "bands": SIZE_BANDS,
        "maturities": MATURITIES,
        "industries": sorted({(card.industry, names.get(card.industry, "")) for card in everything.cards}),
        "units": sorted({card.unit for card in everything.cards}),
        "stale": everything.stale,
        "may_open": access.may_open_record(request.user, OFFERING, request.user.unit),
        "own": access.acts_for_unit(request.user),
        "opens_all": access.may_list_all(request.user, OFFERING),
        "page_numbers": range(1, -(-len(cards) // PAGE_SIZE) + 1),
        "page_number": place,
    }
    return show(request, "attracting/offerings.html", context)


@page
def book(request: HttpRequest) -> HttpResponse:
    """The project book to read and to print."""
    question, told, found = _found(request)
    context = {
        "question": question,
        "found": found,
        "told": told,
        "kept": told,
        "plan": _plan(question),
        "chapters": [
            (numeral(place), name, [(card, project_book.card_lines(card)) for card in cards])
            for place, (name, cards) in enumerate(found.by_industry, start=1)
        ],
    }
    return show(request, "attracting/offerings_book.html", context)


@page
def book_file(request: HttpRequest, form: str) -> HttpResponse:
    """The project book as a file. form: docx, pdf or xlsx."""
    question, _, found = _found(request)
    if form not in ("docx", "pdf", "xlsx"):
        raise Http404
    if not found.cards:
        messages.error(request, "没有符合条件的推出项目，项目册没有内容。请放宽筛选条件。")
        return redirect(reverse("offerings"))
    plan = _plan(question)
    name, on = project_book.title(plan.city, question.as_of), question.as_of
    if form == "xlsx":
        return handed_out(f"{name}.xlsx", project_book.book_xlsx(found, city=plan.city, on=on))
    document = project_book.book(found, city=plan.city, issuer=f"{plan.city}各单位", on=on)
    write = {"docx": project_book.book_docx, "pdf": project_book.book_pdf}[form]
    try:
        return handed_out(f"{name}.{form}", write(document, made_at=clock.now()))
    except (NoChineseFont, NoGlyph) as missing:
        messages.error(request, missing.text)
        return redirect(reverse("offerings"))


def _found(request: HttpRequest) -> tuple[Question, dict[str, Any], Catalogue]:
    """The question, what was chosen, and the offerings that fit."""
    question = asked_now(request)
    told = {name: request.GET.get(name, "").strip()[:60] for name in ASKED}
    is_stale = request.GET.get("stale") == "1"
    found = offerings.catalogue(by=request.user, on=question.as_of, is_stale=is_stale, **told)
    return question, told | {"stale": "1" if is_stale else ""}, found


def _plan(question: Question) -> Any:
    return plan_of(revision_at(question.year, **question.scope))
