"""Scores that explain themselves: a tree of values, each with its formula, the numbers in it, and their source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import FigureState
from jinghe.core.evaluation.schemes.numerals import equals, number
from jinghe.core.evaluation.schemes.schemes import Scheme, VetoEffect


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedInput:
    """An input that a score used. text: 57.6亿元÷保证目标60亿元 = 96%. targets: keys of those it was read from."""

    name: str
    text: str
    state: FigureState = FigureState.GIVEN
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points and how they came about. value None: not scored. exact: before rounding; what the parts add up to.

    formula_text: 0.5×到位资金完成率. substituted_text: 0.5×96%. full: the full mark, where there is one.
    """

    name: str
    value: Fraction | None
    exact: Fraction | None
    formula_text: str = ""
    substituted_text: str = ""
    full: Fraction | None = None
    inputs: tuple[UsedInput, ...] = ()
    parts: tuple[Score, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> Fraction:
        """The points it adds to a sum; 0 when it was not scored."""
        return self.value or Fraction(0)

    @property
    def text(self) -> str:
        """As result tables print it: 0.5×到位资金完成率 = 0.5×96% = 0.48."""
        texts = [text for text in (self.formula_text, self.substituted_text) if text]
        joined = " = ".join(texts)
        if self.value is None:
            return joined
        result = equals(self.value) if self.value == self.exact else f"≈ {number(self.value)}"
        return f"{joined} {result}" if joined else result.removeprefix("= ")

    def walk(self) -> Iterator[Score]:
        yield self
        for part in self.parts:
            yield from part.walk()


class EvaluationStatus(StrEnum):
    """Whether a unit was evaluated."""

    EVALUATED = "evaluated"
    NOT_EVALUATED = "not_evaluated"
    EXCLUDED = "excluded"
    DISQUALIFIED = "disqualified"

    @property
    def label(self) -> str:
        return {
            "evaluated": "已评价",
            "not_evaluated": "不评价",
            "excluded": "不参与评价",
            "disqualified": "取消评价资格",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """What one unit came to. score None: it was not evaluated; reason says why. rank, grade None: without one.

    effects: of the vetoes that hold. notes: vetoes and upgrades in words.
    """

    unit: str
    group: str
    standing: EvaluationStatus
    score: Score | None = None
    reason: str = ""
    rank: int | None = None
    grade: str | None = None
    grade_reason: str = ""
    effects: tuple[VetoEffect, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Fraction | None:
        return self.score.value if self.score else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The results of a scheme, in the order in which the units were given."""

    scheme: Scheme
    results: tuple[UnitResult, ...]

    def of(self, unit: str) -> UnitResult:
        """The result of a unit. Raises KeyError."""
        return {result.unit: result for result in self.results}[unit]

    def in_group(self, group: str) -> tuple[UnitResult, ...]:
        return tuple(result for result in self.results if result.group == group)
