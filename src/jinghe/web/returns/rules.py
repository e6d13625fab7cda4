"""月报期限: when the returns of each group of units are due, and how the city changes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jinghe.usecases.common import access
from jinghe.usecases.common.office_rules import versions
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.returns.returns import REPORTING
from jinghe.usecases.returns.rules import MOST_MONTHS, OTHERS, DueTold, due_days, lay_down_due_days
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked

FIELDS = ("way", "number", "months_after")


@page(methods=("GET", "HEAD", "POST"))
def rules(request: HttpRequest) -> HttpResponse:
    """The due days in force; the city changes those of all groups at once."""
    question = asked(request)
    held = due_days(question.year)
    faults: tuple[str, ...] = ()
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        held = {
            group: DueTold(**{name: request.POST.get(f"{name}-{place}", "") for name in FIELDS})
            for place, group in enumerate(held)
        }
        try:
            lay_down_due_days(question.year, held, by=request.user, reason=reason)
            messages.success(request, f"已设定{question.year}年月报期限，各月的应报日随之更新。")
            return redirect(reverse("reporting_rules") + question.query())
        except RefusedFaults as refused:
            faults = refused.faults
    context = {
        "question": question,
        "rows": [(place, group, told, group == OTHERS) for place, (group, told) in enumerate(held.items())],
        "months_after": [str(number) for number in range(1, MOST_MONTHS + 1)],
        "may_change": access.may_lay_down_rules(request.user),
        "reason": reason,
        "faults": faults,
        "versions": versions(REPORTING, question.year),
    }
    return show(request, "returns/reporting_rules.html", context, status=422 if faults else 200)
