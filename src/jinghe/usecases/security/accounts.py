"""Accounts 账号, managed by three people who check each other (三员分立); every change to an account is an act.

The system administrator creates, renames, disables and unlocks accounts, sets their e-mail and resets passwords; the
security administrator alone gives them role and unit; the auditor reads all of it. A username never changes, since
acts are signed with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from jinghe.store.models import OF_A_UNIT, AccountEvent, AccountRole, Act, ActKind, User
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import Recording, recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.security import sign_ins
from jinghe.usecases.security.passwords import password_faults, temporary_password

KEEPERS = (AccountRole.SYSTEM, AccountRole.SECURITY, AccountRole.AUDITOR)
"""三员: no person may have two of these roles."""

EVENTS = {
    "made": "新建",
    "renamed": "改姓名",
    "addressed": "改邮箱",
    "disabled": "停用",
    "enabled": "启用",
    "reset": "重置口令",
    "unlocked": "解除锁定",
    "granted": "授予角色",
    "password": "本人修改口令",
}
CONSOLE = "本机命令行"
"""Who signs an act that was done at the machine itself, with the command line; no account may have this name."""

LONGEST_NAME = 30
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """An account and its temporary password, which is shown once to be handed over and stored nowhere."""

    user: User
    password: str


@transaction.atomic
def create_account(
    username: str, password: str, *, role: str, unit: str = "", check_password: bool = True
) -> User:
    """Creates an account with a role and writes no act: its callers write their own. Raises Refused."""
    user = User(username=username, role=role, unit=unit)
    _refuse(_name_faults(username) + _role_faults(user, role, unit, units=frozenset()))
    if check_password:
        _refuse(list(password_faults(password, user)))
    user.set_password(password)
    user.save()
    return user


def create_first_account(username: str, password: str, *, role: str, unit: str = "") -> User:
    """Creates an account from the command line, until there are a system and a security administrator to do it.

    The password must be changed at the first sign-in. Raises Refused.
    """
    with recorded() as recording:
        if has_keepers():
            raise Refused(
                "已有系统管理员和安全管理员：请由系统管理员在网页“账号”中新建账号，由安全管理员授予角色。"
            )
        user = create_account(username, password, role=role, unit=unit)
        user.must_change_password = True
        user.save()
        act = _act(recording, User(username=CONSOLE), "在本机新建最初的账号")
        _event(act, user, "made", {})
        _event(act, user, "granted", {"role": ["", role], "unit": ["", unit]})
        return user


def reset_at_console(username: str, password: str) -> User:
    """Sets a new password from the command line, where nobody else can. Raises Missing, Refused."""
    with recorded() as recording:
        user = _account(username)
        _refuse(list(password_faults(password, user)))
        user.set_password(password)
        user.must_change_password = True
        user.save()
        sign_ins.unlock(username)
        _event(_act(recording, User(username=CONSOLE), "在本机重置口令"), user, "reset", {})
        return user


def make_account(
    username: str, name: str, *, by: Actor, reason: str, at: datetime | None = None
) -> HandedOver:
    """Creates an account without a role. name: of the person. Raises AccessRefused, Refused."""
    access.require(access.may_keep_accounts(by), by, "新建账号")
    with recorded(at) as recording:
        user = User(username=username.strip(), first_name=name.strip(), role="", must_change_password=True)
        _refuse(_name_faults(user.username) + _person_faults(user.first_name) + _reason_faults(reason))
        password = temporary_password(user)
        user.set_password(password)
        user.save()
        _event(_act(recording, by, reason), user, "made", {"name": ["", user.first_name]})
        return HandedOver(user=user, password=password)


@door("accounts.rename")
def rename(username: str, name: str, *, by: Actor, reason: str, at: datetime | None = None) -> User:
    """Corrects the person's name; the username stays. Raises Missing, AccessRefused, Refused."""
    access.require(access.may_keep_accounts(by), by, "修改姓名")
    with recorded(at) as recording:
        user, new_name = _account(username), name.strip()
        _refuse(
            _person_faults(new_name)
            + _reason_faults(reason)
            + (["姓名没有改动"] if new_name == user.first_name else [])
            + _second_keeper(user, new_name, user.role)
        )
        before, user.first_name = user.first_name, new_name
        user.save()
        _event(_act(recording, by, reason), user, "renamed", {"name": [before, new_name]})
        return user


@door("accounts.set_email")
def set_email(username: str, email: str, *, by: Actor, reason: str, at: datetime | None = None) -> User:
    """Sets the e-mail address that messages are sent to besides the inbox; empty: none. Raises as `rename`."""
    access.require(access.may_keep_accounts(by), by, "登记邮箱")
    with recorded(at) as recording:
        user, address = _account(username), email.strip()
        _refuse(
            _email_faults(address)
            + _reason_faults(reason)
            + (["邮箱没有改动"] if address == user.email else [])
        )
        before, user.email = user.email, address
        user.save()
        _event(_act(recording, by, reason), user, "addressed", {"email": [before, address]})
        return user


@door("accounts.disable")
def disable(username: str, *, by: Actor, reason: str, at: datetime | None = None) -> User:
    """Ends all use of an account at once. Raises Missing, AccessRefused, Refused."""
    access.require(access.may_keep_accounts(by), by, "停用账号")
    with recorded(at) as recording:
        user = _account(username)
        _refuse(_reason_faults(reason) + _needed_faults(user, by))
        user.is_active = False
        user.save()
        _event(_act(recording, by, reason), user, "disabled", {})
        return user


def enable(username: str, *, by: Actor, reason: str, at: datetime | None = None) -> HandedOver:
    """Takes a disabled account into use again, with a new password. Raises Missing, AccessRefused, Refused."""
    access.require(access.may_keep_accounts(by), by, "启用账号")
    with recorded(at) as recording:
        user = _account(username)
        _refuse(
            _reason_faults(reason)
            + (["账号正在使用，不需启用"] if user.is_active else [])
            + _second_keeper(user, user.first_name, user.role)
        )
        user.is_active = True
        password = _hand_over(user)
        _event(_act(recording, by, reason), user, "enabled", {})
        return HandedOver(user=user, password=password)


def reset_password(username: str, *, by: Actor, reason: str, at: datetime | None = None) -> HandedOver:
    """Sets a temporary password, to be changed at the next sign-in; open sessions end. Raises as `rename`."""
    access.require(access.may_keep_accounts(by), by, "重置口令")
    with recorded(at) as recording:
        user = _account(username)
        self_reset = ["自己的口令请在“修改口令”中修改"] if user.username == by.username else []
        disabled = [] if user.is_active else ["账号已停用，请先启用"]
        _refuse(_reason_faults(reason) + self_reset + disabled)
        password = _hand_over(user)
        _event(_act(recording, by, reason), user, "reset", {})
        return HandedOver(user=user, password=password)


@door("accounts.unlock")
def unlock(username: str, *, by: Actor, reason: str, at: datetime | None = None) -> User:
    """Ends the lock after too many wrong passwords. Raises as `rename`."""
    access.require(access.may_keep_accounts(by), by, "解除锁定")
    with recorded(at) as recording:
        user = _account(username)
        locked = user.username in sign_ins.locked_out()
        _refuse(_reason_faults(reason) + ([] if locked else ["账号没有被锁定"]))
        sign_ins.unlock(user.username)
        _event(_act(recording, by, reason), user, "unlocked", {})
        return user


@door("accounts.grant")
def grant(
    username: str, role: str, unit: str = "", *, by: Actor, reason: str, at: datetime | None = None
) -> User:
    """Gives an account its role and unit; an empty role takes it away. Raises as `rename`.

    Nobody can grant a role to himself, or to an account that he created.
    """
    access.require(access.may_grant_roles(by), by, "授予角色")
    with recorded(at) as recording:
        user = _account(username)
        faults = _reason_faults(reason) + _role_faults(user, role, unit, units=known_units())
        if user.username == by.username:
            faults.append("不能给自己授予角色，请由另一名安全管理员办理")
        elif _maker_of(user) == by.username:
            faults.append("这个账号是您新建的，须由另一人授予角色")
        if (user.role, user.unit) == (role, unit):
            faults.append("角色和单位没有改动")
        _refuse(faults + _needed_faults(user, None))
        payload = {"role": [user.role, role], "unit": [user.unit, unit]}
        user.role, user.unit = role, unit
        user.save()
        _event(_act(recording, by, reason), user, "granted", payload)
        return user


def change_own_password(old: str, new: str, *, by: User, at: datetime | None = None) -> User:
    """Raises Refused: the old one is wrong, the new one the same or too weak."""
    with recorded(at) as recording:
        user = _account(by.username)
        faults = [] if user.check_password(old) else ["原口令不正确"]
        faults += ["新口令不能与原口令相同"] if old == new else []
        _refuse(faults or list(password_faults(new, user)))
        user.set_password(new)
        user.must_change_password = False
        user.save()
        _event(_act(recording, user, "修改本人口令"), user, "password", {})
        return user


def has_accounts() -> bool:
    """Whether there is any account."""
    return User.objects.exists()


def has_keepers() -> bool:
    """Whether there are a system and a security administrator: from then on only they create accounts."""
    roles = User.objects.filter(is_active=True).values_list("role", flat=True)
    return {AccountRole.SYSTEM, AccountRole.SECURITY} <= set(roles)


def _account(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Missing(username)
    return user


def _hand_over(user: User) -> str:
    password = temporary_password(user)
    user.set_password(password)
    user.must_change_password = True
    user.save()
    return password


def _maker_of(user: User) -> str:
    creation = AccountEvent.objects.filter(username=user.username, what="made").select_related("act").first()
    return creation.act.recorded_by if creation else ""


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Refused("；".join(fault.rstrip("。") for fault in faults) + "。")


def _name_faults(username: str) -> list[str]:
    if username == CONSOLE or User.objects.filter(username__iexact=username).exists():
        return [f"账号“{username}”已存在，请换一个账号名"]
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError:
        return ["账号名只能用字母、数字和 @ . + - _，不超过150个字符"]
    return []


def _person_faults(name: str) -> list[str]:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return [f"请填写使用人姓名，不超过{LONGEST_NAME}个字"]
    return []


def _email_faults(email: str) -> list[str]:
    try:
        User._meta.get_field("email").clean(email, None)
    except ValidationError:
        return [f"“{email[:40]}”不是邮箱地址，请写成 name@example.com 这样"]
    return []


def _reason_faults(reason: str) -> list[str]:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return [f"请填写原因（依据），不超过{LONGEST_REASON}个字"]
    return []


def _role_faults(user: User, role: str, unit: str, *, units: frozenset[str]) -> list[str]:
    """units: the responsible units; empty while no plan names any."""
    if role and role not in AccountRole.values:
        return ["请选择角色"]
    faults = []
    if role in OF_A_UNIT and not unit:
        faults.append(f"{AccountRole(role).label}必须属于一个责任单位，请写明单位")
    elif role in OF_A_UNIT and units and unit not in units:
        faults.append(f"“{unit}”不是目标任务中的责任单位，请写全称")
    if role in KEEPERS and user.role in KEEPERS and role != user.role:
        present, new_role = AccountRole(user.role).label, AccountRole(role).label
        faults.append(f"三员分立：“{user.username}”是{present}，不能改任{new_role}，请另设账号")
    return faults + _second_keeper(user, user.first_name, role)


def _second_keeper(user: User, name: str, role: str) -> list[str]:
    """Refuses a second account with which one person would have two of the three roles."""
    if role not in KEEPERS or not name:
        return []
    others = User.objects.filter(first_name=name, is_active=True, role__in=KEEPERS).exclude(role=role)
    return [
        f"三员分立：{name}已经以“{other.username}”任{other.get_role_display()}"
        for other in others.exclude(pk=user.pk)
    ]


def _needed_faults(user: User, by: Actor | None) -> list[str]:
    """Refuses to take away the last account of one of the three roles. by: who disables it; None: a new role."""
    if by is not None and not user.is_active:
        return ["账号已经停用"]
    if by is not None and user.username == by.username:
        return ["不能停用自己的账号，请由另一名系统管理员办理"]
    if user.role in KEEPERS and user.is_active:
        others = User.objects.filter(role=user.role, is_active=True).exclude(pk=user.pk)
        if not others.exists():
            return [f"“{user.username}”是唯一的{user.get_role_display()}，请先设另一名"]
    return []


def _act(recording: Recording, by: Actor, reason: str) -> Act:
    return recording.write(ActKind.ACCOUNT, by, reason.strip())


def _event(act: Act, user: User, what: str, payload: Mapping[str, Any]) -> AccountEvent:
    return AccountEvent.objects.create(act=act, username=user.username, what=what, payload=dict(payload))
