"""Sentences that follow their figures: what they say of more or less, ahead or behind, is drawn from the same value."""

from collections.abc import Iterable, Sequence

from jinghe.bulletins import columns
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import AmountKind
from jinghe.documents.blocks import Run, Runs

ALL_MONTHS, HALF = 12, 6


def span(results: Results) -> str:
    """1—10月; 上半年; 全年; 1月."""
    if results.months == ALL_MONTHS:
        return "全年"
    if results.months == HALF:
        return "上半年"
    if results.months == 0:
        return f"截至{results.as_of.month}月{results.as_of.day}日"
    return "1月" if results.months == 1 else f"1—{results.months}月"


def joined(names: Iterable[str]) -> str:
    return "、".join(names)


def basis(figures: FigureWriter, office: Office, what: str, *, is_paced: bool = True) -> Runs:
    """The opening: the notice the figures rest on, what is reported, for which day, and when the ledger was read.

    is_paced: the figures are compared with the time elapsed, so that it is stated too.
    """
    results = figures.results
    until = f"{results.as_of.year}年{results.as_of.month}月{results.as_of.day}日"
    known = f"{results.known_at.year}年{results.known_at.month}月{results.known_at.day}日"
    plan = results.plan
    paper = f"根据《{plan.title}》{f'（{plan.document_number}）' if plan.document_number else ''}，"
    tiers = {tier for target in plan.targets for tier, _ in target.tiers.items()}
    tier_note = f"，完成率按{office.tier.label}计算" if office.tier in tiers and len(tiers) > 1 else ""
    opening = f"{paper if plan.title else ''}现将{what}通报如下。本通报数据截至{until}，"
    if not is_paced:
        return (f"{opening}以{known}前的记录为准。",)
    return (f"{opening}以{known}前审核入账的为准{tier_note}，时序进度为", figures.elapsed(), "%。")


def stands(figures: FigureWriter, progress: Progress, tier: Tier, *, whose: str) -> Runs:
    """How far one target is: “全市到位资金512.3亿元，完成年度保证目标610亿元的84.0%，超序时进度0.7个百分点”."""
    target = progress.target
    unit = target.tiers.floor.unit
    name = target.column or target.rule.name
    if progress.actual is None:
        return (f"{whose}{name}没有可计算的基数，不作评价",)
    runs: Runs = (f"{whose}{name}", figures.actual(progress), unit.name)
    if unit.kind is AmountKind.RATIO:
        return (*runs, *_against(figures, progress, tier))
    goal: Runs = (f"，年度{tier_name(progress, tier)}", figures.goal(progress, tier), unit.name)
    if progress.of_tier(tier).completion is not None:
        goal = (
            f"，完成年度{tier_name(progress, tier)}",
            figures.goal(progress, tier),
            f"{unit.name}的",
            figures.completion(progress, tier),
            "%",
        )
    return (*runs, *goal, *_grown(figures, progress), *_pace(figures, progress, tier))


def tier_name(progress: Progress, tier: Tier) -> str:
    """What the figure of a tier is called: 保证目标, 工作目标, or 目标 where there is but one."""
    tiers = [set_tier for set_tier, _ in progress.target.tiers.items()]
    if tier in tiers:
        return tier.label
    return tiers[0].label


def _grown(figures: FigureWriter, progress: Progress) -> Runs:
    """同比 as 增长 or 下降; empty where the ledger has no figure of last year."""
    growth = figures.growth(progress)
    if growth is None:
        return ()
    if growth == 0:
        return ("，同比持平",)
    return ("，同比增长" if growth > 0 else "，同比下降", figures.grown(progress, growth), "%")


def _against(figures: FigureWriter, progress: Progress, tier: Tier) -> Runs:
    """A rate beside its goal, in points."""
    gap = progress.of_tier(tier).gap
    goal: Runs = ("，目标", figures.goal(progress, tier), "%")
    if gap is None or gap == 0:
        return (*goal, "，达到目标" if gap == 0 else "")
    word = "高于目标" if gap > 0 else "低于目标"
    return (*goal, f"，{word}", figures.points(progress, tier), "个百分点")


def _pace(figures: FigureWriter, progress: Progress, tier: Tier) -> Runs:
    gap = progress.of_tier(tier).gap
    if gap is None or not figures.results.has_pace(progress.target):
        return ()
    if gap == 0:
        return ("，与序时进度持平",)
    return ("，超序时进度" if gap > 0 else "，欠序时进度", figures.points(progress, tier), "个百分点")


def listed(figures: FigureWriter, lines: Sequence[Progress], tier: Tier) -> Runs:
    """“通川区（完成55.2亿元，92.0%）、达川区（…）”."""
    runs: list[Run] = []
    for index, progress in enumerate(lines):
        unit = progress.target.tiers.floor.unit
        runs += ["、" if index else "", progress.target.unit, "（", figures.actual(progress), unit.name]
        if unit.kind is not AmountKind.RATIO and progress.of_tier(tier).completion is not None:
            runs += ["，", figures.completion(progress, tier), "%"]
        runs.append("）")
    return tuple(run for run in runs if run)


def column(figures: FigureWriter, key: ColumnKey, office: Office) -> Runs:
    """Which units lead a column, which are behind, which did not report, and which have no target there."""
    results, tier = figures.results, office.tier
    best = columns.best(results, key, tier, office.top)
    late = columns.behind(results, key, tier)
    carried = columns.lines(results, key, tier)
    runs: list[Run] = [
        f"{key[2]}：",
        figures.count(f"carry:{column_code(figures, key)}", len(carried)),
        "家承担",
    ]
    if best:
        runs += ["，进度靠前的有", *listed(figures, best, tier)]
    behind = "低于目标" if columns.is_rate(results, key) else "欠序时进度"
    if late:
        worst = columns.furthest(late, tier, office.bottom)
        number = figures.count(f"late:{column_code(figures, key)}", len(late))
        runs += [f"；{behind}的有", number, "家"]
        if len(late) > len(worst):
            runs += ["，差距较大的为"]
        else:
            runs += ["："]
        runs += listed(figures, worst, tier)
    elif any(progress.is_reported and progress.of_tier(tier).gap is not None for progress in carried):
        runs.append(f"；已报单位没有{behind}的")
    if missing := columns.not_reported(results, key, tier):
        who = "均" if len(missing) == len(carried) else joined(missing)
        runs.append(f"；{who}未报，不参加排名")
    if unassigned := results.unassigned(key):
        runs.append(f"；{joined(unassigned)}未下达该项目标，不评价")
    return (*runs, "。")


def column_code(figures: FigureWriter, key: ColumnKey) -> str:
    """The code of a column of one group inside keys of figures."""
    group = figures.results.plan.groups.index(key[0])
    return f"{group}-{figures.number_of(key)}"
