"""进度: who stands where."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.plan.plans import Plan, Tier
from jinghe.usecases.common import access
from jinghe.usecases.progress.browsing import board_a_month_before
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.web.drawing import boards
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked

EVERYTHING = "全部指标"


@page(opens_for=access.may_sign_in)
def home(request: HttpRequest) -> HttpResponse:
    """The first page is the scoreboard; for those who keep the accounts it is these."""
    return redirect("progress" if access.may_see_scores(request.user) else "accounts")


@page
def progress(request: HttpRequest) -> HttpResponse:
    """Cards of the city, tabs of columns, and one ranked table per column of a group."""
    question = asked(request)
    board = scoreboard(question.year, **question.scope)
    group, tab, complaints = _chosen(request, board.plan)
    earlier = board_a_month_before(board)
    context = {
        "question": question,
        "complaints": (*question.complaints, *complaints),
        "board": board,
        "group": group,
        "groups": boards.groups_with_targets(board.plan),
        "tabs": (*boards.tabs(board.plan, group), boards.Tab(label=EVERYTHING, columns=())),
        "tab": tab,
        "cards": boards.cards(board, group, question.tier),
        "tables": [boards.table(board, earlier, group, one, question.tier) for one in tab.columns],
        "matrix": boards.matrix(board, group) if not tab.columns else [],
        "columns": [(boards.short(column), column) for column in boards.columns_of(board.plan, group)],
        "other_tier": Tier.GUARANTEED if question.tier is Tier.WORKING else Tier.WORKING,
        "elapsed_months": board.elapsed * 12,
        "kept": {"group": group, "tab": tab.label},
    }
    return show(request, "progress/progress.html", context)


def _chosen(request: HttpRequest, plan: Plan) -> tuple[str, boards.Tab, list[str]]:
    """The group and tab of the address; a sentence for each that does not exist."""
    complaints = []
    groups = boards.groups_with_targets(plan)
    group = request.GET.get("group") or groups[0]
    if group not in groups:
        complaints.append(f"没有名为“{group[:20]}”的单位类别，本页显示“{groups[0]}”。")
        group = groups[0]
    offered = (*boards.tabs(plan, group), boards.Tab(label=EVERYTHING, columns=()))
    wanted = request.GET.get("tab") or offered[0].label
    tab = next((one for one in offered if one.label == wanted), None)
    if tab is None:
        complaints.append(f"该类单位没有“{wanted[:20]}”这项指标，本页显示“{offered[0].label}”。")
    return group, tab or offered[0], complaints


@page(opens_for=access.may_sign_in)
def menu(request: HttpRequest) -> HttpResponse:
    """Every page that the reader may open, for a phone."""
    return show(request, "progress/menu.html")
