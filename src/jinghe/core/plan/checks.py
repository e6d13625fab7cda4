"""Checks of a plan at loading: totals, tiers, duplicate units, parts, and targets that contradict each other."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from jinghe.core.counting.criteria import Criteria
from jinghe.core.plan.plans import Plan, Target, Tier, Total
from jinghe.core.values.amounts import AmountKind, plain, rounded, yuan
from jinghe.core.values.findings import Finding, severest_first


def check(plan: Plan) -> tuple[Finding, ...]:
    """Everything wrong or doubtful in a plan, the gravest first."""
    findings = [
        *_duplicate_units(plan),
        *_total_mismatches(plan),
        *_reversed_tiers(plan),
        *_greater_parts(plan),
        *_contradictions(plan),
    ]
    return severest_first(findings)


def _duplicate_units(plan: Plan) -> Iterator[Finding]:
    rows = Counter(
        (target.table, target.column, target.unit) for target in plan.targets if target.clause is None
    )
    reported = set()
    for (table, column, unit), times in rows.items():
        if times > 1 and column and (table, unit) not in reported and _is_table_column(plan, table, column):
            reported.add((table, unit))
            yield Finding(code="duplicate_unit", locator=table, parameters={"unit": unit, "times": times})
    for name, times in Counter(unit.name for unit in plan.units).items():
        if times > 1:
            yield Finding(
                code="duplicate_unit", locator="责任单位", parameters={"unit": name, "times": times}
            )


def _is_table_column(plan: Plan, table: str, column: str) -> bool:
    return any((total.table, total.column) == (table, column) for total in plan.totals)


def _column(plan: Plan, total: Total) -> tuple[Target, ...]:
    return tuple(
        t
        for t in plan.targets
        if (t.table, t.column) == (total.table, total.column) and (not total.units or t.unit in total.units)
    )


def _total_mismatches(plan: Plan) -> Iterator[Finding]:
    for total in plan.totals:
        if total.tiers.floor.unit.kind is AmountKind.RATIO:
            continue  # 合计 under a rate is the rate of the whole city: rates do not add up
        for tier, printed in total.tiers.items():
            figures = [dict(t.tiers.items()).get(tier) for t in _column(plan, total)]
            base = sum((figure.base for figure in figures if figure), start=Fraction(0))
            computed = rounded(base / printed.unit.scale, 6)
            if base != printed.base:
                column = total.column if tier is Tier.REQUIRED else f"{total.column}（{tier.label}）"
                parameters = {
                    "column": column,
                    "printed": printed.text,
                    "computed": f"{plain(computed)}{printed.unit.name}",
                }
                yield Finding(
                    code="total_mismatch", locator=total.locator or total.table, parameters=parameters
                )


def _reversed_tiers(plan: Plan) -> Iterator[Finding]:
    for target in plan.targets:
        low, high = target.tiers.guaranteed, target.tiers.working
        if low and high and high.base < low.base:
            parameters = {
                "unit": target.unit,
                "column": target.column,
                "working": high.text,
                "guaranteed": low.text,
            }
            yield Finding(code="tiers_reversed", locator=target.locator, parameters=parameters)


def _greater_parts(plan: Plan) -> Iterator[Finding]:
    by_key = {target.key: target for target in plan.targets}
    for part in plan.targets:
        if part.of_which and part.tiers.floor.base > by_key[part.of_which].tiers.floor.base:
            parent = by_key[part.of_which].tiers.floor.text
            parameters = {"unit": part.unit, "child": part.tiers.floor.text, "parent": parent}
            yield Finding(code="child_exceeds_parent", locator=part.locator, parameters=parameters)


def _contradictions(plan: Plan) -> Iterator[Finding]:
    """Columns that ask for more of a narrow size than the columns of the wider sizes around it ask in all."""
    by_column: dict[tuple[str, str], list[str]] = {}
    bands_of: dict[tuple[str, str], str] = {}
    locators: dict[tuple[str, str], str] = {}
    for unit in plan.units:
        for narrow in plan.targets_of(unit.name):
            bands = _bands_around(plan, narrow)
            asked_total = sum((band.tiers.floor.base for band in bands), start=Fraction(0))
            if bands and narrow.tiers.floor.base > asked_total:
                column = (narrow.table, narrow.column)
                around = f"{_floor_of(bands)}各档合计{_in_unit_of(narrow, asked_total)}"
                detail = f"{unit.name}{narrow.tiers.floor.text}，而{around}"
                by_column.setdefault(column, []).append(detail)
                bands_of[column] = "、".join(band.column for band in bands)
                locators.setdefault(column, narrow.locator or narrow.table)
    for column, details in by_column.items():
        parameters = {"column": column[1], "bands": bands_of[column], "detail": "；".join(details)}
        yield Finding(code="contradiction", locator=locators[column], parameters=parameters)


def _bands_around(plan: Plan, narrow: Target) -> tuple[Target, ...]:
    """Disjoint sized targets of the same unit and indicator that together cover the sizes of `narrow`."""
    if not narrow.criteria.has_size:
        return ()
    others = [
        other for other in plan.targets_of(narrow.unit) if other is not narrow and _is_kin(other, narrow)
    ]
    bands = sorted(
        (o for o in others if o.criteria.has_size), key=lambda o: o.criteria.investment_at_least or 0
    )
    if len(bands) < 2 or not _are_disjoint(bands) or not _cover(bands, narrow.criteria):
        return ()
    return tuple(bands)


def _is_kin(other: Target, narrow: Target) -> bool:
    def kind(target: Target) -> tuple[object, ...]:
        words = target.criteria
        counted = (target.indicator, target.role, target.window, target.scope, target.period, target.of_which)
        return (*counted, words.industry, words.region, words.investor, words.signed_since)

    return kind(other) == kind(narrow)


def _are_disjoint(bands: list[Target]) -> bool:
    ends = [(b.criteria.investment_at_least or 0, b.criteria.investment_below) for b in bands]
    return all(high is not None and high <= low for (_, high), (low, _) in zip(ends, ends[1:], strict=False))


def _cover(bands: list[Target], sizes: Criteria) -> bool:
    reached = bands[0].criteria.investment_at_least or 0
    if reached > (sizes.investment_at_least or 0):
        return False
    for band in bands:
        if (band.criteria.investment_at_least or 0) > reached:
            return False
        if band.criteria.investment_below is None:
            return True
        reached = band.criteria.investment_below
    return sizes.investment_below is not None and reached >= sizes.investment_below


def _floor_of(bands: tuple[Target, ...]) -> str:
    lowest = bands[0].criteria.investment_at_least
    return f"{yuan(lowest)}及以上" if lowest else "其余"


def _in_unit_of(target: Target, base: Fraction) -> str:
    unit = target.tiers.floor.unit
    return f"{plain(rounded(base / unit.scale, 4))}{unit.name}"
