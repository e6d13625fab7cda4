"""任务分解: the parts of a unit's targets that its sub-units carry, and the scoreboard one level down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jinghe.core.plan.decomposition import TypedPart, reaches, read_parts, why_whole
from jinghe.core.plan.plans import Target
from jinghe.usecases.carrying import decomposition as parts
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import ChangedMeanwhile, RefusedFaults
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.pagination import own_page
from jinghe.web.frame.question import asked
from jinghe.web.records.versions import expected_version

BLANK_ROWS = 4
MOST_ROWS = 90


@page
def units(request: HttpRequest) -> HttpResponse:
    """How far every unit has come with splitting."""
    question = asked(request)
    if away := own_page(request, "decomposition_of", question):
        return away
    held = parts.overview(question.year, as_of=question.as_of, known_at=question.known_at, by=request.user)
    context = {
        "question": question,
        "overviews": held,
        "split": sum(bool(one.split) for one in held),
        "short": sum(bool(one.short) for one in held),
    }
    return show(request, "carrying/decomposition_units.html", context)


@page
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """All targets of a unit with their parts; one of them with its sub-units."""
    question = asked(request)
    held = parts.decomposition(question.year, unit, by=request.user, **question.scope)
    wanted = request.GET.get("target", "")
    usual = next((one for one in held.targets if one.is_split), held.targets[0] if held.targets else None)
    shown = next((one for one in held.targets if one.target.key == wanted), usual)
    context = {
        "question": question,
        "held": held,
        "board": held.board,
        "shown": shown,
        "unit": unit,
        "may_split": access.acts_for_unit(request.user) == unit,
        "versions": parts.versions(question.year, unit, by=request.user),
        "elapsed_months": held.board.elapsed * 12,
    }
    return show(request, "carrying/decomposition.html", context)


@page(methods=("GET", "HEAD", "POST"))
def splitting(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The form of the parts of one target."""
    question = asked(request)
    target, version = parts.target_of(question.year, unit, key, as_of=question.as_of, by=request.user)
    if request.method != "POST":
        held = version.parts.get(key, {})
        rows = [
            TypedPart(name=name, texts={tier: _plain(tiers, tier) for tier, _ in target.tiers.items()})
            for name, tiers in held.items()
        ]
        return _form(request, unit, target, rows, expected=version.number)
    rows = _rows(request, target)
    told, faults = read_parts(target, rows)
    expected = expected_version(request)
    complaint = ""
    if not faults:
        try:
            parts.split(
                question.year,
                unit,
                key,
                told,
                expected=expected,
                by=request.user,
                as_of=question.as_of,
                reason=request.POST.get("reason", ""),
            )
            messages.success(request, "已保存分解。" if told else "已取消这项目标的分解。")
            answer = redirect("decomposition_of", unit)
            answer["Location"] += question.query(target=key)
            return answer
        except RefusedFaults as refused:
            faults = refused.faults
        except ChangedMeanwhile as moved:
            complaint = moved.text
    return _form(request, unit, target, rows, expected=expected, faults=faults, complaint=complaint)


@page(methods=("POST",))
def checking(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """What the parts typed so far come to, as a piece of the page; nothing is saved."""
    question = asked(request)
    target, _ = parts.target_of(question.year, unit, key, as_of=question.as_of, by=request.user)
    told, faults = read_parts(target, _rows(request, target))
    context = {"reaches": reaches(target, told), "faults": faults, "count": len(told)}
    answer = render(request, "carrying/_reaches.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _form(
    request: HttpRequest,
    unit: str,
    target: Target,
    rows: list[TypedPart],
    *,
    expected: int,
    faults: tuple[str, ...] = (),
    complaint: str = "",
) -> HttpResponse:
    question = asked(request)
    held = parts.decomposition(question.year, unit, by=request.user, **question.scope)
    below = next(one.below for one in held.targets if one.target.key == target.key)
    filled = [one for one in rows if not one.is_blank]
    blank = TypedPart(name="", texts={tier: "" for tier, _ in target.tiers.items()})
    told, _ = read_parts(target, filled)
    names = dict.fromkeys((*held.sub_units, *(name for name in below.others if name)))
    context: dict[str, Any] = {
        "question": question,
        "unit": unit,
        "target": target,
        "why_whole": why_whole(target),
        "tiers": target.tiers.items(),
        "rows": [
            (number, one.name, [(tier, one.texts.get(tier, "")) for tier, _ in target.tiers.items()])
            for number, one in enumerate([*filled, *[blank] * BLANK_ROWS])
        ],
        "names": [name for name in names if name not in told],
        "reaches": reaches(target, told),
        "count": len(told),
        "faults": faults,
        "complaint": complaint,
        "expected": expected,
    }
    status = 409 if complaint else 422 if faults else 200
    return show(request, "carrying/decomposition_split.html", context, status=status)


def _rows(request: HttpRequest, target: Target) -> list[TypedPart]:
    """The rows of the form as typed."""
    found = []
    for number in range(MOST_ROWS):
        if f"name-{number}" not in request.POST:
            break
        found.append(
            TypedPart(
                name=" ".join(request.POST[f"name-{number}"].split()),
                texts={
                    tier: request.POST.get(f"{tier.value}-{number}", "").strip()
                    for tier, _ in target.tiers.items()
                },
            )
        )
    return found


def _plain(tiers: Any, tier: Any) -> str:
    figure = dict(tiers.items()).get(tier)
    return format(figure.number, "f") if figure else ""
