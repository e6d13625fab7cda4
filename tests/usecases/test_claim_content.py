"""申报: what is demanded, one thing once, what it becomes in the ledger, and two at the same claim."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.store.models import EvidenceItem, PostingRow
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.claims.claims import RefusedClaims
from jinghe.usecases.claims.reading import claim_record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.progress.claim_effects import effects_of
from jinghe.usecases.records.records import record_of
from jinghe.usecases.returns.returns import file_return
from tests.builders import rows
from tests.usecases.claiming import (
    PDF,
    PROOF,
    close_month,
    drafted,
    fresh,
    money,
    posted,
    project,
    reviewed_by,
    send_back,
    staff,  # noqa: F401  a fixture
)
from tests.usecases.conftest import YI

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2022, 2, 1), date(2022, 3, 1)


@pytest.fixture
def people(staff):  # noqa: F811
    project(staff["reviewer"])
    return staff


# --- what a claim must have --------------------------------------------------------------------

LACKING = {
    "no paper": (FactKind.FUNDS, {"amount": YI}, {}, False, "请上传佐证：银行进账单或"),
    "no amount": (FactKind.FUNDS, {}, {}, True, "请填写“金额”"),
    "an amount of nothing": (FactKind.FUNDS, {"amount": 0}, {}, True, "“金额”应大于零"),
    "a foreign arrival of nothing": (FactKind.FOREIGN_CAPITAL, {}, {}, True, "至少一项"),
    "a dossier without a company": (
        FactKind.REGISTRATION,
        {},
        {"company_name": ""},
        True,
        "请先在招商项目档案中填写“项目公司”",
    ),
    "a day to come": (
        FactKind.FUNDS,
        {"amount": YI, "on": timezone.localdate() + timedelta(days=2)},
        {},
        True,
        "“到账日期”在将来",
    ),
}


@pytest.mark.parametrize(("kind", "values", "dossier", "proved", "said"), LACKING.values(), ids=LACKING)
def test_what_is_demanded_before_a_claim_is_submitted(kind, values, dossier, proved, said, people):
    project(people["reviewer"], "P2", **dossier)
    claim = drafted(kind, people["clerk"], "P2", **{"on": MARCH, "proved": proved} | values)
    assert said in "；".join(claim_record(claim.pk, by=people["clerk"]).missing)
    with pytest.raises(RefusedClaims) as refused:
        claims.submit([claim.pk], by=people["head"])
    assert said in refused.value.text


@pytest.mark.parametrize(("days", "is_ahead"), [(0, False), (1, True)], ids=["today", "tomorrow"])
def test_what_happened_today_may_be_claimed_today(days, is_ahead, people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=timezone.localdate() + timedelta(days=days))
    missing = claim_record(claim.pk, by=people["clerk"]).missing
    assert missing == (("“签约日期”在将来",) if is_ahead else ())


@pytest.mark.parametrize(
    ("on", "as_of"),
    [("2022-02-27", "2022-02-28"), ("2022-02-28", "2022-02-28"), ("2022-03-01", "2022-12-31")],
)
def test_the_targets_beside_a_claim_are_those_of_a_day_that_counts_it(on, as_of, people):
    """February is the last month that was reported, so pages show the end of it."""
    file_return("通川区", FEBRUARY, is_zero=False, by=people["clerk"])
    claim = drafted(FactKind.SIGNING, people["clerk"], on=date.fromisoformat(on))
    assert effects_of(claim).as_of == date.fromisoformat(as_of)


def test_the_office_says_which_papers_prove_and_how_small_is_too_small(people):
    reviewed_by("", FactKind.FUNDS, by=people["reviewer"], evidence=(("完税证明",),), minimum_fen=100 * YI)
    claim = money(people["clerk"], proved=False)
    papers.attach_to_claim(claim.pk, PDF, "税.pdf", "完税证明", by=people["clerk"])
    with pytest.raises(RefusedClaims) as refused:
        claims.submit([claim.pk], by=people["head"])
    assert [fault for _, fault in refused.value.faults] == ["投资额低于认定的最低规模"]


def test_rules_that_change_while_a_claim_waits_hold_at_its_certification(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    claims.submit([claim.pk], by=people["head"])
    reviewed_by("", FactKind.SIGNING, by=people["reviewer"], minimum_fen=100 * YI)
    with pytest.raises(RefusedClaims, match="faults"):
        claims.certify([claim.pk], by=people["reviewer"])


def test_a_late_claim_needs_its_reason_and_is_marked(people):
    posted(people, drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY))
    close_month(date(2022, 3, 1), people["reviewer"])
    late, timely = money(people["clerk"], on=date(2022, 3, 31)), money(people["clerk"], on=date(2022, 4, 1))
    assert [claim_record(one.pk, by=people["clerk"]).is_late for one in (late, timely)] == [True, False]
    with pytest.raises(RefusedClaims) as refused:
        claims.submit([late.pk, timely.pk], by=people["head"])
    assert refused.value.faults == ((late.pk, "2022年03月已经关账，补报请填写“补报原因”"),)
    claims.change_claim(late.pk, {"late_reason": "银行回单迟到"}, expected=late.version, by=people["clerk"])
    posted(people, fresh(late), timely)


def test_a_month_that_closes_while_a_claim_waits_makes_it_late(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    claims.submit([claim.pk], by=people["head"])
    close_month(date(2022, 2, 1), people["reviewer"])
    with pytest.raises(RefusedClaims) as refused:
        claims.certify([claim.pk], by=people["reviewer"])
    assert "补报原因" in refused.value.text


# --- one thing once ----------------------------------------------------------------------------


@pytest.mark.database
def test_a_stage_that_another_unit_has_claimed_is_not_claimed_again(people):
    first = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    claims.submit([first.pk], by=people["head"])
    second = drafted(FactKind.SIGNING, people["involved"], on=FEBRUARY)
    said = claim_record(second.pk, by=people["involved"]).missing
    assert said == (f"与申报{first.pk}（通川区）是同一事项，只能申报一次",)


@pytest.mark.database
def test_the_same_money_twice_needs_a_word_on_what_differs(people):
    posted(people, drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY), money(people["clerk"]))
    again = money(people["clerk"])
    with pytest.raises(RefusedClaims, match="faults") as refused:
        claims.submit([again.pk], by=people["head"])
    assert "日期、金额相同；如确为另一笔" in refused.value.text
    claims.change_claim(
        again.pk, {"note": "同日第二笔，另一回单"}, expected=again.version, by=people["clerk"]
    )
    posted(people, fresh(again))
    assert len(live_postings(subject="P1", kind=FactKind.FUNDS, role="host")) == 2


def test_twins_in_one_batch_are_noticed_and_drafts_elsewhere_are_nobodys_business(people):
    posted(people, drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY))
    one, other, draft = (money(people["clerk"]) for _ in range(3))
    assert claim_record(draft.pk, by=people["clerk"]).missing == ()
    with pytest.raises(RefusedClaims) as refused:
        claims.submit([one.pk, other.pk], by=people["head"])
    assert {number for number, _ in refused.value.faults} == {one.pk, other.pk}


def test_money_above_the_contract_needs_a_word_whoever_claims_it(people):
    """60亿元 contracted: a slip of units, or another unit claiming the same money, looks so."""
    posted(people, drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY), money(people["clerk"], 40))
    more = money(people["clerk"], 21, occurred_on="2022-06-01")
    with pytest.raises(RefusedClaims) as refused:
        claims.submit([more.pk], by=people["head"])
    assert "累计到位61亿元，超过合同投资额60亿元" in refused.value.text
    exact = money(people["clerk"], 20, occurred_on="2022-06-02")
    one, other = (money(people["clerk"], 11, occurred_on=f"2022-07-0{day}") for day in (1, 2))
    with pytest.raises(RefusedClaims) as together:
        claims.submit([one.pk, other.pk], by=people["head"])
    assert {number for number, _ in together.value.faults} == {one.pk, other.pk}
    posted(people, exact)
    claims.change_claim(
        more.pk, {"note": "投资方追加，补充协议已签"}, expected=more.version, by=people["clerk"]
    )
    posted(people, fresh(more))


# --- what it becomes ---------------------------------------------------------------------------


def test_a_foreign_arrival_typed_once_posts_twice_and_is_never_converted(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    arrival = drafted(FactKind.FOREIGN_CAPITAL, people["clerk"], amount=650_000_000, dollars=100_000_000)
    posted(people, signing, arrival)
    lines = [
        p for p in live_postings(subject="P1") if p.kind in ("foreign_capital", "fdi") and p.role == "host"
    ]
    assert [(p.kind, p.amount_fen, p.currency) for p in lines] == [
        ("foreign_capital", 650_000_000, "CNY"),
        ("fdi", 100_000_000, "USD"),
    ]
    assert len(fresh(arrival).entries) == 2


def test_only_what_was_typed_of_a_foreign_arrival_is_posted(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    posted(people, signing, drafted(FactKind.FOREIGN_CAPITAL, people["clerk"], dollars=100_000_000))
    assert {p.kind for p in live_postings(subject="P1")} == {"signing", "fdi"}


AGREED = """
    on         | 通川区 | 达川区
    2022-02-28 | 3分    |
    2022-03-01 | 2分    | 1分
    2022-06-30 | 2分    | 1分
    2022-07-01 | 3分    |
"""


@pytest.mark.parametrize("line", rows(AGREED), ids=lambda line: line["on"])
def test_money_is_shared_within_the_days_of_the_agreement_to_the_last_fen(line, people):
    shared = {"hosts": [["通川区", 5_000], ["达川区", 5_000]], "sponsors": []}
    days = {"share_since": "2022-03-01", "share_until": "2022-06-30"}
    project(people["reviewer"], "P2", **shared | days)
    signing = drafted(FactKind.SIGNING, people["clerk"], "P2", on=FEBRUARY)
    arrived = drafted(FactKind.FUNDS, people["clerk"], "P2", on=date.fromisoformat(line.pop("on")), amount=3)
    posted(people, signing, arrived)
    lines = live_postings(subject="P2", kind=FactKind.FUNDS)
    assert {p.unit: f"{p.amount_fen}分" for p in lines} == {unit: told for unit, told in line.items() if told}
    assert {p.unit: p.share for p in live_postings(subject="P2", kind="signing")} == dict(shared["hosts"])


def test_the_papers_go_into_the_ledger_with_their_digests(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    posted(people, claim)
    (paper,) = claim.attachments.all()
    item = EvidenceItem.objects.get(entry=fresh(claim).entries[0])
    assert (item.kind, item.title, item.digest) == ("投资协议", "凭证.png", paper.file_id)
    assert PostingRow.objects.filter(claim=str(claim.pk)).count() == 2


def test_what_is_shown_before_certification_is_what_is_posted(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    claims.submit([signing.pk], by=people["head"])
    shown = claim_record(signing.pk, by=people["reviewer"]).preview
    claims.certify([signing.pk], by=people["reviewer"])
    told = [(p.kind, p.unit, p.role, p.share, p.amount_fen) for p in live_postings(subject="P1")]
    assert [(p.kind, p.unit, p.role, p.share, p.amount_fen) for p in shown.postings] == told
    assert shown.faults == ()


def test_what_the_ledger_would_refuse_is_said_beforehand(people):
    arrived = money(people["clerk"])
    assert "尚无“签约”入账" in "；".join(claim_record(arrived.pk, by=people["clerk"]).preview.faults)


def test_the_dossier_follows_what_is_certified_and_what_is_reversed(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    assert record_of("P1", by=people["clerk"]).state == "talks"
    posted(people, signing)
    assert record_of("P1", by=people["clerk"]).state == "signing"
    version = fresh(signing).version
    claims.reverse_claim(signing.pk, note="未生效", expected=version, by=people["second"])
    assert record_of("P1", by=people["clerk"]).state == "talks"


# --- back and forth ----------------------------------------------------------------------------


def test_a_returned_claim_names_the_field_and_comes_back(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    claims.submit([signing.pk], by=people["head"])
    send_back(signing, people["reviewer"], "occurred_on", note="协议落款为2月8日")
    record = claim_record(signing.pk, by=people["clerk"])
    assert record.returned == {"field": "occurred_on", "reason": "填报内容有误", "note": "协议落款为2月8日"}
    claims.change_claim(
        signing.pk, {"occurred_on": "2022-02-08"}, expected=record.claim.version, by=people["clerk"]
    )
    posted(people, fresh(signing))
    assert live_postings(subject="P1")[0].occurred_on == date(2022, 2, 8)
    assert claim_record(signing.pk, by=people["clerk"]).returned is None
    steps = [event.kind for event in fresh(signing).events.order_by("number")]
    assert steps == ["drafted", "attached", "submit", "return", "changed", "submit", "certify"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"field": "nowhere"}, "请选择哪一项需要更正"),
        ({"reason": "magic"}, "请选择退回原因"),
        ({"note": "  "}, "请写明怎样更正"),
        ({"note": "甲" * 301}, "最多300个字"),
        ({"note": "甲\x00乙"}, "不能显示的字符"),
    ],
    ids=lambda told: str(told)[:20],
)
def test_a_return_says_which_field_why_and_what_to_do(told, said, people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    claims.submit([signing.pk], by=people["head"])
    with pytest.raises(RefusedClaims) as refused:
        send_back(signing, people["reviewer"], **told)
    assert said in refused.value.text
    assert fresh(signing).state == ClaimState.SUBMITTED


def test_a_reversal_takes_out_exactly_what_the_claim_brought(people):
    signing, first = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY), money(people["clerk"], 2)
    posted(people, signing, first)
    second = money(people["clerk"], 3)
    posted(people, second)
    claims.reverse_claim(second.pk, note="回单作废", expected=fresh(second).version, by=people["reviewer"])
    assert sum(p.amount_fen for p in live_postings(subject="P1", kind="funds", role="host")) == 2 * YI
    with pytest.raises(RefusedClaims, match="faults"):
        claims.reverse_claim(second.pk, note="再来", expected=fresh(second).version, by=people["reviewer"])


def test_a_signing_is_not_reversed_while_its_money_stands(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    posted(people, signing, money(people["clerk"]))
    version = fresh(signing).version
    with pytest.raises(Refused, match="请先冲销"):
        claims.reverse_claim(signing.pk, note="误报", expected=version, by=people["reviewer"])
    assert fresh(signing).state == ClaimState.POSTED


def test_what_came_in_by_a_claim_goes_out_by_it(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    posted(people, signing)
    with pytest.raises(Refused, match=f"请在申报{signing.pk}中冲销"):
        ledger.reverse(1, by=people["reviewer"], reason="误报")


def test_a_reversed_claim_may_be_claimed_again(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    posted(people, signing)
    version = fresh(signing).version
    claims.reverse_claim(signing.pk, note="日期有误", expected=version, by=people["reviewer"])
    posted(people, drafted(FactKind.SIGNING, people["clerk"], on=date(2022, 2, 8)))
    assert [p.occurred_on for p in live_postings(subject="P1", role="host")] == [date(2022, 2, 8)]


# --- two at once -------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["change", "return", "withdraw", "reverse"])
def test_who_read_an_older_version_changes_nothing(step, people):
    by = people["reviewer" if step in ("return", "reverse") else "clerk"]
    claim = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    if step in ("return", "reverse"):
        claims.submit([claim.pk], by=people["head"])
    if step == "reverse":
        claims.certify([claim.pk], by=people["second"])
    told = {"expected": fresh(claim).version - 1, "by": by}
    steps = {
        "change": lambda: claims.change_claim(claim.pk, {"note": "迟"}, **told),
        "return": lambda: claims.return_claim(claim.pk, field="record", reason="other", note="迟", **told),
        "withdraw": lambda: claims.withdraw(claim.pk, note="迟", **told),
        "reverse": lambda: claims.reverse_claim(claim.pk, note="迟", **told),
    }
    before = fresh(claim)
    with pytest.raises(ChangedMeanwhile):
        steps[step]()
    after = fresh(claim)
    assert (after.version, after.state, after.values) == (before.version, before.state, before.values)


def test_who_ticked_what_has_changed_since_is_told_which(people):
    one = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    other = money(people["clerk"])
    seen = {one.pk: one.version, other.pk: other.version}
    claims.change_claim(other.pk, {"amount": 9 * YI}, expected=other.version, by=people["clerk"])
    with pytest.raises(RefusedClaims) as refused:
        claims.submit(seen, expected=seen, by=people["head"])
    assert refused.value.faults == ((other.pk, "在您打开之后已有变动，请核对最新内容"),)
    seen[other.pk] += 1
    claims.submit(seen, expected=seen, by=people["head"])


def test_a_paper_added_since_counts_as_a_change(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    papers.attach_to_claim(claim.pk, PDF, "补充.pdf", "其他", by=people["clerk"])
    with pytest.raises(RefusedClaims, match="faults"):
        claims.submit([claim.pk], expected={claim.pk: claim.version}, by=people["head"])


def test_a_claim_is_only_made_of_what_its_register_knows(people):
    with pytest.raises(RefusedClaims, match="faults"):
        claims.draft_claim(FactKind.LEAD, "P1", {"occurred_on": "2022-03-01"}, by=people["clerk"])
    with pytest.raises(RefusedClaims, match="faults"):
        claims.draft_claim(FactKind.FDI, "P1", {"occurred_on": "2022-03-01"}, by=people["clerk"])
    for who in ("other_clerk", "reviewer", "leader", "system"):
        with pytest.raises(AccessRefused):
            claims.draft_claim(FactKind.SIGNING, "P1", {}, by=people[who])
    with pytest.raises(AccessRefused):
        claims.draft_claim(FactKind.SIGNING, "P1", {}, by=people["clerk"], unit="达川区")


def test_every_default_proof_is_one_that_the_house_demands():
    from jinghe.core.claims.recognition import DEFAULT_RECOGNITION

    for rule in DEFAULT_RECOGNITION:
        if rule.kind in PROOF:
            assert rule.missing_evidence(PROOF[rule.kind]) == ()
