"""Tallies: one sum over the ledger, described as data; and `tally`, which defines what it comes to.

`tally` is slow and obvious: it is the definition. `store.sql.compiler` answers the same from the database, and tests
hold the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jinghe.core.counting.conditions import Conditions
from jinghe.core.counting.facts import WHOLE_SHARE, FactKind, Posting, Role
from jinghe.core.values.amounts import Currency
from jinghe.core.values.periods import Period


class Summed(StrEnum):
    """shares: in 万分之一, so that 5:5 is half each. entries: every credited unit one whole (also in 万分之一).

    amount: 分 of the tally's currency.
    """

    SHARES = "shares"
    ENTRIES = "entries"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Σ sign × (share | one | amount) over the postings of a kind and role that occurred in a period and match."""

    kind: FactKind
    role: Role
    summed: Summed
    occurred: Period
    conditions: Conditions = Conditions()
    currency: Currency | None = None

    def counts(self, posting: Posting) -> bool:
        return (
            posting.kind is self.kind
            and posting.role is self.role
            and posting.occurred_on in self.occurred
            and (self.currency is None or posting.currency is self.currency)
            and self.conditions.match(posting)
        )

    def weight(self, posting: Posting) -> int:
        match self.summed:
            case Summed.SHARES:
                return posting.sign * posting.share
            case Summed.ENTRIES:
                return posting.sign * WHOLE_SHARE
            case Summed.AMOUNT:
                return posting.sign * posting.amount_fen


def tally(
    tally: Tally, postings: Iterable[Posting], known_sequence: int, *, within: str = ""
) -> dict[str, int]:
    """The sum per unit, from the postings known at a sequence; units without a matching posting are absent.

    within: the sums per sub-unit of that unit instead, those of no sub-unit under the empty name.
    """
    sums: dict[str, int] = {}
    for posting in postings:
        if posting.sequence > known_sequence or not tally.counts(posting):
            continue
        if within and posting.unit != within:
            continue
        whose = posting.sub_unit if within else posting.unit
        sums[whose] = sums.get(whose, 0) + tally.weight(posting)
    return sums
