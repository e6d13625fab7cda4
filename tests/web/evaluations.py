"""The first quarter evaluated by a small scheme, published, with an objection of 通川区 that waits."""

from datetime import date
from fractions import Fraction

from jinghe.core.evaluation.schemes.reading import scheme_from_json
from jinghe.demonstration.plan import builtin_plan
from jinghe.usecases.evaluation import evaluations, schemes
from jinghe.usecases.evaluation.marks import Given, confirm_marks, mark
from jinghe.usecases.evaluation.reading import course_of
from jinghe.usecases.evaluation.schemes import Pacing
from tests.usecases.evaluating import QUARTER, SCHEME, UNITS


def published(people: dict) -> str:
    """Its number. people: reviewer, performance and head of 通川区."""
    reviewer, office = people["reviewer"], people["performance"]
    scheme = scheme_from_json(SCHEME)
    told = {"pacing": Pacing.WHOLE, "effective_on": date(2022, 1, 1), "reason": "办公会"}
    schemes.adopt("trial", 2022, scheme, plan=builtin_plan(), by=reviewer, **told)
    code = evaluations.open_evaluation(QUARTER, "trial", by=office).pk
    evaluations.begin_review(code, expected=course_of(code).record.version, by=office)
    given = [Given(unit=u, input="工作质量", score=Fraction(16), justification="见材料") for u in UNITS]
    event = mark(code, given, by=reviewer)
    confirm_marks(code, [(one.unit, one.input, event.number) for one in given], by=office)
    evaluations.publish(code, expected=course_of(code).record.version, by=office)
    evaluations.file_objection(code, "通川区", reason="请复核", by=people["head"])
    return code
