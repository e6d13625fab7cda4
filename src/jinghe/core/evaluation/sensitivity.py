"""Sensitivity: what one more piece, or one percent of a target, would do to a unit's total and rank."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import UnitInputs
from jinghe.core.evaluation.schemes.schemes import InputKind, Scheme, SchemeInput
from jinghe.core.evaluation.schemes.scores import Evaluation
from jinghe.core.evaluation.scoring import evaluate, score_checked
from jinghe.core.values.amounts import UNITS_OF_MEASURE


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEffect:
    """What one step of one input would do to a unit. text: 多完成1亿元. change: of the total.

    items: whose points would change. targets: keys of those it belongs to. rank_before, rank_after None: without one.
    """

    input: str
    text: str
    change: Fraction
    total: Fraction
    rank_before: int | None
    rank_after: int | None
    items: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def changes_rank(self) -> bool:
        return self.rank_before != self.rank_after


def step_effects(scheme: Scheme, units: tuple[UnitInputs, ...], unit: str) -> tuple[StepEffect, ...]:
    """Every step that moves the unit's total or rank, the largest change first; found by scoring anew, exactly.

    Steps: one more of the unit of measure, one percent of the target, one count less, one count more.
    Empty for a unit that has no total. Raises scoring.Unscorable, KeyError for an unknown unit.
    """
    now = evaluate(scheme, units)
    inputs = next(candidate for candidate in units if candidate.unit == unit) if now.of(unit).score else None
    if inputs is None:
        return ()
    effects = []
    for scheme_input, text, changed in _steps(scheme, inputs):
        then = score_checked(scheme, tuple(changed if other.unit == unit else other for other in units))
        if (effect := _effect(now, then, unit, scheme_input, text, inputs)) is not None:
            effects.append(effect)
    return tuple(sorted(effects, key=lambda effect: (-abs(effect.change), not effect.changes_rank)))


def _steps(scheme: Scheme, unit: UnitInputs) -> Iterator[tuple[SchemeInput, str, UnitInputs]]:
    """The inputs as they would be after each step, and the step in words."""
    for scheme_input in scheme.inputs:
        if scheme_input.kind is InputKind.MEASURED:
            for text, actual in _more(scheme, scheme_input, unit):
                measured = replace(unit.measurements[scheme_input.name], actual=actual)
                yield (
                    scheme_input,
                    text,
                    replace(unit, measurements={**unit.measurements, scheme_input.name: measured}),
                )
        elif scheme_input.kind is InputKind.COUNTED:
            count = unit.counters[scheme_input.name]
            steps = [(f"多1{scheme_input.unit_of_measure}", count + 1)]
            if count >= 1:
                steps.append((f"少1{scheme_input.unit_of_measure}", count - 1))
            for text, changed in steps:
                yield (
                    scheme_input,
                    text,
                    replace(unit, counters={**unit.counters, scheme_input.name: changed}),
                )


def _more(scheme: Scheme, scheme_input: SchemeInput, unit: UnitInputs) -> Iterator[tuple[str, Fraction]]:
    """What would be done after one more of the unit of measure, or of one percent of the target."""
    measured = unit.measurements[scheme_input.name]
    if measured.actual is None:
        return
    measure = UNITS_OF_MEASURE[scheme_input.unit_of_measure]
    yield (
        ("提高1个百分点" if measure.name == "%" else f"多完成1{measure.name}"),
        measured.actual + measure.scale,
    )
    if figure := measured.figure(scheme.tier):
        yield "多完成目标的1%", measured.actual + figure / 100


def _effect(
    now: Evaluation, then: Evaluation, unit: str, scheme_input: SchemeInput, text: str, inputs: UnitInputs
) -> StepEffect | None:
    """What changed between two results; None: nothing did."""
    before, after = now.of(unit), then.of(unit)
    if before.score is None or after.score is None:
        return None
    change = after.score.points - before.score.points
    if not change and before.rank == after.rank:
        return None
    points = {part.name: part.value for part in before.score.parts}
    measured = inputs.measurements.get(scheme_input.name)
    return StepEffect(
        input=scheme_input.name,
        text=text,
        change=change,
        total=after.score.points,
        rank_before=before.rank,
        rank_after=after.rank,
        items=tuple(part.name for part in after.score.parts if points.get(part.name) != part.value),
        targets=measured.targets if measured else (),
    )
