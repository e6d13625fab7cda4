"""激励奖补: money promised, approved and paid to enterprises, and what is late. No target or score depends on it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.registers.numbering import order_of
from jinghe.core.registers.service.incentive import APPLIED, APPROVED, INCENTIVE, PAID, PART_PAID, REFUSED
from jinghe.store.models import Record
from jinghe.usecases.common.access import Actor
from jinghe.usecases.records.reading import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentive:
    """One incentive. due: the day of the next step; None once no step is left."""

    record: Record
    due: date | None
    is_late: bool

    @property
    def promised(self) -> int:
        return int(self.record.values["promised"])

    @property
    def approved(self) -> int | None:
        return self.record.values.get("approved")

    @property
    def paid(self) -> int | None:
        return self.record.values.get("paid")

    @property
    def state_name(self) -> str:
        return INCENTIVE.state(self.record.state).name

    @property
    def faults(self) -> tuple[str, ...]:
        """Contradictions between the amounts and the state."""
        faults = []
        if self.approved is not None and self.approved > self.promised:
            faults.append("审核金额大于承诺金额")
        if self.paid is not None and self.approved is not None and self.paid > self.approved:
            faults.append("兑付金额大于审核金额")
        if self.record.state == PAID and self.paid is not None and self.paid < (self.approved or 0):
            faults.append("记为全部兑付，但兑付金额小于审核金额")
        return tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Sums of one group of incentives, in 分. number, late: how many there are, how many of them are late."""

    name: str
    number: int
    promised: int
    approved: int
    paid: int
    late: int

    @property
    def owed(self) -> int:
        """Approved and not paid yet."""
        return max(self.approved - self.paid, 0)


def incentives(*, by: Actor, as_of: date, known_at: datetime | None = None) -> tuple[Incentive, ...]:
    """The incentives applied for up to a day, the late ones first."""
    rows = readable(INCENTIVE.kind, by=by)
    if known_at is not None:
        rows = rows.filter(created__recorded_at__lte=known_at)
    applied = [_incentive(row, as_of) for row in rows if row.values["applied_on"] <= as_of.isoformat()]
    return tuple(
        sorted(
            applied,
            key=lambda incentive: (
                not incentive.is_late,
                incentive.due or date.max,
                order_of(incentive.record.pk),
            ),
        )
    )


def sums_by_group(items: Iterable[Incentive], named: Callable[[Incentive], str]) -> tuple[Sum, ...]:
    """Sums of each group; refused incentives are left out. named: the name of the group of an incentive."""
    groups: defaultdict[str, list[Incentive]] = defaultdict(list)
    for incentive in items:
        if incentive.record.state != REFUSED:
            groups[named(incentive)].append(incentive)
    return tuple(total(name, members) for name, members in sorted(groups.items()))


def total(name: str, items: Iterable[Incentive]) -> Sum:
    counted = [incentive for incentive in items if incentive.record.state != REFUSED]
    return Sum(
        name=name,
        number=len(counted),
        promised=sum(incentive.promised for incentive in counted),
        approved=sum(incentive.approved or 0 for incentive in counted),
        paid=sum(incentive.paid or 0 for incentive in counted),
        late=sum(incentive.is_late for incentive in counted),
    )


def _incentive(record: Record, as_of: date) -> Incentive:
    waits_for = {APPLIED: "review_by", APPROVED: "pay_by", PART_PAID: "pay_by"}.get(record.state, "")
    day = record.values.get(waits_for)
    due = date.fromisoformat(day) if day else None
    return Incentive(record=record, due=due, is_late=due is not None and due < as_of)
