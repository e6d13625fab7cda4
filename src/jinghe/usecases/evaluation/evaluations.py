"""Stage evaluations 阶段评估: opened, reviewed, published, objected to, made final; every step is one act."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.schemes.schemes import InputKind
from jinghe.core.evaluation.scoring import Unscorable
from jinghe.core.evaluation.stages import Stage
from jinghe.core.registers.evaluation import (
    ABANDONED,
    ANSWERS,
    EVALUATION,
    OBJECTION,
    OBJECTION_REGISTER,
    STEPS,
)
from jinghe.core.registers.registers import Move
from jinghe.store.json.converter import digest_of
from jinghe.store.models import Act, ActKind, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.calendars import calendar_in_force
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, send_in
from jinghe.usecases.common.office_numbers import EVALUATION_TERMS, numbers
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.evaluation.inputs import marked_inputs
from jinghe.usecases.evaluation.reading import FROZEN, EvaluationCourse, compute_result, course_of
from jinghe.usecases.evaluation.refusals import RefusedEvaluation
from jinghe.usecases.evaluation.schemes import adoption, covered_units
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.records.records import changed_record, move_in, next_code, open_in
from jinghe.usecases.records.writing import event_in

MOST_DAYS = 30
LONGEST_REASON = 1000


def usual_objection_days(on: date) -> int:
    """Working days in which units may object to an evaluation begun on a day, if nobody says otherwise."""
    return numbers(EVALUATION_TERMS, on=on)["objection_days"]


@door("evaluations.open_evaluation")
def open_evaluation(
    stage: Stage,
    scheme: str,
    *,
    objection_days: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Record:
    """Opens the evaluation of a stage by the scheme in force at its end; if scores are judged, asks units to assess
    themselves.

    objection_days: working days; None: as the office laid down.
    Raises AccessRefused, NoScheme, NoPlan, RefusedEvaluation.
    """
    access.require(access.may_evaluate(by), by, "组织阶段评估")
    if objection_days is not None and not 1 <= objection_days <= MOST_DAYS:
        raise RefusedEvaluation(f"异议期应为1至{MOST_DAYS}个工作日，请改正。")
    with recorded(at) as recording:
        if stage.as_of >= timezone.localdate(recording.at):
            raise RefusedEvaluation(f"{stage.name}还没有结束，结束后才能评估。")
        adopted = adoption(scheme, stage.year, on=stage.as_of)
        others = Record.objects.filter(kind="evaluation", values__stage=stage.code, values__scheme=scheme)
        if other := others.exclude(state=ABANDONED).first():
            raise RefusedEvaluation(f"{stage.name}已按这个办法评估（{other.pk}）；需要重来的，请先作废。")
        act = recording.write(ActKind.EVALUATE, by, f"开始{stage.name}评估：{adopted.scheme.name}"[:400])
        values = {
            "name": f"{stage.name} · {adopted.scheme.name}",
            "year": stage.year,
            "stage": stage.code,
            "scheme": scheme,
            "scheme_number": adopted.number,
            "as_of": stage.as_of.isoformat(),
            "objection_days": objection_days or usual_objection_days(timezone.localdate(recording.at)),
        }
        record = open_in(act, EVALUATION, values, unit="", code=next_code(EVALUATION, stage.year))
        if any(scheme_input.kind is InputKind.JUDGED for scheme_input in adopted.scheme.inputs):
            body = "请填报自评，由单位负责人提交；评分和结果在同一页查看。"
            _tell_units(act, course_of(record.pk), f"{stage.name}评估：请报送自评", body)
        return record


@door("evaluations.begin_review")
def begin_review(code: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Ends the self-assessment: from now on judged items are marked. Raises as `_begun`."""
    with recorded(at) as recording:
        course, step = _begun(code, "review", expected, by)
        return _moved(recording.write(ActKind.EVALUATE, by, _reason_of(step, course)), course, step)


@door("evaluations.publish")
def publish(code: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Freezes the provisional result and opens the time for objections. Raises as `_begun`."""
    return _published(code, "publish", expected, by, at)


@door("evaluations.recalculate")
def recalculate(code: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Freezes a new provisional result after an objection was accepted; the time for objections begins again."""
    return _published(code, "recalculate", expected, by, at)


@door("evaluations.finalise")
def finalise(code: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Makes the provisional result final, once the time for objections is over and all of them are answered."""
    with recorded(at) as recording:
        course, step = _begun(code, "finalise", expected, by)
        until = course.objections_until
        assert until is not None
        if timezone.localdate(recording.at) <= until:
            raise RefusedEvaluation(f"异议期到{_day(until)}为止，期满后才能确定最终结果。")
        if waiting := course.waiting_objections:
            raise RefusedEvaluation(f"还有{len(waiting)}件异议没有答复，请先答复。")
        if course.needs_recalculation:
            raise RefusedEvaluation("有异议被采纳后还没有重新计算，请先重新计算。")
        act = recording.write(ActKind.EVALUATE, by, _reason_of(step, course))
        last = course.frozen[-1]
        event_in(
            act, course.record, FROZEN, {"content": last.content, "digest": last.digest, "is_final": True}
        )
        _tell_units(act, course, f"{course.stage.name}评估：最终结果", "异议期已满，最终结果已确定。")
        return _moved(act, course, step)


@door("evaluations.abandon")
def abandon(code: str, note: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Abandons an evaluation that is not final, with a reason."""
    if not note.strip():
        raise RefusedEvaluation("作废请写明原因。")
    with recorded(at) as recording:
        course, step = _begun(code, "abandon", expected, by)
        act = recording.write(ActKind.EVALUATE, by, _reason_of(step, course))
        return _moved(act, course, step, note=note.strip()[:LONGEST_REASON])


@door("evaluations.file_objection")
def file_objection(
    code: str, unit: str, *, reason: str, item: str = "", by: Actor, at: datetime | None = None
) -> Record:
    """Records that a unit objects to its provisional result, in the time for that. item: the scored item it is about.

    Raises Missing, AccessRefused, RefusedEvaluation.
    """
    access.require(access.may_object(by, unit), by, f"代“{unit}”提出异议")
    grounds = reason.strip()
    if not grounds or len(grounds) > LONGEST_REASON:
        raise RefusedEvaluation(f"请写明异议和理由，不超过{LONGEST_REASON}个字。")
    with recorded(at) as recording:
        course = course_of(code)
        today = timezone.localdate(recording.at)
        if course.state != OBJECTION or course.result is None:
            raise RefusedEvaluation("只有暂定结果公布后、异议期内可以提出异议。")
        if course.objections_until is None or today > course.objections_until:
            raise RefusedEvaluation("异议期已过，不能再提出异议。")
        if unit not in {unit_inputs.unit for unit_inputs in course.result.inputs}:
            raise RefusedEvaluation(f"{unit}不在这次评估的范围内。")
        if item and item not in {scored_item.name for scored_item in course.adoption.scheme.items}:
            raise RefusedEvaluation(f"评分办法里没有“{item}”。")
        act = recording.write(ActKind.EVALUATE, by, f"{unit}对{course.stage.name}评估提出异议")
        values = {
            "name": f"{unit}对{course.stage.name}评估的异议",
            "evaluation": code,
            "item": item,
            "reason": grounds,
            "filed_on": today.isoformat(),
        }
        message = NewMessage(
            unit="", title=values["name"], body=grounds, kind="evaluation", link=f"/evaluations/{code}/"
        )
        send_in(act, [message])
        number = next_code(OBJECTION_REGISTER, course.stage.year)
        return open_in(act, OBJECTION_REGISTER, values, unit=unit, code=number)


@door("evaluations.answer_objection")
def answer_objection(
    number: str, outcome: str, *, answer: str, by: Actor, at: datetime | None = None
) -> Record:
    """Accepts or rejects an objection, with reasons, and sends them to the unit.

    Raises Missing, AccessRefused, RefusedEvaluation.
    """
    access.require(access.may_evaluate(by), by, "答复异议")
    reply = answer.strip()
    if not reply or len(reply) > LONGEST_REASON:
        raise RefusedEvaluation(f"请写明答复和理由，不超过{LONGEST_REASON}个字。")
    if outcome not in ANSWERS:
        raise RefusedEvaluation("请选择采纳或不采纳。")
    step = ANSWERS[outcome]
    with recorded(at) as recording:
        record = Record.objects.filter(pk=number, kind="objection").first()
        if record is None:
            raise Missing(number)
        if record.state not in step.sources:
            raise RefusedEvaluation("这件异议已经答复，不能再改。")
        course = course_of(record.values["evaluation"])
        if course.state != OBJECTION:
            raise RefusedEvaluation("这次评估不在异议期，不能答复。")
        act = recording.write(ActKind.EVALUATE, by, f"{step.name}：{record.name}"[:400])
        values = {"answer": reply, "answered_on": timezone.localdate(recording.at).isoformat()}
        link = f"/evaluations/{course.record.pk}/units/{record.unit}/"
        message = NewMessage(
            unit=record.unit,
            title=f"{record.name}：{step.name}"[:120],
            body=reply,
            kind="evaluation",
            link=link,
        )
        send_in(act, [message])
        return move_in(act, record, step, expected=record.version, values=values)


def _begun(code: str, step: str, expected: int, by: Actor) -> tuple[EvaluationCourse, Move]:
    """The evaluation and the move of a step, which the actor may take now.

    Raises AccessRefused, Missing, ChangedMeanwhile, RefusedEvaluation.
    """
    move = STEPS[step]
    access.require(access.may_evaluate(by), by, f"对阶段评估{move.name}")
    course = course_of(code)
    if course.record.version != expected:
        raise changed_record(code)
    if course.state not in move.sources:
        state_name = EVALUATION.state(course.state).name
        raise RefusedEvaluation(f"“{course.record.name}”现在是“{state_name}”，不能{move.name}。")
    return course, move


def _published(code: str, step: str, expected: int, by: Actor, at: datetime | None) -> Record:
    with recorded(at) as recording:
        course, move = _begun(code, step, expected, by)
        if step == "recalculate" and not course.needs_recalculation:
            raise RefusedEvaluation("没有新采纳的异议，不需要重新计算。")
        if step == "recalculate" and course.waiting_objections:
            raise RefusedEvaluation(
                f"还有{len(course.waiting_objections)}件异议没有答复，请一并答复后再重新计算。"
            )
        _require_marked(course)
        content = _scored(course, recording.at)
        act = recording.write(ActKind.EVALUATE, by, _reason_of(move, course))
        event_in(
            act, course.record, FROZEN, {"content": content, "digest": digest_of(content), "is_final": False}
        )
        today = timezone.localdate(recording.at)
        until = calendar_in_force().add_workdays(today, course.record.values["objection_days"]).on
        body = f"暂定结果已公布。有异议的，请单位负责人于{_day(until)}前在结果页提出。"
        _tell_units(
            act,
            course,
            f"{course.stage.name}评估：{'重新计算的' if step == 'recalculate' else ''}暂定结果",
            body,
        )
        return _moved(act, course, move, objections_until=until.isoformat())


def _require_marked(course: EvaluationCourse) -> None:
    """Raises RefusedEvaluation where counts that people must give are missing or not confirmed."""
    counted = [
        scheme_input
        for scheme_input in marked_inputs(course.adoption.scheme)
        if scheme_input.kind is InputKind.COUNTED
    ]
    faults = [
        Fault(
            place=f"{unit}“{scheme_input.name}”",
            text="计数没有填报或没有复核",
            advice="请填报，再由另一人复核",
        )
        for unit in units_of(course)
        for scheme_input in counted
        if (mark := course.marks.get((unit, scheme_input.name))) is None
        or mark.judgement.confirmed_by is None
    ]
    if faults:
        raise RefusedEvaluation(f"还有{len(faults)}处计数没有填报或复核，不能计算。", faults)


def _scored(course: EvaluationCourse, known_at: datetime) -> dict[str, object]:
    try:
        return compute_result(course.adoption, course.stage, known_at=known_at, marks=course.judgements())
    except (Unscorable, RefusedEvaluation) as refused:
        raise RefusedEvaluation(f"还有{len(refused.faults)}处问题，不能计算。", refused.faults) from refused


def _moved(act: Act, course: EvaluationCourse, step: Move, *, note: str = "", **values: str) -> Record:
    return move_in(act, course.record, step, expected=course.record.version, note=note, values=values)


def units_of(course: EvaluationCourse) -> tuple[str, ...]:
    """The units that an evaluation evaluates, in the order of the notice."""
    plan = plan_of(revision_at(course.stage.year, as_of=course.stage.as_of))
    out = {exclusion.unit for exclusion in course.adoption.scheme.exclusions}
    return tuple(unit.name for unit in covered_units(course.adoption.scheme, plan) if unit.name not in out)


def _tell_units(act: Act, course: EvaluationCourse, title: str, body: str) -> None:
    """Sends a message to every unit of the evaluation, within the act."""
    link = f"/evaluations/{course.record.pk}/"
    send_in(act, _messages(units_of(course), title, body, link))


def _messages(units: Iterable[str], title: str, body: str, link: str) -> list[NewMessage]:
    return [
        NewMessage(unit=unit, title=title, body=body, kind="evaluation", link=f"{link}units/{unit}/")
        for unit in units
    ]


def _reason_of(step: Move, course: EvaluationCourse) -> str:
    return f"{step.name}：{course.record.name}"[:400]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
