"""What claims become in the ledger: their entries in the order they are posted, and a look at them beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jinghe.core.claims.claims import CLAIM_KINDS, claim_faults, entries_of
from jinghe.core.counting.entries import Entry, Evidence
from jinghe.core.counting.facts import FactKind, Posting
from jinghe.store.models import Claim
from jinghe.usecases.claims.rules import papers_of
from jinghe.usecases.ledger.live_entries import standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPreview:
    """What a claim would become if it were certified now, and what the ledger would refuse about it."""

    postings: tuple[Posting, ...]
    faults: tuple[str, ...]


def entries_for(claims: Sequence[Claim]) -> list[tuple[Claim, Entry]]:
    """The entries of claims with the claim of each, signings first. Raises KeyError for a claim that lacks its day."""
    order = list(FactKind)
    in_turn = sorted(
        claims, key=lambda one: (order.index(FactKind(one.kind)), one.occurred_on or date.max, one.pk)
    )
    signed_on = {claim.record_id: claim.occurred_on for claim in in_turn if claim.kind == FactKind.SIGNING}
    standing = standing_of({claim.record_id for claim in claims})
    return [
        (claim, entry)
        for claim in in_turn
        for entry in entries_of(
            CLAIM_KINDS[FactKind(claim.kind)],
            claim.values,
            claim.record_id,
            claim.record.values,
            unit=claim.unit,
            signed_on=signed_on.get(claim.record_id) or standing.signed_on.get(claim.record_id),
            evidence=_evidence(claim),
            claim=str(claim.pk),
        )
    ]


def preview_of(claim: Claim) -> ClaimPreview:
    """What the claim would become; nothing while its own fields are not complete."""
    if claim_faults(CLAIM_KINDS[FactKind(claim.kind)], claim.values):
        return ClaimPreview(postings=(), faults=())
    standing = standing_of({claim.record_id})
    entries = [entry for _, entry in entries_for([claim])]
    return ClaimPreview(
        postings=tuple(posting for entry in entries for posting in entry.postings()),
        faults=tuple(
            dict.fromkeys(fault for one in entries for fault in (*one.faults(), *standing.faults(one)))
        ),
    )


def _evidence(claim: Claim) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(kind=paper.kind, title=paper.title, digest=paper.file_id) for paper in papers_of(claim)
    )
