"""The one writer of claims: the day follows from the values, and every write leaves an event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict, Unpack

from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Act, Claim, ClaimEvent, ImportBatch
from jinghe.usecases.records.writing import without_empty

_SIZE = 500
_WRITTEN = ("values", "state", "version", "occurred_on", "entries", "changed")


class ClaimColumns(TypedDict, total=False):
    """What an event makes of a claim; what is not named stays as it was."""

    state: str
    values: Mapping[str, Any]
    entries: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """One event of a claim and what it makes of it. payload: as ClaimEvent keeps it."""

    claim: Claim
    event: str
    payload: Mapping[str, Any]
    columns: ClaimColumns = field(default_factory=ClaimColumns)


def drafting(
    kind: FactKind, record: str, values: Mapping[str, Any], *, unit: str, batch: ImportBatch | None = None
) -> ClaimChange:
    """The change that begins a claim. record: the code of what it is about."""
    kept = without_empty(values)
    claim = Claim(kind=kind, record_id=record, unit=unit, state=ClaimState.DRAFT, version=0, batch=batch)
    return ClaimChange(claim=claim, event="drafted", payload={"values": kept}, columns={"values": kept})


def write_claims(act: Act, changes: Iterable[ClaimChange]) -> list[ClaimEvent]:
    """Writes changes of different claims within an act, in as many statements for many claims as for one."""
    applied = list(changes)
    new = [change.claim for change in applied if change.claim.version == 0]
    old = [change.claim for change in applied if change.claim.version > 0]
    for change in applied:
        _apply(act, change.claim, change.columns)
    Claim.objects.bulk_create(new, batch_size=_SIZE)
    Claim.objects.bulk_update(old, _WRITTEN, batch_size=_SIZE)
    return ClaimEvent.objects.bulk_create(
        (
            ClaimEvent(
                act=act,
                claim=change.claim,
                number=change.claim.version,
                kind=change.event,
                payload=dict(change.payload),
            )
            for change in applied
        ),
        batch_size=_SIZE,
    )


def step_in(
    act: Act, claim: Claim, event: str, payload: Mapping[str, Any], **columns: Unpack[ClaimColumns]
) -> None:
    """Writes the next step of one claim within an act, with the columns that it changes."""
    write_claims(act, [ClaimChange(claim=claim, event=event, payload=payload, columns=columns)])


def _apply(act: Act, claim: Claim, columns: ClaimColumns) -> None:
    if claim.version == 0:
        claim.created = act
    claim.version += 1
    claim.changed = act
    claim.state = columns.get("state", claim.state)
    claim.entries = columns.get("entries", claim.entries)
    if "values" in columns:
        claim.values = dict(columns["values"])
        day = claim.values.get("occurred_on")
        claim.occurred_on = date.fromisoformat(day) if day else None
