"""When returns are due, as the city lays it down: read from what was typed, for each group of units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.store.models import OfficeRule
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_rules import in_force, lay_down
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.returns.returns import REPORTING

OTHERS = ""
"""The group of all units that have no rule of their own."""

BY_WORKDAY, BY_DAY, AS_OTHERS = "workday", "day", ""
MOST = {BY_WORKDAY: 15, BY_DAY: 28}
"""The last workday that every month has, and its last day."""

MOST_MONTHS = 3
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTold:
    """The due day of a group as typed. way: workday or day of the month, empty: as for all others."""

    way: str
    number: str = ""
    months_after: str = "1"


def due_days(year: int) -> dict[str, DueTold]:
    """Group → its due day as a form shows it, every group of the year's plan and all others first. Raises NoPlan."""
    told = in_force(REPORTING, year).content or {"default": {"workday": 5}}
    groups = told.get("groups", {})
    return {OTHERS: _shown(told["default"])} | {
        group: _shown(groups[group]) if group in groups else DueTold(way=AS_OTHERS) for group in _groups(year)
    }


def lay_down_due_days(
    year: int, told: Mapping[str, DueTold], *, by: Actor, reason: str, at: datetime | None = None
) -> OfficeRule:
    """Lays down when the returns of a year are due. Raises AccessRefused, RefusedFaults, NoPlan."""
    access.require(access.may_lay_down_rules(by), by, "设定月报期限")
    faults: list[str] = []
    default = _rule("其他单位", told.get(OTHERS, DueTold(way=AS_OTHERS)), faults)
    groups = {
        group: _rule(group, told[group], faults)
        for group in _groups(year)
        if group in told and told[group].way != AS_OTHERS
    }
    content = {"default": default, "groups": groups}
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        faults.append(f"请填写设定原因（依据），不超过{LONGEST_REASON}个字")
    if not faults and in_force(REPORTING, year).content == content:
        faults.append("与现行期限相同，没有改动")
    if faults:
        raise RefusedFaults(faults)
    first = date(year, 1, 1)
    return lay_down(REPORTING, year, content, effective_on=first, by=by, reason=reason.strip(), at=at)


def _groups(year: int) -> tuple[str, ...]:
    plan = plan_of(revision_at(year, as_of=date(year, 12, 31)))
    return tuple(
        group for group in plan.groups if any(plan.targets_of(one.name) for one in plan.units_of(group))
    )


def _shown(rule: Mapping[str, int | str]) -> DueTold:
    way = BY_WORKDAY if BY_WORKDAY in rule else BY_DAY
    return DueTold(way=way, number=str(rule[way]), months_after=str(rule.get("months_after", 1)))


def _rule(name: str, told: DueTold, faults: list[str]) -> dict[str, int]:
    """The rule that was typed; every fault is added to `faults`."""
    number, after = _number(told.number), _number(told.months_after)
    if told.way not in MOST:
        faults.append(f"{name}：请选择按工作日还是按日期")
    elif not 1 <= number <= MOST[told.way]:
        faults.append(f"{name}：请填写1至{MOST[told.way]}的数")
    if not 1 <= after <= MOST_MONTHS:
        faults.append(f"{name}：请选择次月至其后第{MOST_MONTHS}个月")
    return {told.way: number, "months_after": after}


def _number(text: str) -> int:
    told = text.strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 3 else 0
