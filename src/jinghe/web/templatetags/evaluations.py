"""How pages of evaluations write points."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import template

from jinghe.core.evaluation.schemes.numerals import exact, number, signed
from jinghe.core.plan import wording

register = template.Library()


@register.filter
def scored(value: Fraction | None) -> str:
    """Points with up to four decimals: 21.38; — where nothing was scored."""
    return wording.NO_TARGET if value is None else number(value)


@register.filter
def score_change(value: Fraction) -> str:
    """A change of points with its sign: +0.5."""
    return signed(value)


@register.simple_tag
def score_typed(told: Mapping[str, str], assessment: Any, name: str) -> str:
    """What was typed for a judged item, else what the self-assessment says."""
    held = assessment.scores.get(name) if assessment else None
    return told.get(f"score:{name}", "" if held is None else exact(held))


@register.simple_tag
def text_typed(told: Mapping[str, str], assessment: Any) -> str:
    """What was typed as a self-assessment, else what it says."""
    return told.get("text", assessment.text if assessment else "")
