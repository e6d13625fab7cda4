"""Conditions: what a ledger line must satisfy, column by column, as codes that the database can compare."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jinghe.core.counting.facts import Posting


class Operator(StrEnum):
    AT_LEAST = "at_least"
    ABOVE = "above"
    BELOW = "below"
    ONE_OF = "one_of"
    HAS_ANY = "has_any"
    IS_FALSE = "is_false"


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one posting column. A column without a value satisfies no condition."""

    column: str
    operator: Operator
    value: int | date | tuple[str, ...] | None = None

    def holds(self, posting: Posting) -> bool:
        actual = getattr(posting, self.column)
        return actual is not None and _TESTS[self.operator](actual, self.value)


_TESTS: dict[Operator, Callable[..., bool]] = {
    Operator.AT_LEAST: lambda actual, bound: actual >= bound,
    Operator.ABOVE: lambda actual, bound: actual > bound,
    Operator.BELOW: lambda actual, bound: actual < bound,
    Operator.ONE_OF: lambda actual, codes: actual in codes,
    Operator.HAS_ANY: lambda actual, codes: any(code in codes for code in actual),
    Operator.IS_FALSE: lambda actual, _: not actual,
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """Criteria as codes: conditions on posting columns, all of which must hold."""

    all_of: tuple[Condition, ...] = field(default=())

    def match(self, posting: Posting) -> bool:
        return all(condition.holds(posting) for condition in self.all_of)
