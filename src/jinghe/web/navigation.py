"""The rail: what the office calls its pages, in its own order; only pages that exist and that the reader may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from jinghe.core.registers.catalogue import REGISTERS
from jinghe.usecases import access
from jinghe.usecases.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A link of the rail; it is current on every address below its own."""

    label: str
    address: str
    is_current: bool


GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("目标", (("目标任务", "plan"), ("读通知", "notices"), ("进度", "progress"))),
    ("工作", (("月报", "returns"), ("招商项目", "register:project"))),
    ("依据", (("台账", "ledger"), ("口径与词表", "rulings"))),
    ("管理", (("账号", "accounts"),)),
)
"""Heading → label and name of the address; after a colon its argument."""

BELOW = {"progress": ("/units/", "/targets/"), "ledger": ("/entries/", "/subjects/")}


BESIDE = {"rulings": "/rulings/recognition/"}
"""An address below the page's own that has an entry of its own."""


def entries(request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    """The groups of the rail with what is current; empty for those who may not come in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not access.may_sign_in(user):
        return []
    found = [
        (heading, [_entry(request, label, name) for label, name in pages if _may_open(user, name)])
        for heading, pages in GROUPS
    ]
    return [(heading, shown) for heading, shown in found if shown]


def _entry(request: HttpRequest, label: str, name: str) -> Entry:
    view, _, argument = name.partition(":")
    address = reverse(view, args=[argument] if argument else [])
    is_below = request.path.startswith((address, *BELOW.get(name, ())))
    is_another = name in BESIDE and request.path.startswith(BESIDE[name])
    return Entry(label=label, address=address, is_current=is_below and not is_another)


def _may_open(user: Actor, name: str) -> bool:
    view, _, kind = name.partition(":")
    if view == "register":
        return bool(access.may_list(user, REGISTERS[kind]))
    return bool(OPENS_FOR.get(name, access.may_see_scores)(user))


def _may_open_ledger(user: Actor) -> bool:
    return access.may_see_all_postings(user) or access.may_see_postings(user, user.unit)


OPENS_FOR = {
    "notices": access.may_read_notices,
    "ledger": _may_open_ledger,
    "accounts": access.may_see_accounts,
    "audit": access.may_audit,
}
"""Who a page opens for, where that is not everybody who sees scores."""
