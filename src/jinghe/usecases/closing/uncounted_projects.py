"""应统未统: projects with money in the ledger that official statistics do not count yet, for the statistics bureau."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jinghe.core.counting.facts import FactKind, Role
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.numbering import order_of
from jinghe.store.models import OfficialFigure, PostingRow, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at

_MONEY = (FactKind.FUNDS, FactKind.FIXED_INVESTMENT)
_ENDED = FactKind.TERMINATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncounted:
    """A project with money that statistics do not count. funds_fen, fixed_fen: so far; months: since the first
    money.
    """

    record: Record
    units: tuple[str, ...]
    stage: str
    funds_fen: int
    fixed_fen: int
    first_on: date
    months: int


@dataclass
class _Money:
    """The postings of money of one project, summed up."""

    units: dict[str, None]
    funds: int = 0
    fixed: int = 0
    first_on: date | None = None


def uncounted(
    *, by: Actor, as_of: date, known_at: datetime | None = None, unit: str = ""
) -> tuple[Uncounted, ...]:
    """The projects with money up to a day that statistics do not count, the longest waiting first.

    Raises AccessRefused.

    Units see their own, the city, the reviewing departments, the performance office and auditors see all.
    """
    only_unit = "" if access.may_see_all_reconciliation(by) else by.unit
    access.require(access.may_see_reconciliation(by, only_unit or unit), by, "查看应统未统项目")
    chosen_unit = unit or only_unit
    if only_unit:
        access.require(chosen_unit == only_unit, by, f"查看“{chosen_unit}”的应统未统项目")
    projects = Record.objects.filter(kind="project").exclude(state=_ENDED)
    if chosen_unit:
        projects = projects.filter(Q(unit=chosen_unit) | Q(units__contains=f",{chosen_unit},"))
    in_statistics = set(OfficialFigure.objects.exclude(subject="").values_list("subject", flat=True))
    open_ones = {
        project.pk: project
        for project in projects
        if not project.values.get("statistics_on") and project.pk not in in_statistics
    }
    money = _money(open_ones, as_of, sequence_at(known_at))
    stages = {state.code: state.name for state in REGISTERS["project"].states}
    waiting = [
        Uncounted(
            record=open_ones[code],
            units=tuple(sums.units),
            stage=stages.get(open_ones[code].state, open_ones[code].state),
            funds_fen=sums.funds,
            fixed_fen=sums.fixed,
            first_on=sums.first_on,
            months=(as_of.year - sums.first_on.year) * 12 + as_of.month - sums.first_on.month,
        )
        for code, sums in money.items()
        if sums.first_on is not None and (sums.funds > 0 or sums.fixed > 0)
    ]
    return tuple(
        sorted(
            waiting, key=lambda project: (project.first_on, -project.funds_fen, order_of(project.record.pk))
        )
    )


def _money(codes: Iterable[str], as_of: date, known: int) -> dict[str, _Money]:
    """code → its money, from the lines of its hosts, so that each project counts once; reversed lines are left out."""
    rows = PostingRow.objects.filter(
        kind__in=_MONEY,
        role=Role.HOST,
        subject__in=list(codes),
        occurred_on__lte=as_of,
        sequence__lte=known,
    )
    reversed_lines = set(rows.filter(sign=-1).values_list("reverses", flat=True))
    by_project: dict[str, _Money] = {}
    for row in rows.filter(sign=1).order_by("occurred_on", "sequence"):
        if row.sequence in reversed_lines:
            continue
        sums = by_project.setdefault(row.subject, _Money(units={}))
        sums.units.setdefault(row.unit)
        sums.first_on = sums.first_on or row.occurred_on
        if row.kind == FactKind.FUNDS:
            sums.funds += row.amount_fen
        else:
            sums.fixed += row.amount_fen
    return by_project
