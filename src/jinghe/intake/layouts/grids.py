"""A grid as rows of units and series of cells, whichever way round it was printed."""

import re
from dataclasses import dataclass, field

from jinghe.documents.tables import Cell
from jinghe.intake.layouts.cells import Holds, held
from jinghe.intake.layouts.headings import (
    MEASURE_HEADS,
    ORDINAL_HEADS,
    TIER_HEADS,
    VALUE_HEADS,
    measure_named,
    names_indicators,
    names_units,
    says_what,
    without_measure,
)
from jinghe.intake.layouts.layout import Grid, place_of, tight
from jinghe.intake.names import is_one_name

TOTAL_LABELS = frozenset(
    ["合计", "总计", "全市", "全县", "全区", "全州", "全省", "总数", "全市合计", "全县合计", "汇总"]
)
SUBTOTAL = re.compile(r"小计|.+小计|.+合计")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a row (or of a column of a transposed table). row: as a clerk counts, without heading rows.

    sums: of a total, the sets of units that it may add, the likeliest first; none: all of its column.
    """

    text: str
    place: str
    row: int
    sums: tuple[tuple[str, ...], ...] = ()

    @property
    def is_total(self) -> bool:
        return self.text in TOTAL_LABELS

    @property
    def is_unit(self) -> bool:
        return not (self.is_total or self.is_subtotal or self.is_several)

    @property
    def is_several(self) -> bool:
        """Whether one cell names several units (甲县、乙县): whose the figures are, nobody can tell."""
        return re.search(r"[一-龥]、[一-龥]", re.sub(r"（[^（）]*）", "", self.text)) is not None

    @property
    def is_subtotal(self) -> bool:
        return not self.is_total and SUBTOTAL.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Series:
    """One column of figures or clauses: the parts of its heading, outermost first, and a cell for each name.

    holds_figures: at least one bare figure; 6次 in a cell is a clause of its own. Asked for each row, so held here.
    """

    parts: tuple[str, ...]
    cells: tuple[Cell, ...]
    headings: tuple[Cell, ...]
    holds_figures: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        held_in = (held(cell.text) for cell in self.cells)
        is_figure = any(one.what is Holds.FIGURE and one.unit is None for one in held_in)
        object.__setattr__(self, "holds_figures", is_figure)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid understood as to its shape. ordinals: cells of 序号 and of other columns that only name or number."""

    names: tuple[Name, ...]
    series: tuple[Series, ...]
    naming: tuple[Cell, ...]


def header_height(grid: Grid) -> int:
    """How many rows head the columns; 0 for a grid that goes on from the one before."""
    heads = [
        cell
        for cell in grid.rows[0]
        if tight(cell.text) in ORDINAL_HEADS or names_units(cell.text) or names_indicators(cell.text)
    ]
    if not heads and _is_headless(grid):
        return 1
    if not heads:
        return 0
    height = max(cell.row + cell.row_span for cell in heads) - grid.rows[0][0].row
    height = min(max(height, 1), len(grid.rows))
    while height < len(grid.rows) and _heads_on(grid.rows[height]):
        height += 1
    return height


def _is_headless(grid: Grid) -> bool:
    """Whether the column of names has no heading, or one we do not know, but plainly holds names of units."""
    first, *others = grid.rows[0]
    if says_what(first.text) or not others or first.row_span > 1:
        return False
    told = [cell for cell in others if not cell.is_blank]
    names = [tight(row[0].text) for row in grid.rows[1:] if not row[0].is_blank]
    named = [is_one_name(name) or name in TOTAL_LABELS for name in names]
    return bool(told) and all(says_what(cell.text) for cell in told) and bool(named) and all(named)


def _heads_on(row: tuple[Cell, ...]) -> bool:
    """A further heading row below an unmerged corner: no name, no figure, but words."""
    return (
        row[0].is_blank
        and not row[0].is_merged
        and all(held(c.text).what in (Holds.BLANK, Holds.WORDS) for c in row)
    )


def sheets(grid: Grid, head: tuple[tuple[Cell, ...], ...], first_row: int) -> tuple[Sheet, ...]:
    """The names and series under a heading, one sheet for each block of columns that begins with the units' names.

    Empty where no column (or row) names the units. first_row: number of the first row, for tables that run on.
    """
    body = grid.rows
    parts = [_parts(head, column) for column in range(grid.width)]
    naming = [
        at for at in range(grid.width) if parts[at] and names_units(parts[at][-1]) and not _measures(body, at)
    ]
    if not naming and head and _is_headless(Grid((head[0], *body))):
        parts[0], naming = ("单位",), [0]
    if naming and _is_turned_corner(body, parts[naming[0]][-1], naming[0]):
        naming = []
    if naming and (listed := long_sheets(body, parts, naming[0], first_row)):
        return listed
    if naming:
        begins = [at for at in naming if parts[at] == parts[naming[0]]]
        ends = [*begins[1:], grid.width]
        return tuple(
            _upright(body, head, parts, at, range(at if block else 0, end), first_row)
            for block, (at, end) in enumerate(zip(begins, ends, strict=True))
        )
    turned = (
        _turned(body, head, parts) if any(part and names_indicators(part[-1]) for part in parts) else None
    )
    return (turned,) if turned else ()


def _is_turned_corner(body: tuple[tuple[Cell, ...], ...], heading: str, at: int) -> bool:
    """Whether a corner that names both (指标\\县区) stands above indicators rather than units."""
    return names_indicators(heading) and _list_indicators(body, at)


def _list_indicators(body: tuple[tuple[Cell, ...], ...], at: int) -> bool:
    """Whether most cells of a column say what is counted."""
    texts = [tight(row[at].text) for row in body if not row[at].is_blank]
    return 2 * sum(says_what(text) or text.startswith("其中") for text in texts) > len(texts)


def _list_figures(body: tuple[tuple[Cell, ...], ...], at: int) -> bool:
    texts = [row[at].text for row in body if not row[at].is_blank]
    return 2 * sum(held(text).what in (Holds.FIGURE, Holds.NOT_ASSIGNED) for text in texts) > len(texts)


def long_sheets(
    body: tuple[tuple[Cell, ...], ...], parts: list[tuple[str, ...]], naming: int, first_row: int
) -> tuple[Sheet, ...]:
    """A long table 单位 | 指标 | 数值: one sheet for each run of rows of one unit; empty where it is none."""
    lasts = [part[-1] if part else "" for part in parts]
    indicators = [
        at
        for at, text in enumerate(lasts)
        if at != naming and names_indicators(text) and _list_indicators(body, at)
    ]
    measures = [at for at, text in enumerate(lasts) if text in MEASURE_HEADS and _measures(body, at)]
    ordinal = [at for at, text in enumerate(lasts) if text in ORDINAL_HEADS]
    values = [at for at in range(len(parts)) if at not in (naming, *indicators, *measures, *ordinal)]
    if len(indicators) != 1 or not any(_list_figures(body, at) for at in values):
        return ()
    found: list[Sheet] = []
    for number, run in _runs(body, naming, first_row):
        series, whole = list[Series](), ""
        for row in run:
            said = _with_unit(row, indicators[0], measures)
            is_part = said.startswith("其中")
            of = (whole, said) if is_part and whole else (said,)
            whole = whole if is_part else said
            headings = tuple(row[at] for at in (indicators[0], *measures))
            series += [
                Series((*of, *(part for part in parts[at] if part not in VALUE_HEADS)), (row[at],), headings)
                for at in values
            ]
        name = Name(_label(run[0][: naming + 1]), place_of(run[0][naming]), number)
        naming_cells = tuple(row[at] for row in run for at in (naming, *ordinal))
        found.append(Sheet((name,), tuple(series), naming_cells))
    return tuple(found)


def _runs(
    body: tuple[tuple[Cell, ...], ...], naming: int, first_row: int
) -> list[tuple[int, list[tuple[Cell, ...]]]]:
    """Neighbouring rows of one unit, with the number of the first; a blank name is a run of its own."""
    runs: list[tuple[int, list[tuple[Cell, ...]]]] = []
    for number, row in enumerate(body, start=first_row):
        before = tight(runs[-1][1][-1][naming].text) if runs else ""
        if before and tight(row[naming].text) == before:
            runs[-1][1].append(row)
        else:
            runs.append((number, [row]))
    return runs


def _parts(head: tuple[tuple[Cell, ...], ...], column: int) -> tuple[str, ...]:
    said = (tight(row[column].text) for row in head if not row[column].is_blank)
    return tuple(dict.fromkeys(text for text in said if without_measure(text)))


def _measures(body: tuple[tuple[Cell, ...], ...], column: int) -> bool:
    """Whether a column headed 单位 holds units of measure."""
    texts = [row[column].text for row in body if not row[column].is_blank]
    return bool(texts) and all(measure_named(text) for text in texts)


def _upright(
    body: tuple[tuple[Cell, ...], ...],
    head: tuple[tuple[Cell, ...], ...],
    parts: list[tuple[str, ...]],
    naming: int,
    columns: range,
    first_row: int,
) -> Sheet:
    """Units in rows, in one block of columns. A total is labelled in any cell up to the names (合计 under 序号)."""
    names = tuple(
        Name(_label(row[columns.start : naming + 1]), place_of(row[naming]), number)
        for number, row in enumerate(body, start=first_row)
    )
    ordinal = [at for at in columns if parts[at] and parts[at][-1] in ORDINAL_HEADS]
    left = [at for at in columns if at != naming and at not in ordinal]
    series = tuple(
        Series(parts[at], tuple(row[at] for row in body), tuple(row[at] for row in head)) for at in left
    )
    return Sheet(names, _distinct(series), tuple(row[at] for row in body for at in (naming, *ordinal)))


def _distinct(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Without columns that only repeat the one before (cells merged across), and without empty ones."""
    kept: list[Series] = []
    for one in series:
        is_empty = not one.parts and all(cell.is_blank for cell in one.cells)
        if not is_empty and not (kept and kept[-1] == one):
            kept.append(one)
    return tuple(kept)


def _label(cells: tuple[Cell, ...]) -> str:
    texts = [tight(cell.text) for cell in cells]
    return next((text for text in texts if text in TOTAL_LABELS), texts[-1])


def _turned(
    body: tuple[tuple[Cell, ...], ...], head: tuple[tuple[Cell, ...], ...], parts: list[tuple[str, ...]]
) -> Sheet | None:
    """Units in columns: each row is a series, headed by its cells under 指标, 计量单位 and 目标类别."""
    lasts = [part[-1] if part else "" for part in parts]
    indicator = next(at for at, text in enumerate(lasts) if names_indicators(text))
    measures = [at for at, text in enumerate(lasts) if text in MEASURE_HEADS and _measures(body, at)]
    tiers = [at for at, text in enumerate(lasts) if text in TIER_HEADS]
    ordinal = [at for at, text in enumerate(lasts) if text in ORDINAL_HEADS]
    leading = [indicator, *measures, *tiers, *ordinal]
    values = [at for at in range(len(parts)) if at not in leading]
    if not values or any(not lasts[at] for at in values):
        return None
    series = tuple(
        Series(
            (_with_unit(row, indicator, measures), *(tight(row[at].text) for at in tiers)),
            tuple(row[at] for at in values),
            tuple(row[at] for at in (indicator, *measures, *tiers)),
        )
        for row in body
    )
    names = tuple(
        Name(lasts[at], place_of(head[-1][at]), number) for number, at in enumerate(values, start=1)
    )
    naming = (
        *(row[at] for row in body for at in ordinal),
        *(row[at] for row in head for at in range(len(parts))),
    )
    return Sheet(names, series, naming)


def _with_unit(row: tuple[Cell, ...], indicator: int, measures: list[int]) -> str:
    units = "".join(f"（{tight(row[at].text)}）" for at in measures if not row[at].is_blank)
    return tight(row[indicator].text) + units
