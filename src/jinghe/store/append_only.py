"""Append-only by trigger on both databases."""

from django.db.models import Model, UniqueConstraint

from jinghe.store import models

APPEND_ONLY_MODELS: tuple[type[Model], ...] = (
    models.Act,
    models.PostingRow,
    models.EvidenceItem,
    models.MonthlyReturn,
    models.ReturnReview,
    models.MonthClosing,
    models.OfficialFigure,
    models.PlanRevision,
    models.PlanVocabulary,
    models.NoticeDraft,
    models.DraftEdit,
    models.DraftApproval,
    models.TaughtWord,
    models.RecordEvent,
    models.ClaimEvent,
    models.ImportBatch,
    models.ImportUndo,
    models.StoredFile,
    models.Attachment,
    models.AttachmentRemoval,
    models.OfficeRule,
    models.Message,
    models.MessageReading,
    models.Delivery,
    models.IssuedDocument,
    models.IssuedFile,
    models.AccountEvent,
    models.KnownKind,
)
APPEND_ONLY_TABLES = tuple(model._meta.db_table for model in APPEND_ONLY_MODELS)

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb_lower} BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

# INSERT OR REPLACE deletes the old row without its DELETE trigger, unless the client set recursive_triggers as we do.
_SQLITE_REPLACE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON "{table}" WHEN {taken}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

_POSTGRESQL = (
    'DROP TRIGGER IF EXISTS {table}_no_change ON "{table}"',
    'CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON "{table}"'
    " FOR EACH ROW EXECUTE PROCEDURE refuse_change()",
    'DROP TRIGGER IF EXISTS {table}_no_truncate ON "{table}"',
    'CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON "{table}"'
    " FOR EACH STATEMENT EXECUTE PROCEDURE refuse_change()",
)


def statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [_POSTGRESQL_FUNCTION] + [
            statement.format(table=table) for table in APPEND_ONLY_TABLES for statement in _POSTGRESQL
        ]
    return [
        _SQLITE.format(table=table, verb=verb, verb_lower=verb.lower())
        for table in APPEND_ONLY_TABLES
        for verb in ("UPDATE", "DELETE")
    ] + [
        _SQLITE_REPLACE.format(table=model._meta.db_table, taken=_taken(model))
        for model in APPEND_ONLY_MODELS
    ]


def _taken(model: type[Model]) -> str:
    """SQL: a row with a key of the new one already stands."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    keys: list[tuple[str, ...]] = [
        (columns[field.name],) for field in model._meta.concrete_fields if field.unique
    ]
    keys += [
        tuple(columns[name] for name in constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    tests = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys]
    table = model._meta.db_table
    return " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {test})' for test in tests)  # noqa: S608  our own names


def trigger_names(vendor: str) -> tuple[str, ...]:
    """The triggers that should stand."""
    names = ("change", "truncate") if vendor == "postgresql" else ("update", "delete", "replace")
    return tuple(f"{table}_no_{name}" for table in APPEND_ONLY_TABLES for name in names)
