"""A data directory that an earlier commit made, laid out again: as SQLite left it, or on a PostgreSQL server."""

import contextlib
import secrets
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

HERE = Path(__file__).resolve().parent
DUMP = "postgresql.sql"


def unpack(commit: str, directory: Path) -> None:
    """Writes the database file, the papers, and the dump for PostgreSQL into an empty directory."""
    with tarfile.open(HERE / commit / "directory.tar.xz") as archive:
        for member in archive:
            if member.isfile():
                path = directory / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.extractfile(member).read())


@contextlib.contextmanager
def on_server(address: str, directory: Path) -> Iterator[str]:
    """Lays the dump of an unpacked directory out on a server. Yields the address of that database; then drops it."""
    name = f"old_{secrets.token_hex(6)}"
    restored = urlsplit(address)._replace(path=f"/{name}").geturl()
    (directory / "jinghe.sqlite3").unlink()
    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(restored) as database:
                database.execute((directory / DUMP).read_text(encoding="utf-8"))
            yield restored
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
