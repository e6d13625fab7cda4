"""双过半: half of the year is over; which units have done half of the year's task in every money target."""

from jinghe.bulletins import columns, sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office
from jinghe.bulletins.results import ColumnKey
from jinghe.core.progress.progress import Progress
from jinghe.documents.blocks import Align, Block, ParagraphBlock, Run, TableBlock, TableColumn, TableRow, cell

HALF_DONE = 2
"""A task is half done where twice what was reached is the figure."""

YES, NO = "是", "否"


def halves(figures: FigureWriter, office: Office) -> tuple[Block, ...]:
    """A sentence and a table for every group that has money targets which fill month by month."""
    blocks: list[Block] = []
    for number, group in enumerate(figures.results.plan.groups):
        lines = _money_lines(figures, group, office)
        if lines:
            blocks += [
                ParagraphBlock(runs=_sentence(figures, number, group, lines, office)),
                _table(figures, group, lines, office),
            ]
    return tuple(blocks)


def _money_lines(figures: FigureWriter, group: str, office: Office) -> dict[str, dict[ColumnKey, Progress]]:
    """unit → column → progress, of the money targets that fill month by month; of others no half can be asked."""
    results = figures.results
    keys = [key for key in columns.compared(results, group) if columns.is_paced_money(results, key)]
    by_unit: dict[str, dict[ColumnKey, Progress]] = {}
    for key in keys:
        for progress in columns.lines(results, key, office.tier):
            by_unit.setdefault(progress.target.unit, {})[key] = progress
    return by_unit


def reached(progress: Progress, office: Office) -> bool:
    """Whether half of the figure is reached; nobody who did not report has."""
    tier_progress = progress.of_tier(office.tier)
    return (
        progress.is_reported
        and progress.actual is not None
        and progress.actual * HALF_DONE >= tier_progress.figure
    )


def _sentence(
    figures: FigureWriter,
    number: int,
    group: str,
    lines: dict[str, dict[ColumnKey, Progress]],
    office: Office,
) -> tuple[Run, ...]:
    reported = [
        unit
        for unit, by_column in lines.items()
        if all(progress.is_reported for progress in by_column.values())
    ]
    both = [unit for unit in reported if all(reached(progress, office) for progress in lines[unit].values())]
    count = figures.count(f"halves:{number}", len(lines))
    runs: list[Run] = [f"{group}共有", count, "家承担按月推进的资金目标，"]
    if both:
        both_count = figures.count(f"both:{number}", len(both))
        runs += ["各项均实现时间过半、任务过半的有", both_count, f"家：{sentences.joined(both)}"]
    elif reported:
        runs.append("均未实现各项“双过半”" if len(reported) == len(lines) else "已报单位均未实现各项“双过半”")
    if unreported := [unit for unit in lines if unit not in reported]:
        who = sentences.joined(unreported) if reported else "均"
        runs.append(f"{'；' if reported else ''}{who}未报，不作评价")
    return (*runs, "。")


def _table(
    figures: FigureWriter, group: str, lines: dict[str, dict[ColumnKey, Progress]], office: Office
) -> TableBlock:
    keys = tuple(dict.fromkeys(key for by_column in lines.values() for key in by_column))
    rows = []
    for unit, by_column in lines.items():
        cells: list[Run] = []
        for key in keys:
            progress = by_column.get(key)
            if progress is None:
                cells.append("—")
            elif not progress.is_reported:
                cells.append("未报")
            else:
                cells.append(figures.completion(progress, office.tier))
        is_reported = all(progress.is_reported for progress in by_column.values())
        verdict = (
            (YES if all(reached(progress, office) for progress in by_column.values()) else NO)
            if is_reported
            else "—"
        )
        rows.append(TableRow(cells=(cell(unit), cell(figures.elapsed()), *map(cell, cells), cell(verdict))))
    heads = ("单位", "时间过去", *(key[2] for key in keys), "“双过半”")
    return TableBlock(
        caption=f"{group}“双过半”情况",
        unit_line="单位：%",
        columns=(TableColumn(width=16, align=Align.LEFT), *(TableColumn(width=10) for _ in heads[1:])),
        header=(TableRow(cells=tuple(cell(head) for head in heads)),),
        rows=tuple(rows),
        notes=("注：各栏为完成率；各项完成率均不低于50%的为“双过半”；“—”为未下达目标。",),
    )
