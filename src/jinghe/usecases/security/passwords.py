"""Passwords 口令: what a password must contain, how long it may be used, and temporary ones that nobody can guess."""

import secrets
import string
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jinghe.store.models import User

HOLDS_FOR = timedelta(days=180)
LEAST_KINDS = 3
_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_CLEAR = "".join(char for char in string.ascii_letters + string.digits if char not in "0O1lIo")
"""Letters and digits that cannot be mistaken for each other when a password is read from paper."""


class SeveralKinds:
    """A password needs three of: small letters, capitals, digits, other signs (settings.AUTH_PASSWORD_VALIDATORS)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        kinds = sum(any(char in kind for char in password) for kind in _KINDS)
        has_others = any(char not in "".join(_KINDS) for char in password)
        if kinds + has_others < LEAST_KINDS:
            raise ValidationError(self.get_help_text(), code="password_of_few_kinds")

    def get_help_text(self) -> str:
        return "口令须含小写字母、大写字母、数字、其他符号中的三种。"


def password_faults(password: str, user: User) -> tuple[str, ...]:
    """What is wrong with a password for this account, in Chinese."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return tuple(error.messages)
    return ()


def temporary_password(user: User) -> str:
    """A password to be handed over and changed at once: Kp7x-m3Wd-9hTq."""
    while True:
        password = "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(3))
        if not password_faults(password, user):
            return password
