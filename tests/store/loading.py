"""Puts core postings into the database as they are, past the rules of posting: the SQL must agree on any ledger."""

from collections.abc import Iterable
from datetime import UTC, datetime

from jinghe.core.counting.facts import Posting
from jinghe.core.counting.tallies import Tally
from jinghe.core.progress.measures import Sums
from jinghe.store.models import Act, ActKind, PostingRow
from jinghe.store.sql.tallying import row_of, tally_all


def load(postings: Iterable[Posting]) -> None:
    lines = list(postings)
    act = Act.objects.create(
        kind=ActKind.POST,
        recorded_at=datetime(2022, 12, 31, tzinfo=UTC),
        recorded_by="测试",
        reason="测试",
        last_sequence=max((line.sequence for line in lines), default=0),
    )
    rows = [row_of(line) for line in lines]
    for row in rows:
        row.act = act
    PostingRow.objects.bulk_create(rows)


def sums_at(known: int, *, within: str = "") -> Sums:
    """Answers tallies from the database, as the reference does from postings."""

    def answer(asked: Tally) -> dict[str, int]:
        return tally_all([asked], known, within=within)[asked]

    return answer
