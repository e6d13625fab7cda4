"""What holds on every page: a strict policy, nothing inline, everything escaped, no dead links."""

from html.parser import HTMLParser

import pytest

from tests.web.addresses import EVERYTHING
from tests.web.conftest import HOSTILE
from tests.web.markup import markup


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


@pytest.mark.parametrize("who", ["reviewer", "other_clerk", "leader", "no_role"])
def test_no_page_holds_inline_styles_scripts_or_foreign_addresses(who, city, visit):
    for address in (*EVERYTHING, "/login/"):
        assert read(visit(who, address)).found == [], address


@pytest.mark.parametrize("address", [*EVERYTHING, "/login/"])
def test_every_page_carries_the_policy_and_is_not_stored(address, city, visit):
    answer = visit("reviewer", address)
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", EVERYTHING)
def test_hostile_names_reasons_and_titles_are_escaped(address, city, visit):
    page = markup(visit("reviewer", address))
    assert HOSTILE not in page
    assert "<script>alert" not in page


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
def test_a_hostile_address_is_answered_without_failing_and_escaped(address, evil, city, visit):
    answer = visit("reviewer", address.replace("{}", evil))
    assert answer.status_code in ((400,) if evil == "%00" else (200, 302, 404))
    assert "<img src=x" not in markup(answer)


def test_no_page_has_a_dead_link(city, visit):
    links = {link for address in EVERYTHING for link in read(visit("reviewer", address)).links}
    assert len(links) > 60
    dead = [link for link in sorted(links) if visit("reviewer", link).status_code >= 400]
    assert dead == []


def test_the_error_pages_need_neither_database_nor_session(rf):
    from jinghe.web.frame import errors

    for view, status in ((errors.bad_request, 400), (errors.csrf_refused, 403), (errors.failed, 500)):
        answer = view(rf.get("/"))
        assert answer.status_code == status
        assert "回到首页" in markup(answer)


def test_without_any_plan_the_pages_say_what_to_do(people, visit):
    for address in ("/progress/", "/plan/", "/targets/T001/", "/ledger/", "/returns/", "/rulings/"):
        page = visit("reviewer", address)
        assert page.status_code == 200
        assert "还没有目标任务" in markup(page)


@pytest.mark.parametrize("address", [*EVERYTHING, "/login/"])
def test_the_demonstration_is_marked_on_every_page(address, city, visit, monkeypatch):
    monkeypatch.setattr("jinghe.web.frame.pages.is_demonstration", lambda: True)
    assert "演示数据" in markup(visit("reviewer", address))
    monkeypatch.setattr("jinghe.web.frame.pages.is_demonstration", lambda: False)
    assert "演示数据" not in markup(visit("reviewer", address))
