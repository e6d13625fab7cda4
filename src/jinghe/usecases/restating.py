"""Restating 重述: what the ledger copied of a project is corrected in the dossier and on every posting, in one act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jinghe.core.claims import credits_of
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Fault
from jinghe.store.models import Act, Claim, ClaimEvent, PostingRow
from jinghe.usecases import access, ledger
from jinghe.usecases.access import Actor
from jinghe.usecases.acts import recorded
from jinghe.usecases.records import RefusedRecord, change_in, record_of

_COLUMNS = {"investment": "investment_fen"}
"""Fields of a record whose column in the ledger has another name; hosts and sponsors are its credits."""


def restate_record(
    code: str,
    changes: Mapping[str, Any],
    *,
    signed_on: date | None = None,
    expected: int,
    by: Actor,
    reason: str,
    at: datetime | None = None,
) -> Act:
    """Restates fields marked is_restated, the signing date, or whose it is (hosts, sponsors: re-credits every posting).

    Raises NoRecord, AccessRefused, RecordMoved, RefusedRecord, ledger.RefusedChange, ledger.RefusedEntries.
    """
    access.require(access.may_write_ledger(by), by, "重述")
    record = record_of(code, by=by)
    register = REGISTERS[record.kind]
    _require_restatable([register.field(name).is_restated for name in changes], reason)
    with recorded(at) as recording:
        record.refresh_from_db()
        told = {**record.values, **changes}
        columns = {_COLUMNS.get(name, name): _column(value) for name, value in changes.items()}
        for shared in ("hosts", "sponsors"):
            columns.pop(shared, None)
        act = ledger.restate_in(
            recording,
            code,
            columns | ({"cohort_on": signed_on} if signed_on else {}),
            by=by,
            reason=reason.strip(),
            recredit=(
                (lambda entry: credits_of(told, record.unit, entry.kind, entry.occurred_on))
                if {"hosts", "sponsors"} & set(changes)
                else None
            ),
        )
        change_in(act, record, changes, expected=expected, note=reason.strip(), is_restating=True)
        _follow(act)
        return act


def _require_restatable(marks: list[bool], reason: str) -> None:
    faults = []
    if not all(marks):
        faults.append(Fault(name="", text="只有入账时抄录的内容需要重述，其他内容直接修改档案"))
    if not reason.strip():
        faults.append(Fault(name="reason", text="请写明重述原因"))
    if faults:
        raise RefusedRecord(faults)


def _column(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _follow(act: Act) -> None:
    """The claims behind the re-entered postings learn their new numbers."""
    entries: dict[str, dict[int, None]] = {}
    rows = PostingRow.objects.filter(act=act, sign=1).exclude(claim="").order_by("sequence")
    for number, entry in rows.values_list("claim", "entry"):
        entries.setdefault(number, {})[entry] = None
    for claim in Claim.objects.filter(pk__in=entries):
        claim.entries = list(entries[str(claim.pk)])
        claim.version += 1
        claim.changed = act
        claim.save()
        ClaimEvent.objects.create(
            act=act, claim=claim, number=claim.version, kind="restated", payload={"entries": claim.entries}
        )
