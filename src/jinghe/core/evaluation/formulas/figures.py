"""The figures of one unit as a scheme compares them: the figure itself, against its target, and in words."""

from dataclasses import dataclass, replace
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import FigureState, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.numerals import amount, equals_percent, number, percent
from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Basis,
    InputCondition,
    InputKind,
    Scheme,
    Treatment,
)
from jinghe.core.evaluation.schemes.scores import UsedInput
from jinghe.core.plan.plans import Tier
from jinghe.core.values.amounts import UNITS_OF_MEASURE, UnitOfMeasure


class Unavailable(Exception):
    """A figure that a formula asks for is not there: 未下达, 未报 or 不适用."""

    def __init__(self, name: str, state: FigureState) -> None:
        super().__init__(f"{name} {state}")
        self.name, self.state = name, state

    @property
    def used(self) -> UsedInput:
        return UsedInput(name=self.name, text=f"{self.name}{self.state.label}", state=self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigures:
    """The figures of a unit. tier: which figure of a pair is compared. absences: how 未报 is taken."""

    scheme: Scheme
    unit: UnitInputs
    tier: Tier
    absences: Absences

    def measure(self, name: str) -> UnitOfMeasure:
        return UNITS_OF_MEASURE[self.scheme.input(name).unit_of_measure]

    def measured(self, name: str, *, against_target: bool) -> Measurement:
        """The measurement of an input, where it can be used. Raises Unavailable."""
        measurement = self.unit.measurements[name]
        if self.absences.unreported is Treatment.AS_RECORDED:
            measurement = replace(measurement, is_reported=True)
        if (state := measurement.state(against_target=against_target)) is not FigureState.GIVEN:
            raise Unavailable(name, state)
        return measurement

    def actual(self, name: str) -> Fraction:
        """What was reached, in base units; a counted input as it is. Raises Unavailable."""
        if self.scheme.input(name).kind is InputKind.COUNTED:
            return self.unit.counters[name]
        actual = self.measured(name, against_target=False).actual
        assert actual is not None
        return actual

    def figure(self, name: str, tier: Tier | None = None) -> Fraction:
        """What the target asks, in base units. Raises Unavailable."""
        figure = self.measured(name, against_target=True).figure(tier or self.tier)
        assert figure is not None
        return figure

    def completion(self, name: str) -> Fraction:
        """Actual ÷ figure of the compared tier. Raises Unavailable, also where the target is 0."""
        figure = self.figure(name)
        if not figure:
            raise Unavailable(name, FigureState.NOT_APPLICABLE)
        return self.actual(name) / figure

    def quotient(self, name: str, divisor: str) -> Fraction:
        """One figure divided by another, both in base units. Raises Unavailable, also where the divisor is 0."""
        below = self.actual(divisor)
        if not below:
            raise Unavailable(divisor, FigureState.NOT_APPLICABLE)
        return self.actual(name) / below

    def on_basis(self, name: str, basis: Basis) -> Fraction:
        """An input as it is compared: in its unit of measure, or a ratio. Raises Unavailable."""
        if basis is Basis.COMPLETION:
            return self.completion(name)
        scale = self.measure(name).scale
        if basis is Basis.EXCESS:
            return (self.actual(name) - self.figure(name)) / scale
        return self.actual(name) / scale

    def test(self, condition: InputCondition) -> tuple[bool, str]:
        """Whether a condition holds, and in words: 到位资金完成率95%，不低于90%. Raises Unavailable."""
        value = self.on_basis(condition.input, condition.basis)
        name = f"{condition.input}{condition.basis.label}"
        text = f"{name}{self.worded(condition.input, condition.basis, value)}"
        limits = [
            f"{word}{self.worded(condition.input, condition.basis, limit)}"
            for word, limit in (("不低于", condition.at_least), ("低于", condition.below))
            if limit is not None
        ]
        return condition.holds(value), f"{text}（条件：{'且'.join(limits)}）"

    def worded(self, name: str, basis: Basis, value: Fraction) -> str:
        """A value of `on_basis` in words: 95%, 3个."""
        if basis is Basis.COMPLETION:
            return percent(value)
        return f"{number(value)}{self.scheme.input(name).unit_of_measure}"

    # --- texts of figures ---

    def completion_used(self, name: str, tier: Tier | None = None) -> UsedInput:
        """57.6亿元÷保证目标60亿元 = 96%."""
        tier = tier or self.tier
        figure, unit = self.figure(name, tier), self.measure(name)
        actual = self.actual(name)
        measurement = self.unit.measurements[name]
        has_pair = measurement.tiers is not None and len(measurement.tiers.items()) > 1
        target_text = f"{tier.label if has_pair else '目标'}{amount(figure, unit)}"
        share = f" {equals_percent(actual / figure)}" if figure else ""
        return UsedInput(
            name=name, text=f"{name}{amount(actual, unit)}÷{target_text}{share}", targets=measurement.targets
        )

    def actual_used(self, name: str) -> UsedInput:
        """到位资金57.6亿元."""
        measurement = self.unit.measurements.get(name)
        text = f"{name}{amount(self.actual(name), self.measure(name))}"
        return UsedInput(name=name, text=text, targets=measurement.targets if measurement else ())

    def used(self, name: str, basis: Basis) -> UsedInput:
        return self.actual_used(name) if basis is Basis.ACTUAL else self.completion_used(name)
