"""Restating 重述: what the ledger copied of a project is corrected in the dossier and on every posting, in one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jinghe.core.claims.claims import credits_of, kinds_of
from jinghe.core.counting.entries import Credit, Entry
from jinghe.core.counting.facts import FactKind, Posting
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.fields import FieldKind
from jinghe.core.registers.registers import FieldFault, Register, missing_faults
from jinghe.store.models import Act, Claim, PostingRow, Record
from jinghe.usecases.claims.rules import note_faults
from jinghe.usecases.claims.stages import follow_ledger
from jinghe.usecases.claims.writing import ClaimChange, ClaimColumns, write_claims
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.records import RefusedRecord, change_in, record_of

_COLUMNS = {"investment": "investment_fen"}
"""Fields of a record whose column in the ledger has another name."""

_CREDITS = frozenset({"hosts", "sponsors", "share_since", "share_until", "sub_unit"})
"""Fields of a record that say whose its facts are, and from when to when."""


@door("restating.restate_record")
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
    """Restates fields marked is_restated, the signing date, or whose it is (re-credits every posting).

    Raises Missing, AccessRefused, Refused, ledger.RefusedEntries.
    """
    access.require(access.may_write_ledger(by), by, "重述")
    record = record_of(code, by=by)
    _require_restatable(record, changes, signed_on, reason)
    with recorded(at) as recording:
        record.refresh_from_db()
        columns, recredit = _asked(record, changes, signed_on)
        act = ledger.restate_in(recording, code, columns, by=by, reason=reason.strip(), recredit=recredit)
        change_in(act, record, changes, expected=expected, note=reason.strip(), is_restating=True)
        _follow(act, signed_on)
        return act


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """What a restatement would reverse and enter anew."""

    before: tuple[Posting, ...]
    after: tuple[Posting, ...]
    faults: tuple[str, ...]


def restatement_of(
    code: str, changes: Mapping[str, Any], *, signed_on: date | None, by: Actor, reason: str
) -> Restatement:
    """What restating would do, without doing it. Raises as `restate_record` does."""
    access.require(access.may_write_ledger(by), by, "重述")
    record = record_of(code, by=by)
    _require_restatable(record, changes, signed_on, reason)
    columns, recredit = _asked(record, changes, signed_on)
    live, entries = ledger.restatement_of(code, columns, recredit=recredit)
    return Restatement(
        before=tuple(live),
        after=tuple(posting for entry in entries for posting in entry.postings()),
        faults=tuple(dict.fromkeys(fault for entry in entries for fault in entry.faults())),
    )


def standing_entries(code: str, *, by: Actor) -> tuple[tuple[Posting, str], ...]:
    """The first line of each entry that stands for a record, with the claim that brought it; empty: none did.

    Raises Missing, AccessRefused.
    """
    access.require(access.may_write_ledger(by), by, "重述")
    record = record_of(code, by=by)
    entries: dict[int, Posting] = {}
    for posting in live_postings(subject=record.pk):
        entries.setdefault(posting.entry, posting)
    rows = PostingRow.objects.filter(entry__in=entries, sign=1).values_list("entry", "claim")
    claims = {entry: claim if claim.isdecimal() else "" for entry, claim in rows}
    return tuple((posting, claims[entry]) for entry, posting in entries.items())


@door("restating.reverse_entry")
def reverse_entry(code: str, number: int, *, by: Actor, reason: str) -> Act:
    """Reverses an entry of a record that no claim brought; the record follows.

    Raises Missing, AccessRefused, RefusedRecord, Refused.
    """
    access.require(access.may_write_ledger(by), by, "冲销")
    if faults := note_faults(reason, "冲销原因"):
        raise RefusedRecord([FieldFault(name="reason", text=text) for text in faults])
    record = record_of(code, by=by)
    with recorded() as recording:
        if not live_postings(entry=number, subject=record.pk):
            raise Refused(f"第{number}笔不是“{record.name}”的有效入账。")
        ledger.require_no_claim(number)
        act = ledger.reverse_in(recording, [number], by=by, reason=reason.strip())
        follow_ledger(act, {record.pk})
        return act


def _asked(
    record: Record, changes: Mapping[str, Any], signed_on: date | None
) -> tuple[dict[str, Any], Callable[[Entry], tuple[Credit, ...]] | None]:
    """The columns of the ledger that change, and whose each entry is from then on where that changes."""
    register = REGISTERS[record.kind]
    told = {**record.values, **changes}
    columns = {
        _COLUMNS.get(name, name): _column(register, name, value)
        for name, value in changes.items()
        if name not in _CREDITS
    }
    if signed_on:
        columns["cohort_on"] = signed_on
    if not _CREDITS & set(changes):
        return columns, None
    return columns, lambda entry: credits_of(told, record.unit, entry.kind, entry.occurred_on)


def _require_restatable(
    record: Record, changes: Mapping[str, Any], signed_on: date | None, reason: str
) -> None:
    """Raises RefusedRecord with everything that keeps the facts of a record from being restated so."""
    register = REGISTERS[record.kind]
    fields = [register.field(name) for name in changes]
    faults = [
        FieldFault(name=one.name, text=f"“{one.label}”没有随入账抄录，请直接修改档案")
        for one in fields
        if not one.is_restated
    ]
    faults += missing_faults(register.missing({**record.values, **changes}, record.state))
    if not changes and signed_on is None:
        faults.append(FieldFault(name="", text="没有要更正的内容"))
    if signed_on and not any(kind.kind is FactKind.SIGNING for kind in kinds_of(record.kind)):
        faults.append(FieldFault(name="signed_on", text=f"{register.name}没有签约日期"))
    faults += [FieldFault(name="reason", text=text) for text in note_faults(reason, "重述原因")]
    if faults:
        raise RefusedRecord(faults)


_NOTHING = {FieldKind.MONEY: None, FieldKind.FLAG: False, FieldKind.SEVERAL: ()}


def _column(register: Register, name: str, value: Any) -> Any:
    """A value as the ledger holds it; what is told no more is empty there."""
    if value is None:
        return _NOTHING.get(register.field(name).kind, "")
    return tuple(value) if isinstance(value, list) else value


def _follow(act: Act, signed_on: date | None) -> None:
    """The claims behind the re-entered postings learn their new numbers, and a signing its day."""
    entries: dict[str, dict[int, None]] = {}
    rows = PostingRow.objects.filter(act=act, sign=1).exclude(claim="").order_by("sequence")
    for number, entry in rows.values_list("claim", "entry"):
        entries.setdefault(number, {})[entry] = None
    claims = Claim.objects.filter(pk__in=[number for number in entries if number.isdecimal()])
    write_claims(act, [_restated(claim, list(entries[str(claim.pk)]), signed_on) for claim in claims])


def _restated(claim: Claim, entries: list[int], signed_on: date | None) -> ClaimChange:
    payload: dict[str, Any] = {"entries": entries}
    columns: ClaimColumns = {"entries": entries}
    if signed_on and claim.kind == FactKind.SIGNING:
        payload["changes"] = {"occurred_on": [claim.values["occurred_on"], signed_on.isoformat()]}
        columns["values"] = {**claim.values, "occurred_on": signed_on.isoformat()}
    return ClaimChange(claim=claim, event="restated", payload=payload, columns=columns)
