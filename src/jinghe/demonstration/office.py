"""What the office keeps beside the ledger in the demonstration year: closed months, official figures, its accounts."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jinghe.core.counting.facts import FactKind
from jinghe.core.values.periods import next_month
from jinghe.demonstration.story.official import ACCOUNT_NAMES, NOTES, official_figures
from jinghe.store.models import AccountEvent, ActKind, User
from jinghe.usecases.closing import closing, reconciliation
from jinghe.usecases.closing.reconciliation import Stated
from jinghe.usecases.common.acts import recorded

CLOSED = range(1, 10)
CLOSES_ON = 15
"""Of the following month, after the returns: two corrections and a forgotten payment of the year come later."""


def closing_days(year: int) -> Iterator[tuple[date, datetime]]:
    """The months that the demonstration closes, and when."""
    for number in CLOSED:
        month = date(year, number, 1)
        day = next_month(month).replace(day=CLOSES_ON)
        yield month, timezone.make_aware(datetime.combine(day, time(17, 30)))


def close_months(by: User, due: list[tuple[date, datetime]], *, before: datetime) -> None:
    """Closes the due months whose hour has come, and takes them from the list."""
    while due and due[0][1] < before:
        month, at = due.pop(0)
        closing.close(month, by=by, note="演示", at=at)


def add_official_figures(people: dict[str, User], at: datetime) -> None:
    """What statistics and commerce say of two months; one difference is explained."""
    for place, one in enumerate(official_figures()):
        reconciliation.record_figures(
            FactKind(one.kind),
            one.month,
            [Stated(unit=unit, amount_fen=fen) for unit, fen in one.figures],
            source=one.source,
            document=one.document,
            stated_on=one.stated_on,
            by=people["shenhe"],
            at=at + timedelta(seconds=place),
        )
    for place, (kind, month, unit, text) in enumerate(NOTES, start=30):
        reconciliation.explain_difference(
            FactKind(kind), month, unit, text=text, by=people["shenhe"], at=at + timedelta(seconds=place)
        )


def tell_accounts(people: dict[str, User], at: datetime) -> None:
    """Who made the accounts of the demonstration and who gave them their roles: two different people."""
    for user in people.values():
        user.first_name = ACCOUNT_NAMES.get(user.username, "")
    User.objects.bulk_update(people.values(), ["first_name"])
    steps = (("made", "xitong", "演示：新建账号"), ("granted", "anquan", "演示：授予角色和单位"))
    for place, (what, by, reason) in enumerate(steps):
        with recorded(at + timedelta(seconds=place)) as recording:
            act = recording.write(ActKind.ACCOUNT, people[by], reason)
            AccountEvent.objects.bulk_create(
                AccountEvent(act=act, username=user.username, what=what, payload=_payload(user, what))
                for user in people.values()
            )


def _payload(user: User, what: str) -> dict[str, list[str]]:
    if what == "made":
        return {"name": ["", user.first_name]}
    return {"role": ["", user.role], "unit": ["", user.unit]}
