"""Pages that show every unit to the city, and to a unit its own page alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.plan.plans import Plan
from jinghe.usecases.common import access
from jinghe.web.frame.question import Question


def own_page(request: HttpRequest, name: str, question: Question) -> HttpResponse | None:
    """Where somebody who sees one unit only is sent from the page of all; None for those who see all."""
    if access.may_see_all_carrying(request.user):
        return None
    unit = request.user.unit
    access.require(access.may_see_carrying(request.user, unit), request.user, "查看各单位情况")
    answer = redirect(name, unit)
    answer["Location"] += question.query()
    return answer


def chosen_group(request: HttpRequest, plan: Plan) -> str:
    """The group of units that the address names; empty for all."""
    wanted = request.GET.get("group", "")
    return wanted if wanted in plan.groups else ""
