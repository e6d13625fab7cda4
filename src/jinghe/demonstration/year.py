"""The demonstration year: its journal replayed through the same doors as real work, in a ledger marked for good."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from django.db import transaction

from jinghe.demonstration.replay import replay
from jinghe.demonstration.rows import JournalRow, read_rows
from jinghe.usecases.security.demonstration import NotEmpty

__all__ = ["NotEmpty", "journal", "load"]


JOURNAL = files("jinghe.demonstration").joinpath("journal")


@cache
def journal() -> tuple[JournalRow, ...]:
    """The built-in journal."""
    return read_rows(JOURNAL)


def load(progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Fills an empty database with the demonstration year. Raises NotEmpty.

    progress is told rows done and rows in all.
    """
    rows = journal()
    with transaction.atomic():  # all of it or nothing; and one commit instead of hundreds
        for done in replay(rows):
            progress(done, len(rows))
