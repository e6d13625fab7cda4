"""登录与退出."""

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jinghe.usecases.common.demonstration import DEMO_PASSWORD, demonstration_accounts, is_demonstration
from jinghe.usecases.security.sign_ins import require_fresh_password
from jinghe.web.frame.pages import show


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in and goes on to where the visitor wanted to go, on this site only."""
    if request.method == "POST":
        form = AuthenticationForm(request, request.POST)
        if form.is_valid():
            login(request, form.get_user())
            if not is_demonstration():
                require_fresh_password(form.get_user())
            return redirect(_next(request))
    else:
        form = AuthenticationForm(request)
    context = {"form": form, "next": _next(request), "accounts": demonstration_accounts()}
    if context["accounts"]:
        context["password"] = DEMO_PASSWORD
    return show(request, "security/login.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("login")


def locked_out(
    request: HttpRequest, credentials: object = None, *args: object, **told: object
) -> HttpResponse:
    """What axes answers after too many failures (settings.AXES_LOCKOUT_CALLABLE)."""
    return show(request, "security/locked.html", status=429)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else "/"
