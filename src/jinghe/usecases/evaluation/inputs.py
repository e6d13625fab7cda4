"""The inputs of a scheme: figures of the scoreboard beside what the stage asks, counts of returns, marks by people."""

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
    "缺报月报": lambda monthly: monthly.state is ReturnState.OVERDUE,
    "迟报月报": lambda monthly: monthly.first is not None and not monthly.is_timely,
    "退回月报": lambda monthly: monthly.state is ReturnState.RETURNED,
}
"""Counts that the program makes, by the name of the input or of its column; all other counts people must give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInputs:
    """The inputs of all units, and the scoreboard they were read from."""

    units: tuple[UnitInputs, ...]
    board: Scoreboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """双过半 of one target: is half of it done after half of the year? completion: by tier, None without a figure."""

    target: Target
    is_reported: bool
    completion: Mapping[Tier, Fraction | None]

    @property
    def floor(self) -> Fraction | None:
        """Completion of 保证目标, or of the only figure."""
        return next(iter(self.completion.values()))

    @property
    def stretch(self) -> Fraction | None:
        """Completion of 工作目标; None where there is but one figure."""
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


def fill_inputs(
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
    reader = _InputReader(
        scheme=scheme,
        pacing=pacing,
        board=board,
        statuses=_returns(board.plan, stage.as_of, known_at),
        marks=marks or {},
    )
    units = tuple(reader.unit(unit.name, unit.group) for unit in covered_units(scheme, board.plan))
    if reader.faults:
        raise refused_for(reader.faults)
    return StageInputs(units=units, board=board)


def marked_inputs(scheme: Scheme) -> tuple[SchemeInput, ...]:
    """The inputs that people give: judged scores, and counts that no ledger holds."""
    return tuple(
        scheme_input
        for scheme_input in scheme.inputs
        if scheme_input.kind is InputKind.JUDGED
        or (
            scheme_input.kind is InputKind.COUNTED
            and (scheme_input.column or scheme_input.name) not in COUNTERS
        )
    )


def halves(board: Scoreboard, units: tuple[str, ...]) -> dict[str, tuple[Halves, ...]]:
    """unit → 双过半 of its targets that fill in the course of the year; 其中 parts are left out."""
    by_unit: dict[str, tuple[Halves, ...]] = {}
    for unit in units:
        by_unit[unit] = tuple(
            Halves(
                target=progress.target,
                is_reported=progress.is_reported,
                completion={
                    tier: progress.of_tier(tier).completion for tier, _ in progress.target.tiers.items()
                },
            )
            for progress in board.of_unit(unit)
            if expected_at(progress.target, progress.target.tiers.floor.base, HALF) is not None
            and progress.target.of_which is None
        )
    return by_unit


def _returns(plan: Plan, as_of: date, known_at: datetime | None) -> Mapping[str, tuple[ReturnStatus, ...]]:
    """unit → the returns of the months up to the end of the stage, as known at an instant."""
    looked_on = timezone.localdate(known_at)
    statuses = reporting(plan, looked_on, known_at).statuses
    return {unit: tuple(status for status in row if status.month <= as_of) for unit, row in statuses.items()}


@dataclass(slots=True, kw_only=True)
class _InputReader:
    scheme: Scheme
    pacing: Pacing
    board: Scoreboard
    statuses: Mapping[str, tuple[ReturnStatus, ...]]
    marks: Mapping[str, Mapping[str, Judgement]]
    faults: list[Fault] = field(default_factory=list)

    def unit(self, unit: str, group: str) -> UnitInputs:
        scheme = self.scheme
        if unit in {exclusion.unit for exclusion in scheme.exclusions}:
            return UnitInputs(unit=unit, group=group)
        judgements = self.marks.get(unit, {})
        counters = {
            scheme_input.name: count
            for scheme_input in scheme.inputs
            if scheme_input.kind is InputKind.COUNTED
            and (count := self._count(scheme_input, unit, judgements)) is not None
        }
        return UnitInputs(
            unit=unit,
            group=group,
            measurements={
                scheme_input.name: self._measurement(scheme_input, unit)
                for scheme_input in scheme.inputs
                if scheme_input.kind is InputKind.MEASURED
            },
            counters=counters,
            judgements={
                scheme_input.name: judgements[scheme_input.name]
                for scheme_input in scheme.inputs
                if scheme_input.kind is InputKind.JUDGED and scheme_input.name in judgements
            },
        )

    def _count(
        self, scheme_input: SchemeInput, unit: str, judgements: Mapping[str, Judgement]
    ) -> Fraction | None:
        counts = COUNTERS.get(scheme_input.column or scheme_input.name)
        if counts is not None:
            return Fraction(sum(map(counts, self.statuses.get(unit, ()))))
        judgement = judgements.get(scheme_input.name)
        return judgement.score if judgement is not None and judgement.confirmed_by else None

    def _measurement(self, scheme_input: SchemeInput, unit: str) -> Measurement:
        """The figure of a unit in one column; several targets are added up, a fault if they do not count alike."""
        column = scheme_input.column or scheme_input.name
        progresses = _apart(
            [progress for progress in self.board.of_unit(unit) if progress.target.column == column]
        )
        if not progresses:
            return Measurement(actual=None)
        first = progresses[0].target
        if any(_counts(progress.target) != _counts(first) for progress in progresses):
            keys = "、".join(progress.target.key for progress in progresses)
            self.faults.append(
                Fault(
                    place=f"{unit}“{column}”",
                    text=f"有{len(progresses)}个目标（{keys}），统计方式不同，不能合并",
                    advice="请在办法中把该单位列为不参与评价，或改用别的数据项",
                )
            )
            return Measurement(actual=None)
        actuals = [progress.actual for progress in progresses]
        return Measurement(
            actual=None
            if None in actuals
            else sum((actual for actual in actuals if actual is not None), Fraction(0)),
            tiers=self._tiers(progresses),
            is_reported=all(progress.is_reported for progress in progresses),
            targets=tuple(progress.target.key for progress in progresses),
        )

    def _tiers(self, progresses: list[Progress]) -> Tiers:
        """What several targets ask together, by tier."""
        first = progresses[0].target.tiers
        due = {
            tier: sum((due_of(progress, tier, self.pacing) for progress in progresses), Fraction(0))
            for tier, _ in first.items()
        }
        return Tiers(**{tier.value: _quantity(base, first.floor.unit) for tier, base in due.items()})


def due_of(progress: Progress, tier: Tier, pacing: Pacing) -> Fraction:
    """What a tier asks by the end of the stage, or by the end of the year.

    Of whole pieces 0 may be due early in the year; if one is done by then, it is compared with 1, not with 0.
    """
    figure = progress.target.tiers.of_tier(tier).base
    due = None if pacing is Pacing.WHOLE else expected_at(progress.target, figure, progress.elapsed)
    if due is None:
        return figure
    is_early = not due and progress.actual is not None and progress.actual >= 1
    return Fraction(1) if is_early and progress.target.rule.pace is Pace.WHOLE else due


def _apart(progresses: list[Progress]) -> list[Progress]:
    """The list without 其中 parts of its other targets, and with only the better one of alternatives 或."""
    keys = {progress.target.key for progress in progresses}
    whole = [progress for progress in progresses if progress.target.of_which not in keys]
    best: dict[str, Progress] = {}
    for progress in whole:
        branch = progress.target.any_of or progress.target.key
        if branch not in best or _share(progress) > _share(best[branch]):
            best[branch] = progress
    return list(best.values())


def _share(progress: Progress) -> Fraction:
    return progress.of_tier(Tier.GUARANTEED).completion or Fraction(0)


def _counts(target: Target) -> tuple[object, ...]:
    """What must be equal for two targets to be added up."""
    return (
        target.indicator,
        target.window,
        target.scope,
        target.tiers.floor.unit.name,
        tuple(tier for tier, _ in target.tiers.items()),
    )


def _quantity(base: Fraction, unit: UnitOfMeasure) -> Quantity:
    """A figure that is due, in the unit of measure: money rounded to 分, all else exact."""
    whole = Fraction(rounded(base, 0)) if unit.currency is not None else base
    number = whole / unit.scale
    return Quantity(number=Decimal(number.numerator) / Decimal(number.denominator), unit=unit)
