"""Writes the work of many rows within one act, in a fixed number of statements however many rows there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import Act, Claim, ImportBatch, Record
from jinghe.usecases.claims.writing import ClaimChange, drafting, write_claims
from jinghe.usecases.imports.rows import ChangeClaim, ChangeRecord, DraftClaim, OpenRecord, RowResult
from jinghe.usecases.records.records import free_codes
from jinghe.usecases.records.writing import RecordChange, changed_values, opening, write_records


def outcome_of(
    rows: Iterable[RowResult], filed: Sequence[RowResult], codes: Mapping[str, str]
) -> dict[str, Any]:
    """What an import says of itself: each row, and what a taking back must find as it was left.

    made: fingerprint of a new row → code; opened, changed, redrafted: the version each record or claim has since.
    """
    works = [(row, work) for row in filed for work in row.works]
    opened = [(codes[row.place], work) for row, work in works if isinstance(work, OpenRecord)]
    return {
        "rows": [[one.sheet, one.number, one.outcome.value, one.name, one.text] for one in rows],
        "made": {work.fingerprint: code for code, work in opened},
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
    works = [(row.place, work) for row in rows for work in row.works]
    changed_records = [work for _, work in works if isinstance(work, ChangeRecord)]
    changed_claims = [work for _, work in works if isinstance(work, ChangeClaim)]
    openings = [
        opening(REGISTERS[work.register], work.values, code=codes[place], unit=batch.unit, note=work.note)
        for place, work in works
        if isinstance(work, OpenRecord)
    ]
    draftings = [
        drafting(work.kind, work.code or codes[place], work.values, unit=batch.unit, batch=batch)
        for place, work in works
        if isinstance(work, DraftClaim)
    ]
    write_records(act, [*openings, *_record_changes(changed_records)])
    write_claims(act, [*draftings, *_claim_changes(changed_claims)])


def _record_changes(works: Sequence[ChangeRecord]) -> Iterator[RecordChange]:
    records = Record.objects.in_bulk([work.code for work in works])
    for work in works:
        record = records[work.code]
        changes = {name: [record.values.get(name), value] for name, value in work.changes.items()}
        values = changed_values(record.values, work.changes)
        yield RecordChange(
            record=record, event="changed", payload={"changes": changes}, columns={"values": values}
        )


def _claim_changes(works: Sequence[ChangeClaim]) -> Iterator[ClaimChange]:
    claims = Claim.objects.in_bulk([work.number for work in works])
    for work in works:
        claim = claims[work.number]
        values = changed_values(claim.values, work.changes)
        changes = {name: [claim.values.get(name), values.get(name)] for name in work.changes}
        yield ClaimChange(
            claim=claim, event="changed", payload={"changes": changes}, columns={"values": values}
        )
