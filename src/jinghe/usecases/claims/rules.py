"""What keeps a claim from being submitted or certified: fields, papers, size, dossier, closed month."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from jinghe.core.claims.claims import (
    CERTIFY,
    CHECK,
    CLAIM_KINDS,
    SUBMIT,
    WAITING_STATES,
    ClaimState,
    claim_faults,
)
from jinghe.core.claims.recognition import RecognitionRule, rule_for
from jinghe.core.counting.facts import FACT_RULES, FactKind, Role
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Move
from jinghe.core.values.amounts import yuan
from jinghe.core.values.periods import next_month
from jinghe.store.models import Attachment, Claim, ClaimEvent, MonthClosing, PostingRow
from jinghe.usecases.common import clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_rules import recognition

LONGEST_NOTE = 300
_OWN_STEPS = ("drafted", "changed", SUBMIT.code)
"""Steps that make a claim somebody's own."""


class RulesByYear:
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


def submission_faults(claims: Sequence[Claim], rules: RulesByYear) -> dict[int, list[str]]:
    """number → what keeps a claim from being submitted: fields, papers, size, dossier, closed month, repetition."""
    papers = _paper_kinds(claims)
    closed = closed_before()
    today = clock.today()
    alike = _others_of(claims)
    arrived = _arrived([claim.record_id for claim in claims])
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
        if claim.occurred_on and claim.occurred_on > today:
            faults.append(f"“{kind.fields[0].label}”在将来")
        faults += _repetitions(claim, alike[claim.record_id])
        faults += _beyond_contract(claim, alike[claim.record_id], arrived[claim.record_id])
        if faults:
            found[claim.pk] = faults
    return found


def checking_faults(claims: Sequence[Claim], by: Actor, rules: RulesByYear) -> dict[int, list[str]]:
    own = _done_by(claims, by, _OWN_STEPS)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for claim in claims:
        if not is_next(CHECK, claim, rules.of(claim)):
            found[claim.pk].append("这类申报由市局直接核定，不需部门审核")
        if claim.pk in own:
            found[claim.pk].append("您起草或提交过这条申报，须由另一位审核员审核")
    return dict(found)


def certification_faults(claims: Sequence[Claim], by: Actor, rules: RulesByYear) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    own = _done_by(claims, by, (*_OWN_STEPS, CHECK.code))
    lacking = submission_faults(claims, rules)
    for claim in claims:
        rule = rules.of(claim)
        if not is_next(CERTIFY, claim, rule):
            found[claim.pk].append(f"须先由{rule.checked_by}审核")
        if claim.pk in own:
            found[claim.pk].append("您起草、提交或审核过这条申报，须由另一位审核员核定")
        found[claim.pk] += lacking.get(claim.pk, [])
    return {number: faults for number, faults in found.items() if faults}


def _done_by(claims: Sequence[Claim], by: Actor, steps: Sequence[str]) -> set[int]:
    """The claims of which somebody took one of the steps."""
    taken = ClaimEvent.objects.filter(claim__in=claims, kind__in=steps, act__recorded_by=by.username)
    return set(taken.values_list("claim", flat=True))


def state_faults(claims: Sequence[Claim], move: Move) -> dict[int, list[str]]:
    return {
        claim.pk: [f"现在是“{ClaimState(claim.state).label}”，不能{move.name}"]
        for claim in claims
        if claim.state not in move.sources
    }


def note_faults(note: str, what: str) -> list[str]:
    """What is wrong with the words that a step must be given; `what` names them."""
    told = note.strip()
    if not told:
        return [f"请写明{what}"]
    if len(told) > LONGEST_NOTE:
        return [f"{what}共{len(told)}个字，最多{LONGEST_NOTE}个字"]
    return (
        [] if all(char.isprintable() or char in "\r\n\t" for char in told) else [f"{what}含有不能显示的字符"]
    )


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


def _others_of(claims: Sequence[Claim]) -> defaultdict[str, list[Claim]]:
    """record → the claims about it that count or may come to count: reviewed now, posted, or among these."""
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    records = {claim.record_id for claim in claims}
    for other in Claim.objects.filter(record__in=records, state__in=(*WAITING_STATES, ClaimState.POSTED)):
        found[other.record_id].append(other)
    for claim in claims:
        if claim not in found[claim.record_id]:
            found[claim.record_id].append(claim)
    return found


def _repetitions(claim: Claim, others: Sequence[Claim]) -> list[str]:
    """One thing is claimed once: a stage at all, money of the same day and amount unless the note says what differs."""
    alike = [one for one in others if one.pk != claim.pk and one.kind == claim.kind]
    if FACT_RULES[FactKind(claim.kind)].once:
        return [f"与申报{one.pk}（{one.unit}）是同一事项，只能申报一次" for one in alike]
    if claim.values.get("note"):
        return []
    return [
        f"与申报{one.pk}（{one.unit}）的日期、金额相同；如确为另一笔，请在“说明”中写明区别"
        for one in alike
        if one.occurred_on == claim.occurred_on
        and all(one.values.get(name) == claim.values.get(name) for name in ("amount", "dollars"))
    ]


def _beyond_contract(claim: Claim, others: Sequence[Claim], arrived_fen: int) -> list[str]:
    """Money above the contracted investment needs a word: a second unit's claim or a wrong measure looks so."""
    investment = claim.record.values.get("investment")
    if claim.kind != FactKind.FUNDS or not investment or claim.values.get("note"):
        return []
    waiting = sum(
        one.values.get("amount") or 0
        for one in others
        if one.pk != claim.pk and one.kind == FactKind.FUNDS and one.state != ClaimState.POSTED
    )
    total = arrived_fen + waiting + (claim.values.get("amount") or 0)
    if total <= investment:
        return []
    told = f"加上这一笔，累计到位{yuan(total)}，超过合同投资额{yuan(investment)}"
    return [f"{told}；请核对金额、单位和是否重复，确实超出请在“说明”中写明原因"]


def _arrived(records: Sequence[str]) -> Counter[str]:
    """record → the money of its hosts that stands in the ledger, in 分."""
    rows = PostingRow.objects.filter(subject__in=records, kind=FactKind.FUNDS, role=Role.HOST)
    found: Counter[str] = Counter()
    for subject, sign, amount in rows.values_list("subject", "sign", "amount_fen"):
        found[subject] += sign * amount
    return found


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
