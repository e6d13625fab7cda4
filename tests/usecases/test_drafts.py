"""From a notice to a revision: every change is an edit, nothing is lost, nothing unsettled goes into force."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from jinghe.core.plan.draft_edits import (
    Addition,
    Correction,
    Deletion,
    NoticeHeading,
    Reparenting,
    Splitting,
    Terms,
    terms_of,
)
from jinghe.core.plan.drafts import RefusedEdit, fingerprint_of
from jinghe.core.plan.finding_edits import Settlement
from jinghe.store.models import AccountRole, Act, NoticeDraft, PlanRevision, TaughtWord
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Refused
from jinghe.usecases.common.vocabulary import vocabulary
from jinghe.usecases.plan import drafts, notices
from jinghe.usecases.plan.drafts import record_of
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.progress.scoreboard import scoreboard
from tests.builders import tiers
from tests.intake.notices import sheet_notice
from tests.usecases.conftest import account
from tests.usecases.notices import notice
from tests.usecases.test_concurrent_writers import in_threads

EFFECTIVE_ON = date(2031, 1, 1)


@pytest.fixture
def draft(reviewer):
    return notices.upload(notice(), "..\\目标\x00任务.docx", by=reviewer)


@pytest.fixture
def other(reviewer):
    return account(AccountRole.REVIEWER, "市经济合作外事局", "fuhe")


def finding(record, code):
    return next(one for one in record.folded.open if one.code == code)


def settle(draft, code, choice, by, reason="已对照印发件"):
    record = record_of(draft.pk, by=by)
    mark = fingerprint_of(finding(record, code))
    return drafts.edit(
        draft.pk, Settlement(fingerprint=mark, choice=choice), expected=record.number, by=by, reason=reason
    )


def edit(draft, change, by, reason=""):
    return drafts.edit(
        draft.pk, change, expected=record_of(draft.pk, by=by).number, by=by, reason=reason or "按原文"
    )


def teach(draft, by, word="低空旅拍", codes=("culture_tourism",)):
    number = record_of(draft.pk, by=by).number
    return drafts.teach(draft.pk, "industry", word, codes, expected=number, by=by, reason="归入文旅")


def settle_all(draft, by):
    settle(draft, "total_mismatch", "as_read", by)
    settle(draft, "ambiguous", "不限定", by)
    teach(draft, by)


def confirm(draft, by, **told):
    record = record_of(draft.pk, by=by)
    said = {"effective_on": EFFECTIVE_ON, "approval_document": "临府办函〔2031〕8号"} | told
    return drafts.confirm(draft.pk, expected=record.number, by=by, **said)


def test_an_upload_keeps_the_file_what_was_read_and_who_brought_it(draft, reviewer):
    record = record_of(draft.pk, by=reviewer)
    assert record.draft.file_name == "目标任务.docx"
    assert len(record.draft.digest) == 64
    assert drafts.content_of(draft.pk, by=reviewer) == ("目标任务.docx", notice())
    assert len(record.folded.plan.targets) == 8
    assert {one.code for one in record.folded.open} == {"total_mismatch", "ambiguous", "unknown_word"}
    assert record.draft.act.recorded_by == "shenhe"
    assert "数字" in record.draft.reading["account"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "文件是空的"), (b"<html>", "目前能读取的格式"), (b"PK\x03\x04" + b"\0" * 90, "已损坏")],
)
def test_a_hostile_file_is_refused_in_one_sentence_and_leaves_nothing(content, said, reviewer):
    with pytest.raises(Refused, match=said) as refused:
        notices.upload(content, "通知.docx", by=reviewer)
    assert "\n" not in refused.value.text
    assert not NoticeDraft.objects.exists()
    assert not Act.objects.exists()


def test_a_parser_that_fails_is_a_sentence_too(reviewer, monkeypatch):
    monkeypatch.setattr(notices, "read_plan", lambda *told: 1 // 0)
    with pytest.raises(Refused, match="文件的结构无法识别"):
        notices.upload(notice(), "通知.docx", by=reviewer)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(reviewer, monkeypatch):
    monkeypatch.setattr(notices, "LARGEST_FILE", 100)
    with pytest.raises(Refused, match="没有上传"):
        notices.upload(notice(), "通知.docx", by=reviewer)


def test_only_reviewers_read_notices_and_those_who_see_postings_see_how_a_plan_was_read(draft, reviewer):
    for role in (AccountRole.LEADER, AccountRole.AUDITOR, AccountRole.PERFORMANCE):
        actor = account(role)
        for attempt in (
            lambda by: notices.upload(notice(), "通知.docx", by=by),
            lambda by: drafts.drafts(by=by),
            lambda by: drafts.edit(draft.pk, Deletion(key="T001"), expected=0, by=by, reason="删"),
            lambda by: drafts.approve(draft.pk, expected=0, by=by),
            lambda by: drafts.teach(draft.pk, "industry", "词", ["energy"], expected=0, by=by, reason="教"),
            lambda by: record_of(draft.pk, by=by),
        ):
            with pytest.raises(AccessRefused):
                attempt(actor)
    settle_all(draft, reviewer)
    confirm(draft, reviewer)
    assert record_of(draft.pk, by=account(AccountRole.AUDITOR, name="shenji")).revision is not None
    with pytest.raises(AccessRefused):
        record_of(draft.pk, by=account(AccountRole.LEADER, name="lingdao"))


def test_what_blocks_or_is_undecided_prevents_confirming(draft, reviewer):
    with pytest.raises(Refused, match=r"还有3处疑点必须先处理.*“低空旅拍”"):
        confirm(draft, reviewer)
    settle_all(draft, reviewer)
    confirm(draft, reviewer)


def test_a_confirmed_draft_is_an_ordinary_revision_that_knows_its_draft(draft, reviewer):
    settle_all(draft, reviewer)
    revision = confirm(draft, reviewer, reason="局长办公会通过")
    plan = plan_of(revision)
    assert (revision.year, revision.number, revision.draft_id) == (2031, 1, draft.pk)
    assert all(target.confirmed for target in plan.targets)
    assert plan.findings == ()
    board = scoreboard(2031, as_of=date(2031, 6, 30))
    assert len(board.progress) == 8
    record = record_of(draft.pk, by=reviewer)
    assert [(step.number, edit.act.recorded_by, edit.act.reason) for edit, step in record.history] == [
        (1, "shenhe", "已对照印发件"),
        (2, "shenhe", "已对照印发件"),
        (3, "shenhe", "归入文旅"),
    ]
    assert record.approvers == ("shenhe",)
    with pytest.raises(Refused, match="已确认为第1版"):
        edit(draft, Deletion(key="T001"), reviewer)


def test_a_settled_finding_opens_again_when_its_figures_change(draft, reviewer):
    settle(draft, "total_mismatch", "as_read", reviewer)
    assert "total_mismatch" not in {one.code for one in record_of(draft.pk, by=reviewer).folded.open}
    target = record_of(draft.pk, by=reviewer).folded.plan.target("T002")
    terms = terms_of(target)
    more = Terms(indicator=terms.indicator, tiers=tiers("7个"), criteria=terms.criteria)
    edit(draft, Correction(key="T002", terms=more), reviewer)
    record = record_of(draft.pk, by=reviewer)
    assert "相加为10个" in finding(record, "total_mismatch").text
    assert "目标 5个 → 7个" in record.folded.steps[-1].text
    right = Terms(indicator=terms.indicator, tiers=tiers("6个"), criteria=terms.criteria)
    edit(draft, Correction(key="T002", terms=right), reviewer)
    assert "total_mismatch" not in {one.code for one in record_of(draft.pk, by=reviewer).folded.open}


def test_targets_are_added_split_reparented_and_deleted(draft, reviewer):
    criteria = record_of(draft.pk, by=reviewer).folded.plan.target("T007").criteria
    edit(draft, Reparenting(key="T007", parent="T006"), reviewer)
    with pytest.raises(RefusedEdit, match="还有“其中”"):
        edit(draft, Deletion(key="T006"), reviewer)
    with pytest.raises(RefusedEdit, match="同一个单位"):
        edit(draft, Reparenting(key="T008", parent="T006"), reviewer)
    with pytest.raises(RefusedEdit, match="所属关系不成立"):
        edit(draft, Reparenting(key="T006", parent="T007"), reviewer)
    edit(draft, Reparenting(key="T007", parent=None), reviewer)
    second = Terms(indicator="led_projects", tiers=tiers("1个"), criteria=criteria)
    edit(
        draft,
        Splitting(key="T007", tiers=tiers("2个"), new_key="N003", new_unit="市文旅局", new_terms=second),
        reviewer,
    )
    added = Terms(indicator="trips", tiers=tiers("6次"))
    with pytest.raises(RefusedEdit, match="分组"):
        edit(draft, Addition(key="N004", unit="市科技局", terms=added), reviewer)
    edit(draft, Addition(key="N004", unit="市科技局", group="市级部门", terms=added), reviewer)
    edit(draft, Deletion(key="T005"), reviewer)
    plan = record_of(draft.pk, by=reviewer).folded.plan
    assert [one.key for one in plan.targets] == [
        "T001", "T002", "T003", "T004", "T006", "T007", "N003", "T008", "N004",
    ]  # fmt: skip
    assert plan.target("N003").unit == "市文旅局"
    assert plan.target("T007").tiers.floor.text == "2个"
    with pytest.raises(RefusedEdit, match="已经不在草稿里"):
        edit(draft, Reparenting(key="T005", parent=None), reviewer)


def test_an_indicator_is_never_measured_in_what_it_does_not_count(draft, reviewer):
    with pytest.raises(RefusedEdit, match="“到位资金”不能用“个”计量"):
        edit(
            draft,
            Correction(key="T001", terms=Terms(indicator="funds_arrived", tiers=tiers("3个"))),
            reviewer,
        )


def test_another_reading_is_made_or_refused_never_only_noted(reviewer):
    tasks = """
    单位 | 编制推出项目
    市发展改革委 | 常态化储备项目300个。
    """
    draft = notices.upload(notice(tasks=tasks), "通知.docx", by=reviewer)
    settle(draft, "ambiguous", "当年推出数", reviewer)
    record = record_of(draft.pk, by=reviewer)
    assert record.folded.plan.target("T005").window == "flow"
    assert record.folded.steps[-1].keys == ("T005",)
    draft = notices.upload(notice(), "通知.docx", by=reviewer)
    with pytest.raises(RefusedEdit, match="要先在目标清单里改好"):
        settle(draft, "ambiguous", "沿用前一项的限定", reviewer)


def test_a_settlement_wants_a_reason(draft, reviewer):
    with pytest.raises(RefusedEdit, match="理由"):
        settle(draft, "total_mismatch", "as_read", reviewer, reason=" ")


def test_a_taught_word_is_known_from_then_on_and_never_changes(draft, reviewer):
    teach(draft, reviewer)
    assert vocabulary().codes("industry", "低空旅拍") == {"culture_tourism"}
    assert "unknown_word" not in {one.code for one in record_of(draft.pk, by=reviewer).folded.open}
    again = notices.upload(notice(), "通知.docx", by=reviewer)
    assert "unknown_word" not in {one.code for one in record_of(again.pk, by=reviewer).folded.open}
    with pytest.raises(Refused, match="词义不能改变"):
        teach(again, reviewer, codes=("electronics",))
    with pytest.raises(Refused, match="至少选择一个"):
        teach(again, reviewer, word="冰雪", codes=())
    assert TaughtWord.objects.count() == 1


def test_the_second_of_two_editors_learns_of_the_first_and_nothing_is_lost(draft, reviewer, other):
    drafts.edit(draft.pk, Deletion(key="T008"), expected=0, by=reviewer, reason="不是任务")
    with pytest.raises(ChangedMeanwhile) as moved:
        drafts.edit(draft.pk, Deletion(key="T001"), expected=0, by=other, reason="不是任务")
    assert moved.value.text.startswith("这份草稿刚由shenhe于")
    assert "删除 市文旅局" in moved.value.text
    drafts.edit(draft.pk, Deletion(key="T001"), expected=1, by=other, reason="不是任务")
    assert [one.act.recorded_by for one in record_of(draft.pk, by=other).edits] == ["shenhe", "fuhe"]


def test_two_people_may_be_required_and_one_counts_once(draft, reviewer, other, settings):
    settings.JINGHE_CONFIRMATIONS = 2
    settle_all(draft, reviewer)
    drafts.approve(draft.pk, expected=3, by=reviewer)
    with pytest.raises(Refused, match="不需重复审核"):
        drafts.approve(draft.pk, expected=3, by=reviewer)
    with pytest.raises(Refused, match="还需要1名其他审核员"):
        confirm(draft, reviewer)
    edit(
        draft,
        NoticeHeading(year=2031, title="新标题", document_number="8号", issuer="", issued_on=None),
        other,
    )
    assert record_of(draft.pk, by=other).approvers == ()
    with pytest.raises(Refused, match="还需要1名"):
        confirm(draft, other)
    drafts.approve(draft.pk, expected=4, by=reviewer)
    assert confirm(draft, other).number == 1
    assert record_of(draft.pk, by=other).approvers == ("shenhe", "fuhe")


def test_a_withdrawn_draft_can_only_be_looked_at(draft, reviewer):
    drafts.withdraw(draft.pk, expected=0, by=reviewer, reason="传错文件")
    assert not record_of(draft.pk, by=reviewer).is_open
    with pytest.raises(Refused, match="撤回"):
        edit(draft, Deletion(key="T001"), reviewer)
    assert drafts.drafts(by=reviewer)[0].is_withdrawn


def test_a_revised_notice_is_compared_target_by_target_and_keeps_the_keys(draft, reviewer):
    settle_all(draft, reviewer)
    first = confirm(draft, reviewer)
    table = """
    单位 | 到位资金（亿元） | 引进投资5亿元及以上项目（个）
    西山县 | 45 | 3
    东河区 | 60 | —
    南湖区 | 10 | 6
    合计 | 115 | 9
    """
    revised = notices.upload(notice(table=table), "调整通知.docx", by=reviewer)
    record = record_of(revised.pk, by=reviewer)
    found = drafts.comparison_of(record, drafts.base_of(record))
    assert [(one.after.unit, one.differences) for one in found.changed] == [
        ("西山县", (("目标", "40亿元", "45亿元"),))
    ]
    assert [(one.unit, one.column) for one in found.removed] == [("东河区", "引进投资5亿元及以上项目")]
    assert {one.unit for one in found.added} == {"南湖区"}
    settle(revised, "ambiguous", "不限定", reviewer)
    second = confirm(revised, reviewer)
    assert second.number == 2
    before, after = plan_of(first), plan_of(second)
    for target in before.targets:
        if target.key != "T002":
            assert (after.target(target.key).unit, after.target(target.key).indicator) == (
                target.unit,
                target.indicator,
            )
    assert after.target("T002") is None
    assert PlanRevision.objects.filter(year=2031).count() == 2


@pytest.mark.database
@pytest.mark.parametrize("table", ["notice_draft", "draft_edit", "draft_approval", "taught_word"])
def test_nothing_of_a_draft_can_be_changed_or_removed(table, draft, reviewer):
    settle_all(draft, reviewer)
    confirm(draft, reviewer)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_table_keeps_its_blank_cells_so_that_columns_stay_columns(reviewer):
    table = """
    单位 | 引进项目（个） | 备注
    东河区 |  | 待定
    西山县 | 3 |
    """
    draft = notices.upload(sheet_notice(table), "任务.xlsx", by=reviewer)
    (sheet,) = (one for one in draft.reading["source"] if one["kind"] == "table")
    assert [cell["text"] for cell in sheet["rows"][3]] == ["东河区", "", "待定"]
    assert draft.reading["places"]["T001"] == [sheet["rows"][4][1]["place"]]


@pytest.mark.database
def test_of_two_editors_at_the_same_moment_one_is_told(fresh_database):
    reviewer = account(AccountRole.REVIEWER, "市经济合作外事局", "shenhe")
    draft = notices.upload(notice(), "通知.docx", by=reviewer)
    failures = in_threads(
        *(
            lambda key=key: drafts.edit(
                draft.pk, Deletion(key=key), expected=0, by=reviewer, reason="不是任务"
            )
            for key in ("T001", "T003", "T008")
        )
    )
    assert [type(one) for one in failures] == [ChangedMeanwhile, ChangedMeanwhile]
    assert record_of(draft.pk, by=reviewer).number == 1


def test_findings_of_one_kind_are_settled_in_one_act_but_readings_one_by_one(reviewer):
    table = """
    单位 | 到位资金（亿元） | 引进项目（个）
    东河区 | 60 |
    西山县 |  | 3
    """
    draft = notices.upload(notice(table=table), "通知.docx", by=reviewer)
    record = record_of(draft.pk, by=reviewer)
    blank = fingerprint_of(finding(record, "blank_cell"))
    drafts.settle_alike(draft.pk, blank, "left_out", expected=0, by=reviewer, reason="空白即未下达")
    record = record_of(draft.pk, by=reviewer)
    assert [edit.number for edit in record.edits] == [1, 2]
    assert len({edit.act_id for edit in record.edits}) == 1
    assert "blank_cell" not in {one.code for one in record.folded.open}
    reading = fingerprint_of(finding(record, "ambiguous"))
    with pytest.raises(RefusedEdit, match="逐条选定"):
        drafts.settle_alike(draft.pk, reading, "不限定", expected=2, by=reviewer, reason="原文")
    with pytest.raises(RefusedEdit, match="理由"):
        drafts.settle_alike(draft.pk, reading, "amended", expected=2, by=reviewer, reason="")
