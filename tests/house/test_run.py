"""The test command counts honestly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases, run

ROOT = Path(__file__).resolve().parents[2]
NOTHING = (1, "0 passed, 1 failed, 0 skipped")


def closing_line(*arguments: str) -> tuple[int, str]:
    strange = ("JINGHE_TEST", "PYTEST_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    done = subprocess.run(
        [sys.executable, "tests/run.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()[-1]


def test_a_run_without_a_test_has_failed():
    assert closing_line("tests/house/test_run.py", "-n", "0", "-k", "no_test_is_called_so") == NOTHING


def test_a_run_that_cannot_start_has_failed():
    assert closing_line("--no-such-option") == NOTHING


@pytest.fixture
def counted(monkeypatch, capsys):
    """counted(…) → the lines that a run prints whose tests on SQLite were counted so, where there is no PostgreSQL."""
    monkeypatch.delenv("JINGHE_REQUIRE_ALL", raising=False)
    monkeypatch.setattr(databases, "_installations", lambda: iter(()))

    def lines(**counts) -> list[str]:
        report = {"passed": 7, "failed": 0, "skipped": 1, "database": 0, "long": 0, "notes": []} | counts
        monkeypatch.setattr(run, "run_pytest", lambda arguments, variables: report)
        assert run.main([]) == 0
        return capsys.readouterr().out.splitlines()

    return lines


def test_without_postgresql_its_tests_count_as_skipped(counted):
    printed = counted(database=3)
    assert printed[-1] == "7 passed, 0 failed, 4 skipped"
    assert any("没有可用的 PostgreSQL" in line and "3 项" in line for line in printed)


def test_a_run_that_leaves_out_what_takes_longer_says_so(counted):
    assert any("另有 5 项耗时较长的测试没有运行" in line for line in counted(long=5))
    assert not any("耗时较长" in line for line in counted(long=0))


OF_EACH_KIND = """
import pytest

def test_that_passes(): pass
def test_that_fails(): assert False
def test_that_cannot_run(): pytest.skip("本机没有此物")
@pytest.mark.long
def test_that_takes_longer(): pass
@pytest.mark.database
def test_on_either_database(): pass
"""


def test_what_workers_did_is_written_down(tmp_path, monkeypatch):
    """The sums, what was left out, what is for PostgreSQL, and what this machine lacks."""
    file = tmp_path / "test_of_each_kind.py"
    file.write_text(OF_EACH_KIND, encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("JINGHE_TEST", "PYTEST_"))]:
        monkeypatch.delenv(name)
    report = run.run_pytest(["-c", "pyproject.toml", "-p", "tests.conftest", "-n", "2", "-q", str(file)], {})
    counts = {"passed": 2, "failed": 1, "skipped": 1, "database": 1, "long": 1}
    assert report == counts | {"notes": ["本机没有此物"]}


def test_a_server_that_does_not_start_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "_installations", lambda: iter([tmp_path / "nowhere"]))
    with pytest.raises(databases.NoPostgreSQL, match="nowhere"), databases.postgresql():
        pass
