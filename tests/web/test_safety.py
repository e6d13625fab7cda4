"""What holds on every page: a strict policy, nothing inline, everything escaped, no dead links."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.web.addresses import EVERYTHING, SCORES
from tests.web.conftest import BACKEND, HOSTILE
from tests.web.markup import markup

pytestmark = pytest.mark.django_db
PAGES = (*EVERYTHING, "/login/")


class Inline(HTMLParser):
    """Collects what a policy without unsafe-inline refuses, and the links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in told):
            self.found.append(tag)
        self.found += [name for name in told if name == "style" or name.startswith(("on", "hx-on"))]
        for name in ("href", "src", "action"):
            address = told.get(name) or ""
            if address.startswith(("javascript:", "http:", "https:", "//", "data:")):
                self.found.append(address)
        if tag == "a" and (told.get("href") or "").startswith("/"):
            self.links.append(told["href"])


def read(response) -> Inline:
    parser = Inline()
    parser.feed(markup(response))
    return parser


def of_each_kind(links: Iterable[str]) -> set[str]:
    """The first, middle and last of the links that lead to one view with the same questions asked."""
    kinds = defaultdict(list)
    for link in sorted(set(links)):
        parts = urlsplit(link)
        try:
            view = resolve(parts.path).url_name
        except Resolver404:
            view = parts.path
        kinds[view, *(name for name, _ in parse_qsl(parts.query))].append(link)
    return {alike[place] for alike in kinds.values() for place in (0, len(alike) // 2, -1)}


@pytest.fixture(scope="module")
def people(lasting_city):
    return lasting_city


@pytest.fixture(scope="module")
def page(people):
    """page("reviewer", "/progress/") → the response; every page is asked for once."""

    @cache
    def opened(who: str, address: str):
        client = Client()
        client.force_login(people[who], backend=BACKEND)
        return client.get(address)

    return opened


@pytest.mark.parametrize("who", ["reviewer", "other_clerk", "leader", "no_role"])
def test_no_page_holds_inline_styles_scripts_or_foreign_addresses(who, page):
    for address in PAGES:
        assert read(page(who, address)).found == [], address


@pytest.mark.parametrize("who", ["reviewer", "other_clerk", "leader", "no_role"])
def test_figures_are_shown_however_they_are_asked_for_to_whoever_has_a_role(who, page):
    expected = 403 if who == "no_role" else 200
    assert {address: page(who, address).status_code for address in SCORES} == dict.fromkeys(SCORES, expected)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_the_policy_and_is_not_stored(address, page):
    answer = page("reviewer", address)
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", EVERYTHING)
def test_hostile_names_reasons_and_titles_are_escaped(address, page):
    shown = markup(page("reviewer", address))
    assert HOSTILE not in shown
    assert "<script>alert" not in shown


@pytest.mark.database
@pytest.mark.parametrize(
    "address",
    [
        "/progress/?group={}",
        "/progress/?tab={}",
        "/progress/?as_of={}&known_at={}&tier={}&basis={}&year={}",
        "/plan/?table={}",
        "/ledger/?text={}&unit={}&kind={}&month={}&before={}",
        "/targets/T001/?page={}",
        "/units/{}/",
        "/targets/{}/",
        "/subjects/{}/",
        "/login/?next={}",
    ],
)
@pytest.mark.parametrize(
    "evil", ['"><img src=x onerror=alert(1)>', "%00", "%ff", "\u202e", "9" * 400, "' OR 1=1 --"]
)
def test_a_hostile_address_is_answered_without_failing_and_escaped(address, evil, visit):
    answer = visit("reviewer", address.replace("{}", evil))
    assert answer.status_code in ((400,) if evil == "%00" else (200, 302, 404))
    assert "<img src=x" not in markup(answer)


def test_no_page_has_a_dead_link(page):
    links = {link for address in EVERYTHING for link in of_each_kind(read(page("reviewer", address)).links)}
    assert len(links) > 60
    assert [link for link in sorted(links) if page("reviewer", link).status_code >= 400] == []


def test_the_error_pages_need_neither_database_nor_session(rf):
    from jinghe.web.frame import errors

    for view, status in ((errors.bad_request, 400), (errors.csrf_refused, 403), (errors.failed, 500)):
        answer = view(rf.get("/"))
        assert answer.status_code == status
        assert "回到首页" in markup(answer)


@pytest.mark.parametrize("address", PAGES)
def test_the_demonstration_is_marked_on_every_page(address, page, visit, monkeypatch):
    assert "演示数据" not in markup(page("reviewer", address))
    monkeypatch.setattr("jinghe.web.frame.pages.is_demonstration", lambda: True)
    assert "演示数据" in markup(visit("reviewer", address))
