"""Every address of the site × every role, in one table: tests/web/addresses.py."""

from collections import defaultdict

import pytest
from django.db import transaction
from django.urls import resolve

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, User
from jinghe.usecases.claims import papers
from jinghe.usecases.claims.claims import draft_claim
from jinghe.usecases.common.messages import NewMessage, send
from jinghe.web.urls import urlpatterns
from tests.web.addresses import ALL, ROLES
from tests.web.evaluations import published

MORE_PEOPLE = {
    "checker": {"role": AccountRole.CHECKER, "unit": "市商务局"},
    "head": {"role": AccountRole.HEAD, "unit": "通川区"},
    "system": {"role": AccountRole.SYSTEM},
    "security": {"role": AccountRole.SECURITY},
}


def table():
    """What is answered to each role → the addresses that answer so."""
    found = defaultdict(list)
    for line in ALL.strip().splitlines():
        statuses, address = (part.strip() for part in line.split("|"))
        found[tuple(map(int, statuses.split()))].append(tuple(address.split()))
    return found


TABLE = table()


@pytest.fixture
def office(city, settings, tmp_path):
    """The city with everybody, a draft of 通川区 with its paper, and a message to 通川区."""
    settings.MEDIA_ROOT = tmp_path
    for name, told in MORE_PEOPLE.items():
        city[name] = User.objects.create(username=name, **told)
    claim = draft_claim(FactKind.FUNDS, "甲", {"occurred_on": "2022-09-01"}, by=city["own_clerk"])
    papers.attach_to_claim(claim.pk, b"%PDF-1.4", "进账单.pdf", "银行进账单", by=city["own_clerk"])
    send(
        [NewMessage(unit="通川区", title="请报送", body="请报送九月月报")], by=city["reviewer"], reason="催报"
    )
    published(city)
    return city


@pytest.mark.parametrize("statuses", TABLE, ids=lambda one: "-".join(map(str, one)))
def test_every_address_answers_every_role_as_the_table_says(statuses, office, visit):
    expected = dict(zip(ROLES, statuses, strict=True))
    for method, address in TABLE[statuses]:
        answered = {}
        for who in ROLES:
            before = transaction.savepoint()  # each role meets the office as it was
            answered[who] = visit(who, address, method.lower()).status_code
            transaction.savepoint_rollback(before)
        assert answered == expected, (method, address)


def test_no_address_is_left_out_of_the_table():
    """A new page begins with a row here: who may open it, and who may not."""
    named = {resolve(address.partition("?")[0]).url_name for rows in TABLE.values() for _, address in rows}
    pages = (page for feature in urlpatterns for page in feature.url_patterns)
    assert sorted(page.name for page in pages if page.name not in named) == []


def test_whoever_is_not_signed_in_sees_nothing_but_the_way_in():
    anonymous = ROLES.index("anonymous")
    shown = {address for statuses, rows in TABLE.items() for _, address in rows if statuses[anonymous] != 302}
    assert shown == {"/login/"}


def test_who_keeps_the_accounts_sees_no_figure_and_who_has_figures_keeps_no_account():
    keepers = [ROLES.index(one) for one in ("system", "security")]
    opened = {
        a for statuses, rows in TABLE.items() for _, a in rows if any(statuses[k] == 200 for k in keepers)
    }
    own = {"/login/", "/password/", "/inbox/", "/menu/"}
    assert opened == own | {"/accounts/", "/accounts/own_clerk/", "/accounts/own_clerk/reset/"}
