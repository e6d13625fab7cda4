"""The dossier of a project beside the ledger: its stages with their dates and review, and its money month by month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from jinghe.core.claims.claims import CLAIM_KINDS, WAITING_STATES, ClaimState
from jinghe.core.counting.facts import FACT_RULES, PROJECT_STAGES, FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.fields import Field
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import Claim, PostingRow, Record
from jinghe.store.sql.tallying import posting_of
from jinghe.usecases.claims.reading import readable_claims
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at

FOREIGN_INVESTORS = lexicon().words["investor"]["外商"]
"""Codes that 外商 stands for, 港澳台 investors included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStage:
    """One step of a project's life. on: when it happened by the ledger; entry: where it stands there.

    claim: the latest claim of it that is under way; missing: what the dossier still lacks for it.
    """

    kind: FactKind
    on: date | None
    entry: int | None
    claim: Claim | None
    missing: tuple[Field, ...]

    @property
    def name(self) -> str:
        return FACT_RULES[self.kind].stage

    @property
    def review(self) -> str:
        """已入账, the state of the claim under way, or nothing."""
        if self.on is not None:
            return ClaimState.POSTED.label
        return ClaimState(self.claim.state).label if self.claim else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCourse:
    """stages in order; money: (month, arrived in it, so far) in 分 of the whole project, months with money alone."""

    stages: tuple[ProjectStage, ...]
    money: tuple[tuple[date, int, int], ...]

    @property
    def arrived_fen(self) -> int:
        return self.money[-1][2] if self.money else 0


def course_of(record: Record, *, by: Actor) -> ProjectCourse:
    """How far a project has come. Money is that of the hosts, so that nothing counts twice; for who may read it."""
    rows = PostingRow.objects.filter(subject=record.pk, sequence__lte=sequence_at(None)).order_by("sequence")
    postings = [posting_of(row) for row in rows]
    undone = {posting.reverses for posting in postings}
    live = [one for one in postings if one.sign == 1 and one.sequence not in undone]
    first: dict[FactKind, tuple[date, int]] = {}
    months: defaultdict[date, int] = defaultdict(int)
    for one in sorted(live, key=lambda one: one.occurred_on):
        first.setdefault(one.kind, (one.occurred_on, one.entry))
        if one.kind is FactKind.FUNDS and one.role == "host":
            months[one.occurred_on.replace(day=1)] += one.amount_fen
    under_way = _claims_under_way(record, by)
    register = REGISTERS[record.kind]
    stages = tuple(
        ProjectStage(
            kind=kind,
            on=first[kind][0] if kind in first else None,
            entry=first[kind][1] if kind in first else None,
            claim=under_way.get(kind),
            missing=() if kind in first else register.missing(record.values, kind),
        )
        for kind in PROJECT_STAGES
    )
    so_far, money = 0, []
    for month, arrived in sorted(months.items()):
        so_far += arrived
        money.append((month, arrived, so_far))
    return ProjectCourse(stages=stages, money=tuple(money))


def next_claims(record: Record, course: ProjectCourse) -> tuple[FactKind, ...]:
    """The kinds that make sense to claim now: the stages not yet reached, and money once signed."""
    done = {stage.kind for stage in course.stages if stage.on}
    if FactKind.TERMINATION in done:
        return ()
    if FactKind.SIGNING not in done:
        return (FactKind.SIGNING,)
    is_foreign = not FOREIGN_INVESTORS.isdisjoint(record.values.get("investor", ()))
    once = tuple(
        kind
        for kind, claimed in CLAIM_KINDS.items()
        if claimed.register == record.kind
        and kind not in done
        and kind is not FactKind.SIGNING
        and (is_foreign or not FACT_RULES[kind].of_foreigners)
    )
    again = tuple(kind for kind in CLAIM_KINDS if kind in done and not FACT_RULES[kind].once)
    return tuple(kind for kind in CLAIM_KINDS if kind in (*once, *again))


def _claims_under_way(record: Record, by: Actor) -> dict[FactKind, Claim]:
    states = (ClaimState.DRAFT, ClaimState.RETURNED, *WAITING_STATES)
    claims = readable_claims(by=by).filter(record=record, state__in=states).order_by("pk")
    return {FactKind(claim.kind): claim for claim in claims}
