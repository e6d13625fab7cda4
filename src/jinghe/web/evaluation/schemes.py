"""评分办法: those adopted for the year, one of them with its versions, and changing it with a look at its results."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date

from jinghe.core.evaluation.formulas.functions import FUNCTIONS
from jinghe.core.evaluation.schemes.numerals import number, percent
from jinghe.core.evaluation.schemes.reading import UnreadableScheme, scheme_from_json
from jinghe.core.evaluation.schemes.schemes import Formula, FormulaPart, Scheme, ScoredItem
from jinghe.core.evaluation.scoring import Unscorable
from jinghe.core.evaluation.stages import NoStage, Stage, stage_of, stages_of
from jinghe.core.plan.plans import Plan
from jinghe.store.json.schemes import scheme_to_json
from jinghe.usecases.common import access, clock
from jinghe.usecases.evaluation import schemes
from jinghe.usecases.evaluation.preview import preview
from jinghe.usecases.evaluation.refusals import RefusedEvaluation, refused_for
from jinghe.usecases.evaluation.schemes import Adoption, NoScheme, Pacing
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.web.evaluation.forms import SECTIONS, edited, form_of, typed_again
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked

LONGEST_TEXT = 200_000


@page
def listing(request: HttpRequest) -> HttpResponse:
    """The schemes in force, and what a new one can begin as."""
    question = asked(request)
    context = {
        "question": question,
        "adopted": schemes.adopted(question.year),
        "starts": [
            (code, one, [item.name for item in one.items]) for code, one in schemes.starting_points().items()
        ],
        "may_adopt": access.may_lay_down_rules(request.user),
        "today": clock.today(),
    }
    return show(request, "evaluation/schemes.html", context)


@page
def scheme(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A scheme as it stands: items and their functions, grades, groups; earlier versions and what they changed."""
    held = schemes.versions(code, year)
    told = request.GET.get("number", "")
    shown = next((one for one in held if str(one.number) == told), held[0])
    before = next((one for one in held if one.number == shown.number - 1), None)
    context = {
        "question": asked(request),
        "shown": shown,
        "versions": held,
        "sections": [(label, _rows(getattr(shown.scheme, name))) for name, label in SECTIONS],
        "changes": schemes.differences(scheme_to_json(before.scheme), scheme_to_json(shown.scheme))
        if before
        else (),
        "before": before,
        "may_adopt": access.may_lay_down_rules(request.user),
    }
    return show(request, "evaluation/scheme.html", context)


def _rows(items: tuple[ScoredItem, ...]) -> list[tuple[str, str, str, list[str]]]:
    """name, full mark, cap, and the function with its parameters in words, its parts below it."""
    return [
        (
            item.name,
            number(item.weight),
            "" if item.most is None else number(item.most),
            [_said(item.formula), *(_part(part, item.formula) for part in item.formula.parts)],
        )
        for item in items
    ]


def _part(part: FormulaPart, whole: Formula) -> str:
    """注册率 25%：按完成率计分…; a weight is a share of a weighted sum, and points elsewhere."""
    weight = percent(part.weight) if whole.function == "weighted" else f"{number(part.weight)}分"
    return f"{part.name} {weight}：{_said(part.formula)}"


def _said(formula: Formula) -> str:
    """按完成率计分，封顶（到位资金；封顶完成率 1.2）."""
    rule = FUNCTIONS[formula.function]
    names = {one.name: one.text for one in rule.parameters}
    told = ["、".join(formula.inputs)] if formula.inputs else []
    told += [f"{names[name]}{_value(value)}" for name, value in formula.parameters.items()]
    return f"{rule.text}（{'；'.join(told)}）" if told else rule.text


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "：是" if value else "：否"
    if isinstance(value, tuple):
        return "：" + "，".join(f"{number(start)}起{number(points)}分" for start, points in value)
    return f"：{value}" if isinstance(value, str) else f" {number(value)}"


@page(methods=("GET", "HEAD", "POST"), opens_for=access.may_lay_down_rules)
def editing(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The form of the next version: preview it on a stage that is over, or adopt it; or take a text over."""
    plan = plan_of(revision_at(year, as_of=clock.today()))
    before = _before(code, year)
    start = _start(request, before)
    context = _context(request, year, code, plan, before, start)
    if request.method == "POST":
        return _answered(request, context, start)
    context |= {"scheme": start, "form": form_of(start, plan), "kept": schemes.text_of(start)}
    return show(request, "evaluation/scheme_edit.html", context)


def _context(
    request: HttpRequest, year: int, code: str, plan: Plan, before: Adoption | None, start: Scheme
) -> dict[str, Any]:
    pacing = before.pacing if before else Pacing.STAGE
    today = clock.today()
    ended = [one for one in stages_of(year) if one.as_of < today]
    return {
        "question": asked(request),
        "year": year,
        "code": code,
        "plan": plan,
        "before": before,
        "start": request.GET.get("from", ""),
        "pacings": list(Pacing),
        "stages": ended,
        "told": {
            "pacing": pacing.value,
            "effective_on": f"{year}-01-01",
            "stage": f"{year}-M5",
        }
        | request.POST.dict(),
    }


def _before(code: str, year: int) -> Adoption | None:
    if not schemes.CODE.fullmatch(code):
        raise Http404
    try:
        return schemes.versions(code, year)[0]
    except NoScheme:
        return None


def _start(request: HttpRequest, before: Adoption | None) -> Scheme:
    """What the form begins as: a starting point that was chosen, else the version in force."""
    chosen = schemes.starting_points().get(request.GET.get("from", ""))
    if chosen is None and before is None:
        raise Http404
    if chosen is not None:
        return chosen
    assert before is not None
    return before.scheme


def _answered(request: HttpRequest, context: dict[str, Any], start: Scheme) -> HttpResponse:
    """Reads what was typed or pasted, tells every fault, previews it or adopts it."""
    told, plan = context["told"], context["plan"]
    held = start
    try:
        if kept := told.get("kept", ""):
            held = schemes.read_scheme(kept[:LONGEST_TEXT])
        held = _read(request, held)
        faults = schemes.faults_of(held, plan)
        if faults:
            raise refused_for(faults)
        if "adopt" in request.POST:
            return _adopted(request, context, held)
        if "preview" in request.POST:
            stage = _stage(told.get("stage", ""))
            pacing = Pacing(told["pacing"])
            context["preview"] = preview(held, pacing, stage, before=context["before"])
    except (RefusedEvaluation, Unscorable) as refused:
        context["faults"] = refused.faults
    except UnreadableScheme as unreadable:
        context["complaint"] = unreadable.text
    except (NoStage, ValueError):
        context["complaint"] = "请选择已结束的阶段、目标口径和生效日期。"
    form = form_of(held, plan)
    if "complaint" in context:
        form = typed_again(form, request.POST.dict())
    context |= {"scheme": held, "form": form, "kept": schemes.text_of(held)}
    return show(request, "evaluation/scheme_edit.html", context)


def _read(request: HttpRequest, held: Scheme) -> Scheme:
    """The scheme of an uploaded or pasted text where there is one, else of the form. Raises UnreadableScheme."""
    file = request.FILES.get("file")
    text = file.read(LONGEST_TEXT).decode("utf-8-sig", "replace") if file else request.POST.get("text", "")
    if "take" in request.POST:
        return schemes.read_scheme(text)
    return scheme_from_json(edited(held, request.POST))


def _adopted(request: HttpRequest, context: dict[str, Any], held: Scheme) -> HttpResponse:
    told = context["told"]
    effective_on = parse_date(told.get("effective_on", ""))
    if effective_on is None:
        raise ValueError("no day")
    adoption = schemes.adopt(
        context["code"],
        context["year"],
        held,
        plan=context["plan"],
        pacing=Pacing(told["pacing"]),
        effective_on=effective_on,
        reason=told.get("reason", ""),
        by=request.user,
    )
    messages.success(request, f"已采用“{held.name}”第{adoption.number}版。")
    return redirect("scheme", context["year"], context["code"])


def _stage(code: str) -> Stage:
    stage = stage_of(code)
    if stage.as_of >= clock.today():
        raise NoStage(code)
    return stage
