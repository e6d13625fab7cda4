"""How a demonstration begins: its mark, which nothing takes away, and accounts that everybody may enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from jinghe.store.models import AccountEvent, AccountRole, Act, ActKind, User
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.demonstration import DEMO_PASSWORD, MARK
from jinghe.usecases.common.doors import door


class NotEmpty(RuntimeError):
    """The demonstration goes into a new ledger only; it never mixes with real work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationAccount:
    """Somebody whom visitors may be. name: as pages tell it; role: a code of AccountRole."""

    username: str
    role: str
    unit: str = ""
    name: str = ""


@door("demonstration.begin")
def begin(accounts: Sequence[DemonstrationAccount]) -> dict[str, User]:
    """Marks an empty ledger for good and lets people in: some made the accounts, others gave them their roles.

    Raises NotEmpty.
    """
    if Act.objects.exists():
        raise NotEmpty
    password = make_password(DEMO_PASSWORD)  # once: it is no secret, and hashing is slow by design
    people = {account.username: _made(account, password) for account in accounts}
    User.objects.bulk_create(people.values())
    by_role = {user.role: user for user in reversed(people.values())}
    with recorded() as recording:
        recording.write(ActKind.DEMONSTRATION, by_role[AccountRole.REVIEWER], MARK)
    _tell(people, "made", by_role[AccountRole.SYSTEM], "演示：新建账号")
    _tell(people, "granted", by_role[AccountRole.SECURITY], "演示：授予角色和单位")
    return people


def _made(account: DemonstrationAccount, password: str) -> User:
    return User(
        username=account.username,
        role=account.role,
        unit=account.unit,
        first_name=account.name,
        password=password,
    )


def _tell(people: dict[str, User], what: str, by: User, reason: str) -> None:
    with recorded() as recording:
        act = recording.write(ActKind.ACCOUNT, by, reason)
        AccountEvent.objects.bulk_create(
            AccountEvent(act=act, username=user.username, what=what, payload=_payload(user, what))
            for user in people.values()
        )


def _payload(user: User, what: str) -> dict[str, list[str]]:
    if what == "made":
        return {"name": ["", user.first_name]}
    return {"role": ["", user.role], "unit": ["", user.unit]}
