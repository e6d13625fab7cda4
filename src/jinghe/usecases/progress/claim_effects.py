"""What a posted claim moved: its lines, and every target that counts one of them; and the way back from a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jinghe.core.counting.facts import Posting
from jinghe.core.plan.plans import Target
from jinghe.core.progress.measures import Measure, measure, read
from jinghe.store.models import Claim, PlanRevision, PostingRow
from jinghe.store.sql.tallying import tally_all
from jinghe.usecases.claims.reading import readable_claims
from jinghe.usecases.claims.rules import papers_of
from jinghe.usecases.common import clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.plan.plans import NoPlan, plan_of, revision_at, words_of
from jinghe.usecases.progress.scoreboard import default_as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A target that counts a line of the claim. value: where it stands as_of; None for a rate without a divisor."""

    target: Target
    value: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """postings: the lines that stand. as_of: the day for which the targets are read, in the claim's year."""

    postings: tuple[Posting, ...]
    targets: tuple[Effect, ...]
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSource:
    """The claim that an entry came from, and its papers: digest → number of the attachment."""

    claim: int
    papers: Mapping[str, int]


def source_of(entry: int, *, by: Actor) -> ClaimSource | None:
    """Where an entry came from; None where no claim brought it, or none that the actor may read."""
    told = PostingRow.objects.filter(entry=entry, sign=1).values_list("claim", flat=True).first() or ""
    claim = readable_claims(by=by).filter(pk=told).first() if told.isdecimal() else None
    if claim is None:
        return None
    return ClaimSource(claim=claim.pk, papers={paper.file_id: paper.pk for paper in papers_of(claim)})


def effects_of(claim: Claim) -> Effects:
    """The lines of a claim and the targets of its year that count them; none where no plan is in force."""
    postings = tuple(live_postings(entry__in=claim.entries)) if claim.entries else ()
    as_of = _as_of(claim.occurred_on or clock.today())
    try:
        revision = revision_at(as_of.year, as_of=as_of)
    except NoPlan:
        return Effects(postings=postings, targets=(), as_of=as_of)
    asked = _counting(revision, postings, as_of)
    sums = tally_all([one for _, told in asked for one in told.tallies], sequence_at(None)) if asked else {}
    found = (
        Effect(target=target, value=read(told, target.unit, lambda one: sums[one]).value)
        for target, told in asked
    )
    return Effects(postings=postings, targets=tuple(found), as_of=as_of)


def _as_of(day: date) -> date:
    """The day for which pages show the year of a day; where that is before it, the end of that year or today."""
    usual = default_as_of(day.year)
    return usual if day <= usual else min(clock.today(), date(day.year, 12, 31))


def _counting(
    revision: PlanRevision, postings: tuple[Posting, ...], as_of: date
) -> list[tuple[Target, Measure]]:
    """The targets that count one of the lines, with what they ask."""
    plan, words = plan_of(revision), words_of(revision)
    found: list[tuple[Target, Measure]] = []
    for target in plan.targets:
        asked = measure(target, plan, words, as_of)
        if any(
            one.counts(posting) and (asked.whole_city or posting.unit == target.unit)
            for one in asked.tallies
            for posting in postings
        ):
            found.append((target, asked))
    return found
