"""Tables of bulletins: one column of targets with every unit, the whole area first, units without a target last."""

from jinghe.bulletins.figures import Figures
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.amounts import AmountKind
from jinghe.core.plans import Tier
from jinghe.core.progress import Progress
from jinghe.documents.blocks import Align, Cell, Column, Row, Run, Table, cell

NOT_ASSIGNED_NOTE = "注：“—”为未下达目标，不评价；“未报”为应报未报，不参加排名；0为已下达目标、尚无完成数。"


def column_table(figures: Figures, key: ColumnKey) -> Table:
    """Place, unit, goals, actual, completion and gap of a column, by place."""
    results = figures.results
    found = results.of_column(key)
    tiers = tuple(dict.fromkeys(tier for one in found for tier, _ in one.target.tiers.items()))
    first = found[0]
    unit = first.target.tiers.floor.unit
    is_rate = unit.kind is AmountKind.RATIO
    city = results.city.get(key[1:])
    rows = [
        _row(figures, one, tiers, place=figures.place(one, tiers[0]))
        for one in _in_order(results, key, tiers[0])
    ]
    if city is not None:
        rows.insert(0, _row(figures, city, tiers, place="", whose="全市", is_total=True))
    width = 2 + 2 * len(tiers) + (2 if not is_rate else 1)
    rows += [
        Row(cells=(cell("—"), cell(name), *(cell("—") for _ in range(width - 2))))
        for name in results.unassigned(key)
    ]
    names = [tier.label if len(tiers) > 1 else "目标" for tier in tiers]
    heads = ["名次", "单位", *names, "实际"]
    heads += (
        ["超欠目标（百分点）"]
        if is_rate
        else [f"{name}完成率（%）" for name in _short(names)] + ["超欠序时进度（百分点）"]
    )
    return Table(
        caption=f"{key[0]}{key[2]}完成情况",
        unit_line=f"单位：{unit.name}",
        columns=(
            Column(width=5),
            Column(width=14, align=Align.LEFT),
            *(Column(width=9, align=Align.RIGHT) for _ in heads[2:]),
        ),
        header=(Row(cells=tuple(cell(head) for head in heads)),),
        rows=tuple(rows),
        notes=(NOT_ASSIGNED_NOTE,),
    )


def _short(names: list[str]) -> list[str]:
    """完成率 of one tier needs no name of it."""
    return names if len(names) > 1 else [""]


def _in_order(results: Results, key: ColumnKey, tier: Tier) -> list[Progress]:
    """By place; who is not ranked afterwards, in the order of the notice."""
    places = results.places[tier]
    return sorted(results.of_column(key), key=lambda one: places.get(one.target.key, len(places) + 1))


def _row(
    figures: Figures,
    progress: Progress,
    tiers: tuple[Tier, ...],
    *,
    place: Run,
    whose: str = "",
    is_total: bool = False,
) -> Row:
    is_rate = progress.target.tiers.floor.unit.kind is AmountKind.RATIO
    goals = [cell(figures.goal(progress, tier)) for tier in tiers]
    if not progress.is_reported:
        rest = ["未报"] + ["—"] * (1 if is_rate else len(tiers) + 1)
        return Row(cells=(cell("—"), cell(progress.target.unit), *goals, *map(cell, rest)))
    told = [cell(figures.actual(progress))]
    if not is_rate:
        told += [cell(figures.completion(progress, tier)) for tier in tiers]
    told.append(cell(figures.gap(progress, tiers[0])))
    return Row(
        cells=(cell(place) if place else Cell(), cell(whose or progress.target.unit), *goals, *told),
        is_total=is_total,
    )
