"""Ranks and grades: the rank of each unit in its group, the grade that follows, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from jinghe.core.evaluation.formulas.figures import Unavailable, UnitFigures
from jinghe.core.evaluation.schemes.inputs import UnitInputs
from jinghe.core.evaluation.schemes.numerals import number, percent
from jinghe.core.evaluation.schemes.schemes import Grade, Scheme, Upgrade, VetoEffect
from jinghe.core.evaluation.schemes.scores import EvaluationStatus, UnitResult
from jinghe.core.progress.ranking import ranks


def placed_and_graded(
    scheme: Scheme, results: tuple[UnitResult, ...], units: Iterable[UnitInputs]
) -> tuple[UnitResult, ...]:
    """The results with rank, grade and reason. Ties share a rank, the next is skipped."""
    unranked = {group.name for group in scheme.groups if not group.is_ranked}
    inputs = {unit.unit: unit for unit in units}
    done = {}
    for group in dict.fromkeys(result.group for result in results):
        ranked = [r for r in results if r.group == group and r.standing is EvaluationStatus.EVALUATED]
        totals = {} if group in unranked else ranks({result.unit: result.total for result in ranked})
        for result in ranked:
            placed = replace(result, rank=totals.get(result.unit))
            done[result.unit] = _graded(scheme, placed, len(totals), inputs[result.unit])
    return tuple(done.get(result.unit, result) for result in results)


def _graded(scheme: Scheme, result: UnitResult, of: int, unit: UnitInputs) -> UnitResult:
    """The result with the first grade that it satisfies, raised by an upgrade."""
    if not scheme.grades:
        return result
    if VetoEffect.NO_GRADE in result.effects:
        return replace(result, grade_reason=VetoEffect.NO_GRADE.label)
    earned = next(index for index, grade in enumerate(scheme.grades) if _satisfies(result, grade, of))
    reason = _reason(result, scheme.grades[earned], of)
    upgrades = [(upgrade, why) for upgrade in scheme.upgrades if (why := _holding(scheme, upgrade, unit))]
    raised = max(earned - max((upgrade.by for upgrade, _ in upgrades), default=0), 0)
    notes = [f"晋档“{upgrade.name}”：{why}" for upgrade, why in upgrades]
    if raised != earned:
        reason = f"{reason}，原为{scheme.grades[earned].name}；{'；'.join(notes)}，晋为{scheme.grades[raised].name}"
    return replace(
        result, grade=scheme.grades[raised].name, grade_reason=reason, notes=(*result.notes, *notes)
    )


def _satisfies(result: UnitResult, grade: Grade, of: int) -> bool:
    is_enough = grade.at_least is None or (result.total is not None and result.total >= grade.at_least)
    quota = _quota(grade, of)
    return is_enough and (quota is None or (result.rank is not None and result.rank <= quota))


def _quota(grade: Grade, of: int) -> int | None:
    """How many of the best ranks a grade takes; None: any number."""
    limits = [] if grade.top is None else [grade.top]
    if grade.top_share is not None:
        limits.append(int(grade.top_share * of))
    return min(limits, default=None)


def _reason(result: UnitResult, grade: Grade, of: int) -> str:
    reasons = [f"总分{number(result.total or Fraction(0))}"]
    if grade.at_least is not None:
        reasons[0] += f"，不低于{number(grade.at_least)}分"
    if (quota := _quota(grade, of)) is not None:
        share = f"{of}个单位的{percent(grade.top_share)}" if grade.top_share is not None else "名额"
        reasons.append(f"第{result.rank}名，在{share}（前{quota}名）以内")
    elif grade.at_least is None:
        reasons[0] += "，未达到更高等次的条件"
    return "；".join(reasons)


def _holding(scheme: Scheme, upgrade: Upgrade, unit: UnitInputs) -> str:
    """The conditions of an upgrade that hold, in words; empty: none. A condition without its figure does not hold."""
    figures = UnitFigures(scheme=scheme, unit=unit, tier=scheme.tier, absences=scheme.absences)
    return "；".join(_reasons(figures, upgrade))


def _reasons(figures: UnitFigures, upgrade: Upgrade) -> Iterator[str]:
    for condition in upgrade.any_of:
        try:
            holds, why = figures.test(condition)
        except Unavailable:
            continue
        if holds:
            yield why
