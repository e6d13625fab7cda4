"""Adjustments 年中调整: the plan in force with other figures for some targets of some units, checked as any plan."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from jinghe.core.plan.checks import check
from jinghe.core.plan.drafts import fingerprint_of, is_of_checks
from jinghe.core.plan.plans import Plan, Target, Tier, Tiers, Total
from jinghe.core.values.amounts import AmountKind, Quantity, UnitOfMeasure, plain, rounded
from jinghe.core.values.findings import Finding, Severity, severest_first

Figures = Mapping[str, Tiers]
"""key of a target → its new figures."""
MOST_PLACES = 6


class RefusedAdjustment(ValueError):
    """Figures that no plan can take; `text` says why in Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def adjusted(plan: Plan, figures: Figures, *, totals_follow: bool) -> Plan:
    """The plan with other figures for some targets; everything else stays, findings are made anew.

    totals_follow: a printed total changes by as much as the targets it adds; else it stays, and a difference is a
    finding. What a person settled before stays settled. Raises RefusedAdjustment.
    """
    if not figures:
        raise RefusedAdjustment("没有改动任何目标，请至少填写一项新的目标数。")
    for key, tiers in figures.items():
        _require_possible(plan.target(key), tiers)
    targets = tuple(
        replace(target, tiers=figures[target.key]) if target.key in figures else target
        for target in plan.targets
    )
    totals = tuple(_followed(total, plan, figures) for total in plan.totals) if totals_follow else plan.totals
    changed = replace(plan, targets=targets, totals=totals)
    return replace(changed, findings=_findings(plan, changed))


def new_findings(before: Plan, after: Plan) -> tuple[Finding, ...]:
    """What is wrong or doubtful in a plan and was not before, the gravest first."""
    known = {fingerprint_of(finding) for finding in before.findings}
    return tuple(finding for finding in after.findings if fingerprint_of(finding) not in known)


def obstacles_of(before: Plan, after: Plan) -> tuple[Finding, ...]:
    """The new findings that keep an adjustment from being put into force."""
    return tuple(finding for finding in new_findings(before, after) if finding.severity is Severity.BLOCKS)


def _require_possible(target: Target | None, tiers: Tiers) -> None:
    if target is None:
        raise RefusedAdjustment("有一项目标已不在现行目标任务里，请重新起草。")
    if tiers == target.tiers:
        raise RefusedAdjustment(f"{target.unit}“{target.column}”没有改动。")
    if [tier for tier, _ in tiers.items()] != [tier for tier, _ in target.tiers.items()]:
        raise RefusedAdjustment(f"{target.unit}“{target.column}”须填写全部档次的目标数。")
    if tiers.floor.unit != target.tiers.floor.unit:
        raise RefusedAdjustment(
            f"{target.unit}“{target.column}”的计量单位须是“{target.tiers.floor.unit.name}”。"
        )


def _findings(before: Plan, after: Plan) -> tuple[Finding, ...]:
    """The reader's findings that were open before, and those of the checks now, without what a person had settled."""
    still_open = {fingerprint_of(finding) for finding in before.findings}
    settled = {fingerprint_of(finding) for finding in check(before)} - still_open
    read = [finding for finding in before.findings if not is_of_checks(finding)]
    checks = [finding for finding in check(after) if fingerprint_of(finding) not in settled]
    return severest_first([*read, *checks])


def _followed(total: Total, plan: Plan, figures: Figures) -> Total:
    """A printed total after its targets have changed; a total of rates is no sum and stays."""
    summed = [
        target
        for target in plan.targets
        if (target.table, target.column) == (total.table, total.column)
        and target.key in figures
        and (not total.units or target.unit in total.units)
    ]
    if not summed or total.tiers.floor.unit.kind is AmountKind.RATIO:
        return total
    moved: dict[str, Quantity] = {}
    for tier, printed in total.tiers.items():
        change = sum(
            (_base(figures[target.key], tier) - _base(target.tiers, tier) for target in summed),
            start=Fraction(0),
        )
        moved[tier.value] = Quantity(number=_in_unit(printed.base + change, printed.unit), unit=printed.unit)
    return replace(total, tiers=Tiers(**moved))


def _base(tiers: Tiers, tier: Tier) -> Fraction:
    figure = dict(tiers.items()).get(tier)
    return figure.base if figure else Fraction(0)


def _in_unit(base: Fraction, unit: UnitOfMeasure) -> Decimal:
    return Decimal(plain(rounded(base / unit.scale, MOST_PLACES)))
