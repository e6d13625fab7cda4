"""Which rows a printed total adds: the whole column, its own block, or the rows since the subtotal before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from jinghe.core.plan.plans import Tier, Total
from jinghe.intake.draft import Draft
from jinghe.intake.layouts.grids import TOTAL_LABELS, Name


def summing(names: tuple[Name, ...]) -> Iterator[Name]:
    """The names of a sheet; a total knows the rows it may add: of the whole sheet, a subtotal first those before it."""
    units = tuple(name.text for name in names if name.text and name.is_unit)
    since: list[str] = []
    for at, name in enumerate(names):
        if name.is_subtotal:
            after = _until_next(names[at + 1 :])
            yield replace(name, sums=tuple(one for one in (tuple(since), after, units) if one))
            since = []
        elif name.is_total:
            yield replace(name, sums=(units,) if units else ())
        else:
            since += [name.text] if name.text and name.is_unit else []
            yield name


def _until_next(names: tuple[Name, ...]) -> tuple[str, ...]:
    """The rows below a subtotal that is printed above what it adds."""
    found: list[str] = []
    for name in names:
        if name.is_subtotal or name.is_total:
            break
        found.append(name.text)
    return tuple(found)


def settled(draft: Draft) -> Iterator[Total]:
    """Every total with the units it adds: a set whose figures add up to it, else the likeliest, for the check to tell.

    Nothing is repaired: this only chooses what a printed total is compared with.
    """
    printed = Counter((total.table, total.column) for total in draft.totals if not _is_subtotal(total))
    for at, total in enumerate(draft.totals):
        parts = [replace(total, units=units) for units in draft.summed.get(at, ())]
        is_one_of_several = printed[total.table, total.column] > 1
        choices = [*parts, total] if _is_subtotal(total) else [total, *(parts if is_one_of_several else ())]
        likeliest = parts[0] if is_one_of_several and parts else choices[0]
        yield next((one for one in choices if _adds_up(draft, one)), likeliest)


def _is_subtotal(total: Total) -> bool:
    return total.label not in TOTAL_LABELS


def _adds_up(draft: Draft, total: Total) -> bool:
    figures: dict[Tier, Fraction] = {}
    for target in draft.targets:
        is_own = (target.table, target.column) == (total.table, total.column)
        if is_own and (not total.units or target.unit in total.units):
            for tier, quantity in target.tiers.items():
                figures[tier] = figures.get(tier, Fraction(0)) + quantity.base
    return all(figures.get(tier, Fraction(0)) == printed.base for tier, printed in total.tiers.items())
