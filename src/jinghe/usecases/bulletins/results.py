"""The results that a bulletin is written from: scoreboard, returns, corrections, and what its kind needs beside
them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from jinghe.bulletins.registry import BULLETINS, Need
from jinghe.bulletins.results import LateCorrection, Reported, Results
from jinghe.core.counting.facts import FACT_RULES
from jinghe.store.models import IssuedDocument
from jinghe.usecases.bulletins.subjects import cohorts, evaluated, follow_up, outings
from jinghe.usecases.closing.closing import late_corrections
from jinghe.usecases.oversight.censures import censured_units
from jinghe.usecases.plan.plans import NoPlan
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.returns.returns import Discipline, reporting


def results_of(
    code: str,
    year: int,
    *,
    as_of: date,
    known_at: datetime,
    since: datetime | None = None,
    subject: str = "",
) -> Results:
    """The results for a kind of bulletin on a day, as known at an instant.

    since: the instant of the bulletin before, after which corrections are new. subject: the record the bulletin is
    about. Raises NoPlan.
    """
    known_at = timezone.localtime(known_at)
    board = scoreboard(year, as_of=as_of, known_at=known_at)
    returns = reporting(board.plan, as_of, known_at)
    results = Results(
        plan=board.plan,
        as_of=as_of,
        known_at=known_at,
        elapsed=board.elapsed,
        progress=board.progress,
        city=board.city,
        unreported=board.unreported,
        last_year=_last_year(year, as_of, known_at),
        reported={unit: _reported(returns.of_unit(unit)) for unit in returns.statuses},
        corrections=_corrections(year, since, known_at),
        named=censured_units(year, as_of=as_of, known_at=known_at, since=since),
    )
    needs = BULLETINS[code].needs
    if Need.COHORTS in needs:
        results = replace(results, signed_years=cohorts(results))
    if Need.TRIPS in needs:
        month, so_far = outings(results)
        results = replace(results, trips=month, trips_of_year=so_far)
    if Need.EVALUATION in needs:
        results = replace(results, evaluated=evaluated(subject, known_at))
    if Need.FOLLOW_UP in needs:
        results = replace(results, follow_up=follow_up(subject, known_at))
    return results


def previous_known_at(kind: str, year: int, before: datetime) -> datetime | None:
    """The instant (known_at) of the last bulletin of a kind and year before another instant; None: there is none."""
    issued = IssuedDocument.objects.filter(kind=kind, year=year, known_at__lt=before)
    last = issued.order_by("-known_at").first()
    return last.known_at if last else None


def _last_year(year: int, as_of: date, known_at: datetime) -> Mapping[tuple[str, str], Fraction]:
    """The city's figures on the same day of the year before; empty where there was no plan."""
    day = date(year - 1, as_of.month, min(as_of.day, 28) if as_of.month == 2 else as_of.day)
    try:
        board = scoreboard(year - 1, as_of=day, known_at=known_at)
    except NoPlan:
        return {}
    return {column: progress.actual for column, progress in board.city.items() if progress.actual}


def _reported(discipline: Discipline) -> Reported:
    return Reported(
        due=discipline.due, filed=discipline.filed, timely=discipline.timely, zero=discipline.zero
    )


def _corrections(year: int, since: datetime | None, until: datetime) -> tuple[LateCorrection, ...]:
    late = late_corrections(year, since_known_at=since, until_known_at=until)
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
        for line in (late.line for late in late.lines)
    )
