"""Comparison columns: who stands where in one, with ties, and which columns are worth a sentence at all."""

from collections.abc import Sequence
from fractions import Fraction

from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.plan.lights import Light
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.progress.ranking import places
from jinghe.core.values.amounts import AmountKind, UnitOfMeasure

LEAST_COMPARED = 3
"""A column with fewer units has no ranking worth a sentence."""


def compared(results: Results, group: str = "") -> tuple[ColumnKey, ...]:
    """The columns in which enough units are compared; a column of 其中 parts compares nobody."""
    return tuple(key for key in results.columns if group in ("", key[0]) and _is_compared(results, key))


def _is_compared(results: Results, key: ColumnKey) -> bool:
    found = results.of_column(key)
    units = {one.target.unit for one in found}
    measures = {one.target.tiers.floor.unit.name for one in found}
    is_part = any(one.target.of_which for one in found)
    return len(units) >= LEAST_COMPARED and len(measures) == 1 and not is_part


def measure_of(results: Results, key: ColumnKey) -> UnitOfMeasure:
    return results.of_column(key)[0].target.tiers.floor.unit


def is_rate(results: Results, key: ColumnKey) -> bool:
    return measure_of(results, key).kind is AmountKind.RATIO


def is_paced_money(results: Results, key: ColumnKey) -> bool:
    first = results.of_column(key)[0].target
    return first.tiers.floor.unit.kind is AmountKind.MONEY and results.has_pace(first)


def lines(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """One line a unit, in the order of the notice: of several targets in one column the one it is furthest from."""
    found: dict[str, Progress] = {}
    for one in results.of_column(key):
        held = found.get(one.target.unit)
        if held is None or _completion(one, tier) < _completion(held, tier):
            found[one.target.unit] = one
    return tuple(found.values())


def _completion(progress: Progress, tier: Tier) -> Fraction:
    value = progress.at(tier).completion
    return Fraction(-1) if value is None else value


def places_of(results: Results, key: ColumnKey, tier: Tier) -> dict[str, int]:
    """Target key → place by completion; who did not report, or has no figure, has none."""
    return places(
        {
            one.target.key: one.at(tier).completion if one.is_reported else None
            for one in lines(results, key, tier)
        }
    )


def ranked(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """The reported units of a column by place; ties in the order of the notice."""
    held = places_of(results, key, tier)
    found = [one for one in lines(results, key, tier) if one.target.key in held]
    return tuple(sorted(found, key=lambda one: held[one.target.key]))


def best(results: Results, key: ColumnKey, tier: Tier, most: int) -> tuple[Progress, ...]:
    """Who leads a column: those who keep pace, up to a place; a tie is never cut, nobody is praised for 0."""
    held = places_of(results, key, tier)
    return tuple(
        one
        for one in ranked(results, key, tier)
        if held[one.target.key] <= most and (one.actual or 0) > 0 and not is_behind(one, tier)
    )


def behind(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """Who is behind the pace, the furthest first; of rates who is below the goal."""
    found = [one for one in lines(results, key, tier) if one.is_reported and is_behind(one, tier)]
    return tuple(sorted(found, key=lambda one: one.at(tier).gap or 0))


def furthest(found: Sequence[Progress], tier: Tier, most: int) -> tuple[Progress, ...]:
    """The first of those who are behind, and whoever is as far behind as the last of them."""
    if len(found) <= most or most < 1:
        return tuple(found[: max(most, 0)])
    last = found[most - 1].at(tier).gap
    return tuple(one for at, one in enumerate(found) if at < most or one.at(tier).gap == last)


def is_behind(progress: Progress, tier: Tier) -> bool:
    """Behind the pace by its light, so that whole pieces that are not due yet do not count against anybody."""
    shown = progress.at(tier)
    return shown.gap is not None and shown.gap < 0 and shown.light in (Light.SLOW, Light.LATE)


def is_met(progress: Progress, tier: Tier) -> bool:
    return progress.is_reported and progress.at(tier).is_met


def without_any(results: Results, key: ColumnKey, tier: Tier) -> tuple[str, ...]:
    """Who reported and has nothing: 有报表无到位资金. Apart from who did not report at all."""
    return tuple(one.target.unit for one in lines(results, key, tier) if one.is_reported and one.actual == 0)


def not_reported(results: Results, key: ColumnKey, tier: Tier) -> tuple[str, ...]:
    return tuple(one.target.unit for one in lines(results, key, tier) if not one.is_reported)
