"""Inputs and results as JSON: what an evaluation froze, exactly, so that it reads back the same at any later time."""

from decimal import Decimal
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from jinghe.core.evaluation.schemes.inputs import Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.schemes import Scheme
from jinghe.core.evaluation.schemes.scores import Evaluation, Score, UnitResult, UsedInput
from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity, plain
from jinghe.store.json.converter import NOTHING, Json, exact_converter, leave_out

result_converter = exact_converter()
_TEXTS: dict[str, Any] = {
    "formula_text": override(rename="formula"),
    "substituted_text": override(rename="substituted"),
}
leave_out(result_converter, (Score,), nothing=NOTHING, **_TEXTS)


def _score_from_json(row: Json, _: type[Score]) -> Score:
    return _SCORE({"value": None, "exact": None} | row, Score)


@result_converter.register_unstructure_hook
def _tiers_to_json(tiers: Tiers) -> Json:
    figures = {tier.value: plain(figure.number) for tier, figure in tiers.items()}
    return {"unit_of_measure": tiers.floor.unit.name, "figures": figures}


@result_converter.register_structure_hook
def _tiers_from_json(row: Json, _: type[Tiers]) -> Tiers:
    unit = UNITS_OF_MEASURE[row["unit_of_measure"]]
    return Tiers(**{tier: Quantity(number=Decimal(text), unit=unit) for tier, text in row["figures"].items()})


def _stand_as(cls: type, **names: str) -> None:
    """Fields of a class stand in JSON under the names with which the first results were frozen."""
    overrides: dict[str, Any] = {field: override(rename=name) for field, name in names.items()}
    result_converter.register_unstructure_hook(
        cls, make_dict_unstructure_fn(cls, result_converter, **overrides)
    )
    result_converter.register_structure_hook(cls, make_dict_structure_fn(cls, result_converter, **overrides))


_stand_as(Measurement, targets="places")
_stand_as(UsedInput, targets="places")
result_converter.register_structure_hook(Score, _score_from_json)
_SCORE = make_dict_structure_fn(Score, result_converter, **_TEXTS)
_stand_as(UnitResult, rank="place")


def inputs_to_json(units: tuple[UnitInputs, ...]) -> list[Json]:
    return list(result_converter.unstructure(units, tuple[UnitInputs, ...]))


def inputs_from_json(rows: list[Json]) -> tuple[UnitInputs, ...]:
    return result_converter.structure(rows, tuple[UnitInputs, ...])


def judgement_to_json(judgement: Judgement) -> Json:
    return dict(result_converter.unstructure(judgement))


def judgement_from_json(row: Json) -> Judgement:
    return result_converter.structure(row, Judgement)


def results_to_json(evaluation: Evaluation) -> list[Json]:
    return list(result_converter.unstructure(evaluation.results, tuple[UnitResult, ...]))


def results_from_json(scheme: Scheme, rows: list[Json]) -> Evaluation:
    """The results as they were frozen; nothing is worked out again."""
    return Evaluation(scheme=scheme, results=result_converter.structure(rows, tuple[UnitResult, ...]))
