"""What pages of evaluations show: result tables, the address of a figure as it was known, the table to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode

from jinghe.core.evaluation.schemes.inputs import Measurement, UnitInputs
from jinghe.core.evaluation.schemes.numerals import amount, number, signed
from jinghe.core.evaluation.schemes.schemes import InputKind, Scheme
from jinghe.core.evaluation.schemes.scores import EvaluationStatus, Score, UnitResult
from jinghe.core.evaluation.scoring import BONUSES, DEDUCTIONS
from jinghe.core.registers.evaluation import EVALUATION, STEPS
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.documents.forms.values import FormValue
from jinghe.documents.writers.xlsx.table_export import ExportColumn, export_xlsx
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.evaluation.reading import EvaluationCourse, Frozen, LaterChange

NOTHING = "—"
COURSE = tuple(state for state in EVALUATION.states if not state.is_aside)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A unit in a result table. points: in the order of the columns; adjusted: how the total differs from their sum."""

    result: UnitResult
    points: tuple[str, ...]
    total: str
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """The results of one group, the best first, those without a place last."""

    group: str
    columns: tuple[str, ...]
    rows: tuple[ResultRow, ...]
    is_ranked: bool


def result_tables(frozen: Frozen) -> tuple[ResultTable, ...]:
    scheme, evaluation = frozen.scheme, frozen.evaluation
    columns = columns_of(scheme)
    unranked = {group.name for group in scheme.groups if not group.is_ranked}
    return tuple(
        ResultTable(
            group=group,
            columns=columns,
            rows=tuple(_row(one, columns) for one in _ordered(evaluation.in_group(group))),
            is_ranked=group not in unranked,
        )
        for group in dict.fromkeys(one.group for one in evaluation.results)
    )


def columns_of(scheme: Scheme) -> tuple[str, ...]:
    extras = ((BONUSES, scheme.bonuses), (DEDUCTIONS, scheme.deductions))
    return (*(item.name for item in scheme.items), *(name for name, held in extras if held))


def _ordered(results: Sequence[UnitResult]) -> list[UnitResult]:
    """By place, then by total for groups without places; who is not evaluated comes last."""
    return sorted(
        results,
        key=lambda one: (
            one.standing is not EvaluationStatus.EVALUATED,
            one.rank or len(results) + 1,
            -(one.total or Fraction(0)),
        ),
    )


def _row(result: UnitResult, columns: tuple[str, ...]) -> ResultRow:
    parts = {part.name: part for part in result.score.parts} if result.score else {}
    others = [part for name, part in parts.items() if name not in columns and part.points]
    return ResultRow(
        result=result,
        points=tuple(said(parts.get(name)) for name in columns),
        total=NOTHING if result.total is None else number(result.total),
        lost="；".join(f"{part.name}{signed(part.points)}" for part in others),
    )


def said(score: Score | None) -> str:
    """The points of a score; — where it was not scored."""
    return NOTHING if score is None or score.value is None else number(score.value)


def question_of(frozen: Frozen) -> str:
    """The query under which pages show figures as they were known when the result was frozen."""
    known = timezone.localtime(frozen.known_at).replace(tzinfo=None).isoformat()
    return urlencode({"year": frozen.stage.year, "as_of": frozen.stage.as_of.isoformat(), "known_at": known})


def steps_of(course: EvaluationCourse) -> list[Any]:
    """The steps that the state allows, in order; recalculation only where it is needed."""
    return [
        step
        for step in STEPS.values()
        if course.state in step.sources and (step.code != "recalculate" or course.needs_recalculation)
    ]


def input_rows(frozen: Frozen, own: UnitInputs) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """name, figure, what was asked, keys of targets: every input of a unit as it was taken."""
    rows = []
    for one in frozen.scheme.inputs:
        if one.kind is InputKind.MEASURED and (held := own.measurements.get(one.name)):
            rows.append((one.name, *_measured(held, one.unit_of_measure), held.targets))
        elif one.kind is InputKind.COUNTED and one.name in own.counters:
            rows.append((one.name, f"{number(own.counters[one.name])}{one.unit_of_measure}", NOTHING, ()))
        elif (judged := own.judgements.get(one.name)) is not None:
            rows.append((one.name, f"{number(judged.score)}分", judged.justification, ()))
    return rows


def _measured(held: Measurement, unit: str) -> tuple[str, str]:
    if held.tiers is None and held.actual is None:
        return NOTHING, "未下达"
    measure = UNITS_OF_MEASURE[unit]
    asked = NOTHING
    if held.tiers is not None:
        asked = "，".join(f"{tier.label}{figure.text}" for tier, figure in held.tiers.items())
    if not held.is_reported:
        return "未报", asked
    return ("不适用" if held.actual is None else amount(held.actual, measure)), asked


def corrected(corrections: Sequence[LaterChange], scheme: Scheme) -> list[tuple[str, str, str, str]]:
    """unit, input, then and now in words."""
    return [
        (one.unit, one.input, _told(one.before, one.input, scheme), _told(one.after, one.input, scheme))
        for one in corrections
    ]


def _told(value: Measurement | Fraction | None, name: str, scheme: Scheme) -> str:
    unit = scheme.input(name).unit_of_measure
    if value is None:
        return "没有这一项"
    if isinstance(value, Fraction):
        return f"{number(value)}{unit}"
    actual, asked = _measured(value, unit)
    return f"{actual}（应完成：{asked}）"


def table_file(course: EvaluationCourse, frozen: Frozen, state: str) -> bytes:
    """Every unit with its points, total, place and grade, as a workbook."""
    columns = columns_of(frozen.scheme)
    heads = [
        ExportColumn(header="分组", width=24),
        ExportColumn(header="名次", width=8),
        ExportColumn(header="单位", width=22),
        *(ExportColumn(header=name, width=14) for name in columns),
        ExportColumn(header="其他调整", width=18),
        ExportColumn(header="总分", width=10),
        ExportColumn(header="等次", width=10),
        ExportColumn(header="说明", width=60),
    ]
    rows: list[tuple[FormValue, ...]] = [
        (
            table.group,
            row.result.rank,
            row.result.unit,
            *row.points,
            row.lost,
            row.total,
            row.result.grade or NOTHING,
            row.result.reason or row.result.grade_reason,
        )
        for table in result_tables(frozen)
        for row in table.rows
    ]
    known = timezone.localtime(frozen.known_at)
    notes = (
        f"{state}　截至{frozen.stage.as_of}　入账时点{known:%Y-%m-%d %H:%M:%S}　目标第{frozen.content['revision']}版",
        f"评分办法：{frozen.scheme.name}第{frozen.content['scheme_number']}版　校验码{frozen.digest}",
    )
    return export_xlsx(course.record.name, heads, rows, marked_notes(notes))
