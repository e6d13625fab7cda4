"""The frame of every page: who may come in, navigation, and how refusals and empty states are shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jinghe.core.plan.plans import UnknownUnit
from jinghe.reference.calendar_loading import CalendarUnreadable
from jinghe.usecases.common import access
from jinghe.usecases.common.access import AccessRefused, Actor
from jinghe.usecases.common.demonstration import is_demonstration
from jinghe.usecases.common.messages import unread_count
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.plan.plans import NoPlan
from jinghe.web.frame import navigation
from jinghe.web.frame.question import Question, asked

View = Callable[..., HttpResponse]


def page(
    view: View | None = None,
    *,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    opens_for: Callable[[Actor], bool] = access.may_see_scores,
) -> Any:
    """A page for signed-in accounts it opens for; refusals and missing things become pages of their own."""

    def framed(inner: View) -> View:
        @require_http_methods(list(methods))
        @wraps(inner)
        def wrapped(request: HttpRequest, *args: Any, **told: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("login"))
            try:
                access.require(opens_for(request.user), request.user, _what_is_refused(request.user))
                return inner(request, *args, **told)
            except AccessRefused as refused:
                return show(request, "frame/refused.html", {"text": refused.text}, status=403)
            except CalendarUnreadable as unreadable:
                return show(request, "frame/no_calendar.html", {"text": unreadable.text}, status=503)
            except NoPlan as missing:
                return show(
                    request, "frame/no_plan.html", {"text": missing.text, "question": _question(request)}
                )
            except (Missing, UnknownUnit) as missing:
                raise Http404 from missing
            except Refused as refused:
                return show(request, "frame/not_done.html", {"text": refused.text}, status=refused.status)

        return wrapped

    return framed(view) if view else framed


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Renders a template inside the frame; pages hold figures of the moment and are never stored by a browser."""
    told = context or {}
    question = told.get("question")
    rail = navigation.groups(request)
    frame = {
        "is_demonstration": is_demonstration(),
        "navigation": rail,
        "phone_bar": navigation.on_a_phone(rail),
        "path": request.path,
        "question": question,
        "complaints": question.complaints if question else (),
        "unread_messages": unread_count(by=request.user) if request.user.is_authenticated else 0,
    }
    answer = render(request, template, frame | told, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _what_is_refused(user: Actor) -> str:
    return "打开这一页" if access.may_sign_in(user) else "使用本系统（尚未分配角色）"


def _question(request: HttpRequest) -> Question | None:
    """The question, so that the reader can ask another one; None when no year has a plan."""
    try:
        return asked(request)
    except NoPlan:
        return None
