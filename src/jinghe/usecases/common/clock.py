"""The clock of the house: the machine's in an office; a demonstration stands still, just after its last act.

Whoever in a use case or on a page needs the time asks here. Sign-ins, lock-outs, passwords and sessions alone live in
real time everywhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max
from django.utils import timezone

from jinghe.store.models import Act, ActKind

STEP = timedelta(seconds=1)
"""From the last act of a demonstration to its present: pages tell instants in seconds."""

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The present instant; no query in an office."""
    instant = _set_to.get()
    if instant is not None:
        return instant
    return _after_the_last_act() if stands_still() else timezone.now()


def today() -> date:
    """The present day in the office."""
    return timezone.localdate(now())


def stands_still() -> bool:
    """Whether this data directory carries a clock of its own, as only a demonstration's does."""
    return settings.JINGHE_STANDS_STILL


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Lets a demonstration be told in its own time; nothing else may ask for it."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)


def _after_the_last_act() -> datetime:
    """A ledger that is no demonstration has the machine's time, whatever its directory says."""
    mark = Act.objects.filter(kind=ActKind.DEMONSTRATION)
    last = Act.objects.filter(Exists(mark)).aggregate(last=Max("recorded_at"))["last"]
    return last + STEP if last else timezone.now()
