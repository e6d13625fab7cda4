"""Answers tallies from the database, and turns rows into core postings and back."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from jinghe.core.counting.facts import FactKind, Posting, Role
from jinghe.core.counting.tallies import Tally
from jinghe.core.values.amounts import Currency
from jinghe.store.models import PostingRow
from jinghe.store.sql.compiler import compile_tallies, joined, split

DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}

_SAME = (
    "sequence",
    "entry",
    "subject",
    "occurred_on",
    "cohort_on",
    "unit",
    "sub_unit",
    "share",
    "amount_fen",
    "investment_fen",
    "industry",
    "region",
    "is_real_estate",
    "is_government_investment",
    "sign",
    "reverses",
)


def tally_all(
    tallies: Iterable[Tally], known_sequence: int, *, within: str = ""
) -> dict[Tally, dict[str, int]]:
    """The sum per unit of every tally, one statement per fact kind; units without postings may be absent or 0.

    within: per sub-unit of that unit instead, as core.counting.tallies.tally says.
    """
    by_kind: defaultdict[FactKind, dict[Tally, None]] = defaultdict(dict)
    for tally in tallies:
        by_kind[tally.kind][tally] = None
    answers: dict[Tally, dict[str, int]] = {}
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        for asked in by_kind.values():
            cursor.execute(*compile_tallies(tuple(asked), known_sequence, dialect, within=within))
            rows = cursor.fetchall()
            for column, tally in enumerate(asked, start=2):
                answers[tally] = {row[1]: int(row[column]) for row in rows if row[0] == tally.role}
    return answers


def posting_of(row: PostingRow) -> Posting:
    return Posting(
        **{name: getattr(row, name) for name in _SAME},
        kind=FactKind(row.kind),
        role=Role(row.role),
        currency=Currency(row.currency) if row.currency else None,
        investor=split(row.investor),
    )


def row_of(posting: Posting) -> PostingRow:
    """The unsaved row of a numbered posting; act, evidence_digest and claim are the writer's to set."""
    return PostingRow(
        **{name: getattr(posting, name) for name in _SAME},
        kind=posting.kind.value,
        role=posting.role.value,
        currency=posting.currency.value if posting.currency else "",
        investor=joined(posting.investor),
    )
