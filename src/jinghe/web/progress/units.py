"""单位: all a unit carries and where it stands."""

from django.http import HttpRequest, HttpResponse

from jinghe.core.plan.plans import Plan
from jinghe.core.values.findings import Finding
from jinghe.core.values.periods import closed_months, plan_year
from jinghe.usecases.carrying.head_actions import head_actions_of
from jinghe.usecases.common import access
from jinghe.usecases.progress.browsing import monthly
from jinghe.usecases.progress.scoreboard import Scoreboard, scoreboard
from jinghe.usecases.returns.returns import returns_of
from jinghe.web.drawing.annexes import is_grid
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked
from jinghe.web.frame.sentences import Part, sentence


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
        "places": board.rank_of[question.tier],
        "ranked": _ranked(board, held.group),
        "clauses": _clauses(board.plan, name),
        "months": monthly(board, name),
        "returns": [(month.start, filed.get(month.start)) for month in closed],
        "duties": [duty for duty in board.plan.duties if duty.unit == name],
        "findings": _findings(board.plan, name),
        "head_actions": head_actions_of(board.plan, name, on=board.as_of, by=request.user)
        if access.may_see_carrying(request.user, name)
        else None,
        "may_see_postings": access.may_see_postings(request.user, name),
        "elapsed_months": board.elapsed * 12,
    }
    return show(request, "progress/unit.html", context)


def _ranked(board: Scoreboard, group: str) -> dict[str, int]:
    """column → how many of the group are ranked in it."""
    units = {unit.name for unit in board.plan.units_of(group)}
    found: dict[str, int] = {}
    for target in board.plan.targets:
        if target.unit in units:
            found[target.column] = found.get(target.column, 0) + 1
    return found


def _clauses(plan: Plan, name: str) -> tuple[Part, ...]:
    """The unit's clauses; what stands in a table of figures needs no sentence."""
    return sentence(target for target in plan.targets_of(name) if not is_grid(plan, target.table))


def _findings(plan: Plan, name: str) -> list[Finding]:
    """Findings that name the unit, or a column the unit has a target in."""
    columns = {target.column for target in plan.targets_of(name)}
    return [
        finding
        for finding in plan.findings
        if finding.parameters.get("unit") == name or finding.parameters.get("column") in columns
    ]
