"""Indicators 指标: one row per indicator, saying which facts it counts and how."""

from dataclasses import dataclass
from enum import StrEnum

from jinghe.core.counting.facts import FactKind, Role


class Window(StrEnum):
    """flow: occurred in the period. stock: in − out up to the date. cohort: by signing date, a ratio of two sums."""

    FLOW = "flow"
    STOCK = "stock"
    COHORT = "cohort"


class Pace(StrEnum):
    """How a target is expected to fill: linear in money, whole pieces, or not at all (rates and stocks)."""

    LINEAR = "linear"
    WHOLE = "whole"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator of the field.

    kind None: the kind is settled by the ruling `led_counts_at`. leaves: what takes away from a stock.
    over: the denominator of a rate. verb, noun: how a clause asks for it. role None: taken from the unit's group.
    """

    code: str
    name: str
    unit_of_measure: str
    kind: FactKind | None
    window: Window = Window.FLOW
    pace: Pace = Pace.WHOLE
    sums_money: bool = False
    leaves: FactKind | None = None
    over: FactKind | None = None
    role: Role | None = None
    verb: str = ""
    noun: str = ""


INDICATORS: dict[str, Indicator] = {
    row.code: row
    for row in (
        Indicator(
            code="funds_arrived",
            name="到位资金",
            unit_of_measure="亿元",
            kind=FactKind.FUNDS,
            pace=Pace.LINEAR,
            sums_money=True,
            role=Role.HOST,
            verb="实现",
            noun="到位资金",
        ),
        Indicator(
            code="fixed_investment",
            name="固定资产投资",
            unit_of_measure="亿元",
            kind=FactKind.FIXED_INVESTMENT,
            pace=Pace.LINEAR,
            sums_money=True,
            role=Role.HOST,
            verb="完成",
            noun="固定资产投资",
        ),
        Indicator(
            code="led_projects",
            name="引进项目",
            unit_of_measure="个",
            kind=None,
            verb="主导引进",
            noun="项目",
        ),
        Indicator(
            code="signed_projects",
            name="签约项目",
            unit_of_measure="个",
            kind=FactKind.SIGNING,
            verb="签约",
            noun="项目",
        ),
        Indicator(
            code="registered_projects",
            name="注册项目",
            unit_of_measure="个",
            kind=FactKind.REGISTRATION,
            verb="注册",
            noun="项目",
        ),
        Indicator(
            code="started_projects",
            name="开工项目",
            unit_of_measure="个",
            kind=FactKind.CONSTRUCTION_START,
            verb="开工",
            noun="项目",
        ),
        Indicator(
            code="producing_projects",
            name="投产项目",
            unit_of_measure="个",
            kind=FactKind.PRODUCTION_START,
            verb="投产",
            noun="项目",
        ),
        Indicator(
            code="leads",
            name="有效投资信息",
            unit_of_measure="条",
            kind=FactKind.LEAD,
            role=Role.SPONSOR,
            verb="获取",
            noun="有效信息",
        ),
        Indicator(
            code="offerings",
            name="推出项目",
            unit_of_measure="个",
            kind=FactKind.OFFERING,
            leaves=FactKind.OFFERING_EXIT,
            role=Role.SPONSOR,
            verb="编制",
            noun="推出项目",
        ),
        Indicator(
            code="trips",
            name="小分队外出",
            unit_of_measure="次",
            kind=FactKind.TRIP,
            role=Role.SPONSOR,
            verb="开展",
            noun="小分队外出",
        ),
        Indicator(
            code="foreign_capital_used",
            name="实际利用外资",
            unit_of_measure="万元",
            kind=FactKind.FOREIGN_CAPITAL,
            pace=Pace.LINEAR,
            sums_money=True,
            role=Role.HOST,
            verb="实现",
            noun="实际利用外资",
        ),
        Indicator(
            code="fdi_arrived",
            name="外商直接投资（FDI）到资",
            unit_of_measure="万美元",
            kind=FactKind.FDI,
            pace=Pace.LINEAR,
            sums_money=True,
            role=Role.HOST,
            verb="实现",
            noun="外商直接投资到资",
        ),
        Indicator(
            code="foreign_enterprises",
            name="新设外商企业",
            unit_of_measure="个",
            kind=FactKind.FOREIGN_ENTERPRISE,
            role=Role.HOST,
            verb="新设",
            noun="外商企业",
        ),
        *(
            Indicator(
                code=code,
                name=name,
                unit_of_measure="%",
                kind=kind,
                over=FactKind.SIGNING,
                window=Window.COHORT,
                pace=Pace.NONE,
                sums_money=kind is FactKind.FUNDS,
                role=Role.HOST,
                noun=name,
            )
            for code, name, kind in (
                ("rate_registration", "注册率", FactKind.REGISTRATION),
                ("rate_start", "开工率", FactKind.CONSTRUCTION_START),
                ("rate_funds", "资金到位率", FactKind.FUNDS),
                ("rate_production", "投产率", FactKind.PRODUCTION_START),
            )
        ),
        # No fact of the ledger holds these two yet: they are never counted and always carry a finding.
        Indicator(
            code="contract_amount",
            name="合同投资额",
            unit_of_measure="亿元",
            kind=None,
            pace=Pace.LINEAR,
            sums_money=True,
            verb="完成",
            noun="合同投资额",
        ),
        Indicator(
            code="events", name="招商活动", unit_of_measure="场", kind=None, verb="举办", noun="招商活动"
        ),
        Indicator(
            code="other", name="其他任务", unit_of_measure="个", kind=None, pace=Pace.NONE, noun="其他任务"
        ),
    )
}
"""`other` has no facts: a target of it is never counted by the ledger and always carries a finding."""
