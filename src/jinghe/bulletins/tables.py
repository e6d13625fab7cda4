"""Tables of bulletins: a wide one for each group, units down and targets across, and one column with units by rank."""

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
class WideColumn:
    """A target column of a wide table. heads: which of its figures are shown, one printed column each."""

    key: ColumnKey
    kind: AmountKind
    heads: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(_WEIGHTS[self.kind][head] for head in self.heads)


def wide_tables(figures: FigureWriter, group: str, tier: Tier) -> tuple[TableBlock, ...]:
    """Every target of a group, units down, columns across: one upright page if it fits, else landscape pages."""
    results = figures.results
    whole = [_shown(results, key, is_whole=True) for key in _compared_columns(results, group)]
    if not whole:
        return ()
    room = _name_width(results, group)
    if room + sum(column.weight for column in whole) <= PORTRAIT:
        return (_wide(figures, group, whole, tier, is_landscape=False),)
    lean = [_shown(results, key, is_whole=False) for key in _compared_columns(results, group)]
    return tuple(
        _wide(figures, group, page, tier, is_landscape=True) for page in _pages(lean, LANDSCAPE - room)
    )


def _compared_columns(results: Results, group: str) -> tuple[ColumnKey, ...]:
    """Columns that enough units share to be worth a place in the table; a target of one or two units is left out."""
    carriers = (
        (key, {progress.target.unit for progress in results.of_column(key)})
        for key in results.columns_of(group)
    )
    whole = len(results.plan.units_of(group))
    return tuple(key for key, units in carriers if len(units) >= min(columns.LEAST_COMPARED, whole))


def _shown(results: Results, key: ColumnKey, *, is_whole: bool) -> WideColumn:
    """The figures to show of a column. is_whole: there is room, so that columns of pieces get 完成率 too."""
    kind = columns.measure_of(results, key).kind
    if columns.is_paced_money(results, key):
        heads: tuple[str, ...] = (GOAL, ACTUAL, COMPLETION, GAP)
    elif kind is not AmountKind.RATIO and (is_whole or kind is AmountKind.MONEY):
        heads = (GOAL, ACTUAL, COMPLETION)
    else:
        heads = (GOAL, ACTUAL)
    return WideColumn(key=key, kind=kind, heads=heads)


def _pages(wide_columns: Sequence[WideColumn], room: int) -> Iterator[tuple[WideColumn, ...]]:
    page: list[WideColumn] = []
    for column in wide_columns:
        if page and sum(placed.weight for placed in page) + column.weight > room:
            yield tuple(page)
            page = []
        page.append(column)
    yield tuple(page)


def _name_width(results: Results, group: str) -> int:
    longest = max(len(unit.name) for unit in results.plan.units_of(group))
    return 6 + 3 * min(longest, _LONGEST_NAME)


def _wide(
    figures: FigureWriter, group: str, wide_columns: Sequence[WideColumn], tier: Tier, *, is_landscape: bool
) -> TableBlock:
    results = figures.results
    top = [TableCell(runs=("单位",), row_span=2)]
    top += [
        TableCell(
            runs=(f"{column.key[2]}（{columns.measure_of(results, column.key).name}）",),
            column_span=len(column.heads),
        )
        for column in wide_columns
    ]
    rows = [
        TableRow(cells=(cell(unit.name), *_cells(figures, unit.name, wide_columns, tier)))
        for unit in results.plan.units_of(group)
    ]
    if any(column.key[1:] in results.city for column in wide_columns):
        rows.insert(
            0, TableRow(cells=(cell("全市"), *_city_cells(figures, wide_columns, tier)), is_total=True)
        )
    return TableBlock(
        caption=group,
        unit_line="单位见栏目，超欠为百分点",
        columns=(
            TableColumn(width=_name_width(results, group), align=Align.LEFT),
            *(
                TableColumn(width=_WEIGHTS[column.kind][head], align=Align.RIGHT)
                for column in wide_columns
                for head in column.heads
            ),
        ),
        header=(
            TableRow(cells=tuple(top)),
            TableRow(cells=tuple(cell(head) for column in wide_columns for head in column.heads)),
        ),
        rows=tuple(rows),
        notes=(NOT_ASSIGNED_NOTE,),
        is_landscape=is_landscape,
    )


def _cells(
    figures: FigureWriter, unit: str, wide_columns: Sequence[WideColumn], tier: Tier
) -> Iterator[TableCell]:
    for column in wide_columns:
        lines = [
            progress for progress in figures.results.of_column(column.key) if progress.target.unit == unit
        ]
        for head in column.heads:
            yield (
                _several([_run_of(figures, progress, head, tier) for progress in lines])
                if lines
                else cell("—")
            )


def _city_cells(figures: FigureWriter, wide_columns: Sequence[WideColumn], tier: Tier) -> Iterator[TableCell]:
    for column in wide_columns:
        city = figures.results.city.get(column.key[1:])
        for head in column.heads:
            yield cell(_run_of(figures, city, head, tier)) if city else cell("—")


def _several(texts: Sequence[Run]) -> TableCell:
    """One cell for the figures of all targets that a unit has in one column, mostly one."""
    runs: list[Run] = []
    for index, run in enumerate(texts):
        runs += ["；", run] if index else [run]
    return TableCell(runs=tuple(runs))


def _run_of(figures: FigureWriter, progress: Progress, head: str, tier: Tier) -> Run:
    if head == GOAL:
        return figures.goal(progress, tier)
    if not progress.is_reported:
        return "未报" if head == ACTUAL else "—"
    if head == ACTUAL:
        return figures.actual(progress)
    return figures.completion(progress, tier) if head == COMPLETION else figures.gap(progress, tier)


def rank_table(figures: FigureWriter, key: ColumnKey, tier: Tier) -> TableBlock:
    """One column with its units by rank: the city first, units without a rank and units without a target last."""
    results = figures.results
    is_rate = columns.is_rate(results, key)
    ranks = columns.ranks_of(results, key, tier)
    by_rank = sorted(
        columns.lines(results, key, tier), key=lambda progress: ranks.get(progress.target.key, len(ranks) + 1)
    )
    heads = [GOAL, ACTUAL, GAP] if is_rate else [GOAL, ACTUAL, COMPLETION, GAP]
    rows = [
        TableRow(
            cells=(
                cell(figures.rank(progress, tier, ranks.get(progress.target.key))),
                cell(progress.target.unit),
                *(cell(_run_of(figures, progress, head, tier)) for head in heads),
            )
        )
        for progress in by_rank
    ]
    if city := results.city.get(key[1:]):
        cells = (cell(_run_of(figures, city, head, tier)) for head in heads)
        rows.insert(0, TableRow(cells=(TableCell(), cell("全市"), *cells), is_total=True))
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
