"""What a clause was understood to ask: items, findings, and what each of its numbers was taken for."""

from dataclasses import dataclass, field
from enum import StrEnum

from jinghe.core.clauses.words.source import Span
from jinghe.core.counting.criteria import NO_CRITERIA, Criteria
from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Scope, Tiers
from jinghe.core.values.findings import Finding
from jinghe.core.values.periods import Period


class Use(StrEnum):
    """What a number in a document turned out to be."""

    TARGET = "targets"
    TOTAL = "totals"
    CRITERIA = "criteria"
    OTHER = "other"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class NumberUse:
    """A span of the original text whose numbers have one use."""

    span: Span
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One task of a clause.

    of_which: place of the parent among the items. any_of: number of the 或 group. period None: the plan year.
    unheld_period: a period in words that a plan cannot hold; such an item never becomes a target.
    span: in the original text; it does not tell items apart.
    """

    indicator: str
    tiers: Tiers
    criteria: Criteria = NO_CRITERIA
    of_which: int | None = None
    any_of: int | None = None
    window: Window = Window.FLOW
    scope: Scope = Scope.UNIT
    period: Period | None = None
    unheld_period: str = ""
    each: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReading:
    """The items of a clause in order, what a person must look at, and the use of every number."""

    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    numbers: tuple[NumberUse, ...] = ()

    def use_of(self, span: Span) -> Use:
        """What the number at a span of the original text was taken for; unread where nothing claims it."""
        for one in self.numbers:
            if one.span[0] <= span[0] and span[1] <= one.span[1]:
                return one.use
        return Use.UNREAD
