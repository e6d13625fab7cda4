"""Closing 关账: months are closed in order; late postings for a closed month are listed with old and new figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import QuerySet
from django.utils import timezone

from jinghe.core.claims.claims import WAITING_STATES, ClaimState
from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Target
from jinghe.core.progress.measures import Measure, during, measure, read
from jinghe.core.values.periods import Period, next_month, plan_year
from jinghe.store.models import ActKind, Claim, MonthClosing, PlanRevision, PostingRow, Record
from jinghe.store.sql.tallying import posting_of, tally_all
from jinghe.usecases.claims.reading import readable_claims
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded, sequence_at
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import NoPlan, plan_of, plan_years, revision_at, words_of
from jinghe.usecases.progress.browsing import LedgerLine
from jinghe.usecases.returns.returns import returns_of

WAITING_FOR_CLOSING = (*WAITING_STATES, ClaimState.RETURNED)
"""Claims neither certified nor withdrawn: once their month is closed they need a reason for being late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRecord:
    """A month, named by its first day. waiting: how many claims for it are neither certified nor withdrawn; None for
    readers who may not know of claims.

    unreported: units with targets whose return is missing. is_next: it has ended and all before it are closed.
    """

    month: date
    closing: MonthClosing | None
    has_ended: bool
    is_next: bool
    waiting: int | None
    unreported: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A posting recorded after its month was closed. month: in which the fact occurred, by its first day."""

    month: date
    line: LedgerLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChange:
    """How late postings changed the figure of a target for a closed month, in base units; None: a rate over nothing.

    The figure of a flow is that of the month alone; of a stock or a rate it is that at the month's end.
    """

    target: Target
    month: date
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCorrections:
    """The postings for closed months of a year that were recorded between two instants, and the changes they made."""

    year: int
    lines: tuple[LateLine, ...]
    changes: tuple[LateChange, ...]


def months(year: int, *, by: Actor) -> tuple[MonthRecord, ...]:
    """The months of a year, each with its closing if it is closed. Raises AccessRefused."""
    access.require(access.may_see_scores(by), by, "查看关账")
    closings = {
        closing.month: closing
        for closing in MonthClosing.objects.filter(month__year=year).select_related("act")
    }
    waiting = Counter(
        day.replace(day=1)
        for day in _waiting(plan_year(year), by).values_list("occurred_on", flat=True)
        if day
    )
    knows_claims = access.may_see_postings(by, by.unit)
    today, following = clock.today(), next_to_close()
    filed, owing = returns_of(year), _owing(year)
    return tuple(
        MonthRecord(
            month=month.start,
            closing=closings.get(month.start),
            has_ended=month.before <= today,
            is_next=month.start == following and month.before <= today,
            waiting=waiting[month.start] if knows_claims else None,
            unreported=tuple(unit for unit in owing if month.start not in filed.get(unit, {})),
        )
        for month in plan_year(year).months
    )


def waiting_for_closing(month: date, *, by: Actor) -> tuple[Claim, ...]:
    """The claims for a month, of those the actor may read, that would be late once the month is closed."""
    claims = _waiting(Period(start=month, before=next_month(month)), by)
    return tuple(claims.order_by("unit", "occurred_on", "pk"))


def next_to_close() -> date | None:
    """The month after the last closed one; before any closing, January of the first year with a plan."""
    last = MonthClosing.objects.order_by("-month").values_list("month", flat=True).first()
    if last is not None:
        return next_month(last)
    years = plan_years()
    return date(years[-1], 1, 1) if years else None


@door("closing.close")
def close(month: date, *, by: Actor, note: str = "", at: datetime | None = None) -> MonthClosing:
    """Closes a month for good. Raises AccessRefused, Refused."""
    access.require(access.may_lay_down_rules(by), by, "关账")
    with recorded(at) as recording:
        following = next_to_close()
        if following is None:
            raise Refused("还没有下达目标任务，不能关账。")
        if month != following:
            raise Refused(
                f"关账按月份先后进行，下一个是{_month_name(following)}；{_month_name(month)}现在不能关账。"
            )
        if next_month(month) > timezone.localdate(recording.at):
            raise Refused(f"{_month_name(month)}还没有结束，结束后才能关账。")
        reason = f"{_month_name(month)}关账" + (f"：{note.strip()}" if note.strip() else "")
        return MonthClosing.objects.create(
            act=recording.write(ActKind.CLOSE_MONTH, by, reason[:400]), month=month
        )


def late_corrections(
    year: int, *, since_known_at: datetime | None = None, until_known_at: datetime | None = None
) -> LateCorrections:
    """The postings for closed months of a year, recorded after `since` and up to `until` (None: without limit).

    Facts of earlier years, too, are late for the figures of a year once its first month is closed. Raises NoPlan.
    """
    closings = MonthClosing.objects.filter(month__year=year).select_related("act").order_by("month")
    if until_known_at is not None:
        closings = closings.filter(act__recorded_at__lte=until_known_at)
    since = sequence_at(since_known_at) if since_known_at else 0
    until = sequence_at(until_known_at)
    known = {closing.month: max(closing.act.last_sequence, since) for closing in closings}
    lines = _late_lines(known, until)
    changes = []
    for month in sorted({late.month for late in lines}):
        last = Period(start=month, before=next_month(month)).last
        revision = revision_at(year, as_of=last, known_at=until_known_at)
        of_month = [late.line for late in lines if late.month == month]
        changes += _changes(revision, month, of_month, known[month], until)
    return LateCorrections(year=year, lines=lines, changes=tuple(changes))


def readable_lines(corrections: LateCorrections, *, by: Actor) -> tuple[tuple[LateLine, ...], int]:
    """The late lines whose postings the actor may see, and how many more there are."""
    visible = tuple(late for late in corrections.lines if access.may_see_postings(by, late.line.posting.unit))
    return visible, len(corrections.lines) - len(visible)


def _waiting(period: Period, by: Actor) -> QuerySet[Claim]:
    return readable_claims(by=by).filter(
        state__in=WAITING_FOR_CLOSING, occurred_on__gte=period.start, occurred_on__lt=period.before
    )


def _owing(year: int) -> tuple[str, ...]:
    """The units that must file returns: those with targets."""
    try:
        plan = plan_of(revision_at(year, as_of=date(year, 12, 31)))
    except NoPlan:
        return ()
    return tuple(unit.name for unit in plan.units if plan.targets_of(unit.name))


def _late_lines(known: dict[date, int], until: int) -> tuple[LateLine, ...]:
    """The postings up to sequence `until` that are late for their month.

    known: closed month → the last sequence that was not late: at its closing, or at the instant asked for if later.
    """
    if not known:
        return ()
    first, last = min(known), max(known)
    rows = PostingRow.objects.select_related("act").filter(
        sequence__gt=min(known.values()), sequence__lte=until, occurred_on__lt=next_month(last)
    )
    late = []
    for row in rows.order_by("sequence"):
        month = max(row.occurred_on.replace(day=1), first)
        if month in known and row.sequence > known[month]:
            late.append((month, row))
    sequences = [row.sequence for _, row in late]
    reversals = dict(
        PostingRow.objects.filter(reverses__in=sequences, sequence__lte=until).values_list(
            "reverses", "sequence"
        )
    )
    names = dict(Record.objects.filter(pk__in={row.subject for _, row in late}).values_list("code", "name"))
    return tuple(
        LateLine(
            month=month,
            line=LedgerLine(
                posting=posting_of(row),
                subject_name=names.get(row.subject, row.subject),
                act=row.act,
                reversed_by=reversals.get(row.sequence),
            ),
        )
        for month, row in late
    )


def _changes(
    revision: PlanRevision, month: date, lines: Iterable[LedgerLine], before: int, after: int
) -> list[LateChange]:
    """The targets whose figure of a month differs between two states of the ledger, named by sequence."""
    period = Period(start=month, before=next_month(month))
    late_lines = tuple(lines)
    kinds = {line.posting.kind for line in late_lines}
    units = {line.posting.unit for line in late_lines}
    plan, words = plan_of(revision), words_of(revision)
    concerned: dict[str, tuple[Target, Measure]] = {}
    for target in plan.targets:
        target_measure = measure(target, plan, words, period.last)
        if target.window is Window.FLOW and target_measure.is_counted:
            target_measure = during(target_measure, period)
        concerns = target_measure.whole_city or target.unit in units
        if concerns and any(tally.kind in kinds for tally in target_measure.tallies):
            concerned[target.key] = (target, target_measure)
    tallies = dict.fromkeys(
        tally for _, target_measure in concerned.values() for tally in target_measure.tallies
    )
    old, new = tally_all(tallies, before), tally_all(tallies, after)
    changes = []
    for target, target_measure in concerned.values():
        old_figure = read(target_measure, target.unit, lambda tally: old[tally]).value
        new_figure = read(target_measure, target.unit, lambda tally: new[tally]).value
        if old_figure != new_figure:
            changes.append(LateChange(target=target, month=month, before=old_figure, after=new_figure))
    return changes


def _month_name(month: date) -> str:
    return f"{month.year}年{month.month}月"
