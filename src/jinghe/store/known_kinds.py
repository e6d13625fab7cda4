"""Which kinds of acts and facts may be written: a table that grows by a row, and triggers that hold columns to it.

A CHECK that lists the kinds would be rebuilt, with the append-only table it stands on, for every new one.
"""

from collections.abc import Iterable, Iterator

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import ActKind, KnownKind

KINDS: dict[str, Iterable[str]] = {"act": tuple(ActKind), "fact": tuple(FactKind)}
"""What there are kinds of, and the kinds that this version writes."""

COLUMNS = {"act": "act", "posting": "fact", "claim": "fact", "official_figure": "fact"}
"""Table → what its column `kind` holds."""

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON "{table}"
WHEN NOT EXISTS (SELECT 1 FROM known_kind WHERE category = '{category}' AND code = NEW.kind)
BEGIN SELECT RAISE(ABORT, '{table} is of an unknown kind'); END
"""

_SQLITE_VERBS = {"INSERT": "kind_known", "UPDATE OF kind": "kind_still_known"}

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_unknown_kind() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM known_kind WHERE category = TG_ARGV[0] AND code = NEW.kind) THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% is of an unknown kind', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_POSTGRESQL = (
    'DROP TRIGGER IF EXISTS {name} ON "{table}"',
    'CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF kind ON "{table}"'
    " FOR EACH ROW EXECUTE PROCEDURE refuse_unknown_kind('{category}')",
)


def fill(using: str) -> None:
    """Writes down the kinds that were not known before; what was known once stays known."""
    rows = KnownKind.objects.using(using)
    known = set(rows.values_list("category", "code"))
    rows.bulk_create(
        KnownKind(category=category, code=str(kind))
        for category, kinds in KINDS.items()
        for kind in kinds
        if (category, str(kind)) not in known
    )


def statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRESQL_FUNCTION
        for table, category in COLUMNS.items():
            for statement in _POSTGRESQL:
                yield statement.format(name=f"{table}_kind_known", table=table, category=category)
        return
    for table, category in COLUMNS.items():
        for verb, name in _SQLITE_VERBS.items():
            yield _SQLITE.format(name=f"{table}_{name}", verb=verb, table=table, category=category)


def trigger_names(vendor: str) -> tuple[str, ...]:
    """The triggers that should stand."""
    names = ("kind_known",) if vendor == "postgresql" else tuple(_SQLITE_VERBS.values())
    return tuple(f"{table}_{name}" for table in COLUMNS for name in names)
