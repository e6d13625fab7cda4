"""主要负责人亲自研究部署: what the heads did in person, beside where their units stand."""

from django.http import HttpRequest, HttpResponse

from jinghe.core.registers.carrying.head_action import WAYS
from jinghe.usecases.carrying.head_actions import head_actions, head_actions_of
from jinghe.usecases.common import access
from jinghe.usecases.progress.scoreboard import Scoreboard, scoreboard
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.pagination import chosen_group, own_page
from jinghe.web.frame.question import Question, asked


@page
def units(request: HttpRequest) -> HttpResponse:
    """Every unit: how often its head studied, deployed and led in person, and how its targets stand."""
    question = asked(request)
    if away := own_page(request, "head_actions_of", question):
        return away
    board = scoreboard(question.year, **question.scope)
    group = chosen_group(request, board.plan)
    held = [
        one
        for one in head_actions(board.plan, on=question.as_of, by=request.user)
        if group in ("", one.group)
    ]
    context = {
        "question": question,
        "board": board,
        "rows": [(one, _standing(board, question, one.unit)) for one in held],
        "ways": [name for _, name in WAYS],
        "groups": board.plan.groups,
        "group": group,
        "nothing": sum(not one.done for one in held),
        "elapsed_months": board.elapsed * 12,
    }
    return show(request, "carrying/head_action_units.html", context)


@page
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """What the head of one unit did in person."""
    question = asked(request)
    board = scoreboard(question.year, **question.scope)
    held = head_actions_of(board.plan, unit, on=question.as_of, by=request.user)
    context = {
        "question": question,
        "board": board,
        "held": held,
        "unit": unit,
        "standing": _standing(board, question, unit),
        "may_write": access.acts_for_unit(request.user) == unit,
        "elapsed_months": board.elapsed * 12,
    }
    return show(request, "carrying/head_actions.html", context)


def _standing(board: Scoreboard, question: Question, unit: str) -> list[tuple[str, str, str, int]]:
    """(sign, label, tone, how many targets) of every light of a unit."""
    lights = [one.of_tier(question.tier).light for one in board.of_unit(unit)]
    return [
        (light.sign, light.label, light.value.replace("_", "-"), lights.count(light))
        for light in dict.fromkeys(one for one in lights if one)
    ]
