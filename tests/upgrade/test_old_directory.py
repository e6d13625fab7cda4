"""A data directory made at an earlier commit opens today; its figures, seals and issued bulletins agree.

What it answered then is in expected.json beside it, and is never edited to suit a change of the product.
"""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.cli.test_commands import ROOT, surroundings
from tests.upgrade.directories import HERE, on_server, unpack

pytestmark = pytest.mark.database

COMMIT = "8f4ea6a"
EXPECTED = json.loads((HERE / COMMIT / "expected.json").read_text(encoding="utf-8"))
LAST_SEAL = list(EXPECTED["seals"].items())[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldDirectory:
    """The directory, and the variables that lead a process of today's sources to it."""

    path: Path
    environment: dict[str, str]

    def jinghe(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return self.run("-m", "jinghe", *arguments, "--data", str(self.path), typed=typed)

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            input=typed,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> Iterator[OldDirectory]:
    """The directory after today's site was started on it once, as an office is asked to do after an upgrade."""
    path = tmp_path_factory.mktemp("旧数据")
    unpack(COMMIT, path)
    address = os.environ.get("JINGHE_DATABASE")
    with on_server(address, path) if address else contextlib.nullcontext("") as restored:
        environment = surroundings() | ({"JINGHE_DATABASE": restored} if restored else {})
        directory = OldDirectory(path=path, environment=environment)
        start_site(directory)
        yield directory


def start_site(directory: OldDirectory) -> None:
    """Starts the site until it says its address: by then the tables are those of today."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    site = subprocess.Popen(
        [sys.executable, "-m", "jinghe", "serve", "--port", port, "--data", directory.path],
        env=directory.environment | {"PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        **({} if os.name == "nt" else {"start_new_session": True}),
    )
    lines: list[str] = []
    try:
        while not any(port in line for line in lines) and (line := site.stdout.readline()):
            lines.append(line)
    finally:
        end(site)
    assert any(port in line for line in lines), "".join(lines)


def end(site: subprocess.Popen[str]) -> None:
    """First politely, so that the server ends its workers; then whatever is left of its group."""
    site.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        site.wait(timeout=15)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(site.pid, signal.SIGKILL) if hasattr(os, "killpg") else site.kill()
    site.wait()
    site.stdout.close()


SCHEMA = {
    "sqlite": (
        """SELECT t.name, c.name, c.type, c."notnull", c.pk
           FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'""",
        "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    ),
    "postgresql": (
        """SELECT table_name, column_name, data_type, is_nullable, character_maximum_length
           FROM information_schema.columns WHERE table_schema = 'public'""",
        # Without their text, which a dump writes in another form, and without NOT NULL, which columns say.
        "SELECT conname, contype::text, conrelid::regclass::text FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    ),
}
"""What says how tables are made, on each database."""


def schema_of(address: str, file: Path) -> list[set[tuple]]:
    vendor = "postgresql" if address else "sqlite"
    opened = psycopg.connect(address) if address else sqlite3.connect(file)
    with contextlib.closing(opened) as database:
        return [set(database.execute(query).fetchall()) for query in SCHEMA[vendor]]


@pytest.fixture(scope="module")
def today(old) -> dict:
    """What the directory answers today, in the shape of expected.json."""
    done = old.run(str(HERE / "answers.py"), str(old.path))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_its_tables_are_those_of_a_new_database(old, fresh_database):
    new = schema_of(fresh_database.environment.get("JINGHE_DATABASE", ""), Path(fresh_database.name))
    assert schema_of(old.environment.get("JINGHE_DATABASE", ""), old.path / "jinghe.sqlite3") == new


def test_every_check_passes(old):
    done = old.jinghe("check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_row_was_lost_or_doubled(today):
    """Tables may be added; of those that were there each has its rows."""
    assert {name: today["rows"].get(name) for name in EXPECTED["rows"]} == EXPECTED["rows"]


def test_the_plan_in_force_counts_its_targets_as_before(today):
    assert today["plan"] == EXPECTED["plan"]
    assert today["targets"] == EXPECTED["targets"]


@pytest.mark.parametrize("act", EXPECTED["seals"])
def test_a_seal_that_was_given_out_holds(act, today):
    assert today["seals"][act] == EXPECTED["seals"][act]


@pytest.mark.parametrize("board", EXPECTED["boards"])
def test_figures_agree_to_the_digit(board, today):
    assert today["boards"][board] == EXPECTED["boards"][board]


@pytest.mark.parametrize("evaluation", EXPECTED["evaluations"])
def test_an_evaluation_gives_the_same_points_places_and_grades(evaluation, today):
    assert today["evaluations"][evaluation] == EXPECTED["evaluations"][evaluation]


@pytest.mark.parametrize("number", EXPECTED["issued"])
def test_an_issued_bulletin_is_what_was_issued_and_is_proved(number, today):
    assert today["issued"][number] == EXPECTED["issued"][number]


@pytest.mark.parametrize("kind", EXPECTED["bulletins"])
def test_a_bulletin_written_today_says_the_same_figures(kind, today):
    assert today["bulletins"][kind]["figures"] == EXPECTED["bulletins"][kind]["figures"]


@pytest.mark.parametrize("kind", EXPECTED["bulletins"])
def test_a_bulletin_written_today_says_the_same_words(kind, today):
    assert today["bulletins"][kind]["text"] == EXPECTED["bulletins"][kind]["text"]


def test_work_goes_on_and_the_last_seal_still_holds(old, today):
    """Last: it writes. A new number must follow those that were given out."""
    done = old.jinghe("account", "fuhe", "--reset", typed="long-enough-1x\n")
    assert done.returncode == 0, done.stderr
    assert old.jinghe("check", "--verify", *LAST_SEAL).returncode == 0
