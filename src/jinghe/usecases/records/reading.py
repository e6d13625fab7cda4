"""Records for people to read: one filter under every list, search and export, the history, and the next steps."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.numbering import year_and_number
from jinghe.core.registers.registers import Move, Party
from jinghe.store.models import NEWEST_FIRST, Attachment, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.records.records import register_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of records. older: the code to go on after; None at the end."""

    records: tuple[Record, ...]
    older: str | None


def readable(kind: str, *, by: Actor) -> QuerySet[Record]:
    """The records of a register that the actor may read: the one filter under every list, search and export."""
    register = register_of(kind)
    records = Record.objects.filter(kind=kind)
    own = access.acts_for_unit(by)
    private = [state.code for state in register.states if state.is_private]
    public = ~Q(state__in=private) if private else Q()
    if access.parties_of(by, "", checked_by=by.unit) & register.reads:
        seen = public
    elif access.may_see_scores(by) and by.unit and Party.INVOLVED in register.reads:
        seen = Q(units__contains=f",{by.unit},") & public
    else:
        seen = Q(pk__in=())
    return records.filter(seen | Q(unit=own)) if own else records.filter(seen)


def find(
    kind: str,
    *,
    by: Actor,
    text: str = "",
    states: Iterable[str] = (),
    unit: str = "",
    after: str = "",
    size: int = 50,
) -> Found:
    """A page of records by code, newest first. text: in the name, its pinyin or initials, or the code."""
    records = readable(kind, by=by)
    if text:
        wanted = text.strip().lower()
        records = records.filter(Q(search__contains=wanted) | Q(code__icontains=wanted))
    if told := list(states):
        records = records.filter(state__in=told)
    if unit:
        records = records.filter(Q(unit=unit) | Q(units__contains=f",{unit},"))
    if after:
        records = records.filter(_opened_before(after))
    found = list(records.order_by(*NEWEST_FIRST)[: size + 1])
    return Found(records=tuple(found[:size]), older=found[size - 1].code if len(found) > size else None)


def _opened_before(code: str) -> Q:
    """What stands below a code where the newest comes first."""
    year, number = year_and_number(code)
    return Q(year__lt=year) | Q(year=year, number__lt=number) | Q(year=year, number=number, code__lt=code)


def history_of(record: Record) -> tuple[RecordEvent, ...]:
    """Everything that happened to a record, oldest first."""
    return tuple(record.events.select_related("act").order_by("number"))


def next_steps(record: Record, *, by: Actor) -> tuple[Move, ...]:
    """The steps the actor may take from where the record stands."""
    parties = access.parties_of(by, record.unit, access.involved_in(record))
    return tuple(
        move for move in REGISTERS[record.kind].moves if record.state in move.sources and parties & move.by
    )


def documents_of(record: Record) -> QuerySet[Attachment]:
    """The papers of a record, in the order they were attached; what was taken off is left out."""
    return record.attachments.filter(removal__isnull=True).select_related("file", "act").order_by("pk")
