"""双过半: half of the time is over; who has done half of the year's task in every money target, and who in which."""

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
    """Of every group whose money targets fill month by month: both halves of each unit, and who reached both."""
    found: list[Block] = []
    for number, group in enumerate(figures.results.plan.groups):
        held = _held(figures, group, office)
        if held:
            found += [
                ParagraphBlock(runs=_sentence(figures, number, group, held, office)),
                _table(figures, group, held, office),
            ]
    return tuple(found)


def _held(figures: FigureWriter, group: str, office: Office) -> dict[str, dict[ColumnKey, Progress]]:
    """unit → column → where it stands, of the targets that a half can be asked of."""
    results = figures.results
    keys = [key for key in columns.compared(results, group) if columns.is_paced_money(results, key)]
    found: dict[str, dict[ColumnKey, Progress]] = {}
    for key in keys:
        for one in columns.lines(results, key, office.tier):
            found.setdefault(one.target.unit, {})[key] = one
    return found


def reached(progress: Progress, office: Office) -> bool:
    """Whether half of the figure is reached; nobody who did not report has."""
    shown = progress.at(office.tier)
    return (
        progress.is_reported and progress.actual is not None and progress.actual * HALF_DONE >= shown.figure
    )


def _sentence(
    figures: FigureWriter, number: int, group: str, held: dict[str, dict[ColumnKey, Progress]], office: Office
) -> tuple[Run, ...]:
    told = [unit for unit, ones in held.items() if all(one.is_reported for one in ones.values())]
    both = [unit for unit in told if all(reached(one, office) for one in held[unit].values())]
    count = figures.count(f"halves:{number}", len(held))
    said: list[Run] = [f"{group}共有", count, "家承担按月推进的资金目标，"]
    if both:
        many = figures.count(f"both:{number}", len(both))
        said += ["各项均实现时间过半、任务过半的有", many, f"家：{sentences.joined(both)}"]
    elif told:
        said.append("均未实现各项“双过半”" if len(told) == len(held) else "已报单位均未实现各项“双过半”")
    if silent := [unit for unit in held if unit not in told]:
        who = sentences.joined(silent) if told else "均"
        said.append(f"{'；' if told else ''}{who}未报，不作评价")
    return (*said, "。")


def _table(
    figures: FigureWriter, group: str, held: dict[str, dict[ColumnKey, Progress]], office: Office
) -> TableBlock:
    keys = tuple(dict.fromkeys(key for ones in held.values() for key in ones))
    rows = []
    for unit, ones in held.items():
        cells: list[Run] = []
        for key in keys:
            one = ones.get(key)
            if one is None:
                cells.append("—")
            elif not one.is_reported:
                cells.append("未报")
            else:
                cells.append(figures.completion(one, office.tier))
        is_told = all(one.is_reported for one in ones.values())
        verdict = (YES if all(reached(one, office) for one in ones.values()) else NO) if is_told else "—"
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
