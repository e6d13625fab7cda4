"""What keeps a claim from being submitted or certified: fields, papers, size, dossier, closed month."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from jinghe.core.claims import CERTIFY, CHECK, CLAIM_KINDS, SUBMIT, ClaimState, claim_faults
from jinghe.core.facts import FactKind
from jinghe.core.periods import next_month
from jinghe.core.recognition import RecognitionRule, rule_for
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Move
from jinghe.store.models import Attachment, Claim, ClaimEvent, MonthClosing
from jinghe.usecases.access import Actor
from jinghe.usecases.office_rules import recognition

_OWN_STEPS = ("drafted", "changed", SUBMIT.code)
"""Steps that make a claim somebody's own."""


class Rules:
    """How claims are recognised, by kind and the year it happened in; each year is asked once."""

    def __init__(self) -> None:
        self._years: dict[int, tuple[RecognitionRule, ...]] = {}

    def of(self, claim: Claim) -> RecognitionRule:
        on = claim.occurred_on or timezone.localdate(claim.created.recorded_at)
        if on.year not in self._years:
            self._years[on.year] = recognition(on.year)
        return rule_for(self._years[on.year], FactKind(claim.kind))


def is_next(move: Move, claim: Claim, rule: RecognitionRule) -> bool:
    """A kind that a department reviews is certified after it, one that none reviews is never checked."""
    if move is CERTIFY:
        return claim.state == ClaimState.CHECKED or not rule.checked_by
    return move is not CHECK or bool(rule.checked_by)


def submission_faults(claims: Sequence[Claim], rules: Rules) -> dict[int, list[str]]:
    """number → what keeps a claim from being submitted: fields, papers, size, the dossier, a closed month."""
    papers = _paper_kinds(claims)
    closed = closed_before()
    found: dict[int, list[str]] = {}
    for claim in claims:
        kind = CLAIM_KINDS[FactKind(claim.kind)]
        rule = rules.of(claim)
        faults = list(claim_faults(kind, claim.values))
        faults += [f"请上传佐证：{paper}" for paper in rule.missing_evidence(papers[claim.pk])]
        faults += _dossier_faults(claim)
        if rule.is_too_small(claim.record.values.get("investment")):
            faults.append("投资额低于认定的最低规模")
        if is_late(claim, closed) and not claim.values.get("late_reason"):
            faults.append(f"{claim.occurred_on:%Y年%m月}已经关账，补报请填写“补报原因”")
        if faults:
            found[claim.pk] = faults
    return found


def certification_faults(claims: Sequence[Claim], by: Actor, rules: Rules) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list, state_faults(claims, CERTIFY))
    own = set(
        ClaimEvent.objects.filter(
            claim__in=claims, kind__in=(*_OWN_STEPS, CHECK.code), act__recorded_by=by.username
        ).values_list("claim", flat=True)
    )
    lacking = submission_faults(claims, rules)
    for claim in claims:
        rule = rules.of(claim)
        if not is_next(CERTIFY, claim, rule):
            found[claim.pk].append(f"须先由{rule.checked_by}审核")
        if claim.pk in own:
            found[claim.pk].append("您起草、提交或审核过这条申报，须由另一位审核员核定")
        found[claim.pk] += lacking.get(claim.pk, [])
    return {number: faults for number, faults in found.items() if faults}


def state_faults(claims: Sequence[Claim], move: Move) -> dict[int, list[str]]:
    return {
        claim.pk: [f"现在是“{ClaimState(claim.state).label}”，不能{move.name}"]
        for claim in claims
        if claim.state not in move.sources
    }


def papers_of(claim: Claim) -> QuerySet[Attachment]:
    """What proves a claim, in the order it was attached; what was taken off is left out."""
    return claim.attachments.filter(removal__isnull=True).select_related("file", "act").order_by("pk")


def is_late(claim: Claim, closed: date | None) -> bool:
    """Whether it happened in a month that is closed."""
    return bool(closed and claim.occurred_on and claim.occurred_on < closed)


def _dossier_faults(claim: Claim) -> list[str]:
    """What the record still lacks for the stage that is claimed, and who else must be there."""
    register = REGISTERS[claim.record.kind]
    stages = [state.code for state in register.states]
    if claim.kind not in stages:
        return []
    missing = register.missing(claim.record.values, claim.kind)
    return [f"请先在{register.name}档案中填写“{one.label}”" for one in missing]


def _paper_kinds(claims: Sequence[Claim]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {claim.pk: set() for claim in claims}
    for number, kind in Attachment.objects.filter(claim__in=claims, removal__isnull=True).values_list(
        "claim", "kind"
    ):
        found[number].add(kind)
    return found


def closed_before() -> date | None:
    """The first day after the last closed month; None while no month is closed."""
    last = MonthClosing.objects.order_by("-month").values_list("month", flat=True).first()
    return next_month(last) if last else None
