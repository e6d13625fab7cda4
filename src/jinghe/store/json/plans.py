"""Plans as JSON: the stable shape that `jinghe read --json` prints and that a plan revision stores."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from jinghe.core.counting.criteria import Criteria
from jinghe.core.plan.plans import Plan, Target, Tier, Tiers, Total
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity
from jinghe.core.values.findings import Finding
from jinghe.core.values.periods import Period
from jinghe.store.json.converter import Json, exact_converter, leave_out

FEN = 100
_HEAD = ("document_number", "issuer", "issued_on", "title", "year", "city")
"""What a notice says of itself; what it does not say is null."""

_SIZES = {
    "investment_at_least": "investment_at_least_yuan",
    "investment_below": "investment_below_yuan",
}


def _yuan(fen: int | None) -> int | str | None:
    if fen is None:
        return None
    return fen // FEN if fen % FEN == 0 else format(Decimal(fen) / FEN, "f")


def _fen(yuan: int | str | None, _: object = None) -> int | None:
    return None if yuan is None else int(Decimal(str(yuan)) * FEN)


plan_converter = exact_converter()
plan_converter.register_unstructure_hook(Fraction, str)  # the gaps of lights have always stood as −1/10
_READ_SIZES: dict[str, Any] = {
    field: override(rename=name, struct_hook=_fen) for field, name in _SIZES.items()
}
leave_out(
    plan_converter,
    (Criteria,),
    nothing=(None, False, []),
    **{field: override(rename=name, unstruct_hook=_yuan) for field, name in _SIZES.items()},
)
plan_converter.register_structure_hook(
    Criteria,
    make_dict_structure_fn(Criteria, plan_converter, **_READ_SIZES),
)
plan_converter.register_unstructure_hook(
    Period, make_dict_unstructure_fn(Period, plan_converter, start=override(rename="from"))
)
plan_converter.register_structure_hook(
    Period, make_dict_structure_fn(Period, plan_converter, start=override(rename="from"))
)


plan_converter.register_structure_hook(Tiers, lambda pair, _: tiers_from_json(*pair))


@plan_converter.register_unstructure_hook
def _finding_to_json(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "locator": finding.locator,
        "parameters": dict(finding.parameters),
        "span": list(finding.span) if finding.span else None,
    }


def criteria_to_json(criteria: Criteria) -> Json:
    """Only what restricts; investment in whole or decimal yuan, both ends half-open."""
    return dict(plan_converter.unstructure(criteria))


def criteria_from_json(row: Json) -> Criteria:
    """The criteria that were written; what is not named does not restrict."""
    return plan_converter.structure(row, Criteria)


def finding_to_json(finding: Finding) -> Json:
    return _finding_to_json(finding)


def tiers_to_json(tiers: Tiers) -> Json:
    """Tier → decimal text; the unit of measure stands beside it."""
    return {tier.value: format(quantity.number, "f") for tier, quantity in tiers.items()}


def tiers_from_json(texts: Json, unit: str) -> Tiers:
    """Raises KeyError, ValueError on another shape."""
    measure = UNITS_OF_MEASURE[unit]
    return Tiers(
        **{Tier(name).value: Quantity(number=Decimal(text), unit=measure) for name, text in texts.items()}
    )


def _measured(tiers: Tiers) -> Json:
    return {"tiers": tiers_to_json(tiers), "unit_of_measure": tiers.floor.unit.name}


def target_to_json(target: Target, index: dict[str, int]) -> Json:
    """index: key → place in the list of targets, for the parent of a part."""
    return (
        {"key": target.key, "unit": target.unit, "indicator": target.indicator}
        | _measured(target.tiers)
        | {
            "criteria": criteria_to_json(target.criteria),
            "role": target.role.value,
            "window": target.window.value,
            "period": plan_converter.unstructure(target.period),
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
    )


def plan_to_json(plan: Plan) -> Json:
    """The plan with targets in order; `of_which_parent` is an index into them. Amounts are decimal strings."""
    index = {target.key: position for position, target in enumerate(plan.targets)}
    lists = ("units", "targets", "totals", "duties", "rulings", "lights", "findings")
    written: dict[str, Any] = {
        "targets": [target_to_json(target, index) for target in plan.targets],
        "totals": [_total_to_json(total) for total in plan.totals],
    }
    return {name: plan_converter.unstructure(getattr(plan, name)) or None for name in _HEAD} | {
        name: written.get(name) or plan_converter.unstructure(getattr(plan, name)) for name in lists
    }


def _total_to_json(total: Total) -> Json:
    head = {name: getattr(total, name) for name in ("label", "table", "column", "indicator")}
    tail = {"criteria": criteria_to_json(total.criteria), "locator": total.locator}
    return head | _measured(total.tiers) | tail | ({"units": list(total.units)} if total.units else {})


def plan_from_json(row: Json) -> Plan:
    """The plan that `plan_to_json` wrote. Raises KeyError, ValueError on another shape."""
    keys = [target["key"] for target in row["targets"]]
    parents = [target["of_which_parent"] for target in row["targets"]]
    stated = {name: value for name, value in row.items() if value is not None}
    targets = [
        _with_measure(target) | {"of_which": None if parent is None else keys[parent]}
        for target, parent in zip(row["targets"], parents, strict=True)
    ]
    totals = [_with_measure(total) for total in row["totals"]]
    plan: Plan = plan_converter.structure(stated | {"targets": targets, "totals": totals}, Plan)
    return plan


def _with_measure(row: Json) -> Json:
    return row | {"tiers": (row["tiers"], row["unit_of_measure"])}
