"""The month of a unit: everything already known, so that a fact is typed once; and reminders 催报 to the late."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.core.plan.plans import UnknownUnit
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import State
from jinghe.core.values.periods import next_month
from jinghe.store.models import NEWEST_FIRST, Claim, Message, PostingRow, Record
from jinghe.usecases.claims.reading import readable_claims
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.messages import NewMessage, send
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.records.reading import readable
from jinghe.usecases.returns.returns import ReturnState, ReturnStatus, reporting

REMINDER = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """A project in a month: where it stands, what has arrived at this unit before, in the month, and its claims.

    before_fen, month_fen: money of the unit in the ledger. claims: of this unit for the month.
    """

    record: Record
    state: State
    before_fen: int
    month_fen: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingMonth:
    """status: of the return. others: claims about leads, offerings, trips."""

    status: ReturnStatus
    projects: tuple[ProjectLine, ...]
    others: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return (*self.others, *(claim for line in self.projects for claim in line.claims))

    @property
    def drafts(self) -> tuple[Claim, ...]:
        return tuple(one for one in self.claims if one.state in (ClaimState.DRAFT, ClaimState.RETURNED))


def month_of(unit: str, month: date, *, by: Actor) -> ReportingMonth:
    """What a unit has to report for a month and has reported already. Raises AccessRefused, NoPlan, UnknownUnit."""
    access.require(access.may_see_postings(by, unit), by, f"查看{unit}的月报")
    plan = plan_of(revision_at(month.year, as_of=month))
    statuses = reporting(plan, clock.today()).statuses
    if unit not in statuses:
        raise UnknownUnit(unit)
    claims = _claims(unit, month, by)
    projects = [
        record
        for record in readable("project", by=by).filter(units__contains=f",{unit},").order_by(*NEWEST_FIRST)
        if record.state in _UNDER_WAY or claims.get(record.pk)
    ]
    before, during = _money(unit, month)
    register = REGISTERS["project"]
    lines = tuple(
        ProjectLine(
            record=record,
            state=register.state(record.state),
            before_fen=before[record.pk],
            month_fen=during[record.pk],
            claims=tuple(claims.pop(record.pk, ())),
        )
        for record in projects
    )
    return ReportingMonth(
        status=statuses[unit][month.month - 1],
        projects=lines,
        others=tuple(claim for some in claims.values() for claim in some),
    )


def remind(
    units: Sequence[str], month: date, text: str, *, by: Actor, at: datetime | None = None
) -> tuple[Message, ...]:
    """Reminds units of a return that is due; `text` as the sender left it. Raises AccessRefused, Refused."""
    title = f"请报送{month.year}年{month.month}月月报"
    letters = [
        NewMessage(unit=unit, title=title, body=text, kind=REMINDER, link=f"/returns/{unit}/{month:%Y-%m}/")
        for unit in units
    ]
    return send(letters, by=by, reason=f"催报{month.year}年{month.month}月月报：{len(letters)}家单位", at=at)


def to_remind(statuses: Sequence[ReturnStatus]) -> list[ReturnStatus]:
    """Whose return is due, overdue or sent back."""
    return [
        one for one in statuses if one.state in (ReturnState.DUE, ReturnState.OVERDUE, ReturnState.RETURNED)
    ]


def reminder_text(month: date, due: Sequence[ReturnStatus]) -> str:
    """What a reminder says before somebody edits it."""
    first = due[0] if due else None
    until = f"，报送期限为{first.due_on.month}月{first.due_on.day}日" if first else ""
    return (
        f"{month.year}年{month.month}月目标任务完成情况月报尚未报送{until}。"
        "请登录系统核对本月项目进展，如实填报并由单位负责人提交；本月没有进展的，请报零报告。"
    )


_UNDER_WAY = frozenset(
    {"talks", "signing", "registration", "construction_start", "funds", "production_start"}
)


def _claims(unit: str, month: date, by: Actor) -> dict[str, list[Claim]]:
    """subject → the unit's claims for the month that somebody may still act on, or that are posted."""
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    held = readable_claims(by=by).filter(unit=unit, occurred_on__gte=month, occurred_on__lt=next_month(month))
    for claim in held.exclude(state=ClaimState.WITHDRAWN).order_by("pk"):
        found[claim.record_id].append(claim)
    return found


def _money(unit: str, month: date) -> tuple[defaultdict[str, int], defaultdict[str, int]]:
    """subject → 分 that arrived at the unit before the month, and in it; reversals taken off."""
    before: defaultdict[str, int] = defaultdict(int)
    during: defaultdict[str, int] = defaultdict(int)
    rows = PostingRow.objects.filter(
        unit=unit, kind=FactKind.FUNDS, role="host", occurred_on__lt=next_month(month)
    )
    for subject, on, sign, amount in rows.values_list("subject", "occurred_on", "sign", "amount_fen"):
        (during if on >= month else before)[subject] += sign * amount
    return before, during
