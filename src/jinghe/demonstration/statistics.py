"""Since when statistics hold a project of the demonstration: most of them, and the latest ones not yet."""

from collections.abc import Iterable
from datetime import date

from jinghe.core.counting.facts import FactKind, Posting
from jinghe.core.values.periods import next_month

_ASKED_UNTIL = date(2022, 8, 1)
_FORGOTTEN = 9
"""One project of so many was never handed in."""


def in_statistics(live: Iterable[Posting]) -> dict[str, str]:
    """statistics_on of a project with these postings: the second month after its first money; nothing when it waits."""
    money = [one for one in live if one.kind in (FactKind.FUNDS, FactKind.FIXED_INVESTMENT)]
    if not money or int(money[0].subject[-3:]) % _FORGOTTEN == 0:
        return {}
    first = min(one.occurred_on for one in money)
    if first >= _ASKED_UNTIL:
        return {}
    return {"statistics_on": next_month(next_month(first)).replace(day=10).isoformat()}
