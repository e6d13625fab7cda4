"""Ranking 排名: ranks within a comparable group; ties share a rank and the next one is skipped."""

from collections.abc import Mapping
from fractions import Fraction


def ranks(scores: Mapping[str, Fraction | None]) -> dict[str, int]:
    """The rank of each name, 1 for the highest score. A name without a score (未下达, 未报) has no rank."""
    ranked = {name: score for name, score in scores.items() if score is not None}
    return {name: 1 + sum(other > score for other in ranked.values()) for name, score in ranked.items()}
