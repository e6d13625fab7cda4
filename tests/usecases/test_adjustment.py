"""年中调整: proposed, approved by a paper, put into force by a second person where the office asks for two."""

from datetime import date

import pytest

from jinghe.core.plan.adjustments import RefusedAdjustment
from jinghe.core.plan.plans import Tier, Tiers
from jinghe.core.values.amounts import quantity
from jinghe.store.models import AccountRole, PlanRevision
from jinghe.usecases.carrying.adjustment import adjustment_of, adjustments, confirm_adjustment, propose
from jinghe.usecases.claims.papers import attach_to_record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Refused
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.records.records import RefusedRecord, change_record, move_record
from tests.usecases.conftest import account
from tests.usecases.test_sign_off import adjusted

pytestmark = pytest.mark.django_db
RAISED = {"T001": Tiers(guaranteed=quantity("66", "亿元"), working=quantity("70", "亿元"))}
TOLD = {"name": "年中调整", "reason": "新签项目较多", "effective_on": "2022-07-01"}
PAPER = b"%PDF-1.4 \xe6\x89\xb9\xe5\x87\x86"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def proposed(by, figures=RAISED, *, totals_follow=True, base=1, **values):
    return propose(2022, figures, totals_follow=totals_follow, base=base, values=TOLD | values, by=by)


def approved(by, code):
    attach_to_record(code, PAPER, "批复.pdf", "批准文件", by=by)
    record = adjustment_of(code, by=by).record
    number = {"approval_document": "达市府办函〔2022〕99号"}
    return change_record(code, number, expected=record.version, by=by)


def test_a_proposal_changes_nothing_and_tells_what_it_waits_for(plan, reviewer):
    record = proposed(reviewer)
    held = adjustment_of(record.pk, by=reviewer)
    assert held.reasons == ("请填写批准文件文号", "请上传批准文件")
    assert held.preview.units == ("通川区",)
    assert PlanRevision.objects.count() == 1
    with pytest.raises(Refused):
        confirm_adjustment(record.pk, expected=held.record.version, by=reviewer)


@pytest.mark.database
def test_with_paper_and_number_it_becomes_a_revision_for_those_units_from_its_day(plan, reviewer):
    record = approved(reviewer, proposed(reviewer).pk)
    revision = confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    assert (revision.number, revision.effective_on) == (2, date(2022, 7, 1))
    assert revision.approval_document == "达市府办函〔2022〕99号"
    before, after = plan_of(plan), plan_of(revision)
    changed = [new.key for old, new in zip(before.targets, after.targets, strict=True) if old != new]
    assert changed == ["T001"]
    held = adjustment_of(record.pk, by=reviewer)
    assert (held.record.state, held.record.values["revision"]) == ("in_force", 2)


def test_original_and_adjusted_completion_are_two_answers(plan, reviewer):
    record = approved(reviewer, proposed(reviewer).pk)
    confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    boards = {
        basis: scoreboard(2022, as_of=date(2022, 12, 31), basis=basis) for basis in ("original", "adjusted")
    }
    figures = {
        basis: board.progress["T001"].target.tiers.of_tier(Tier.GUARANTEED).text
        for basis, board in boards.items()
    }
    assert figures == {"original": "60亿元", "adjusted": "66亿元"}
    june = scoreboard(2022, as_of=date(2022, 6, 30))
    assert june.progress["T001"].target.tiers.floor.text == "60亿元"


def test_where_the_office_asks_for_two_another_person_confirms(plan, reviewer, settings):
    settings.JINGHE_CONFIRMATIONS = 2
    record = approved(reviewer, proposed(reviewer).pk)
    with pytest.raises(Refused) as refused:
        confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    assert "另一名审核员" in refused.value.text
    other = account(AccountRole.REVIEWER, "市经济合作外事局", "other")
    assert confirm_adjustment(record.pk, expected=record.version, by=other).number == 2


def test_findings_that_block_keep_it_from_being_put_into_force(plan, reviewer):
    record = approved(reviewer, proposed(reviewer, totals_follow=False).pk)
    held = adjustment_of(record.pk, by=reviewer)
    assert {one.code for one in held.preview.obstacles} == {"total_mismatch"}
    with pytest.raises(Refused):
        confirm_adjustment(record.pk, expected=record.version, by=reviewer)


def test_a_proposal_against_an_older_revision_has_to_be_drafted_again(plan, reviewer):
    record = approved(reviewer, proposed(reviewer).pk)
    adjusted(reviewer)
    with pytest.raises(Refused) as refused:
        confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    assert "请撤回后重新起草" in refused.value.text
    with pytest.raises(RefusedAdjustment):
        proposed(reviewer, base=1)


def test_it_is_put_into_force_once_and_not_after_it_was_withdrawn(plan, reviewer):
    record = approved(reviewer, proposed(reviewer).pk)
    confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    with pytest.raises(ChangedMeanwhile):
        confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    again = proposed(reviewer, {"T002": RAISED["T001"]}, base=2)
    gone = move_record(again.pk, "withdraw", expected=again.version, by=reviewer, note="不再调整")
    with pytest.raises(Refused):
        confirm_adjustment(again.pk, expected=gone.version, by=reviewer)


def test_the_day_lies_within_the_year_and_a_reason_is_told(plan, reviewer):
    for values in ({"effective_on": "2023-01-01"}, {"reason": ""}):
        with pytest.raises(RefusedRecord):
            proposed(reviewer, **values)


def test_a_day_moved_out_of_the_year_afterwards_keeps_it_from_being_put_into_force(plan, reviewer):
    record = approved(reviewer, proposed(reviewer).pk)
    moved = change_record(record.pk, {"effective_on": "2023-01-01"}, expected=record.version, by=reviewer)
    with pytest.raises(Refused) as refused:
        confirm_adjustment(record.pk, expected=moved.version, by=reviewer)
    assert refused.value.text == "执行日期须在2022年内。"


def test_what_is_in_force_says_for_good_what_it_rests_on(plan, reviewer):
    record = approved(reviewer, proposed(reviewer).pk)
    confirm_adjustment(record.pk, expected=record.version, by=reviewer)
    held = adjustment_of(record.pk, by=reviewer).record
    with pytest.raises(RefusedRecord) as refused:
        change_record(record.pk, {"reason": "另一理由"}, expected=held.version, by=reviewer)
    assert "已执行" in refused.value.text


@pytest.mark.parametrize(("role", "unit"), [("head", "通川区"), ("performance", ""), ("leader", "")])
def test_only_the_bureau_proposes_and_confirms(plan, reviewer, role, unit):
    other = account(role, unit, "other")
    with pytest.raises(AccessRefused):
        proposed(other)
    record = approved(reviewer, proposed(reviewer).pk)
    with pytest.raises(AccessRefused):
        confirm_adjustment(record.pk, expected=record.version, by=other)


def test_units_do_not_see_what_is_only_proposed(plan, reviewer):
    proposed(reviewer)
    assert len(adjustments(2022, by=account(AccountRole.LEADER))) == 1
    with pytest.raises(AccessRefused):
        adjustments(2022, by=account(AccountRole.HEAD, "通川区"))
