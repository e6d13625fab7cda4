"""The rail: what the office calls its pages, in its own order; only pages that exist and that the reader may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

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
    ("工作", (("月报", "returns"),)),
    ("依据", (("台账", "ledger"), ("口径与词表", "rulings"))),
)
BELOW = {"progress": ("/units/", "/targets/"), "ledger": ("/entries/", "/subjects/")}


def entries(request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    """The groups of the rail with what is current; empty for those who may not come in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not access.may_see_scores(user):
        return []
    return [
        (heading, [_entry(request, label, name) for label, name in pages if _may_open(user, name)])
        for heading, pages in GROUPS
    ]


def _entry(request: HttpRequest, label: str, name: str) -> Entry:
    address = reverse(name)
    below = (address, *BELOW.get(name, ()))
    return Entry(label=label, address=address, is_current=request.path.startswith(below))


def _may_open(user: Actor, name: str) -> bool:
    if name == "notices":
        return access.may_read_notices(user)
    return name != "ledger" or access.may_see_all_postings(user) or access.may_see_postings(user, user.unit)
