"""Posting, reversing and restating: the one door, and what it refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from jinghe.core.counting.entries import Entry, Evidence
from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, Act, EvidenceItem, PostingRow
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import TimeRunsBackwards, last_recorded_at, sequence_at
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.progress.scoreboard import scoreboard
from tests.builders import rows
from tests.usecases.conftest import YI, account, funds, host, offering, signing, sponsor, stage

pytestmark = pytest.mark.django_db
END = date(2022, 10, 31)


def arrived(unit: str, **told):
    """到位资金 of a unit in 亿元."""
    board = scoreboard(2022, as_of=END, **told)
    target = next(t for t in board.plan.targets_of(unit) if t.indicator == "funds_arrived")
    return board.progress[target.key].actual / YI


@pytest.fixture(autouse=True)
def in_force(plan):
    return plan


@pytest.mark.database
def test_what_is_posted_counts(reviewer):
    ledger.post([signing(), funds(2 * YI)], by=reviewer, reason="首批")
    assert arrived("通川区") == 2


def test_an_act_says_who_when_and_why(reviewer):
    act = ledger.post([signing()], by=reviewer, reason="首批")
    assert (act.recorded_by, act.reason, act.kind) == ("shenhe", "首批", "post")
    assert abs(act.recorded_at - timezone.now()) < timedelta(minutes=1)


def test_evidence_is_kept_with_the_entry(reviewer):
    proof = Evidence(kind="合同", title="投资协议", digest="a" * 64)
    ledger.post([signing(evidence=(proof,))], by=reviewer, reason="首批")
    row, item = PostingRow.objects.get(), EvidenceItem.objects.get()
    assert (item.entry, item.kind, item.title) == (row.entry, "合同", "投资协议")
    assert len(row.evidence_digest) == 64


@pytest.mark.parametrize(
    "role",
    [role for role in AccountRole.values if role != AccountRole.REVIEWER] + [""],
    ids=lambda r: r or "none",
)
def test_only_a_reviewer_posts_reverses_and_restates(reviewer, role):
    ledger.post([signing()], by=reviewer, reason="首批")
    other = account(role, "通川区")
    for attempt in (
        lambda: ledger.post([funds(YI)], by=other, reason="试"),
        lambda: ledger.reverse(1, by=other, reason="试"),
        lambda: ledger.restate("甲", {"region": "51"}, by=other, reason="试"),
    ):
        with pytest.raises(AccessRefused):
            attempt()
    assert PostingRow.objects.count() == 1


def test_all_faults_of_all_entries_are_told_at_once_and_nothing_is_written(reviewer):
    acts = Act.objects.count()
    with pytest.raises(ledger.RefusedEntries) as refused:
        ledger.post(
            [
                signing("甲", host("通川区", 4000), host("不存在的县", 4000), region="99"),
                funds(0, "乙"),
                signing("丙", on=timezone.localdate() + timedelta(days=9)),
            ],
            by=reviewer,
            reason="试",
        )
    places = {place for place, _ in refused.value.faults}
    text = refused.value.text
    assert places == {0, 1, 2}
    for said in ("80%", "不存在的县", "“99”", "大于零", "尚无“签约”", "在将来", "全部未入账"):
        assert said in text
    assert not PostingRow.objects.exists() and Act.objects.count() == acts


def exit_of(subject: str, *credits, on: date = date(2022, 5, 1), **others) -> Entry:
    return replace(offering(subject, on=on, **others), kind=FactKind.OFFERING_EXIT, **_by(credits))


def _by(credits) -> dict:
    return {"credits": credits} if credits else {}


REFUSED = {
    "a signing twice": ([signing(), signing()], "同一对象只计一次"),
    "a stage before the signing": ([stage(FactKind.REGISTRATION)], "尚无“签约”"),
    "a stage with another signing date": (
        [signing(on=date(2022, 1, 5)), stage(FactKind.REGISTRATION)],
        "与台账中的2022-01-05不一致",
    ),
    "money on what is only counted": ([signing(), stage(FactKind.REGISTRATION, amount_fen=5)], "只计个数"),
    "a project without a host": ([signing("甲", sponsor("市发展改革委"))], "缺少承接落地单位"),
    "the same unit twice in a role": (
        [signing("甲", host("通川区", 5000), host("通川区", 5000))],
        "重复计入",
    ),
    "an exit of what never entered": (
        [offering(), stage(FactKind.OFFERING_EXIT, "册9", sponsor("市发展改革委"))],
        "尚无“推出项目”",
    ),
    "an exit by another unit than the one that offered": (
        [offering(), exit_of("册1", sponsor("市科技局"))],
        "退库的单位和份额与入库时不一致",
    ),
    "an exit before the offering": (
        [offering(), exit_of("册1", on=date(2022, 1, 31))],
        "早于入库日期2022-02-01",
    ),
    "an exit with another investor": (
        [offering(investor=("private",)), exit_of("册1", investor=("state",))],
        "与入库时不一致",
    ),
    "a stage of another size than its signing": (
        [signing(), stage(FactKind.REGISTRATION, investment_fen=5 * YI)],
        "与签约入账不一致",
    ),
    "a stage in another county than its signing": (
        [signing(), stage(FactKind.REGISTRATION, "甲", host("渠县"))],
        "“渠县”不是签约时的承接单位",
    ),
    "a signing of another size than its money": (
        [replace(signing(), amount_fen=5 * YI)],
        "签约金额与合同投资额不一致",
    ),
    "an unknown industry": ([signing(industry="magic")], "词表中没有代码“magic”"),
}


@pytest.mark.parametrize(("entries", "said"), REFUSED.values(), ids=REFUSED)
def test_the_door_refuses(reviewer, entries, said):
    with pytest.raises(ledger.RefusedEntries) as refused:
        ledger.post(entries, by=reviewer, reason="试")
    assert said in refused.value.text


@pytest.mark.database
def test_a_reversal_equals_absence_from_its_sequence_on(reviewer):
    ledger.post([signing(), funds(2 * YI)], by=reviewer, reason="首批")
    wrong = ledger.post([funds(3 * YI)], by=reviewer, reason="重复")
    entry = PostingRow.objects.get(act=wrong).entry
    before = wrong.recorded_at
    ledger.reverse(entry, by=reviewer, reason="重复入账")
    assert arrived("通川区") == 2
    assert arrived("通川区", known_at=before) == 5


def test_nothing_is_reversed_twice(reviewer):
    ledger.post([signing()], by=reviewer, reason="首批")
    ledger.reverse(1, by=reviewer, reason="误报")
    with pytest.raises(Refused, match="已经冲销"):
        ledger.reverse(1, by=reviewer, reason="误报")


def test_a_signing_stands_while_its_stages_stand(reviewer):
    ledger.post([signing(), funds(YI)], by=reviewer, reason="首批")
    with pytest.raises(Refused, match="请先冲销"):
        ledger.reverse(1, by=reviewer, reason="误报")
    ledger.reverse(2, by=reviewer, reason="误报")
    ledger.reverse(1, by=reviewer, reason="误报")
    assert ledger.live_postings(subject="甲") == []


def test_a_shared_entry_is_reversed_whole(reviewer):
    halves = (host("通川区", 5000), host("达川区", 5000))
    ledger.post([signing("甲", *halves), funds(YI + 1, "甲", *halves)], by=reviewer, reason="首批")
    ledger.reverse(PostingRow.objects.filter(kind="funds").first().entry, by=reviewer, reason="误报")
    assert arrived("通川区") == arrived("达川区") == 0


@pytest.mark.database
def test_a_restatement_moves_all_postings_of_a_subject_in_one_act(reviewer):
    ledger.post([signing(), funds(2 * YI), stage(FactKind.REGISTRATION)], by=reviewer, reason="首批")
    act = ledger.restate(
        "甲", {"region": "51", "cohort_on": date(2022, 1, 8)}, by=reviewer, reason="来源地和签约日更正"
    )
    live = ledger.live_postings(subject="甲")
    assert {(p.region, p.cohort_on) for p in live} == {("51", date(2022, 1, 8))}
    assert next(p for p in live if p.kind is FactKind.SIGNING).occurred_on == date(2022, 1, 8)
    assert PostingRow.objects.filter(act=act).count() == 6
    assert arrived("通川区") == 2


def test_a_restated_investment_resizes_the_signing(reviewer):
    ledger.post([signing()], by=reviewer, reason="首批")
    ledger.restate("甲", {"investment_fen": 7 * YI}, by=reviewer, reason="合同额更正")
    (posting,) = ledger.live_postings(subject="甲")
    assert posting.amount_fen == posting.investment_fen == 7 * YI


def test_a_restatement_keeps_the_evidence(reviewer):
    proof = Evidence(kind="合同", title="投资协议", digest="b" * 64)
    ledger.post([signing(evidence=(proof,))], by=reviewer, reason="首批")
    ledger.restate("甲", {"region": "51"}, by=reviewer, reason="更正")
    (posting,) = ledger.live_postings(subject="甲")
    assert EvidenceItem.objects.filter(entry=posting.entry).get().digest == "b" * 64


def test_a_restatement_keeps_the_claim(reviewer):
    ledger.post([replace(signing(), claim="申报7")], by=reviewer, reason="首批")
    ledger.restate("甲", {"region": "51"}, by=reviewer, reason="更正")
    assert set(PostingRow.objects.filter(sign=1).values_list("claim", flat=True)) == {"申报7"}


def test_an_exit_on_the_day_of_the_offering_is_possible(reviewer):
    ledger.post([offering(), exit_of("册1", on=offering().occurred_on)], by=reviewer, reason="当日退库")
    assert PostingRow.objects.filter(kind="offering_exit").count() == 1


def test_an_exit_can_follow_an_offering_in_a_later_act(reviewer):
    shared = (sponsor("市发展改革委", 5000), sponsor("市科技局", 5000))
    ledger.post([replace(offering(), credits=shared)], by=reviewer, reason="入库")
    ledger.post([exit_of("册1", *reversed(shared))], by=reviewer, reason="退库")
    assert PostingRow.objects.filter(kind="offering_exit").count() == 2


def test_a_restatement_that_makes_no_sense_changes_nothing(reviewer):
    ledger.post([signing(), funds(YI)], by=reviewer, reason="首批")
    with pytest.raises(ledger.RefusedEntries):
        ledger.restate("甲", {"cohort_on": date(2022, 9, 1)}, by=reviewer, reason="试")
    with pytest.raises(Refused, match="不能重述"):
        ledger.restate("甲", {"unit": "渠县"}, by=reviewer, reason="试")
    assert PostingRow.objects.count() == 2


MICROSECOND = timedelta(microseconds=1)
INSTANTS = """
    beside       | microseconds | recorded
    the last act | -1           | no
    the last act | 0            | no
    the last act | 1            | yes
    now          | -1           | yes
    now          | 0            | yes
    now          | 1            | no
"""


@pytest.mark.parametrize("row", rows(INSTANTS), ids=lambda row: f"{row['beside']} {row['microseconds']}")
def test_a_replayed_act_lies_after_the_last_one_and_not_ahead(row, reviewer, monkeypatch):
    last = last_recorded_at()
    now = last + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    at = (last if row["beside"] == "the last act" else now) + int(row["microseconds"]) * MICROSECOND
    if row["recorded"] == "no":
        with pytest.raises(TimeRunsBackwards):
            ledger.post([signing()], by=reviewer, reason="试", at=at)
    else:
        assert ledger.post([signing()], by=reviewer, reason="试", at=at).recorded_at == at


@pytest.mark.parametrize("slow", [timedelta(0), timedelta(hours=1)], ids=["stands", "was set back"])
def test_acts_come_one_after_another_though_the_clock_does_not_move(slow, reviewer, monkeypatch):
    last = last_recorded_at()
    monkeypatch.setattr(timezone, "now", lambda: last - slow)
    acts = [ledger.post([signing(name)], by=reviewer, reason="首批") for name in ("甲", "乙")]
    assert [act.recorded_at for act in acts] == [last + MICROSECOND, last + 2 * MICROSECOND]
    assert [sequence_at(act.recorded_at) for act in acts] == [1, 2]


def test_what_was_known_before_anything_is_nothing(reviewer):
    ledger.post([signing()], by=reviewer, reason="首批")
    assert sequence_at(timezone.now() - timedelta(days=1)) == 0


def test_a_foreign_arrival_posts_twice_and_is_never_converted(reviewer):
    ledger.post(
        [
            signing(),
            stage(FactKind.FOREIGN_CAPITAL, amount_fen=650 * 1_000_000),
            stage(FactKind.FDI, amount_fen=100 * 1_000_000),
        ],
        by=reviewer,
        reason="外资到位",
    )
    board = scoreboard(2022, as_of=END)
    shown = {p.target.indicator: p.actual for p in board.of_unit("通川区")}
    assert shown["foreign_capital_used"] == 650 * 1_000_000
    assert shown["fdi_arrived"] == 100 * 1_000_000
