"""Reconciliation 对账: official statistics beside our ledger; a difference is explained, and never evened out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Max
from django.utils import timezone

from jinghe.core.counting.facts import FACT_RULES, FactKind, Role
from jinghe.core.counting.tallies import Summed, Tally
from jinghe.core.plan.plans import Plan
from jinghe.core.progress.measures import counted_kind
from jinghe.core.values.periods import Period, next_month
from jinghe.store.models import ActKind, OfficeRule, OfficialFigure, PostingRow, Record
from jinghe.store.sql.tallying import tally_all
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded, sequence_at
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.plan.plans import NoPlan, known_units, plan_of, revision_at

SOURCES = {kind: rule.stated_by for kind, rule in FACT_RULES.items() if rule.stated_by}
"""The facts of the ledger that official statistics have too, and who states them."""

KINDS = tuple(SOURCES)
NOTES = "reconciliation_note"
LONGEST_NOTE = 300

_NOTHING_RECORDED = "。没有录入任何内容。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One official figure, cumulative from January, in 分 of the fact's currency. subject: a project, or empty."""

    unit: str
    amount_fen: int
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The explanation of a difference, with who wrote it and when."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationRow:
    """One unit or project. official: None is 未报; ours: the figure of the ledger up to the same month's end,
    in 分.
    """

    unit: str
    subject: str
    name: str
    official: OfficialFigure | None
    ours: int
    note: Note | None = None

    @property
    def difference(self) -> int | None:
        """Our figure less the official one."""
        return None if self.official is None else self.ours - self.official.amount_fen

    @property
    def share(self) -> Fraction | None:
        """The difference as a share of the official figure; None where that is missing or 0."""
        if self.official is None or self.difference is None or not self.official.amount_fen:
            return None
        return Fraction(self.difference, self.official.amount_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One kind of fact and month: every unit, and the projects that the statistics name.

    stated: the units with an official figure; missing: how many have none. ours_of_stated: our sum over the stated
    units alone, so that it can be compared with the official sum. left_out: projects that the reader may not see.
    """

    kind: FactKind
    month: date
    rows: tuple[ReconciliationRow, ...]
    projects: tuple[ReconciliationRow, ...]
    left_out: int

    @property
    def stated(self) -> tuple[ReconciliationRow, ...]:
        return tuple(row for row in self.rows if row.official is not None)

    @property
    def missing(self) -> int:
        return len(self.rows) - len(self.stated)

    @property
    def official_sum(self) -> int:
        return sum(row.official.amount_fen for row in self.rows if row.official is not None)

    @property
    def ours_of_stated(self) -> int:
        return sum(row.ours for row in self.stated)

    @property
    def ours_sum(self) -> int:
        return sum(row.ours for row in self.rows)

    @property
    def difference(self) -> int:
        return self.ours_of_stated - self.official_sum

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.difference, self.official_sum) if self.official_sum else None


@door("reconciliation.record_figures")
def record_figures(
    kind: FactKind,
    month: date,
    stated: Sequence[Stated],
    *,
    source: str,
    document: str = "",
    stated_on: date,
    by: Actor,
    at: datetime | None = None,
) -> tuple[OfficialFigure, ...]:
    """Records official figures, all or none; a newer figure replaces an older one, which stays on record.

    Raises AccessRefused, RefusedFaults.
    """
    access.require(access.may_lay_down_rules(by), by, "录入官方统计数")
    with recorded(at) as recording:
        today = timezone.localdate(recording.at)
        faults = [*_heading_faults(kind, month, source, document, stated_on, today), *_faults(stated)]
        if faults:
            raise RefusedFaults(faults, closing=_NOTHING_RECORDED)
        name = FACT_RULES[kind].name
        reason = f"录入{source.strip()}{month.year}年{month.month}月累计{name}{len(stated)}个数"
        act = recording.write(ActKind.RECONCILE, by, reason)
        return tuple(
            OfficialFigure.objects.create(
                act=act,
                source=source.strip(),
                document=document.strip(),
                stated_on=stated_on,
                kind=kind,
                month=month,
                unit=figure.unit,
                subject=figure.subject,
                amount_fen=figure.amount_fen,
            )
            for figure in stated
        )


@door("reconciliation.explain_difference")
def explain_difference(
    kind: FactKind,
    month: date,
    unit: str,
    subject: str = "",
    *,
    text: str,
    by: Actor,
    at: datetime | None = None,
) -> OfficeRule:
    """Records why the two figures differ; earlier explanations stay on record. Raises AccessRefused, RefusedFaults."""
    access.require(access.may_lay_down_rules(by), by, "填写差异说明")
    note = text.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise RefusedFaults([f"请填写差异说明，不超过{LONGEST_NOTE}个字"], closing=_NOTHING_RECORDED)
    if kind not in KINDS or unit not in known_units():
        raise RefusedFaults([f"没有“{unit}”这一行"], closing=_NOTHING_RECORDED)
    with recorded(at) as recording:
        name = FACT_RULES[kind].name
        act = recording.write(
            ActKind.RECONCILE, by, f"差异说明：{subject or unit} {month.year}年{month.month}月{name}"
        )
        last = OfficeRule.objects.filter(name=NOTES, year=month.year).aggregate(last=Max("number"))["last"]
        return OfficeRule.objects.create(
            act=act,
            name=NOTES,
            year=month.year,
            number=(last or 0) + 1,
            effective_on=month,
            content={"kind": kind, "unit": unit, "subject": subject, "text": note},
        )


def reconciliation(
    kind: FactKind, month: date, *, by: Actor, known_at: datetime | None = None
) -> Reconciliation:
    """Both figures of every unit for a month, cumulative from January, as known at an instant. Raises AccessRefused.

    Everybody who may see scores reads the units; projects only those who may see their postings or review them.
    """
    access.require(access.may_see_scores(by), by, "查看对账")
    official = _official(kind, month, known_at)
    notes = _notes(kind, month, known_at)
    ours = _ours(kind, month, sequence_at(known_at))
    units = [unit for unit, subject in official if not subject]
    rows = tuple(
        ReconciliationRow(
            unit=unit,
            subject="",
            name=unit,
            official=official.get((unit, "")),
            ours=ours.get(unit, 0),
            note=notes.get((unit, "")),
        )
        for unit in _units(kind, month, {*units, *(unit for unit, sum_ in ours.items() if sum_)})
    )
    projects = _project_rows(kind, month, official, notes, sequence_at(known_at))
    visible = tuple(row for row in projects if access.may_see_reconciliation(by, row.unit))
    return Reconciliation(
        kind=kind, month=month, rows=rows, projects=visible, left_out=len(projects) - len(visible)
    )


def stated_months(kind: FactKind) -> tuple[date, ...]:
    """The months with official figures, latest first."""
    months = OfficialFigure.objects.filter(kind=kind).order_by("-month").values_list("month", flat=True)
    return tuple(months.distinct())


def history(kind: FactKind, month: date, unit: str, subject: str = "") -> tuple[OfficialFigure, ...]:
    """Every official figure ever recorded for one unit or project, latest first; only the first counts."""
    rows = OfficialFigure.objects.filter(kind=kind, month=month, unit=unit, subject=subject)
    return tuple(rows.select_related("act").order_by("-pk"))


def _heading_faults(
    kind: FactKind, month: date, source: str, document: str, stated_on: date, today: date
) -> Iterable[str]:
    if kind not in KINDS:
        yield "请选择指标"
    if month.day != 1 or next_month(month) > today:
        yield "请选择已经结束的月份"
    elif not next_month(month) <= stated_on <= today:
        yield "统计日期应在该月结束以后，且不晚于今天"
    if not source.strip() or len(source.strip()) > 60:
        yield "请填写数据来源，不超过60个字"
    if len(document.strip()) > 120:
        yield "文件名称或文号不超过120个字"


def _faults(stated: Sequence[Stated]) -> Iterable[str]:
    if not stated:
        yield "没有可以录入的数"
    units, codes = known_units(), {figure.subject for figure in stated if figure.subject}
    projects = set(Record.objects.filter(pk__in=codes, kind="project").values_list("code", flat=True))
    listed = set()
    for figure in stated:
        named = f"“{figure.unit}”" + (f"“{figure.subject}”" if figure.subject else "")
        if figure.unit not in units:
            yield f"{named}不是目标任务中的责任单位"
        if figure.subject and figure.subject not in projects:
            yield f"没有编号为“{figure.subject}”的项目"
        if (figure.unit, figure.subject) in listed:
            yield f"{named}出现了两次"
        if figure.amount_fen < 0:
            yield f"{named}的累计数不能小于零"
        listed.add((figure.unit, figure.subject))


def _official(
    kind: FactKind, month: date, known_at: datetime | None
) -> Mapping[tuple[str, str], OfficialFigure]:
    """(unit, subject) → the latest official figure."""
    rows = OfficialFigure.objects.filter(kind=kind, month=month).select_related("act").order_by("pk")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    return {(row.unit, row.subject): row for row in rows}


def _notes(kind: FactKind, month: date, known_at: datetime | None) -> Mapping[tuple[str, str], Note]:
    rows = OfficeRule.objects.filter(name=NOTES, year=month.year, effective_on=month).select_related("act")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    return {
        (row.content["unit"], row.content["subject"]): Note(
            text=row.content["text"], by=row.act.recorded_by, at=row.act.recorded_at
        )
        for row in rows.order_by("number")
        if row.content["kind"] == kind
    }


def _so_far(month: date) -> Period:
    return Period(start=date(month.year, 1, 1), before=next_month(month))


def _ours(kind: FactKind, month: date, known: int) -> Mapping[str, int]:
    """unit → our figure for it as host (承接落地), since statistics count money where a project stands."""
    tally = Tally(
        kind=kind,
        role=Role.HOST,
        summed=Summed.AMOUNT,
        occurred=_so_far(month),
        currency=FACT_RULES[kind].currency,
    )
    return tally_all([tally], known)[tally]


def _units(kind: FactKind, month: date, others: set[str]) -> list[str]:
    """Units with a target of the kind, and others with a figure, in the order of the plan."""
    try:
        plan = plan_of(revision_at(month.year, as_of=date(month.year, 12, 31)))
    except NoPlan:
        return sorted(others)
    carrying = {
        target.unit
        for target in plan.targets
        if counted_kind(target, plan) is kind and target.role is Role.HOST
    }
    return _in_order(plan, carrying | others)


def _in_order(plan: Plan, names: set[str]) -> list[str]:
    order = {unit.name: index for index, unit in enumerate(plan.units)}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def _project_rows(
    kind: FactKind,
    month: date,
    official: Mapping[tuple[str, str], OfficialFigure],
    notes: Mapping[tuple[str, str], Note],
    known: int,
) -> tuple[ReconciliationRow, ...]:
    """The projects that the statistics name, each with our figure for it in the same unit."""
    named = [(unit, subject) for unit, subject in official if subject]
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    period = _so_far(month)
    postings = PostingRow.objects.filter(
        kind=kind,
        role=Role.HOST,
        subject__in=[subject for _, subject in named],
        sequence__lte=known,
        occurred_on__gte=period.start,
        occurred_on__lt=period.before,
    )
    for unit, subject, sign, fen in postings.values_list("unit", "subject", "sign", "amount_fen"):
        sums[unit, subject] += sign * fen
    names = dict(Record.objects.filter(pk__in=[s for _, s in named]).values_list("code", "name"))
    return tuple(
        ReconciliationRow(
            unit=unit,
            subject=subject,
            name=names.get(subject, subject),
            official=official[unit, subject],
            ours=sums[unit, subject],
            note=notes.get((unit, subject)),
        )
        for unit, subject in sorted(named)
    )
