"""Acts: one serialised transaction with who, when and why. Every write of the house goes through `recorded`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from jinghe.store.models import Act, ActKind
from jinghe.usecases.common import clock
from jinghe.usecases.common.access import Actor

_WRITERS_LOCK = 7_203_201
_TICK = timedelta(microseconds=1)


class TimeRunsBackwards(ValueError):
    """An act was to be recorded before the last one, or in the future; what was known then would change."""


class Recording:
    """An open act: hands out sequence numbers that only grow."""

    def __init__(self, at: datetime, last_sequence: int) -> None:
        self.at = at
        self.last_sequence = last_sequence

    def next_sequence(self) -> int:
        self.last_sequence += 1
        return self.last_sequence

    def write(self, kind: ActKind, by: Actor, reason: str) -> Act:
        """Writes the act itself; called once the sequence numbers are taken."""
        return Act.objects.create(
            kind=kind,
            recorded_at=self.at,
            recorded_by=by.username,
            reason=reason,
            last_sequence=self.last_sequence,
        )


@contextmanager
def recorded(at: datetime | None = None) -> Iterator[Recording]:
    """A transaction that no other act overlaps. `at` replays a past act; it lies after the last one and not ahead.

    Raises TimeRunsBackwards.
    """
    with transaction.atomic():
        _take_turn()
        last = Act.objects.order_by("-pk").first()
        now = clock.now()
        if at is not None and (at > now or (last and at <= last.recorded_at)):
            raise TimeRunsBackwards(f"{at} is not between the last act and now")
        moment = at or (max(now, last.recorded_at + _TICK) if last else now)
        yield Recording(moment, last.last_sequence if last else 0)


def _take_turn() -> None:
    """SQLite begins IMMEDIATE, so its writers already queue; PostgreSQL's queue at an advisory lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS_LOCK])


def sequence_at(known_at: datetime | None) -> int:
    """The highest posting sequence known at an instant; None: now, whatever the clock says."""
    acts = Act.objects.all() if known_at is None else Act.objects.filter(recorded_at__lte=known_at)
    return acts.aggregate(last=Max("last_sequence"))["last"] or 0


def last_recorded_at() -> datetime | None:
    """When the ledger was last written."""
    return Act.objects.aggregate(last=Max("recorded_at"))["last"]
