"""应统未统: projects that brought money while the statistics do not hold them yet, for the bureau that counts them."""

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
    """A project with money and without statistics. funds_fen, fixed_fen: money so far; months: since the first."""

    record: Record
    units: tuple[str, ...]
    stage: str
    funds_fen: int
    fixed_fen: int
    first_on: date
    months: int


@dataclass
class _Money:
    """What the ledger holds of one project."""

    units: dict[str, None]
    funds: int = 0
    fixed: int = 0
    first_on: date | None = None


def uncounted(
    *, by: Actor, as_of: date, known_at: datetime | None = None, unit: str = ""
) -> tuple[Uncounted, ...]:
    """The projects whose money up to a day should be counted and is not, the longest waiting first.

    Raises AccessRefused.

    Units see their own, the city, the reviewing departments, the performance office and auditors see all.
    """
    own = "" if access.may_see_all_reconciliation(by) else by.unit
    access.require(access.may_see_reconciliation(by, own or unit), by, "查看应统未统项目")
    wanted = unit or own
    if own:
        access.require(wanted == own, by, f"查看“{wanted}”的应统未统项目")
    projects = Record.objects.filter(kind="project").exclude(state=_ENDED)
    if wanted:
        projects = projects.filter(Q(unit=wanted) | Q(units__contains=f",{wanted},"))
    held = set(OfficialFigure.objects.exclude(subject="").values_list("subject", flat=True))
    open_ones = {
        one.pk: one for one in projects if not one.values.get("statistics_on") and one.pk not in held
    }
    money = _money(open_ones, as_of, sequence_at(known_at))
    stages = {state.code: state.name for state in REGISTERS["project"].states}
    found = [
        Uncounted(
            record=open_ones[code],
            units=tuple(told.units),
            stage=stages.get(open_ones[code].state, open_ones[code].state),
            funds_fen=told.funds,
            fixed_fen=told.fixed,
            first_on=told.first_on,
            months=(as_of.year - told.first_on.year) * 12 + as_of.month - told.first_on.month,
        )
        for code, told in money.items()
        if told.first_on is not None and (told.funds > 0 or told.fixed > 0)
    ]
    return tuple(sorted(found, key=lambda one: (one.first_on, -one.funds_fen, order_of(one.record.pk))))


def _money(codes: Iterable[str], as_of: date, known: int) -> dict[str, _Money]:
    """code → its money as host, a project counted once however many units share it; reversed lines are no first day."""
    rows = PostingRow.objects.filter(
        kind__in=_MONEY,
        role=Role.HOST,
        subject__in=list(codes),
        occurred_on__lte=as_of,
        sequence__lte=known,
    )
    undone = set(rows.filter(sign=-1).values_list("reverses", flat=True))
    found: dict[str, _Money] = {}
    for row in rows.filter(sign=1).order_by("occurred_on", "sequence"):
        if row.sequence in undone:
            continue
        told = found.setdefault(row.subject, _Money(units={}))
        told.units.setdefault(row.unit)
        told.first_on = told.first_on or row.occurred_on
        if row.kind == FactKind.FUNDS:
            told.funds += row.amount_fen
        else:
            told.fixed += row.amount_fen
    return found
