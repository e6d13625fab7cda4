"""Watching 跟踪: the watch rules in force, what is known of every unit and project on a day, and whom the rules hit."""

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
"""The office rule that holds the watch rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What the rules say on a day. rules: those in force, by version number (0: the house's own)."""

    as_of: date
    version: int
    rules: tuple[WatchRule, ...]
    hits: tuple[WatchHit, ...]

    def of(self, watched: Watched) -> tuple[tuple[WatchRule, tuple[WatchHit, ...]], ...]:
        """Each rule for units, or for projects, with whom it hits."""
        return tuple(
            (rule, tuple(hit for hit in self.hits if hit.rule == rule))
            for rule in self.rules
            if rule.of is watched
        )


@cache
def builtin_watch_rules() -> tuple[WatchRule, ...]:
    """What is watched until an office lays down its own rules."""
    return watch_from_json(watch_rows())


def rules_in_force(
    year: int, *, on: date | None = None, known_at: datetime | None = None
) -> tuple[int, tuple[WatchRule, ...]]:
    """The version number and the rules; the house's own until the office has laid down others."""
    held = in_force(WATCH, year, on=on, known_at=known_at)
    if held.row is None:
        return 0, builtin_watch_rules()
    return held.number, watch_from_json(held.content)


def lay_down_rules(
    year: int, rules: tuple[WatchRule, ...], *, effective_on: date, by: Actor, reason: str
) -> OfficeRule:
    """The office's next version of its watch rules. Raises AccessRefused, RefusedFaults."""
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
    """Whom the rules hit on a day; `rules` tries others than those in force. Raises NoPlan."""
    version, held = rules_in_force(year, on=as_of, known_at=known_at)
    chosen = held if rules is None else rules
    return Watch(
        as_of=as_of,
        version=version,
        rules=chosen,
        hits=hits(chosen, facts_of(year, as_of=as_of, known_at=known_at, rules=chosen)),
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
    """What is known on a day of what the rules watch: of units, of projects, or of both."""
    watched = {rule.of for rule in rules}
    found: list[WatchFacts] = []
    if Watched.UNIT in watched:
        found += unit_facts(scoreboard(year, as_of=as_of, known_at=known_at))
    if Watched.PROJECT in watched:
        found += project_facts(as_of, known_at)
    return tuple(found)


def unit_facts(board: Scoreboard) -> list[WatchFacts]:
    """Every unit that carries targets. What it did not report has no figure of progress, only those of duty."""
    statuses = reporting(board.plan, board.as_of, board.known_at).statuses
    overdue = _overdue_follow_ups(board.as_of)
    unsigned = {
        one.unit.name
        for one in standings(board.plan.year)
        if one.record is None or (one.record.values.get("signed_on") or "9") > board.as_of.isoformat()
    }
    found = []
    for unit in board.plan.units:
        if not board.plan.targets_of(unit.name):
            continue
        returns = statuses[unit.name]
        figures: dict[tuple[str, str], Fraction] = {
            ("elapsed", ""): board.elapsed * 100,
            ("overdue_returns", ""): Fraction(sum(one.state is ReturnState.OVERDUE for one in returns)),
            ("late_returns", ""): Fraction(sum(bool(one.first) and not one.is_timely for one in returns)),
            ("overdue_follow_ups", ""): Fraction(overdue[unit.name]),
            ("unsigned", ""): Fraction(unit.name in unsigned),
        }
        if unit.name not in board.unreported:
            figures |= _progress_figures(board, unit.name)
        found.append(WatchFacts(name=unit.name, group=unit.group, figures=figures))
    return found


def project_facts(as_of: date, known_at: datetime | None) -> list[WatchFacts]:
    """Every project that signed, is not terminated and does not produce yet."""
    days = days_of_projects(as_of, sequence_at(known_at))
    found = []
    for record in Record.objects.filter(kind="project", pk__in=days).order_by(*IN_ORDER):
        kinds, paid = days[record.pk]
        if FactKind.TERMINATION in kinds or FactKind.PRODUCTION_START in kinds:
            continue
        found.append(WatchFacts(name=record.pk, figures=_project_figures(record, kinds, paid, as_of)))
    return found


def _progress_figures(board: Scoreboard, unit: str) -> dict[tuple[str, str], Fraction]:
    figures: dict[tuple[str, str], Fraction] = {}
    own = board.of_unit(unit)
    for one in own:
        shown = next(iter(one.tiers.values()))
        scale = one.target.tiers.floor.unit.scale
        told = {
            "completion": None if shown.completion is None else shown.completion * 100,
            "gap": None if shown.gap is None else shown.gap * 100,
            "actual": None if one.actual is None else one.actual / scale,
        }
        figures |= {(name, one.target.column): value for name, value in told.items() if value is not None}
    late = sum(next(iter(one.tiers.values())).light is Light.LATE for one in own)
    filling = [one for one in own if one.target.window is Window.FLOW]
    zero = sum(one.actual == 0 for one in filling)
    figures["targets", ""] = Fraction(len(own))
    figures["late_targets", ""] = Fraction(late)
    figures["zero_targets", ""] = Fraction(zero)
    if own:
        figures["late_share", ""] = Fraction(late * 100, len(own))
    if filling:
        figures["zero_share", ""] = Fraction(zero * 100, len(filling))
    return figures


def _overdue_follow_ups(as_of: date) -> Counter[str]:
    """unit → its follow-ups that were due by a day and not closed then, whatever was said or done later."""
    ended = RecordEvent.objects.filter(
        record__kind=FOLLOW_UP.kind, payload__move__in=("verify", "cancel")
    ).values_list("record", "act__recorded_at")
    closed = {code for code, instant in ended if timezone.localdate(instant) <= as_of}
    return Counter(
        one.unit
        for one in Record.objects.filter(kind=FOLLOW_UP.kind).exclude(pk__in=closed)
        if (one.values.get("due_on") or "9") < as_of.isoformat()
    )


def days_of_projects(as_of: date, known: int) -> dict[str, tuple[dict[FactKind, date], int]]:
    """subject → the day of each kind of fact (of money the last one), and the money that arrived, in 分."""
    rows = PostingRow.objects.filter(
        kind__in=PROJECT_STAGES, role=Role.HOST, occurred_on__lte=as_of, sequence__lte=known
    ).order_by("sequence")
    postings = [posting_of(row) for row in rows]
    undone = {one.reverses for one in postings}
    days: defaultdict[str, dict[FactKind, date]] = defaultdict(dict)
    paid: Counter[str] = Counter()
    for one in postings:
        if one.sign < 0 or one.sequence in undone:
            continue
        before = days[one.subject].get(one.kind)
        days[one.subject][one.kind] = max(before, one.occurred_on) if before else one.occurred_on
        if one.kind is FactKind.FUNDS:
            paid[one.subject] += one.amount_fen
    return {code: (held, paid[code]) for code, held in days.items() if FactKind.SIGNING in held}


def _project_figures(
    record: Record, days: Mapping[FactKind, date], paid: int, as_of: date
) -> dict[tuple[str, str], Fraction]:
    """How long a project has stood where it stands; a stage that is over has no figure."""
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
