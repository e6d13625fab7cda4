"""Claims for people to read: one with its steps, lists, and what waits for whom."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jinghe.core.claims import (
    CLAIM_KINDS,
    CLAIM_MOVES,
    OPEN_STATES,
    WAITING_STATES,
    ClaimKind,
    ClaimState,
)
from jinghe.core.facts import FactKind
from jinghe.core.recognition import RecognitionRule, rule_for
from jinghe.core.registers.registers import Move
from jinghe.store.models import AccountRole, Attachment, Claim, ClaimEvent
from jinghe.usecases import access
from jinghe.usecases.access import Actor
from jinghe.usecases.claim_rules import (
    Rules,
    closed_before,
    is_late,
    is_next,
    papers_of,
    submission_faults,
)
from jinghe.usecases.claims import claim_of
from jinghe.usecases.office_rules import recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """A claim for people to read: its steps, its papers, what is missing, and what the actor may do."""

    claim: Claim
    kind: ClaimKind
    rule: RecognitionRule
    events: tuple[ClaimEvent, ...]
    papers: tuple[Attachment, ...]
    missing: tuple[str, ...]
    steps: tuple[Move, ...]
    may_edit: bool
    is_late: bool


def claim_record(number: int, *, by: Actor) -> ClaimRecord:
    """A claim with all that a page shows. Raises NoClaim, AccessRefused."""
    claim = claim_of(number)
    rules = Rules()
    rule = rules.of(claim)
    parties = access.claim_parties(by, claim, rule.checked_by)
    access.require(bool(parties), by, f"查看申报{number}")
    is_open = claim.state in OPEN_STATES
    return ClaimRecord(
        claim=claim,
        kind=CLAIM_KINDS[FactKind(claim.kind)],
        rule=rule,
        events=tuple(claim.events.select_related("act").order_by("number")),
        papers=tuple(papers_of(claim)),
        missing=tuple(submission_faults([claim], rules).get(claim.pk, ())) if is_open else (),
        steps=tuple(
            move
            for move in CLAIM_MOVES.values()
            if claim.state in move.sources and parties & move.by and is_next(move, claim, rule)
        ),
        may_edit=is_open and access.acts_for_unit(by) == claim.unit,
        is_late=is_late(claim, closed_before()),
    )


def readable_claims(*, by: Actor) -> QuerySet[Claim]:
    """The claims an actor may read: the one filter under every list, count and export."""
    claims = Claim.objects.select_related("record")
    if not access.may_see_scores(by):
        return claims.none()
    public = ~Q(state__in=(ClaimState.DRAFT, ClaimState.WITHDRAWN))
    if access.may_see_all_postings(by):
        return claims.filter(public)
    if own := access.acts_for_unit(by):
        return claims.filter(Q(unit=own) | (Q(record__units__contains=f",{own},") & public))
    if by.role == AccountRole.CHECKER:
        kinds = [kind for kind in CLAIM_KINDS if by.unit in {r.checked_by for r in _all_rules(kind)}]
        return claims.filter(
            public & (Q(kind__in=kinds) | Q(unit=by.unit) | Q(record__units__contains=f",{by.unit},"))
        )
    return claims.none()


def waiting_for(*, by: Actor) -> QuerySet[Claim]:
    """The claims that wait for the actor: to submit, to check, to certify, or to correct."""
    claims = readable_claims(by=by)
    if by.role == AccountRole.REVIEWER:
        unchecked = [kind for kind in CLAIM_KINDS if not any(r.checked_by for r in _all_rules(kind))]
        return claims.filter(Q(state=ClaimState.CHECKED) | Q(state=ClaimState.SUBMITTED, kind__in=unchecked))
    if by.role == AccountRole.CHECKER:
        kinds = [kind for kind in CLAIM_KINDS if by.unit in {r.checked_by for r in _all_rules(kind)}]
        return claims.filter(state=ClaimState.SUBMITTED, kind__in=kinds)
    if own := access.acts_for_unit(by):
        return claims.filter(unit=own, state__in=OPEN_STATES)
    return claims.none()


def _all_rules(kind: FactKind) -> list[RecognitionRule]:
    """The rule of a kind in the years that claims still wait in."""
    days = Claim.objects.filter(kind=kind, state__in=WAITING_STATES, occurred_on__isnull=False)
    years = {day.year for day in days.dates("occurred_on", "year")}
    return [rule_for(recognition(year), kind) for year in years]
