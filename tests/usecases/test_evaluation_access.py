"""Who may do what in an evaluation: every act × every role, in one table."""

import pytest
from django.db import transaction

from jinghe.core.registers.evaluation import OBJECTION
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.evaluation import evaluations
from jinghe.usecases.evaluation.evaluations import file_objection
from jinghe.usecases.evaluation.marks import confirm_marks, mark
from jinghe.usecases.evaluation.reading import course_of
from tests.builders import rows
from tests.usecases import evaluating
from tests.usecases.evaluating import (
    adopted,
    assessed,
    given,
    half_year,
    later,
    marked,
    opened,
    reached,
    step,
)


@pytest.fixture
def staff(db):
    found = evaluating.people()
    half_year(found)
    adopted(found)
    return found


PERMITTED = """
    act       | reviewer | office | head | clerk | checker | leader | auditor | system | security
    adopt     | yes      | no     | no   | no    | no      | no     | no      | no     | no
    open      | no       | yes    | no   | no    | no      | no     | no      | no     | no
    assess    | no       | no     | yes  | no    | no      | no     | no      | no     | no
    review    | no       | yes    | no   | no    | no      | no     | no      | no     | no
    mark      | yes      | no     | no   | no    | no      | no     | no      | no     | no
    confirm   | yes      | yes    | no   | no    | no      | no     | no      | no     | no
    publish   | no       | yes    | no   | no    | no      | no     | no      | no     | no
    object    | no       | no     | yes  | no    | no      | no     | no      | no     | no
    answer    | no       | yes    | no   | no    | no      | no     | no      | no     | no
    finalise  | no       | yes    | no   | no    | no      | no     | no      | no     | no
    abandon   | no       | yes    | no   | no    | no      | no     | no      | no     | no
"""


def doing(act: str, staff):
    """What is tried: a function of the actor's name, on an evaluation that is ready for it."""
    if act == "adopt":
        return lambda who: adopted(staff | {"reviewer": staff[who]}, code="another")
    if act == "open":
        return lambda who: opened(staff | {"office": staff[who]})
    state = {"assess": "assessing", "review": "assessing", "abandon": "assessing"}.get(act, "reviewing")
    code = reached(staff, "objecting" if act in ("object", "answer", "finalise") else state)
    if act == "publish":
        marked(staff, code)
    if act == "confirm":
        event = mark(code, [given("通川区")], by=staff["second"], at=later())
        read = [("通川区", "工作质量", event.number)]
    if act == "answer":
        filed = file_objection(code, "通川区", reason="请复核", by=staff["head"], at=later())
    version = course_of(code).record.version
    return {
        "assess": lambda who: assessed(staff, code, who=who),
        "review": lambda who: step(staff, code, "review", who=who),
        "mark": lambda who: mark(code, [given("通川区")], by=staff[who], at=later()),
        "confirm": lambda who: confirm_marks(code, read, by=staff[who], at=later()),
        "publish": lambda who: step(staff, code, "publish", who=who),
        "object": lambda who: file_objection(code, "通川区", reason="请复核", by=staff[who], at=later()),
        "answer": lambda who: evaluations.answer_objection(
            filed.pk, "accept", answer="属实", by=staff[who], at=later()
        ),
        "finalise": lambda who: step(staff, code, "finalise", who=who, days=20),
        "abandon": lambda who: evaluations.abandon(code, "重来", expected=version, by=staff[who], at=later()),
    }[act]


@pytest.mark.parametrize("line", rows(PERMITTED), ids=lambda line: line["act"])
def test_who_may_do_what(line, staff):
    attempt = doing(line.pop("act"), staff)
    answered = {}
    for who in line:
        try:
            with transaction.atomic():
                attempt(who)
                transaction.set_rollback(True)
            answered[who] = "yes"
        except AccessRefused:
            answered[who] = "no"
    assert answered == line


def test_nobody_marks_or_confirms_his_own_unit(staff):
    code = reached(staff, "reviewing")
    own = evaluating.account("reviewer", "通川区", "own_reviewer")
    with pytest.raises(AccessRefused):
        mark(code, [given("通川区")], by=own, at=later())
    event = mark(code, [given("通川区")], by=staff["reviewer"], at=later())
    with pytest.raises(AccessRefused):
        confirm_marks(code, [("通川区", "工作质量", event.number)], by=own, at=later())


def test_another_units_head_cannot_object(staff):
    code = reached(staff, "objecting")
    with pytest.raises(AccessRefused):
        file_objection(code, "通川区", reason="请复核", by=staff["other_head"], at=later())
    assert course_of(code).state == OBJECTION
