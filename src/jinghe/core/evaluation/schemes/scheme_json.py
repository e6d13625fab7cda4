"""Schemes as JSON: one canonical text for one scheme, so that it can be kept, and frozen by a digest."""

import json
from fractions import Fraction
from hashlib import sha256
from typing import Any

from jinghe.core.evaluation.schemes.numerals import exact
from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Formula,
    InputCondition,
    Scheme,
    SchemeInput,
    ScoredItem,
    Value,
)

Json = dict[str, Any]


def canonical(scheme: Scheme) -> str:
    """The one text of a scheme: sorted keys, no spaces, numbers as exact decimals or fractions."""
    return json.dumps(scheme_to_json(scheme), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(scheme: Scheme) -> str:
    """sha256 of the canonical text, in hexadecimal."""
    return sha256(canonical(scheme).encode()).hexdigest()


def scheme_to_json(scheme: Scheme) -> Json:
    """Only what differs from the default is told; numbers as strings."""
    return _told(
        name=scheme.name,
        source=scheme.source,
        full_mark=exact(scheme.full_mark),
        inputs=[_input_to_json(one) for one in scheme.inputs],
        items=[_item_to_json(one) for one in scheme.items],
        bonuses=[_item_to_json(one) for one in scheme.bonuses],
        bonus_most=_number_to_json(scheme.bonus_most),
        deductions=[_item_to_json(one) for one in scheme.deductions],
        deduction_most=_number_to_json(scheme.deduction_most),
        vetoes=[
            {"name": one.name, "condition": _condition_to_json(one.condition), "effect": one.effect.value}
            for one in scheme.vetoes
        ],
        upgrades=[
            {"name": one.name, "any_of": [_condition_to_json(c) for c in one.any_of], "by": one.by}
            for one in scheme.upgrades
        ],
        grades=[
            _told(
                name=one.name,
                at_least=_number_to_json(one.at_least),
                top=one.top,
                top_share=_number_to_json(one.top_share),
            )
            for one in scheme.grades
        ],
        groups=[
            {"name": one.name, "units": list(one.units), "is_ranked": one.is_ranked} for one in scheme.groups
        ],
        exclusions=[{"unit": one.unit, "reason": one.reason} for one in scheme.exclusions],
        tier=scheme.tier.value,
        absences=_absences_to_json(scheme.absences),
        rounding=_told(items=scheme.rounding.items, total=scheme.rounding.total),
        least=_number_to_json(scheme.least),
        most=_number_to_json(scheme.most),
        remarks=list(scheme.remarks),
    )


def _told(**fields: object) -> Json:
    """Without what is empty or not stated."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _number_to_json(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


def _input_to_json(one: SchemeInput) -> Json:
    told = {"name": one.name, "kind": one.kind.value, "unit_of_measure": one.unit_of_measure}
    return told | ({"column": one.column} if one.column else {})


def _item_to_json(item: ScoredItem) -> Json:
    return _told(
        name=item.name,
        weight=exact(item.weight),
        most=_number_to_json(item.most),
        formula=_formula_to_json(item.formula),
        absences=None if item.absences is None else _absences_to_json(item.absences),
    )


def _formula_to_json(formula: Formula) -> Json:
    return _told(
        function=formula.function,
        inputs=list(formula.inputs),
        parameters={name: _value_to_json(value) for name, value in formula.parameters.items()},
        parts=[
            {"name": part.name, "weight": exact(part.weight), "formula": _formula_to_json(part.formula)}
            for part in formula.parts
        ],
    )


def _value_to_json(value: Value) -> object:
    if isinstance(value, tuple):
        return [[exact(number) for number in row] for row in value]
    return exact(value) if isinstance(value, Fraction) else value


def _condition_to_json(one: InputCondition) -> Json:
    return _told(
        input=one.input,
        basis=one.basis.value,
        at_least=_number_to_json(one.at_least),
        below=_number_to_json(one.below),
    )


def _absences_to_json(one: Absences) -> Json:
    return {name: getattr(one, name).value for name in ("unassigned", "unreported", "inapplicable")}
