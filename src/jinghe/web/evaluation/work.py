"""The work on an evaluation: steps, self-assessment, marks and their confirmation, objections and answers."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.evaluation.input_checks import limits_of_judgements
from jinghe.core.evaluation.schemes.numerals import exact
from jinghe.core.evaluation.schemes.schemes import InputKind, SchemeInput
from jinghe.core.registers.evaluation import EVALUATION, STEPS
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.evaluation import evaluations
from jinghe.usecases.evaluation.evaluations import units_of
from jinghe.usecases.evaluation.inputs import marked_inputs
from jinghe.usecases.evaluation.marks import Given, assess, changed, confirm_marks, is_marking, mark
from jinghe.usecases.evaluation.reading import EvaluationCourse, evaluation_of, readable_course
from jinghe.usecases.evaluation.refusals import RefusedEvaluation
from jinghe.web.evaluation.views import context_of, unit_context
from jinghe.web.frame.pages import page, show

POSTED = ("POST",)
NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
TAKEN: dict[str, Callable[..., object]] = {
    "review": evaluations.begin_review,
    "publish": evaluations.publish,
    "recalculate": evaluations.recalculate,
    "finalise": evaluations.finalise,
}


@page(methods=POSTED)
def stepping(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Takes an evaluation one step on; what keeps it from that is shown, all at once."""
    if step not in STEPS:
        raise Http404
    expected = _whole(request.POST.get("expected", ""))
    try:
        if step == "abandon":
            evaluations.abandon(code, request.POST.get("note", ""), expected=expected, by=request.user)
        else:
            TAKEN[step](code, expected=expected, by=request.user)
        messages.success(request, f"已{STEPS[step].name}。")
        return redirect("evaluation", code)
    except Refused as refused:
        faults = refused.faults if isinstance(refused, RefusedEvaluation) else ()
        course = readable_course(code, by=request.user)
        context = context_of(request, course, complaint=refused.text, faults=faults)
        return show(request, "evaluation/evaluation.html", context, status=409)


@page(methods=POSTED)
def assessing(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Keeps a self-assessment as a draft, or submits it."""
    course = readable_course(code, by=request.user)
    judged = [one.name for one in course.adoption.scheme.inputs if one.kind is InputKind.JUDGED]
    submits = request.POST.get("submit") == "1"
    try:
        scores = {
            name: _score(text, f"“{name}”的自评分")
            for name in judged
            if (text := request.POST.get(f"score:{name}", "").strip())
        }
        assess(code, unit, text=request.POST.get("text", ""), scores=scores, submits=submits, by=request.user)
        messages.success(request, "已提交自评。" if submits else "已保存自评，请单位负责人提交。")
        return redirect("evaluation_unit", code, unit)
    except RefusedEvaluation as refused:
        return _unit_again(request, course, unit, refused.text)


@page(methods=POSTED)
def objecting(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """A unit objects to its result; papers are attached on the page of the objection."""
    course = readable_course(code, by=request.user)
    try:
        filed = evaluations.file_objection(
            code,
            unit,
            reason=request.POST.get("reason", ""),
            item=request.POST.get("item", ""),
            by=request.user,
        )
        messages.success(request, "已提出异议。可以在本页上传证明材料。")
        return redirect("record", filed.pk)
    except RefusedEvaluation as refused:
        return _unit_again(request, course, unit, refused.text)


def _unit_again(request: HttpRequest, course: EvaluationCourse, unit: str, complaint: str) -> HttpResponse:
    context = unit_context(request, course, unit, complaint=complaint, told=request.POST.dict())
    return show(request, "evaluation/unit.html", context, status=409)


@page(methods=POSTED)
def answering(request: HttpRequest, number: str) -> HttpResponse:
    """Answers an objection."""
    code = evaluation_of(number)
    try:
        answered = evaluations.answer_objection(
            number,
            request.POST.get("outcome", ""),
            answer=request.POST.get("answer", ""),
            by=request.user,
        )
        messages.success(request, f"已答复{answered.unit}的异议，并通知该单位。")
        return redirect("evaluation", code)
    except RefusedEvaluation as refused:
        context = context_of(request, readable_course(code, by=request.user), complaint=refused.text)
        return show(request, "evaluation/evaluation.html", context, status=409)


@page(methods=("GET", "HEAD", "POST"), opens_for=access.may_see_all_postings)
def marking(request: HttpRequest, code: str) -> HttpResponse:
    """Judged scores and counts of all units: given by one, confirmed by another."""
    course = readable_course(code, by=request.user)
    complaint, status = "", 200
    if request.method == "POST":
        access.require(access.may_work_on_marks(request.user), request.user, "评分和复核")
        try:
            if "confirm" in request.POST:
                read = [_read(text) for text in request.POST.getlist("read")]
                confirm_marks(code, read, by=request.user)
                messages.success(request, f"已复核{len(read)}项评分。")
            else:
                given = _given(request, course)
                mark(code, given, by=request.user)
                messages.success(request, f"已保存{len(given)}项评分，请另一人复核。")
            return redirect("evaluation_marks", code)
        except RefusedEvaluation as refused:
            complaint, status = refused.text, 409
    context = {
        "course": course,
        "state": EVALUATION.state(course.state).name,
        "inputs": [(one, _rows(request, course, one)) for one in marked_inputs(course.adoption.scheme)],
        "limits": limits_of_judgements(course.adoption.scheme),
        "is_open": is_marking(course),
        "may_mark": is_marking(course) and access.may_mark(request.user, ""),
        "complaint": complaint,
    }
    return show(request, "evaluation/marks.html", context, status=status)


def _rows(request: HttpRequest, course: EvaluationCourse, asked: SchemeInput) -> list[dict[str, Any]]:
    """Each unit with its self-assessment, the mark that stands, and what was typed."""
    rows = []
    for unit in units_of(course):
        held = course.marks.get((unit, asked.name))
        judgement = held.judgement if held else None
        own = course.assessments.get(unit)
        key = f"{unit}:{asked.name}"
        rows.append(
            {
                "unit": unit,
                "key": key,
                "mark": held,
                "own": own if own and own.submitted_by else None,
                "own_score": own.scores.get(asked.name) if own and own.submitted_by else None,
                "score": request.POST.get(f"score:{key}", exact(judgement.score) if judgement else ""),
                "justification": request.POST.get(f"why:{key}", judgement.justification if judgement else ""),
                "may_mark": access.may_mark(request.user, unit),
                "may_confirm": judgement is not None
                and judgement.confirmed_by is None
                and access.may_confirm_marks(request.user, unit, judgement.by),
            }
        )
    return rows


def _given(request: HttpRequest, course: EvaluationCourse) -> list[Given]:
    """The marks that were typed and differ from those that stand. Raises RefusedEvaluation."""
    found = []
    for asked in marked_inputs(course.adoption.scheme):
        for unit in units_of(course):
            text = request.POST.get(f"score:{unit}:{asked.name}", "").strip()
            why = request.POST.get(f"why:{unit}:{asked.name}", "").strip()
            if not text and not why:
                continue
            score = _score(text, f"{unit}“{asked.name}”的评分")
            if changed(course, unit, asked.name, score, why):
                found.append(Given(unit=unit, input=asked.name, score=score, justification=why))
    return found


def _score(text: str, what: str) -> Fraction:
    told = text.strip()
    if not NUMBER.fullmatch(told):
        raise RefusedEvaluation(f"{what}“{told[:20]}”不是数字，请改正，如4.5。")
    return Fraction(told)


def _read(text: str) -> tuple[str, str, int]:
    unit, _, rest = text.partition(":")
    name, _, number = rest.rpartition(":")
    return unit, name, _whole(number)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
