"""Schemes as JSON: one canonical text for one scheme, so that it can be kept, and frozen by a digest."""

from fractions import Fraction

from jinghe.core.evaluation.schemes.numerals import exact
from jinghe.core.evaluation.schemes.schemes import (
    Formula,
    Grade,
    InputCondition,
    Rounding,
    Scheme,
    SchemeInput,
    ScoredItem,
    Value,
)
from jinghe.store.json.converter import Json, canonical_text, digest_of, exact_converter, leave_out

scheme_converter = exact_converter()
leave_out(
    scheme_converter, (Scheme, ScoredItem, Formula, InputCondition, Grade, Rounding), nothing=(None, [], {})
)
leave_out(scheme_converter, (SchemeInput,), nothing=("",))


def _value_to_json(value: Value) -> object:
    if isinstance(value, tuple):
        return [[exact(number) for number in row] for row in value]
    return exact(value) if isinstance(value, Fraction) else value


scheme_converter.register_unstructure_hook_func(lambda kind: kind == Value, _value_to_json)


def scheme_to_json(scheme: Scheme) -> Json:
    """Only what is stated; numbers as strings."""
    return dict(scheme_converter.unstructure(scheme))


def scheme_text(scheme: Scheme) -> str:
    """The one text of a scheme: sorted keys, no spaces, numbers as exact decimals or fractions."""
    return canonical_text(scheme_to_json(scheme))


def scheme_digest(scheme: Scheme) -> str:
    """sha256 of the canonical text, in hexadecimal."""
    return digest_of(scheme_to_json(scheme))
