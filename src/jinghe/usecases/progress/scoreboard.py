"""The scoreboard: for every target of a plan, where it stands at any date, as known at any instant."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from django.utils import timezone

from jinghe.core.counting.tallies import Tally
from jinghe.core.plan.plans import Plan, Target, Tier, Tiers
from jinghe.core.progress.measures import Measure, counted_kind, during, measure, of_city, read
from jinghe.core.progress.progress import Progress, forecast, tier_progress
from jinghe.core.progress.ranking import ranks
from jinghe.core.values.amounts import AmountKind
from jinghe.core.values.periods import Period, closed_months, next_month, plan_year, share_elapsed
from jinghe.store.models import PlanRevision
from jinghe.store.sql.tallying import tally_all
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.office_numbers import FORECAST_TERMS, numbers
from jinghe.usecases.plan.plans import plan_of, revision_at, words_of
from jinghe.usecases.returns.returns import returns_of


@dataclass(frozen=True, kw_only=True)
class Scoreboard:
    """progress: by target key. city: by (table, column), counted from subjects, for columns of the annex tables.

    last_return: unit → the latest month it reported, None when it reported nothing this year.
    """

    plan: Plan
    revision: PlanRevision
    as_of: date
    known_at: datetime | None
    known_sequence: int
    basis: str
    elapsed: Fraction
    progress: Mapping[str, Progress]
    city: Mapping[tuple[str, str], Progress]
    last_return: Mapping[str, date | None]
    unreported: frozenset[str]

    def of_column(self, group: str, column: str) -> tuple[Progress, ...]:
        """The progress of a comparison column, in the order of the notice."""
        units = {unit.name for unit in self.plan.units_of(group)}
        return tuple(
            self.progress[target.key]
            for target in self.plan.targets
            if target.column == column and target.unit in units
        )

    def of_unit(self, unit: str) -> tuple[Progress, ...]:
        return tuple(self.progress[target.key] for target in self.plan.targets_of(unit))

    def ranks(self, group: str, column: str, tier: Tier) -> dict[str, int]:
        """Target key → rank by completion of a tier, each table by itself; unreported units have none."""
        scores: dict[str, dict[str, Fraction | None]] = {}
        for one in self.of_column(group, column):
            score = one.of_tier(tier).completion if one.is_reported else None
            scores.setdefault(one.target.table, {})[one.target.key] = score
        return {key: rank for table in scores.values() for key, rank in ranks(table).items()}

    @cached_property
    def rank_of(self) -> Mapping[Tier, Mapping[str, int]]:
        """tier → target key → rank, over all groups and columns."""
        found: dict[Tier, dict[str, int]] = {}
        for tier in Tier:
            found[tier] = {}
            for group in self.plan.groups:
                for column in self.plan.columns_of(group):
                    found[tier] |= self.ranks(group, column, tier)
        return found


def scoreboard(
    year: int, *, as_of: date, known_at: datetime | None = None, basis: str = "adjusted"
) -> Scoreboard:
    """Where every target stands at the end of as_of, from what the ledger knew at known_at (None: all it knows).

    basis: "adjusted" uses the plan revision in force, "original" the first. Raises NoPlan.
    """
    revision = revision_at(year, as_of=as_of, known_at=known_at, basis=basis)
    plan = plan_of(revision)
    known = sequence_at(known_at)
    last_return, unreported = _reporting(plan, as_of, known_at)
    asking = _Asking(revision, as_of, known_at, known)
    return Scoreboard(
        plan=plan,
        revision=revision,
        as_of=as_of,
        known_at=known_at,
        known_sequence=known,
        basis=basis,
        elapsed=share_elapsed(plan_year(year), as_of),
        progress=_joined(
            plan, {t.key: asking.progress(t, is_reported=t.unit not in unreported) for t in plan.targets}
        ),
        city={column: asking.city_progress(target) for column, target in _city_targets(plan).items()},
        last_return=last_return,
        unreported=unreported,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubUnits:
    """One target one level down: its sub-units in order, and what was posted for none of them.

    own: the target of the unit itself. parts: sub-unit → progress against its part. others: sub-units that the ledger
    names and the unit gave no part; the empty name: posted for the unit alone. Their figures add up to own's, but for
    a target of the whole city, which has neither.
    """

    own: Progress
    parts: Mapping[str, Progress]
    others: Mapping[str, Progress]


def sub_unit_board(
    board: Scoreboard, unit: str, parts: Mapping[str, Mapping[str, Tiers]]
) -> tuple[SubUnits, ...]:
    """Every target of a unit one level down, from the same ledger at the same instants. parts: by target key."""
    asking = _Asking(board.revision, board.as_of, board.known_at, board.known_sequence, within=unit)
    is_reported = unit not in board.unreported
    found = []
    for target in board.plan.targets_of(unit):
        own = parts.get(target.key, {})
        others = sorted(asking.sub_units(target) - set(own), key=lambda name: (not name, name))
        found.append(
            SubUnits(
                own=board.progress[target.key],
                parts={
                    name: asking.part_progress(target, name, tiers, is_reported=is_reported)
                    for name, tiers in own.items()
                },
                others={
                    name: asking.part_progress(target, name, None, is_reported=is_reported) for name in others
                },
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What a forecast asks: money of all closed months, and of the last few of them."""

    closed: Measure
    recent: Measure
    recent_months: int

    @property
    def of_city(self) -> "_Outlook":
        return _Outlook(of_city(self.closed), of_city(self.recent), self.recent_months)


class _Asking:
    """The questions of one scoreboard: collected first, so that the database answers them in one go."""

    def __init__(
        self, revision: PlanRevision, as_of: date, known_at: datetime | None, known: int, *, within: str = ""
    ) -> None:
        """within: only the targets of that unit, answered for its sub-units."""
        self.plan, self.as_of = plan_of(revision), as_of
        self.recent_months = numbers(FORECAST_TERMS, on=as_of, known_at=known_at)["recent_months"]
        plan, words = self.plan, words_of(revision)
        targets = plan.targets_of(within) if within else plan.targets
        self.measures = {target.key: measure(target, plan, words, as_of) for target in targets}
        self.outlooks = {target.key: self._outlook(target) for target in targets}
        ahead = [
            one for outlook in self.outlooks.values() if outlook for one in (outlook.closed, outlook.recent)
        ]
        asked = [*self.measures.values(), *ahead]
        wanted = dict.fromkeys(tally for one in asked for tally in (*one.tallies, *of_city(one).tallies))
        self.sums = tally_all(wanted, known, within=within)

    def _answer(self, tally: Tally) -> dict[str, int]:
        return self.sums[tally]

    def _outlook(self, target: Target) -> _Outlook | None:
        """None for what is not money, and before the first month has closed."""
        closed = closed_months(self.plan.period_of(target), self.as_of)
        if not closed or target.tiers.floor.unit.kind is not AmountKind.MONEY:
            return None
        recent = closed[-self.recent_months :]
        own = self.measures[target.key]
        return _Outlook(
            during(own, Period(start=closed[0].start, before=closed[-1].before)),
            during(own, Period(start=recent[0].start, before=recent[-1].before)),
            len(recent),
        )

    def progress(self, target: Target, *, is_reported: bool) -> Progress:
        own, outlook = self.measures[target.key], self.outlooks[target.key]
        return self._progress(target, own, outlook, is_reported=is_reported)

    def part_progress(
        self, target: Target, sub_unit: str, tiers: Tiers | None, *, is_reported: bool
    ) -> Progress:
        """Progress of a sub-unit of the target's unit against its part; without one, against the whole target."""
        own, outlook = self.measures[target.key], self.outlooks[target.key]
        part = replace(target, unit=sub_unit, tiers=tiers or target.tiers)
        return self._progress(part, own, outlook, is_reported=is_reported)

    def sub_units(self, target: Target) -> frozenset[str]:
        """The sub-units that something counted was posted for; the empty name: for the unit alone."""
        asked = self.measures[target.key]
        if asked.whole_city:
            return frozenset()
        return frozenset(name for one in asked.tallies for name, total in self.sums[one].items() if total)

    def city_progress(self, target: Target) -> Progress:
        """Progress of a column's total; `target` is a target of the column that carries the total's figures."""
        own, outlook = self.measures[target.key], self.outlooks[target.key]
        return self._progress(target, of_city(own), outlook and outlook.of_city, is_reported=True)

    def _progress(
        self, target: Target, asked: Measure, outlook: _Outlook | None, *, is_reported: bool
    ) -> Progress:
        reading = read(asked, target.unit, self._answer)
        period = self.plan.period_of(target)
        elapsed = share_elapsed(period, self.as_of)
        months_left = len(period.months) - len(closed_months(period, self.as_of))
        tiers = {
            tier: tier_progress(
                target,
                tier,
                reading.value,
                elapsed=elapsed,
                months_left=months_left,
                is_reported=is_reported,
                lights=self.plan.lights,
            )
            for tier, _ in target.tiers.items()
        }
        return Progress(
            target=target,
            actual=reading.value,
            numerator=reading.numerator,
            denominator=reading.denominator,
            elapsed=elapsed,
            is_reported=is_reported,
            tiers=tiers,
            forecast=self._forecast(target, outlook, months_left),
        )

    def _forecast(self, target: Target, outlook: _Outlook | None, months_left: int) -> Fraction | None:
        if outlook is None:
            return None
        closed, recent = (
            read(one, target.unit, self._answer).value for one in (outlook.closed, outlook.recent)
        )
        if closed is None or recent is None:
            return None
        return forecast(closed, recent, outlook.recent_months, months_left)


def _city_targets(plan: Plan) -> dict[tuple[str, str], Target]:
    """For each column of an annex table, a target that carries the figures of the column's total.

    A printed total gives them; a column of rates that asks the same of every unit asks it of the city too. Where
    units are asked different things in one column, no one figure is the city's.
    """
    columns: dict[tuple[str, str], list[Target]] = {}
    for target in plan.targets:
        columns.setdefault((target.table, target.column), []).append(target)
    found = {}
    for column, targets in columns.items():
        first, total = targets[0], plan.total(*column)
        if len({_asks(target, plan) for target in targets}) > 1:
            continue
        if total is not None:
            found[column] = replace(first, tiers=total.tiers)
        elif first.tiers.floor.unit.kind is AmountKind.RATIO and len({t.tiers for t in targets}) == 1:
            found[column] = first
    return found


def _asks(target: Target, plan: Plan) -> tuple[object, ...]:
    """What a target counts, whoever it is asked of."""
    return (
        target.indicator,
        target.role,
        target.window,
        target.scope,
        plan.period_of(target),
        target.tiers.floor.unit,
        plan.restrictions(target),
        counted_kind(target, plan),
    )


def _joined(plan: Plan, progress: dict[str, Progress]) -> dict[str, Progress]:
    """Adds what targets say about each other: parts that are unmet, branches that are met and reported."""

    def is_met(key: str) -> bool:
        return progress[key].of_tier(Tier.GUARANTEED).is_met

    def meets(key: str) -> bool:
        return progress[key].is_reported and is_met(key)

    joined = {}
    for target in plan.targets:
        unmet = tuple(part.key for part in plan.children(target.key) if not is_met(part.key))
        branches = [other.key for other in plan.targets if target.any_of and other.any_of == target.any_of]
        met = next((key for key in branches if key != target.key and meets(key)), None)
        joined[target.key] = replace(progress[target.key], unmet=unmet, met_by_branch=met)
    return joined


def _reporting(
    plan: Plan, as_of: date, known_at: datetime | None
) -> tuple[dict[str, date | None], frozenset[str]]:
    """The latest month each unit with targets has reported, and the units that owe the last closed month's return."""
    filed = returns_of(plan.year, known_at)
    closed = closed_months(plan_year(plan.year), as_of)
    units = {target.unit for target in plan.targets}
    last = {
        unit: max((m for m in filed.get(unit, ()) if closed and m <= closed[-1].start), default=None)
        for unit in units
    }
    owing = {unit for unit in units if closed and closed[-1].start not in filed.get(unit, {})}
    return last, frozenset(owing)


def default_as_of(year: int, known_at: datetime | None = None) -> date:
    """The end of the latest month that most had reported at known_at, never after that day, within the plan year.

    Most: at least half as many returns as the month with the most has, so that one early return moves no page.
    """
    today = timezone.localdate(known_at)
    filed = Counter(month for months in returns_of(year, known_at).values() for month in months)
    usual = [month for month, times in filed.items() if 2 * times >= max(filed.values())]
    day = min(next_month(max(usual)) - timedelta(days=1), today) if usual else today
    return max(min(day, date(year, 12, 31)), date(year, 1, 1))
