"""The day up to which clocks run: the day that was asked, the demonstration's own, else today."""

from dataclasses import replace

from django.http import HttpRequest

from jinghe.usecases.common import clock
from jinghe.usecases.common.demonstration import is_demonstration
from jinghe.web.frame.question import Question, asked


def asked_now(request: HttpRequest) -> Question:
    """The question of a request, as of today unless a day or an earlier year was asked. Raises NoPlan.

    Figures of a month wait for its returns; what is due does not. A demonstration stands still on its own last day.
    """
    question = asked(request)
    if "as_of" in question.carried or "year" in question.carried or is_demonstration():
        return question
    return replace(question, as_of=clock.today())
