"""What every request passes before a page sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jinghe.web.frame.errors import bad_request

NUL = "\x00"


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuses addresses and parameters with a NUL: no name holds one, and PostgreSQL takes none."""

    def answer(request: HttpRequest) -> HttpResponse:
        values = [
            request.path_info,
            *request.GET.keys(),
            *(v for values in request.GET.lists() for v in values[1]),
        ]
        if any(NUL in value for value in values):
            return bad_request(request)
        return get_response(request)

    return answer


def ask_for_own_password(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who signed in with a password that somebody else set, or that is too old, sets an own one first."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            allowed = (reverse("own_password"), reverse("logout"), reverse("login"))
            if request.path not in allowed:
                return redirect("own_password")
        return get_response(request)

    return answer
