"""A line for each unit: how many targets it carries, and how many of them are met, on pace, slow, late, unreported."""

from collections import Counter

from jinghe.bulletins.figures import FigureWriter
from jinghe.core.plan.lights import Light
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.documents.blocks import Align, TableBlock, TableCell, TableColumn, TableRow, cell

STANDINGS = ("met", Light.ON_PACE, Light.SLOW, Light.LATE, Light.NOT_REPORTED, None)
HEADS = ("已完成", "达序时", "偏慢", "滞后", "未报", "无读数")


def _standing(progress: Progress, tier: Tier) -> str | Light | None:
    """The class a target is counted in. A unit that did not report has met nothing, whatever the ledger holds."""
    tier_progress = progress.of_tier(tier)
    return "met" if tier_progress.is_met and progress.is_reported else tier_progress.light


def units_table(figures: FigureWriter, tier: Tier = Tier.GUARANTEED) -> TableBlock | None:
    """Of each unit, the targets that stand in no column of a table, counted by class. None where there are none."""
    results = figures.results
    rows = []
    for unit in results.plan.units:
        lines = [
            results.progress[target.key] for target in results.plan.targets_of(unit.name) if not target.column
        ]
        if not lines:
            continue
        counts = Counter(_standing(progress, tier) for progress in lines)
        counted = [str(counts[standing]) if counts[standing] else "—" for standing in STANDINGS]
        rows.append(TableRow(cells=(cell(unit.name), cell(str(len(lines))), *map(cell, counted))))
    if not rows:
        return None
    return TableBlock(
        caption="各单位目标项数",
        unit_line="单位：项",
        columns=(
            TableColumn(width=20, align=Align.LEFT),
            *(TableColumn(width=7) for _ in range(1 + len(HEADS))),
        ),
        header=(TableRow(cells=(TableCell(runs=("单位",)), cell("目标"), *map(cell, HEADS))),),
        rows=tuple(rows),
        notes=("注：“已完成”指达到目标数；“无读数”为没有可计算的基数。“—”为没有这一类。",),
    )
