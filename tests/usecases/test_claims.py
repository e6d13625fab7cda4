"""申报: who may take which step from where, what waits for whom, nobody his own, all or none."""

from datetime import date

import pytest

from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, Act, Claim, PostingRow
from jinghe.usecases.claims import claims
from jinghe.usecases.claims.claims import RefusedClaims
from jinghe.usecases.claims.reading import claim_record, readable_claims, waiting_for
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.ledger.ledger import live_postings
from tests.builders import rows
from tests.usecases.claiming import (
    PEOPLE,
    drafted,
    fresh,
    in_state,
    money,
    posted,
    project,
    reviewed_by,
    send_back,
    staff,  # noqa: F401  a fixture
)
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2022, 2, 1), date(2022, 3, 1)

MAY = """
    state     | see       | change | submit | check   | certify | return       | withdraw | reverse
    draft     | unit      | unit   | head   |         |         |              | unit     |
    submitted | concerned |        |        | checker |         | checker city | unit     |
    checked   | concerned |        |        |         | city    | checker city |          |
    posted    | concerned |        |        |         |         |              |          | city
    returned  | concerned | unit   | head   |         |         |              | unit     |
    withdrawn | unit      |        |        |         |         |              |          |
    reversed  | concerned |        |        |         |         |              |          |
"""
WHO = {
    "unit": {"clerk", "head"},
    "city": {"reviewer", "second"},
    "concerned": {
        *("clerk", "head", "involved", "checker"),
        *("reviewer", "second", "performance", "auditor"),
    },
}
STEPS = {
    "see": lambda one, by: claim_record(one.pk, by=by),
    "change": lambda one, by: claims.change_claim(one.pk, {"note": "改"}, expected=one.version, by=by),
    "submit": lambda one, by: claims.submit([one.pk], by=by),
    "check": lambda one, by: claims.check([one.pk], by=by),
    "certify": lambda one, by: claims.certify([one.pk], by=by),
    "return": lambda one, by: send_back(one, by),
    "withdraw": lambda one, by: claims.withdraw(one.pk, note="误填", expected=one.version, by=by),
    "reverse": lambda one, by: claims.reverse_claim(one.pk, note="作废", expected=one.version, by=by),
}


@pytest.fixture
def people(staff):  # noqa: F811
    project(staff["reviewer"])
    return staff


@pytest.fixture
def reviewing(people):
    """市商务局 reviews signings of 2022."""
    reviewed_by("市商务局", FactKind.SIGNING, by=people["reviewer"])
    return people


def meant(words: str) -> set[str]:
    """The people that a cell of the table names."""
    return {who for word in words.split() for who in WHO.get(word, {word})}


def attempted(step: str, number: int, by) -> bool:
    """Whether somebody may take a step, undone at once."""
    from django.db import transaction

    try:
        with transaction.atomic():
            STEPS[step](claims.claim_of(number), by)
            transaction.set_rollback(True)
    except (AccessRefused, RefusedClaims):
        return False
    return True


@pytest.mark.parametrize("line", rows(MAY), ids=lambda line: line["state"])
def test_who_may_take_which_step_from_where_and_nobody_else(line, reviewing):
    claim = in_state(line.pop("state"), reviewing)
    done = {step: {who for who, by in reviewing.items() if attempted(step, claim.pk, by)} for step in STEPS}
    assert done == {step: meant(words) for step, words in line.items()}


@pytest.mark.parametrize("line", rows(MAY), ids=lambda line: line["state"])
def test_the_page_offers_exactly_the_steps_that_may_be_taken(line, reviewing):
    claim = in_state(line["state"], reviewing)
    for who in meant(line["see"]):
        record = claim_record(claim.pk, by=reviewing[who])
        offered = {move.code for move in record.steps}
        allowed = {step for step in STEPS if step not in ("see", "change") and who in meant(line[step])}
        assert offered == allowed, who
        assert record.may_edit == (who in meant(line["change"]))


@pytest.mark.database
@pytest.mark.parametrize("state", [state.value for state in ClaimState])
def test_a_list_holds_what_may_be_opened_and_nothing_else(state, reviewing):
    claim = in_state(state, reviewing)
    for who, by in reviewing.items():
        listed = readable_claims(by=by).filter(pk=claim.pk).exists()
        assert listed == attempted("see", claim.pk, by), who


WAITING = """
    state     | clerk | head | checker | reviewer
    draft     | 1     | 1    | 0       | 0
    submitted | 0     | 0    | 1       | 0
    checked   | 0     | 0    | 0       | 1
    posted    | 0     | 0    | 0       | 0
    returned  | 1     | 1    | 0       | 0
    withdrawn | 0     | 0    | 0       | 0
    reversed  | 0     | 0    | 0       | 0
"""


@pytest.mark.parametrize("line", rows(WAITING), ids=lambda line: line["state"])
def test_what_waits_for_whom(line, reviewing):
    in_state(line.pop("state"), reviewing)
    assert {who: str(waiting_for(by=reviewing[who]).count()) for who in line} == line
    others = [who for who in PEOPLE if who not in line and who != "second"]
    assert [who for who in others if waiting_for(by=reviewing[who]).exists()] == []


def test_the_rule_of_the_year_it_happened_in_says_who_reviews(people):
    reviewed_by("市商务局", FactKind.SIGNING, year=2021, by=people["reviewer"])
    old = drafted(FactKind.SIGNING, people["clerk"], on=date(2021, 5, 1))
    project(people["reviewer"], "P2")
    new = drafted(FactKind.SIGNING, people["clerk"], "P2", on=FEBRUARY)
    claims.submit([old.pk, new.pk], by=people["head"])
    assert [one.pk for one in waiting_for(by=people["checker"])] == [old.pk]
    assert [one.pk for one in waiting_for(by=people["reviewer"])] == [new.pk]
    with pytest.raises(RefusedClaims, match="1 faults") as refused:
        claims.certify([old.pk, new.pk], by=people["reviewer"])
    assert "须先由市商务局审核" in refused.value.text
    assert not PostingRow.objects.exists()


# --- nobody certifies his own ------------------------------------------------------------------


@pytest.mark.parametrize("step", ["draft", "change", "submit", "check"])
def test_nobody_certifies_what_was_once_in_his_own_hands(step, reviewing):
    """A person may change office; the claim remembers who touched it."""
    mover = account(AccountRole.HEAD, "通川区", "mover")
    claim = drafted(FactKind.SIGNING, mover if step == "draft" else reviewing["clerk"], on=FEBRUARY)
    if step == "change":
        claims.change_claim(claim.pk, {"note": "补充"}, expected=claim.version, by=mover)
    claims.submit([claim.pk], by=mover if step == "submit" else reviewing["head"])
    if step == "check":
        mover.role, mover.unit = AccountRole.CHECKER, "市商务局"
    claims.check([claim.pk], by=mover if step == "check" else reviewing["checker"])
    mover.role, mover.unit = AccountRole.REVIEWER, "市经济合作外事局"
    with pytest.raises(RefusedClaims) as refused:
        claims.certify([claim.pk], by=mover)
    assert "须由另一位审核员核定" in refused.value.text
    claims.certify([claim.pk], by=reviewing["reviewer"])


def test_nobody_checks_his_own(reviewing):
    mover = account(AccountRole.HEAD, "通川区", "mover")
    claim = drafted(FactKind.SIGNING, mover, on=FEBRUARY)
    claims.submit([claim.pk], by=mover)
    mover.role, mover.unit = AccountRole.CHECKER, "市商务局"
    with pytest.raises(RefusedClaims, match="faults"):
        claims.check([claim.pk], by=mover)


# --- all or none -------------------------------------------------------------------------------


@pytest.mark.database
def test_certification_is_all_or_none_and_tells_every_fault_with_its_claim(people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    early = money(people["clerk"], on=date(2022, 1, 5))
    project(people["reviewer"], "P2")
    unsigned = money(people["clerk"], code="P2")
    numbers = [signing.pk, early.pk, unsigned.pk]
    claims.submit(numbers, by=people["head"])
    acts = Act.objects.count()
    with pytest.raises(RefusedClaims) as refused:
        claims.certify(numbers, by=people["reviewer"])
    assert {number for number, _ in refused.value.faults} == {early.pk, unsigned.pk}
    assert f"申报{early.pk}：发生日期2022-01-05早于签约日期2022-02-01" in refused.value.text
    assert f"申报{unsigned.pk}：“P2”尚无“签约”入账" in refused.value.text
    assert Act.objects.count() == acts
    assert not PostingRow.objects.exists()
    assert set(Claim.objects.values_list("state", flat=True)) == {ClaimState.SUBMITTED}


def test_a_signing_and_its_money_are_certified_together_whatever_their_order(people):
    arrived = money(people["clerk"])
    signing = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    posted(people, arrived, signing)
    assert [p.kind for p in live_postings(subject="P1")] == ["signing", "signing", "funds", "funds"]
    assert fresh(signing).entries == [1]
    assert fresh(arrived).entries == [3]


def test_submission_is_all_or_none(people):
    whole = drafted(FactKind.SIGNING, people["clerk"], on=FEBRUARY)
    bare = drafted(FactKind.FUNDS, people["clerk"], proved=False)
    with pytest.raises(RefusedClaims) as refused:
        claims.submit([whole.pk, bare.pk], by=people["head"])
    assert {number for number, _ in refused.value.faults} == {bare.pk}
    for said in ("请填写“金额”", "请上传佐证：银行进账单或验资报告"):
        assert said in refused.value.text
    assert fresh(whole).state == ClaimState.DRAFT


def test_nothing_at_all_and_what_is_not_there_are_refused(people):
    with pytest.raises(RefusedClaims, match="faults"):
        claims.submit([], by=people["head"])
    with pytest.raises(Missing):
        claims.submit([4711], by=people["head"])
