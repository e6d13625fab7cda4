"""Facts: what the ledger holds. The columns of a Posting are the only ones a criterion may name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jinghe.core.values.amounts import Currency

WHOLE_SHARE = 10_000
"""A share of 100 %, in ten-thousandths 万分之一."""


class Role(StrEnum):
    SPONSOR = "sponsor"
    HOST = "host"


class FactKind(StrEnum):
    LEAD = "lead"
    OFFERING = "offering"
    OFFERING_EXIT = "offering_exit"
    TRIP = "trip"
    SIGNING = "signing"
    REGISTRATION = "registration"
    CONSTRUCTION_START = "construction_start"
    PRODUCTION_START = "production_start"
    TERMINATION = "termination"
    FUNDS = "funds"
    FIXED_INVESTMENT = "fixed_investment"
    FOREIGN_CAPITAL = "foreign_capital"
    FDI = "fdi"
    FOREIGN_ENTERPRISE = "foreign_enterprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """What a kind of fact must carry.

    currency: the money it brings (None: it is counted, not summed). once: at most one live entry per subject.
    of_project: it belongs to a 招商项目, so it has a cohort (the signing date) and a host. needs: the kind that must
    already stand for the subject.
    """

    name: str
    currency: Currency | None = None
    once: bool = False
    of_project: bool = True
    needs: FactKind | None = None


FACT_RULES: dict[FactKind, FactRule] = {
    FactKind.LEAD: FactRule(name="有效投资信息", once=True, of_project=False),
    FactKind.OFFERING: FactRule(name="推出项目", once=True, of_project=False),
    FactKind.OFFERING_EXIT: FactRule(
        name="推出项目退库", once=True, of_project=False, needs=FactKind.OFFERING
    ),
    FactKind.TRIP: FactRule(name="小分队外出", once=True, of_project=False),
    FactKind.SIGNING: FactRule(name="签约", currency=Currency.CNY, once=True),
    FactKind.REGISTRATION: FactRule(name="注册", once=True, needs=FactKind.SIGNING),
    FactKind.CONSTRUCTION_START: FactRule(name="开工", once=True, needs=FactKind.SIGNING),
    FactKind.PRODUCTION_START: FactRule(name="投产", once=True, needs=FactKind.SIGNING),
    FactKind.TERMINATION: FactRule(name="终止", once=True, needs=FactKind.SIGNING),
    FactKind.FUNDS: FactRule(name="到位资金", currency=Currency.CNY, needs=FactKind.SIGNING),
    FactKind.FIXED_INVESTMENT: FactRule(name="固定资产投资", currency=Currency.CNY, needs=FactKind.SIGNING),
    FactKind.FOREIGN_CAPITAL: FactRule(name="实际利用外资", currency=Currency.CNY, needs=FactKind.SIGNING),
    FactKind.FDI: FactRule(name="外商直接投资到资", currency=Currency.USD, needs=FactKind.SIGNING),
    FactKind.FOREIGN_ENTERPRISE: FactRule(name="新设外商企业", once=True, needs=FactKind.SIGNING),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One immutable line of the ledger: what happened and whose it is (entry × credit).

    amount_fen is what is summed, already apportioned by share, in 分 of `currency`; investment_fen is what criteria
    restrict, the whole contracted investment in 分 of CNY. share is in 万分之一. sign is +1, or −1 for a reversal.
    """

    sequence: int
    entry: int
    kind: FactKind
    subject: str
    occurred_on: date
    unit: str
    role: Role
    share: int = WHOLE_SHARE
    sub_unit: str = ""
    cohort_on: date | None = None
    amount_fen: int = 0
    currency: Currency | None = None
    investment_fen: int | None = None
    industry: str = ""
    region: str = ""
    investor: tuple[str, ...] = ()
    is_real_estate: bool = False
    is_government_investment: bool = False
    sign: int = 1
    reverses: int | None = None
