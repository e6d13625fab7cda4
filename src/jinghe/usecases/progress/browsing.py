"""Looking around: acts and postings, entries, subjects, months of a unit, earlier boards and revisions; reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Q, QuerySet

from jinghe.core.counting.facts import Posting
from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Target
from jinghe.core.progress.measures import during, measure, read
from jinghe.core.values.amounts import AmountKind
from jinghe.core.values.periods import Period
from jinghe.store.models import Act, ActKind, EvidenceItem, PlanRevision, PostingRow, Record
from jinghe.store.sql.tallying import posting_of, tally_all
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import NoPlan, words_of
from jinghe.usecases.progress.scoreboard import Scoreboard, scoreboard

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One posting for people to read. reversed_by: the sequence that undid it."""

    posting: Posting
    subject_name: str
    act: Act
    reversed_by: int | None

    @property
    def is_reversed(self) -> bool:
        return self.reversed_by is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """An entry: its lines in the order they were posted, its proof, and how many lines the reader may not see."""

    number: int
    lines: tuple[LedgerLine, ...]
    evidence: tuple[EvidenceItem, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRecord:
    """Everything posted about a subject, in order; `hidden` lines belong to units the reader may not see."""

    code: str
    name: str
    investor_name: str
    lines: tuple[LedgerLine, ...]
    hidden: int

    @property
    def latest(self) -> LedgerLine:
        """The line that says how the subject stands now."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Acts newest first, each with its postings in order. older: what to ask for next, None at the end."""

    acts: tuple[tuple[Act, tuple[LedgerLine, ...]], ...]
    older: int | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """What a money target gained month by month, in base units: (month, gained, total so far)."""

    target: Target
    rows: tuple[tuple[Period, Fraction, Fraction], ...]


def entry_record(number: int, *, by: Actor, known_at: datetime | None = None) -> EntryRecord:
    """An entry with its reversal, if any. Raises Missing, AccessRefused."""
    known = sequence_at(known_at)
    lines, hidden = _readable(_rows(known).filter(entry=number), known, by, f"查看第{number}笔入账")
    if not lines and not hidden:
        raise Missing(number)
    acts = {line.act.pk for line in lines}
    evidence = EvidenceItem.objects.filter(entry=number, act__in=acts).order_by("pk")
    return EntryRecord(number=number, lines=lines, evidence=tuple(evidence), hidden=hidden)


def subject_record(code: str, *, by: Actor, known_at: datetime | None = None) -> SubjectRecord:
    """All postings of a project, a lead, an offering or a trip. Raises Missing, AccessRefused."""
    known = sequence_at(known_at)
    lines, hidden = _readable(_rows(known).filter(subject=code), known, by, f"查看“{code}”的入账")
    if not lines and not hidden:
        raise Missing(code)
    told = Record.objects.filter(pk=code).first()
    return SubjectRecord(
        code=code,
        name=told.name if told else code,
        investor_name=(told.values.get("investor_name") or "") if told else "",
        lines=lines,
        hidden=hidden,
    )


def ledger_page(
    *,
    by: Actor,
    unit: str = "",
    kind: str = "",
    text: str = "",
    month: Period | None = None,
    before: int | None = None,
    known_at: datetime | None = None,
) -> LedgerPage:
    """A page of the ledger, older than the sequence `before`. A clerk reads its own unit. Raises AccessRefused."""
    own = unit if access.may_see_all_postings(by) else (unit or by.unit)
    access.require(access.may_see_all_postings(by) or access.may_see_postings(by, own), by, "查看台账")
    known = sequence_at(known_at)
    rows = _rows(known)
    if own:
        rows = rows.filter(unit=own)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        named = Record.objects.filter(Q(name__contains=text) | Q(code__contains=text))
        rows = rows.filter(subject__in=named.values("code"))
    if month is not None:
        rows = rows.filter(occurred_on__gte=month.start, occurred_on__lt=month.before)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    found = list(rows.order_by("-sequence")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    by_act: dict[Act, list[LedgerLine]] = {}
    for line in reversed(_lines(shown[::-1], known)):
        by_act.setdefault(line.act, []).append(line)
    acts = [(act, tuple(reversed(lines))) for act, lines in by_act.items()]
    if not (own or kind or text or month):
        acts += [(act, ()) for act in _plans_issued(shown, before, known, is_last=len(found) <= PAGE_SIZE)]
        acts.sort(key=lambda pair: -pair[0].pk)
    return LedgerPage(
        acts=tuple(acts), older=shown[-1].sequence if len(found) > PAGE_SIZE else None, unit=own
    )


def monthly(board: Scoreboard, unit: str) -> tuple[Months, ...]:
    """The money targets of a unit by month up to the board's date, as known to the board."""
    plan, words = board.plan, words_of(board.revision)
    measured = {
        target: measure(target, plan, words, board.as_of)
        for target in plan.targets_of(unit)
        if target.tiers.floor.unit.kind is AmountKind.MONEY and target.window is Window.FLOW
    }
    asked = {
        target: [(month, during(one, month)) for month in _months_so_far(plan.period_of(target), board.as_of)]
        for target, one in measured.items()
        if one.is_counted
    }
    sums = tally_all(
        {tally for months in asked.values() for _, one in months for tally in one.tallies},
        board.known_sequence,
    )
    found = []
    for target, months in asked.items():
        total, rows = Fraction(0), []
        for month, one in months:
            gained = read(one, unit, lambda tally: sums[tally]).numerator
            total += gained
            rows.append((month, gained, total))
        found.append(Months(target=target, rows=tuple(rows)))
    return tuple(found)


def board_a_month_before(board: Scoreboard) -> Scoreboard | None:
    """The same board at the end of the month before, from what is known now; None in the first month."""
    last = board.as_of.replace(day=1) - timedelta(days=1)
    if last.year != board.plan.year:
        return None
    return scoreboard(board.plan.year, as_of=last, known_at=board.known_at, basis=board.basis)


def revisions(year: int, known_at: datetime | None = None) -> tuple[PlanRevision, ...]:
    """The revisions of a year's plan that are known, latest first; without their content."""
    rows = PlanRevision.objects.filter(year=year).select_related("act").defer("content").order_by("-number")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    return tuple(rows)


def revision_numbered(year: int, number: int, known_at: datetime | None = None) -> PlanRevision:
    """One revision of a year's plan, in force or not. Raises NoPlan."""
    for revision in revisions(year, known_at):
        if revision.number == number:
            return revision
    raise NoPlan(year)


def units_in_ledger() -> tuple[str, ...]:
    """Every unit that has a posting."""
    return tuple(PostingRow.objects.order_by("unit").values_list("unit", flat=True).distinct())


def _rows(known: int) -> QuerySet[PostingRow]:
    return PostingRow.objects.select_related("act").filter(sequence__lte=known).order_by("sequence")


def _readable(
    rows: Iterable[PostingRow], known: int, by: Actor, what: str
) -> tuple[tuple[LedgerLine, ...], int]:
    """The lines the reader may see and the number of the others. Raises AccessRefused when there are only others."""
    everything = list(rows)
    sees_all = access.may_see_all_postings(by)
    seen = [row for row in everything if sees_all or access.may_see_postings(by, row.unit)]
    access.require(bool(seen) or (not everything and access.may_see_scores(by)), by, what)
    return tuple(_lines(seen, known)), len(everything) - len(seen)


def _lines(rows: list[PostingRow], known: int) -> list[LedgerLine]:
    """The rows for people to read, each with the reversal that was known by then."""
    sequences = [row.sequence for row in rows]
    reversals = PostingRow.objects.filter(reverses__in=sequences, sequence__lte=known)
    undone = {row.reverses: row.sequence for row in reversals.only("reverses", "sequence")}
    names = dict(Record.objects.filter(code__in={row.subject for row in rows}).values_list("code", "name"))
    return [
        LedgerLine(
            posting=posting_of(row),
            subject_name=names.get(row.subject, row.subject),
            act=row.act,
            reversed_by=undone.get(row.sequence),
        )
        for row in rows
    ]


def _plans_issued(shown: list[PostingRow], before: int | None, known: int, *, is_last: bool) -> list[Act]:
    """Acts without postings that belong between the postings of a page: plans issued, the demonstration's mark."""
    acts = Act.objects.filter(kind__in=[ActKind.ISSUE_PLAN, ActKind.DEMONSTRATION], last_sequence__lte=known)
    if not is_last and shown:
        acts = acts.filter(last_sequence__gte=shown[-1].sequence)
    if before is not None:
        acts = acts.filter(last_sequence__lt=before)
    return list(acts)


def _months_so_far(period: Period, as_of: date) -> list[Period]:
    """The months of a period that have begun, the last one cut off after as_of."""
    end = as_of + timedelta(days=1)
    return [
        Period(start=month.start, before=min(month.before, end))
        for month in period.months
        if month.start <= as_of
    ]
