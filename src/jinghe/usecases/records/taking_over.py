"""Taking over 期初登记: the registers as an office kept them before, in one act, each record where it stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import ActKind, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.records.records import free_codes
from jinghe.usecases.records.writing import RecordChange, opening, write_records


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """A record as it was kept elsewhere. unit: who keeps it; code empty: the next free one; state empty: the first."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    state: str = ""
    code: str = ""
    due_on: date | None = None


@door("taking_over.take_over")
def take_over(
    kept: Sequence[KeptRecord], *, by: Actor, reason: str, at: datetime | None = None
) -> tuple[Record, ...]:
    """Opens records in whatever state they have reached; what was never kept of them may be missing.

    Raises AccessRefused.
    """
    access.require(access.may_write_ledger(by), by, "登记期初台账")
    with recorded(at) as recording:
        changes = tuple(_openings(kept, timezone.localdate(recording.at).year))
        write_records(recording.write(ActKind.RECORD, by, reason), changes)
        return tuple(change.record for change in changes)


def _openings(kept: Sequence[KeptRecord], year: int) -> Iterator[RecordChange]:
    free = {kind: free_codes(REGISTERS[kind], year) for kind in {one.kind for one in kept}}
    for one in kept:
        yield opening(
            REGISTERS[one.kind],
            one.values,
            code=one.code or next(free[one.kind]),
            unit=one.unit,
            state=one.state,
            due_on=one.due_on,
        )
