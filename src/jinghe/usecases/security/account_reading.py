"""Accounts for the pages: the list, which of them are stale or locked out, and everything done to one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from jinghe.store.models import AccountEvent, AccountRole, User
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.security.sign_ins import locked_out

STALE_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """An account with everything that was done to it, oldest first."""

    user: User
    is_locked_out: bool
    is_stale: bool
    events: tuple[AccountEvent, ...]

    @property
    def has_signed_in(self) -> bool:
        return self.user.last_login is not None


def accounts(*, by: Actor) -> tuple[AccountRecord, ...]:
    """Every account by its name. Raises AccessRefused."""
    access.require(access.may_see_accounts(by), by, "查看账号")
    events: defaultdict[str, list[AccountEvent]] = defaultdict(list)
    for event in AccountEvent.objects.select_related("act").order_by("pk"):
        events[event.username].append(event)
    locked = locked_out()
    return tuple(
        _record(user, user.username in locked, events[user.username])
        for user in User.objects.order_by("username")
    )


def account_record(username: str, *, by: Actor) -> AccountRecord:
    """One account. Raises Missing, AccessRefused."""
    access.require(access.may_see_accounts(by), by, "查看账号")
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Missing(username)
    events = list(AccountEvent.objects.filter(username=username).select_related("act").order_by("pk"))
    return _record(user, username in locked_out(), events)


def role_names() -> tuple[tuple[str, str], ...]:
    """code and name of every role."""
    return tuple((role.value, str(role.label)) for role in AccountRole)


def changes_of(event: AccountEvent) -> tuple[tuple[str, str, str], ...]:
    """label, before and after of what an event changed, in words."""
    names = dict(role_names())
    return tuple(
        (_LABELS.get(field, field), names.get(before, before) or "无", names.get(after, after) or "无")
        for field, (before, after) in event.payload.items()
        if before != after
    )


_LABELS = {"name": "姓名", "email": "邮箱", "role": "角色", "unit": "单位"}


def _record(user: User, is_locked_out: bool, events: list[AccountEvent]) -> AccountRecord:
    """is_stale: active, yet nobody has signed in with it for 90 days, or ever."""
    is_stale = user.is_active and (user.last_login is None or timezone.now() - user.last_login > STALE_AFTER)
    return AccountRecord(user=user, is_locked_out=is_locked_out, is_stale=is_stale, events=tuple(events))
