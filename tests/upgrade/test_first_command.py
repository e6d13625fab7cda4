"""Whichever command first opens the data of an earlier version brings it up to date, and keeps what was there."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jinghe import __version__
from tests.cli.test_commands import ROOT, surroundings
from tests.upgrade.directories import unpack

COPY = f"before-{__version__}.sqlite3"


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("旧数据")
    unpack("8f4ea6a", path)
    return path


def jinghe(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jinghe", *arguments, "--data", str(data)],
        env=surroundings(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def acts(file: Path) -> list[tuple]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT * FROM act ORDER BY id").fetchall()


def test_a_command_that_only_reads_upgrades_once_and_says_so(old):
    before = acts(old / "jinghe.sqlite3")
    done = jinghe("check", data=old)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"正在升级到 {__version__}，原数据库另存为 {COPY}" in done.stderr
    assert acts(old / COPY) == acts(old / "jinghe.sqlite3") == before
    assert "升级" not in jinghe("check", data=old).stderr
