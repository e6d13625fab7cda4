"""The triggers that protect the tables, installed after every migration: SQLite rebuilds tables without them."""

from typing import Any

from django.db import connections

from jinghe.store import append_only, known_kinds


def install_after_migrate(using: str, **_: Any) -> None:
    known_kinds.fill(using)
    install(using)


def install(using: str = "default") -> None:
    """Installs the triggers; doing it again changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for part in (append_only, known_kinds):
            for statement in part.statements(connection.vendor):
                cursor.execute(statement)


def missing_triggers(using: str = "default") -> tuple[str, ...]:
    """The triggers that should stand and do not; a site must not start with any missing."""
    connection = connections[using]
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    wanted = append_only.trigger_names(connection.vendor) + known_kinds.trigger_names(connection.vendor)
    return tuple(name for name in wanted if name not in standing)
