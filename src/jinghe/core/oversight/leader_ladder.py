"""包联领导: which level of leader answers for a project of a size; the steps are data, the largest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinghe.core.values.amounts import yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """A leader of this level answers for projects from this contracted investment on (in 分)."""

    at_least_fen: int
    level: str

    @property
    def text(self) -> str:
        return f"{yuan(self.at_least_fen)}及以上由{self.level}包联"


_YI = 10_000_000_000
DEFAULT_LADDER: tuple[LadderStep, ...] = (
    LadderStep(at_least_fen=20 * _YI, level="市级领导"),
    LadderStep(at_least_fen=5 * _YI, level="县级领导"),
)
"""Until the office lays down its own. Source: practice of other cities (延政办发〔2015〕5号)."""


def level_of(investment_fen: int | None, ladder: Iterable[LadderStep]) -> str:
    """The level that a project of a size asks for; empty where none is asked."""
    steps = sorted(ladder, key=lambda step: -step.at_least_fen)
    return next((step.level for step in steps if (investment_fen or 0) >= step.at_least_fen), "")
