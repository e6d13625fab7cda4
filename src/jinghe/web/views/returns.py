"""月报: who reported which month; a clerk files its unit's return."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from jinghe.core.periods import closed_months, plan_year
from jinghe.usecases import access
from jinghe.usecases.plans import plan_of, revision_at
from jinghe.usecases.returns import AlreadyFiled, file_return, returns_of
from jinghe.web.asking import Question, asked
from jinghe.web.pages import page, show


@page
def returns(request: HttpRequest) -> HttpResponse:
    """Units × months: filed, 零报告, 未报."""
    question = asked(request)
    plan = plan_of(revision_at(question.year, **question.scope))
    filed = returns_of(question.year, question.known_at)
    months = [month.start for month in plan_year(question.year).months]
    closed = [month.start for month in closed_months(plan_year(question.year), question.as_of)]
    owing = [unit for unit in plan.units if plan.targets_of(unit.name)]
    own = request.user.unit if access.may_file_return(request.user, request.user.unit) else ""
    context = {
        "question": question,
        "plan": plan,
        "months": months,
        "rows": [(unit, [(filed.get(unit.name, {}).get(m), m in closed) for m in months]) for unit in owing],
        "counts": [(sum(m in filed.get(unit.name, {}) for unit in owing), m in closed) for m in months],
        "owing": len(owing),
        "own": own,
        "open_months": _open_months(question, own) if own and not question.known_at else [],
    }
    return show(request, "jinghe/returns.html", context)


@page(methods=("GET", "HEAD", "POST"))
def file(request: HttpRequest) -> HttpResponse:
    """GET asks to confirm what will be filed; POST files it."""
    own = request.user.unit
    access.require(access.may_file_return(request.user, own), request.user, "报送月报")
    question = asked(request)
    told = request.POST if request.method == "POST" else request.GET
    is_zero = told.get("zero") == "1"
    month = _month(told.get("month", ""), question, own)
    if month is None:
        messages.error(request, "请选择要报送的月份：只能报送本年度已经开始、尚未报送的月份。")
        return redirect("returns")
    if request.method != "POST":
        context = {"question": question, "unit": own, "month": month, "is_zero": is_zero}
        return show(request, "jinghe/return_confirm.html", context)
    try:
        file_return(own, month, is_zero=is_zero, by=request.user)
        messages.success(request, f"已报送{month.year}年{month.month}月{'零报告' if is_zero else '月报'}。")
    except AlreadyFiled as already:
        messages.error(request, already.text)
    return redirect("returns")


def _open_months(question: Question, unit: str) -> list[date]:
    """Months of the year that have begun and that the unit has not reported yet."""
    filed = returns_of(question.year).get(unit, {})
    today = timezone.localdate()
    months = [month.start for month in plan_year(question.year).months]
    return [month for month in months if month <= today and month not in filed]


def _month(text: str, question: Question, unit: str) -> date | None:
    return next((month for month in _open_months(question, unit) if f"{month:%Y-%m}" == text), None)
