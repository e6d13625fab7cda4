"""Claims for people to read: one with its steps, lists, and what waits for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from jinghe.core.claims.claims import (
    CERTIFY,
    CHECK,
    CLAIM_KINDS,
    CLAIM_MOVES,
    OPEN_STATES,
    RETURN,
    SUBMIT,
    WAITING_STATES,
    ClaimKind,
    ClaimState,
)
from jinghe.core.claims.recognition import DEFAULT_RECOGNITION, RecognitionRule, rule_for
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.registers import Move
from jinghe.core.values.periods import Period
from jinghe.store.models import AccountRole, Attachment, Claim, ClaimEvent
from jinghe.usecases.claims.claims import RETURN_REASONS, claim_of
from jinghe.usecases.claims.posting import ClaimPreview, preview_of
from jinghe.usecases.claims.rules import (
    RulesByYear,
    closed_before,
    is_late,
    is_next,
    papers_of,
    submission_faults,
)
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_rules import recognitions


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """A claim for people to read: its steps, its papers, what is missing, and what the actor may do.

    returned: the field, reason and words it was sent back with, while they wait for an answer. preview: what it would
    become; None once that is decided. elsewhere: papers whose very file proves other claims too.
    """

    claim: Claim
    kind: ClaimKind
    rule: RecognitionRule
    events: tuple[ClaimEvent, ...]
    papers: tuple[Attachment, ...]
    missing: tuple[str, ...]
    steps: tuple[Move, ...]
    may_edit: bool
    is_late: bool
    returned: Mapping[str, str] | None
    preview: ClaimPreview | None
    elsewhere: Mapping[str, tuple[int, ...]]


def claim_record(number: int, *, by: Actor) -> ClaimRecord:
    """A claim with all that a page shows. Raises Missing, AccessRefused."""
    claim = claim_of(number)
    rules = RulesByYear()
    rule = rules.of(claim)
    parties = access.claim_parties(by, claim, rule.checked_by)
    access.require(bool(parties), by, f"查看申报{number}")
    is_open = claim.state in OPEN_STATES
    events = tuple(claim.events.select_related("act").order_by("number"))
    papers = tuple(papers_of(claim))
    return ClaimRecord(
        claim=claim,
        kind=CLAIM_KINDS[FactKind(claim.kind)],
        rule=rule,
        events=events,
        papers=papers,
        missing=tuple(submission_faults([claim], rules).get(claim.pk, ())) if is_open else (),
        steps=tuple(
            move
            for move in CLAIM_MOVES.values()
            if claim.state in move.sources and parties & move.by and is_next(move, claim, rule)
        ),
        may_edit=is_open and access.acts_for_unit(by) == claim.unit,
        is_late=is_late(claim, closed_before()),
        returned=_returned(claim, events),
        preview=preview_of(claim) if claim.state in (*OPEN_STATES, *WAITING_STATES) else None,
        elsewhere=_elsewhere(claim, papers, by),
    )


def _returned(claim: Claim, events: Sequence[ClaimEvent]) -> dict[str, str] | None:
    if claim.state != ClaimState.RETURNED:
        return None
    told = next(event.payload for event in reversed(events) if event.kind == RETURN.code)
    return {"field": told["field"], "reason": RETURN_REASONS[told["reason"]], "note": told["note"]}


def _elsewhere(claim: Claim, papers: Sequence[Attachment], by: Actor) -> dict[str, tuple[int, ...]]:
    """digest → the other claims that the same file was attached to, as far as the actor may read them."""
    found: dict[str, tuple[int, ...]] = {}
    used = Attachment.objects.filter(
        file__in={paper.file_id for paper in papers},
        claim__in=readable_claims(by=by).exclude(pk=claim.pk).values("pk"),
        removal__isnull=True,
    )
    for digest, number in used.order_by("claim").values_list("file", "claim").distinct():
        found[digest] = (*found.get(digest, ()), number)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaims:
    """A page of claims. counts: state → how many there are in all states, by the other filters. older: go on after."""

    claims: tuple[Claim, ...]
    counts: Mapping[str, int]
    older: int | None


def find_claims(
    *,
    by: Actor,
    state: str = "",
    kind: str = "",
    unit: str = "",
    month: Period | None = None,
    text: str = "",
    before: int | None = None,
    size: int = 50,
) -> FoundClaims:
    """A page of the claims that the actor may read, newest first. text: in the record's name or code."""
    claims = readable_claims(by=by).select_related("record", "changed")
    if kind:
        claims = claims.filter(kind=kind)
    if unit:
        claims = claims.filter(unit=unit)
    if month:
        claims = claims.filter(occurred_on__gte=month.start, occurred_on__lt=month.before)
    if wanted := text.strip().lower():
        claims = claims.filter(Q(record__search__contains=wanted) | Q(record__code__icontains=wanted))
    counts = dict(claims.order_by().values_list("state").annotate(Count("pk")))
    if state:
        claims = claims.filter(state=state)
    if before:
        claims = claims.filter(pk__lt=before)
    found = list(claims.order_by("-pk")[: size + 1])
    return FoundClaims(
        claims=tuple(found[:size]), counts=counts, older=found[size - 1].pk if len(found) > size else None
    )


def units_that_claim(*, by: Actor) -> tuple[str, ...]:
    """The units of the claims that the actor may read, by name."""
    claims = readable_claims(by=by).select_related(None)
    return tuple(claims.order_by("unit").values_list("unit", flat=True).distinct())


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
        concerned = Q(unit=by.unit) | Q(record__units__contains=f",{by.unit},")
        return claims.filter(public & (_reviewed_by(by.unit) | concerned))
    return claims.none()


def waiting_for(*, by: Actor) -> QuerySet[Claim]:
    """The claims that wait for the actor: to submit, to check, to certify, or to correct."""
    claims = readable_claims(by=by)
    if by.role == AccountRole.REVIEWER:
        return claims.filter(Q(state=ClaimState.CHECKED) | Q(state=ClaimState.SUBMITTED) & _reviewed_by(""))
    if by.role == AccountRole.CHECKER:
        return claims.filter(_reviewed_by(by.unit), state=ClaimState.SUBMITTED)
    if own := access.acts_for_unit(by):
        return claims.filter(unit=own, state__in=OPEN_STATES)
    return claims.none()


def step_with_several(by: Actor) -> Move | None:
    """The step that the actor takes with the claims that wait for it; None for those who only prepare or read."""
    return {AccountRole.HEAD: SUBMIT, AccountRole.CHECKER: CHECK, AccountRole.REVIEWER: CERTIFY}.get(
        AccountRole(by.role)
    )


def _reviewed_by(unit: str) -> Q:
    """The claims that a department reviews (empty: the city bureau alone), by the rules of each claim's year."""

    def kinds(rules: tuple[RecognitionRule, ...]) -> Q:
        return Q(kind__in=[kind for kind in CLAIM_KINDS if rule_for(rules, kind).checked_by == unit])

    laid_down = recognitions()
    found = kinds(DEFAULT_RECOGNITION)
    for year in laid_down:
        found &= ~_of_year(year)
    for year, rules in laid_down.items():
        found |= kinds(rules) & _of_year(year)
    return found


def _of_year(year: int) -> Q:
    """The claims of a year: as it happened, or as it was drafted where no day is told."""
    return Q(occurred_on__year=year) | Q(occurred_on__isnull=True, created__recorded_at__year=year)
