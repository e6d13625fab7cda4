"""单位: all a unit carries and where it stands."""

from django.http import HttpRequest, HttpResponse

from jinghe.core.periods import closed_months, plan_year
from jinghe.usecases import access
from jinghe.usecases.browsing import monthly
from jinghe.usecases.returns import returns_of
from jinghe.usecases.scoreboard import scoreboard
from jinghe.web.asking import asked
from jinghe.web.pages import page, show
from jinghe.web.sentences import sentence


@page
def unit(request: HttpRequest, name: str) -> HttpResponse:
    """Targets with places and lights, money by month, returns, duties and findings of one unit."""
    question = asked(request)
    board = scoreboard(question.year, **question.scope)
    held = board.plan.unit(name)
    filed = returns_of(board.plan.year, question.known_at).get(name, {})
    closed = closed_months(plan_year(board.plan.year), board.as_of)
    context = {
        "question": question,
        "board": board,
        "unit": held,
        "progress": board.of_unit(name),
        "places": board.place_of[question.tier],
        "ranked": _ranked(board, held.group),
        "clauses": sentence(board.plan, [t for t in board.plan.targets_of(name) if t.table and not t.tiers.guaranteed])
        if not any(total.table == t.table for t in board.plan.targets_of(name) for total in board.plan.totals)
        else (),
        "months": monthly(board, name),
        "returns": [(month.start, filed.get(month.start)) for month in closed],
        "duties": [duty for duty in board.plan.duties if duty.unit == name],
        "findings": _findings(board.plan, name),
        "may_see_postings": access.may_see_postings(request.user, name),
        "elapsed_months": board.elapsed * 12,
    }
    return show(request, "jinghe/unit.html", context)


def _ranked(board, group: str) -> dict[str, int]:
    """column → how many of the group are ranked in it."""
    units = {unit.name for unit in board.plan.units_of(group)}
    found: dict[str, int] = {}
    for target in board.plan.targets:
        if target.unit in units:
            found[target.column] = found.get(target.column, 0) + 1
    return found


def _findings(plan, name: str) -> list:
    """Findings that name the unit, or a column the unit has a target in."""
    columns = {target.column for target in plan.targets_of(name)}
    return [
        finding
        for finding in plan.findings
        if finding.parameters.get("unit") == name or finding.parameters.get("column") in columns
    ]
