"""激励奖补: promised, approved and paid side by side, and what is late."""

from django.http import HttpRequest, HttpResponse

from jinghe.core.registers.service.incentive import INCENTIVE
from jinghe.usecases.common import access
from jinghe.usecases.service.incentives import incentives, sums_by_group, total
from jinghe.web.frame.clock_day import asked_now
from jinghe.web.frame.pages import page, show


@page(opens_for=lambda user: access.may_list(user, INCENTIVE))
def listing(request: HttpRequest) -> HttpResponse:
    """The incentives that the reader may see, the late ones first."""
    question = asked_now(request)
    held = incentives(by=request.user, as_of=question.as_of, known_at=question.known_at)
    context = {
        "question": question,
        "incentives": held,
        "all": total("合计", held),
        "by_policy": sums_by_group(held, lambda one: one.record.values["policy"]),
        "by_unit": sums_by_group(held, lambda one: one.record.unit),
        "may_open": access.may_open_record(request.user, INCENTIVE, request.user.unit),
    }
    return show(request, "service/incentives.html", context)
