"""Trying a scheme before it is adopted: its results on known figures, beside those of the version in force."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import Judgement
from jinghe.core.evaluation.schemes.schemes import InputKind, Scheme
from jinghe.core.evaluation.schemes.scores import Evaluation, UnitResult
from jinghe.core.evaluation.scoring import evaluate
from jinghe.core.evaluation.stages import Stage
from jinghe.usecases.evaluation.inputs import fill_inputs, marked_inputs
from jinghe.usecases.evaluation.schemes import Adoption, Pacing

UNMARKED = Judgement(score=Fraction(0), justification="还没有评分，按0分计", by="试算", confirmed_by="未")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """The result of a unit by the scheme tried, and by the one in force (before; None where that has no such unit)."""

    result: UnitResult
    before: UnitResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePreview:
    """The results of a trial. unmarked: inputs that people would have to give; they count 0 here."""

    stage: Stage
    lines: tuple[PreviewLine, ...]
    unmarked: tuple[str, ...]
    before: Adoption | None


def preview(scheme: Scheme, pacing: Pacing, stage: Stage, *, before: Adoption | None = None) -> SchemePreview:
    """The results of a scheme at the end of a stage, as known now. Raises NoPlan, RefusedEvaluation, Unscorable."""
    now = _tried(scheme, pacing, stage)
    results_before: Mapping[str, UnitResult] = {}
    if before is not None:
        results_before = {
            result.unit: result for result in _tried(before.scheme, before.pacing, stage).results
        }
    return SchemePreview(
        stage=stage,
        lines=tuple(
            PreviewLine(result=result, before=results_before.get(result.unit)) for result in now.results
        ),
        unmarked=tuple(scheme_input.name for scheme_input in marked_inputs(scheme)),
        before=before,
    )


def _tried(scheme: Scheme, pacing: Pacing, stage: Stage) -> Evaluation:
    marked = marked_inputs(scheme)
    judged = {scheme_input.name: UNMARKED for scheme_input in marked if scheme_input.kind is InputKind.JUDGED}
    counted = {
        scheme_input.name: Fraction(0) for scheme_input in marked if scheme_input.kind is InputKind.COUNTED
    }
    units = (
        replace(unit, judgements=judged, counters={**counted, **unit.counters})
        for unit in fill_inputs(scheme, pacing, stage).units
    )
    return evaluate(scheme, units)
