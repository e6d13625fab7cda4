"""One real Chromium for every test that drives a browser, wherever it lies."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import sync_playwright

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
FLAGS = [
    "--no-sandbox",  # its sandbox refuses root; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium_path():
    """The machine's Chromium; JINGHE_CHROMIUM names another."""
    named = os.environ.get("JINGHE_CHROMIUM")
    found = [named] if named else [shutil.which(name) for name in CANDIDATES] + list(PLACES)
    for path in found:
        if path and Path(path).exists():
            return path
    return _lacking(
        "本机没有 Chromium 或 Chrome，浏览器测试记为跳过（可用 .ci/run 安装，或设置 JINGHE_CHROMIUM）。"
    )


@pytest.fixture(scope="session")
def chromium(chromium_path):
    """One Playwright browser for the whole run."""
    # Playwright's event loop runs in this thread from now on, and Django takes that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with contextlib.ExitStack() as stack:
        try:
            driver = stack.enter_context(sync_playwright())
            browser = driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
        except Exception as error:  # a missing system library ends Playwright's driver with a bare Exception
            _lacking(f"本机的 Chromium 无法启动，浏览器测试记为跳过：{str(error).splitlines()[0]}")
        stack.callback(browser.close)
        yield browser


def _lacking(sentence) -> NoReturn:
    """Skips; but .ci/run, which installs everything, says that nothing may be lacking."""
    (pytest.fail if os.environ.get("JINGHE_REQUIRE_ALL") else pytest.skip)(sentence)
