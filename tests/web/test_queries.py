"""The number of queries does not grow with the ledger."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jinghe.usecases.ledger import ledger
from tests.web.addresses import GROUP
from tests.web.conftest import BACKEND, funds, host, signing

FRAME = 3
"""What every page asks beside its own: how many claims wait (two, with the rules of review), the inbox (one)."""

LIMITS = {
    "/progress/": 45,
    f"/progress/?group={GROUP}": 45,
    "/plan/": 28,
    "/units/通川区/": 34,
    "/targets/T001/": 34,
    "/subjects/甲/": 15,
    "/entries/1/": 15,
    "/ledger/": 16,
    "/returns/": 13,
    "/rulings/": 12,
}


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("address", "limit"), LIMITS.items())
def test_a_page_asks_no_more_of_a_longer_ledger(address, limit, city, reviewer):
    client = Client()
    client.force_login(reviewer, backend=BACKEND)
    client.get(address)
    before = queries(client, address)
    days = [date(2022, 4, 1) + timedelta(days=n) for n in range(40)]
    ledger.post([funds(1, on=day) for day in days], by=reviewer, reason="二季度")
    others = [signing(f"丙{n}", host("达川区")) for n in range(20)]
    ledger.post(others, by=reviewer, reason="签约")
    assert queries(client, address) <= before
    assert before <= limit + FRAME, before
