"""Plans as JSON: the stable shape that `jinghe read --json` prints and that a plan revision stores."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import Window
from jinghe.core.counting.rulings import Ruling
from jinghe.core.plan.lights import Light, LightRule
from jinghe.core.plan.plans import Duty, Plan, Scope, Target, Tier, Tiers, Total, Unit
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity
from jinghe.core.values.findings import Finding
from jinghe.core.values.periods import Period

Json = dict[str, Any]
FEN = 100

_FLAGS = ("excludes_real_estate", "excludes_government_investment")
_WORDED = ("industry", "region", "investor")


def plan_to_json(plan: Plan) -> Json:
    """The plan with targets in order; `of_which_parent` is an index into them. Amounts are decimal strings."""
    index = {target.key: i for i, target in enumerate(plan.targets)}
    return {
        "document_number": plan.document_number or None,
        "issuer": plan.issuer or None,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "title": plan.title or None,
        "year": plan.year,
        "city": plan.city or None,
        "units": [{"name": unit.name, "group": unit.group} for unit in plan.units],
        "targets": [target_to_json(target, index) for target in plan.targets],
        "totals": [_total_to_json(total) for total in plan.totals],
        "duties": [{"unit": d.unit, "text": d.text, "locator": d.locator} for d in plan.duties],
        "rulings": [_ruling_to_json(ruling) for ruling in plan.rulings],
        "lights": [_light_to_json(rule) for rule in plan.lights],
        "findings": [finding_to_json(finding) for finding in plan.findings],
    }


def target_to_json(target: Target, index: dict[str, int]) -> Json:
    return {
        "key": target.key,
        "unit": target.unit,
        "indicator": target.indicator,
        "tiers": tiers_to_json(target.tiers),
        "unit_of_measure": target.tiers.floor.unit.name,
        "criteria": criteria_to_json(target.criteria),
        "role": target.role.value,
        "window": target.window.value,
        "period": period_to_json(target.period),
        "scope": target.scope.value,
        "each": target.each,
        "of_which_parent": index[target.of_which] if target.of_which else None,
        "any_of": target.any_of,
        "table": target.table,
        "column": target.column,
        "clause": target.clause,
        "span": list(target.span) if target.span else None,
        "locator": target.locator,
        "confirmed": target.confirmed,
    }


def criteria_to_json(criteria: Criteria) -> Json:
    """Only what restricts; investment in whole or decimal yuan, both ends half-open."""
    sizes = {
        "investment_at_least_yuan": criteria.investment_at_least,
        "investment_below_yuan": criteria.investment_below,
    }
    told: Json = {name: _yuan(fen) for name, fen in sizes.items() if fen is not None}
    if criteria.strict:
        told["strict"] = True
    told |= {name: list(getattr(criteria, name)) for name in _WORDED if getattr(criteria, name)}
    if criteria.signed_since is not None:
        told["signed_since"] = criteria.signed_since
    return told | {name: True for name in _FLAGS if getattr(criteria, name)}


def finding_to_json(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "locator": finding.locator,
        "parameters": dict(finding.parameters),
        "span": list(finding.span) if finding.span else None,
    }


def plan_from_json(told: Json) -> Plan:
    """The plan that `plan_to_json` told. Raises KeyError, ValueError on another shape."""
    keys = [one["key"] for one in told["targets"]]
    return Plan(
        document_number=told["document_number"] or "",
        issuer=told["issuer"] or "",
        issued_on=date.fromisoformat(told["issued_on"]) if told["issued_on"] else None,
        title=told["title"] or "",
        year=told["year"],
        city=told.get("city") or "",
        units=tuple(Unit(name=one["name"], group=one["group"]) for one in told["units"]),
        targets=tuple(_target_from_json(one, keys) for one in told["targets"]),
        totals=tuple(_total_from_json(one) for one in told["totals"]),
        duties=tuple(Duty(**one) for one in told["duties"]),
        rulings=tuple(Ruling(**one) for one in told["rulings"]),
        lights=tuple(_light_from_json(one) for one in told["lights"]),
        findings=tuple(finding_from_json(one) for one in told["findings"]),
    )


def criteria_from_json(told: Json) -> Criteria:
    """The criteria that `criteria_to_json` told; what it does not name does not restrict."""
    read: Json = {name: tuple(told.get(name, ())) for name in _WORDED}
    read |= {name: told.get(name, False) for name in ("strict", *_FLAGS)}
    return Criteria(
        investment_at_least=_fen(told.get("investment_at_least_yuan")),
        investment_below=_fen(told.get("investment_below_yuan")),
        signed_since=told.get("signed_since"),
        **read,
    )


def _target_from_json(told: Json, keys: list[str]) -> Target:
    parent = told["of_which_parent"]
    same = ("key", "unit", "indicator", "each", "any_of", "table", "column", "clause", "locator", "confirmed")
    return Target(
        **{name: told[name] for name in same},
        tiers=tiers_from_json(told["tiers"], told["unit_of_measure"]),
        criteria=criteria_from_json(told["criteria"]),
        role=Role(told["role"]),
        window=Window(told["window"]),
        period=period_from_json(told["period"]),
        scope=Scope(told["scope"]),
        of_which=None if parent is None else keys[parent],
        span=tuple(told["span"]) if told["span"] else None,
    )


def _total_to_json(total: Total) -> Json:
    return {
        "label": total.label,
        "table": total.table,
        "column": total.column,
        "indicator": total.indicator,
        "tiers": tiers_to_json(total.tiers),
        "unit_of_measure": total.tiers.floor.unit.name,
        "criteria": criteria_to_json(total.criteria),
        "locator": total.locator,
    } | ({"units": list(total.units)} if total.units else {})


def _total_from_json(told: Json) -> Total:
    same = ("label", "table", "column", "indicator", "locator")
    return Total(
        **{name: told[name] for name in same},
        tiers=tiers_from_json(told["tiers"], told["unit_of_measure"]),
        criteria=criteria_from_json(told["criteria"]),
        units=tuple(told.get("units", ())),
    )


def tiers_to_json(tiers: Tiers) -> Json:
    return {tier.value: format(quantity.number, "f") for tier, quantity in tiers.items()}


def tiers_from_json(told: Json, unit: str) -> Tiers:
    measure = UNITS_OF_MEASURE[unit]
    return Tiers(
        **{Tier(name).value: Quantity(number=Decimal(text), unit=measure) for name, text in told.items()}
    )


def _ruling_to_json(ruling: Ruling) -> Json:
    names = ("name", "value", "source", "indicator", "group")
    return {name: getattr(ruling, name) for name in names}


def _light_to_json(rule: LightRule) -> Json:
    return {
        "light": rule.light.value,
        "gap_at_least": None if rule.gap_at_least is None else str(rule.gap_at_least),
    }


def _light_from_json(told: Json) -> LightRule:
    gap = told["gap_at_least"]
    return LightRule(light=Light(told["light"]), gap_at_least=None if gap is None else Fraction(gap))


def period_to_json(period: Period | None) -> Json | None:
    return {"from": period.start.isoformat(), "before": period.before.isoformat()} if period else None


def period_from_json(told: Json | None) -> Period | None:
    if told is None:
        return None
    return Period(start=date.fromisoformat(told["from"]), before=date.fromisoformat(told["before"]))


def finding_from_json(told: Json) -> Finding:
    return Finding(
        code=told["code"],
        locator=told["locator"],
        parameters=told["parameters"],
        span=tuple(told["span"]) if told["span"] else None,
    )


def _fen(yuan: int | str | None) -> int | None:
    return None if yuan is None else int(Decimal(str(yuan)) * FEN)


def _yuan(fen: int) -> int | str:
    return fen // FEN if fen % FEN == 0 else format(Decimal(fen) / FEN, "f")
