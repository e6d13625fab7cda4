"""认定规则: who reviews which kind of claim, what proves it, from which size; the city lays down new versions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jinghe.core.claims.recognition import DEFAULT_RECOGNITION, RecognitionRule, rule_for
from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.registers.display import typed as typed_text
from jinghe.documents.forms.values import date_in
from jinghe.usecases.claims import recognition_rules
from jinghe.usecases.claims.recognition_rules import MINIMUM, Told
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.records import known_words
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked


@page(methods=("GET", "HEAD", "POST"))
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force with their history; POST lays down a new version."""
    question = asked(request)
    context: dict[str, Any] = {"question": question, "typed": {}, "faults": ()}
    if request.method == "POST":
        access.require(access.may_lay_down_rules(request.user), request.user, "设定认定规则")
        try:
            row = recognition_rules.lay_down_told(
                question.year,
                _told(request.POST),
                effective_on=date_in(request.POST.get("effective_on", "")),
                reason=request.POST.get("reason", ""),
                by=request.user,
            )
            messages.success(request, f"第{row.number}版认定规则已设定，尚未核定的申报从现在起按它审核。")
            return redirect(f"{reverse('recognition')}{question.query()}")
        except RefusedFaults as refused:
            context |= {"typed": request.POST, "faults": refused.faults, "edits": True}
    found = recognition_rules.rules_of(question.year)
    context |= {
        "found": found,
        "rows": [_row(rule_for(found.rules, kind), context["typed"]) for kind in FactKind],
        "history": recognition_rules.history(question.year),
        "defaults": DEFAULT_RECOGNITION,
        "may_change": access.may_lay_down_rules(request.user),
        "edits": context.get("edits") or request.GET.get("edit") == "1",
        "units": sorted(known_units()),
        "today": clock.today(),
        "first_day": date(question.year, 1, 1),
    }
    return show(request, "claims/recognition.html", context)


def _told(posted: Mapping[str, str]) -> tuple[Told, ...]:
    return tuple(
        Told(
            kind=kind,
            evidence=posted.get(f"{kind}-evidence", ""),
            checked_by=posted.get(f"{kind}-checked_by", ""),
            minimum=posted.get(f"{kind}-minimum", ""),
            source=posted.get(f"{kind}-source", ""),
        )
        for kind in FactKind
    )


def _row(rule: RecognitionRule, typed: Mapping[str, str]) -> dict[str, Any]:
    """A rule as shown and as typed."""

    def told(name: str, usual: str) -> str:
        return typed.get(f"{rule.kind}-{name}", usual)

    minimum = typed_text(MINIMUM, rule.minimum_fen or None, known_words())
    return {
        "rule": rule,
        "kind": rule.kind.value,
        "name": FACT_RULES[rule.kind].name,
        "evidence": told("evidence", "\n".join(" 或 ".join(group) for group in rule.evidence)),
        "checked_by": told("checked_by", rule.checked_by),
        "minimum": told("minimum", minimum),
        "source": told("source", rule.source),
    }
