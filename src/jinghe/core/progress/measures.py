"""Measures: what a target asks of the ledger, as tallies to add, to take away and to divide by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from jinghe.core.counting.conditions import Conditions
from jinghe.core.counting.dimensions import resolve
from jinghe.core.counting.facts import FACT_RULES, WHOLE_SHARE, FactKind
from jinghe.core.counting.indicators import Window
from jinghe.core.counting.tallies import Summed, Tally
from jinghe.core.plan.plans import Plan, Scope, Target
from jinghe.core.values.amounts import AmountKind, Currency
from jinghe.core.values.periods import Period
from jinghe.core.values.vocabulary import Vocabulary

Sums = Callable[[Tally], dict[str, int]]
"""Answers a tally per unit: the reference evaluator over postings, or the compiled SQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """(Σ adds − Σ takes) ÷ over. `over` None: not a rate. whole_city: every unit's facts count.

    is_counted False: no fact of the ledger measures the target, so it has no figure (which is not 0).
    """

    adds: tuple[Tally, ...]
    takes: tuple[Tally, ...] = ()
    over: Tally | None = None
    whole_city: bool = False
    is_counted: bool = True

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return self.adds + self.takes + ((self.over,) if self.over else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureResult:
    """The value of a measure. value: base units (分, pieces, 1); None for a rate without a denominator."""

    value: Fraction | None
    numerator: Fraction
    denominator: Fraction | None = None


def measure(target: Target, plan: Plan, vocabulary: Vocabulary, as_of: date) -> Measure:
    """What the target asks at the end of the day as_of. Raises UnknownWord."""
    kind = counted_kind(target, plan)
    occurred = counted_period(target, plan, as_of)
    if kind is None or not _is_measured_in(target, kind):
        return Measure(adds=(), is_counted=False)
    if occurred is None:
        return Measure(adds=())
    conditions = resolve(plan.restrictions(target), vocabulary)
    base = _tally(target, plan, kind, occurred, conditions)
    leaves = target.rule.leaves if target.window is Window.STOCK else None
    over = target.rule.over if target.window is Window.COHORT else None
    return Measure(
        adds=(base,),
        takes=(replace(base, kind=leaves),) if leaves else (),
        over=_tally(target, plan, over, occurred, conditions) if over else None,
        whole_city=target.scope is Scope.CITY,
    )


def counted_kind(target: Target, plan: Plan) -> FactKind | None:
    """The kind of fact that counts; for led projects as the ruling `led_counts_at` says. None: not counted."""
    if target.indicator == "led_projects":
        return FactKind(plan.ruling("led_counts_at", target))
    return target.rule.kind


def _is_measured_in(target: Target, kind: FactKind) -> bool:
    """Whether the target's unit of measure is the one its facts are summed in: 万美元 never counts 万元."""
    unit = target.tiers.floor.unit
    if target.window is Window.COHORT:
        return unit.kind is AmountKind.RATIO
    if target.rule.sums_money:
        return unit.kind is AmountKind.MONEY and unit.currency is FACT_RULES[kind].currency
    return unit.kind is AmountKind.COUNT


def counted_period(target: Target, plan: Plan, as_of: date) -> Period | None:
    """The days whose facts count at as_of; None when the target's period has not begun.

    A stock or a rate with a day of its own to be reached by stays what it was on that day.
    """
    before = as_of + timedelta(days=1)
    if target.window is not Window.FLOW:
        if target.period is not None:
            before = min(before, target.period.before)
        return Period(start=date.min, before=before)
    period = plan.period_of(target)
    if as_of < period.start:
        return None
    return Period(start=period.start, before=min(before, period.before))


def _tally(target: Target, plan: Plan, kind: FactKind, occurred: Period, conditions: Conditions) -> Tally:
    whole = plan.ruling("shared_count", target) == "whole" and target.scope is Scope.UNIT
    counted = Summed.ENTRIES if whole else Summed.SHARES
    currency: Currency | None = FACT_RULES[kind].currency if target.rule.sums_money else None
    return Tally(
        kind=kind,
        role=target.role,
        summed=Summed.AMOUNT if target.rule.sums_money else counted,
        occurred=occurred,
        conditions=conditions,
        currency=currency,
    )


def of_city(measure: Measure) -> Measure:
    """The same measure over the whole city: counted from subjects by their shares, so that nothing counts twice."""

    def shared(tally: Tally) -> Tally:
        return replace(tally, summed=Summed.SHARES) if tally.summed is Summed.ENTRIES else tally

    return replace(
        measure,
        adds=tuple(map(shared, measure.adds)),
        takes=tuple(map(shared, measure.takes)),
        over=shared(measure.over) if measure.over else None,
        whole_city=True,
    )


def during(measure: Measure, period: Period) -> Measure:
    """The same measure over another period (a month, the last three months)."""
    return replace(measure, adds=tuple(replace(tally, occurred=period) for tally in measure.adds))


def read(measure: Measure, unit: str, sums: Sums) -> MeasureResult:
    """What the measure comes to for a unit (or the whole city)."""
    if not measure.is_counted:
        return MeasureResult(value=None, numerator=Fraction(0))

    def total(tallies: tuple[Tally, ...]) -> Fraction:
        value = Fraction(0)
        for tally in tallies:
            by_unit = sums(tally)
            of_units = sum(by_unit.values()) if measure.whole_city else by_unit.get(unit, 0)
            value += Fraction(of_units, 1 if tally.summed is Summed.AMOUNT else WHOLE_SHARE)
        return value

    numerator = total(measure.adds) - total(measure.takes)
    if measure.over is None:
        return MeasureResult(value=numerator, numerator=numerator)
    denominator = total((measure.over,))
    return MeasureResult(
        value=numerator / denominator if denominator else None, numerator=numerator, denominator=denominator
    )
