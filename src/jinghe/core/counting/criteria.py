"""Criteria 口径条件: what a target restricts, in the words of its clause."""

from dataclasses import dataclass, replace


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
        """The same criteria with the sizes that both allow; where no size satisfies both, its own sizes stay."""
        lows = [criteria for criteria in (outer, self) if criteria.investment_at_least is not None]
        highs = [
            criteria.investment_below for criteria in (outer, self) if criteria.investment_below is not None
        ]
        low = max(
            lows, key=lambda criteria: (criteria.investment_at_least or 0, criteria.strict), default=self
        )
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
