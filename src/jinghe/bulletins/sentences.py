"""Sentences that follow their figures: what they say of more or less, ahead or behind, is drawn from the same value."""

from collections.abc import Iterable, Sequence

from jinghe.bulletins.figures import Figures
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.amounts import AmountKind
from jinghe.core.plans import Tier
from jinghe.core.progress import Progress
from jinghe.documents.blocks import Run, Runs

MOST_NAMED = 3
"""How many units a sentence praises or names at one end of a list; more where they tie."""


def span(results: Results) -> str:
    """1—10月; 1月; 全年."""
    if results.months == 12:
        return "全年"
    if results.months == 0:
        return f"截至{results.as_of.month}月{results.as_of.day}日"
    return "1月" if results.months == 1 else f"1—{results.months}月"


def joined(names: Iterable[str]) -> str:
    return "、".join(names)


def stands(figures: Figures, progress: Progress, tier: Tier, *, whose: str) -> Runs:
    """How far somebody is: “全市到位资金512.3亿元，完成年度保证目标610亿元的84.0%，超序时进度0.7个百分点”."""
    target = progress.target
    unit = target.tiers.floor.unit
    name = target.column or target.rule.name
    if progress.actual is None:
        return (f"{whose}{name}没有可计算的基数，不作评价",)
    said: Runs = (f"{whose}{name}", figures.actual(progress), unit.name)
    if unit.kind is AmountKind.RATIO:
        return (*said, *_against(figures, progress, tier))
    said = (
        *said,
        f"，完成年度{tier_name(progress, tier)}",
        figures.goal(progress, tier),
        f"{unit.name}的",
        figures.completion(progress, tier),
        "%",
    )
    return (*said, *_pace(figures, progress, tier))


def tier_name(progress: Progress, tier: Tier) -> str:
    """What the figure of a tier is called: 保证目标, 工作目标, or 目标 where there is but one."""
    tiers = dict(progress.target.tiers.items())
    return tier.label if tier in tiers else Tier.REQUIRED.label


def _against(figures: Figures, progress: Progress, tier: Tier) -> Runs:
    """A rate beside its goal, in points."""
    gap = progress.at(tier).gap
    goal: Runs = ("，目标", figures.goal(progress, tier), "%")
    if gap is None or gap == 0:
        return (*goal, "，达到目标" if gap == 0 else "")
    word = "高于目标" if gap > 0 else "低于目标"
    return (*goal, f"，{word}", figures.points(progress, tier), "个百分点")


def _pace(figures: Figures, progress: Progress, tier: Tier) -> Runs:
    gap = progress.at(tier).gap
    if gap is None or not figures.results.has_pace(progress.target):
        return ()
    if gap == 0:
        return ("，与序时进度持平",)
    return ("，超序时进度" if gap > 0 else "，欠序时进度", figures.points(progress, tier), "个百分点")


def ranked(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """The reported units of a column by place; ties in the order of the notice."""
    places = results.places[tier]
    return tuple(
        sorted(
            (one for one in results.of_column(key) if one.target.key in places),
            key=lambda one: places[one.target.key],
        )
    )


def best(results: Results, key: ColumnKey, tier: Tier, most: int = MOST_NAMED) -> tuple[Progress, ...]:
    """Who leads a column: those who keep pace, up to a place; a tie is never cut, nobody is praised for 0."""
    found = [
        one
        for one in ranked(results, key, tier)
        if results.places[tier][one.target.key] <= most and one.actual and not is_behind(one, tier)
    ]
    return tuple(found)


def behind(results: Results, key: ColumnKey, tier: Tier) -> tuple[Progress, ...]:
    """Who is behind the pace, the furthest first; rates below their goal."""
    found = [one for one in results.of_column(key) if one.is_reported and is_behind(one, tier)]
    return tuple(sorted(found, key=lambda one: one.at(tier).gap or 0))


def is_behind(progress: Progress, tier: Tier) -> bool:
    """Behind the pace by its light, so that whole pieces that are not due yet do not count against anybody."""
    shown = progress.at(tier)
    return (
        shown.gap is not None and shown.gap < 0 and shown.light is not None and shown.light.value != "on_pace"
    )


def without_any(results: Results, key: ColumnKey) -> tuple[str, ...]:
    """Who reported and has nothing: 有报表无到位资金. Apart from who did not report at all."""
    return tuple(one.target.unit for one in results.of_column(key) if one.is_reported and one.actual == 0)


def not_reported(results: Results, key: ColumnKey) -> tuple[str, ...]:
    return tuple(one.target.unit for one in results.of_column(key) if not one.is_reported)


def listed(figures: Figures, found: Sequence[Progress], tier: Tier) -> Runs:
    """“通川区（完成55.2亿元，92.0%）、达川区（…）”."""
    runs: list[Run] = []
    for place, one in enumerate(found):
        unit = one.target.tiers.floor.unit
        runs += ["、" if place else "", one.target.unit, "（"]
        if unit.kind is AmountKind.RATIO:
            runs += [figures.actual(one), "%）"]
        else:
            runs += [figures.actual(one), f"{unit.name}，", figures.completion(one, tier), "%）"]
    return tuple(run for run in runs if run)
