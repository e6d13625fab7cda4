"""重述 on its page: seen line by line before it is done, and single entries reversed."""

import pytest

from jinghe.usecases.ledger import ledger
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.records import record_of
from tests.web.claiming import (
    certified,
    claiming_office,  # noqa: F401  the fixture `office`
    opened,
    own_session,  # noqa: F401  the fixture `signed_in`
    page,
)
from tests.web.conftest import signing


def texts(**changed) -> dict[str, str]:
    return {
        "signed_on": "2022-02-01",
        "industry": "electronics",
        "region": "44",
        "investor-shown": "1",
        "investor": "private",
        "investment": "600000",
        "is_real_estate": "否",
        "is_government_investment": "否",
        "hosts": "通川区",
        "sponsors": "市发展改革委",
        "reason": "合同更正",
    } | changed


def test_a_restatement_is_seen_before_it_is_done(office, signed_in):
    certified(office)
    reviewer = signed_in("reviewer")
    shown = page(reviewer.post("/records/P1/restate/", texts(hosts="通川区 50%、达川区 50%", step="look")))
    for said in ("冲销2条，重新入账3条", "通川区 50%、达川区 50%", "30亿", "确认重述"):
        assert said in shown.replace("300000 万元", "30亿")
    assert {p.unit for p in live_postings(subject="P1")} == {"通川区", "市发展改革委"}
    version = record_of("P1", by=office["reviewer"]).version
    told = texts(hosts="通川区 50%、达川区 50%", step="confirm", expected=version)
    assert reviewer.post("/records/P1/restate/", told).status_code == 302
    assert {p.unit for p in live_postings(subject="P1")} == {"通川区", "达川区", "市发展改革委"}
    again = reviewer.post("/records/P1/restate/", told | {"hosts": "达川区"})
    assert (again.status_code, "已被他人修改" in page(again)) == (409, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "没有要更正的内容"),
        ({"region": "火星"}, "不在可选范围内"),
        ({"region": "51", "reason": ""}, "请写明重述原因"),
        ({"hosts": "通川区 50%"}, "份额合计为50%"),
        ({"investment": ""}, "请填写“合同投资额”"),
    ],
    ids=lambda one: str(one)[:24],
)
def test_a_restatement_that_makes_no_sense_keeps_what_was_typed(changed, said, office, signed_in):
    certified(office)
    answer = signed_in("reviewer").post("/records/P1/restate/", texts(step="look", **changed))
    assert answer.status_code == 422
    assert said in page(answer)
    assert len(live_postings(subject="P1")) == 2


def test_what_no_claim_brought_is_reversed_on_the_page_of_its_record(office, signed_in):
    opened(office["reviewer"], "P7")
    ledger.post([signing("P7")], by=office["reviewer"], reason="期初")
    certified(office)
    reviewer = signed_in("reviewer")
    told = {"reason": "期初重复"}
    answer = reviewer.post("/records/P7/entries/2/reverse/", told, follow=True)
    assert "第2笔不是“电子产业园”的有效入账" in page(answer)
    answer = reviewer.post("/records/P1/entries/2/reverse/", told, follow=True)
    assert "请在申报" in page(answer)
    reviewer.post("/records/P7/entries/1/reverse/", {"reason": " "})
    assert live_postings(subject="P7") != []
    reviewer.post("/records/P7/entries/1/reverse/", told)
    assert live_postings(subject="P7") == []
    assert "没有抄录的内容需要重述" in page(reviewer.get("/records/P7/restate/"))
