"""签收: who signs, what a signature stands for, what a new revision asks anew, and how an objection goes."""

from dataclasses import replace
from datetime import date

import pytest

from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import quantity
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, RecordEvent, User
from jinghe.usecases.carrying.letters import document_of, letter_file
from jinghe.usecases.carrying.sign_off import object_to, sign, standing_of, standings
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.records.records import RefusedRecord, move_record
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(plan):
    return account(AccountRole.HEAD, "通川区", "tongchuanld")


def state(unit: str) -> str:
    city = User(username="city", role=AccountRole.PERFORMANCE)
    return {one.unit.name: one.state for one in standings(2022, by=city)}[unit]


def digest(unit: str, by) -> str:
    return standing_of(2022, unit, by=by).letter.digest


def adjusted(by):
    """From July on 通川区 must bring more; nobody else is asked anything else."""
    plan = builtin_plan()
    first, *others = plan.targets
    raised = replace(first, tiers=Tiers(guaranteed=quantity("83", "亿元"), working=quantity("90", "亿元")))
    issue_plan(
        replace(plan, targets=(raised, *others), findings=()),
        by=by,
        effective_on=date(2022, 7, 1),
        approval_document="达市府办函〔2022〕99号",
        reason="年中调整",
    )


@pytest.mark.database
def test_every_unit_that_is_asked_something_has_a_letter_to_sign(plan, reviewer):
    held = standings(2022, by=reviewer)
    assert len(held) == len(builtin_plan().units)
    assert {one.state for one in held} == {"unsigned"}


def test_the_head_signs_by_name_for_what_was_shown(head):
    record = sign(2022, "通川区", digest=digest("通川区", head), name=" 陈建华 ", by=head)
    assert (record.values["signed_by"], record.values["revision"]) == ("陈建华", 1)
    assert state("通川区") == "signed"
    assert state("达川区") == "unsigned"
    assert RecordEvent.objects.get(record=record).act.recorded_by == "tongchuanld"


@pytest.mark.parametrize(
    ("role", "unit"), [("clerk", "通川区"), ("head", "达川区"), ("reviewer", "市经济合作外事局")]
)
def test_nobody_else_signs_for_a_unit(head, role, unit):
    other = account(role, unit, "other")
    with pytest.raises(AccessRefused):
        sign(2022, "通川区", digest=digest("通川区", head), name="某人", by=other)


def test_a_signature_needs_a_name_and_is_given_once(head):
    shown = digest("通川区", head)
    with pytest.raises(RefusedRecord):
        sign(2022, "通川区", digest=shown, name=" ", by=head)
    sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    with pytest.raises(RefusedRecord) as refused:
        sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    assert "现在是“已签收”" in refused.value.text


def test_a_new_revision_asks_anew_only_where_the_letter_changed(head, reviewer):
    other = account(AccountRole.HEAD, "达川区", "dachuanld")
    shown = digest("通川区", head)
    sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    sign(2022, "达川区", digest=digest("达川区", other), name="李国平", by=other)
    adjusted(reviewer)
    assert (state("通川区"), state("达川区")) == ("unsigned", "signed")
    assert standing_of(2022, "通川区", by=head).since == 2
    assert standing_of(2022, "达川区", by=other).since == 1
    with pytest.raises(ChangedMeanwhile):
        sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    sign(2022, "通川区", digest=digest("通川区", head), name="陈建华", by=head)
    assert state("通川区") == "signed"


def test_who_was_asked_something_else_in_between_signs_again(head, reviewer):
    first = digest("通川区", head)
    sign(2022, "通川区", digest=first, name="陈建华", by=head)
    adjusted(reviewer)
    told = {"effective_on": date(2022, 9, 1), "approval_document": "测试文2", "reason": "恢复"}
    issue_plan(builtin_plan(), by=reviewer, **told)
    assert digest("通川区", head) == first
    assert (state("通川区"), state("达川区")) == ("unsigned", "unsigned")
    sign(2022, "通川区", digest=first, name="陈建华", by=head)
    assert state("通川区") == "signed"


def test_an_objection_is_answered_and_then_signed(head, reviewer):
    shown = digest("通川区", head)
    record = object_to(2022, "通川区", digest=shown, reason="25亿元以上项目与各档不符", by=head)
    assert state("通川区") == "objected"
    with pytest.raises(RefusedRecord):
        sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    with pytest.raises(AccessRefused):
        answer(record, head)
    answer(record, reviewer)
    assert state("通川区") == "answered"
    sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    assert state("通川区") == "signed"
    kinds = [event.payload.get("move", event.kind) for event in record.events.order_by("number")]
    assert kinds == ["opened", "answer", "sign"]


def answer(record, by):
    told = {"outcome": "explained", "answer": "已核对，按通知执行"}
    return move_record(record.pk, "answer", expected=record.version, by=by, values=told)


def test_an_answer_needs_its_reason(head, reviewer):
    record = object_to(2022, "通川区", digest=digest("通川区", head), reason="不符", by=head)
    with pytest.raises(RefusedRecord):
        move_record(record.pk, "answer", expected=1, by=reviewer, values={"outcome": "explained"})


def test_who_has_signed_may_still_object(head):
    shown = digest("通川区", head)
    sign(2022, "通川区", digest=shown, name="陈建华", by=head)
    object_to(2022, "通川区", digest=shown, reason="重新核算后有异议", by=head)
    assert state("通川区") == "objected"


def test_a_unit_lists_its_own_letter_alone(head):
    assert [one.unit.name for one in standings(2022, by=head)] == ["通川区"]


def test_a_signature_is_given_on_the_letter_and_never_by_a_step_of_the_record(head, reviewer):
    record = object_to(2022, "通川区", digest=digest("通川区", head), reason="不符", by=head)
    answer(record, reviewer)
    with pytest.raises(Missing):
        move_record(record.pk, "sign", expected=2, by=head, values={"signed_by": "陈建华"})


def test_a_letter_is_for_its_unit_the_city_and_its_leaders(head, reviewer):
    for role, unit in (("leader", ""), ("performance", ""), ("clerk", "通川区")):
        assert standing_of(2022, "通川区", by=account(role, unit)).letter.unit == "通川区"
    with pytest.raises(AccessRefused):
        standing_of(2022, "通川区", by=account(AccountRole.CLERK, "达川区"))


def test_the_letter_is_written_with_every_figure(head):
    content, name = letter_file(2022, "通川区", "docx", by=head)
    assert content.startswith(b"PK")
    assert name == "通川区2022年目标任务书（第1版）.docx"
    document = document_of(standing_of(2022, "通川区", by=head))
    assert document.addressees == "通川区"
    assert letter_file(2022, "通川区", "docx", by=head)[0] == content
