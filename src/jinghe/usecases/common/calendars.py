"""The working days that terms are counted by: the papers that come with the program, and the office's own."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jinghe.core.values.calendar import Calendar
from jinghe.reference.calendar_loading import builtin_calendar, read_papers


def calendar_in_force() -> Calendar:
    """Every paper; those in the folder `calendar` of the data directory go before all others.

    A file that was put there or changed is read at once. Raises CalendarUnreadable.
    """
    found = Path(settings.JINGHE_CALENDAR).glob("*.toml")
    return _calendar(tuple(sorted((file, file.stat().st_mtime_ns) for file in found)))


@lru_cache(maxsize=2)
def _calendar(files: tuple[tuple[Path, int], ...]) -> Calendar:
    """files: each with the instant of its last change."""
    papers = (read_papers(file.read_text("utf-8"), file.name, is_own=True) for file, _ in files)
    own = tuple(paper for told in papers for paper in told)
    return builtin_calendar().with_papers(*own) if own else builtin_calendar()
