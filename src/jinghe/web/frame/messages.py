"""收件箱: what was said to the reader."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from jinghe.usecases.common import access, messages
from jinghe.web.frame.pages import page, show

PAGE_SIZE = 30


@page(opens_for=access.may_sign_in)
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything said to the reader, newest first."""
    held = messages.with_reading(by=request.user)
    context = {
        "page": Paginator(held, PAGE_SIZE).get_page(request.GET.get("page")),
        "unread": messages.unread_count(by=request.user),
    }
    return show(request, "frame/inbox.html", context)


@page(opens_for=access.may_sign_in)
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message; opening it makes it read."""
    return show(request, "frame/message.html", {"message": messages.open_message(number, by=request.user)})
