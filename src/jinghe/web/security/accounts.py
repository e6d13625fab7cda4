"""账号: the system administrator keeps accounts, the security administrator gives roles, the auditor reads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.security import accounts
from jinghe.usecases.security.account_reading import STALE_AFTER, account_record, changes_of, role_names
from jinghe.usecases.security.account_reading import accounts as all_accounts
from jinghe.usecases.security.accounts import EVENTS
from jinghe.usecases.security.passwords import HOLDS_FOR
from jinghe.web.frame.pages import page, show

SHOWN = {"": "全部", "stale": "久未使用", "locked": "已锁定", "off": "已停用", "norole": "未授角色"}
STEPS = {
    "rename": accounts.rename,
    "address": accounts.set_email,
    "disable": accounts.disable,
    "unlock": accounts.unlock,
}
HANDING_OVER = {"enable": accounts.enable, "reset": accounts.reset_password}
DONE = {
    "rename": "姓名已改正",
    "address": "邮箱已登记",
    "disable": "账号已停用，正在使用的会话立即失效",
    "unlock": "已解除锁定",
}
TYPED = {"rename": "name", "address": "email"}
"""What a step takes besides its reason."""


@page(methods=("GET", "HEAD", "POST"), opens_for=access.may_see_accounts)
def listing(request: HttpRequest) -> HttpResponse:
    """Every account; the system administrator makes another one here."""
    typed, complaint = {}, ""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in ("username", "name", "reason")}
        try:
            made = accounts.make_account(
                typed["username"], typed["name"], by=request.user, reason=typed["reason"]
            )
            return _handed_over(request, made, "账号已新建，待安全管理员授予角色和单位")
        except Refused as refused:
            complaint = refused.text
    chosen = request.GET.get("show", "")
    everything = all_accounts(by=request.user)
    context = {
        "found": [one for one in everything if _is_shown(one, chosen)],
        "counts": [
            (code, name, sum(_is_shown(one, code) for one in everything)) for code, name in SHOWN.items()
        ],
        "chosen": chosen if chosen in SHOWN else "",
        "may_keep": access.may_keep_accounts(request.user),
        "may_grant": access.may_grant_roles(request.user),
        "stale_days": STALE_AFTER.days,
        "typed": typed,
        "complaint": complaint,
    }
    return show(request, "security/accounts.html", context)


def _is_shown(one: Any, chosen: str) -> bool:
    return {
        "stale": one.is_stale,
        "locked": one.is_locked_out,
        "off": not one.user.is_active,
        "norole": not one.user.role,
    }.get(chosen, True)


@page(opens_for=access.may_see_accounts)
def account(request: HttpRequest, username: str) -> HttpResponse:
    """One account: what was done to it, and what the reader may do."""
    return _account(request, username)


def _account(request: HttpRequest, username: str, complaint: str = "") -> HttpResponse:
    found = account_record(username, by=request.user)
    context = {
        "found": found,
        "events": [(one, EVENTS[one.what], changes_of(one)) for one in reversed(found.events)],
        "is_own": found.user.username == request.user.username,
        "may_keep": access.may_keep_accounts(request.user),
        "may_grant": access.may_grant_roles(request.user),
        "roles": role_names(),
        "units": sorted(known_units()),
        "typed": request.POST,
        "complaint": complaint,
    }
    return show(request, "security/account.html", context)


@page(methods=("POST",), opens_for=access.may_see_accounts)
def changing(request: HttpRequest, username: str, step: str) -> HttpResponse:
    """One step with an account; a new password is shown once, on the page that answers."""
    if step not in (*STEPS, *HANDING_OVER, "grant"):
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        if step in HANDING_OVER:
            found = HANDING_OVER[step](username, by=request.user, reason=reason)
            return _handed_over(request, found, "账号已启用" if step == "enable" else "口令已重置")
        if step == "grant":
            role, unit = request.POST.get("role", ""), request.POST.get("unit", "").strip()
            accounts.grant(username, role, unit, by=request.user, reason=reason)
            messages.success(request, "角色和单位已更改，立即生效。")
            return redirect("account", username)
        others = {name: request.POST.get(name, "") for name in (TYPED.get(step),) if name}
        STEPS[step](username, **others, by=request.user, reason=reason)
        messages.success(request, f"{DONE[step]}。")
    except Refused as refused:
        return _account(request, username, refused.text)
    return redirect("account", username)


def _handed_over(request: HttpRequest, made: accounts.HandedOver, said: str) -> HttpResponse:
    """Never by a redirect: a password does not go into a cookie or an address."""
    return show(request, "security/account_password.html", {"made": made, "said": said})


@sensitive_post_parameters("old", "new", "again")
@page(methods=("GET", "HEAD", "POST"), opens_for=access.may_have_password)
def own_password(request: HttpRequest) -> HttpResponse:
    """One's own password; who has to change it sees this page and no other."""
    complaint = ""
    if request.method == "POST":
        old, new = request.POST.get("old", ""), request.POST.get("new", "")
        try:
            if new != request.POST.get("again", ""):
                raise Refused("两次输入的新口令不一致。")
            user = accounts.change_own_password(old, new, by=request.user)
            update_session_auth_hash(request, user)
            messages.success(request, "口令已修改，其他电脑上的登录已失效。")
            return redirect("home" if access.may_sign_in(request.user) else "own_password")
        except Refused as refused:
            complaint = refused.text
    context = {
        "complaint": complaint,
        "is_asked": request.user.must_change_password,
        "days": HOLDS_FOR.days,
    }
    return show(request, "security/own_password.html", context)
