"""通报表扬: who reached its figures or leads, by rule; nobody who did not report, and nobody for 0."""

from collections.abc import Iterator

from jinghe.bulletins import columns, sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import Results
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import AmountKind
from jinghe.documents.blocks import Block, ListBlock, OfficialDocument, ParagraphBlock, Run, Runs


def praised(results: Results, office: Office) -> dict[str, tuple[Progress, ...]]:
    """unit → the targets it is praised for: figure reached, or first in its column on pace."""
    by_unit: dict[str, dict[str, Progress]] = {}
    for key in columns.compared(results):
        ranks = columns.ranks_of(results, key, office.tier)
        for progress in columns.best(results, key, office.tier, office.top):
            if columns.is_met(progress, office.tier) or ranks[progress.target.key] == 1:
                by_unit.setdefault(progress.target.unit, {})[progress.target.key] = progress
    order = [unit.name for unit in results.plan.units]
    return {unit: tuple(by_unit[unit].values()) for unit in order if unit in by_unit}


def commendation(results: Results, office: Office) -> OfficialDocument:
    """Who is praised, for which figures, and what follows."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    span = sentences.span(results)
    praised_targets = praised(results, office)
    body = sectioned(
        sentences.basis(figures, office, f"{results.plan.year}年{span}目标任务完成较好的单位"),
        (
            ("表扬单位", tuple(_units(figures, praised_targets, office))),
            ("有关要求", (ParagraphBlock(runs=(DEMAND,)),) if praised_targets else ()),
        ),
    )
    return official(office, f"关于表扬{results.plan.year}年{span}\n目标任务完成较好单位的通报", body)


DEMAND = "受到表扬的单位要再接再厉，保持进度；其他单位要对照先进找差距，抓好后续工作。"


def _units(
    figures: FigureWriter, praised_targets: dict[str, tuple[Progress, ...]], office: Office
) -> Iterator[Block]:
    if not praised_targets:
        yield ParagraphBlock(runs=("按表扬条件，本期没有符合的单位。",))
        return
    yield ParagraphBlock(
        runs=(
            "在同组同一指标中达到目标数并居前",
            figures.count("rule-top", office.top),
            "名，或按进度居首位的，共",
            figures.count("praised", len(praised_targets)),
            "家：",
        )
    )
    yield ListBlock(
        items=tuple(_item(figures, unit, lines, office) for unit, lines in praised_targets.items())
    )


def _item(figures: FigureWriter, unit: str, lines: tuple[Progress, ...], office: Office) -> Runs:
    runs: list[Run] = [f"{unit}："]
    for index, progress in enumerate(lines):
        measure = progress.target.tiers.floor.unit
        runs += [f"{'、' if index else ''}{progress.target.column}", figures.actual(progress), measure.name]
        if measure.kind is not AmountKind.RATIO:
            runs += ["（", figures.completion(progress, office.tier), "%）"]
    return (*runs, "。")
