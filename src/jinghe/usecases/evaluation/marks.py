"""What people add to an evaluation: self-assessments of the units, marks with reasons, confirmations of marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from jinghe.core.evaluation.input_checks import limits_of_judgements
from jinghe.core.evaluation.schemes.inputs import Judgement
from jinghe.core.evaluation.schemes.numerals import exact, number
from jinghe.core.evaluation.schemes.schemes import InputKind
from jinghe.core.registers.evaluation import ASSESSING, REVIEWING
from jinghe.store.models import ActKind, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.evaluation.evaluations import units_of
from jinghe.usecases.evaluation.inputs import marked_inputs
from jinghe.usecases.evaluation.reading import ASSESSED, CONFIRMED, MARKED, EvaluationCourse, course_of
from jinghe.usecases.evaluation.refusals import RefusedEvaluation
from jinghe.usecases.records.writing import event_in

LONGEST_TEXT = 2000
LONGEST_JUSTIFICATION = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A mark to be given. score: points, or a count."""

    unit: str
    input: str
    score: Fraction
    justification: str


@door("marks.assess")
def assess(
    code: str,
    unit: str,
    *,
    text: str,
    scores: Mapping[str, Fraction],
    submits: bool,
    by: Actor,
    at: datetime | None = None,
) -> RecordEvent:
    """Records the self-assessment of a unit: its clerk drafts, its head submits; it can be replaced until the review.

    Raises Missing, AccessRefused, RefusedEvaluation.
    """
    allowed = access.may_object(by, unit) if submits else access.may_file_return(by, unit)
    access.require(allowed, by, f"{'提交' if submits else '填报'}“{unit}”的自评")
    assessment = text.strip()
    if not assessment or len(assessment) > LONGEST_TEXT:
        raise RefusedEvaluation(f"请填写自评情况，不超过{LONGEST_TEXT}个字。")
    with recorded(at) as recording:
        course = course_of(code)
        if course.state != ASSESSING:
            raise RefusedEvaluation("自评已经截止，不能再填报。")
        _require_unit(course, unit)
        before = course.assessments.get(unit)
        if before is not None and before.submitted_by and not submits:
            raise RefusedEvaluation("自评已由单位负责人提交，填报员不能再改；请负责人重新提交。")
        judged = [
            scheme_input.name
            for scheme_input in course.adoption.scheme.inputs
            if scheme_input.kind is InputKind.JUDGED
        ]
        _require_scored(course, [(name, scores[name]) for name in judged if name in scores])
        if submits and (missing := [name for name in judged if name not in scores]):
            raise RefusedEvaluation(f"请填写{'、'.join(missing)}的自评分。")
        act = recording.write(
            ActKind.EVALUATE, by, f"{'提交' if submits else '填报'}自评：{unit}，{course.stage.name}"
        )
        payload = {
            "unit": unit,
            "text": assessment,
            "scores": {name: exact(scores[name]) for name in judged if name in scores},
            "is_submitted": submits,
        }
        return event_in(act, course.record, ASSESSED, payload)


@door("marks.mark")
def mark(code: str, marks_given: Iterable[Given], *, by: Actor, at: datetime | None = None) -> RecordEvent:
    """Gives marks with reasons, all in one act; a new mark in place of an old one must be confirmed again.

    Raises Missing, AccessRefused, RefusedEvaluation.
    """
    new_marks = tuple(marks_given)
    if not new_marks:
        raise RefusedEvaluation("没有填写评分，或与已有的相同。")
    for new_mark in new_marks:
        access.require(access.may_mark(by, new_mark.unit), by, f"为“{new_mark.unit}”评分")
        if not new_mark.justification.strip() or len(new_mark.justification) > LONGEST_JUSTIFICATION:
            raise RefusedEvaluation(
                f"{new_mark.unit}“{new_mark.input}”：请写明评分理由，不超过{LONGEST_JUSTIFICATION}个字。"
            )
    with recorded(at) as recording:
        course = _marking(code)
        known = {scheme_input.name for scheme_input in marked_inputs(course.adoption.scheme)}
        for new_mark in new_marks:
            _require_unit(course, new_mark.unit)
            if new_mark.input not in known:
                raise RefusedEvaluation(f"“{new_mark.input}”不由人工评分。")
        _require_scored(course, [(new_mark.input, new_mark.score) for new_mark in new_marks])
        act = recording.write(ActKind.EVALUATE, by, f"评分{len(new_marks)}项：{course.stage.name}")
        marks = [
            {
                "unit": new_mark.unit,
                "input": new_mark.input,
                "score": exact(new_mark.score),
                "justification": new_mark.justification.strip(),
            }
            for new_mark in new_marks
        ]
        return event_in(act, course.record, MARKED, {"marks": marks})


@door("marks.confirm_marks")
def confirm_marks(
    code: str, read: Iterable[tuple[str, str, int]], *, by: Actor, at: datetime | None = None
) -> RecordEvent:
    """Confirms marks. read: (unit, input, number of the mark that the actor saw); nobody confirms his own.

    Raises Missing, AccessRefused, RefusedEvaluation.
    """
    confirmed = tuple(dict.fromkeys(read))
    if not confirmed:
        raise RefusedEvaluation("没有勾选要复核的评分。")
    with recorded(at) as recording:
        course = _marking(code)
        for unit, name, number_read in confirmed:
            present = course.marks.get((unit, name))
            if present is None or present.number != number_read:
                raise RefusedEvaluation(f"{unit}“{name}”的评分在您打开之后有改动，请核对后再复核。")
            if present.judgement.by == by.username:
                raise RefusedEvaluation(f"{unit}“{name}”是您自己评的分，请由另一人复核。")
            allowed = access.may_confirm_marks(by, unit, present.judgement.by)
            access.require(allowed, by, f"复核“{unit}”的评分")
        act = recording.write(ActKind.EVALUATE, by, f"复核评分{len(confirmed)}项：{course.stage.name}")
        return event_in(
            act, course.record, CONFIRMED, {"marks": [[unit, name] for unit, name, _ in confirmed]}
        )


def unconfirmed(course: EvaluationCourse, *, by: Actor) -> tuple[tuple[str, str], ...]:
    """unit and input of the marks that wait for the actor's confirmation."""
    return tuple(
        key
        for key, present in course.marks.items()
        if present.judgement.confirmed_by is None
        and access.may_confirm_marks(by, key[0], present.judgement.by)
    )


def changed(course: EvaluationCourse, unit: str, name: str, score: Fraction, justification: str) -> bool:
    """Whether a mark differs from the present one."""
    present = course.marks.get((unit, name))
    return present is None or _contents(present.judgement) != (score, justification.strip())


def is_marking(course: EvaluationCourse) -> bool:
    """Whether marks can be given now: during the review, and after an objection was accepted."""
    return course.state == REVIEWING or course.needs_recalculation


def _contents(judgement: Judgement) -> tuple[Fraction, str]:
    return judgement.score, judgement.justification


def _marking(code: str) -> EvaluationCourse:
    course = course_of(code)
    if not is_marking(course):
        raise RefusedEvaluation("只有审核阶段，或异议被采纳之后，可以评分和复核。")
    return course


def _require_unit(course: EvaluationCourse, unit: str) -> None:
    if unit not in units_of(course):
        raise RefusedEvaluation(f"{unit}不在这次评估的范围内。")


def _require_scored(course: EvaluationCourse, scores: Iterable[tuple[str, Fraction]]) -> None:
    """Raises RefusedEvaluation for a score beyond the full mark of its item."""
    limits = limits_of_judgements(course.adoption.scheme)
    for name, score in scores:
        limit = limits.get(name)
        if score < 0 or (limit is not None and score > limit):
            most = "" if limit is None else f"至{number(limit)}"
            raise RefusedEvaluation(f"“{name}”评分{number(score)}不在0{most}分之间，请改正。")
