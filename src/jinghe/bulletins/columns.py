"""Columns in which units are compared: the rank of each unit, who leads, who is behind, who did not report."""

from collections.abc import Sequence
from fractions import Fraction

from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.plan.lights import Light
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.progress.ranking import ranks
from jinghe.core.values.amounts import AmountKind, UnitOfMeasure

LEAST_COMPARED = 3
"""A column with fewer units has no ranking worth a sentence."""


def compared(results: Results, group: str = "") -> tuple[ColumnKey, ...]:
    """The columns that at least three units share, in one unit of measure; a column of 其中 parts is not compared."""
    return tuple(key for key in results.columns if group in ("", key[0]) and _is_compared(results, key))


def _is_compared(results: Results, key: ColumnKey) -> bool:
    progresses = results.of_column(key)
    units = {progress.target.unit for progress in progresses}
    measures = {progress.target.tiers.floor.unit.name for progress in progresses}
    is_part = any(progress.target.of_which for progress in progresses)
    return len(units) >= LEAST_COMPARED and len(measures) == 1 and not is_part


def measure_of(results: Results, key: ColumnKey) -> UnitOfMeasure:
    return results.of_column(key)[0].target.tiers.floor.unit


def is_rate(results: Results, key: ColumnKey) -> bool:
    return measure_of(results, key).kind is AmountKind.RATIO


def is_paced_money(results: Results, key: ColumnKey) -> bool:
    first = results.of_column(key)[0].target
    return first.tiers.floor.unit.kind is AmountKind.MONEY and results.has_pace(first)


def lines(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """One progress a unit, in the order of the notice; of several targets in the column the least completed one."""
    by_unit: dict[str, Progress] = {}
    for progress in results.of_column(key):
        furthest_yet = by_unit.get(progress.target.unit)
        if furthest_yet is None or _completion(progress, tier) < _completion(furthest_yet, tier):
            by_unit[progress.target.unit] = progress
    return tuple(by_unit.values())


def _completion(progress: Progress, tier: Tier) -> Fraction:
    value = progress.of_tier(tier).completion
    return Fraction(-1) if value is None else value


def ranks_of(results: Results, key: ColumnKey, tier: Tier) -> dict[str, int]:
    """Target key → rank by completion; a unit that did not report, or has no figure, has none."""
    return ranks(
        {
            progress.target.key: progress.of_tier(tier).completion if progress.is_reported else None
            for progress in lines(results, key, tier)
        }
    )


def ranked(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """The ranked units of a column by rank; ties in the order of the notice."""
    ranks = ranks_of(results, key, tier)
    placed = [progress for progress in lines(results, key, tier) if progress.target.key in ranks]
    return tuple(sorted(placed, key=lambda progress: ranks[progress.target.key]))


def best(results: Results, key: ColumnKey, tier: Tier, most: int) -> tuple[Progress, ...]:
    """Units on pace, down to rank `most`, with all who are tied there; nobody is praised for 0."""
    ranks = ranks_of(results, key, tier)
    return tuple(
        progress
        for progress in ranked(results, key, tier)
        if ranks[progress.target.key] <= most and (progress.actual or 0) > 0 and not is_behind(progress, tier)
    )


def behind(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """Units behind the pace, the furthest first; of rates those below the goal."""
    late = [
        progress
        for progress in lines(results, key, tier)
        if progress.is_reported and is_behind(progress, tier)
    ]
    return tuple(sorted(late, key=lambda progress: progress.of_tier(tier).gap or 0))


def furthest(lagging: Sequence[Progress], tier: Tier, most: int) -> tuple[Progress, ...]:
    """The first `most` of a sorted list of units that are behind, and those as far behind as the last of them."""
    if len(lagging) <= most or most < 1:
        return tuple(lagging[: max(most, 0)])
    last = lagging[most - 1].of_tier(tier).gap
    return tuple(
        progress
        for index, progress in enumerate(lagging)
        if index < most or progress.of_tier(tier).gap == last
    )


def is_behind(progress: Progress, tier: Tier) -> bool:
    """Behind the pace by its light, not by its gap alone: 0 of 1 project in March is a gap, but nothing is late yet."""
    tier_progress = progress.of_tier(tier)
    return (
        tier_progress.gap is not None
        and tier_progress.gap < 0
        and tier_progress.light in (Light.SLOW, Light.LATE)
    )


def is_met(progress: Progress, tier: Tier) -> bool:
    return progress.is_reported and progress.of_tier(tier).is_met


def without_any(results: Results, key: ColumnKey, tier: Tier) -> tuple[str, ...]:
    """Units that reported and have done nothing: 有报表无到位资金. Those that did not report are in `not_reported`."""
    return tuple(
        progress.target.unit
        for progress in lines(results, key, tier)
        if progress.is_reported and progress.actual == 0
    )


def not_reported(results: Results, key: ColumnKey, tier: Tier) -> tuple[str, ...]:
    return tuple(progress.target.unit for progress in lines(results, key, tier) if not progress.is_reported)
