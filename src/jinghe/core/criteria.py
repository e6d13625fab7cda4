"""Criteria 口径条件: what a target restricts, as words; and conditions, what a ledger line must satisfy, as codes."""

from dataclasses import dataclass, field, replace

from jinghe.core.dimensions import DIMENSIONS, Condition
from jinghe.core.facts import Posting
from jinghe.core.vocabulary import Vocabulary


class InvalidCriteria(ValueError):
    """A restriction that nothing can satisfy, or that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The restrictions of one target, all of which must hold; lists are alternatives.

    investment_*: contracted investment in 分 of CNY, half-open [at_least, below); strict makes the lower end exclusive
    (超过). industry, region, investor: the words of the clause. signed_since: cohort, first signing year.
    """

    investment_at_least: int | None = None
    investment_below: int | None = None
    strict: bool = False
    industry: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    investor: tuple[str, ...] = ()
    signed_since: int | None = None
    excludes_real_estate: bool = False
    excludes_government_investment: bool = False

    def __post_init__(self) -> None:
        low, high = self.investment_at_least, self.investment_below
        if low is not None and high is not None and low >= high:
            raise InvalidCriteria(f"investment range [{low}, {high}) is empty")
        if self.strict and low is None:
            raise InvalidCriteria("strict needs a lower end")

    @property
    def has_size(self) -> bool:
        return self.investment_at_least is not None or self.investment_below is not None

    def sized_within(self, outer: "Criteria") -> "Criteria":
        """The same criteria with the sizes that both allow; its own sizes where the two have none in common."""
        lows = [one for one in (outer, self) if one.investment_at_least is not None]
        highs = [one.investment_below for one in (outer, self) if one.investment_below is not None]
        low = max(lows, key=lambda one: (one.investment_at_least or 0, one.strict), default=self)
        try:
            return replace(
                self,
                investment_at_least=low.investment_at_least,
                investment_below=min(highs, default=None),
                strict=low.strict,
            )
        except InvalidCriteria:
            return self


NO_CRITERIA = Criteria()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Resolved criteria: conditions on posting columns, all of which must hold."""

    all_of: tuple[Condition, ...] = field(default=())

    def match(self, posting: Posting) -> bool:
        return all(condition.holds(posting) for condition in self.all_of)


def resolve(criteria: Criteria, vocabulary: Vocabulary) -> Conditions:
    """The conditions a posting must satisfy. Raises UnknownWord: a word without codes never counts silently."""
    return Conditions(
        tuple(condition for row in DIMENSIONS for condition in row.conditions(criteria, vocabulary))
    )


def phrase(criteria: Criteria) -> str:
    """The restrictions said aloud, e.g. 投资5亿元及以上、产业：能源化工；empty when there are none."""
    return "、".join(said for row in DIMENSIONS if (said := row.phrase(criteria)))
