"""Checks of what a scheme is filled with: what is missing, and which judged scores may not be used yet."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.schemes.inputs import Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.numerals import number
from jinghe.core.evaluation.schemes.schemes import Formula, InputKind, Scheme, SchemeInput


def check_inputs(scheme: Scheme, units: tuple[UnitInputs, ...]) -> tuple[Fault, ...]:
    """Every fault of the inputs, unit by unit. The scheme itself must have no faults. Excluded units need no inputs."""
    excluded = {exclusion.unit for exclusion in scheme.exclusions}
    repeated = [
        Fault(place="评价单位", text=f"“{unit}”出现{times}次", advice="请只保留一份数据")
        for unit, times in Counter(unit.unit for unit in units).items()
        if times > 1
    ]
    limits = limits_of_judgements(scheme)
    faults = [fault for unit in units if unit.unit not in excluded for fault in _unit(scheme, unit, limits)]
    return (*repeated, *faults)


def _unit(scheme: Scheme, unit: UnitInputs, limits: dict[str, Fraction]) -> Iterator[Fault]:
    known = {group.name for group in scheme.groups if unit.unit in group.units or not group.units}
    if scheme.groups and scheme.group_of(unit.unit, unit.group) not in known:
        yield Fault(place=unit.unit, text="不在评分办法的任何分组里", advice="请编入分组，或列为不参与评价")
    for scheme_input in scheme.inputs:
        place = f"{unit.unit}“{scheme_input.name}”"
        if scheme_input.kind is InputKind.MEASURED:
            yield from _measurement(place, scheme_input, unit.measurements.get(scheme_input.name))
        elif scheme_input.kind is InputKind.COUNTED:
            yield from _counter(place, unit.counters.get(scheme_input.name))
        else:
            yield from _judgement(
                place, unit.judgements.get(scheme_input.name), limits.get(scheme_input.name)
            )


def _measurement(place: str, scheme_input: SchemeInput, measurement: Measurement | None) -> Iterator[Fault]:
    if measurement is None:
        yield Fault(
            place=place,
            text="没有数据",
            advice="请补上完成数；没有下达目标的也要写明未下达，未报送的写明未报",
        )
    elif measurement.tiers is not None and measurement.tiers.floor.unit.name != scheme_input.unit_of_measure:
        yield Fault(
            place=place,
            text=f"目标的计量单位是{measurement.tiers.floor.unit.name}，办法写的是{scheme_input.unit_of_measure}",
            advice="请核对计量单位；系统不作换算",
        )


def _counter(place: str, count: Fraction | None) -> Iterator[Fault]:
    if count is None:
        yield Fault(place=place, text="没有计数", advice="请补上次数，没有发生的写0")
    elif count < 0:
        yield Fault(place=place, text=f"计数{number(count)}小于0", advice="请改正")


def _judgement(place: str, judgement: Judgement | None, limit: Fraction | None) -> Iterator[Fault]:
    if judgement is None:
        yield Fault(place=place, text="还没有评分", advice="请评分人打分并写明理由，再由另一人复核")
        return
    if not judgement.justification.strip():
        yield Fault(place=place, text="评分没有写理由", advice="请评分人补写理由")
    if not judgement.confirmed_by:
        yield Fault(place=place, text=f"{judgement.by}的评分没有复核", advice="请另一人复核")
    elif judgement.confirmed_by == judgement.by:
        yield Fault(place=place, text=f"评分和复核都是{judgement.by}", advice="请由另一人复核")
    if judgement.score < 0 or (limit is not None and judgement.score > limit):
        most = "" if limit is None else f"至{number(limit)}"
        yield Fault(place=place, text=f"评分{number(judgement.score)}不在0{most}分之间", advice="请改正")


def limits_of_judgements(scheme: Scheme) -> dict[str, Fraction]:
    """The most that a person can give for each judged input."""
    limits: dict[str, Fraction] = {}
    for item in (*scheme.items, *scheme.bonuses, *scheme.deductions):
        for name, limit in _judged(item.formula, item.weight):
            limits[name] = min(limit, limits.get(name, limit))
    return limits


def _judged(formula: Formula, full: Fraction) -> Iterator[tuple[str, Fraction]]:
    if formula.function == "judged":
        out_of = formula.parameters.get("out_of")
        yield formula.inputs[0], out_of if isinstance(out_of, Fraction) else full
    for part in formula.parts:
        within = {"weighted": Fraction(1), "provided": full}.get(formula.function, part.weight)
        yield from _judged(part.formula, within)
