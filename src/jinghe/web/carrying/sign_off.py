"""签收: who has signed for the letter of targets; the letter itself, to read, print, sign and object to."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.registers.carrying.sign_off import OUTCOMES
from jinghe.usecases.carrying import letters
from jinghe.usecases.carrying.sign_off import UNSIGNED, object_to, sign, standing_of, standings
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.records.reading import history_of, next_steps
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.pagination import own_page
from jinghe.web.frame.question import asked

STATES = (
    (UNSIGNED, "未签收"),
    ("signed", "已签收"),
    ("objected", "有异议，待答复"),
    ("answered", "异议已答复，待签收"),
)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@page
def matrix(request: HttpRequest) -> HttpResponse:
    """Every unit with its letter: signed, not signed, objected."""
    question = asked(request)
    if away := own_page(request, "letter", question):
        return away
    held = standings(question.year, by=request.user)
    wanted = request.GET.get("state", "")
    counts = Counter(one.state for one in held)
    context = {
        "question": question,
        "revision": held[0].revision if held else None,
        "total": len(held),
        "standings": [one for one in held if wanted in ("", one.state)],
        "counts": [(code, name, counts[code]) for code, name in STATES if counts[code] or code == wanted],
        "wanted": wanted,
    }
    return show(request, "carrying/sign_off.html", context)


@page
def letter(request: HttpRequest, unit: str) -> HttpResponse:
    """The letter of one unit."""
    return _letter(request, unit)


def _letter(
    request: HttpRequest,
    unit: str,
    *,
    complaint: str = "",
    told: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    question = asked(request)
    standing = standing_of(question.year, unit, by=request.user)
    record = standing.record
    steps = {step.code for step in next_steps(record, by=request.user)} if record else set()
    is_head = access.may_sign_off(request.user, unit)
    context = {
        "question": question,
        "standing": standing,
        "letter": standing.letter,
        "events": history_of(record) if record else (),
        "may_sign": is_head and standing.can_be_signed,
        "may_object": is_head and standing.can_be_objected_to,
        "may_answer": "answer" in steps,
        "outcomes": OUTCOMES,
        "complaint": complaint,
        "told": told or {},
    }
    return show(request, "carrying/letter.html", context, status=status)


@page(methods=("POST",))
def signing(request: HttpRequest, unit: str) -> HttpResponse:
    """The head signs for what was shown."""
    question = asked(request)
    told = {"name": request.POST.get("name", "")}
    try:
        digest = request.POST.get("digest", "")
        sign(question.year, unit, digest=digest, name=told["name"], by=request.user)
    except Refused as refused:
        return _letter(request, unit, complaint=refused.text, told=told, status=409)
    messages.success(request, "已签收。")
    return redirect("letter", unit)


@page(methods=("POST",))
def objecting(request: HttpRequest, unit: str) -> HttpResponse:
    """The head objects, with a reason."""
    question = asked(request)
    told = {"reason": request.POST.get("reason", "")}
    try:
        digest = request.POST.get("digest", "")
        object_to(question.year, unit, digest=digest, reason=told["reason"], by=request.user)
    except Refused as refused:
        return _letter(request, unit, complaint=refused.text, told=told, status=409)
    messages.success(request, "异议已提交，请等待市局答复。")
    return redirect("letter", unit)


@page
def written(request: HttpRequest, unit: str, form: str) -> HttpResponse:
    """The letter as a document of an office."""
    if form not in TYPES:
        raise Http404
    question = asked(request)
    try:
        content, name = letters.letter_file(question.year, unit, form, by=request.user)
    except letters.NOT_WRITTEN as refused:
        return _letter(request, unit, complaint=refused.text, status=409)
    answer = HttpResponse(content, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = letters.disposition(name)
    answer["Cache-Control"] = "no-store"
    return answer
