"""Scoring schemes 评分办法: what is scored, by which named functions, and how grades follow, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import FigureState
from jinghe.core.plan.plans import Tier

StepTable = tuple[tuple[Fraction, Fraction], ...]
"""Rows of (from, points), the highest first."""
Value = Fraction | bool | str | StepTable


class InputKind(StrEnum):
    """measured: a figure, mostly against a target. counted: how often something happened. judged: by a person."""

    MEASURED = "measured"
    COUNTED = "counted"
    JUDGED = "judged"

    @property
    def label(self) -> str:
        return {"measured": "指标", "counted": "计数", "judged": "人工评分"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeInput:
    """A figure that a scheme asks for; its Chinese name is its identity.

    unit_of_measure: of thresholds and texts. column: the plan column that fills it; empty: the one of that name.
    """

    name: str
    kind: InputKind = InputKind.MEASURED
    unit_of_measure: str = "个"
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A named function with its parameters, inputs by name, and the formulas it combines."""

    function: str
    inputs: tuple[str, ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    parts: tuple[FormulaPart, ...] = ()

    def walk(self) -> Iterator[Formula]:
        """This formula and all it combines."""
        yield self
        for part in self.parts:
            yield from part.formula.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaPart:
    """One of the formulas that another combines; the function of that other says what the weight means."""

    name: str
    weight: Fraction = Fraction(1)
    formula: Formula


class Treatment(StrEnum):
    """What happens when a figure is not there.

    respread: left out, its weight goes to the other items. no_points: left out, its weight is lost.
    as_recorded: 未报 only; what the ledger holds is taken.
    """

    RESPREAD = "respread"
    FULL = "full"
    ZERO = "zero"
    NO_POINTS = "no_points"
    AS_RECORDED = "as_recorded"
    NOT_EVALUATED = "not_evaluated"

    @property
    def label(self) -> str:
        return {
            "respread": "不计分，权重由其余评分项分摊",
            "full": "按满分计",
            "zero": "按0分计",
            "no_points": "不计分，权重不分摊",
            "as_recorded": "按台账已有数计",
            "not_evaluated": "该单位不评价",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    """What happens to an item whose figure is 未下达, 未报 or 不适用."""

    unassigned: Treatment = Treatment.RESPREAD
    unreported: Treatment = Treatment.ZERO
    inapplicable: Treatment = Treatment.RESPREAD

    def treatment(self, state: FigureState) -> Treatment:
        return {
            FigureState.NOT_ASSIGNED: self.unassigned,
            FigureState.NOT_REPORTED: self.unreported,
            FigureState.NOT_APPLICABLE: self.inapplicable,
        }[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredItem:
    """One thing that is scored. weight: its full mark. most: a cap on its points (None: what the function gives)."""

    name: str
    weight: Fraction = Fraction(1)
    most: Fraction | None = None
    formula: Formula
    absences: Absences | None = None


class Basis(StrEnum):
    """What of an input is compared: the figure itself, its completion, or what exceeds the target."""

    ACTUAL = "actual"
    COMPLETION = "completion"
    EXCESS = "excess"

    @property
    def label(self) -> str:
        return {"actual": "", "completion": "完成率", "excess": "超出目标数"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCondition:
    """A test of one input, in its unit of measure (a completion as a ratio); one of the two limits is given."""

    input: str
    basis: Basis = Basis.ACTUAL
    at_least: Fraction | None = None
    below: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        is_enough = self.at_least is None or value >= self.at_least
        return is_enough and (self.below is None or value < self.below)


class VetoEffect(StrEnum):
    ZERO = "zero"
    NO_GRADE = "no_grade"
    DISQUALIFIED = "disqualified"

    @property
    def label(self) -> str:
        return {"zero": "总分计0分", "no_grade": "不评定等次", "disqualified": "取消评价资格"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """一票否决: when the condition holds, the rest does not count."""

    name: str
    condition: InputCondition
    effect: VetoEffect


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """晋档: when any of the conditions holds, the grade is raised by so many."""

    name: str
    any_of: tuple[InputCondition, ...]
    by: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade 等次, given to who satisfies all that it states; the last states nothing.

    at_least: of the total. top: best ranks of the group. top_share: of the group's ranked units, rounded down.
    """

    name: str
    at_least: Fraction | None = None
    top: int | None = None
    top_share: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """Decimals that scores are rounded to before they are added (items) or ranked (total); None: exact."""

    items: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeGroup:
    """Units that are compared with each other; units empty: those of the plan's group of that name.

    is_ranked False: scored for information 弹性考查, without a rank.
    """

    name: str
    units: tuple[str, ...] = ()
    is_ranked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A unit that is not evaluated, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scoring scheme. full_mark: what the weights of the items add up to. source: the paper it is from.

    groups empty: as the plan groups its units. bonus_most, deduction_most: caps of all bonuses, of all deductions.
    least, most: bounds of the total. remarks: what the paper leaves open and how it was settled.
    """

    name: str
    source: str
    full_mark: Fraction
    inputs: tuple[SchemeInput, ...]
    items: tuple[ScoredItem, ...]
    bonuses: tuple[ScoredItem, ...] = ()
    bonus_most: Fraction | None = None
    deductions: tuple[ScoredItem, ...] = ()
    deduction_most: Fraction | None = None
    vetoes: tuple[Veto, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    grades: tuple[Grade, ...] = ()
    groups: tuple[SchemeGroup, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    tier: Tier = Tier.GUARANTEED
    absences: Absences = Absences()
    rounding: Rounding = Rounding()
    least: Fraction | None = None
    most: Fraction | None = None
    remarks: tuple[str, ...] = ()

    def input(self, name: str) -> SchemeInput:
        """The input of a name. Raises KeyError."""
        return {entry.name: entry for entry in self.inputs}[name]

    def group_of(self, unit: str, plan_group: str) -> str:
        """The group that the scheme puts a unit in; else that of the plan."""
        return next((group.name for group in self.groups if unit in group.units), plan_group)
