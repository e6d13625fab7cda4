"""Accounts: who may sign in."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from jinghe.store.models import AccountRole, User


class RefusedAccount(ValueError):
    """The account cannot be made; `text` says why in Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@transaction.atomic
def create_account(
    username: str, password: str, *, role: str, unit: str = "", check_password: bool = True
) -> User:
    """A new account. role: a value of AccountRole. Raises RefusedAccount: name taken, no unit, weak password."""
    if User.objects.filter(username=username).exists():
        raise RefusedAccount(f"账号“{username}”已存在，请换一个账号名。")
    if role == AccountRole.CLERK and not unit:
        raise RefusedAccount("填报员必须属于一个责任单位，请用 --unit 指明。")
    user = User(username=username, role=role, unit=unit)
    if check_password:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise RefusedAccount("；".join(error.messages)) from error
    user.set_password(password)
    user.save()
    return user


def has_accounts() -> bool:
    """Whether anybody could sign in."""
    return User.objects.exists()
