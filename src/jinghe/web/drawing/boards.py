"""The scoreboard as tables: tabs, rows in the order of places, what is missing. Arranges; never computes a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jinghe.core.plan.plans import Plan, Target, Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import AmountKind
from jinghe.usecases.progress.scoreboard import Scoreboard

FOREIGN = ("foreign_capital_used", "fdi_arrived", "foreign_enterprises")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One or several columns that a reader looks at together."""

    label: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A target in the table. moved: ranks won (+) or lost (−) since the month before, None where unknown."""

    rank: int | None
    moved: int | None
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTable:
    """A column's targets ranked. shape: what its columns mean. criteria_differ: each row says its own restriction."""

    table: str
    column: str
    sample: Target
    rows: tuple[BoardRow, ...]
    city: Progress | None
    without_target: tuple[str, ...]
    criteria_differ: bool
    reported: int
    owing: int

    @property
    def has_tiers(self) -> bool:
        return any(row.progress.target.tiers.working is not None for row in self.rows)

    @property
    def units_differ(self) -> bool:
        """Whether its figures are in several units of measure, so that each row must say its own."""
        return len({row.progress.target.tiers.floor.unit.name for row in self.rows}) > 1

    @property
    def is_rate(self) -> bool:
        return self.sample.tiers.floor.unit.kind is AmountKind.RATIO

    @property
    def has_pace(self) -> bool:
        return any(shown.expected is not None for row in self.rows for shown in row.progress.tiers.values())

    @property
    def figure_columns(self) -> int:
        """How many columns stand after the unit's name, bar and light included."""
        return 5 if self.is_rate else 6 + 2 * self.has_tiers + self.has_pace

    @property
    def is_doubtful(self) -> bool:
        return any(not row.progress.target.confirmed for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A column or a family of columns at a glance: the city's standing, or how many stand under each light."""

    tab: Tab
    columns: tuple[tuple[str, Progress | None, Target], ...]
    lights: tuple[tuple[str, str, str, int], ...]

    @property
    def title(self) -> str:
        """The tab's label; the notice's own quotation marks where the columns carry them."""
        label = self.tab.label
        return f"“{label}”" if self.tab.columns[0].startswith(f"“{label}”") else label


def tabs(plan: Plan, group: str) -> tuple[Tab, ...]:
    """The columns of a group, related ones together: “1531” by its bands, the four rates, foreign capital."""
    found: dict[str, list[str]] = {}
    for column in columns_of(plan, group):
        found.setdefault(_family(_sample(plan, group, column)), []).append(column)
    return tuple(Tab(label=label, columns=tuple(columns)) for label, columns in found.items())


def columns_of(plan: Plan, group: str) -> tuple[str, ...]:
    """The columns of a group as the notice prints them."""
    return in_printed_order(plan, plan.columns_of(group))


def in_printed_order(plan: Plan, columns: Iterable[str]) -> tuple[str, ...]:
    """Columns by table, in the order of its 合计 row, where a unit may lack some; others follow."""
    table_of = {target.column: target.table for target in reversed(plan.targets)}
    tables = list(dict.fromkeys(target.table for target in plan.targets))
    printed = [total.column for total in plan.totals]

    def place(column: str) -> tuple[int, int]:
        return tables.index(table_of[column]), printed.index(column) if column in printed else len(printed)

    return tuple(sorted(columns, key=place))


def _family(target: Target) -> str:
    if target.column.startswith("“") and "”" in target.column:
        return target.column[1 : target.column.index("”")]
    if target.tiers.floor.unit.kind is AmountKind.RATIO:
        return "四率"
    return "利用外资" if target.indicator in FOREIGN else target.column.partition("·")[0]


def short(column: str) -> str:
    """A column within its family: “1531” 50—100亿元 is 50—100亿元."""
    return column[column.index("”") + 1 :].strip() if column.startswith("“") and "”" in column else column


def _sample(plan: Plan, group: str, column: str) -> Target:
    units = {unit.name for unit in plan.units_of(group)}
    return next(target for target in plan.targets if target.column == column and target.unit in units)


def groups_with_targets(plan: Plan) -> tuple[str, ...]:
    return tuple(group for group in plan.groups if plan.columns_of(group))


def table(board: Scoreboard, before: Scoreboard | None, group: str, column: str, tier: Tier) -> BoardTable:
    """A column of a group; ranked units first, then those without a place, in the order of the notice."""
    found = board.of_column(group, column)
    sample = found[0].target
    now = board.ranks(group, column, tier)
    earlier = before.ranks(group, column, tier) if before and group in before.plan.groups else {}
    rows = [BoardRow(rank=now.get(p.target.key), moved=_moved(now, earlier, p), progress=p) for p in found]
    units = {p.target.unit for p in found}
    all_units = [unit.name for unit in board.plan.units_of(group)]
    return BoardTable(
        table=sample.table,
        column=column,
        sample=sample,
        rows=tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))),
        city=board.city.get((sample.table, column)),
        without_target=tuple(name for name in all_units if name not in units),
        criteria_differ=len({p.target.criteria for p in found}) > 1,
        reported=sum(unit not in board.unreported for unit in units),
        owing=len(units),
    )


def _moved(now: Mapping[str, int], earlier: Mapping[str, int], progress: Progress) -> int | None:
    key = progress.target.key
    return earlier[key] - now[key] if key in now and key in earlier else None


def cards(board: Scoreboard, group: str, tier: Tier) -> tuple[Card, ...]:
    """One card a tab: city figures where the plan has a total, else how many units stand under each light."""
    return tuple(_card(board, group, tab, tier) for tab in tabs(board.plan, group))


def _card(board: Scoreboard, group: str, tab: Tab, tier: Tier) -> Card:
    columns = []
    for column in tab.columns:
        sample = _sample(board.plan, group, column)
        columns.append((short(column), board.city.get((sample.table, column)), sample))
    shown = [one.of_tier(tier).light for column in tab.columns for one in board.of_column(group, column)]
    counted = tuple(
        (light.sign, light.label, light.value.replace("_", "-"), shown.count(light))
        for light in dict.fromkeys(light for light in shown if light)
    )
    return Card(
        tab=tab, columns=tuple(columns), lights=tuple(sorted(counted, key=lambda one: _ORDER.index(one[2])))
    )


_ORDER = ("on-pace", "slow", "late", "not-reported")


def matrix(board: Scoreboard, group: str) -> list[tuple[str, list[tuple[str, list[Progress]]]]]:
    """unit → column → its targets, for all columns of a group."""
    columns = columns_of(board.plan, group)
    return [
        (unit.name, [(c, [p for p in board.of_unit(unit.name) if p.target.column == c]) for c in columns])
        for unit in board.plan.units_of(group)
    ]
