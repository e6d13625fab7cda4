"""A real Chromium against a server in a process of its own."""

import contextlib
from pathlib import Path

import pytest

from tests import demonstration

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "jinghe-demo"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def page(chromium, demo_server):
    """A new visitor's page."""
    with visits(chromium, demo_server) as opened:
        yield opened()


@pytest.fixture
def visit(chromium, own_server):
    """visit() → a new visitor's page of the module's own demonstration."""
    with visits(chromium, own_server) as opened:
        yield opened


@pytest.fixture
def enter(visit):
    """enter("shenhe") → a page signed in as them; more arguments are options of the browser context."""
    return lambda who, **told: sign_in(visit(**told), who)


@contextlib.contextmanager
def visits(chromium, address):
    """visit(**options) → a page in a context of its own.

    Script errors, refused styles or scripts and calls to other hosts fail the test.
    """
    complaints = []
    with contextlib.ExitStack() as stack:

        def visit(**told):
            options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": DESK} | told
            context = chromium.new_context(base_url=address, **options)
            stack.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
            page.on("console", lambda message: complaints.extend(_complaint(message)))
            page.on("request", lambda request: complaints.extend(_stranger(request.url, address)))
            return page

        yield visit
    assert not complaints, complaints


def sign_in(page, who="shenhe"):
    """Signs in to the demonstration; the page is then where the product leads them first."""
    page.goto("/login/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def grave_barriers(page):
    """What axe finds that keeps somebody out: its rule, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (one["id"], [node["target"] for node in one["nodes"]][:5])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _complaint(message):
    # A refused log-in or a missing page is an error to the console, but often what the test is about.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        yield f"console: {message.text}"


def _stranger(url, own):
    if not url.startswith((own, "data:", "blob:", "about:")):
        yield f"request to another host: {url}"


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory):
    """`jinghe demo` in a process of its own, for tests that only look; yields its address."""
    with demonstration.running(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """For tests that write: nobody outside their module may look at this demonstration."""
    with demonstration.running(tmp_path_factory.mktemp("演示")) as address:
        yield address
