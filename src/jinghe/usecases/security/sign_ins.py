"""Signing in 登录: successful and failed attempts, locked accounts, passwords that are too old."""

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
    """One attempt to sign in. until: when the user signed out; None if he did not."""

    username: str
    at: datetime
    address: str
    has_succeeded: bool
    until: datetime | None = None


def locked_out() -> frozenset[str]:
    """The usernames that are locked at present for at least one address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failures = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username", "ip_address")
        .order_by("username", "ip_address")
        .annotate(times=Sum("failures_since_start"))
    )
    return frozenset(
        row["username"] for row in failures if row["username"] and row["times"] >= settings.AXES_FAILURE_LIMIT
    )


def unlock(username: str) -> None:
    """Clears the count of wrong passwords of an account; the log of the attempts stays."""
    AccessAttempt.objects.filter(username=username).delete()


def sign_ins(*, by: Actor, username: str = "", limit: int = 200) -> tuple[SignIn, ...]:
    """The latest attempts, newest first. Raises AccessRefused."""
    access.require(access.may_audit(by), by, "查看登录记录")
    done, failed = AccessLog.objects.all(), AccessFailureLog.objects.all()
    if username:
        done, failed = done.filter(username=username), failed.filter(username=username)
    attempts = [
        SignIn(
            username=log.username or "",
            at=log.attempt_time,
            address=log.ip_address or "",
            has_succeeded=True,
            until=log.logout_time,
        )
        for log in done.order_by("-attempt_time")[:limit]
    ]
    attempts += [
        SignIn(
            username=log.username or "",
            at=log.attempt_time,
            address=log.ip_address or "",
            has_succeeded=False,
        )
        for log in failed.order_by("-attempt_time")[:limit]
    ]
    return tuple(sorted(attempts, key=lambda attempt: attempt.at, reverse=True)[:limit])


def require_fresh_password(user: User) -> None:
    """Makes a user change a password that is too old at this sign-in."""
    last = (
        AccountEvent.objects.filter(username=user.username, what__in=_NEW_PASSWORD)
        .order_by("-pk")
        .values_list("act__recorded_at", flat=True)
        .first()
    )
    if timezone.now() - (last or user.date_joined) > HOLDS_FOR:
        User.objects.filter(pk=user.pk).update(must_change_password=True)
