"""Stories told through the pages alone, by the people of the office."""

import re
from datetime import date

from django.test import Client

from jinghe.usecases.ledger import ledger
from tests.web.conftest import BACKEND, city, funds, people, plan, reviewer, static_root  # noqa: F401
from tests.web.markup import markup


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", markup(answer))


def test_a_unit_that_files_its_return_appears_in_the_ranking(city):  # noqa: F811
    leader, clerk = signed_in(city["leader"]), signed_in(city["other_clerk"])
    assert "9 家中 1 家已报" in text(leader.get("/progress/"))
    month = "/returns/达川区/2022-10/"
    assert "还没有申报" in text(clerk.get(month))
    clerk.post(f"{month}file/", {"zero": "0"})
    assert "已报送2022年10月月报" in text(clerk.get(month))
    assert "9 家中 2 家已报" in text(leader.get("/progress/"))


def test_an_auditor_sees_today_what_was_known_before_a_late_entry(city):  # noqa: F811
    auditor = signed_in(city["auditor"])
    before = ledger.post([funds(1, on=date(2022, 5, 1))], by=city["reviewer"], reason="五月").recorded_at
    ledger.post([funds(5, on=date(2022, 5, 2))], by=city["reviewer"], reason="补记五月")
    now = text(auditor.get("/targets/T001/"))
    then = text(auditor.get("/targets/T001/", {"known_at": before.isoformat()}))
    assert "38亿元" in now
    assert "33亿元" in then
    assert ("共 6 条" in now, "共 5 条" in then) == (True, True)


def test_a_mistake_is_answered_by_a_reversal_that_everyone_allowed_can_read(city):  # noqa: F811
    clerk = signed_in(city["own_clerk"])
    assert "32亿元" in text(clerk.get("/targets/T001/"))
    ledger.reverse(2, by=city["reviewer"], reason="凭证作废")
    assert "2亿元" in text(clerk.get("/targets/T001/"))
    record = text(clerk.get("/entries/2/"))
    assert "凭证作废" in record
    assert "已冲销" in record
