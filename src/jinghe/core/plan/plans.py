"""Plans 目标任务: the targets of a year, the units that carry them, and what the notice rules about counting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jinghe.core.counting.criteria import NO_CRITERIA, Criteria
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import INDICATORS, Indicator, Window
from jinghe.core.counting.rulings import Ruling, ruled
from jinghe.core.plan.lights import DEFAULT_LIGHTS, LightRule
from jinghe.core.values.amounts import AmountKind, Quantity
from jinghe.core.values.findings import Finding
from jinghe.core.values.periods import Period, plan_year


class Tier(StrEnum):
    GUARANTEED = "guaranteed"
    WORKING = "working"
    REQUIRED = "required"

    @property
    def label(self) -> str:
        return {"guaranteed": "保证目标", "working": "工作目标", "required": "目标"}[self.value]


class Scope(StrEnum):
    """Whose facts count: the unit's own, or those of the whole city (a reserve one bureau keeps for all)."""

    UNIT = "unit"
    CITY = "city"


class InvalidTarget(ValueError):
    """An impossible target, e.g. without a figure or with tiers in different units of measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The figures of a target: 保证/工作 as a pair, or one required figure. At least one of them stands."""

    guaranteed: Quantity | None = None
    working: Quantity | None = None
    required: Quantity | None = None

    def __post_init__(self) -> None:
        figures = [quantity for _, quantity in self.items()]
        if not figures:
            raise InvalidTarget("a target needs a figure")
        if self.required is not None and len(figures) > 1:
            raise InvalidTarget("required stands alone")
        if len({quantity.unit.name for quantity in figures}) > 1:
            raise InvalidTarget("tiers in different units of measure")

    def items(self) -> tuple[tuple[Tier, Quantity], ...]:
        """The tiers that have a figure, the lowest first."""
        pairs = (
            (Tier.GUARANTEED, self.guaranteed),
            (Tier.REQUIRED, self.required),
            (Tier.WORKING, self.working),
        )
        return tuple((tier, quantity) for tier, quantity in pairs if quantity is not None)

    @property
    def floor(self) -> Quantity:
        """What must be reached at least: 保证目标, or the only figure."""
        return self.items()[0][1]

    def of_tier(self, tier: Tier) -> Quantity:
        """The figure of a tier; a target with one figure has the same at every tier."""
        return dict(self.items()).get(tier, self.floor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A responsible unit 责任单位; its name is its identity, group is the comparable group it ranks in."""

    name: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One figure (or pair) that one unit must reach.

    key identifies the target within the plan and across its revisions. table and column: where it stands and what it
    is compared with. period None: the plan year. of_which: key of the parent 其中. any_of: name of a group 或.
    clause: verbatim sentence, None in tables and in the built-in plan.
    """

    key: str
    unit: str
    indicator: str
    tiers: Tiers
    role: Role
    window: Window
    criteria: Criteria = NO_CRITERIA
    scope: Scope = Scope.UNIT
    period: Period | None = None
    each: bool = False
    of_which: str | None = None
    any_of: str | None = None
    table: str = ""
    column: str = ""
    clause: str | None = None
    span: tuple[int, int] | None = None
    locator: str = ""
    confirmed: bool = False

    def __post_init__(self) -> None:
        if self.indicator not in INDICATORS:
            raise InvalidTarget(f"no indicator {self.indicator}")
        kind = self.tiers.floor.unit.kind
        if (self.window is Window.COHORT) != (kind is AmountKind.RATIO) and self.indicator != "other":
            raise InvalidTarget(f"{self.indicator} cannot be measured in {self.tiers.floor.unit.name}")

    @property
    def rule(self) -> Indicator:
        return INDICATORS[self.indicator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A printed 合计 of one column: a check, never a target of a unit.

    units: whose figures it adds, for a 小计 of some of them; empty: those of the whole column.
    """

    label: str
    table: str
    column: str
    indicator: str
    tiers: Tiers
    criteria: Criteria = NO_CRITERIA
    locator: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a unit must do that is not counted from the ledger; text is verbatim, or our own short wording."""

    unit: str
    text: str
    locator: str = ""


def _in_a_circle(parents: Mapping[str, str | None]) -> str | None:
    """A key whose chain of 其中 parents leads back to itself; None: there is none."""
    for start in parents:
        seen, key = {start}, parents[start]
        while key is not None and key not in seen:
            seen.add(key)
            key = parents[key]
        if key is not None:
            return key
    return None


class UnknownUnit(LookupError):
    """A plan does not hold that unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The targets of one year as one immutable value."""

    year: int
    document_number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    title: str = ""
    city: str = ""
    units: tuple[Unit, ...] = ()
    targets: tuple[Target, ...] = ()
    totals: tuple[Total, ...] = ()
    duties: tuple[Duty, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    lights: tuple[LightRule, ...] = DEFAULT_LIGHTS
    findings: tuple[Finding, ...] = field(default=())

    def __post_init__(self) -> None:
        keys = [target.key for target in self.targets]
        if len(set(keys)) != len(keys):
            raise InvalidTarget("two targets share a key")
        if missing := {t.of_which for t in self.targets if t.of_which} - set(keys):
            raise InvalidTarget(f"其中 of unknown targets {missing}")
        if circle := _in_a_circle({t.key: t.of_which for t in self.targets}):
            raise InvalidTarget(f"其中 leads back to {circle}")
        if missing := {t.unit for t in self.targets} - {unit.name for unit in self.units}:
            raise InvalidTarget(f"targets of unknown units {missing}")

    @property
    def groups(self) -> tuple[str, ...]:
        """Unit groups in the order of the notice."""
        return tuple(dict.fromkeys(unit.group for unit in self.units))

    def unit(self, name: str) -> Unit:
        """The unit of a name. Raises UnknownUnit."""
        for unit in self.units:
            if unit.name == name:
                return unit
        raise UnknownUnit(name)

    def units_of(self, group: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.group == group)

    def targets_of(self, unit: str) -> tuple[Target, ...]:
        return tuple(target for target in self.targets if target.unit == unit)

    def columns_of(self, group: str) -> tuple[str, ...]:
        """The comparison columns of a group, in the order of the notice."""
        units = {unit.name for unit in self.units_of(group)}
        return tuple(dict.fromkeys(target.column for target in self.targets if target.unit in units))

    def target(self, key: str) -> Target | None:
        return next((target for target in self.targets if target.key == key), None)

    def children(self, key: str) -> tuple[Target, ...]:
        return tuple(target for target in self.targets if target.of_which == key)

    def total(self, table: str, column: str) -> Total | None:
        """The printed total of a whole column; None without one (a 小计 of some of its units does not count)."""
        return next((t for t in self.totals if (t.table, t.column) == (table, column) and not t.units), None)

    def period_of(self, target: Target) -> Period:
        return target.period or plan_year(self.year)

    def ruling(self, name: str, target: Target) -> str:
        """The ruling in force for a target."""
        return ruled(self.rulings, name, indicator=target.indicator, group=self.unit(target.unit).group)

    def restrictions(self, target: Target) -> Criteria:
        """The criteria that a target is counted by: its own and its parent's (其中), after the rulings."""
        criteria = target.criteria
        parent = self.target(target.of_which) if target.of_which else None
        inherited = self.restrictions(parent) if parent else NO_CRITERIA
        sized = criteria.sized_within(inherited)
        labels_only = self.ruling("industry_restricts", target) == "no"
        return Criteria(
            investment_at_least=sized.investment_at_least,
            investment_below=sized.investment_below,
            strict=sized.strict,
            industry=() if labels_only else criteria.industry or inherited.industry,
            region=criteria.region or inherited.region,
            investor=criteria.investor or inherited.investor,
            signed_since=criteria.signed_since or inherited.signed_since,
            excludes_real_estate=criteria.excludes_real_estate
            or inherited.excludes_real_estate
            or self.ruling("real_estate", target) == "excluded",
            excludes_government_investment=criteria.excludes_government_investment
            or inherited.excludes_government_investment
            or self.ruling("government_investment", target) == "excluded",
        )
