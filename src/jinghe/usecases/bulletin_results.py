"""The figures that a bulletin is written from: one scoreboard, the returns, and what was corrected since."""

from collections.abc import Iterable
from datetime import date, datetime

from jinghe.bulletins.results import LateCorrection, Named, Reported, Results
from jinghe.core.facts import FACT_RULES
from jinghe.store.models import IssuedDocument
from jinghe.usecases.closing import late_corrections
from jinghe.usecases.returns import Discipline, reporting
from jinghe.usecases.scoreboard import scoreboard


def results_of(
    year: int,
    *,
    as_of: date,
    known_at: datetime,
    since: datetime | None = None,
    named: Iterable[Named] = (),
) -> Results:
    """Everything a bulletin says of a year on a day, as known then. since: when the bulletin before it was known at.

    Raises NoPlan.
    """
    board = scoreboard(year, as_of=as_of, known_at=known_at)
    held = reporting(board.plan, as_of, known_at)
    return Results(
        plan=board.plan,
        as_of=as_of,
        known_at=known_at,
        elapsed=board.elapsed,
        progress=board.progress,
        city=board.city,
        places=board.place_of,
        unreported=board.unreported,
        reported={unit: _reported(held.of_unit(unit)) for unit in held.statuses},
        corrections=_corrections(year, since, known_at),
        named=tuple(named),
    )


def known_at_last_issue(kind: str, year: int, before: datetime) -> datetime | None:
    """When the last bulletin of a kind and year before an instant was known at; None: there is none."""
    issued = IssuedDocument.objects.filter(kind=kind, year=year, known_at__lt=before)
    last = issued.order_by("-known_at").first()
    return last.known_at if last else None


def _reported(told: Discipline) -> Reported:
    return Reported(due=told.due, filed=told.filed, timely=told.timely, zero=told.zero)


def _corrections(year: int, since: datetime | None, until: datetime) -> tuple[LateCorrection, ...]:
    found = late_corrections(year, since_known_at=since, until_known_at=until)
    return tuple(
        LateCorrection(
            unit=line.posting.unit,
            kind_name=FACT_RULES[line.posting.kind].name,
            subject_name=line.subject_name,
            occurred_on=line.posting.occurred_on,
            recorded_at=line.act.recorded_at,
            sign=line.posting.sign,
            amount_fen=line.posting.amount_fen if FACT_RULES[line.posting.kind].currency else None,
            reason=line.act.reason,
        )
        for line in (late.line for late in found.lines)
    )
