"""Claims 申报: one assertion of a unit that something happened, with proof, on its way into the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jinghe.core.counting.entries import Credit, Entry, Evidence
from jinghe.core.counting.facts import FACT_RULES, MONEY_KINDS, WHOLE_SHARE, FactKind, FactRule, Role
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import UNIT_SIDE, Move, Party


class ClaimState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    POSTED = "posted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ClaimState.DRAFT: "草稿",
    ClaimState.SUBMITTED: "已提交",
    ClaimState.CHECKED: "待核定",
    ClaimState.POSTED: "已入账",
    ClaimState.RETURNED: "已退回",
    ClaimState.WITHDRAWN: "已撤回",
    ClaimState.REVERSED: "已冲销",
}
OPEN_STATES = (ClaimState.DRAFT, ClaimState.RETURNED)
"""The unit may still change it."""

WAITING_STATES = (ClaimState.SUBMITTED, ClaimState.CHECKED)
"""Somebody has to review it."""

SUBMIT = Move(
    code="submit",
    name="提交",
    sources=OPEN_STATES,
    to=ClaimState.SUBMITTED,
    by=frozenset({Party.HEAD}),
)
CHECK = Move(
    code="check",
    name="审核通过",
    sources=(ClaimState.SUBMITTED,),
    to=ClaimState.CHECKED,
    by=frozenset({Party.CHECKER}),
)
CERTIFY = Move(
    code="certify",
    name="核定入账",
    sources=(ClaimState.SUBMITTED, ClaimState.CHECKED),
    to=ClaimState.POSTED,
    by=frozenset({Party.CITY}),
)
RETURN = Move(
    code="return",
    name="退回",
    sources=WAITING_STATES,
    to=ClaimState.RETURNED,
    by=frozenset({Party.CHECKER, Party.CITY}),
    says=True,
)
WITHDRAW = Move(
    code="withdraw",
    name="撤回",
    sources=(*OPEN_STATES, ClaimState.SUBMITTED),
    to=ClaimState.WITHDRAWN,
    by=UNIT_SIDE,
    says=True,
)
REVERSE = Move(
    code="reverse",
    name="冲销",
    sources=(ClaimState.POSTED,),
    to=ClaimState.REVERSED,
    by=frozenset({Party.CITY}),
    says=True,
)
CLAIM_MOVES: dict[str, Move] = {
    move.code: move for move in (SUBMIT, CHECK, CERTIFY, RETURN, WITHDRAW, REVERSE)
}

OCCURRED_ON = Field(name="occurred_on", label="发生日期", kind=FieldKind.DATE, since=ClaimState.DRAFT)
AMOUNT = Field(name="amount", label="金额", kind=FieldKind.MONEY, since=ClaimState.DRAFT)
NOTE = Field(name="note", label="说明", kind=FieldKind.LONG_TEXT, longest=500)
LATE_REASON = Field(
    name="late_reason",
    label="补报原因",
    longest=200,
    hint="发生在已经关账的月份时必填",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKind:
    """What a unit may claim about a record of a register. posts: the facts it becomes."""

    kind: FactKind
    register: str
    fields: tuple[Field, ...]
    posts: tuple[FactKind, ...]

    @property
    def name(self) -> str:
        return FACT_RULES[self.kind].name

    @property
    def required(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.since)


FOREIGN_CHANNELS = (("cash", "现汇"), ("in_kind", "实物"), ("reinvested", "利润再投资"), ("loan", "境外借款"))

_ASKED: dict[FactKind, tuple[Field, ...]] = {
    FactKind.FUNDS: (AMOUNT, Field(name="payer", label="付款方", longest=100)),
    FactKind.FOREIGN_CAPITAL: (
        Field(
            name="amount",
            label="实际利用外资",
            kind=FieldKind.MONEY,
            hint="全口径，按到资当日汇率折合人民币，以银行或商务系统为准",
        ),
        Field(
            name="dollars",
            label="其中外商直接投资（FDI）到资",
            kind=FieldKind.DOLLARS,
            hint="商务部统计口径，填外币原值",
        ),
        Field(
            name="foreign_channel",
            label="出资方式",
            kind=FieldKind.CHOICE,
            choices=FOREIGN_CHANNELS,
        ),
    ),
}
"""What a kind asks for besides the day; of the others, those that bring money ask for the amount."""


def _claim_kind(kind: FactKind, rule: FactRule) -> ClaimKind:
    day = Field(name="occurred_on", label=rule.day, kind=FieldKind.DATE, since=ClaimState.DRAFT)
    asked_fields = _ASKED.get(kind, (AMOUNT,) if rule.is_flow else ())
    along = (other for other, others in FACT_RULES.items() if others.claimed_with is kind)
    return ClaimKind(
        kind=kind,
        register=rule.register,
        fields=(day, *asked_fields, NOTE, LATE_REASON),
        posts=(kind, *along),
    )


CLAIM_KINDS: dict[FactKind, ClaimKind] = {
    kind: _claim_kind(kind, rule) for kind, rule in FACT_RULES.items() if rule.claimed_with is None
}


def kinds_of(register: str) -> tuple[ClaimKind, ...]:
    """What may be claimed about records of a register, in the order of life."""
    return tuple(kind for kind in CLAIM_KINDS.values() if kind.register == register)


def claim_faults(kind: ClaimKind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the values of a claim lack or contradict, in Chinese; the rules of entries come on top when it is posted."""
    faults = [f"请填写“{field.label}”" for field in kind.required if values.get(field.name) in (None, "")]
    faults += [f"“{field.label}”应大于零" for field in kind.required if values.get(field.name) == 0]
    if kind.kind is FactKind.FOREIGN_CAPITAL and not (values.get("amount") or values.get("dollars")):
        faults.append("请填写“实际利用外资（万元）”或“其中外商直接投资（FDI）到资（万美元）”，至少一项")
    return tuple(faults)


def entries_of(
    kind: ClaimKind,
    values: Mapping[str, Any],
    subject: str,
    dossier: Mapping[str, Any],
    *,
    unit: str,
    signed_on: date | None,
    evidence: tuple[Evidence, ...],
    claim: str,
) -> tuple[Entry, ...]:
    """The entries that a claim becomes. dossier: the values of its record, whose criteria every entry copies.

    unit: who claims. signed_on: the day of signing in the ledger, None before. Raises KeyError where the claim or the
    record lacks what is required.
    """
    occurred_on = date.fromisoformat(values["occurred_on"])
    is_project = kind.register == "project"
    copied: dict[str, Any] = {
        "subject": subject,
        "occurred_on": occurred_on,
        "cohort_on": (occurred_on if kind.kind is FactKind.SIGNING else signed_on) if is_project else None,
        "investment_fen": dossier.get("investment"),
        "industry": dossier.get("industry") or "",
        "region": dossier.get("region") or "",
        "investor": tuple(dossier.get("investor") or ()),
        "is_real_estate": bool(dossier.get("is_real_estate")),
        "is_government_investment": bool(dossier.get("is_government_investment")),
        "evidence": evidence,
        "claim": claim,
    }
    amounts = {
        FactKind.SIGNING: dossier.get("investment"),
        FactKind.FDI: values.get("dollars"),
    }
    return tuple(
        Entry(
            kind=posted,
            credits=credits_of(dossier, unit, posted, occurred_on),
            amount_fen=amount or 0,
            **copied,
        )
        for posted in kind.posts
        if (amount := amounts.get(posted, values.get("amount"))) or FACT_RULES[posted].currency is None
    )


def credits_of(dossier: Mapping[str, Any], unit: str, kind: FactKind, on: date) -> tuple[Credit, ...]:
    """The units that a fact is credited to. Money outside the days of a share agreement goes to the first unit alone.

    Without hosts or sponsors it is the claiming unit's: HOST for a project, SPONSOR for a lead, an offering or a trip.
    """
    of_project = FACT_RULES[kind].of_project
    shared = {Role.HOST: dossier.get("hosts"), Role.SPONSOR: dossier.get("sponsors")}
    if not of_project:
        shared = {Role.SPONSOR: dossier.get("sponsors") or [[unit, WHOLE_SHARE]]}
    elif not shared[Role.HOST]:
        shared[Role.HOST] = [[unit, WHOLE_SHARE]]
    if kind in MONEY_KINDS and not _is_agreed(dossier, on):
        shared = {role: [[pairs[0][0], WHOLE_SHARE]] if pairs else None for role, pairs in shared.items()}
    return tuple(
        Credit(
            unit=name,
            role=role,
            share=share,
            sub_unit=(dossier.get("sub_unit") or "") if role is Role.HOST and index == 0 else "",
        )
        for role, pairs in shared.items()
        for index, (name, share) in enumerate(pairs or ())
    )


def _is_agreed(dossier: Mapping[str, Any], on: date) -> bool:
    since, until = dossier.get("share_since"), dossier.get("share_until")
    return not (since and on.isoformat() < since) and not (until and on.isoformat() > until)
