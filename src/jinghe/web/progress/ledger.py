"""台账: acts and their postings, newest first."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponse

from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.values.periods import Period, next_month
from jinghe.usecases.common import access
from jinghe.usecases.progress.browsing import ledger_page, units_in_ledger
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked

MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])")


@page
def ledger(request: HttpRequest) -> HttpResponse:
    """A page of the ledger by unit, kind, subject and month."""
    question = asked(request)
    told = {
        name: request.GET.get(name, "").strip()[:60] for name in ("unit", "kind", "text", "month", "before")
    }
    complaints = list(question.complaints)
    kinds = {kind.value: rule.name for kind, rule in FACT_RULES.items()}
    if told["kind"] and told["kind"] not in kinds:
        complaints.append(f"没有“{told['kind'][:20]}”这类事项，未按类别筛选。")
        told["kind"] = ""
    month = month_of(told["month"])
    if told["month"] and month is None:
        complaints.append(f"月份“{told['month'][:20]}”不是有效的年月，未按月份筛选。")
        told["month"] = ""
    before = told.pop("before")
    found = ledger_page(
        by=request.user,
        unit=told["unit"],
        kind=told["kind"],
        text=told["text"],
        month=month,
        before=int(before) if re.fullmatch(r"[0-9]{1,15}", before) else None,
        known_at=question.known_at,
    )
    sees_all = access.may_see_all_postings(request.user)
    context = {
        "question": question,
        "complaints": complaints,
        "found": found,
        "told": told,
        "before": before,
        "kinds": [(kind.value, FACT_RULES[kind].name) for kind in FactKind],
        "units": units_in_ledger() if sees_all else (request.user.unit,),
        "sees_all": sees_all,
        "kept": told,
    }
    return show(request, "progress/ledger.html", context)


def month_of(text: str) -> Period | None:
    """The month of “2022-10”; None for anything else."""
    match = MONTH.fullmatch(text)
    if match is None:
        return None
    start = date(int(match[1]), int(match[2]), 1)
    return Period(start=start, before=next_month(start))
