"""Tables of bulletins: a wide one per group with units down and targets across, and one column by place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinghe.bulletins import columns
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import AmountKind
from jinghe.documents.blocks import Align, Run, TableBlock, TableCell, TableColumn, TableRow, cell

NOT_ASSIGNED_NOTE = "注：“—”为未下达目标，不评价；“未报”为应报未报，不参加排名；0为已下达目标、尚无完成数。"
GOAL, ACTUAL, COMPLETION, GAP = "目标", "完成", "完成率%", "超欠"
PORTRAIT, LANDSCAPE = 170, 215
"""How much the columns of a table may weigh together on a page of either direction; about mm at 10.5 points."""
_WEIGHTS = {
    AmountKind.MONEY: {GOAL: 11, ACTUAL: 11, COMPLETION: 11, GAP: 14},
    AmountKind.COUNT: {GOAL: 7, ACTUAL: 9, COMPLETION: 11},
    AmountKind.RATIO: {GOAL: 9, ACTUAL: 9},
}
_LONGEST_NAME = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A column of a wide table with what is told of it."""

    key: ColumnKey
    kind: AmountKind
    heads: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(_WEIGHTS[self.kind][head] for head in self.heads)


def wide_tables(figures: FigureWriter, group: str, tier: Tier) -> tuple[TableBlock, ...]:
    """Every target of a group: units down, columns across, on as few pages as hold them."""
    results = figures.results
    whole = [_shown(results, key, is_whole=True) for key in _told_of(results, group)]
    if not whole:
        return ()
    room = _name_width(results, group)
    if room + sum(one.weight for one in whole) <= PORTRAIT:
        return (_wide(figures, group, whole, tier, is_landscape=False),)
    lean = [_shown(results, key, is_whole=False) for key in _told_of(results, group)]
    return tuple(
        _wide(figures, group, page, tier, is_landscape=True) for page in _pages(lean, LANDSCAPE - room)
    )


def _told_of(results: Results, group: str) -> tuple[ColumnKey, ...]:
    """Columns of more than one or two units; the others are told unit by unit, in the text and on their pages."""
    held = ((key, {one.target.unit for one in results.of_column(key)}) for key in results.columns_of(group))
    whole = len(results.plan.units_of(group))
    return tuple(key for key, units in held if len(units) >= min(columns.LEAST_COMPARED, whole))


def _shown(results: Results, key: ColumnKey, *, is_whole: bool) -> Shown:
    """Of money everything, of pieces and rates what was asked and what was done, and more where there is room."""
    kind = columns.measure_of(results, key).kind
    if columns.is_paced_money(results, key):
        heads: tuple[str, ...] = (GOAL, ACTUAL, COMPLETION, GAP)
    elif kind is not AmountKind.RATIO and (is_whole or kind is AmountKind.MONEY):
        heads = (GOAL, ACTUAL, COMPLETION)
    else:
        heads = (GOAL, ACTUAL)
    return Shown(key=key, kind=kind, heads=heads)


def _pages(shown: Sequence[Shown], room: int) -> Iterator[tuple[Shown, ...]]:
    page: list[Shown] = []
    for one in shown:
        if page and sum(held.weight for held in page) + one.weight > room:
            yield tuple(page)
            page = []
        page.append(one)
    yield tuple(page)


def _name_width(results: Results, group: str) -> int:
    longest = max(len(unit.name) for unit in results.plan.units_of(group))
    return 6 + 3 * min(longest, _LONGEST_NAME)


def _wide(
    figures: FigureWriter, group: str, shown: Sequence[Shown], tier: Tier, *, is_landscape: bool
) -> TableBlock:
    results = figures.results
    top = [TableCell(runs=("单位",), row_span=2)]
    top += [
        TableCell(
            runs=(f"{one.key[2]}（{columns.measure_of(results, one.key).name}）",),
            column_span=len(one.heads),
        )
        for one in shown
    ]
    rows = [
        TableRow(cells=(cell(unit.name), *_cells(figures, unit.name, shown, tier)))
        for unit in results.plan.units_of(group)
    ]
    if any(one.key[1:] in results.city for one in shown):
        rows.insert(0, TableRow(cells=(cell("全市"), *_city_cells(figures, shown, tier)), is_total=True))
    return TableBlock(
        caption=group,
        unit_line="单位见栏目，超欠为百分点",
        columns=(
            TableColumn(width=_name_width(results, group), align=Align.LEFT),
            *(
                TableColumn(width=_WEIGHTS[one.kind][head], align=Align.RIGHT)
                for one in shown
                for head in one.heads
            ),
        ),
        header=(
            TableRow(cells=tuple(top)),
            TableRow(cells=tuple(cell(head) for one in shown for head in one.heads)),
        ),
        rows=tuple(rows),
        notes=(NOT_ASSIGNED_NOTE,),
        is_landscape=is_landscape,
    )


def _cells(figures: FigureWriter, unit: str, shown: Sequence[Shown], tier: Tier) -> Iterator[TableCell]:
    for column in shown:
        held = [one for one in figures.results.of_column(column.key) if one.target.unit == unit]
        for head in column.heads:
            yield _several([_told(figures, one, head, tier) for one in held]) if held else cell("—")


def _city_cells(figures: FigureWriter, shown: Sequence[Shown], tier: Tier) -> Iterator[TableCell]:
    for column in shown:
        city = figures.results.city.get(column.key[1:])
        for head in column.heads:
            yield cell(_told(figures, city, head, tier)) if city else cell("—")


def _several(told: Sequence[Run]) -> TableCell:
    """A unit may have two targets in one column; each is told."""
    runs: list[Run] = []
    for place, run in enumerate(told):
        runs += ["；", run] if place else [run]
    return TableCell(runs=tuple(runs))


def _told(figures: FigureWriter, progress: Progress, head: str, tier: Tier) -> Run:
    if head == GOAL:
        return figures.goal(progress, tier)
    if not progress.is_reported:
        return "未报" if head == ACTUAL else "—"
    if head == ACTUAL:
        return figures.actual(progress)
    return figures.completion(progress, tier) if head == COMPLETION else figures.gap(progress, tier)


def place_table(figures: FigureWriter, key: ColumnKey, tier: Tier) -> TableBlock:
    """One column by place: the whole area first, who is not ranked and who has no target last."""
    results = figures.results
    is_rate = columns.is_rate(results, key)
    held = columns.places_of(results, key, tier)
    by_place = sorted(
        columns.lines(results, key, tier), key=lambda one: held.get(one.target.key, len(held) + 1)
    )
    heads = [GOAL, ACTUAL, GAP] if is_rate else [GOAL, ACTUAL, COMPLETION, GAP]
    rows = [
        TableRow(
            cells=(
                cell(figures.place(one, tier, held.get(one.target.key))),
                cell(one.target.unit),
                *(cell(_told(figures, one, head, tier)) for head in heads),
            )
        )
        for one in by_place
    ]
    if city := results.city.get(key[1:]):
        told = (cell(_told(figures, city, head, tier)) for head in heads)
        rows.insert(0, TableRow(cells=(TableCell(), cell("全市"), *told), is_total=True))
    rows += [
        TableRow(cells=(cell("—"), cell(name), *(cell("—") for _ in heads)))
        for name in results.unassigned(key)
    ]
    return TableBlock(
        caption=f"{key[2]}排名",
        unit_line=f"单位：{columns.measure_of(results, key).name}、百分点",
        columns=(
            TableColumn(width=5),
            TableColumn(width=16, align=Align.LEFT),
            *(TableColumn(width=9, align=Align.RIGHT) for _ in heads),
        ),
        header=(TableRow(cells=tuple(cell(head) for head in ("名次", "单位", *heads))),),
        rows=tuple(rows),
        notes=(NOT_ASSIGNED_NOTE,),
    )
