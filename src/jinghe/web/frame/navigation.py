"""The rail: what the office calls its pages, in its own order; only pages that exist and that the reader may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.usecases.claims.reading import waiting_for
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """A link of the rail; it is current on every address below its own. count: what waits there for the reader."""

    label: str
    address: str
    is_current: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading of the rail with its links; open groups show them, the others unfold."""

    heading: str
    entries: tuple[NavigationLink, ...]
    is_open: bool


GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "目标",
        (("目标任务", "plan"), ("进度", "progress"), ("阶段评估", "evaluations"), ("读通知", "notices")),
    ),
    (
        "工作",
        (
            ("月报", "returns"),
            ("申报", "claims"),
            ("导入", "imports"),
            ("招商项目", "register:project"),
            ("投资信息", "leads"),
            ("推出项目", "offerings"),
            ("小分队", "trips"),
        ),
    ),
    (
        "责任",
        (
            ("签收", "sign_off"),
            ("任务分解", "decomposition"),
            ("工作方案", "work_plans"),
            ("亲自部署", "head_actions"),
            ("落地服务", "liaison"),
            ("年中调整", "adjustments"),
        ),
    ),
    (
        "服务",
        (("涉企服务", "service"), ("审批", "approvals"), ("职责", "duties"), ("激励奖补", "incentives")),
    ),
    (
        "督查",
        (("调度", "dispatch"), ("督办", "follow_ups"), ("点名建议", "censures"), ("通报", "bulletins")),
    ),
    (
        "依据",
        (
            ("台账", "ledger"),
            ("招商成效", "funnel"),
            ("对账", "reconciliation"),
            ("关账", "closing"),
            ("口径与词表", "rulings"),
            ("认定规则", "recognition"),
            ("办公规则", "office_rules"),
        ),
    ),
    ("管理", (("账号", "accounts"), ("审计", "audit"))),
)
"""Heading → label and name of the address; after a colon its argument."""

UNFOLDED = frozenset({"目标", "工作", "管理"})
"""Groups that show their links from the start."""

ON_A_PHONE = ("进度", "月报", "申报", "招商项目")
"""The links of the bar at the foot of a phone; the others stand on the page 更多."""

BELOW = {"progress": ("/units/", "/targets/"), "ledger": ("/entries/", "/subjects/")}


BESIDE = {"rulings": "/rulings/recognition/", "plan": "/plan/adjust/"}
"""An address below the page's own that has an entry of its own."""


def groups(request: HttpRequest) -> tuple[Group, ...]:
    """The groups of the rail with what is current; empty for those who may not come in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not access.may_sign_in(user):
        return ()
    found = [
        (heading, tuple(_entry(request, label, name) for label, name in pages if _may_open(user, name)))
        for heading, pages in GROUPS
    ]
    return tuple(
        Group(
            heading=heading,
            entries=shown,
            is_open=heading in UNFOLDED or any(one.is_current for one in shown),
        )
        for heading, shown in found
        if shown
    )


def on_a_phone(found: tuple[Group, ...]) -> tuple[NavigationLink, ...]:
    """The few links that a phone always shows."""
    return tuple(entry for group in found for entry in group.entries if entry.label in ON_A_PHONE)


def _entry(request: HttpRequest, label: str, name: str) -> NavigationLink:
    view, _, argument = name.partition(":")
    address = reverse(view, args=[argument] if argument else [])
    is_below = request.path.startswith((address, *BELOW.get(name, ())))
    is_another = name in BESIDE and request.path.startswith(BESIDE[name])
    count = COUNTS[name](request.user) if name in COUNTS else 0
    return NavigationLink(label=label, address=address, is_current=is_below and not is_another, count=count)


def _may_open(user: Actor, name: str) -> bool:
    view, _, kind = name.partition(":")
    if view == "register":
        return bool(access.may_list(user, REGISTERS[kind]))
    return bool(OPENS_FOR.get(name, access.may_see_scores)(user))


def _may_open_ledger(user: Actor) -> bool:
    return access.may_see_all_postings(user) or access.may_see_postings(user, user.unit)


def _waiting_claims(user: Actor) -> int:
    return waiting_for(by=user).count()


COUNTS: dict[str, Callable[[Actor], int]] = {"claims": _waiting_claims}
"""How much waits for somebody on a page."""


def _may_list_incentives(user: Actor) -> bool:
    return bool(access.may_list(user, REGISTERS["incentive"]))


def _may_list_trips(user: Actor) -> bool:
    return bool(access.may_list(user, REGISTERS["trip"]))


OPENS_FOR = {
    "claims": access.may_list_claims,
    "notices": access.may_read_notices,
    "ledger": _may_open_ledger,
    "imports": access.may_open_imports,
    "accounts": access.may_see_accounts,
    "adjustments": access.may_see_adjustments,
    "audit": access.may_audit,
    "dispatch": access.may_see_all_postings,
    "incentives": _may_list_incentives,
    "leads": access.may_list_leads,
    "trips": _may_list_trips,
}
"""Who a page opens for, where that is not everybody who sees scores."""
