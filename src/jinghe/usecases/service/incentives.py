"""Incentives 激励奖补: promised, approved and paid side by side, what is late. No target or score sees them."""

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
    """One incentive. due: the day on which the next step is due; None: nothing is expected any more."""

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
        """What does not fit together."""
        found = []
        if self.approved is not None and self.approved > self.promised:
            found.append("审核金额大于承诺金额")
        if self.paid is not None and self.approved is not None and self.paid > self.approved:
            found.append("兑付金额大于审核金额")
        if self.record.state == PAID and self.paid is not None and self.paid < (self.approved or 0):
            found.append("记为全部兑付，但兑付金额小于审核金额")
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What was promised, approved and paid under one name, in 分."""

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
    held = [_incentive(one, as_of) for one in rows if one.values["applied_on"] <= as_of.isoformat()]
    return tuple(
        sorted(held, key=lambda one: (not one.is_late, one.due or date.max, order_of(one.record.pk)))
    )


def summed(held: Iterable[Incentive], named: Callable[[Incentive], str]) -> tuple[Sum, ...]:
    """Sums under each name; what was refused is promised no longer."""
    groups: defaultdict[str, list[Incentive]] = defaultdict(list)
    for one in held:
        if one.record.state != REFUSED:
            groups[named(one)].append(one)
    return tuple(total(name, own) for name, own in sorted(groups.items()))


def total(name: str, held: Iterable[Incentive]) -> Sum:
    own = [one for one in held if one.record.state != REFUSED]
    return Sum(
        name=name,
        number=len(own),
        promised=sum(one.promised for one in own),
        approved=sum(one.approved or 0 for one in own),
        paid=sum(one.paid or 0 for one in own),
        late=sum(one.is_late for one in own),
    )


def _incentive(record: Record, as_of: date) -> Incentive:
    waits_for = {APPLIED: "review_by", APPROVED: "pay_by", PART_PAID: "pay_by"}.get(record.state, "")
    told = record.values.get(waits_for)
    due = date.fromisoformat(told) if told else None
    return Incentive(record=record, due=due, is_late=due is not None and due < as_of)
