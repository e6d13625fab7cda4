"""Adjustment 年中调整: other figures for some units, proposed with a reason, approved by a paper, put into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from jinghe.core.plan.adjustments import Figures, RefusedAdjustment, adjusted, new_findings, obstacles_of
from jinghe.core.plan.comparison import Comparison, compare
from jinghe.core.plan.plans import Plan
from jinghe.core.registers.carrying.versions import ADJUSTMENT, APPROVAL_PAPER, CONFIRM, PROPOSED
from jinghe.core.registers.registers import FieldFault
from jinghe.core.values.findings import Finding
from jinghe.store.json.plans import tiers_from_json, tiers_to_json
from jinghe.store.models import NEWEST_FIRST, Act, ActKind, PlanRevision, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Missing, RefusedFaults
from jinghe.usecases.plan.plans import NoPlan, issue_plan, plan_of
from jinghe.usecases.records.reading import documents_of
from jinghe.usecases.records.records import RefusedRecord, changed_record, move_in, open_in, record_of
from jinghe.usecases.records.writing import event_in

EVENT = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentPreview:
    """A plan before and after other figures. findings: those that only the plan with the new figures has."""

    before: Plan
    after: Plan
    comparison: Comparison
    findings: tuple[Finding, ...]
    obstacles: tuple[Finding, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(change.after.unit for change in self.comparison.changed))

    @property
    def moved_totals(self) -> tuple[tuple[Any, Any], ...]:
        """(before, after) of every printed total that changes with the figures."""
        pairs = zip(self.before.totals, self.after.totals, strict=True)
        return tuple((old, new) for old, new in pairs if old != new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A proposal. preview: compares it with the revision it was drafted on; reasons: why it cannot be confirmed yet."""

    record: Record
    event: RecordEvent
    base: PlanRevision
    figures: Figures
    totals_follow: bool
    preview: AdjustmentPreview
    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.record.state == PROPOSED


def base_of(year: int) -> PlanRevision:
    """The newest revision of a year, which a new adjustment would change. Raises NoPlan."""
    revisions = (
        PlanRevision.objects.filter(year=year).select_related("act").defer("content").order_by("-number")
    )
    revision = revisions.first()
    if revision is None:
        raise NoPlan(year)
    return revision


def preview(plan: Plan, figures: Figures, *, totals_follow: bool) -> AdjustmentPreview:
    """The plan with other figures, compared with the plan as it is. Raises RefusedFigures."""
    after = adjusted(plan, figures, totals_follow=totals_follow)
    return AdjustmentPreview(
        before=plan,
        after=after,
        comparison=compare(plan, after),
        findings=new_findings(plan, after),
        obstacles=obstacles_of(plan, after),
    )


@door("adjustment.propose")
def propose(
    year: int,
    figures: Figures,
    *,
    totals_follow: bool,
    base: int,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime | None = None,
) -> Record:
    """Writes down a proposal against revision `base`. values: name, reason, effective_on, approval_document.

    Raises AccessRefused, NoPlan, RefusedAdjustment, RefusedRecord.
    """
    access.require(access.may_adjust_plan(by), by, "起草目标调整")
    with recorded(at) as recording:
        revision = base_of(year)
        if revision.number != base:
            raise RefusedAdjustment("目标任务在您打开之后有了新版本，请核对最新的目标数后重新起草。")
        preview(plan_of(revision), figures, totals_follow=totals_follow)
        _require_within(year, values.get("effective_on"))
        act = recording.write(ActKind.RECORD, by, f"起草目标调整：{values.get('name') or ''}"[:400])
        return propose_in(act, revision, figures, totals_follow=totals_follow, values=values)


def propose_in(
    act: Act, base: PlanRevision, figures: Figures, *, totals_follow: bool, values: Mapping[str, Any]
) -> Record:
    """Writes down a proposal within an act. Raises RefusedRecord."""
    record = open_in(act, ADJUSTMENT, {**values, "year": base.year, "base": base.number}, unit="")
    plan = plan_of(base)
    rows = [
        {"key": key, "unit": target.unit, "tiers": tiers_to_json(tiers), "measure": tiers.floor.unit.name}
        for key, tiers in figures.items()
        if (target := plan.target(key))
    ]
    event_in(act, record, EVENT, {"figures": rows, "totals_follow": totals_follow})
    return record


def adjustments(year: int, *, by: Actor) -> tuple[Adjustment, ...]:
    """Every adjustment of a year, the latest first. Raises AccessRefused."""
    access.require(access.may_see_adjustments(by), by, "查看目标调整")
    records = Record.objects.filter(kind=ADJUSTMENT.kind, values__year=year).select_related("created")
    return tuple(_adjustment(record) for record in records.order_by(*NEWEST_FIRST))


def adjustment_of(code: str, *, by: Actor) -> Adjustment:
    """Raises Missing, AccessRefused."""
    record = record_of(code, by=by)
    if record.kind != ADJUSTMENT.kind:
        raise Missing(code)
    return _adjustment(record)


@door("adjustment.confirm_adjustment")
def confirm_adjustment(code: str, *, expected: int, by: Actor, at: datetime | None = None) -> PlanRevision:
    """Puts an adjustment into force as the next revision; who drafted it cannot, where the office asks for two people.

    Raises Missing, AccessRefused, Refused.
    """
    access.require(access.may_adjust_plan(by), by, "执行目标调整")
    with recorded(at):
        adjustment = adjustment_of(code, by=by)
        if adjustment.record.version != expected:
            raise changed_record(code)
        reasons = (*adjustment.reasons, *_second_person(adjustment, by))
        if reasons:
            raise RefusedFaults(reasons)
        values = adjustment.record.values
        revision = issue_plan(
            adjustment.preview.after,
            by=by,
            effective_on=date.fromisoformat(values["effective_on"]),
            approval_document=values["approval_document"],
            reason=values["reason"][:400],
        )
        outcome = {"revision": revision.number}
        move_in(revision.act, adjustment.record, CONFIRM, expected=expected, values=outcome)
        return revision


def _second_person(adjustment: Adjustment, by: Actor) -> tuple[str, ...]:
    if settings.JINGHE_CONFIRMATIONS > 1 and adjustment.record.created.recorded_by == by.username:
        return ("起草人不能自己确认执行，请另一名审核员确认",)
    return ()


def _adjustment(record: Record) -> Adjustment:
    event = record.events.select_related("act").get(kind=EVENT)
    base = (
        PlanRevision.objects.select_related("act")
        .defer("content")
        .get(year=record.values["year"], number=record.values["base"])
    )
    figures = {row["key"]: tiers_from_json(row["tiers"], row["measure"]) for row in event.payload["figures"]}
    follows = bool(event.payload["totals_follow"])
    effect = preview(plan_of(base), figures, totals_follow=follows)
    return Adjustment(
        record=record,
        event=event,
        base=base,
        figures=figures,
        totals_follow=follows,
        preview=effect,
        reasons=_reasons(record, effect),
    )


def _reasons(record: Record, effect: AdjustmentPreview) -> tuple[str, ...]:
    """Why a proposal cannot be put into force yet."""
    reasons = []
    if record.state != PROPOSED:
        return (f"这份调整现在是“{ADJUSTMENT.state(record.state).name}”",)
    if base_of(record.values["year"]).number != record.values["base"]:
        reasons.append(
            f"起草以后目标任务有了新版本，这份调整依据的是第{record.values['base']}版，请撤回后重新起草"
        )
    if date.fromisoformat(record.values["effective_on"]).year != record.values["year"]:
        reasons.append(_within(record.values["year"]))
    if not record.values.get("approval_document"):
        reasons.append("请填写批准文件文号")
    if not documents_of(record).filter(kind=APPROVAL_PAPER).exists():
        reasons.append(f"请上传{APPROVAL_PAPER}")
    if effect.obstacles:
        reasons.append(f"还有{len(effect.obstacles)}处疑点必须先处理")
    return tuple(reasons)


def _require_within(year: int, effective_on: str | None) -> None:
    """Raises RefusedRecord where an adjustment would come into force outside its year."""
    if effective_on and date.fromisoformat(effective_on).year != year:
        raise RefusedRecord([FieldFault(name="effective_on", text=_within(year))])


def _within(year: int) -> str:
    return f"执行日期须在{year}年内"
