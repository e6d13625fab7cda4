"""What a scheme is filled with: figures of the scoreboard held against the stage, returns counted, marks of people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from jinghe.core.counting.indicators import Pace
from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.schemes.inputs import Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.schemes import InputKind, Scheme, SchemeInput
from jinghe.core.evaluation.stages import Stage
from jinghe.core.plan.plans import Plan, Target, Tier, Tiers
from jinghe.core.progress.progress import Progress, expected_at
from jinghe.core.values.amounts import Quantity, UnitOfMeasure, rounded
from jinghe.usecases.evaluation.refusals import refused_for
from jinghe.usecases.evaluation.schemes import Pacing, covered_units
from jinghe.usecases.progress.scoreboard import Scoreboard, scoreboard
from jinghe.usecases.returns.returns import ReturnState, ReturnStatus, reporting

HALF = Fraction(1, 2)

COUNTERS: dict[str, Callable[[ReturnStatus], bool]] = {
    "缺报月报": lambda one: one.state is ReturnState.OVERDUE,
    "迟报月报": lambda one: one.first is not None and not one.is_timely,
    "退回月报": lambda one: one.state is ReturnState.RETURNED,
}
"""What the house counts by itself; a scheme names it as the input or as its column. All else people count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInputs:
    """The inputs of all units, and the scoreboard they were read from."""

    units: tuple[UnitInputs, ...]
    board: Scoreboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """双过半 of one target: the task is half done when half of the time has passed; by tier, None without a figure."""

    target: Target
    is_reported: bool
    completion: Mapping[Tier, Fraction | None]

    @property
    def floor(self) -> Fraction | None:
        """The share of 保证目标, or of the only figure."""
        return next(iter(self.completion.values()))

    @property
    def stretch(self) -> Fraction | None:
        """The share of 工作目标."""
        return self.completion.get(Tier.WORKING)

    @property
    def has_pair(self) -> bool:
        return len(self.completion) > 1

    @property
    def is_floor_half(self) -> bool:
        return self.is_reported and self.floor is not None and self.floor >= HALF

    @property
    def is_stretch_half(self) -> bool:
        return self.is_reported and self.stretch is not None and self.stretch >= HALF


def filled(
    scheme: Scheme,
    pacing: Pacing,
    stage: Stage,
    *,
    known_at: datetime | None = None,
    marks: Mapping[str, Mapping[str, Judgement]] | None = None,
) -> StageInputs:
    """The inputs of a scheme at the end of a stage, as known at an instant. marks: unit → input → what people gave.

    Raises NoPlan, RefusedEvaluation.
    """
    board = scoreboard(stage.year, as_of=stage.as_of, known_at=known_at)
    filling = _Filling(
        scheme=scheme,
        pacing=pacing,
        board=board,
        statuses=_returns(board.plan, stage.as_of, known_at),
        marks=marks or {},
    )
    units = tuple(filling.unit(unit.name, unit.group) for unit in covered_units(scheme, board.plan))
    if filling.faults:
        raise refused_for(filling.faults)
    return StageInputs(units=units, board=board)


def marked_inputs(scheme: Scheme) -> tuple[SchemeInput, ...]:
    """The inputs that people give: judged scores, and counts that no ledger holds."""
    return tuple(
        one
        for one in scheme.inputs
        if one.kind is InputKind.JUDGED
        or (one.kind is InputKind.COUNTED and (one.column or one.name) not in COUNTERS)
    )


def halves(board: Scoreboard, units: tuple[str, ...]) -> dict[str, tuple[Halves, ...]]:
    """双过半 of every target that fills with time, by unit; of counts and money of the year alone."""
    found: dict[str, tuple[Halves, ...]] = {}
    for unit in units:
        found[unit] = tuple(
            Halves(
                target=one.target,
                is_reported=one.is_reported,
                completion={tier: one.of_tier(tier).completion for tier, _ in one.target.tiers.items()},
            )
            for one in board.of_unit(unit)
            if expected_at(one.target, one.target.tiers.floor.base, HALF) is not None
            and one.target.of_which is None
        )
    return found


def _returns(plan: Plan, as_of: date, known_at: datetime | None) -> Mapping[str, tuple[ReturnStatus, ...]]:
    """The returns of the months up to the end of the stage, as they stood when they were looked at."""
    looked_on = timezone.localdate(known_at)
    statuses = reporting(plan, looked_on, known_at).statuses
    return {unit: tuple(one for one in row if one.month <= as_of) for unit, row in statuses.items()}


@dataclass(slots=True, kw_only=True)
class _Filling:
    scheme: Scheme
    pacing: Pacing
    board: Scoreboard
    statuses: Mapping[str, tuple[ReturnStatus, ...]]
    marks: Mapping[str, Mapping[str, Judgement]]
    faults: list[Fault] = field(default_factory=list)

    def unit(self, unit: str, group: str) -> UnitInputs:
        scheme = self.scheme
        if unit in {one.unit for one in scheme.exclusions}:
            return UnitInputs(unit=unit, group=group)
        given = self.marks.get(unit, {})
        counters = {
            one.name: count
            for one in scheme.inputs
            if one.kind is InputKind.COUNTED and (count := self._count(one, unit, given)) is not None
        }
        return UnitInputs(
            unit=unit,
            group=group,
            measurements={
                one.name: self._measurement(one, unit)
                for one in scheme.inputs
                if one.kind is InputKind.MEASURED
            },
            counters=counters,
            judgements={
                one.name: given[one.name]
                for one in scheme.inputs
                if one.kind is InputKind.JUDGED and one.name in given
            },
        )

    def _count(self, asked: SchemeInput, unit: str, given: Mapping[str, Judgement]) -> Fraction | None:
        counts = COUNTERS.get(asked.column or asked.name)
        if counts is not None:
            return Fraction(sum(map(counts, self.statuses.get(unit, ()))))
        own = given.get(asked.name)
        return own.score if own is not None and own.confirmed_by else None

    def _measurement(self, asked: SchemeInput, unit: str) -> Measurement:
        """The figure of a column; several targets of it are added where they count alike."""
        column = asked.column or asked.name
        found = _apart([one for one in self.board.of_unit(unit) if one.target.column == column])
        if not found:
            return Measurement(actual=None)
        first = found[0].target
        if any(_counts(one.target) != _counts(first) for one in found):
            keys = "、".join(one.target.key for one in found)
            self.faults.append(
                Fault(
                    place=f"{unit}“{column}”",
                    text=f"有{len(found)}个目标（{keys}），统计方式不同，不能合并",
                    advice="请在办法中把该单位列为不参与评价，或改用别的数据项",
                )
            )
            return Measurement(actual=None)
        actuals = [one.actual for one in found]
        return Measurement(
            actual=None if None in actuals else sum((one for one in actuals if one is not None), Fraction(0)),
            tiers=self._tiers(found),
            is_reported=all(one.is_reported for one in found),
            targets=tuple(one.target.key for one in found),
        )

    def _tiers(self, found: list[Progress]) -> Tiers:
        """What is asked of all of them together."""
        first = found[0].target.tiers
        asked = {
            tier: sum((due_of(one, tier, self.pacing) for one in found), Fraction(0))
            for tier, _ in first.items()
        }
        return Tiers(**{tier.value: _quantity(base, first.floor.unit) for tier, base in asked.items()})


def due_of(one: Progress, tier: Tier, pacing: Pacing) -> Fraction:
    """What a tier asks by the end of the stage, or by the end of the year.

    Pieces of which none is due yet are not asked for; one that is there already is held against one.
    """
    figure = one.target.tiers.of_tier(tier).base
    due = None if pacing is Pacing.WHOLE else expected_at(one.target, figure, one.elapsed)
    if due is None:
        return figure
    is_early = not due and one.actual is not None and one.actual >= 1
    return Fraction(1) if is_early and one.target.rule.pace is Pace.WHOLE else due


def _apart(found: list[Progress]) -> list[Progress]:
    """Without parts of others in the list, and with the better one of 或 branches."""
    keys = {one.target.key for one in found}
    whole = [one for one in found if one.target.of_which not in keys]
    best: dict[str, Progress] = {}
    for one in whole:
        branch = one.target.any_of or one.target.key
        if branch not in best or _share(one) > _share(best[branch]):
            best[branch] = one
    return list(best.values())


def _share(one: Progress) -> Fraction:
    return one.of_tier(Tier.GUARANTEED).completion or Fraction(0)


def _counts(target: Target) -> tuple[object, ...]:
    """What must be the same of targets that are added."""
    return (
        target.indicator,
        target.window,
        target.scope,
        target.tiers.floor.unit.name,
        tuple(tier for tier, _ in target.tiers.items()),
    )


def _quantity(base: Fraction, unit: UnitOfMeasure) -> Quantity:
    """A figure that is due: whole 分 of money, exact otherwise."""
    whole = Fraction(rounded(base, 0)) if unit.currency is not None else base
    number = whole / unit.scale
    return Quantity(number=Decimal(number.numerator) / Decimal(number.denominator), unit=unit)
