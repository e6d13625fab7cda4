"""Two evaluations of the demonstration year: a third quarter settled after an objection, an October open to them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

from jinghe.core.evaluation.stages import Stage, StageKind
from jinghe.core.plan.plans import Plan
from jinghe.demonstration.story.texts import rows, told
from jinghe.reference.scheme_loading import house_schemes
from jinghe.store.models import AccountRole, User
from jinghe.usecases.common.acts import last_recorded_at
from jinghe.usecases.evaluation import evaluations, schemes
from jinghe.usecases.evaluation.marks import Given, assess, confirm_marks, mark
from jinghe.usecases.evaluation.reading import course_of
from jinghe.usecases.evaluation.schemes import Pacing
from jinghe.usecases.plan.plans import plan_of, revision_at

QUALITY = "工作质量"
OFFICE_OPENS = timedelta(hours=1)
"""Nine o'clock in the office, from midnight UTC."""


def add_evaluations(people: Mapping[str, User], year: int) -> None:
    """Adopts the house's schemes and evaluates the third quarter and October with them."""
    plan = plan_of(revision_at(year, as_of=date(year, 10, 31)))
    story = _Story(people, plan, _moments())
    story.adopt()
    story.quarter()
    story.october()


def _moments() -> Iterator[datetime]:
    """One moment after the other, from the morning after what is recorded already."""
    last = last_recorded_at()
    assert last is not None
    morning = datetime.combine(last.date() + timedelta(days=1), time(), UTC) + OFFICE_OPENS
    return (morning + number * timedelta(minutes=5) for number in count())


class _Story:
    def __init__(self, people: Mapping[str, User], plan: Plan, moments: Iterator[datetime]) -> None:
        self.city, self.office = people["shenhe"], people["jixiao"]
        self.people, self.plan, self.moments = people, plan, moments
        self.words = told("evaluation")
        self.later = timedelta()

    def _at(self, *, days: int = 0) -> datetime:
        """The next moment, so many days on."""
        self.later += timedelta(days=days)
        return next(self.moments) + self.later

    def adopt(self) -> None:
        for code, scheme in house_schemes().items():
            schemes.adopt(
                code,
                self.plan.year,
                scheme,
                plan=self.plan,
                pacing=Pacing.STAGE,
                effective_on=date(self.plan.year, 1, 1),
                reason="演示：采用系统示例办法",
                by=self.city,
                at=self._at(),
            )

    def quarter(self) -> None:
        """From self-assessment to the final result; 通川区 objects and is heard."""
        code = self._opened(Stage(year=self.plan.year, kind=StageKind.QUARTER, number=3), "county")
        marks = rows(self.words["counties"]["rows"])
        for row in marks:
            self._assess(code, row["unit"])
        self._step(evaluations.begin_review, code, days=1)
        self._marked(code, [self._given(row) for row in marks])
        self._step(evaluations.publish, code)
        objection = self.words["objection"]
        filed = evaluations.file_objection(
            code,
            "通川区",
            item=objection["item"],
            reason=objection["reason"],
            by=self.people["tongchuanld"],
            at=self._at(days=3),
        )
        evaluations.answer_objection(
            filed.pk, "accept", answer=objection["answer"], by=self.office, at=self._at()
        )
        self._marked(code, [self._given({"unit": "通川区"} | objection)])
        self._step(evaluations.recalculate, code)
        self._step(evaluations.finalise, code, days=9)

    def october(self) -> None:
        """The departments, published, with one objection that waits."""
        code = self._opened(Stage(year=self.plan.year, kind=StageKind.MONTH, number=10), "department")
        self._step(evaluations.begin_review, code)
        self._marked(
            code,
            [
                self._given({"unit": unit} | self.words["departments"])
                for unit in evaluations.units_of(course_of(code))
            ],
        )
        self._step(evaluations.publish, code)
        waiting = self.words["waiting_objection"]
        evaluations.file_objection(
            code,
            "市发展改革委",
            item=waiting["item"],
            reason=waiting["reason"],
            by=self.people["fagaild"],
            at=self._at(),
        )

    def _opened(self, stage: Stage, scheme: str) -> str:
        return evaluations.open_evaluation(stage, scheme, by=self.office, at=self._at()).pk

    def _assess(self, code: str, unit: str) -> None:
        said = self.words["assessments"]
        head = User(username=f"{unit}负责人", role=AccountRole.HEAD, unit=unit)
        assess(
            code,
            unit,
            text=said["text"],
            scores={QUALITY: Fraction(said["score"])},
            submits=True,
            by=next((one for one in self.people.values() if _is_head(one, unit)), head),
            at=self._at(),
        )

    def _given(self, row: Mapping[str, Any]) -> Given:
        return Given(
            unit=row["unit"],
            input=QUALITY,
            score=Fraction(row["score"]),
            justification=row["justification"],
        )

    def _marked(self, code: str, given: list[Given]) -> None:
        """The city marks, the performance office confirms."""
        event = mark(code, given, by=self.city, at=self._at())
        read = [(one.unit, one.input, event.number) for one in given]
        confirm_marks(code, read, by=self.office, at=self._at())

    def _step(self, take: Any, code: str, *, days: int = 0) -> None:
        take(code, expected=course_of(code).record.version, by=self.office, at=self._at(days=days))


def _is_head(person: User, unit: str) -> bool:
    return person.role == AccountRole.HEAD and person.unit == unit
