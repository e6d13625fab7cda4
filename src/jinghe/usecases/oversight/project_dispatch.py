"""Projects at a dispatch meeting: the four rates with the age of their cohort; large projects without a leader."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from jinghe.core.counting.facts import FactKind
from jinghe.core.counting.indicators import Window
from jinghe.core.oversight.leader_ladder import DEFAULT_LADDER, LadderStep, level_of
from jinghe.core.progress.progress import Progress
from jinghe.store.models import Record
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.office_rules import in_force
from jinghe.usecases.oversight.watching import days_of_projects
from jinghe.usecases.progress.scoreboard import Scoreboard
from jinghe.usecases.records.reading import readable

LADDER = "leader_ladder"
"""Name of the office rule: from which size on a leader of which level must look after a project, as
[{"at_least_fen": 200000000000, "level": "市级领导"}, …]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRates:
    """The city's rates of the projects signed since a year. age_months: mean of their ages on the day, exact."""

    since: int
    projects: int
    age_months: Fraction
    rates: tuple[Progress, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unled:
    """A project without a leader, though its size asks for one of this level."""

    record: Record
    level: str


def cohort_rates(board: Scoreboard) -> tuple[CohortRates, ...]:
    """The rates of the plan by the year in which their cohort begins; a cohort without projects is left out."""
    by_year: dict[int, list[Progress]] = {}
    for progress in board.city.values():
        since = progress.target.criteria.signed_since
        if progress.target.window is Window.COHORT and since is not None:
            by_year.setdefault(since, []).append(progress)
    signed = _signings(board.as_of, board.known_at)
    cohorts = []
    for since, rates in by_year.items():
        days = [(board.as_of - day).days for day in signed if day >= date(since, 1, 1)]
        if days:
            age = Fraction(sum(days) * 12, len(days) * 365)
            cohorts.append(CohortRates(since=since, projects=len(days), age_months=age, rates=tuple(rates)))
    return tuple(cohorts)


def ladder(year: int, *, on: date | None = None) -> tuple[LadderStep, ...]:
    """The steps in force; defaults until the office lays down its own."""
    steps = in_force(LADDER, year, on=on).content
    return tuple(LadderStep(**step) for step in steps) if steps else DEFAULT_LADDER


def unled(year: int, *, as_of: date, by: Actor) -> tuple[Unled, ...]:
    """Projects under way that have no leader though their size asks for one, the largest first."""
    steps = ladder(year, on=as_of)
    settled = {FactKind.PRODUCTION_START.value, FactKind.TERMINATION.value, "talks", "dropped"}
    without_leader = [
        (project, level)
        for project in readable("project", by=by).exclude(state__in=settled)
        if not project.values.get("leader") and (level := level_of(project.values.get("investment"), steps))
    ]
    without_leader.sort(key=lambda pair: -(pair[0].values.get("investment") or 0))
    return tuple(Unled(record=project, level=level) for project, level in without_leader)


def _signings(as_of: date, known_at: datetime | None) -> list[date]:
    days = days_of_projects(as_of, sequence_at(known_at))
    return [kinds[FactKind.SIGNING] for kinds, _ in days.values()]
