"""办公规则: the numbers the office works by, and where its other rules are laid down."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date

from jinghe.usecases.common import access, clock
from jinghe.usecases.common.office_numbers import (
    NUMBER_RULES,
    NumberRule,
    RuleInForce,
    lay_down_numbers,
    number_rules,
)
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.web.frame.pages import page, show

ELSEWHERE = (
    ("recognition", "认定规则", "各类申报的佐证、审核部门和最低投资额"),
    ("rulings", "口径与词表", "认定口径的裁定和词表"),
    ("reporting_rules", "月报期限", "各组单位月报的应报日"),
    ("service_limits", "诉求时限", "各类企业诉求的承诺时限、环节和逐级督办"),
    ("approvals", "审批事项清单", "项目常用的审批事项和时限"),
)
"""Rules with a page of their own: its name, what it is called, what it lays down."""


@page(methods=("GET", "HEAD", "POST"))
def office_rules(request: HttpRequest) -> HttpResponse:
    """Every number in force today with its versions; the city lays down those of one rule from a day on."""
    today = clock.today()
    name = request.POST.get("rule") or request.GET.get("rule", "")
    effective_on = request.POST.get("effective_on", today.isoformat())
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        access.require(access.may_lay_down_rules(request.user), request.user, "设定办公规则")
        if name not in NUMBER_RULES:
            raise Http404
        try:
            row = lay_down_numbers(
                name,
                request.POST.dict(),
                effective_on=_day(effective_on),
                by=request.user,
                reason=request.POST.get("reason", ""),
            )
            label = NUMBER_RULES[name].label
            messages.success(request, f"已设定“{label}”，自{row.effective_on}起执行。")
            return redirect("office_rules")
        except RefusedFaults as refused:
            faults = refused.faults
    rules = number_rules(on=today)
    may_change = access.may_lay_down_rules(request.user)
    context = {
        "rules": [(rule, _lines(rule.rule, rule.values), _versions(rule)) for rule in rules],
        "elsewhere": ELSEWHERE,
        "changed": _form(request, next((rule for rule in rules if rule.rule.name == name), None), may_change),
        "effective_on": effective_on,
        "reason": request.POST.get("reason", ""),
        "faults": faults,
        "may_change": may_change,
    }
    return show(request, "office_rules/office_rules.html", context, status=422 if faults else 200)


def _lines(rule: NumberRule, values: Mapping[str, int]) -> list[str]:
    """Each number as a line: what it is for, the number and its measure."""
    return [f"{number.label}：{values[number.name]}{number.measure}" for number in rule.numbers]


def _versions(rule: RuleInForce) -> list[tuple[Any, str]]:
    return [(row, "；".join(_lines(rule.rule, {**rule.rule.usual, **row.content}))) for row in rule.versions]


def _form(request: HttpRequest, rule: RuleInForce | None, may_change: bool) -> dict[str, object] | None:
    """The rule that is being changed, with what was typed or is in force."""
    if rule is None or not may_change:
        return None
    typed = request.POST
    inputs = [(number, typed.get(number.name, str(rule.values[number.name]))) for number in rule.rule.numbers]
    return {"rule": rule.rule, "inputs": inputs}


def _day(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None
