"""月报: who reported which month, the month of one unit, and reminders."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.plan.plans import Plan
from jinghe.core.values.periods import plan_year
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.messages import sent_by
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.returns.month import REMINDER, month_of, remind, reminder_text, to_remind
from jinghe.usecases.returns.returns import (
    Reporting,
    ReturnState,
    certify_returns,
    file_return,
    reporting,
    send_back_return,
)
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import Question, asked

POSTED = ("GET", "HEAD", "POST")


@page
def returns(request: HttpRequest) -> HttpResponse:
    """Units × months: filed, zero, returned, certified, due, overdue; completeness and timeliness of each."""
    question = asked(request)
    plan, found = _reporting(question)
    months = [month.start for month in plan_year(question.year).months]
    own = request.user.unit if access.may_file_return(request.user, request.user.unit) else ""
    today = clock.today()
    context = {
        "question": question,
        "plan": plan,
        "months": months,
        "rows": [(unit, found.statuses[unit], found.of_unit(unit)) for unit in found.statuses],
        "columns": [found.of_month(month) for month in months],
        "total": found.total,
        "rules": _rules(found),
        "own": [one for one in found.statuses.get(own, ()) if one.month <= today],
        "unit": own,
        "waiting": _waiting(found) if access.may_review_returns(request.user) else [],
        "late": [
            month for month in months if to_remind([row[month.month - 1] for row in found.statuses.values()])
        ]
        if access.may_send_messages(request.user)
        else [],
        "sees": frozenset(unit for unit in found.statuses if access.may_see_postings(request.user, unit)),
    }
    return show(request, "returns/returns.html", context)


@page
def month(request: HttpRequest, unit: str, month: str) -> HttpResponse:
    """The month of a unit: what is due, what is known already, and what can be done with it."""
    first = _month(month)
    held = month_of(unit, first, by=request.user)
    may_file = access.may_file_return(request.user, unit)
    context = {
        "unit": unit,
        "month": first,
        "held": held,
        "status": held.status,
        "may_file": may_file and held.status.state in OPEN and first <= clock.today(),
        "may_review": access.may_review_returns(request.user) and held.status.state is ReturnState.SUBMITTED,
        "claim_states": _counted(held),
        "is_head": may_file and access.may_submit_claims(request.user, unit),
    }
    return show(request, "returns/month.html", context)


OPEN = frozenset({ReturnState.NOT_DUE, ReturnState.DUE, ReturnState.OVERDUE, ReturnState.RETURNED})
"""A return may be filed while it stands so."""


@page(methods=("POST",))
def file(request: HttpRequest, unit: str, month: str) -> HttpResponse:
    """Files the return of a month, or a zero report."""
    first = _month(month)
    is_zero = request.POST.get("zero") == "1"
    try:
        file_return(unit, first, is_zero=is_zero, by=request.user)
        messages.success(request, f"已报送{first.year}年{first.month}月{'零报告' if is_zero else '月报'}。")
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("month", unit, month)


@page(methods=("POST",))
def review(request: HttpRequest, unit: str, month: str) -> HttpResponse:
    """The city certifies a return or sends it back."""
    first = _month(month)
    try:
        if request.POST.get("outcome") == "certified":
            certify_returns([(unit, first)], by=request.user)
            messages.success(request, f"已核定{unit}{first.month}月月报。")
        else:
            send_back_return(unit, first, note=request.POST.get("note", ""), by=request.user)
            messages.success(request, f"已退回{unit}{first.month}月月报，并通知该单位。")
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("month", unit, month)


@page(methods=("POST",))
def certifying(request: HttpRequest) -> HttpResponse:
    """The city certifies the ticked returns, all or none."""
    pairs = [told.rpartition(" ") for told in request.POST.getlist("filed")]
    try:
        done = certify_returns([(unit, _month(month)) for unit, _, month in pairs], by=request.user)
        messages.success(request, f"已核定{len(done)}份月报。")
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("returns")


@page(methods=POSTED)
def reminding(request: HttpRequest, month: str) -> HttpResponse:
    """催报: choose units, edit the text, send; and what was sent before."""
    access.require(access.may_send_messages(request.user), request.user, "催报")
    first = _month(month)
    found = reporting(plan_of(revision_at(first.year, as_of=first)), clock.today())
    due = to_remind([row[first.month - 1] for row in found.statuses.values()])
    text = request.POST.get("text", "") if request.method == "POST" else reminder_text(first, due)
    chosen = [one.unit for one in due if one.unit in request.POST.getlist("unit")]
    if request.method == "POST":
        try:
            sent = remind(chosen, first, text.strip(), by=request.user)
            messages.success(request, f"已向{len(sent)}家单位发出催报。")
            return redirect("remind", month)
        except Refused as refused:
            messages.error(request, refused.text)
    context = {
        "month": first,
        "due": due,
        "text": text,
        "chosen": chosen if request.method == "POST" else [one.unit for one in due],
        "sent": list(sent_by(by=request.user).filter(kind=REMINDER)[:60]),
    }
    return show(request, "returns/remind.html", context)


def _reporting(question: Question) -> tuple[Plan, Reporting]:
    plan = plan_of(revision_at(question.year, **question.scope))
    return plan, reporting(plan, _on(question), question.known_at)


def _on(question: Question) -> date:
    """The day by which returns are due: today, while the year is young enough, unless another day was asked for."""
    today = clock.today()
    is_asked = "as_of" in question.carried or question.known_at is not None
    return question.as_of if is_asked or today.year > question.year + 1 else today


def _rules(found: Reporting) -> list[tuple[str, str]]:
    """Group (empty: all others) → when its returns are due, in words."""
    rules = found.rules
    return [*((group, rule.text) for group, rule in rules.by_group.items()), ("", rules.default.text)]


def _waiting(found: Reporting) -> list[object]:
    """Returns that the city has not looked at, the oldest month first."""
    waiting = [one for row in found.statuses.values() for one in row if one.state is ReturnState.SUBMITTED]
    return sorted(waiting, key=lambda one: (one.month, one.unit))


def _counted(held: object) -> dict[str, int]:
    counts: dict[str, int] = {}
    for claim in held.claims:
        counts[claim.state] = counts.get(claim.state, 0) + 1
    return counts


def _month(text: str) -> date:
    """The first day of a month told as 2022-10. Raises Http404."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
