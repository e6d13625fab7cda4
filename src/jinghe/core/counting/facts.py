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
class MonthColumn:
    """What the monthly workbook asks of a kind: a field of its claim, under a label and hint of its own if given."""

    field: str
    label: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """What a kind of fact must carry, and what follows from it everywhere: a new kind is one row of `FACT_RULES`.

    day: what the day it occurred is called. register: whose records it happens to. currency: the money it brings
    (None: it is counted, not summed). once: at most one live entry per subject. needs: the kind that must already
    stand for the subject. stage: what the course of a project calls it (empty: it is no stage).
    monthly: its columns in the monthly workbook (None: the usual ones, see `month_columns`).
    papers: groups of papers; one of each group proves it, until the office lays down a rule.
    claimed_with: the kind whose claim brings it along. of_foreigners: only of projects with such an investor.
    stated_by: who states it in official statistics (empty: nobody, and it is not reconciled).
    """

    name: str
    day: str
    register: str = "project"
    currency: Currency | None = None
    once: bool = False
    needs: FactKind | None = None
    stage: str = ""
    monthly: tuple[MonthColumn, ...] | None = None
    papers: tuple[tuple[str, ...], ...] = ()
    claimed_with: FactKind | None = None
    of_foreigners: bool = False
    stated_by: str = ""

    @property
    def of_project(self) -> bool:
        """Whether it belongs to a 招商项目, so that it has a cohort (the signing date) and a host."""
        return self.register == "project"

    @property
    def is_flow(self) -> bool:
        """Whether it is money that comes in over years, in many postings."""
        return self.currency is not None and not self.once

    @property
    def month_columns(self) -> tuple[MonthColumn, ...]:
        """What the monthly workbook asks: the day of what happens once, the amount of money that flows."""
        if self.monthly is None:
            return (
                MonthColumn(field="amount", label=self.name)
                if self.is_flow
                else MonthColumn(field="occurred_on"),
            )
        return self.monthly

    @property
    def is_told_for_month(self) -> bool:
        """Whether the monthly workbook asks for the sum of a month and no day: the sum counts as of the last day."""
        return self.is_flow and "occurred_on" not in {column.field for column in self.month_columns}


_MONEY_PAPERS = ("银行进账单", "验资报告", "发票", "购置凭证", "工程结算单", "土地价款凭证")

# In the order of a life: forms, courses and menus go by it.
FACT_RULES: dict[FactKind, FactRule] = {
    FactKind.SIGNING: FactRule(
        name="签约",
        day="签约日期",
        stage="签约",
        currency=Currency.CNY,
        once=True,
        papers=(("投资协议",),),
    ),
    FactKind.REGISTRATION: FactRule(
        name="注册",
        day="注册日期",
        stage="注册",
        once=True,
        needs=FactKind.SIGNING,
        papers=(("营业执照",),),
    ),
    FactKind.CONSTRUCTION_START: FactRule(
        name="开工",
        day="开工日期",
        stage="开工",
        once=True,
        needs=FactKind.SIGNING,
        papers=(("施工许可", "立项备案"), ("现场照片",)),
    ),
    FactKind.FUNDS: FactRule(
        name="到位资金",
        day="到账日期",
        stage="资金到位",
        currency=Currency.CNY,
        needs=FactKind.SIGNING,
        monthly=(
            MonthColumn(field="amount", label="本月到位资金", hint="本月新到账的金额，不含以前月份"),
            MonthColumn(field="occurred_on", label="到账日期", hint="本月内的日期；多笔填最后一笔"),
            MonthColumn(field="payer", label="付款方"),
            MonthColumn(field="note", label="说明", hint="对本月到位资金的说明"),
        ),
        papers=(_MONEY_PAPERS,),
    ),
    FactKind.FIXED_INVESTMENT: FactRule(
        name="固定资产投资",
        day="统计截止日期",
        currency=Currency.CNY,
        needs=FactKind.SIGNING,
        monthly=(MonthColumn(field="amount", label="固定资产投资", hint="本月完成额"),),
        papers=(("统计报表", *_MONEY_PAPERS),),
        stated_by="市统计局",
    ),
    FactKind.PRODUCTION_START: FactRule(
        name="投产",
        day="投产日期",
        stage="投产",
        once=True,
        needs=FactKind.SIGNING,
        papers=(("投产报告", "发票"), ("现场照片",)),
    ),
    FactKind.TERMINATION: FactRule(
        name="终止",
        day="终止日期",
        stage="终止",
        once=True,
        needs=FactKind.SIGNING,
        monthly=(),
        papers=(("终止协议", "情况说明"),),
    ),
    FactKind.FDI: FactRule(
        name="外商直接投资到资",
        day="到资日期",
        currency=Currency.USD,
        needs=FactKind.SIGNING,
        monthly=(),
        papers=(("商务系统截图", "验资报告", "银行进账单"),),
        claimed_with=FactKind.FOREIGN_CAPITAL,
        of_foreigners=True,
        stated_by="市商务局",
    ),
    FactKind.FOREIGN_CAPITAL: FactRule(
        name="实际利用外资",
        day="到资日期",
        currency=Currency.CNY,
        needs=FactKind.SIGNING,
        monthly=(
            MonthColumn(field="amount", label="实际利用外资"),
            MonthColumn(field="dollars", label="FDI到资"),
            MonthColumn(field="occurred_on", label="外资到资日期", hint="本月内的日期"),
        ),
        papers=(("商务系统截图", "验资报告", "银行进账单"),),
        of_foreigners=True,
        stated_by="市商务局",
    ),
    FactKind.FOREIGN_ENTERPRISE: FactRule(
        name="新设外商企业",
        day="设立日期",
        once=True,
        needs=FactKind.SIGNING,
        monthly=(),
        papers=(("营业执照",),),
        of_foreigners=True,
    ),
    FactKind.LEAD: FactRule(name="有效投资信息", day="获取日期", register="lead", once=True),
    FactKind.OFFERING: FactRule(
        name="推出项目",
        day="入库日期",
        register="offering",
        once=True,
        papers=(("项目册页", "可行性研究报告"),),
    ),
    FactKind.OFFERING_EXIT: FactRule(
        name="推出项目退库", day="退库日期", register="offering", once=True, needs=FactKind.OFFERING
    ),
    FactKind.TRIP: FactRule(
        name="小分队外出",
        day="出发日期",
        register="trip",
        once=True,
        papers=(("外出报告",), ("审批单",)),
    ),
}
PROJECT_STAGES: tuple[FactKind, ...] = tuple(kind for kind, rule in FACT_RULES.items() if rule.stage)
MONEY_KINDS = frozenset(kind for kind, rule in FACT_RULES.items() if rule.is_flow)
"""Facts that flow in over years, and so fall inside or outside the days of a share agreement."""


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
