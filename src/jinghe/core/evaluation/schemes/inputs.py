"""What a scheme is filled with: for each unit its figures, counts and judged scores, by the names of the scheme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from jinghe.core.plan.plans import Tier, Tiers


class FigureState(StrEnum):
    """Whether a figure can be used: “—”, 未报 and 不适用 are three things, and none of them is 0."""

    GIVEN = "given"
    NOT_ASSIGNED = "not_assigned"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return {
            "given": "已报",
            "not_assigned": "未下达",
            "not_reported": "未报",
            "not_applicable": "不适用",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One figure of a unit, in base units (分, pieces, 1 for ratios), beside what was asked.

    actual None: a rate without a denominator. tiers None: not assigned “—”, or a figure that nobody asks for.
    targets: the keys of the targets it was read from.
    """

    actual: Fraction | None
    tiers: Tiers | None = None
    is_reported: bool = True
    targets: tuple[str, ...] = ()

    def state(self, *, against_target: bool) -> FigureState:
        """Whether the figure can be used, by itself or against its target."""
        if against_target and self.tiers is None:
            return FigureState.NOT_ASSIGNED
        if not self.is_reported:
            return FigureState.NOT_REPORTED
        return FigureState.NOT_APPLICABLE if self.actual is None else FigureState.GIVEN

    def figure(self, tier: Tier) -> Fraction | None:
        """What a tier asks; a target with one figure asks the same at every tier. None: not assigned."""
        return None if self.tiers is None else self.tiers.of_tier(tier).base


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A score that a person gave, why, and the second person who confirmed it (None: not yet)."""

    score: Fraction
    justification: str
    by: str
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInputs:
    """Everything that one unit is scored by. group: its group in the plan, for schemes that name no groups."""

    unit: str
    group: str = ""
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    counters: Mapping[str, Fraction] = field(default_factory=dict)
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
