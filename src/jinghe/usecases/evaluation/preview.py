"""What a scheme would have given on figures that are known, beside the version in force, before it is adopted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import Judgement
from jinghe.core.evaluation.schemes.schemes import InputKind, Scheme
from jinghe.core.evaluation.schemes.scores import Evaluation, UnitResult
from jinghe.core.evaluation.scoring import evaluate
from jinghe.core.evaluation.stages import Stage
from jinghe.usecases.evaluation.inputs import filled, marked_inputs
from jinghe.usecases.evaluation.schemes import Adoption, Pacing

UNMARKED = Judgement(score=Fraction(0), justification="还没有评分，按0分计", by="试算", confirmed_by="未")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """A unit by the scheme that is tried, and by the one in force; before None: that does not cover it."""

    result: UnitResult
    before: UnitResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePreview:
    """unmarked: what people would have to give; it counts 0 here."""

    stage: Stage
    lines: tuple[PreviewLine, ...]
    unmarked: tuple[str, ...]
    before: Adoption | None


def preview(scheme: Scheme, pacing: Pacing, stage: Stage, *, before: Adoption | None = None) -> SchemePreview:
    """The results of a scheme at the end of a stage, as known now. Raises NoPlan, RefusedEvaluation, Unscorable."""
    now = _tried(scheme, pacing, stage)
    held: Mapping[str, UnitResult] = {}
    if before is not None:
        held = {one.unit: one for one in _tried(before.scheme, before.pacing, stage).results}
    return SchemePreview(
        stage=stage,
        lines=tuple(PreviewLine(result=one, before=held.get(one.unit)) for one in now.results),
        unmarked=tuple(one.name for one in marked_inputs(scheme)),
        before=before,
    )


def _tried(scheme: Scheme, pacing: Pacing, stage: Stage) -> Evaluation:
    given = marked_inputs(scheme)
    judged = {one.name: UNMARKED for one in given if one.kind is InputKind.JUDGED}
    counted = {one.name: Fraction(0) for one in given if one.kind is InputKind.COUNTED}
    units = (
        replace(unit, judgements=judged, counters={**counted, **unit.counters})
        for unit in filled(scheme, pacing, stage).units
    )
    return evaluate(scheme, units)
