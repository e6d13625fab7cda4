"""A real Chromium against a server in a process of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

START_WITHIN_SECONDS = 180
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
    with running_demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """For tests that write: nobody outside their module may look at this demonstration."""
    with running_demo(tmp_path_factory.mktemp("演示")) as address:
        yield address


@contextlib.contextmanager
def running_demo(directory):
    """A demonstration of its own; yields its address, such as http://127.0.0.1:40123."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = directory / "output.txt"
    address = f"http://127.0.0.1:{port}"
    root = Path(__file__).resolve().parents[2]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JINGHE_", "DJANGO_"))}
    env |= {"PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1"}
    options = ["--port", str(port), "--no-open", "--data", str(directory / "data")]
    command = [sys.executable, "-m", "jinghe", "demo", *options]
    group = {} if os.name == "nt" else {"start_new_session": True}
    with said.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=directory, env=env, stdout=output, stderr=subprocess.STDOUT, **group
        )
        try:
            _wait_for(address, server, said)
            yield address
        finally:
            _stop(server)


def _wait_for(address, server, said):
    deadline = time.monotonic() + START_WITHIN_SECONDS
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # a proxy of the machine is not for us
    while time.monotonic() < deadline and server.poll() is None:
        try:
            opener.open(address, timeout=5).close()
            return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
            time.sleep(0.3)
        except OSError:
            time.sleep(0.3)
    pytest.fail(
        f"demo did not answer at {address}:\n{said.read_text(encoding='utf-8', errors='replace')[-4000:]}"
    )


def _stop(server):
    """First politely, so that the server ends its workers; then whatever is left of its group."""
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(timeout=15)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, signal.SIGKILL) if hasattr(os, "killpg") else server.kill()
    server.wait()
