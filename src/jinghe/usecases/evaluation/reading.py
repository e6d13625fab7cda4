"""Evaluations for people to read: what was said, marked and frozen, folded from the events; and what came after."""

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
from jinghe.usecases.evaluation.inputs import filled
from jinghe.usecases.evaluation.schemes import Adoption, adoption

ASSESSED, MARKED, CONFIRMED, FROZEN = "assessed", "marked", "marks_confirmed", "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """自评: what a unit says of itself. scores: by judged input. submitted_by empty: a draft of its clerk."""

    unit: str
    text: str
    scores: Mapping[str, Fraction]
    by: str
    at: datetime
    submitted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A score or count that a person gave. number: of the event, so that a confirmation says what it read."""

    unit: str
    input: str
    judgement: Judgement
    number: int


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A result as it was frozen. content holds everything it rests on; nothing is worked out again."""

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
        """Whether the content is still what its digest says."""
        return digest_of(self.content) == self.digest

    def inputs_of(self, unit: str) -> UnitInputs:
        """Raises KeyError."""
        return {one.unit: one for one in self.inputs}[unit]

    def sensitivity(self, unit: str) -> tuple[StepEffect, ...]:
        """What would move the unit's total or place, on the frozen inputs."""
        return step_effects(self.scheme, self.inputs, unit)


@dataclass(frozen=True, kw_only=True)
class EvaluationCourse:
    """One evaluation with everything that happened to it. frozen: oldest first. objections: newest last."""

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
        """The latest result; the final one where there is one. None: nothing is published, or it was abandoned."""
        return self.frozen[-1] if self.frozen and self.state in (OBJECTION, FINAL) else None

    @property
    def objections_until(self) -> date | None:
        told = self.record.values.get("objections_until")
        return date.fromisoformat(told) if told else None

    @property
    def waiting_objections(self) -> tuple[Record, ...]:
        return tuple(one for one in self.objections if one.state == FILED)

    @property
    def needs_recalculation(self) -> bool:
        """Whether an objection was accepted after the latest result."""
        last = self.frozen[-1].recorded_at if self.frozen else None
        return self.state == OBJECTION and any(
            one.state == ACCEPTED and (last is None or one.changed.recorded_at > last)
            for one in self.objections
        )

    def judgements(self) -> dict[str, dict[str, Judgement]]:
        """unit → input → the mark, confirmed or not."""
        found: dict[str, dict[str, Judgement]] = {}
        for (unit, name), mark in self.marks.items():
            found.setdefault(unit, {})[name] = mark.judgement
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterChange:
    """其后更正: an input that the ledger tells differently now; the frozen result stays."""

    unit: str
    input: str
    before: Measurement | Fraction | None
    after: Measurement | Fraction | None


def course_of(code: str) -> EvaluationCourse:
    """Raises Missing."""
    record = Record.objects.select_related("changed").filter(pk=code, kind="evaluation").first()
    if record is None:
        raise Missing(code)
    return _folded(record)


def readable_course(code: str, *, by: Actor) -> EvaluationCourse:
    """An evaluation for whoever sees scores: results once published, the work before it only to those at work on it.

    Raises Missing.
    """
    course = course_of(code)
    if course.state == ABANDONED and not access.may_see_all_postings(by):
        raise Missing(code)
    return course


def courses(year: int, *, by: Actor) -> tuple[EvaluationCourse, ...]:
    """The evaluations of a year, newest first; abandoned ones for those alone who see all postings."""
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


def computed(
    adopted: Adoption,
    stage: Stage,
    *,
    known_at: datetime,
    marks: Mapping[str, Mapping[str, Judgement]],
) -> Json:
    """Everything a result rests on and comes to, as known at an instant: the same text whenever it is asked.

    Raises NoPlan, RefusedEvaluation, scoring.Unscorable.
    """
    told = filled(adopted.scheme, adopted.pacing, stage, known_at=known_at, marks=marks)
    evaluation = evaluate(adopted.scheme, told.units)
    return {
        "scheme": scheme_to_json(adopted.scheme),
        "scheme_code": adopted.code,
        "scheme_number": adopted.number,
        "scheme_digest": scheme_digest(adopted.scheme),
        "pacing": adopted.pacing.value,
        "stage": stage.code,
        "as_of": stage.as_of.isoformat(),
        "known_at": timezone.localtime(known_at).isoformat(),
        "revision": told.board.revision.number,
        "inputs": inputs_to_json(told.units),
        "marks": {
            unit: {name: judgement_to_json(one) for name, one in given.items()}
            for unit, given in sorted(marks.items())
        },
        "results": results_to_json(evaluation),
    }


def recomputed(frozen: Frozen) -> Json:
    """The content worked out anew from what was known then. Raises what `computed` raises."""
    return computed(_adoption_of(frozen), frozen.stage, known_at=frozen.known_at, marks=_marks_of(frozen))


def corrections_since(frozen: Frozen) -> tuple[LaterChange, ...]:
    """Inputs that read differently by what is known now. Raises NoPlan, RefusedEvaluation."""
    adopted = _adoption_of(frozen)
    now = filled(adopted.scheme, adopted.pacing, frozen.stage, marks=_marks_of(frozen))
    current = {one.unit: one for one in now.units}
    found = []
    for was in frozen.inputs:
        own = current.get(was.unit)
        for name, measured in was.measurements.items():
            after = own.measurements.get(name) if own else None
            if after is None or (measured.actual, measured.tiers) != (after.actual, after.tiers):
                found.append(LaterChange(unit=was.unit, input=name, before=measured, after=after))
        for name, count in was.counters.items():
            counted = own.counters.get(name) if own else None
            if counted != count:
                found.append(LaterChange(unit=was.unit, input=name, before=count, after=counted))
    return tuple(found)


def _adoption_of(frozen: Frozen) -> Adoption:
    return adoption(frozen.content["scheme_code"], frozen.stage.year, number=frozen.content["scheme_number"])


def _marks_of(frozen: Frozen) -> dict[str, dict[str, Judgement]]:
    return {
        unit: {name: judgement_from_json(one) for name, one in given.items()}
        for unit, given in frozen.content["marks"].items()
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
    """The objections the actor may read: of its own unit, or all."""
    return tuple(one for one in course.objections if access.may_see_assessments(by, one.unit))


def _assessment(event: RecordEvent) -> SelfAssessment:
    told = event.payload
    return SelfAssessment(
        unit=told["unit"],
        text=told["text"],
        scores={name: Fraction(score) for name, score in told["scores"].items()},
        by=event.act.recorded_by,
        at=event.act.recorded_at,
        submitted_by=event.act.recorded_by if told["is_submitted"] else "",
    )


def _marks(event: RecordEvent) -> Iterable[Mark]:
    for told in event.payload["marks"]:
        yield Mark(
            unit=told["unit"],
            input=told["input"],
            judgement=Judgement(
                score=Fraction(told["score"]), justification=told["justification"], by=event.act.recorded_by
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
