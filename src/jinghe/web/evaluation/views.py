"""阶段评估: which evaluations there are, the result of one, the score of one unit with everything it rests on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.schemes.schemes import InputKind
from jinghe.core.evaluation.scoring import Unscorable
from jinghe.core.evaluation.stages import NoStage, stage_of, stages_of
from jinghe.core.registers.evaluation import EVALUATION, FINAL, OBJECTION_REGISTER
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.evaluation.evaluations import open_evaluation, units_of, usual_objection_days
from jinghe.usecases.evaluation.inputs import halves
from jinghe.usecases.evaluation.marks import is_marking, unconfirmed
from jinghe.usecases.evaluation.reading import (
    EvaluationCourse,
    Frozen,
    corrections_since,
    courses,
    readable_course,
    readable_objections,
    recompute_result,
)
from jinghe.usecases.evaluation.refusals import RefusedEvaluation
from jinghe.usecases.evaluation.schemes import NoScheme, adopted
from jinghe.usecases.plan.plans import NoPlan
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.web.evaluation.panels import (
    COURSE,
    corrected,
    input_rows,
    question_of,
    result_tables,
    steps_of,
    table_file,
)
from jinghe.web.frame.downloads import workbook
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked


@page(methods=("GET", "HEAD", "POST"))
def listing(request: HttpRequest) -> HttpResponse:
    """The evaluations of the year; POST opens one."""
    question = asked(request)
    complaint = ""
    if request.method == "POST":
        access.require(access.may_evaluate(request.user), request.user, "组织阶段评估")
        try:
            days = request.POST.get("days", "")
            record = open_evaluation(
                stage_of(request.POST.get("stage", "")),
                request.POST.get("scheme", ""),
                objection_days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
                by=request.user,
            )
            messages.success(request, f"已开始：{record.name}。")
            return redirect("evaluation", record.pk)
        except RefusedEvaluation as refused:
            complaint = refused.text
        except (NoStage, NoScheme):
            complaint = "请选择评估阶段，以及阶段末已生效的评分办法。"
    context = {
        "question": question,
        "courses": [
            (one, EVALUATION.state(one.state).name, _best(one))
            for one in courses(question.year, by=request.user)
        ],
        "schemes": adopted(question.year),
        "stages": stages_of(question.year),
        "may_open": access.may_evaluate(request.user),
        "complaint": complaint,
        "told": {"days": usual_objection_days(clock.today())} | request.POST.dict(),
    }
    return show(request, "evaluation/evaluations.html", context, status=409 if complaint else 200)


def _best(course: EvaluationCourse) -> str:
    """Who stands first, once something is published."""
    if course.result is None:
        return ""
    first = [one.unit for one in course.result.evaluation.results if one.rank == 1]
    return "、".join(first[:3]) + (f"等{len(first)}家" if len(first) > 3 else "")


@page
def evaluation(request: HttpRequest, code: str) -> HttpResponse:
    """One evaluation: where it stands, its results, objections, and what it rests on."""
    return show(
        request, "evaluation/evaluation.html", context_of(request, readable_course(code, by=request.user))
    )


def context_of(
    request: HttpRequest, course: EvaluationCourse, *, complaint: str = "", faults: tuple[Fault, ...] = ()
) -> dict[str, Any]:
    """What the page of an evaluation shows, also after a step was refused."""
    frozen = course.result
    sees_work = access.may_see_all_postings(request.user)
    objections = readable_objections(course, by=request.user)
    states = [state.code for state in COURSE]
    own = access.acts_for_unit(request.user)
    context: dict[str, Any] = {
        "course": course,
        "state": EVALUATION.state(course.state).name,
        "is_final": course.state == FINAL,
        "states": [
            (
                state,
                states.index(state.code) < states.index(course.state) if course.state in states else False,
            )
            for state in COURSE
        ],
        "frozen": frozen,
        "steps": steps_of(course) if access.may_evaluate(request.user) else [],
        "may_mark": is_marking(course) and sees_work,
        "is_over": course.objections_until is not None and clock.today() > course.objections_until,
        "waiting": len(unconfirmed(course, by=request.user)) if is_marking(course) else 0,
        "assessed": sum(bool(one.submitted_by) for one in course.assessments.values()),
        "judged": any(one.kind is InputKind.JUDGED for one in course.adoption.scheme.inputs),
        "assessments": [(unit, course.assessments.get(unit)) for unit in units_of(course)]
        if sees_work
        else [],
        "objections": [(one, OBJECTION_REGISTER.state(one.state).name) for one in objections],
        "others": len(course.objections) - len(objections),
        "may_answer": access.may_evaluate(request.user) and bool(course.waiting_objections),
        "own": own,
        "own_covered": own in units_of(course),
        "complaint": complaint,
        "faults": faults,
    }
    if frozen is not None:
        context |= _published(request, course, frozen)
    return context


def _published(request: HttpRequest, course: EvaluationCourse, frozen: Frozen) -> dict[str, Any]:
    told: dict[str, Any] = {
        "tables": result_tables(frozen),
        "figures": question_of(frozen),
        "checked": _checked(frozen) if request.GET.get("check") else "",
    }
    if course.stage.asks_both_halves:
        board = scoreboard(course.stage.year, as_of=course.stage.as_of, known_at=frozen.known_at)
        units = tuple(one.unit for one in frozen.inputs)
        found = halves(board, units)
        told["halves"] = [
            (unit, found[unit], [sum(one.is_floor_half for one in found[unit])])
            for unit in units
            if found[unit]
        ]
        told["elapsed"] = board.elapsed
    if course.state == FINAL:
        told["corrections"], told["uncomparable"] = _corrections(frozen)
    return told


def _corrections(frozen: Frozen) -> tuple[list[tuple[str, str, str, str]], str]:
    try:
        return corrected(corrections_since(frozen), frozen.scheme), ""
    except (NoPlan, RefusedEvaluation) as missing:
        return [], missing.text


def _checked(frozen: Frozen) -> str:
    """Whether the frozen result still follows from what was known then, in words."""
    if not frozen.is_intact:
        return "冻结内容与校验码不符，请立即联系审计。"
    try:
        is_same = recompute_result(frozen) == frozen.content
    except (NoPlan, RefusedEvaluation, Unscorable) as refused:
        return f"按当时入账重新计算没有成功：{refused.text}"
    if is_same:
        return "已按当时入账重新计算，结果和全部数据与冻结的一字不差。"
    return "按当时入账重新计算，结果与冻结的不同：词表或报送日历后来有改动。冻结的结果不变。"


@page
def unit(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """The score of one unit as a tree, its inputs, its self-assessment and objections."""
    return show(
        request,
        "evaluation/unit.html",
        unit_context(request, readable_course(code, by=request.user), unit),
    )


def unit_context(
    request: HttpRequest, course: EvaluationCourse, unit: str, *, complaint: str = "", told: Any = None
) -> dict[str, Any]:
    """What the page of a unit shows; told: what was typed when a step was refused. Raises Missing."""
    frozen = course.result
    covered = units_of(course) if frozen is None else tuple(one.unit for one in frozen.inputs)
    if unit not in covered:
        raise Missing(unit)
    sees = access.may_see_assessments(request.user, unit)
    objections = [one for one in course.objections if one.unit == unit and sees]
    context: dict[str, Any] = {
        "course": course,
        "unit": unit,
        "state": EVALUATION.state(course.state).name,
        "frozen": frozen,
        "sees": sees,
        "assessment": course.assessments.get(unit) if sees else None,
        "judged": [one for one in course.adoption.scheme.inputs if one.kind is InputKind.JUDGED],
        "may_draft": access.may_file_return(request.user, unit),
        "may_submit": access.may_object(request.user, unit),
        "objections": [(one, OBJECTION_REGISTER.state(one.state).name) for one in objections],
        "may_object": access.may_object(request.user, unit) and frozen is not None,
        "is_over": course.objections_until is not None and clock.today() > course.objections_until,
        "items": course.adoption.scheme.items,
        "complaint": complaint,
        "told": told or {},
    }
    if frozen is not None:
        own = frozen.inputs_of(unit)
        context |= {
            "result": frozen.evaluation.of(unit),
            "rows": input_rows(frozen, own),
            "figures": question_of(frozen),
            "before": _before(course, unit),
        }
    return context


def _before(course: EvaluationCourse, unit: str) -> Any:
    """The unit's result before it was recalculated; None where nothing of it changed."""
    provisional = [one for one in course.frozen if not one.is_final]
    if len(provisional) < 2:
        return None
    was, now = (one.evaluation.of(unit) for one in provisional[-2:])
    return was if (was.total, was.rank) != (now.total, now.rank) else None


@page
def sensitivity(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Which step would move the unit's total or place most, on the frozen inputs."""
    course = readable_course(code, by=request.user)
    if course.result is None:
        raise Missing(code)
    if unit not in {one.unit for one in course.result.inputs}:
        raise Missing(unit)
    context = {
        "course": course,
        "unit": unit,
        "moves": course.result.sensitivity(unit)[:12],
        "figures": question_of(course.result),
        "now": course.result.evaluation.of(unit),
    }
    part = request.headers.get("HX-Request") == "true"
    return show(request, "evaluation/_moves.html" if part else "evaluation/moves.html", context)


@page
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The result table as a workbook."""
    course = readable_course(code, by=request.user)
    if course.result is None:
        raise Missing(code)
    state = EVALUATION.state(course.state).name
    return workbook(course.record.name, table_file(course, course.result, state))
