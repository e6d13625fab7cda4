"""Whether the tables are those of this version, and how they become so."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_of_an_earlier_version() -> bool:
    """Whether there is data whose tables an earlier version made."""
    executor = MigrationExecutor(connection)
    has_tables = any(app == "store" for app, _ in executor.loader.applied_migrations)
    return has_tables and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade() -> None:
    """Brings tables, kinds and triggers up to date; what is up to date stays as it is."""
    call_command("migrate", verbosity=0, interactive=False)


def keep_copy(name: str) -> Path | None:
    """Copies an SQLite file as it stands, beside it; None where a server keeps the database, or the copy is there."""
    if connection.vendor != "sqlite":
        return None
    original = Path(str(connection.settings_dict["NAME"]))
    copy = original.with_name(name)
    if copy.exists():
        return None
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
