"""An evaluation from its scheme to the final result: frozen, explained, objected to, and never changed afterwards."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jinghe.core.evaluation.stages import stage_of
from jinghe.core.registers.evaluation import FINAL
from jinghe.store.json.converter import canonical_text
from jinghe.store.models import Message, Record, RecordEvent
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing
from jinghe.usecases.evaluation import evaluations, schemes
from jinghe.usecases.evaluation.evaluations import file_objection
from jinghe.usecases.evaluation.marks import assess, confirm_marks, mark
from jinghe.usecases.evaluation.reading import (
    corrections_since,
    course_of,
    courses,
    final_results,
    readable_course,
    recompute_result,
)
from jinghe.usecases.evaluation.refusals import RefusedEvaluation
from jinghe.usecases.ledger import ledger
from tests.builders import rows
from tests.usecases import evaluating
from tests.usecases.evaluating import (
    SCHEME,
    UNITS,
    adopted,
    assessed,
    at,
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


def totals(code):
    return {one.unit: one.total for one in course_of(code).result.evaluation.results}


def test_a_result_follows_from_the_ledger_the_returns_and_the_marks(staff):
    code = reached(staff, "objecting")
    results = course_of(code).result.evaluation
    assert totals(code)["通川区"] == 40 + 16
    assert totals(code)["达川区"] == 20 + 16 - 1
    assert {totals(code)[unit] for unit in UNITS[2:]} == {16}
    assert [results.of(unit).rank for unit in UNITS[:3]] == [1, 2, 3]
    assert results.of("通川区").score.parts[0].text.startswith("80×到位资金完成率 = 80×50% = 40")
    assert results.of("通川区").score.parts[0].inputs[0].targets == ("T001",)


@pytest.mark.database
def test_a_final_result_does_not_change_when_the_ledger_is_corrected(staff):
    code = reached(staff, "final")
    before = course_of(code).result
    ledger.reverse(2, by=staff["reviewer"], reason="凭证作废", at=later())
    after = course_of(code).result
    assert after.is_final
    assert canonical_text(after.content) == canonical_text(before.content)
    assert after.is_intact
    assert totals(code)["通川区"] == 56
    (correction,) = corrections_since(after)
    assert (correction.unit, correction.input) == ("通川区", "到位资金")
    assert (correction.before.actual, correction.after.actual) == (30 * 10**10, 0)


@pytest.mark.database
def test_what_was_known_then_gives_the_same_bytes_again(staff):
    code = reached(staff, "final")
    ledger.reverse(2, by=staff["reviewer"], reason="凭证作废", at=later())
    result = course_of(code).result
    assert canonical_text(recompute_result(result)) == canonical_text(result.content)


@pytest.mark.database
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_refuses_to_change_what_was_frozen(staff, change):
    reached(staff, "final")
    frozen = RecordEvent.objects.filter(kind="frozen")
    with pytest.raises(DatabaseError), transaction.atomic():
        frozen.update(payload={}) if change == "update" else frozen.delete()


def test_a_scheme_that_changes_later_leaves_earlier_evaluations_alone(staff):
    code = reached(staff, "objecting")
    adopted(staff, SCHEME | {"name": "新办法", "full_mark": 100})
    course = course_of(code)
    assert (course.adoption.number, course.adoption.scheme.name) == (1, "试行办法")
    assert schemes.adoption("trial", 2022).number == 2
    assert course.result.scheme.name == "试行办法"


# --- self-assessment and marks ---


def test_a_clerk_drafts_and_the_head_submits(staff):
    code = opened(staff)
    assessed(staff, code, who="clerk", submits=False)
    assert course_of(code).assessments["通川区"].submitted_by == ""
    with pytest.raises(AccessRefused):
        assessed(staff, code, who="clerk", submits=True)
    assessed(staff, code)
    assert course_of(code).assessments["通川区"].submitted_by == "head"
    with pytest.raises(RefusedEvaluation) as refused:
        assessed(staff, code, who="clerk", submits=False)
    assert "已由单位负责人提交" in refused.value.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "  "}, "请填写自评情况"),
        ({"scores": {}}, "请填写工作质量的自评分"),
        ({"scores": {"工作质量": Fraction(21)}}, "不在0至20分之间"),
    ],
)
def test_a_self_assessment_says_what_it_lacks(staff, change, said):
    told = {"text": "按计划推进", "scores": {"工作质量": Fraction(18)}} | change
    with pytest.raises(RefusedEvaluation) as refused:
        assess(opened(staff), "通川区", submits=True, by=staff["head"], at=later(), **told)
    assert said in refused.value.text


def test_self_assessment_closes_with_the_review(staff):
    code = reached(staff, "reviewing")
    with pytest.raises(RefusedEvaluation) as refused:
        assessed(staff, code)
    assert "自评已经截止" in refused.value.text


def test_nobody_confirms_his_own_mark(staff):
    code = reached(staff, "reviewing")
    event = mark(code, [given("通川区")], by=staff["reviewer"], at=later())
    read = [("通川区", "工作质量", event.number)]
    with pytest.raises(RefusedEvaluation) as refused:
        confirm_marks(code, read, by=staff["reviewer"], at=later())
    assert "您自己评的分" in refused.value.text
    confirm_marks(code, read, by=staff["second"], at=later())
    assert course_of(code).marks["通川区", "工作质量"].judgement.confirmed_by == "second"


def test_a_mark_that_changes_loses_its_confirmation_and_is_confirmed_as_read(staff):
    code = reached(staff, "reviewing")
    marked(staff, code, given("通川区"))
    first = course_of(code).marks["通川区", "工作质量"].number
    mark(code, [given("通川区", 12, "补充核查")], by=staff["reviewer"], at=later())
    assert course_of(code).marks["通川区", "工作质量"].judgement.confirmed_by is None
    with pytest.raises(RefusedEvaluation) as refused:
        confirm_marks(code, [("通川区", "工作质量", first)], by=staff["office"], at=later())
    assert "有改动" in refused.value.text


def test_a_mark_needs_a_reason_and_stays_within_its_item(staff):
    code = reached(staff, "reviewing")
    for wrong, said in (
        (given("通川区", 16, " "), "请写明评分理由"),
        (given("通川区", 21), "不在0至20分之间"),
    ):
        with pytest.raises(RefusedEvaluation) as refused:
            mark(code, [wrong], by=staff["reviewer"], at=later())
        assert said in refused.value.text


def test_nothing_is_published_before_every_mark_is_confirmed(staff):
    code = reached(staff, "reviewing")
    marked(staff, code, *[given(unit) for unit in UNITS[1:]])
    mark(code, [given(UNITS[0])], by=staff["reviewer"], at=later())
    with pytest.raises(RefusedEvaluation) as refused:
        step(staff, code, "publish")
    assert [fault.message for fault in refused.value.faults] == [
        "通川区“工作质量”：reviewer的评分没有复核。请另一人复核。"
    ]
    assert course_of(code).result is None


def test_a_count_that_no_ledger_holds_is_given_and_confirmed_like_a_mark(staff):
    scheme = SCHEME | {
        "inputs": [*SCHEME["inputs"], {"name": "获奖", "kind": "counted", "unit_of_measure": "次"}],
        "bonuses": [
            {
                "name": "获奖",
                "most": 2,
                "formula": {"function": "per_unit", "inputs": ["获奖"], "parameters": {"each": 1}},
            }
        ],
    }
    adopted(staff, scheme, code="prizes")
    code = opened(staff, code="prizes")
    step(staff, code, "review")
    marked(staff, code)
    with pytest.raises(RefusedEvaluation) as refused:
        step(staff, code, "publish")
    assert len(refused.value.faults) == len(UNITS)
    counts = [replace(given(unit), input="获奖", score=Fraction(1)) for unit in UNITS]
    marked(staff, code, *counts)
    step(staff, code, "publish")
    assert totals(code)["通川区"] == 57
    assert canonical_text(recompute_result(course_of(code).result)) == canonical_text(
        course_of(code).result.content
    )


# --- steps ---


def test_a_stage_is_evaluated_once_and_only_after_it_has_ended(staff):
    opened(staff)
    with pytest.raises(RefusedEvaluation) as refused:
        opened(staff)
    assert "已按这个办法评估" in refused.value.text
    with pytest.raises(RefusedEvaluation) as refused:
        opened(staff, stage_of("2022-Y1"))
    assert "还没有结束" in refused.value.text


@pytest.mark.parametrize(("today", "has_ended"), [("2022-06-30", False), ("2022-07-01", True)])
def test_a_stage_is_evaluated_from_the_day_after_its_last(today, has_ended, staff, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date.fromisoformat(today))
    if has_ended:
        assert opened(staff)
    else:
        with pytest.raises(RefusedEvaluation) as refused:
            opened(staff)
        assert refused.value.text == "2022年上半年还没有结束，结束后才能评估。"


@pytest.mark.parametrize(("days", "is_refused"), [(0, True), (1, False), (30, False), (31, True)])
def test_the_window_for_objections_has_from_1_to_30_working_days(days, is_refused, staff):
    def opening():
        return evaluations.open_evaluation(
            stage_of("2022-H1"), "trial", objection_days=days, by=staff["office"], at=later()
        )

    if is_refused:
        with pytest.raises(RefusedEvaluation) as refused:
            opening()
        assert "异议期应为1至30个工作日" in refused.value.text
    else:
        assert opening().values["objection_days"] == days


def test_an_abandoned_evaluation_makes_room_and_is_kept_from_units(staff):
    code = opened(staff)
    version = course_of(code).record.version
    evaluations.abandon(code, "办法有误", expected=version, by=staff["office"], at=later())
    assert opened(staff) != code
    assert len(courses(2022, by=staff["auditor"])) == 2
    assert len(courses(2022, by=staff["head"])) == 1
    with pytest.raises(Missing):
        readable_course(code, by=staff["head"])


def test_a_step_from_a_page_that_is_old_is_refused(staff):
    code = opened(staff)
    version = course_of(code).record.version
    assessed(staff, code)
    with pytest.raises(ChangedMeanwhile):
        evaluations.begin_review(code, expected=version, by=staff["office"], at=later())


STEPS = """
    state      | review | publish | recalculate | finalise
    assessing  | yes    | no      | no          | no
    reviewing  | no     | no      | no          | no
    objecting  | no     | no      | no          | no
    final      | no     | no      | no          | no
"""


@pytest.mark.parametrize("line", rows(STEPS), ids=lambda line: line["state"])
def test_a_step_is_taken_from_its_state_alone(line, staff):
    """publish is not possible without marks, finalise not within the window: both are tested on their own."""
    state = line.pop("state")
    code = reached(staff, state)
    answered = {}
    for name in line:
        try:
            with transaction.atomic():
                step(staff, code, name)
                transaction.set_rollback(True)
            answered[name] = "yes"
        except RefusedEvaluation:
            answered[name] = "no"
    assert answered == line


# --- objections ---


def test_an_accepted_objection_leads_to_a_new_result_and_a_new_window(staff):
    code = reached(staff, "objecting")
    filed = file_objection(code, "通川区", item="质量", reason="材料已补", by=staff["head"], at=later(days=1))
    with pytest.raises(RefusedEvaluation) as refused:
        step(staff, code, "finalise", days=20)
    assert "没有答复" in refused.value.text
    evaluations.answer_objection(filed.pk, "accept", answer="属实", by=staff["office"], at=later())
    with pytest.raises(RefusedEvaluation) as refused:
        step(staff, code, "finalise", days=20)
    assert "还没有重新计算" in refused.value.text
    until = course_of(code).objections_until
    marked(staff, code, given("通川区", 20, "补充核对"))
    step(staff, code, "recalculate")
    course = course_of(code)
    assert totals(code)["通川区"] == 60
    assert course.objections_until > until
    assert not course.needs_recalculation
    assert [one.evaluation.of("通川区").total for one in course.frozen] == [56, 60]
    step(staff, code, "finalise", days=20)
    assert final_results(2022, "2022-H1")[0].evaluation.of("通川区").total == 60


def test_a_rejected_objection_changes_nothing_and_tells_the_unit(staff):
    code = reached(staff, "objecting")
    filed = file_objection(code, "通川区", reason="请复核", by=staff["head"], at=later())
    evaluations.answer_objection(filed.pk, "reject", answer="口径一致", by=staff["office"], at=later())
    assert not course_of(code).needs_recalculation
    assert Message.objects.filter(unit="通川区", body="口径一致").count() == 1
    with pytest.raises(RefusedEvaluation):
        step(staff, code, "recalculate")
    with pytest.raises(RefusedEvaluation):
        evaluations.answer_objection(filed.pk, "accept", answer="改判", by=staff["office"], at=later())
    step(staff, code, "finalise", days=20)
    assert course_of(code).state == FINAL


def test_the_window_is_five_working_days_and_then_closed(staff):
    code = reached(staff, "objecting")
    published = course_of(code).result.recorded_at
    assert published.date() == date(2022, 7, 20)
    assert course_of(code).objections_until == date(2022, 7, 27)
    with pytest.raises(RefusedEvaluation) as refused:
        step(staff, code, "finalise", days=7)
    assert "期满后" in refused.value.text
    with pytest.raises(RefusedEvaluation) as refused:
        file_objection(code, "通川区", reason="迟了", by=staff["head"], at=at("2022-07-28T09:00"))
    assert "异议期已过" in refused.value.text
    file_objection(code, "通川区", reason="及时", by=staff["head"], at=at("2022-07-27T09:00"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": " "}, "请写明异议和理由"),
        ({"item": "无此项"}, "评分办法里没有“无此项”"),
    ],
)
def test_an_objection_says_what_it_lacks(staff, change, said):
    code = reached(staff, "objecting")
    with pytest.raises(RefusedEvaluation) as refused:
        file_objection(code, "通川区", **{"reason": "请复核"} | change, by=staff["head"], at=later())
    assert said in refused.value.text
    assert not Record.objects.filter(kind="objection").exists()
