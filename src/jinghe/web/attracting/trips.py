"""小分队: the trips with their warnings, the calendar of a month, and the table of a bulletin."""

from django.http import HttpRequest, HttpResponse

from jinghe.core.registers.attracting.trip import TRIP
from jinghe.core.values.periods import plan_year
from jinghe.usecases.attracting import trips
from jinghe.usecases.attracting.trips import bulletin, month_of, trip_rule, trips_during
from jinghe.usecases.common import access
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.downloads import workbook
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import Question
from jinghe.web.frame.spans import asked_month, asked_span, months_around

ONLY = (("", "全部"), ("out", "正在外出"), ("planned", "待批准"), ("wrong", "有问题"))


@page
def listing(request: HttpRequest) -> HttpResponse:
    """The trips of the year so far and those planned, the latest first."""
    question = asked_now(request)
    unit, only = (request.GET.get(name, "").strip()[:60] for name in ("unit", "only"))
    year = plan_year(question.year)
    everything = trips_during(year, by=request.user, on=question.as_of, unit=unit)
    shown = trips.filter_trips(everything, only, question.as_of)
    context = {
        "question": question,
        "lines": tuple(reversed(shown)),
        "told": {"unit": unit, "only": only},
        "kept": {"unit": unit, "only": only},
        "choices": [
            (code, label, len(trips.filter_trips(everything, code, question.as_of))) for code, label in ONLY
        ],
        "batches": trips.totals_of(shown),
        "units": trips.units_with_trips(by=request.user),
        "rule": trip_rule(question.as_of),
        "may_open": access.may_open_record(request.user, TRIP, request.user.unit),
    }
    return show(request, "attracting/trips.html", context)


@page
def month(request: HttpRequest) -> HttpResponse:
    """Who is out on which day."""
    question = asked_now(request)
    shown = asked_month(request, question)
    unit = request.GET.get("unit", "").strip()[:60]
    before, after = months_around(shown)
    weeks = month_of(shown, by=request.user, on=question.as_of, unit=unit)
    context = {
        "question": question,
        "month": shown,
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}",
        "weeks": weeks,
        "routes": trips.departures(weeks, shown),
        "told": {"unit": unit},
        "kept": {"unit": unit, "month": f"{shown:%Y-%m}"},
        "units": trips.units_with_trips(by=request.user),
    }
    return show(request, "attracting/trips_month.html", context)


@page
def table(request: HttpRequest) -> HttpResponse:
    """The table of a bulletin: every unit with batches, people and days; as a workbook with format=xlsx."""
    question = asked_now(request)
    span, complaints = asked_span(request, question)
    is_recognised = request.GET.get("recognised") == "1"
    units = _units(question, request.GET.get("group", "").strip())
    found = bulletin(units, span, is_recognised=is_recognised, by=request.user)
    if request.GET.get("format") == "xlsx":
        return workbook(f"小分队外出情况（{span.start}至{span.last}）", trips.bulletin_xlsx(found, span))
    context = {
        "question": question,
        "complaints": (*question.complaints, *complaints),
        "span": span,
        "table": found,
        "is_recognised": is_recognised,
        "kept": {"from": span.start.isoformat(), "to": span.last.isoformat()},
    }
    return show(request, "attracting/trips_table.html", context)


def _units(question: Question, group: str) -> tuple[str, ...]:
    """The units whose targets ask for trips, or those of a group."""
    plan = plan_of(revision_at(question.year, **question.scope))
    if group in plan.groups:
        return tuple(one.name for one in plan.units_of(group))
    return tuple(dict.fromkeys(one.unit for one in plan.targets if one.indicator == "trips"))
