"""Takes an import back as a whole: what it drafted is withdrawn, what it changed is set back; events stay."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinghe.core.claims.claims import WITHDRAW, ClaimState
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.numbering import order_of
from jinghe.core.registers.registers import Register
from jinghe.store.models import (
    Act,
    ActKind,
    Claim,
    ClaimEvent,
    ImportBatch,
    ImportUndo,
    PostingRow,
    Record,
    RecordEvent,
)
from jinghe.usecases.claims.writing import ClaimChange, ClaimColumns, write_claims
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import Recording, recorded
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.locked_fields import COPIED, awaited, awaiting
from jinghe.usecases.records.writing import RecordChange, RecordColumns, changed_values, write_records

_MOST_REASONS = 20


class NotUndoable(Refused):
    """Something of the import has gone on since. reasons: Chinese, each with what stands in the way."""

    def __init__(self, reasons: Sequence[str]) -> None:
        more = f"；另有{len(reasons) - _MOST_REASONS}项" if len(reasons) > _MOST_REASONS else ""
        text = f"这次导入不能整体撤回：{'；'.join(reasons[:_MOST_REASONS])}{more}。请逐条处理。"
        super().__init__(text, log=f"{len(reasons)} reasons")
        self.reasons = tuple(reasons)


def undo_import(number: int, *, by: Actor) -> ImportUndo:
    """Takes back a filed import, all of it or nothing. Raises Missing, AccessRefused, NotUndoable."""
    with recorded() as recording:
        batch = filed_of(number)
        access.require(access.may_import(by, batch.unit), by, f"撤回导入{number}")
        records = {one.pk: one for one in Record.objects.filter(pk__in=_codes(batch))}
        claims = list(batch.claims.select_related("record"))
        changed = list(Claim.objects.filter(pk__in=[int(one) for one in batch.outcome["redrafted"]]))
        reasons = [
            *_claim_reasons(batch, claims, changed),
            *_record_reasons(batch, records, {one.pk for one in claims}),
            *_copied_reasons([records[code] for code in batch.outcome["changed"]]),
        ]
        if reasons:
            raise NotUndoable(reasons)
        act = _act(recording, batch, by)
        withdrawn = [_withdrawing(claim, number) for claim in claims]
        write_claims(act, [*withdrawn, *_setting_claims_back(changed)])
        aside = [_putting_aside(records[code], number) for code in batch.outcome["opened"]]
        set_back = _setting_records_back([records[code] for code in batch.outcome["changed"]])
        write_records(act, [*set_back, *aside])
        return ImportUndo.objects.create(act=act, batch=batch)


def _act(recording: Recording, batch: ImportBatch, by: Actor) -> Act:
    """The act of taking back: what entered the ledger is reversed, so that it is answered and not gone."""
    reason = f"撤回导入：{batch.file_name}"[:400]
    first, last = batch.outcome.get("postings", (1, 0))
    if last < first:
        return recording.write(ActKind.UNDO_IMPORT, by, reason)
    return ledger.reverse_span_in(recording, first, last, by=by, reason=reason)


def filed_of(number: int) -> ImportBatch:
    """What an upload became. Raises Missing, NotUndoable."""
    batch = ImportBatch.objects.select_related("undo").filter(outcome__upload=number).first()
    if batch is None:
        raise Missing(number)
    if hasattr(batch, "undo"):
        raise NotUndoable(["已经撤回过"])
    return batch


def _codes(batch: ImportBatch) -> list[str]:
    return [*batch.outcome["opened"], *batch.outcome["changed"]]


def _claim_reasons(batch: ImportBatch, drafted: Sequence[Claim], changed: Sequence[Claim]) -> list[str]:
    expected = {one.pk: 1 for one in drafted} | {
        int(number): version for number, version in batch.outcome["redrafted"].items()
    }
    return [
        f"申报{one.pk}（{one.record.name}）现在是“{ClaimState(one.state).label}”，导入后已有变动"
        for one in (*drafted, *changed)
        if one.version != expected[one.pk]
    ]


def _record_reasons(batch: ImportBatch, records: dict[str, Record], own: set[int]) -> list[str]:
    expected = batch.outcome["opened"] | batch.outcome["changed"]
    found = [
        f"{records[code].name}（{code}）导入后已被修改"
        for code, version in expected.items()
        if records[code].version != version
    ]
    first, last = batch.outcome.get("postings", (1, 0))
    if last >= first:
        moved = PostingRow.objects.filter(subject__in=list(batch.outcome["opened"]))
        moved = moved.exclude(sequence__gte=first, sequence__lte=last)
        found += [
            f"{records[code].name}（{code}）导入后台账又有变动"
            for code in sorted(set(moved.values_list("subject", flat=True)), key=order_of)
        ]
    others = Claim.objects.filter(record__in=list(batch.outcome["opened"])).exclude(pk__in=own)
    found += [
        f"{one.record.name}（{one.record_id}）导入后又有申报{one.pk}"
        for one in others.exclude(state=ClaimState.WITHDRAWN).select_related("record")
    ]
    return found


def _copied_reasons(changed: Sequence[Record]) -> list[str]:
    """What has been copied since, or is about to be, does not go back beside the ledger."""
    changes = _changes(changed)
    copied = {
        one.pk
        for one in changed
        if any(REGISTERS[one.kind].field(name).is_restated for name in changes[one.pk])
    }
    posted = set(PostingRow.objects.filter(subject__in=copied).values_list("subject", flat=True))
    waiting = awaiting(copied)
    return [
        f"{one.name}（{one.pk}）的改动{COPIED if one.pk in posted else awaited(waiting[one.pk])}"
        for one in changed
        if one.pk in posted or one.pk in waiting
    ]


def _changes(records: Sequence[Record]) -> dict[str, dict[str, list[Any]]]:
    """record → field → before and after, of its last change."""
    last = RecordEvent.objects.filter(record__in=records, kind="changed").order_by("number")
    return {code: payload["changes"] for code, payload in last.values_list("record", "payload")}


def _withdrawing(claim: Claim, number: int) -> ClaimChange:
    payload = {"state": [claim.state, ClaimState.WITHDRAWN], "note": f"撤回导入{number}"}
    return ClaimChange(
        claim=claim, event=WITHDRAW.code, payload=payload, columns={"state": ClaimState.WITHDRAWN}
    )


def _setting_claims_back(claims: Sequence[Claim]) -> Iterator[ClaimChange]:
    last = ClaimEvent.objects.filter(claim__in=claims, kind="changed").order_by("number")
    payloads = dict(last.values_list("claim", "payload"))
    for claim in claims:
        back = _back(payloads[claim.pk]["changes"])
        columns: ClaimColumns = {"values": _set(claim.values, back)}
        yield ClaimChange(claim=claim, event="changed", payload={"changes": back}, columns=columns)


def _setting_records_back(records: Sequence[Record]) -> Iterator[RecordChange]:
    changes = _changes(records)
    for record in records:
        back = _back(changes[record.pk])
        columns: RecordColumns = {"values": _set(record.values, back)}
        yield RecordChange(record=record, event="changed", payload={"changes": back}, columns=columns)


def _putting_aside(record: Record, number: int) -> RecordChange:
    """A record that was begun by mistake goes aside; it cannot vanish, for its events stay."""
    aside = aside_state(REGISTERS[record.kind])
    payload = {"state": [record.state, aside], "move": "undo_import", "note": f"撤回导入{number}"}
    return RecordChange(record=record, event="moved", payload=payload, columns={"state": aside})


def _back(changes: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """What a change was made from and to, the other way round."""
    return {name: [after, before] for name, (before, after) in changes.items()}


def aside_state(register: Register) -> str:
    """The state of what is no longer followed; never a fact. A register without one keeps its first."""
    asides = [one.code for one in register.states if one.is_aside and one.code != "termination"]
    return asides[-1] if asides else register.states[0].code


def _set(values: dict[str, Any], changes: dict[str, list[Any]]) -> dict[str, Any]:
    return changed_values(values, {name: after for name, (_, after) in changes.items()})
