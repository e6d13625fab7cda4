"""Inputs and results as JSON: what an evaluation froze, exactly, so that it reads back the same at any later time."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from jinghe.core.evaluation.schemes.inputs import FigureState, Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.numerals import exact
from jinghe.core.evaluation.schemes.schemes import Scheme, VetoEffect
from jinghe.core.evaluation.schemes.scores import Evaluation, EvaluationStatus, Score, UnitResult, UsedInput
from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity, plain

Json = dict[str, Any]


def canonical_text(told: Json) -> str:
    """The one text of what was frozen: sorted keys, no spaces."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(told: Json) -> str:
    """sha256 of the canonical text, in hexadecimal."""
    return sha256(canonical_text(told).encode()).hexdigest()


# --- inputs ---


def inputs_to_json(units: tuple[UnitInputs, ...]) -> list[Json]:
    return [
        {
            "unit": one.unit,
            "group": one.group,
            "measurements": {name: _measurement_to_json(told) for name, told in one.measurements.items()},
            "counters": {name: exact(count) for name, count in one.counters.items()},
            "judgements": {name: judgement_to_json(told) for name, told in one.judgements.items()},
        }
        for one in units
    ]


def inputs_from_json(told: list[Json]) -> tuple[UnitInputs, ...]:
    return tuple(
        UnitInputs(
            unit=one["unit"],
            group=one["group"],
            measurements={name: _measurement(held) for name, held in one["measurements"].items()},
            counters={name: Fraction(count) for name, count in one["counters"].items()},
            judgements={name: judgement_from_json(held) for name, held in one["judgements"].items()},
        )
        for one in told
    )


def _measurement_to_json(one: Measurement) -> Json:
    return {
        "actual": _number(one.actual),
        "tiers": None if one.tiers is None else _tiers_to_json(one.tiers),
        "is_reported": one.is_reported,
        "places": list(one.places),
    }


def _measurement(told: Json) -> Measurement:
    return Measurement(
        actual=_fraction(told["actual"]),
        tiers=None if told["tiers"] is None else _tiers(told["tiers"]),
        is_reported=told["is_reported"],
        places=tuple(told["places"]),
    )


def _tiers_to_json(tiers: Tiers) -> Json:
    figures = {tier.value: plain(figure.number) for tier, figure in tiers.items()}
    return {"unit_of_measure": tiers.floor.unit.name, "figures": figures}


def _tiers(told: Json) -> Tiers:
    unit = UNITS_OF_MEASURE[told["unit_of_measure"]]
    return Tiers(
        **{tier: Quantity(number=Decimal(text), unit=unit) for tier, text in told["figures"].items()}
    )


def judgement_to_json(one: Judgement) -> Json:
    return {
        "score": exact(one.score),
        "justification": one.justification,
        "by": one.by,
        "confirmed_by": one.confirmed_by,
    }


def judgement_from_json(told: Json) -> Judgement:
    return Judgement(**told | {"score": Fraction(told["score"])})


# --- results ---


def results_to_json(evaluation: Evaluation) -> list[Json]:
    return [
        {
            "unit": one.unit,
            "group": one.group,
            "standing": one.standing.value,
            "score": None if one.score is None else _score_to_json(one.score),
            "reason": one.reason,
            "place": one.place,
            "grade": one.grade,
            "grade_reason": one.grade_reason,
            "effects": [effect.value for effect in one.effects],
            "notes": list(one.notes),
        }
        for one in evaluation.results
    ]


def results_from_json(scheme: Scheme, told: list[Json]) -> Evaluation:
    """The results as they were frozen; nothing is worked out again."""
    return Evaluation(scheme=scheme, results=tuple(_result(one) for one in told))


def _result(told: Json) -> UnitResult:
    return UnitResult(
        unit=told["unit"],
        group=told["group"],
        standing=EvaluationStatus(told["standing"]),
        score=None if told["score"] is None else _score(told["score"]),
        reason=told["reason"],
        place=told["place"],
        grade=told["grade"],
        grade_reason=told["grade_reason"],
        effects=tuple(map(VetoEffect, told["effects"])),
        notes=tuple(told["notes"]),
    )


def _score_to_json(one: Score) -> Json:
    told = {
        "name": one.name,
        "value": _number(one.value),
        "exact": _number(one.exact),
        "formula": one.formula_text,
        "substituted": one.substituted_text,
        "full": _number(one.full),
        "inputs": [
            {"name": used.name, "text": used.text, "state": used.state.value, "places": list(used.places)}
            for used in one.inputs
        ],
        "parts": [_score_to_json(part) for part in one.parts],
        "notes": list(one.notes),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _score(told: Mapping[str, Any]) -> Score:
    return Score(
        name=told["name"],
        value=_fraction(told.get("value")),
        exact=_fraction(told.get("exact")),
        formula_text=told.get("formula", ""),
        substituted_text=told.get("substituted", ""),
        full=_fraction(told.get("full")),
        inputs=tuple(
            UsedInput(
                name=used["name"],
                text=used["text"],
                state=FigureState(used["state"]),
                places=tuple(used["places"]),
            )
            for used in told.get("inputs", ())
        ),
        parts=tuple(_score(part) for part in told.get("parts", ())),
        notes=tuple(told.get("notes", ())),
    )


def _number(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


def _fraction(told: str | None) -> Fraction | None:
    return None if told is None else Fraction(told)
