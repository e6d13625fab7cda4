"""目标任务: the annexes as the notice shows them, with progress laid over each cell."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from jinghe.core.plan.plans import Plan
from jinghe.usecases.common import access
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.progress.browsing import revision_numbered, revisions
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.web.drawing import annexes
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import Question, asked

DUTIES = "职责"


@page
def plan(request: HttpRequest) -> HttpResponse:
    """One annex at a time; an earlier revision is shown as it stood, without progress."""
    question = asked(request)
    number = request.GET.get("revision", "")
    if number:
        return _earlier(request, question, number)
    board = scoreboard(question.year, **question.scope)
    context = _annex(request, board.plan) | {
        "question": question,
        "board": board,
        "revision": board.revision,
        "revisions": revisions(question.year, question.known_at),
        "elapsed_months": board.elapsed * 12,
    }
    return show(request, "plan/plan.html", context)


def _earlier(request: HttpRequest, question: Question, number: str) -> HttpResponse:
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Http404
    revision = revision_numbered(question.year, int(number), question.known_at)
    context = _annex(request, plan_of(revision)) | {
        "question": question,
        "revision": revision,
        "revisions": revisions(question.year, question.known_at),
    }
    context["kept"]["revision"] = number
    return show(request, "plan/plan.html", context)


def _annex(request: HttpRequest, held: Plan) -> dict[str, Any]:
    """The chosen table of the plan; a sentence where the address names none of them."""
    tables = annexes.tables(held)
    offered = (*tables, DUTIES)
    wanted = request.GET.get("table") or offered[0]
    table = wanted if wanted in offered else offered[0]
    context = {
        "plan": held,
        "tables": offered,
        "table": table,
        "kept": {"table": table},
        "clause_columns": [name for name, _ in annexes.CLAUSE_COLUMNS],
        "may_see_reading": access.may_see_reading(request.user),
    }
    if wanted != table:
        context["complaints"] = [f"目标任务中没有“{wanted[:20]}”，本页显示{table}。"]
    if table == DUTIES:
        return context | {"duties": annexes.duties(held)}
    if annexes.is_grid(held, table):
        return context | {"grid": annexes.grid(held, table)}
    return context | {"clauses": annexes.clauses(held, table)}
