"""职责: every department of annex 3 (二) and (三) with a figure or a judged state for each thing it must do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.usecases.common import access
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.service.duties import duties_of, missing_duties, take_up
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.pages import page, show


@page
def duties(request: HttpRequest) -> HttpResponse:
    """Units in the order of the notice."""
    question = asked_now(request)
    plan = plan_of(revision_at(question.year, **question.scope))
    rows = duties_of(plan, by=request.user, as_of=question.as_of, known_at=question.known_at)
    held = [one for row in rows for one in row.duties]
    context = {
        "question": question,
        "rows": rows,
        "measured": sum(one.measured is not None for one in held),
        "confirmed": sum(one.is_confirmed for one in held if one.measured is None),
        "waiting": sum(one.waits_for_city for one in held),
        "open": sum(not one.judgement for one in held if one.measured is None),
        "number": len(held),
        "missing": len(missing_duties(plan)),
        "may_take_up": access.may_write_ledger(request.user),
        "own": access.acts_for_unit(request.user),
    }
    return show(request, "service/duties.html", context)


@page(methods=("POST",))
def taking_up(request: HttpRequest) -> HttpResponse:
    """Makes the records of the plan's duties."""
    question = asked_now(request)
    made = take_up(plan_of(revision_at(question.year, **question.scope)), by=request.user)
    messages.success(request, f"已登记{made}项职责，各单位可以填报完成情况。")
    return redirect("duties")
