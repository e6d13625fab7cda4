"""Signing in 登录: who did, who failed, who is locked out by wrong passwords, and whose password is too old."""

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from jinghe.store.models import AccountEvent, User
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.security.passwords import HOLDS_FOR

_NEW_PASSWORD = ("made", "enabled", "reset", "password")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One attempt. until: when the session was ended by hand."""

    username: str
    at: datetime
    address: str
    has_succeeded: bool
    until: datetime | None = None


def locked_out() -> frozenset[str]:
    """The usernames that cannot sign in from some machine at present."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failures = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username", "ip_address")
        .order_by("username", "ip_address")
        .annotate(times=Sum("failures_since_start"))
    )
    return frozenset(
        one["username"] for one in failures if one["username"] and one["times"] >= settings.AXES_FAILURE_LIMIT
    )


def unlock(username: str) -> None:
    """Forgets the wrong passwords of an account; what was logged of them stays."""
    AccessAttempt.objects.filter(username=username).delete()


def sign_ins(*, by: Actor, username: str = "", limit: int = 200) -> tuple[SignIn, ...]:
    """The latest attempts, newest first. Raises AccessRefused."""
    access.require(access.may_audit(by), by, "查看登录记录")
    done, failed = AccessLog.objects.all(), AccessFailureLog.objects.all()
    if username:
        done, failed = done.filter(username=username), failed.filter(username=username)
    found = [
        SignIn(
            username=one.username or "",
            at=one.attempt_time,
            address=one.ip_address or "",
            has_succeeded=True,
            until=one.logout_time,
        )
        for one in done.order_by("-attempt_time")[:limit]
    ]
    found += [
        SignIn(
            username=one.username or "",
            at=one.attempt_time,
            address=one.ip_address or "",
            has_succeeded=False,
        )
        for one in failed.order_by("-attempt_time")[:limit]
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:limit])


def require_fresh_password(user: User) -> None:
    """Asks who signed in with a password older than it may be for another one."""
    last = (
        AccountEvent.objects.filter(username=user.username, what__in=_NEW_PASSWORD)
        .order_by("-pk")
        .values_list("act__recorded_at", flat=True)
        .first()
    )
    if timezone.now() - (last or user.date_joined) > HOLDS_FOR:
        User.objects.filter(pk=user.pk).update(must_change_password=True)
