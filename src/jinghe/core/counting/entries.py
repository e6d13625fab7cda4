"""Entries: what is to be posted, before it has a sequence; one event and the units it is credited to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from jinghe.core.counting.facts import FACT_RULES, WHOLE_SHARE, FactKind, Posting, Role
from jinghe.core.values.amounts import apportion

UNNUMBERED = 0
"""The sequence of a posting that the ledger has not numbered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A unit that an entry counts for: its role, its share in 万分之一 of that role, and its sub-unit."""

    unit: str
    role: Role
    share: int = WHOLE_SHARE
    sub_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that proves an entry: its kind (银行进账单…), title and SHA-256 digest in hex."""

    kind: str
    title: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. amount_fen is the whole amount in 分 of the kind's currency; each role shares it apart.

    cohort_on, investment_fen and the codes are copied to every posting, so no criterion ever reads mutable data.
    """

    kind: FactKind
    subject: str
    occurred_on: date
    credits: tuple[Credit, ...]
    cohort_on: date | None = None
    amount_fen: int = 0
    investment_fen: int | None = None
    industry: str = ""
    region: str = ""
    investor: tuple[str, ...] = ()
    is_real_estate: bool = False
    is_government_investment: bool = False
    evidence: tuple[Evidence, ...] = ()
    claim: str = ""

    def faults(self) -> tuple[str, ...]:
        """Everything that keeps the entry from being posted, in Chinese; empty when it may be."""
        rule = FACT_RULES[self.kind]
        faults = []
        if not self.subject:
            faults.append("缺少对象编号")
        if rule.currency is None and self.amount_fen:
            faults.append(f"“{rule.name}”只计个数，不应填写金额")
        if rule.currency is not None and self.amount_fen <= 0:
            faults.append(f"“{rule.name}”的金额应大于零")
        if rule.of_project and self.cohort_on is None:
            faults.append("缺少签约日期")
        if self.cohort_on is not None and self.cohort_on > self.occurred_on:
            faults.append(f"发生日期{self.occurred_on}早于签约日期{self.cohort_on}")
        if self.kind is FactKind.SIGNING and self.cohort_on != self.occurred_on:
            faults.append("签约的发生日期与签约日期不一致")
        if self.kind is FactKind.SIGNING and self.investment_fen not in (None, self.amount_fen):
            faults.append("签约金额与合同投资额不一致")
        return (*faults, *self._credit_faults())

    def _credit_faults(self) -> list[str]:
        shares: defaultdict[Role, int] = defaultdict(int)
        for credit in self.credits:
            shares[credit.role] += credit.share
        faults = [
            f"{_ROLE_NAMES[role]}各方份额之和为{share / 100:g}%，应为100%"
            for role, share in shares.items()
            if share != WHOLE_SHARE
        ]
        if any(credit.share <= 0 for credit in self.credits):
            faults.append("份额应大于零")
        needed = Role.HOST if FACT_RULES[self.kind].of_project else Role.SPONSOR
        if needed not in shares:
            faults.append(f"缺少{_ROLE_NAMES[needed]}单位")
        if len({(credit.unit, credit.role) for credit in self.credits}) != len(self.credits):
            faults.append("同一单位以同一身份重复计入")
        return faults

    def postings(self) -> tuple[Posting, ...]:
        """One unnumbered posting per credit; money is apportioned within each role without remainder."""
        return tuple(
            Posting(
                sequence=UNNUMBERED,
                entry=UNNUMBERED,
                kind=self.kind,
                subject=self.subject,
                occurred_on=self.occurred_on,
                cohort_on=self.cohort_on,
                unit=credit.unit,
                role=credit.role,
                share=credit.share,
                sub_unit=credit.sub_unit,
                amount_fen=amount,
                currency=FACT_RULES[self.kind].currency,
                investment_fen=self.investment_fen,
                industry=self.industry,
                region=self.region,
                investor=tuple(sorted(self.investor)),
                is_real_estate=self.is_real_estate,
                is_government_investment=self.is_government_investment,
            )
            for credit, amount in self._apportioned()
        )

    @property
    def evidence_digest(self) -> str:
        """SHA-256 over the digests of the evidence in order, in hex; empty without evidence."""
        joined = "".join(item.digest for item in self.evidence)
        return sha256(joined.encode("ascii")).hexdigest() if joined else ""

    def _apportioned(self) -> list[tuple[Credit, int]]:
        pairs: list[tuple[Credit, int]] = []
        for role in Role:
            sharing = tuple(credit for credit in self.credits if credit.role is role)
            if sharing:
                amounts = apportion(self.amount_fen, tuple(credit.share for credit in sharing))
                pairs += zip(sharing, amounts, strict=True)
        return pairs


_ROLE_NAMES = {Role.SPONSOR: "主导引进", Role.HOST: "承接落地"}


def reversed_posting(posting: Posting) -> Posting:
    """The same line with the opposite sign, not yet numbered."""
    return replace(
        posting, sequence=UNNUMBERED, entry=UNNUMBERED, sign=-posting.sign, reverses=posting.sequence
    )


def entry_of(postings: Sequence[Posting]) -> Entry:
    """The entry that live postings of one event came from, without its evidence; amounts of a role add up again."""
    first = postings[0]
    amounts: defaultdict[Role, int] = defaultdict(int)
    for posting in postings:
        amounts[posting.role] += posting.amount_fen
    return Entry(
        kind=first.kind,
        subject=first.subject,
        occurred_on=first.occurred_on,
        cohort_on=first.cohort_on,
        credits=tuple(Credit(unit=p.unit, role=p.role, share=p.share, sub_unit=p.sub_unit) for p in postings),
        amount_fen=amounts[first.role],
        investment_fen=first.investment_fen,
        industry=first.industry,
        region=first.region,
        investor=first.investor,
        is_real_estate=first.is_real_estate,
        is_government_investment=first.is_government_investment,
    )
