"""重述: what the ledger copied changes in the dossier, on every posting and on the claims, in one act or not at all."""

from datetime import date

import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Act, Claim, PostingRow
from jinghe.usecases.claims import claims
from jinghe.usecases.claims.restating import restate_record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.records import RefusedRecord, change_record, record_of
from tests.usecases.claiming import (
    drafted,
    fresh,
    money,
    posted,
    project,
    staff,  # noqa: F401  a fixture
)
from tests.usecases.conftest import YI

pytestmark = pytest.mark.django_db
HALVES = [["通川区", 5_000], ["达川区", 5_000]]


@pytest.fixture
def people(staff):  # noqa: F811
    """A signed project with money of 3 yuan-cents, certified from claims."""
    project(staff["reviewer"])
    signing = drafted(FactKind.SIGNING, staff["clerk"], on=date(2022, 2, 1))
    posted(staff, signing, money(staff["clerk"], 0, amount=3, on=date(2022, 3, 1)))
    return staff


def of(kind: FactKind) -> Claim:
    return Claim.objects.get(kind=kind)


def restated(by, changes=(), *, reason="合同更正", **others) -> Act:
    version = record_of("P1", by=by).version
    return restate_record("P1", dict(changes), **{"expected": version, "by": by, "reason": reason} | others)


def test_a_copied_fact_changes_by_restating_alone(people):
    version = record_of("P1", by=people["clerk"]).version
    with pytest.raises(RefusedRecord, match="faults") as refused:
        change_record("P1", {"region": "51"}, expected=version, by=people["clerk"])
    assert "请联系市局审核员重述" in refused.value.text
    act = restated(people["reviewer"], {"region": "51"})
    assert {p.region for p in live_postings(subject="P1")} == {"51"}
    assert record_of("P1", by=people["clerk"]).values["region"] == "51"
    assert act.kind == "restate"
    assert PostingRow.objects.filter(act=act).count() == 8


def test_the_investment_resizes_the_signing_and_every_line_carries_it(people):
    restated(people["reviewer"], {"investment": 70 * YI})
    lines = live_postings(subject="P1")
    assert {p.investment_fen for p in lines} == {70 * YI}
    assert {p.amount_fen for p in lines if p.kind is FactKind.SIGNING} == {70 * YI}


def test_the_signing_date_moves_the_cohort_of_all_lines_and_the_claim_of_the_signing(people):
    restated(people["reviewer"], signed_on=date(2022, 1, 8))
    assert {p.cohort_on for p in live_postings(subject="P1")} == {date(2022, 1, 8)}
    signing = of(FactKind.SIGNING)
    assert signing.occurred_on == date(2022, 1, 8)
    step = signing.events.order_by("number").last()
    assert step.payload["changes"] == {"occurred_on": ["2022-02-01", "2022-01-08"]}


@pytest.mark.database
def test_new_hosts_credit_every_posting_anew_to_the_last_fen(people):
    restated(people["reviewer"], {"hosts": HALVES})
    hosted = {(p.kind, p.unit): p.amount_fen for p in live_postings(subject="P1", role="host")}
    assert hosted[FactKind.FUNDS, "通川区"] == 2
    assert hosted[FactKind.FUNDS, "达川区"] == 1
    assert sum(fen for (kind, _), fen in hosted.items() if kind is FactKind.SIGNING) == 60 * YI


def test_the_claims_learn_their_new_entries_and_can_still_be_reversed(people):
    restated(people["reviewer"], {"region": "51"})
    arrived = of(FactKind.FUNDS)
    assert set(arrived.entries) == {p.entry for p in live_postings(subject="P1", kind="funds")}
    claims.reverse_claim(arrived.pk, note="回单作废", expected=arrived.version, by=people["second"])
    assert live_postings(subject="P1", kind="funds") == []
    assert fresh(arrived).state == "reversed"


def test_what_the_dossier_says_no_more_is_empty_in_the_ledger(people):
    restated(people["reviewer"], {"sponsors": None})
    assert {p.role for p in live_postings(subject="P1")} == {"host"}


REFUSED = {
    "what the ledger does not copy": ({"name": "别名"}, {}, "没有随入账抄录"),
    "an investment of nothing": ({"investment": None}, {}, "请填写“合同投资额”"),
    "no investor kind at all": ({"investor": []}, {}, "请填写“投资方类别”"),
    "nothing": ({}, {}, "没有要更正的内容"),
    "no reason": ({"region": "51"}, {"reason": " "}, "请写明重述原因"),
    "a reason beyond measure": ({"region": "51"}, {"reason": "甲" * 500}, "最多300个字"),
}


@pytest.mark.parametrize(("changes", "others", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(changes, others, said, people):
    before, acts = PostingRow.objects.count(), Act.objects.count()
    with pytest.raises(RefusedRecord) as refused:
        restated(people["reviewer"], changes, **others)
    assert said in refused.value.text
    assert (PostingRow.objects.count(), Act.objects.count()) == (before, acts)


def test_a_signing_after_its_money_changes_nothing(people):
    with pytest.raises(ledger.RefusedEntries, match="faults"):
        restated(people["reviewer"], signed_on=date(2022, 9, 1))
    assert of(FactKind.SIGNING).occurred_on == date(2022, 2, 1)


def test_who_read_an_older_version_restates_nothing(people):
    version = record_of("P1", by=people["reviewer"]).version
    before = PostingRow.objects.count()
    with pytest.raises(ChangedMeanwhile):
        restated(people["reviewer"], {"region": "51"}, expected=version - 1)
    assert PostingRow.objects.count() == before


def test_a_project_without_postings_has_nothing_to_restate(people):
    project(people["reviewer"], "P9")
    with pytest.raises(Refused, match="无从重述"):
        restate_record("P9", {"region": "51"}, expected=1, by=people["reviewer"], reason="更正")


def test_only_the_city_restates(people):
    for who, by in people.items():
        if who not in ("reviewer", "second"):
            with pytest.raises(AccessRefused):
                restate_record("P1", {"region": "51"}, expected=1, by=by, reason="试")


def test_postings_that_no_claim_brought_are_restated_too(people):
    """The opening ledger was posted from a paper, whose number stands where a claim would."""
    from tests.usecases.conftest import signing

    project(people["reviewer"], "P3", sponsors=[])
    ledger.post(
        [signing("P3", claim="期初第7号", investor=("private",))], by=people["reviewer"], reason="期初"
    )
    restate_record(
        "P3",
        {"region": "51"},
        expected=record_of("P3", by=people["reviewer"]).version,
        by=people["reviewer"],
        reason="来源地更正",
    )
    assert {p.region for p in live_postings(subject="P3")} == {"51"}
