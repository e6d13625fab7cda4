"""Monthly returns 月报: filed, zero, returned, certified; due and overdue by the working calendar; 未报 is a fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from django.utils import timezone

from jinghe.core.claims.claims import WAITING_STATES, ClaimState
from jinghe.core.plan.plans import Plan, UnknownUnit
from jinghe.core.values.calendar import Calendar, DayOfMonth, NthWorkday, Roll
from jinghe.core.values.periods import next_month, plan_year
from jinghe.core.values.reporting_periods import MonthlyRule, MonthlyRules, ReturnDue, due_of, return_due
from jinghe.store.models import ActKind, Claim, MonthlyReturn, ReturnOutcome, ReturnReview
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.calendars import calendar_in_force
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, deliver, send_in
from jinghe.usecases.common.office_rules import in_force
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.plan.plans import known_units

REPORTING = "reporting"
"""The office rule of due days: {"default": rule, "groups": {group: rule}}, a rule as `rule_from_json` reads it."""

DEFAULT_RULE = MonthlyRule(due=NthWorkday(number=5))


class ReturnState(StrEnum):
    """Where the return of a month stands; the first three while nothing is filed."""

    NOT_DUE = "not_due"
    DUE = "due"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CERTIFIED = "certified"

    @property
    def label(self) -> str:
        return {"submitted": "已报送", "returned": "已退回", "certified": "已核定"}.get(
            self.value, ""
        ) or ReturnDue(self.value).label


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStatus:
    """The return of one unit for one month. filed: the latest filed; first: the one that timeliness goes by.

    is_contradicted: a zero report of a month for which the unit claimed something.
    """

    unit: str
    month: date
    state: ReturnState
    due_on: date
    is_provisional: bool
    filed: MonthlyReturn | None
    first: MonthlyReturn | None
    is_contradicted: bool = False

    @property
    def is_zero(self) -> bool:
        return self.filed is not None and self.filed.is_zero

    @property
    def is_timely(self) -> bool:
        return self.first is not None and timezone.localdate(self.first.act.recorded_at) <= self.due_on

    @property
    def label(self) -> str:
        if not self.is_zero or self.state is ReturnState.RETURNED:
            return self.state.label
        return "零报告，另有申报" if self.is_contradicted else "零报告"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discipline:
    """How a unit, or all of them, reported: of the returns that fell due, those filed and those filed in time."""

    due: int
    filed: int
    timely: int
    zero: int
    returned: int

    @property
    def completeness(self) -> Fraction | None:
        return Fraction(self.filed, self.due) if self.due else None

    @property
    def timeliness(self) -> Fraction | None:
        return Fraction(self.timely, self.due) if self.due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """unit → the twelve statuses of the year, for every unit that carries targets, by the rules of due days."""

    year: int
    rules: MonthlyRules
    statuses: Mapping[str, tuple[ReturnStatus, ...]]

    def of_unit(self, unit: str) -> Discipline:
        return discipline(self.statuses[unit])

    def of_month(self, month: date) -> Discipline:
        return discipline(tuple(row[month.month - 1] for row in self.statuses.values()))

    @property
    def total(self) -> Discipline:
        return discipline(tuple(one for row in self.statuses.values() for one in row))


def discipline(statuses: tuple[ReturnStatus, ...]) -> Discipline:
    """Σ over the returns that fell due: overdue ones, and those that were filed."""
    due = [one for one in statuses if one.first or one.state is ReturnState.OVERDUE]
    return Discipline(
        due=len(due),
        filed=sum(one.first is not None for one in due),
        timely=sum(one.is_timely for one in due),
        zero=sum(one.is_zero for one in due),
        returned=sum(one.state is ReturnState.RETURNED for one in due),
    )


@door("returns.file_return")
def file_return(
    unit: str, month: date, *, is_zero: bool, by: Actor, at: datetime | None = None
) -> MonthlyReturn:
    """Records that a unit filed its return for the month starting on `month`; again after it was returned.

    Raises AccessRefused, UnknownUnit, Refused, ValueError.
    """
    if month.day != 1:
        raise ValueError(f"{month} is not the first of a month")
    access.require(access.may_file_return(by, unit), by, f"代“{unit}”报送月报")
    if unit not in known_units():
        raise UnknownUnit(unit)
    with recorded(at) as recording:
        if month > timezone.localdate(recording.at):
            raise Refused(f"{month.year}年{month.month}月尚未开始，不能报送月报。")
        last = _last(unit, month)
        if last is not None and not _is_returned(last):
            raise Refused(f"{unit}已报送{month.year}年{month.month}月月报，不需重复报送。")
        if is_zero and (count := claims_of_month(unit, month)):
            raise Refused(
                f"{unit}{month.year}年{month.month}月有{count}条申报，不能报零报告；请改报月报，或先撤回这些申报。"
            )
        said = f"报送{month.year}年{month.month}月{'零报告' if is_zero else '月报'}"
        act = recording.write(ActKind.FILE_RETURN, by, said)
        return MonthlyReturn.objects.create(
            act=act, unit=unit, month=month, is_zero=is_zero, number=last.number + 1 if last else 1
        )


@door("returns.certify_returns")
def certify_returns(
    filed: Sequence[tuple[str, date]], *, by: Actor, at: datetime | None = None
) -> list[ReturnReview]:
    """The city certifies the returns of units for months in one act, all or none.

    Raises AccessRefused, Refused.
    """
    return _review(filed, ReturnOutcome.CERTIFIED, "", by, at)


@door("returns.send_back_return")
def send_back_return(
    unit: str, month: date, *, note: str, by: Actor, at: datetime | None = None
) -> ReturnReview:
    """The city sends a return back with a reason, and tells the unit. Raises AccessRefused, Refused."""
    if not note.strip():
        raise Refused("退回月报请写明原因。")
    return _review([(unit, month)], ReturnOutcome.RETURNED, note.strip(), by, at)[0]


def _review(
    filed: Sequence[tuple[str, date]], outcome: ReturnOutcome, note: str, by: Actor, at: datetime | None
) -> list[ReturnReview]:
    access.require(access.may_review_returns(by), by, "核定月报")
    with recorded(at) as recording:
        rows = {one: _last(*one) for one in filed}
        if faults := [fault for one, row in rows.items() if (fault := _unreviewable(*one, row))]:
            raise Refused("；".join(faults) + "。")
        if not rows:
            raise Refused("请至少选择一份月报。")
        told = _told(*filed[0]) + (f"等{len(rows)}份" if len(rows) > 1 else "")
        act = recording.write(ActKind.REVIEW, by, f"{told}：{outcome.label}")
        told_to = rows if outcome == ReturnOutcome.RETURNED else ()
        sent = send_in(act, [_letter(unit, month, note) for unit, month in told_to])
        reviews = [
            ReturnReview.objects.create(act=act, monthly_return=row, outcome=outcome, note=note[:400])
            for row in rows.values()
            if row is not None
        ]
    for message in sent:
        deliver(message)
    return reviews


def _unreviewable(unit: str, month: date, row: MonthlyReturn | None) -> str:
    """Why a return cannot be reviewed now; empty when it can."""
    if row is None:
        return f"{_told(unit, month)}还没有报送"
    return (
        f"{_told(unit, month)}{row.review.get_outcome_display()}，不能再改" if hasattr(row, "review") else ""
    )


def _told(unit: str, month: date) -> str:
    return f"{unit}{month.year}年{month.month}月月报"


def _letter(unit: str, month: date, note: str) -> NewMessage:
    title = f"{month.year}年{month.month}月月报被退回"
    return NewMessage(
        unit=unit, title=title, body=note, kind="return", link=f"/returns/{unit}/{month:%Y-%m}/"
    )


def returns_of(year: int, known_at: datetime | None = None) -> Mapping[str, Mapping[date, MonthlyReturn]]:
    """unit → month → the first return known at an instant, for the months of a year: what makes it no longer 未报."""
    rows = MonthlyReturn.objects.filter(month__year=year, number=1).select_related("act")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    found: dict[str, dict[date, MonthlyReturn]] = {}
    for row in rows:
        found.setdefault(row.unit, {})[row.month] = row
    return found


def reporting(plan: Plan, as_of: date, known_at: datetime | None = None) -> Reporting:
    """Where every unit with targets stands with every month of the year on a day, as known then; at most 4 queries."""
    year = plan.year
    first, latest, reviews = _filed(year, known_at)
    rules, calendar = reporting_rules(year, known_at), calendar_in_force()
    months = [month.start for month in plan_year(year).months]
    contradicted = _claimed_beside((one for one in latest.values() if one.is_zero), year)
    statuses = {
        unit.name: tuple(
            _status(
                unit.name,
                month,
                rules.of(unit.group),
                calendar,
                as_of,
                first.get((unit.name, month)),
                latest.get((unit.name, month)),
                reviews,
                is_contradicted=(unit.name, month) in contradicted,
            )
            for month in months
        )
        for unit in plan.units
        if plan.targets_of(unit.name)
    }
    return Reporting(year=year, rules=rules, statuses=statuses)


def reporting_rules(year: int, known_at: datetime | None = None) -> MonthlyRules:
    """When returns are due; the house's default until the office lays down its own."""
    told = in_force(REPORTING, year, known_at=known_at).content
    if not told:
        return MonthlyRules(default=DEFAULT_RULE)
    groups = {group: rule_from_json(one) for group, one in told.get("groups", {}).items()}
    return MonthlyRules(default=rule_from_json(told["default"]), by_group=groups)


def rule_from_json(told: Mapping[str, int | str]) -> MonthlyRule:
    """{"workday": 5} or {"day": 25, "roll": "forward"}, with "months_after". Raises KeyError, ValueError."""
    after = int(told.get("months_after", 1))
    if "workday" in told:
        return MonthlyRule(due=NthWorkday(number=int(told["workday"])), months_after=after)
    roll = Roll(str(told.get("roll", Roll.FORWARD)))
    return MonthlyRule(due=DayOfMonth(day=int(told["day"]), roll=roll), months_after=after)


def _claimed_beside(zeros: Iterable[MonthlyReturn], year: int) -> frozenset[tuple[str, date]]:
    """The zero reports of units that claimed something for the month all the same: one of the two is wrong."""
    told = {(one.unit, one.month) for one in zeros}
    if not told:
        return frozenset()
    claims = Claim.objects.filter(
        unit__in={unit for unit, _ in told}, occurred_on__year=year, state__in=_FILED
    )
    claimed = {(unit, day.replace(day=1)) for unit, day in claims.values_list("unit", "occurred_on") if day}
    return frozenset(told & claimed)


def claims_of_month(unit: str, month: date) -> int:
    """How many claims of a unit for a month are on their way or posted."""
    return Claim.objects.filter(
        unit=unit, occurred_on__gte=month, occurred_on__lt=next_month(month), state__in=_FILED
    ).count()


_FILED = (*WAITING_STATES, ClaimState.POSTED)
"""States of a claim that its unit stands by."""


def _status(
    unit: str,
    month: date,
    rule: MonthlyRule,
    calendar: Calendar,
    as_of: date,
    first: MonthlyReturn | None,
    latest: MonthlyReturn | None,
    reviews: Mapping[int, str],
    *,
    is_contradicted: bool,
) -> ReturnStatus:
    due = due_of(month, rule, calendar)
    if latest is None:
        state = ReturnState(return_due(month, rule, calendar, as_of).value)
    else:
        state = _REVIEWED.get(reviews.get(latest.pk, ""), ReturnState.SUBMITTED)
    return ReturnStatus(
        unit=unit,
        month=month,
        state=state,
        due_on=due.on,
        is_provisional=due.provisional,
        filed=latest,
        first=first,
        is_contradicted=is_contradicted,
    )


_REVIEWED = {
    ReturnOutcome.CERTIFIED.value: ReturnState.CERTIFIED,
    ReturnOutcome.RETURNED.value: ReturnState.RETURNED,
}


_Filed = dict[tuple[str, date], MonthlyReturn]


def _filed(year: int, known_at: datetime | None) -> tuple[_Filed, _Filed, dict[int, str]]:
    """The first and the latest return of each unit and month, and the outcomes of the reviews known then."""
    rows = MonthlyReturn.objects.filter(month__year=year).select_related("act").order_by("number")
    reviews = ReturnReview.objects.filter(monthly_return__month__year=year)
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
        reviews = reviews.filter(act__recorded_at__lte=known_at)
    held = list(rows)
    first = {(row.unit, row.month): row for row in held if row.number == 1}
    latest = {(row.unit, row.month): row for row in held}
    return first, latest, dict(reviews.values_list("monthly_return", "outcome"))


def _last(unit: str, month: date) -> MonthlyReturn | None:
    return (
        MonthlyReturn.objects.filter(unit=unit, month=month)
        .select_related("review")
        .order_by("-number")
        .first()
    )


def _is_returned(row: MonthlyReturn) -> bool:
    return hasattr(row, "review") and row.review.outcome == ReturnOutcome.RETURNED
