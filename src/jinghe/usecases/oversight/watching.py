"""Watching 跟踪: the watch rules in force, the figures of units and projects they look at, and whom they hit on
a day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache

from django.utils import timezone

from jinghe.core.counting.facts import PROJECT_STAGES, FactKind, Role
from jinghe.core.counting.indicators import Window
from jinghe.core.oversight.watch import Watched, WatchFacts, WatchHit, WatchRule, hits
from jinghe.core.plan.lights import Light
from jinghe.core.registers.oversight.follow_up import FOLLOW_UP
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.core.values.periods import plan_year
from jinghe.reference.watch_loading import watch_rows
from jinghe.store.json.watch import watch_from_json, watch_to_json
from jinghe.store.models import IN_ORDER, OfficeRule, PostingRow, Record, RecordEvent
from jinghe.store.sql.tallying import posting_of
from jinghe.usecases.carrying.sign_off import standings
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.office_rules import in_force, lay_down
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.progress.scoreboard import Scoreboard, scoreboard
from jinghe.usecases.returns.returns import ReturnState, reporting

WATCH = "watch"
"""Name of the office rule whose content are the watch rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The watch rules of a day and their hits. version: of the office's rules; 0: the default rules."""

    as_of: date
    version: int
    rules: tuple[WatchRule, ...]
    hits: tuple[WatchHit, ...]

    def of(self, watched: Watched) -> tuple[tuple[WatchRule, tuple[WatchHit, ...]], ...]:
        """Each rule for units, or for projects, with its hits."""
        return tuple(
            (rule, tuple(hit for hit in self.hits if hit.rule == rule))
            for rule in self.rules
            if rule.of is watched
        )


@cache
def builtin_watch_rules() -> tuple[WatchRule, ...]:
    """The default rules, in force until an office lays down its own."""
    return watch_from_json(watch_rows())


def rules_in_force(
    year: int, *, on: date | None = None, known_at: datetime | None = None
) -> tuple[int, tuple[WatchRule, ...]]:
    """The version number and the rules; 0 and the default rules until the office lays down its own."""
    laid_down = in_force(WATCH, year, on=on, known_at=known_at)
    if laid_down.row is None:
        return 0, builtin_watch_rules()
    return laid_down.number, watch_from_json(laid_down.content)


def lay_down_rules(
    year: int, rules: tuple[WatchRule, ...], *, effective_on: date, by: Actor, reason: str
) -> OfficeRule:
    """Lays down the next version of the office's watch rules. Raises AccessRefused, RefusedFaults."""
    if faults := [fault for rule in rules for fault in rule.faults()]:
        raise RefusedFaults(faults)
    return lay_down(WATCH, year, watch_to_json(rules), effective_on=effective_on, by=by, reason=reason)


def watch(
    year: int,
    *,
    as_of: date,
    known_at: datetime | None = None,
    rules: tuple[WatchRule, ...] | None = None,
) -> Watch:
    """Whom the rules hit on a day. rules: to be tried in place of those in force. Raises NoPlan."""
    version, current = rules_in_force(year, on=as_of, known_at=known_at)
    watch_rules = current if rules is None else rules
    return Watch(
        as_of=as_of,
        version=version,
        rules=watch_rules,
        hits=hits(watch_rules, facts_of(year, as_of=as_of, known_at=known_at, rules=watch_rules)),
    )


def previewed(
    year: int, rules: tuple[WatchRule, ...], *, until: date
) -> tuple[tuple[date, tuple[WatchHit, ...]], ...]:
    """Whom rules would have hit at the end of each month that had ended by a day. Raises RefusedFaults, NoPlan."""
    if faults := [fault for rule in rules for fault in rule.faults()]:
        raise RefusedFaults(faults)
    months = [month for month in plan_year(year).months if month.last <= until]
    return tuple((month.last, watch(year, as_of=month.last, rules=rules).hits) for month in months)


def facts_of(
    year: int, *, as_of: date, known_at: datetime | None, rules: Iterable[WatchRule]
) -> tuple[WatchFacts, ...]:
    """The facts on a day that the rules look at: of units, of projects, or of both."""
    watched = {rule.of for rule in rules}
    facts: list[WatchFacts] = []
    if Watched.UNIT in watched:
        facts += unit_facts(scoreboard(year, as_of=as_of, known_at=known_at))
    if Watched.PROJECT in watched:
        facts += project_facts(as_of, known_at)
    return tuple(facts)


def unit_facts(board: Scoreboard) -> list[WatchFacts]:
    """The facts of every unit with targets; of a unit that did not report only those about returns, orders and
    time.
    """
    statuses = reporting(board.plan, board.as_of, board.known_at).statuses
    overdue = _overdue_follow_ups(board.as_of)
    unsigned = {
        standing.unit.name
        for standing in standings(board.plan.year)
        if standing.record is None
        or (standing.record.values.get("signed_on") or "9") > board.as_of.isoformat()
    }
    facts = []
    for unit in board.plan.units:
        if not board.plan.targets_of(unit.name):
            continue
        returns = statuses[unit.name]
        figures: dict[tuple[str, str], Fraction] = {
            ("elapsed", ""): board.elapsed * 100,
            ("overdue_returns", ""): Fraction(
                sum(monthly.state is ReturnState.OVERDUE for monthly in returns)
            ),
            ("late_returns", ""): Fraction(
                sum(bool(monthly.first) and not monthly.is_timely for monthly in returns)
            ),
            ("overdue_follow_ups", ""): Fraction(overdue[unit.name]),
            ("unsigned", ""): Fraction(unit.name in unsigned),
        }
        if unit.name not in board.unreported:
            figures |= _progress_figures(board, unit.name)
        facts.append(WatchFacts(name=unit.name, group=unit.group, figures=figures))
    return facts


def project_facts(as_of: date, known_at: datetime | None) -> list[WatchFacts]:
    """The facts of every project between signing and production that is not terminated."""
    days = days_of_projects(as_of, sequence_at(known_at))
    facts = []
    for record in Record.objects.filter(kind="project", pk__in=days).order_by(*IN_ORDER):
        kinds, paid = days[record.pk]
        if FactKind.TERMINATION in kinds or FactKind.PRODUCTION_START in kinds:
            continue
        facts.append(WatchFacts(name=record.pk, figures=_project_figures(record, kinds, paid, as_of)))
    return facts


def _progress_figures(board: Scoreboard, unit: str) -> dict[tuple[str, str], Fraction]:
    figures: dict[tuple[str, str], Fraction] = {}
    of_unit = board.of_unit(unit)
    for progress in of_unit:
        tier_progress = next(iter(progress.tiers.values()))
        scale = progress.target.tiers.floor.unit.scale
        values = {
            "completion": None if tier_progress.completion is None else tier_progress.completion * 100,
            "gap": None if tier_progress.gap is None else tier_progress.gap * 100,
            "actual": None if progress.actual is None else progress.actual / scale,
        }
        figures |= {
            (name, progress.target.column): value for name, value in values.items() if value is not None
        }
    late = sum(next(iter(progress.tiers.values())).light is Light.LATE for progress in of_unit)
    filling = [progress for progress in of_unit if progress.target.window is Window.FLOW]
    zero = sum(progress.actual == 0 for progress in filling)
    figures["targets", ""] = Fraction(len(of_unit))
    figures["late_targets", ""] = Fraction(late)
    figures["zero_targets", ""] = Fraction(zero)
    if of_unit:
        figures["late_share", ""] = Fraction(late * 100, len(of_unit))
    if filling:
        figures["zero_share", ""] = Fraction(zero * 100, len(filling))
    return figures


def _overdue_follow_ups(as_of: date) -> Counter[str]:
    """unit → how many follow-ups were due by a day and not closed by then; later closings do not count."""
    ended = RecordEvent.objects.filter(
        record__kind=FOLLOW_UP.kind, payload__move__in=("verify", "cancel")
    ).values_list("record", "act__recorded_at")
    closed = {code for code, instant in ended if timezone.localdate(instant) <= as_of}
    return Counter(
        follow_up.unit
        for follow_up in Record.objects.filter(kind=FOLLOW_UP.kind).exclude(pk__in=closed)
        if (follow_up.values.get("due_on") or "9") < as_of.isoformat()
    )


def days_of_projects(as_of: date, known: int) -> dict[str, tuple[dict[FactKind, date], int]]:
    """subject → the day of each kind of fact (of money the last one), and the money that arrived, in 分."""
    rows = PostingRow.objects.filter(
        kind__in=PROJECT_STAGES, role=Role.HOST, occurred_on__lte=as_of, sequence__lte=known
    ).order_by("sequence")
    postings = [posting_of(row) for row in rows]
    reversed_lines = {posting.reverses for posting in postings}
    days: defaultdict[str, dict[FactKind, date]] = defaultdict(dict)
    paid: Counter[str] = Counter()
    for posting in postings:
        if posting.sign < 0 or posting.sequence in reversed_lines:
            continue
        before = days[posting.subject].get(posting.kind)
        days[posting.subject][posting.kind] = (
            max(before, posting.occurred_on) if before else posting.occurred_on
        )
        if posting.kind is FactKind.FUNDS:
            paid[posting.subject] += posting.amount_fen
    return {code: (by_kind, paid[code]) for code, by_kind in days.items() if FactKind.SIGNING in by_kind}


def _project_figures(
    record: Record, days: Mapping[FactKind, date], paid: int, as_of: date
) -> dict[tuple[str, str], Fraction]:
    """Days that a project has been in its present stage, and its money; a stage that is over has no figure."""
    figures: dict[tuple[str, str], Fraction] = {}

    def waits(name: str, since: FactKind, until: FactKind) -> None:
        if since in days and until not in days:
            figures[name, ""] = Fraction((as_of - days[since]).days)

    waits("signed_days", FactKind.SIGNING, FactKind.REGISTRATION)
    waits("registered_days", FactKind.REGISTRATION, FactKind.CONSTRUCTION_START)
    waits("started_days", FactKind.CONSTRUCTION_START, FactKind.FUNDS)
    figures["idle_days", ""] = Fraction((as_of - days.get(FactKind.FUNDS, days[FactKind.SIGNING])).days)
    if investment := record.values.get("investment"):
        figures["investment", ""] = Fraction(investment) / UNITS_OF_MEASURE["亿元"].scale
        figures["paid_share", ""] = Fraction(paid * 100, investment)
    return figures
