"""关账: which months are closed, what still waits for the next one, and what came late."""

import re
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.claims.claims import CLAIM_KINDS, ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.usecases.closing import closing
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked

MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


@page
def months(request: HttpRequest) -> HttpResponse:
    """The months of the year, and the late corrections of the closed ones."""
    question = asked(request)
    late = closing.late_corrections(question.year, until_known_at=question.known_at)
    lines, hidden = closing.readable_lines(late, by=request.user)
    context = {
        "question": question,
        "months": closing.months(question.year, by=request.user),
        "may_close": access.may_lay_down_rules(request.user),
        "late": late,
        "lines": lines,
        "hidden": hidden,
    }
    return show(request, "closing/closing.html", context)


@page(methods=("GET", "HEAD", "POST"))
def month(request: HttpRequest, told: str) -> HttpResponse:
    """GET: what still waits for a month; POST closes it."""
    found = MONTH.fullmatch(told)
    if found is None:
        raise Http404
    first = date(int(found[1]), int(found[2]), 1)
    complaint, note = "", request.POST.get("note", "")
    if request.method == "POST":
        try:
            closing.close(first, by=request.user, note=note)
            messages.success(
                request, f"{first.year}年{first.month}月已关账。此后补记、冲销、重述的，列为逾期更正。"
            )
            return redirect("closing")
        except Refused as refused:
            complaint = refused.text
    record = next(one for one in closing.months(first.year, by=request.user) if one.month == first)
    waiting = closing.waiting_for_closing(first, by=request.user)
    context = {
        "record": record,
        "waiting": [
            (one, CLAIM_KINDS[FactKind(one.kind)].name, ClaimState(one.state).label) for one in waiting
        ],
        "may_close": access.may_lay_down_rules(request.user),
        "complaint": complaint,
        "note": note,
    }
    return show(request, "closing/month.html", context)
