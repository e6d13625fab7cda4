"""Lights 亮灯: which gap shows which light, as data on the plan."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Light(StrEnum):
    ON_PACE = "on_pace"
    SLOW = "slow"
    LATE = "late"
    NOT_REPORTED = "not_reported"

    @property
    def sign(self) -> str:
        return {"on_pace": "●", "slow": "▲", "late": "■", "not_reported": "○"}[self.value]

    @property
    def label(self) -> str:
        return {"on_pace": "达序时", "slow": "偏慢", "late": "滞后", "not_reported": "未报"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightRule:
    """Shows `light` where the gap is at least `gap_at_least` (a ratio: −0.1 is ten points behind); None: always."""

    light: Light
    gap_at_least: Fraction | None


DEFAULT_LIGHTS: tuple[LightRule, ...] = (
    LightRule(light=Light.ON_PACE, gap_at_least=Fraction(0)),
    LightRule(light=Light.SLOW, gap_at_least=Fraction(-10, 100)),
    LightRule(light=Light.LATE, gap_at_least=None),
)
"""No national rule for lights exists; an office stores its own."""
