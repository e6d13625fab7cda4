"""招商成效: what leads became, by channel, origin, industry, unit and trip, and what it cost."""

from django.http import Http404, HttpRequest, HttpResponse

from jinghe.core.attracting.funnel import Cohort, FunnelRow, FunnelStep, Grouping
from jinghe.core.values.periods import Period
from jinghe.usecases.attracting import funnel
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import Question, asked
from jinghe.web.frame.spans import asked_span

AFTER_LEADS = tuple(step for step in FunnelStep if step is not FunnelStep.LEADS)
OTHER_FIGURES = {"direct": "签约项目（没有登记来源信息）", "trips": "外出批次"}


@page
def overview(request: HttpRequest) -> HttpResponse:
    """The funnel of a period and one table by the grouping that was chosen."""
    question = asked(request)
    span, complaints = asked_span(request, question)
    grouping = _grouping(request.GET.get("by", ""))
    found = _cohort(request, question, span)
    rows = found.rows(grouping)
    names = funnel.names_of(grouping, [row.key for row in rows])
    total = found.row()
    context = {
        "question": question,
        "complaints": (*question.complaints, *complaints),
        "span": span,
        "grouping": grouping,
        "groupings": list(Grouping),
        "steps": list(FunnelStep),
        "funnel": _bars(total),
        "total": total,
        "rows": [(names[row.key], row) for row in rows],
        "kept": {"by": grouping.value, "from": span.start.isoformat(), "to": span.last.isoformat()},
        "asked_of": {"from": span.start.isoformat(), "to": span.last.isoformat()},
    }
    return show(request, "attracting/funnel.html", context)


@page
def behind(request: HttpRequest) -> HttpResponse:
    """The records behind one figure."""
    question = asked(request)
    span, complaints = asked_span(request, question)
    told = request.GET.get("by", "")
    grouping = _grouping(told) if told else None
    key, what = request.GET.get("key", "")[:60], request.GET.get("what", "")
    try:
        label = OTHER_FIGURES.get(what) or FunnelStep(what).label
        found, hidden = funnel.records_behind(
            _cohort(request, question, span), grouping=grouping, key=key, what=what, by=request.user
        )
    except ValueError:
        raise Http404 from None
    name = funnel.names_of(grouping, [key])[key] if grouping else "全部"
    context = {
        "question": question,
        "complaints": (*question.complaints, *complaints),
        "span": span,
        "label": label,
        "name": name,
        "grouping": grouping,
        "found": found,
        "hidden": hidden,
        "kept": {
            "by": told,
            "key": key,
            "what": what,
            "from": span.start.isoformat(),
            "to": span.last.isoformat(),
        },
    }
    return show(request, "attracting/funnel_list.html", context)


def _cohort(request: HttpRequest, question: Question, span: Period) -> Cohort:
    return funnel.cohort(span, as_of=question.as_of, known_at=question.known_at, by=request.user)


def _grouping(text: str) -> Grouping:
    return Grouping(text) if text in set(Grouping) else Grouping.CHANNEL


def _bars(total: FunnelRow) -> list[tuple[FunnelStep, int, object, object]]:
    """Step, count, share of all leads, share of the step before."""
    steps = list(FunnelStep)
    return [
        (step, total.counts[step], total.conversion(step), total.conversion(step, before) if place else None)
        for place, (step, before) in enumerate(zip(steps, [steps[0], *steps], strict=False))
    ]
