"""Nothing that was recorded can be changed or removed, on either database, by any statement."""

import sqlite3
from contextlib import closing

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from jinghe.store import append_only, protection
from tests.spec.cases import CASES
from tests.store.loading import load

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TABLES = append_only.APPEND_ONLY_TABLES


def attempt(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM posting")
        return cursor.fetchone()[0]


@pytest.fixture(autouse=True)
def some_postings():
    load(max((case.postings for case in CASES), key=len))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE posting SET amount_fen = 0",
        "DELETE FROM posting",
        "UPDATE act SET reason = 'other'",
        "DELETE FROM act",
    ],
)
def test_a_change_is_refused(statement: str):
    before = count()
    with pytest.raises(DatabaseError, match="append-only"):
        attempt(statement)
    assert count() == before > 0


def test_a_line_cannot_be_replaced_by_inserting_over_it():
    if connection.vendor == "sqlite":
        statement = "INSERT OR REPLACE INTO posting SELECT * FROM posting LIMIT 1"
        with pytest.raises(DatabaseError, match="append-only"):
            attempt(statement)
    else:
        statement = """INSERT INTO posting SELECT * FROM posting LIMIT 1
                       ON CONFLICT (sequence) DO UPDATE SET amount_fen = 0"""
        with pytest.raises(DatabaseError, match="append-only"):
            attempt(statement)


@pytest.mark.parametrize(
    "columns", [{}, {"sequence": "sequence + 100000"}], ids=["its own number", "what it reverses"]
)
def test_no_client_replaces_a_line_whatever_its_settings(columns, tmp_path):
    """A common tool for SQLite files leaves recursive_triggers off."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE; ON CONFLICT is tested above")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as plain:
        for (statement,) in (*_made_of("posting"), *_made_of("known_kind")):
            plain.execute(statement)
        plain.executemany("INSERT INTO known_kind (category, code) VALUES (?, ?)", _known_kinds())
        names = [row[1] for row in plain.execute("PRAGMA table_info(posting)")]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(names)} FROM posting")
            rows = cursor.fetchall()
        plain.executemany(f"INSERT INTO posting VALUES ({', '.join('?' * len(names))})", rows)
        reversal = {"sequence": "sequence + 5000", "sign": "-1", "reverses": "sequence"}
        told = ", ".join(reversal.get(name, name) for name in names)
        plain.execute(f"INSERT INTO posting SELECT {told} FROM posting WHERE sign = 1 LIMIT 1")
        told = ", ".join(columns.get(name, name) for name in names)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            plain.execute(f"INSERT OR REPLACE INTO posting SELECT {told} FROM posting WHERE sign = -1")
        assert plain.execute("SELECT count(*) FROM posting").fetchone() == (len(rows) + 1,)
    plain.close()


def _known_kinds() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT category, code FROM known_kind")
        return cursor.fetchall()


def test_no_client_replaces_a_row_of_any_table_by_any_of_its_keys():
    """The triggers are made from the models; the keys asked here are those that the database has."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE; ON CONFLICT is tested above")
    keys = {table: _keys_of(table) for table in TABLES}
    assert ["unit", "month", "number"] in keys["monthly_return"]
    replaceable = [(table, key) for table in TABLES for key in keys[table] if not _is_refused(table, key)]
    assert replaceable == []


def _keys_of(table: str) -> list[list[str]]:
    """Its primary key, and the columns of every unique index."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk")
        keys = [[name for (name,) in cursor.fetchall()]]
        cursor.execute(f"SELECT name FROM pragma_index_list('{table}') WHERE \"unique\"")
        for (index,) in cursor.fetchall():
            cursor.execute(f"SELECT name FROM pragma_index_info('{index}') ORDER BY seqno")
            keys.append([name for (name,) in cursor.fetchall()])
    return keys


def _is_refused(table: str, key: list[str]) -> bool:
    """Whether a row that shares nothing but a key with another may not take its place; one that shares none goes in."""
    with closing(sqlite3.connect(":memory:")) as plain:
        plain.execute("PRAGMA ignore_check_constraints = ON")
        for (statement,) in (*_made_of(table), *(() if table == "known_kind" else _made_of("known_kind"))):
            plain.execute(statement)
        if table != "known_kind":  # what the rows below say is known
            codes = [
                (category, value) for category in {row[0] for row in _known_kinds()} for value in (1, 2, 3)
            ]
            plain.executemany("INSERT INTO known_kind (category, code) VALUES (?, ?)", codes)
        columns = [row[1] for row in plain.execute(f"PRAGMA table_info({table})")]
        insert = f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(columns))})"
        for value in (1, 2):
            plain.execute(insert, [value] * len(columns))
        try:
            plain.execute(insert, [1 if name in key else 3 for name in columns])
        except sqlite3.IntegrityError as error:
            return "append-only" in str(error)
        return False


def _made_of(table: str) -> list[tuple[str]]:
    """The statements that made a table and its triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'trigger') ORDER BY type",
            [table],
        )
        return cursor.fetchall()


def test_a_table_cannot_be_emptied():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE; DELETE is tested above")
    with pytest.raises(DatabaseError, match="append-only"):
        attempt("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE posting CASCADE")


def test_only_people_and_what_stands_now_of_records_and_claims_may_be_changed():
    """Each of those three has its events beside it, which stay."""
    changeable = set(apps.get_app_config("store").get_models()) - set(append_only.APPEND_ONLY_MODELS)
    assert {model.__name__ for model in changeable} == {"User", "Record", "Claim"}


def test_every_trigger_stands_after_migration():
    assert protection.missing_triggers() == ()


def test_a_missing_trigger_is_noticed():
    with transaction.atomic():
        name = "posting_no_delete" if connection.vendor == "sqlite" else "posting_no_change"
        suffix = "" if connection.vendor == "sqlite" else " ON posting"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{suffix}")
        assert protection.missing_triggers() == (name,)
        protection.install()
        assert protection.missing_triggers() == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "'gift'"),
        ("role", "'friend'"),
        ("share", "10001"),
        ("share", "0"),
        ("sign", "2"),
        ("amount_fen", "-1"),
        ("sequence", "0"),
    ],
)
def test_the_database_refuses_impossible_lines(column: str, value: str):
    from jinghe.store.models import PostingRow

    columns = [field.column for field in PostingRow._meta.concrete_fields]
    chosen = [{"sequence": "sequence + 1000000", column: value}.get(name, name) for name in columns]
    with pytest.raises(DatabaseError):
        attempt(
            f"INSERT INTO posting ({', '.join(columns)}) SELECT {', '.join(chosen)} FROM posting"
            " WHERE reverses IS NULL LIMIT 1"
        )
