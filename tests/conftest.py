"""Rules and fixtures of every test; those for a browser are in tests/browser/conftest.py."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis

from tests import databases
from tests.chromium import chromium, chromium_path  # noqa: F401  one browser for the whole run

hypothesis.register_profile("quick", max_examples=60, deadline=None, print_blob=True)
hypothesis.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
# Named outright: hypothesis would choose a profile of its own under CI, and developers would run something else.
hypothesis.load_profile("thorough" if os.environ.get("JINGHE_THOROUGH") else "quick")


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker, tmp_path):
    """A database of its own for a test that commits, from one connection or several; see databases.FreshDatabase.

    The tables are append-only, so nothing could be emptied afterwards: the test gets a copy, which is thrown away.
    Not together with `db`, whose transaction would be open on the original.
    """
    with django_db_blocker.unblock(), databases.fresh(tmp_path) as fresh:
        yield fresh


def pytest_configure(config):
    path = os.environ.get("JINGHE_TEST_REPORT")
    if path:
        config.pluginmanager.register(Report(Path(path)))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """A run takes its part of the suite. Browser tests go last: Playwright's event loop outlives them."""
    part = os.environ.get("JINGHE_TEST_ONLY")
    takes = {
        "database": lambda item: item.get_closest_marker("database"),
        "browser": lambda item: item.get_closest_marker("browser"),
        "rest": lambda item: not item.get_closest_marker("browser"),
    }.get(part, lambda item: True)
    config.hook.pytest_deselected(items=[item for item in items if not takes(item)])
    items[:] = [item for item in items if takes(item)]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


class Report:
    """Writes down for tests/run.py what was counted, and what this machine lacks."""

    def __init__(self, path):
        self.path = path
        self.database = 0
        self.lacking = set()

    def pytest_collection_finish(self, session):
        self.database = sum(item.get_closest_marker("database") is not None for item in session.items)

    def pytest_runtest_logreport(self, report):
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            if reason.startswith("本机"):
                self.lacking.add(reason)

    def pytest_terminal_summary(self, terminalreporter):
        stats = terminalreporter.stats
        counts = {
            outcome: sum(len(stats.get(category, ())) for category in categories)
            for outcome, categories in {
                "passed": ["passed"],
                "failed": ["failed", "error"],
                "skipped": ["skipped", "xfailed", "xpassed"],
            }.items()
        }
        counts |= {"database": self.database, "notes": sorted(self.lacking)}
        self.path.write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")
