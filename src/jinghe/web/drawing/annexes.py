"""The annexes as the notice shows them: grids with merged headers, clauses by unit, duties. Never computes."""

from collections.abc import Callable
from dataclasses import dataclass

from jinghe.core.plan.plans import Duty, Plan, Target, Tier, Tiers, Total
from jinghe.core.values.amounts import AmountKind
from jinghe.web.drawing.boards import in_printed_order, short
from jinghe.web.frame.sentences import Part, sentence

RATES = "签约项目推进"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCell:
    """A header cell."""

    text: str
    across: int
    down: int
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexColumn:
    """A column of the annex with the tiers it prints. units_differ: each cell says its own unit of measure."""

    name: str
    unit_of_measure: str
    units_differ: bool
    tiers: tuple[Tier, ...]
    is_doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexTable:
    """A table of figures. rows: every unit of the groups it is for, with its target per column (None: 未下达).

    totals: per column (None: no total).
    """

    name: str
    heads: tuple[tuple[HeaderCell, ...], ...]
    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[str, tuple[tuple[AnnexColumn, Target | None], ...]], ...]
    totals: tuple[tuple[AnnexColumn, Total | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A department's row: clauses per column, and its duties."""

    unit: str
    cells: tuple[tuple[str, tuple[Part, ...]], ...]
    duties: tuple[Duty, ...]


CLAUSE_COLUMNS: tuple[tuple[str, Callable[[Target], bool]], ...] = (
    ("主导引进", lambda target: target.indicator not in ("offerings", "trips")),
    ("编制推出", lambda target: target.indicator == "offerings"),
    ("小分队", lambda target: target.indicator == "trips"),
)


def tables(plan: Plan) -> tuple[str, ...]:
    """The annex tables that hold targets, in the order of the notice."""
    return tuple(dict.fromkeys(target.table for target in plan.targets))


def is_grid(plan: Plan, table: str) -> bool:
    """Whether the table prints figures under column heads; a table without any total holds clauses."""
    return any(total.table == table for total in plan.totals)


def grid(plan: Plan, table: str) -> AnnexTable:
    """A table of figures with its two-line header."""
    targets = [target for target in plan.targets if target.table == table]
    columns = tuple(
        _column(targets, name) for name in in_printed_order(plan, dict.fromkeys(t.column for t in targets))
    )
    at = {(target.unit, target.column): target for target in targets}
    groups = {plan.unit(target.unit).group for target in targets}
    units = [unit.name for unit in plan.units if unit.group in groups]
    return AnnexTable(
        name=table,
        heads=_heads(columns, targets),
        columns=columns,
        rows=tuple((unit, tuple((c, at.get((unit, c.name))) for c in columns)) for unit in units),
        totals=tuple((c, plan.total(table, c.name)) for c in columns),
    )


def _column(targets: list[Target], name: str) -> AnnexColumn:
    own = [target for target in targets if target.column == name]
    tiers: dict[Tier, None] = {}
    for target in own:
        tiers |= dict.fromkeys(tier for tier, _ in target.tiers.items())
    measures = {target.tiers.floor.unit.name for target in own}
    return AnnexColumn(
        name=name,
        unit_of_measure="见各格" if len(measures) > 1 else own[0].tiers.floor.unit.name,
        units_differ=len(measures) > 1,
        tiers=tuple(tiers),
        is_doubtful=not all(target.confirmed for target in own),
    )


def _heads(columns: tuple[AnnexColumn, ...], targets: list[Target]) -> tuple[tuple[HeaderCell, ...], ...]:
    """First line: columns, or what several columns share; second line: tiers, or the columns below it."""
    above: list[tuple[str, list[AnnexColumn]]] = []
    for column in columns:
        family = _family(column, targets)
        if above and family and above[-1][0] == family:
            above[-1][1].append(column)
        else:
            above.append((family or column.name, [column]))
    first = [HeaderCell(text="单位", across=1, down=2)]
    second: list[HeaderCell] = []
    for text, own in above:
        title = f"{text}（{own[0].unit_of_measure}）"
        if text == own[0].name and len(own) == 1:
            tiers = own[0].tiers
            down = 2 if len(tiers) == 1 else 1
            first.append(HeaderCell(text=title, across=len(tiers), down=down, is_doubtful=own[0].is_doubtful))
            second += [HeaderCell(text=tier.label[:2], across=1, down=1) for tier in tiers if down == 1]
        else:
            first.append(HeaderCell(text=title, across=sum(len(c.tiers) for c in own), down=1))
            second += [
                HeaderCell(text=short(c.name), across=len(c.tiers), down=1, is_doubtful=c.is_doubtful)
                for c in own
            ]
    return tuple(first), tuple(second)


def _family(column: AnnexColumn, targets: list[Target]) -> str:
    if column.name.startswith("“") and "”" in column.name:
        return column.name[: column.name.index("”") + 1]
    sample = next(target for target in targets if target.column == column.name)
    if sample.tiers.floor.unit.kind is AmountKind.RATIO:
        since = sample.criteria.signed_since
        return f"{since}年以来{RATES}" if since else RATES
    return ""


def figures(tiers: Tiers, column: AnnexColumn) -> list[object]:
    """The figure of each tier the column prints; None prints as —."""
    told = dict(tiers.items())
    return [told.get(tier) for tier in column.tiers]


def clauses(plan: Plan, table: str) -> tuple[ClauseRow, ...]:
    """A table of clauses: one row a unit, in the order of the notice."""
    targets = [target for target in plan.targets if target.table == table]
    units = list(dict.fromkeys(target.unit for target in targets))
    return tuple(
        ClauseRow(
            unit=unit,
            cells=tuple(
                (label, sentence(t for t in targets if t.unit == unit and belongs(t)))
                for label, belongs in CLAUSE_COLUMNS
            ),
            duties=tuple(duty for duty in plan.duties if duty.unit == unit),
        )
        for unit in units
    )


def duties(plan: Plan) -> tuple[tuple[str, tuple[Duty, ...]], ...]:
    """Units that carry duties alone, with them."""
    with_targets = {target.unit for target in plan.targets}
    found: dict[str, list[Duty]] = {}
    for duty in plan.duties:
        if duty.unit not in with_targets:
            found.setdefault(duty.unit, []).append(duty)
    return tuple((unit, tuple(own)) for unit, own in found.items())
