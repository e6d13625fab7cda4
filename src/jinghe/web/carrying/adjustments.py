"""年中调整: proposals for other figures, what they would change, and original beside adjusted completion."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jinghe.core.plan.adjustments import RefusedAdjustment
from jinghe.core.plan.plans import Plan, Target, Tier, Tiers
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.values.amounts import Quantity
from jinghe.usecases.carrying import adjustment as adjusting
from jinghe.usecases.carrying.adjustment import Adjustment
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.progress.scoreboard import Scoreboard, scoreboard
from jinghe.usecases.records.reading import documents_of, history_of
from jinghe.usecases.records.records import RefusedRecord, known_words
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked
from jinghe.web.records import forms as record_forms
from jinghe.web.records.events import told_events
from jinghe.web.records.versions import expected_version

FORM = ("name", "reason", "effective_on", "approval_document")
LARGEST = Decimal(10**9)


@page(opens_for=access.may_see_adjustments)
def listing(request: HttpRequest) -> HttpResponse:
    """Every proposal of the year, and both completions of what was adjusted."""
    question = asked(request)
    adjusted = scoreboard(question.year, **question.scope | {"basis": "adjusted"})
    original = scoreboard(question.year, **question.scope | {"basis": "original"})
    context = {
        "question": question,
        "adjustments": adjusting.adjustments(question.year, by=request.user),
        "board": adjusted,
        "both": _both(original, adjusted),
        "may_propose": access.may_adjust_plan(request.user),
        "elapsed_months": adjusted.elapsed * 12,
    }
    return show(request, "carrying/adjustments.html", context)


def _both(original: Scoreboard, adjusted: Scoreboard) -> list[tuple[Any, Any]]:
    """(original, adjusted) progress of every target with other figures in the revision in force."""
    if original.revision.number == adjusted.revision.number:
        return []
    return [
        (original.progress[target.key], adjusted.progress[target.key])
        for target in adjusted.plan.targets
        if target.key in original.progress and original.progress[target.key].target.tiers != target.tiers
    ]


@page(opens_for=access.may_see_adjustments)
def adjustment(request: HttpRequest, code: str) -> HttpResponse:
    """One adjustment: reason, changes, findings, papers, and what keeps it from being put into force."""
    return _page(request, code)


def _page(request: HttpRequest, code: str, *, complaint: str = "", status: int = 200) -> HttpResponse:
    question = asked(request)
    held = adjusting.adjustment_of(code, by=request.user)
    board = scoreboard(question.year, **question.scope | {"basis": "original"})
    register = REGISTERS["adjustment"]
    context = {
        "question": question,
        "held": held,
        "state": register.state(held.record.state),
        "rows": _rows(held, board),
        "documents": list(documents_of(held.record)),
        "events": told_events(register, history_of(held.record), known_words()),
        "may_confirm": held.is_open and access.may_adjust_plan(request.user),
        "complaint": complaint,
    }
    return show(request, "carrying/adjustment.html", context, status=status)


def _rows(held: Adjustment, board: Scoreboard) -> list[dict[str, Any]]:
    """For every changed figure: unit, target, old, new, what was done, and both completions."""
    found = []
    for change in held.preview.comparison.changed:
        progress = board.progress.get(change.before.key)
        for tier, old in change.before.tiers.items():
            new = change.after.tiers.of_tier(tier)
            if old == new:
                continue
            actual = progress.actual if progress and progress.is_reported else None
            found.append(
                {
                    "target": change.after,
                    "tier": tier,
                    "old": old,
                    "new": new,
                    "actual": actual,
                    "is_reported": progress is None or progress.is_reported,
                    "before": actual / old.base if actual is not None and old.base else None,
                    "after": actual / new.base if actual is not None and new.base else None,
                }
            )
    return found


@page(methods=("GET", "HEAD", "POST"), opens_for=access.may_adjust_plan)
def proposing(request: HttpRequest) -> HttpResponse:
    """The form of a proposal: units first, then figures, then what they would change, then it is written down."""
    question = asked(request)
    base = adjusting.base_of(question.year)
    plan = plan_of(base)
    told = request.POST if request.method == "POST" else request.GET
    units = [
        one.name for one in plan.units if one.name in set(told.getlist("unit")) and plan.targets_of(one.name)
    ]
    figures, faults = _figures(request.POST, plan, units)
    values, wrong, texts = record_forms.read_form(
        tuple(REGISTERS["adjustment"].field(name) for name in FORM), request.POST, known_words()
    )
    follows = request.method != "POST" or bool(request.POST.get("totals_follow"))
    shown = None
    if request.method == "POST" and not faults:
        try:
            shown = adjusting.preview(plan, figures, totals_follow=follows)
            if request.POST.get("step") == "propose" and not wrong:
                record = adjusting.propose(
                    question.year,
                    figures,
                    totals_follow=follows,
                    base=expected_version(request, "base"),
                    values=values,
                    by=request.user,
                )
                messages.success(request, f"已起草，编号{record.pk}。请上传批准文件后确认执行。")
                return redirect("adjustment", record.pk)
        except (RefusedAdjustment, RefusedRecord) as refused:
            faults = (refused.text,)
    is_proposing = request.POST.get("step") == "propose"
    context = {
        "question": question,
        "base": base,
        "plan": plan,
        "groups": [(group, plan.units_of(group)) for group in plan.groups],
        "with_targets": {target.unit for target in plan.targets},
        "units": units,
        "tables": [(unit, _inputs(plan, unit, request.POST)) for unit in units],
        "inputs": record_forms.inputs(
            tuple(REGISTERS["adjustment"].field(name) for name in FORM),
            known_words(),
            texts=texts or None,
            faults=wrong if is_proposing else (),
            required=("name", "reason", "effective_on"),
        ),
        "faults": (*faults, *((one.text for one in wrong) if is_proposing else ())),
        "follows": follows,
        "shown": shown,
    }
    return show(request, "carrying/adjustment_new.html", context, status=422 if context["faults"] else 200)


@page(methods=("POST",), opens_for=access.may_adjust_plan)
def confirming(request: HttpRequest, code: str) -> HttpResponse:
    """Puts an adjustment into force."""
    try:
        revision = adjusting.confirm_adjustment(code, expected=expected_version(request), by=request.user)
    except Refused as refused:
        return _page(request, code, complaint=refused.text, status=409)
    messages.success(request, f"已执行，目标任务现为第{revision.number}版；目标有变动的单位须重新签收。")
    return redirect("adjustment", code)


def _inputs(
    plan: Plan, unit: str, told: Mapping[str, str]
) -> list[tuple[Target, list[tuple[Tier, Any, str]]]]:
    """Every target of a unit with (tier, figure in force, text typed)."""
    return [
        (
            target,
            [
                (tier, figure, told.get(f"{target.key}-{tier.value}", format(figure.number, "f")))
                for tier, figure in target.tiers.items()
            ],
        )
        for target in plan.targets_of(unit)
    ]


def _figures(
    told: Mapping[str, str], plan: Plan, units: list[str]
) -> tuple[dict[str, Tiers], tuple[str, ...]]:
    """The figures that differ from the plan in force, and every text that is none."""
    found: dict[str, Tiers] = {}
    faults: list[str] = []
    for target in (one for unit in units for one in plan.targets_of(unit)):
        tiers = target.tiers
        for tier, figure in target.tiers.items():
            text = unicodedata.normalize("NFKC", told.get(f"{target.key}-{tier.value}", "")).replace(",", "")
            if not text.strip():
                continue
            try:
                number = Decimal(text.strip())
            except InvalidOperation:
                number = Decimal(-1)
            if not number.is_finite() or not 0 <= number <= LARGEST:
                faults.append(f"{target.unit}“{target.column}”的{tier.label}“{text[:20]}”不是不小于0的数")
            elif number != figure.number:
                tiers = replace(tiers, **{tier.value: Quantity(number=number, unit=figure.unit)})
        if tiers != target.tiers:
            found[target.key] = tiers
    return found, tuple(faults)
