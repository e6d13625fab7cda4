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
    env = {name: value for name, value in os.environ.items() if not name.startswith("JINGHE_TEST")}
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
    assert closing_line("tests/house/test_run.py", "-k", "no_test_is_called_so") == NOTHING


def test_a_run_that_cannot_start_has_failed():
    assert closing_line("--no-such-option") == NOTHING


def test_without_postgresql_its_tests_count_as_skipped(monkeypatch, capsys):
    monkeypatch.delenv("JINGHE_REQUIRE_ALL", raising=False)
    monkeypatch.setattr(databases, "_installations", lambda: iter(()))
    report = {"passed": 7, "failed": 0, "skipped": 1, "database": 3, "notes": []}
    nothing = {"passed": 0, "failed": 0, "skipped": 0, "database": 0, "notes": []}

    def ran(arguments, variables, output=None):
        return report if variables["JINGHE_TEST_ONLY"] == run.REST else nothing

    monkeypatch.setattr(run, "run_pytest", ran)
    assert run.main([]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "7 passed, 0 failed, 4 skipped"
    assert any("没有可用的 PostgreSQL" in line and "3 项" in line for line in printed)


def test_a_server_that_does_not_start_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "_installations", lambda: iter([tmp_path / "nowhere"]))
    with pytest.raises(databases.NoPostgreSQL, match="nowhere"), databases.postgresql():
        pass
