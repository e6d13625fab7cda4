"""Evaluations for the pages: self-assessments, marks and results, put together from events; later corrections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from django.utils import timezone

from jinghe.core.evaluation.schemes.inputs import Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.reading import scheme_from_json
from jinghe.core.evaluation.schemes.schemes import Scheme
from jinghe.core.evaluation.schemes.scores import Evaluation
from jinghe.core.evaluation.scoring import evaluate
from jinghe.core.evaluation.sensitivity import StepEffect, step_effects
from jinghe.core.evaluation.stages import Stage, stage_of
from jinghe.core.registers.evaluation import ABANDONED, ACCEPTED, FILED, FINAL, OBJECTION
from jinghe.store.json.converter import Json, digest_of
from jinghe.store.json.results import (
    inputs_from_json,
    inputs_to_json,
    judgement_from_json,
    judgement_to_json,
    results_from_json,
    results_to_json,
)
from jinghe.store.json.schemes import scheme_digest, scheme_to_json
from jinghe.store.models import IN_ORDER, NEWEST_FIRST, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.evaluation.inputs import fill_inputs
from jinghe.usecases.evaluation.schemes import Adoption, adoption

ASSESSED, MARKED, CONFIRMED, FROZEN = "assessed", "marked", "marks_confirmed", "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """自评 of a unit. scores: by judged input. submitted_by: the head; empty while it is a draft of the clerk."""

    unit: str
    text: str
    scores: Mapping[str, Fraction]
    by: str
    at: datetime
    submitted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A score or count that a person gave. number: of its event; a confirmation states which mark was seen by it."""

    unit: str
    input: str
    judgement: Judgement
    number: int


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A frozen result. content has scheme, inputs, marks and results: nothing is worked out again when it is read."""

    content: Json
    digest: str
    is_final: bool
    recorded_at: datetime
    recorded_by: str

    @cached_property
    def scheme(self) -> Scheme:
        return scheme_from_json(self.content["scheme"])

    @cached_property
    def inputs(self) -> tuple[UnitInputs, ...]:
        return inputs_from_json(self.content["inputs"])

    @cached_property
    def evaluation(self) -> Evaluation:
        return results_from_json(self.scheme, self.content["results"])

    @property
    def stage(self) -> Stage:
        return stage_of(self.content["stage"])

    @property
    def known_at(self) -> datetime:
        return datetime.fromisoformat(self.content["known_at"])

    @property
    def is_intact(self) -> bool:
        """Whether the content still has its digest."""
        return digest_of(self.content) == self.digest

    def inputs_of(self, unit: str) -> UnitInputs:
        """Raises KeyError."""
        return {unit_inputs.unit: unit_inputs for unit_inputs in self.inputs}[unit]

    def sensitivity(self, unit: str) -> tuple[StepEffect, ...]:
        """What one more piece or one percent would change in the unit's total and rank, on the frozen inputs."""
        return step_effects(self.scheme, self.inputs, unit)


@dataclass(frozen=True, kw_only=True)
class EvaluationCourse:
    """One evaluation with everything that happened to it. frozen, objections: the oldest first."""

    record: Record
    stage: Stage
    adoption: Adoption
    assessments: Mapping[str, SelfAssessment]
    marks: Mapping[tuple[str, str], Mark]
    frozen: tuple[Frozen, ...]
    objections: tuple[Record, ...]

    @property
    def state(self) -> str:
        return self.record.state

    @property
    def result(self) -> Frozen | None:
        """The latest published result, provisional or final. None: none is published, or all was abandoned."""
        return self.frozen[-1] if self.frozen and self.state in (OBJECTION, FINAL) else None

    @property
    def objections_until(self) -> date | None:
        last_day = self.record.values.get("objections_until")
        return date.fromisoformat(last_day) if last_day else None

    @property
    def waiting_objections(self) -> tuple[Record, ...]:
        return tuple(objection for objection in self.objections if objection.state == FILED)

    @property
    def needs_recalculation(self) -> bool:
        """Whether an objection was accepted after the latest result."""
        last = self.frozen[-1].recorded_at if self.frozen else None
        return self.state == OBJECTION and any(
            objection.state == ACCEPTED and (last is None or objection.changed.recorded_at > last)
            for objection in self.objections
        )

    def judgements(self) -> dict[str, dict[str, Judgement]]:
        """unit → input → its mark, confirmed or not."""
        by_unit: dict[str, dict[str, Judgement]] = {}
        for (unit, name), mark in self.marks.items():
            by_unit.setdefault(unit, {})[name] = mark.judgement
        return by_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterChange:
    """其后更正: an input that has another value by the ledger of today; the frozen result stays as it is."""

    unit: str
    input: str
    before: Measurement | Fraction | None
    after: Measurement | Fraction | None


def course_of(code: str) -> EvaluationCourse:
    """One evaluation with its history. Raises Missing."""
    record = Record.objects.select_related("changed").filter(pk=code, kind="evaluation").first()
    if record is None:
        raise Missing(code)
    return _folded(record)


def readable_course(code: str, *, by: Actor) -> EvaluationCourse:
    """One evaluation; an abandoned one only for those who see all postings. Raises Missing."""
    course = course_of(code)
    if course.state == ABANDONED and not access.may_see_all_postings(by):
        raise Missing(code)
    return course


def courses(year: int, *, by: Actor) -> tuple[EvaluationCourse, ...]:
    """The evaluations of a year, the newest first; abandoned ones only for those who see all postings."""
    records = Record.objects.filter(kind="evaluation", values__year=year).select_related("changed")
    if not access.may_see_all_postings(by):
        records = records.exclude(state=ABANDONED)
    return tuple(_folded(record) for record in records.order_by(*NEWEST_FIRST))


def final_results(year: int, stage: str = "") -> tuple[Frozen, ...]:
    """The final results of a year, or of one stage (2022-Q3), one for each scheme; for bulletins."""
    records = Record.objects.filter(kind="evaluation", state=FINAL, values__year=year)
    if stage:
        records = records.filter(values__stage=stage)
    return tuple(_folded(record).frozen[-1] for record in records.order_by(*IN_ORDER))


def compute_result(
    adopted: Adoption,
    stage: Stage,
    *,
    known_at: datetime,
    marks: Mapping[str, Mapping[str, Judgement]],
) -> Json:
    """The results with everything they rest on, as known at an instant; computed again later, the same text follows.

    Raises NoPlan, RefusedEvaluation, scoring.Unscorable.
    """
    stage_inputs = fill_inputs(adopted.scheme, adopted.pacing, stage, known_at=known_at, marks=marks)
    evaluation = evaluate(adopted.scheme, stage_inputs.units)
    return {
        "scheme": scheme_to_json(adopted.scheme),
        "scheme_code": adopted.code,
        "scheme_number": adopted.number,
        "scheme_digest": scheme_digest(adopted.scheme),
        "pacing": adopted.pacing.value,
        "stage": stage.code,
        "as_of": stage.as_of.isoformat(),
        "known_at": timezone.localtime(known_at).isoformat(),
        "revision": stage_inputs.board.revision.number,
        "inputs": inputs_to_json(stage_inputs.units),
        "marks": {
            unit: {name: judgement_to_json(judgement) for name, judgement in judgements.items()}
            for unit, judgements in sorted(marks.items())
        },
        "results": results_to_json(evaluation),
    }


def recompute_result(frozen: Frozen) -> Json:
    """The content of a frozen result, computed again from what was known then. Raises as `compute_result`."""
    return compute_result(
        _adoption_of(frozen), frozen.stage, known_at=frozen.known_at, marks=_marks_of(frozen)
    )


def corrections_since(frozen: Frozen) -> tuple[LaterChange, ...]:
    """The inputs of a frozen result that have other values by now. Raises NoPlan, RefusedEvaluation."""
    adopted = _adoption_of(frozen)
    now = fill_inputs(adopted.scheme, adopted.pacing, frozen.stage, marks=_marks_of(frozen))
    current = {unit_inputs.unit: unit_inputs for unit_inputs in now.units}
    changes = []
    for frozen_unit in frozen.inputs:
        unit_now = current.get(frozen_unit.unit)
        for name, measured in frozen_unit.measurements.items():
            after = unit_now.measurements.get(name) if unit_now else None
            if after is None or (measured.actual, measured.tiers) != (after.actual, after.tiers):
                changes.append(LaterChange(unit=frozen_unit.unit, input=name, before=measured, after=after))
        for name, count in frozen_unit.counters.items():
            counted = unit_now.counters.get(name) if unit_now else None
            if counted != count:
                changes.append(LaterChange(unit=frozen_unit.unit, input=name, before=count, after=counted))
    return tuple(changes)


def _adoption_of(frozen: Frozen) -> Adoption:
    return adoption(frozen.content["scheme_code"], frozen.stage.year, number=frozen.content["scheme_number"])


def _marks_of(frozen: Frozen) -> dict[str, dict[str, Judgement]]:
    return {
        unit: {name: judgement_from_json(judgement) for name, judgement in judgements.items()}
        for unit, judgements in frozen.content["marks"].items()
    }


def _folded(record: Record) -> EvaluationCourse:
    stage = stage_of(record.values["stage"])
    assessments: dict[str, SelfAssessment] = {}
    marks: dict[tuple[str, str], Mark] = {}
    frozen: list[Frozen] = []
    for event in record.events.select_related("act").order_by("number"):
        if event.kind == ASSESSED:
            assessments[event.payload["unit"]] = _assessment(event)
        elif event.kind == MARKED:
            marks |= {(mark.unit, mark.input): mark for mark in _marks(event)}
        elif event.kind == CONFIRMED:
            marks |= _confirmed(event, marks)
        elif event.kind == FROZEN:
            frozen.append(_frozen(event))
    return EvaluationCourse(
        record=record,
        stage=stage,
        adoption=adoption(record.values["scheme"], stage.year, number=record.values["scheme_number"]),
        assessments=assessments,
        marks=marks,
        frozen=tuple(frozen),
        objections=objections_of(record.pk),
    )


def objections_of(code: str) -> tuple[Record, ...]:
    """The objections to an evaluation, oldest first."""
    rows = Record.objects.filter(kind="objection", values__evaluation=code)
    return tuple(rows.select_related("created", "changed").order_by(*IN_ORDER))


def evaluation_of(objection: str) -> str:
    """The evaluation that an objection is about. Raises Missing."""
    record = Record.objects.filter(pk=objection, kind="objection").first()
    if record is None:
        raise Missing(objection)
    return str(record.values["evaluation"])


def readable_objections(course: EvaluationCourse, *, by: Actor) -> tuple[Record, ...]:
    """The objections the actor may read: of his own unit, or all."""
    return tuple(
        objection for objection in course.objections if access.may_see_assessments(by, objection.unit)
    )


def _assessment(event: RecordEvent) -> SelfAssessment:
    payload = event.payload
    return SelfAssessment(
        unit=payload["unit"],
        text=payload["text"],
        scores={name: Fraction(score) for name, score in payload["scores"].items()},
        by=event.act.recorded_by,
        at=event.act.recorded_at,
        submitted_by=event.act.recorded_by if payload["is_submitted"] else "",
    )


def _marks(event: RecordEvent) -> Iterable[Mark]:
    for row in event.payload["marks"]:
        yield Mark(
            unit=row["unit"],
            input=row["input"],
            judgement=Judgement(
                score=Fraction(row["score"]), justification=row["justification"], by=event.act.recorded_by
            ),
            number=event.number,
        )


def _confirmed(event: RecordEvent, marks: Mapping[tuple[str, str], Mark]) -> dict[tuple[str, str], Mark]:
    keys = [(unit, name) for unit, name in event.payload["marks"]]
    return {
        key: replace(marks[key], judgement=replace(marks[key].judgement, confirmed_by=event.act.recorded_by))
        for key in keys
    }


def _frozen(event: RecordEvent) -> Frozen:
    return Frozen(
        content=event.payload["content"],
        digest=event.payload["digest"],
        is_final=event.payload["is_final"],
        recorded_at=event.act.recorded_at,
        recorded_by=event.act.recorded_by,
    )
