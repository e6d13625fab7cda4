"""Rules and fixtures of every test; those for a browser are in tests/browser/conftest.py."""

import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis

from tests import databases, demonstration
from tests.chromium import chromium, chromium_path  # noqa: F401  one browser for the whole run

for profile, examples in {"quick": 25, "long": 60, "thorough": 2000}.items():
    hypothesis.register_profile(profile, max_examples=examples, deadline=None, print_blob=True)

COUNTS = pytest.StashKey[dict]()
LONG_FILES = (
    "house/test_tools.py",
    "journeys/",
    "browser/",
    "cli/",
    "web/",
    "documents/",
    "usecases/",
    "generative/",
)


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker, tmp_path):
    """A database of its own for a test that commits, from one connection or several; see databases.FreshDatabase.

    The tables are append-only, so nothing could be emptied afterwards: the test gets a copy, which is thrown away.
    Not together with `db`, whose transaction would be open on the original.
    """
    with django_db_blocker.unblock(), databases.fresh(tmp_path) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def demonstration_original(django_db_setup, django_db_blocker):
    """The demonstration that this process copies, on the database of this run."""
    with django_db_blocker.unblock(), demonstration.original() as original:
        yield original


@pytest.fixture(scope="module")
def demonstration_directory(demonstration_original, django_db_blocker, tmp_path_factory):
    """Where the module's own copy of the demonstration lies, to which Django's database and files point."""
    directory = tmp_path_factory.mktemp("演示 数据")
    with django_db_blocker.unblock(), demonstration.opened(demonstration_original, directory):
        yield directory


@pytest.fixture(scope="module")
def demonstration_ledger(demonstration_directory):
    """The module's own copy of the demonstration; the story that was loaded into it."""
    from tests.samples.story import demonstration_year

    return demonstration_year()


def pytest_addoption(parser):
    more = "also the tests that take longer, and more examples of each law"
    parser.addoption("--long", action="store_true", help=more)


def pytest_configure(config):
    # Named outright: hypothesis would choose a profile of its own under CI, and developers would run something else.
    usual = "long" if config.getoption("--long") else "quick"
    hypothesis.load_profile("thorough" if os.environ.get("JINGHE_THOROUGH") else usual)
    if demonstration.SHARED not in os.environ:
        shared = tempfile.TemporaryDirectory(prefix="jinghe-run-", ignore_cleanup_errors=True)
        os.environ[demonstration.SHARED] = shared.name  # workers inherit it
        config.add_cleanup(shared.cleanup)
        config.add_cleanup(lambda: os.environ.pop(demonstration.SHARED))
    path = os.environ.get("JINGHE_TEST_REPORT")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(Path(path)))


def is_for_databases() -> bool:
    """Whether this run takes only what is marked `database`: the second one, on PostgreSQL."""
    return os.environ.get("JINGHE_TEST_ONLY") == "database"


def pytest_ignore_collect(collection_path):
    """Files without the mark need not even be imported for the second run."""
    is_file = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    if is_for_databases() and is_file and "mark.database" not in collection_path.read_text("utf-8"):
        return True
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leaves out what this run does not take, and puts first what takes longest."""
    taken = [item for item in items if item.get_closest_marker("database") or not is_for_databases()]
    kept = [item for item in taken if config.getoption("--long") or not item.get_closest_marker("long")]
    counts = {"database": sum(item.get_closest_marker("database") is not None for item in kept)}
    config.stash[COUNTS] = counts | {"long": len(taken) - len(kept)}
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = sorted(kept, key=_place)


def _place(item):
    """Long files first, or one processor would still be busy with one of them when all others are done."""
    path = item.nodeid.removeprefix("tests/")
    return next((place for place, name in enumerate(LONG_FILES) if path.startswith(name)), len(LONG_FILES))


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counts"] = session.config.stash.get(COUNTS, {})


class Report:
    """Writes down for tests/run.py what was counted, and what this machine lacks."""

    def __init__(self, path):
        self.path = path
        self.collected = {}
        self.lacking = set()

    def pytest_collection_finish(self, session):
        self.collected |= session.config.stash.get(COUNTS, {})

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        """A worker has collected what its controller has not, and all have collected the same."""
        self.collected |= getattr(node, "workeroutput", {}).get("counts", {})

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
        counts |= self.collected | {"notes": sorted(self.lacking)}
        self.path.write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")
