"""What bulletins are written from: the figures of a plan for one 截至 and 入账时点, and decisions of the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from jinghe.core.attracting.trips import TripTable
from jinghe.core.counting.indicators import Window
from jinghe.core.evaluation.schemes.scores import UnitResult
from jinghe.core.plan.plans import Plan, Target
from jinghe.core.progress.progress import Progress
from jinghe.core.values.periods import closed_months, plan_year

ColumnKey = tuple[str, str, str]
"""Group, table and column: what is compared with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Of the returns that fell due, those filed, those filed in time, and the zero reports among them."""

    due: int
    filed: int
    timely: int
    zero: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCorrection:
    """A line that was entered after its month was closed. amount_fen: unsigned; None where it counts pieces."""

    unit: str
    kind_name: str
    subject_name: str
    occurred_on: date
    recorded_at: datetime
    sign: int
    amount_fen: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A unit that the performance office decided to name. because: the facts; person: who was responsible then."""

    unit: str
    ground: str
    because: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSigned:
    """The city's projects signed in one year, and how far they have come. months: since the start of that year, the
    oldest that one of them can be.
    """

    year: int
    months: int
    signed: Fraction
    registered: Fraction
    started: Fraction
    producing: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """The frozen result of a stage evaluation. objections_until: only while the result is provisional."""

    name: str
    is_final: bool
    full_mark: Fraction | None
    results: tuple[UnitResult, ...]
    objections_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One 督办事项: what is asked of which unit, why, and by when. person: who answers for it in the unit."""

    code: str
    unit: str
    matter: str
    because: str
    demand: str
    due_on: date
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that a bulletin may state. progress: by target key; city, last_year: by (table, column); reported: by unit.

    as_of, known_at: with the same two the same figures can be worked out again. last_year: the city's figures one year
    before, where the office kept a plan and a ledger then. From signed_years on: only if the kind of bulletin needs it.
    """

    plan: Plan
    as_of: date
    known_at: datetime
    elapsed: Fraction
    progress: Mapping[str, Progress]
    city: Mapping[tuple[str, str], Progress]
    unreported: frozenset[str]
    last_year: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    reported: Mapping[str, Reported] = field(default_factory=dict)
    corrections: tuple[LateCorrection, ...] = ()
    named: tuple[Named, ...] = ()
    signed_years: tuple[YearSigned, ...] = ()
    trips: TripTable | None = None
    trips_of_year: TripTable | None = None
    evaluated: Evaluated | None = None
    follow_up: FollowUp | None = None

    @property
    def months(self) -> int:
        """How many months of the plan year have closed."""
        return len(closed_months(plan_year(self.plan.year), self.as_of))

    @property
    def columns(self) -> tuple[ColumnKey, ...]:
        return tuple(key for group in self.plan.groups for key in self.columns_of(group))

    def columns_of(self, group: str) -> tuple[ColumnKey, ...]:
        """The comparison columns of a group, in the order of the notice."""
        units = {unit.name for unit in self.plan.units_of(group)}
        return tuple(
            dict.fromkeys(
                (group, target.table, target.column)
                for target in self.plan.targets
                if target.unit in units and target.column
            )
        )

    def of_column(self, key: ColumnKey) -> tuple[Progress, ...]:
        group, table, column = key
        units = {unit.name for unit in self.plan.units_of(group)}
        return tuple(
            self.progress[target.key]
            for target in self.plan.targets
            if (target.table, target.column) == (table, column) and target.unit in units
        )

    def unassigned(self, key: ColumnKey) -> tuple[str, ...]:
        """The units of the group that have no target in the column: 不评价."""
        assigned = {progress.target.unit for progress in self.of_column(key)}
        return tuple(unit.name for unit in self.plan.units_of(key[0]) if unit.name not in assigned)

    def has_pace(self, target: Target) -> bool:
        """Whether the target is expected to fill month by month."""
        return target.window is Window.FLOW
