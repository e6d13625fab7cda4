"""How the pages of attracting investment write shares and costs."""

from fractions import Fraction

from django import template

from jinghe.core.attracting.funnel import FunnelRow, FunnelStep
from jinghe.core.plan.wording import MONEY_PLACES, NO_TARGET, figure
from jinghe.core.values.amounts import UNITS_OF_MEASURE, rounded

register = template.Library()


@register.filter
def conversion(row: FunnelRow, step: str) -> Fraction | None:
    """A step over all leads; None without leads."""
    return row.conversion(FunnelStep(step))


@register.filter
def expense_in_wan(fen: Fraction | int | None) -> str:
    """分 as 万元 with two decimals; — where nothing was told."""
    if fen is None:
        return NO_TARGET
    return str(figure(Fraction(fen) / UNITS_OF_MEASURE["万元"].scale, MONEY_PLACES))


@register.filter
def funnel_width(share: Fraction | None) -> str:
    """A share as the width of a bar of 100."""
    return str(rounded((share or Fraction(0)) * 100, 1))
