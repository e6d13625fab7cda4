"""The demonstration year for tests: `jinghe demo` builds it once a run, and whoever needs one gets a copy."""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from filelock import FileLock

from tests import databases

ROOT = Path(__file__).resolve().parents[1]
SHARED = "JINGHE_TEST_SHARED"
"""Names the directory that the processes of one run share. Each run has a new one: nothing in it is ever stale."""
START_WITHIN_SECONDS = 300


def template() -> Path:
    """The directory of a demonstration that was built, served and stopped: `data`, and in `output.txt` what it said.

    The first who asks has it built; the others wait.
    """
    shared = Path(os.environ[SHARED])
    place, building = shared / "demonstration", shared / "building"
    with FileLock(shared / "demonstration.lock"):
        if not place.exists():
            building.mkdir(exist_ok=True)
            with serving(building):
                pass
            _end_journal(building / "data" / "jinghe.sqlite3")
            building.rename(place)
    return place


def copy(directory: Path) -> Path:
    """Puts the data of a demonstration into a directory and returns where they lie."""
    return shutil.copytree(template() / "data", directory / "data")


def _end_journal(database: Path) -> None:
    """Workers that were stopped leave a journal behind; without it the file can be copied alone."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- in this process -------------------------------------------------------------------------------------------


@contextlib.contextmanager
def original():
    """What `opened` copies on the database of this run: a file, or on PostgreSQL a database filled for it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        yield template() / "data" / "jinghe.sqlite3"
        return
    from jinghe.demonstration.year import load

    with databases.copied_on_server(connection, Path(os.environ[SHARED])) as filled:
        with databases.pointed_at(filled.name), _files_of(filled.name):
            load()
        yield filled.name


@contextlib.contextmanager
def opened(source, directory: Path):
    """Points Django at a copy of a demonstration, in every thread: its database and its files."""
    files = _files_of(source) if isinstance(source, str) else _copied_files(directory)
    with files, databases.fresh(directory, source) as fresh:
        yield fresh


def _copied_files(directory: Path):
    from django.test import override_settings

    return override_settings(MEDIA_ROOT=shutil.copytree(template() / "data" / "files", directory / "files"))


def _files_of(name: str):
    """Papers lie under their digest: all copies of one database may share them."""
    from django.test import override_settings

    return override_settings(MEDIA_ROOT=Path(os.environ[SHARED]) / f"files of {name}")


# --- as a site -------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def running(directory: Path, *, clock_goes_on: bool = False):
    """A site of its own over a copy in `data`; yields its address, such as http://127.0.0.1:40123.

    clock_goes_on: without the mark by which the clock stands at the last act, so that months end.
    """
    data = copy(directory)
    if clock_goes_on:
        (data / "clock.json").unlink()
    with serving(directory) as address:
        yield address


@contextlib.contextmanager
def serving(directory: Path):
    """`jinghe demo` over `data` in a directory, which it builds where there is none; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    output = directory / "output.txt"
    address = f"http://127.0.0.1:{port}"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JINGHE_", "DJANGO_"))}
    env |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    options = ["--port", str(port), "--no-open", "--data", str(directory / "data")]
    command = [sys.executable, "-m", "jinghe", "demo", *options]
    group = {} if os.name == "nt" else {"start_new_session": True}
    with output.open("wb") as file:
        server = subprocess.Popen(
            command, cwd=directory, env=env, stdout=file, stderr=subprocess.STDOUT, **group
        )
        try:
            _wait_for(address, server, output)
            yield address
        finally:
            _stop(server)


def _wait_for(address, server, output):
    deadline = time.monotonic() + START_WITHIN_SECONDS
    # A proxy of the machine is not for us.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
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
        f"demo did not answer at {address}:\n{output.read_text(encoding='utf-8', errors='replace')[-4000:]}"
    )


def _stop(server):
    """First politely, so that the server ends its workers; then whatever is left of its group."""
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(timeout=15)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, signal.SIGKILL) if hasattr(os, "killpg") else server.kill()
    server.wait()
