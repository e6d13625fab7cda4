"""Builders for evaluations: the inputs of a unit drawn as a table, and schemes in one line."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from jinghe.core.evaluation.schemes.inputs import Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.schemes import Formula, InputKind, Scheme, SchemeInput, ScoredItem, Value
from jinghe.core.evaluation.schemes.scores import Score, UnitResult
from jinghe.core.evaluation.scoring import evaluate
from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import UNITS_OF_MEASURE, quantity

NOT_ASSIGNED, NOT_REPORTED, NOT_APPLICABLE = "—", "未报", "不适用"


def filled(scheme: Scheme, unit: str, table: str, *, group: str = "") -> UnitInputs:
    """The inputs of a unit, one a line: name | done | target, in the unit of measure of the scheme.

    done: a number, 未报 (with nothing in the ledger), 未报3 (with 3 in it), 不适用. target: 60, 60/65 (保证/工作), —.
    A counted input has the count alone, a judged one its score.
    """
    measurements, counters, judgements = {}, {}, {}
    for line in table.strip().splitlines():
        name, done, asked = (*(cell.strip() for cell in line.split("|")), "")[:3]
        kind = scheme.input(name).kind
        if kind is InputKind.COUNTED:
            counters[name] = Fraction(done)
        elif kind is InputKind.JUDGED:
            judgements[name] = Judgement(
                score=Fraction(done), justification="见评分表", by="张三", confirmed_by="李四"
            )
        else:
            measurements[name] = measured(
                done, asked, scheme.input(name).unit_of_measure, place=f"{unit}-{name}"
            )
    return UnitInputs(
        unit=unit, group=group, measurements=measurements, counters=counters, judgements=judgements
    )


def measured(done: str, asked: str, unit: str, place: str = "T001") -> Measurement:
    number = done.removeprefix(NOT_REPORTED)
    actual = None if done == NOT_APPLICABLE else Fraction(number or 0) * UNITS_OF_MEASURE[unit].scale
    return Measurement(
        actual=actual,
        tiers=_tiers(asked, unit),
        is_reported=not done.startswith(NOT_REPORTED),
        targets=(place,),
    )


def _tiers(asked: str, unit: str) -> Tiers | None:
    if asked in ("", NOT_ASSIGNED):
        return None
    figures = [quantity(text, unit) for text in asked.split("/")]
    if len(figures) == 1:
        return Tiers(required=figures[0])
    return Tiers(guaranteed=figures[0], working=figures[1])


def formula(function: str, *inputs: str, **parameters: Value | int | float) -> Formula:
    """A formula; numbers are written as they are printed (0.5 is one half)."""
    return Formula(
        function=function,
        inputs=inputs,
        parameters={name: _value(value) for name, value in parameters.items()},
    )


def _value(value):
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(str(value))
    if isinstance(value, list):
        return tuple((Fraction(str(start)), Fraction(str(points))) for start, points in value)
    return value


def one_item(worked: Formula, *inputs: SchemeInput, weight: int = 100, **fields) -> Scheme:
    """A scheme of one item; measured inputs need not be listed."""
    names = set(_names(worked)) - {one.name for one in inputs}
    return Scheme(
        name="试行办法",
        source="测试",
        full_mark=Fraction(weight),
        inputs=(*(SchemeInput(name=name) for name in sorted(names)), *inputs),
        items=(ScoredItem(name="评分项", weight=Fraction(weight), formula=worked),),
        **fields,
    )


def _names(worked: Formula) -> Iterable[str]:
    return (name for one in worked.walk() for name in one.inputs)


def counted(name: str) -> SchemeInput:
    return SchemeInput(name=name, kind=InputKind.COUNTED)


def judged(name: str) -> SchemeInput:
    return SchemeInput(name=name, kind=InputKind.JUDGED)


def points(score: Score) -> dict[str, Fraction | None]:
    """The points of the parts by name."""
    return {part.name: part.value for part in score.parts}


FUNDS = SchemeInput(name="到位资金", unit_of_measure="亿元")
RATIO = one_item(formula("capped_ratio", "到位资金"), FUNDS)
"""到位资金 out of 100, capped."""
TWO = replace(
    RATIO,
    inputs=(FUNDS, SchemeInput(name="外资", unit_of_measure="万美元")),
    items=(
        ScoredItem(name="资金", weight=Fraction(70), formula=formula("capped_ratio", "到位资金")),
        ScoredItem(name="外资", weight=Fraction(30), formula=formula("capped_ratio", "外资")),
    ),
)


def results(scheme: Scheme, **tables: str) -> dict[str, UnitResult]:
    """The results of units by name, each filled from its table."""
    told = evaluate(scheme, [filled(scheme, unit, table) for unit, table in tables.items()])
    return {result.unit: result for result in told.results}


def result(scheme: Scheme, table: str) -> UnitResult:
    return results(scheme, 甲=table)["甲"]


def total(scheme: Scheme, table: str) -> Fraction | None:
    return result(scheme, table).total
