"""Writes the work of many rows within one act, in a fixed number of statements however many rows there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from jinghe.core.claims.claims import ClaimState
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Register
from jinghe.store.models import Act, Claim, ClaimEvent, ImportBatch, Record, RecordEvent
from jinghe.usecases.imports.rows import ChangeClaim, ChangeRecord, DraftClaim, OpenRecord, RowResult
from jinghe.usecases.records.pinyin import search_text
from jinghe.usecases.records.records import free_codes

_SIZE = 500


def outcome_of(
    rows: Iterable[RowResult], filed: Sequence[RowResult], codes: Mapping[str, str]
) -> dict[str, Any]:
    """What an import says of itself: each row, and what a taking back must find as it was left.

    made: mark of a new row → code; opened, changed, redrafted: the version each record or claim has since.
    """
    works = [(row, work) for row in filed for work in row.works]
    opened = [(codes[row.place], work) for row, work in works if isinstance(work, OpenRecord)]
    return {
        "rows": [[one.sheet, one.number, one.outcome.value, one.name, one.text] for one in rows],
        "made": {work.mark: code for code, work in opened},
        "opened": {code: 1 for code, _ in opened},
        "changed": {work.code: work.version + 1 for _, work in works if isinstance(work, ChangeRecord)},
        "redrafted": {
            str(work.number): work.version + 1 for _, work in works if isinstance(work, ChangeClaim)
        },
    }


def coded(rows: Iterable[RowResult], year: int) -> dict[str, str]:
    """Place of a row → the code of the record that it begins; asked within the act."""
    works = [(row, work) for row in rows for work in row.works if isinstance(work, OpenRecord)]
    codes = {row.place: work.code for row, work in works}
    taken = set(codes.values())
    free = {kind: free_codes(REGISTERS[kind], year) for kind in {work.register for _, work in works}}
    for row, work in works:
        if not codes[row.place]:
            codes[row.place] = next(code for code in free[work.register] if code not in taken)
    return codes


def write_rows(act: Act, batch: ImportBatch, rows: Sequence[RowResult], codes: Mapping[str, str]) -> None:
    """Begins and changes records, drafts and changes claims; `coded` told the codes of the new ones."""
    _open(act, batch.unit, rows, codes)
    _change_records(act, [one for row in rows for one in row.works if isinstance(one, ChangeRecord)])
    _draft(act, batch, rows, codes)
    _change_claims(act, [one for row in rows for one in row.works if isinstance(one, ChangeClaim)])


def record_of_row(
    act: Act, register: Register, code: str, unit: str, values: Mapping[str, Any], state: str = ""
) -> Record:
    """A record that a row begins, not yet saved."""
    name = str(values.get(register.title) or code)[:200]
    named = dict.fromkeys(one for one in (unit, *register.units_named(values)) if one)
    return Record(
        code=code,
        kind=register.kind,
        unit=unit,
        name=name,
        state=state or register.states[0].code,
        values=dict(values),
        version=1,
        search=search_text(name, str(values.get("investor_name") or "")),
        units=f",{','.join(named)}," if named else "",
        created=act,
        changed=act,
    )


def _open(act: Act, unit: str, rows: Sequence[RowResult], codes: Mapping[str, str]) -> None:
    records, events = [], []
    for row in rows:
        for work in row.works:
            if isinstance(work, OpenRecord):
                register = REGISTERS[work.register]
                record = record_of_row(act, register, codes[row.place], unit, work.values)
                records.append(record)
                payload = {"values": record.values, "state": record.state}
                payload |= {"note": work.note} if work.note else {}
                events.append(RecordEvent(act=act, record=record, number=1, kind="opened", payload=payload))
    Record.objects.bulk_create(records, batch_size=_SIZE)
    RecordEvent.objects.bulk_create(events, batch_size=_SIZE)


def _change_records(act: Act, works: Sequence[ChangeRecord]) -> None:
    held = {one.pk: one for one in Record.objects.filter(pk__in=[work.code for work in works])}
    events = []
    for work in works:
        record = held[work.code]
        register = REGISTERS[record.kind]
        before = record.values
        values = {
            name: value for name, value in {**before, **work.changes}.items() if value not in (None, "", [])
        }
        fresh = record_of_row(act, register, record.pk, record.unit, values, record.state)
        record.values, record.name, record.search, record.units = (
            fresh.values,
            fresh.name,
            fresh.search,
            fresh.units,
        )
        record.version, record.changed = record.version + 1, act
        changes = {name: [before.get(name), value] for name, value in work.changes.items()}
        events.append(
            RecordEvent(
                act=act, record=record, number=record.version, kind="changed", payload={"changes": changes}
            )
        )
    Record.objects.bulk_update(
        held.values(), ["values", "name", "search", "units", "version", "changed"], batch_size=_SIZE
    )
    RecordEvent.objects.bulk_create(events, batch_size=_SIZE)


def _draft(act: Act, batch: ImportBatch, rows: Sequence[RowResult], codes: Mapping[str, str]) -> None:
    claims = [
        Claim(
            kind=work.kind,
            record_id=work.code or codes[row.place],
            unit=batch.unit,
            values=dict(work.values),
            state=ClaimState.DRAFT,
            version=1,
            occurred_on=_day(work.values),
            batch=batch,
            created=act,
            changed=act,
        )
        for row in rows
        for work in row.works
        if isinstance(work, DraftClaim)
    ]
    Claim.objects.bulk_create(claims, batch_size=_SIZE)
    ClaimEvent.objects.bulk_create(
        (
            ClaimEvent(act=act, claim=one, number=1, kind="drafted", payload={"values": one.values})
            for one in claims
        ),
        batch_size=_SIZE,
    )


def _change_claims(act: Act, works: Sequence[ChangeClaim]) -> None:
    held = Claim.objects.in_bulk([work.number for work in works])
    events = []
    for work in works:
        claim = held[work.number]
        before = claim.values
        claim.values = {
            name: value for name, value in {**before, **work.changes}.items() if value not in (None, "", [])
        }
        claim.occurred_on = _day(claim.values)
        claim.version, claim.changed = claim.version + 1, act
        changes = {name: [before.get(name), claim.values.get(name)] for name in work.changes}
        events.append(
            ClaimEvent(
                act=act, claim=claim, number=claim.version, kind="changed", payload={"changes": changes}
            )
        )
    Claim.objects.bulk_update(
        held.values(), ["values", "occurred_on", "version", "changed"], batch_size=_SIZE
    )
    ClaimEvent.objects.bulk_create(events, batch_size=_SIZE)


def _day(values: Mapping[str, Any]) -> date | None:
    told = values.get("occurred_on")
    return date.fromisoformat(told) if told else None
