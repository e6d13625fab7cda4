"""Pages for what went wrong, in the same look; wired in jinghe.site.urls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jinghe.web.frame.pages import show


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "frame/error_400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = "您的账号没有权限打开此页。如工作需要，请联系市局管理员。"
    return show(request, "frame/refused.html", {"text": text}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return show(request, "frame/error_404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: they may be what failed."""
    return render(None, "frame/error_500.html", status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW."""
    return render(request, "frame/error_csrf.html", status=403)
