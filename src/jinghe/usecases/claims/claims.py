"""Claims 申报: draft, submit, check, certify, return, withdraw. Certifying posts; nothing else brings a figure in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from jinghe.core.claims.claims import (
    CERTIFY,
    CHECK,
    CLAIM_KINDS,
    OPEN_STATES,
    RETURN,
    REVERSE,
    SUBMIT,
    WITHDRAW,
    ClaimState,
)
from jinghe.core.claims.recognition import EXCLUSION_REASONS
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.registers import Move
from jinghe.store.models import Act, ActKind, Claim, Record
from jinghe.usecases.claims.posting import entries_for
from jinghe.usecases.claims.rules import (
    RulesByYear,
    certification_faults,
    checking_faults,
    note_faults,
    state_faults,
    submission_faults,
)
from jinghe.usecases.claims.stages import follow_ledger
from jinghe.usecases.claims.writing import ClaimChange, drafting, step_in, write_claims
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import Recording, recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, deliver, send_in
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, Refused
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import record_of
from jinghe.usecases.records.writing import changed_values

RETURN_REASONS = dict(EXCLUSION_REASONS)
Versions = Mapping[int, int]
"""The version that each claim was read at."""


class RefusedClaims(Refused):
    """Claims that cannot take a step; faults: (claim number, or None for a new one, Chinese). All at once."""

    def __init__(self, faults: Sequence[tuple[int | None, str]]) -> None:
        texts = "；".join(f"申报{number}：{fault}" if number else fault for number, fault in faults)
        log = f"{len(faults)} faults: {list(faults)[:5]}"
        super().__init__(f"{texts}。没有任何一条被处理，请更正后重试。", log=log)
        self.faults = tuple(faults)


def changed_claim(number: int) -> ChangedMeanwhile:
    """The refusal for a claim that somebody changed since it was read."""
    text = f"申报{number}在您打开之后已有变动，请核对最新内容后再操作；您填写的内容没有保存。"
    return ChangedMeanwhile(text, log=f"claim {number}")


@door("claims.draft_claim")
def draft_claim(
    kind: FactKind,
    code: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    unit: str = "",
    at: datetime | None = None,
) -> Claim:
    """Drafts a claim of the actor's unit about a record it may read. Raises Missing, AccessRefused, RefusedClaims."""
    record = record_of(code, by=by)
    claimed_by = unit or by.unit
    access.require(access.acts_for_unit(by) == claimed_by != "", by, f"为“{claimed_by}”申报")
    if kind not in CLAIM_KINDS:
        raise RefusedClaims([(None, f"“{record.name}”没有这类申报")])
    with recorded(at) as recording:
        act = recording.write(ActKind.CLAIM, by, f"起草申报：{CLAIM_KINDS[kind].name}")
        return draft_in(act, kind, record, values, unit=claimed_by)


def draft_in(
    act: Act,
    kind: FactKind,
    record: Record,
    values: Mapping[str, Any],
    *,
    unit: str,
) -> Claim:
    """Drafts a claim within an act. Raises RefusedClaims."""
    if CLAIM_KINDS[kind].register != record.kind:
        raise RefusedClaims([(None, f"“{record.name}”不能申报{CLAIM_KINDS[kind].name}")])
    drafted = drafting(kind, record.code, values, unit=unit)
    write_claims(act, [drafted])
    return drafted.claim


@door("claims.change_claim")
def change_claim(
    number: int, changes: Mapping[str, Any], *, expected: int, by: Actor, at: datetime | None = None
) -> Claim:
    """Changes a draft or a returned claim. Raises Missing, AccessRefused, ChangedMeanwhile, RefusedClaims."""
    with recorded(at) as recording:
        claim = claim_of(number)
        _require_own(claim, by, "修改")
        return change_in(
            recording.write(ActKind.CLAIM, by, f"修改申报{number}"), claim, changes, expected=expected
        )


def change_in(act: Act, claim: Claim, changes: Mapping[str, Any], *, expected: int) -> Claim:
    """Changes a claim within an act. Raises ChangedMeanwhile, RefusedClaims."""
    _require_version(claim, expected)
    if claim.state not in OPEN_STATES:
        raise RefusedClaims([(claim.pk, f"现在是“{ClaimState(claim.state).label}”，不能修改")])
    values = changed_values(claim.values, changes)
    changed = {
        name: [claim.values.get(name), values.get(name)]
        for name in changes
        if claim.values.get(name) != values.get(name)
    }
    if changed:
        step_in(act, claim, "changed", {"changes": changed}, values=values)
    return claim


@door("claims.submit")
def submit(
    numbers: Iterable[int],
    *,
    by: Actor,
    expected: Versions = MappingProxyType({}),
    at: datetime | None = None,
) -> list[Claim]:
    """The unit's head submits claims, all or none. expected: the version each was read at, where a page told it.

    Raises Missing, AccessRefused, RefusedClaims.
    """
    with recorded(at) as recording:
        claims, rules = _claims(numbers), RulesByYear()
        for claim in claims:
            _require_party(claim, by, SUBMIT, rules)
        _refuse(
            claims, state_faults(claims, SUBMIT), _moved(claims, expected), submission_faults(claims, rules)
        )
        act = recording.write(ActKind.CLAIM, by, _said(SUBMIT, claims))
        write_claims(act, [_moving(claim, SUBMIT, {}) for claim in claims])
        return claims


@door("claims.check")
def check(
    numbers: Iterable[int],
    *,
    by: Actor,
    expected: Versions = MappingProxyType({}),
    at: datetime | None = None,
) -> list[Claim]:
    """The reviewing department passes claims on to the city, all or none.

    Raises Missing, AccessRefused, RefusedClaims.
    """
    with recorded(at) as recording:
        claims, rules = _claims(numbers), RulesByYear()
        for claim in claims:
            _require_party(claim, by, CHECK, rules)
        _refuse(
            claims,
            state_faults(claims, CHECK),
            _moved(claims, expected),
            checking_faults(claims, by, rules),
        )
        act = recording.write(ActKind.REVIEW, by, _said(CHECK, claims))
        write_claims(act, [_moving(claim, CHECK, {}) for claim in claims])
        return claims


@door("claims.certify")
def certify(
    numbers: Iterable[int],
    *,
    by: Actor,
    expected: Versions = MappingProxyType({}),
    at: datetime | None = None,
) -> Act:
    """The city bureau certifies claims: they are posted in one act, all or none.

    Raises Missing, AccessRefused, RefusedClaims.
    """
    with recorded(at) as recording:
        claims, rules = _claims(numbers), RulesByYear()
        for claim in claims:
            _require_party(claim, by, CERTIFY, rules)
        _refuse(
            claims,
            state_faults(claims, CERTIFY),
            _moved(claims, expected),
            certification_faults(claims, by, rules),
        )
        act, entries = _post(recording, claims, by)
        write_claims(act, [_certifying(claim, entries[claim.pk]) for claim in claims])
        follow_ledger(act, {claim.record_id for claim in claims})
        return act


@door("claims.return_claim")
def return_claim(
    number: int,
    *,
    field: str,
    reason: str,
    note: str,
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Claim:
    """Sends a claim back with a reason on a named field, and tells the unit. reason: a code of EXCLUSION_REASONS.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedClaims.
    """
    with recorded(at) as recording:
        claim = claim_of(number)
        _require_party(claim, by, RETURN, RulesByYear())
        _require_version(claim, expected)
        labels = {one.name: one.label for one in CLAIM_KINDS[FactKind(claim.kind)].fields} | OTHER_FIELDS
        faults = list(state_faults([claim], RETURN).get(number, ()))
        if field not in labels:
            faults.append("请选择哪一项需要更正")
        if reason not in RETURN_REASONS:
            faults.append("请选择退回原因")
        faults += note_faults(note, "怎样更正")
        _refuse([claim], {number: faults})
        act = recording.write(ActKind.REVIEW, by, _said(RETURN, [claim]))
        write_claims(act, [_moving(claim, RETURN, {"field": field, "reason": reason, "note": note.strip()})])
        sent = send_in(act, [_letter(claim, f"{labels[field]}：{note.strip()}")])
    for message in sent:
        deliver(message)
    return claim


def _letter(claim: Claim, body: str) -> NewMessage:
    title = f"申报{claim.pk}被退回：{claim.record.name}"
    return NewMessage(
        unit=claim.unit, title=title[:120], body=body, kind="claim", link=f"/claims/{claim.pk}/"
    )


@door("claims.reverse_claim")
def reverse_claim(number: int, *, note: str, expected: int, by: Actor, at: datetime | None = None) -> Act:
    """Answers a mistaken certification: what the claim became is reversed in one act.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedClaims, Refused.
    """
    with recorded(at) as recording:
        claim = claim_of(number)
        _require_party(claim, by, REVERSE, RulesByYear())
        _require_version(claim, expected)
        _refuse([claim], state_faults([claim], REVERSE), {number: note_faults(note, "冲销原因")})
        act = ledger.reverse_in(
            recording, claim.entries, by=by, reason=f"{note.strip()}（申报{number}）"[:400]
        )
        payload = {"note": note.strip(), "entries": claim.entries}
        write_claims(act, [_moving(claim, REVERSE, payload)])
        follow_ledger(act, {claim.record_id})
        return act


OTHER_FIELDS = {"evidence": "佐证材料", "record": "项目（信息）档案", "credits": "单位和份额"}
"""What may be wrong with a claim besides its own fields."""


@door("claims.withdraw")
def withdraw(number: int, *, note: str, expected: int, by: Actor, at: datetime | None = None) -> Claim:
    """The unit takes back a claim that nobody has certified.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedClaims.
    """
    with recorded(at) as recording:
        claim = claim_of(number)
        _require_party(claim, by, WITHDRAW, RulesByYear())
        _require_version(claim, expected)
        _refuse([claim], state_faults([claim], WITHDRAW), {number: note_faults(note, "撤回原因")})
        act = recording.write(ActKind.CLAIM, by, _said(WITHDRAW, [claim]))
        write_claims(act, [_moving(claim, WITHDRAW, {"note": note.strip()})])
        return claim


def _post(recording: Recording, claims: Sequence[Claim], by: Actor) -> tuple[Act, dict[int, list[int]]]:
    """Posts what the claims become, signings first; claim → its entries. Raises RefusedClaims with every fault."""
    entries = entries_for(claims)
    told = {claim.pk for claim, _ in entries}
    _refuse(claims, {claim.pk: ["没有可以入账的内容"] for claim in claims if claim.pk not in told})
    first = recording.last_sequence + 1
    try:
        act = ledger.post_in(recording, [entry for _, entry in entries], by=by, reason=_said(CERTIFY, claims))
    except ledger.RefusedEntries as refused:
        raise RefusedClaims([(entries[place][0].pk, fault) for place, fault in refused.faults]) from refused
    numbers = {claim.pk: list(claim.entries) for claim in claims}
    for claim, entry in entries:
        numbers[claim.pk].append(first)
        first += len(entry.credits)
    return act, numbers


def claim_of(number: int) -> Claim:
    """Raises Missing."""
    claim = Claim.objects.select_related("record", "created").filter(pk=number).first()
    if claim is None:
        raise Missing(number)
    return claim


def _claims(numbers: Iterable[int]) -> list[Claim]:
    wanted = list(dict.fromkeys(numbers))
    held = Claim.objects.select_related("record", "created").in_bulk(wanted)
    if missing := [number for number in wanted if number not in held]:
        raise Missing(missing[0])
    if not wanted:
        raise RefusedClaims([(None, "请至少选择一条申报")])
    return [held[number] for number in wanted]


def _require_own(claim: Claim, by: Actor, what: str) -> None:
    access.require(access.acts_for_unit(by) == claim.unit, by, f"{what}申报{claim.pk}")


def _require_party(claim: Claim, by: Actor, move: Move, rules: RulesByYear) -> None:
    parties = access.claim_parties(by, claim, rules.of(claim).checked_by)
    access.require(bool(parties & move.by), by, f"对申报{claim.pk}{move.name}")


def _require_version(claim: Claim, expected: int) -> None:
    if claim.version != expected:
        raise changed_claim(claim.pk)


def _moved(claims: Sequence[Claim], expected: Versions) -> dict[int, list[str]]:
    """Claims that are no longer as they were read."""
    return {
        claim.pk: ["在您打开之后已有变动，请核对最新内容"]
        for claim in claims
        if expected.get(claim.pk, claim.version) != claim.version
    }


def _refuse(claims: Sequence[Claim], *found: Mapping[int, Sequence[str]]) -> None:
    """Raises RefusedClaims with every fault of every claim; a claim in the wrong state is told that alone."""
    faults = [
        (claim.pk, fault)
        for claim in claims
        for fault in next((told[claim.pk] for told in found if told.get(claim.pk)), ())
    ]
    if faults:
        raise RefusedClaims(faults)


def _moving(claim: Claim, move: Move, payload: Mapping[str, Any]) -> ClaimChange:
    payload = {"state": [claim.state, move.to], **payload}
    return ClaimChange(claim=claim, event=move.code, payload=payload, columns={"state": move.to})


def _certifying(claim: Claim, entries: list[int]) -> ClaimChange:
    moving = _moving(claim, CERTIFY, {"entries": entries})
    return replace(moving, columns={**moving.columns, "entries": entries})


def _said(move: Move, claims: Sequence[Claim]) -> str:
    first = claims[0]
    told = f"{first.unit}“{first.record.name}”{CLAIM_KINDS[FactKind(first.kind)].name}"
    more = f"等{len(claims)}条申报" if len(claims) > 1 else ""
    return f"{move.name}：{told}{more}"[:400]
