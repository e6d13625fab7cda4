"""Entries with their evidence, built alike for every fact of the demonstration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from jinghe.core.counting.entries import Credit, Entry, Evidence
from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.story.texts import FEN_PER_TEN_THOUSAND

PAPERS: dict[FactKind, tuple[str, ...]] = {
    FactKind.LEAD: ("洽谈纪要",),
    FactKind.OFFERING: ("项目建议书",),
    FactKind.OFFERING_EXIT: ("退库说明",),
    FactKind.TRIP: ("外出报告", "现场照片"),
    FactKind.SIGNING: ("投资合同", "会议纪要"),
    FactKind.REGISTRATION: ("营业执照",),
    FactKind.CONSTRUCTION_START: ("施工许可证", "现场照片"),
    FactKind.PRODUCTION_START: ("竣工验收报告", "现场照片"),
    FactKind.TERMINATION: ("终止协议",),
    FactKind.FUNDS: ("银行进账单",),
    FactKind.FIXED_INVESTMENT: ("固定资产投资统计报表",),
    FactKind.FOREIGN_CAPITAL: ("验资报告", "银行进账单"),
    FactKind.FDI: ("外汇业务登记凭证",),
    FactKind.FOREIGN_ENTERPRISE: ("营业执照", "外商投资信息报告回执"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A 招商项目 and its whole course. investment, money: 万元.

    first_region: the origin as recorded before it was restated; empty where it was right from the start.
    """

    code: str
    name: str
    investor_name: str
    credits: tuple[Credit, ...]
    signed_on: date
    investment: int
    industry: str
    region: str
    investor: tuple[str, ...]
    first_region: str = ""
    is_real_estate: bool = False
    is_government_investment: bool = False
    registered_on: date | None = None
    started_on: date | None = None
    produced_on: date | None = None
    terminated_on: date | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The units it lands in, the leading one first."""
        return tuple(credit.unit for credit in self.credits if credit.role == "host")

    @property
    def is_foreign(self) -> bool:
        return any(code in ("foreign", "hk_macao", "taiwan") for code in self.investor)

    @property
    def is_from_outside(self) -> bool:
        """省外: the investor comes from outside Sichuan."""
        return self.region not in ("51", "5117")

    def fact(self, kind: FactKind, on: date, money: int = 0, *, is_proved: bool = True) -> Entry:
        """An entry of the project; money in 万元, or 万美元 for FDI."""
        return Entry(
            kind=kind,
            subject=self.code,
            occurred_on=on,
            credits=self.credits,
            cohort_on=self.signed_on,
            amount_fen=money * FEN_PER_TEN_THOUSAND,
            investment_fen=self.investment * FEN_PER_TEN_THOUSAND,
            industry=self.industry,
            region=self.region,
            investor=self.investor,
            is_real_estate=self.is_real_estate,
            is_government_investment=self.is_government_investment,
            evidence=papers(kind, self.name, on) if is_proved else (),
        )


def papers(kind: FactKind, name: str, on: date) -> tuple[Evidence, ...]:
    """The documents that prove a fact; the demonstration has no files, so a digest stands for the title."""
    return tuple(
        Evidence(kind=paper, title=title, digest=sha256(title.encode()).hexdigest())
        for paper in PAPERS[kind]
        for title in (f"{name}{paper}（{on.year}年{on.month}月{on.day}日）",)
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By day; on one day as the kinds are listed, so that what a fact needs stands before it."""
    kinds = list(FactKind)
    return tuple(sorted(entries, key=lambda one: (one.occurred_on, kinds.index(one.kind), one.subject)))
