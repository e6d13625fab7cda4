"""Trips 小分队外出: whether one left unapproved, when its report is due, and the table of a bulletin.

批次, 人次 and 天 are three counts that are never added to each other. A joint trip is one batch: its units share it as
agreed, and its people and days stand with the unit that keeps the record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from jinghe.core.counting.facts import WHOLE_SHARE
from jinghe.core.registers.attracting.trip import CANCELLED
from jinghe.core.values.calendar import Calendar, DayKind, DueDay, Term

STAYED = "未外出"


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRule:
    """report_within: natural days after the return in which report and expenses are told."""

    report_within: int = 15

    def __post_init__(self) -> None:
        if self.report_within < 1:
            raise ValueError("a report due before the return")

    @property
    def text(self) -> str:
        return f"返回后{self.report_within}日内提交外出报告和费用说明"


def rule_to_json(rule: TripRule) -> dict[str, int]:
    """As an office rule is stored."""
    return asdict(rule)


def rule_from_json(values: Mapping[str, Any]) -> TripRule:
    """Raises TypeError, ValueError on another shape."""
    return TripRule(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripWarnings:
    """What is wrong with a trip on a day. report_due: None where no report is owed yet; report_late_by: 日."""

    is_unapproved: bool
    report_due: DueDay | None
    report_late_by: int

    @property
    def words(self) -> tuple[str, ...]:
        return (
            *(("未批先行",) if self.is_unapproved else ()),
            *((f"报告逾期{self.report_late_by}日",) if self.report_late_by else ()),
        )


def days_of(values: Mapping[str, Any]) -> int:
    """Days out, the first and the last both counted."""
    first, last = (date.fromisoformat(values[name]) for name in ("starts_on", "ends_on"))
    return (last - first).days + 1


def warnings_of(
    state: str, values: Mapping[str, Any], *, on: date, rule: TripRule, calendar: Calendar
) -> TripWarnings:
    """What the dates of a trip say on a day: approval before leaving, report in time after the return."""
    starts_on, ends_on = (date.fromisoformat(values[name]) for name in ("starts_on", "ends_on"))
    if state == CANCELLED:
        return TripWarnings(is_unapproved=False, report_due=None, report_late_by=0)
    approved = values.get("approved_on")
    is_unapproved = starts_on <= on and (not approved or date.fromisoformat(approved) > starts_on)
    if ends_on >= on:
        return TripWarnings(is_unapproved=is_unapproved, report_due=None, report_late_by=0)
    due = calendar.due_day(Term(days=rule.report_within, kind=DayKind.NATURAL), ends_on)
    reported = values.get("reported_on")
    reported_on = date.fromisoformat(reported) if reported else on
    return TripWarnings(
        is_unapproved=is_unapproved, report_due=due, report_late_by=max((reported_on - due.on).days, 0)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """One batch as a bulletin counts it. units: who shares it with which share; the first keeps people and days."""

    units: tuple[tuple[str, int], ...]
    people: int
    days: Fraction | int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRow:
    """A unit in the table. batches: of which it has shares; people: 人次."""

    unit: str
    batches: Fraction
    people: int
    days: Fraction
    text: str

    @property
    def went(self) -> bool:
        return self.batches > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TripTable:
    """Most days first, those that stayed at the end; the totals count every batch once."""

    rows: tuple[TripRow, ...]
    batches: int
    people: int
    days: Fraction

    @property
    def went(self) -> int:
        """How many units went out at all."""
        return sum(row.went for row in self.rows)


def trip_table(units: Sequence[str], outings: Iterable[Outing]) -> TripTable:
    """The table of a bulletin over the units in their order, and units outside the list that went."""
    batches = list(outings)
    named = dict.fromkeys((*units, *(name for batch in batches for name, _ in batch.units)))
    rows = [_row(unit, batches) for unit in named]
    return TripTable(
        rows=tuple(sorted(rows, key=lambda row: (not row.went, -row.days, -row.people, -row.batches))),
        batches=len(batches),
        people=sum(batch.people for batch in batches),
        days=Fraction(sum(batch.days for batch in batches)),
    )


def _row(unit: str, outings: Iterable[Outing]) -> TripRow:
    shared = [(outing, dict(outing.units)[unit]) for outing in outings if unit in dict(outing.units)]
    kept = [outing for outing, _ in shared if outing.units[0][0] == unit]
    joined = [outing for outing, _ in shared if outing.units[0][0] != unit]
    return TripRow(
        unit=unit,
        batches=sum((Fraction(share, WHOLE_SHARE) for _, share in shared), Fraction(0)),
        people=sum(outing.people for outing in kept),
        days=Fraction(sum(outing.days for outing in kept)),
        text="；".join((*_went(kept), *(_joined(outing) for outing in joined))) or STAYED,
    )


def _went(kept: Iterable[Outing]) -> tuple[str, ...]:
    places = dict.fromkeys(place for outing in kept for place in outing.places)
    return (f"前往{'、'.join(places)}开展招商工作",) if places else ()


def _joined(outing: Outing) -> str:
    return f"参加{outing.units[0][0]}赴{'、'.join(outing.places)}小分队，人数和天数计入该单位"
