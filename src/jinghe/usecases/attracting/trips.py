"""小分队: trips with warnings of what is wrong with them, the calendar of a month, and the table of a bulletin."""

from calendar import Calendar as MonthGrid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from jinghe.core.attracting.trips import (
    Outing,
    TripRule,
    TripTable,
    TripWarnings,
    days_of,
    rule_from_json,
    trip_table,
    warnings_of,
)
from jinghe.core.counting.facts import WHOLE_SHARE, FactKind
from jinghe.core.registers.attracting.trip import CANCELLED, PLANNED, TRIP
from jinghe.core.registers.numbering import order_of
from jinghe.core.values.amounts import rounded
from jinghe.core.values.calendar import CalendarDay
from jinghe.core.values.periods import Period
from jinghe.documents.writers.xlsx.table_export import ExportColumn, export_xlsx
from jinghe.store.models import PostingRow, Record
from jinghe.usecases.attracting.leads import working_calendar
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.common.office_numbers import TRIP_RULE, numbers
from jinghe.usecases.records.reading import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class TripLine:
    """A trip in a list. places: in the order of the journey; leads: how many it brought back."""

    record: Record
    starts_on: date
    ends_on: date
    days: int
    people: int
    places: tuple[str, ...]
    warnings: TripWarnings
    leads: int

    @property
    def state_name(self) -> str:
        return TRIP.state(self.record.state).name

    @property
    def units(self) -> tuple[str, ...]:
        return units_of(self.record)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripDay:
    """A day of the calendar page. begins: the trips that leave on it; others are under way."""

    day: CalendarDay
    is_in_month: bool
    trips: tuple[TripLine, ...]
    begins: frozenset[str]


def trip_rule(on: date) -> TripRule:
    """The rule in force on a day."""
    return rule_from_json(numbers(TRIP_RULE, on=on))


def trips_during(
    period: Period, *, by: Actor, on: date, unit: str = "", only: str = ""
) -> tuple[TripLine, ...]:
    """The trips an actor may read that are out on a day of the period, by departure. only: see `filter_trips`."""
    records = _during(readable("trip", by=by), period)
    if unit:
        records = records.filter(Q(unit=unit) | Q(units__contains=f",{unit},"))
    lines = sorted(lines_of(records, on), key=lambda line: (line.starts_on, order_of(line.record.pk)))
    return filter_trips(lines, only, on)


def filter_trips(lines: Iterable[TripLine], only: str, on: date) -> tuple[TripLine, ...]:
    """only: “wrong” keeps trips with a warning, “planned” those not approved yet, “out” those away on the day."""
    return tuple(
        line
        for line in lines
        if only not in ("wrong", "planned", "out")
        or (only == "wrong" and line.warnings.words)
        or (only == "planned" and line.record.state == PLANNED)
        or (only == "out" and line.starts_on <= on <= line.ends_on and line.record.state != CANCELLED)
    )


def totals_of(lines: Iterable[TripLine]) -> tuple[int, int, int]:
    """批次, 人次 and 天 of the trips that went or were approved."""
    went = [line for line in lines if line.record.state not in (PLANNED, CANCELLED)]
    return len(went), sum(line.people for line in went), sum(line.days for line in went)


def units_with_trips(*, by: Actor) -> tuple[str, ...]:
    """Every unit that keeps a trip the actor may read."""
    return tuple(readable("trip", by=by).order_by("unit").values_list("unit", flat=True).distinct())


def lines_of(records: Iterable[Record], on: date) -> list[TripLine]:
    """Records of trips as lists show them."""
    trips = list(records)
    rule, calendar = trip_rule(on), working_calendar()
    leads = _leads_brought([trip.pk for trip in trips])
    return [
        TripLine(
            record=trip,
            starts_on=date.fromisoformat(trip.values["starts_on"]),
            ends_on=date.fromisoformat(trip.values["ends_on"]),
            days=days_of(trip.values),
            people=trip.values["people"],
            places=places_of(trip.values),
            warnings=warnings_of(trip.state, trip.values, on=on, rule=rule, calendar=calendar),
            leads=leads.get(trip.pk, 0),
        )
        for trip in trips
    ]


def month_of(month: date, *, by: Actor, on: date, unit: str = "") -> tuple[tuple[TripDay, ...], ...]:
    """The weeks of a month from Monday, each day with the trips that are out on it; cancelled ones are left out."""
    weeks = MonthGrid().monthdatescalendar(month.year, month.month)
    period = Period(start=weeks[0][0], before=weeks[-1][-1] + timedelta(days=1))
    lines = [line for line in trips_during(period, by=by, on=on, unit=unit) if line.record.state != CANCELLED]
    calendar = working_calendar()
    return tuple(
        tuple(
            TripDay(
                day=calendar.day(day),
                is_in_month=day.month == month.month,
                trips=tuple(line for line in lines if line.starts_on <= day <= line.ends_on),
                begins=frozenset(line.record.pk for line in lines if line.starts_on == day),
            )
            for day in week
        )
        for week in weeks
    )


def departures(weeks: Iterable[Iterable[TripDay]], month: date) -> tuple[TripLine, ...]:
    """The trips that leave in the month, for the list of routes below the calendar."""
    days = (
        day
        for week in weeks
        for day in week
        if (day.day.on.year, day.day.on.month) == (month.year, month.month)
    )
    return tuple(trip for day in days for trip in day.trips if trip.record.pk in day.begins)


def bulletin(units: Iterable[str], period: Period, *, by: Actor, is_recognised: bool = False) -> TripTable:
    """The table of all units: trips that left in the period. is_recognised: only what stands in the ledger.

    Raises AccessRefused.
    """
    access.require(access.may_see_scores(by), by, "查看小分队外出情况")
    records = [
        record
        for record in Record.objects.filter(kind="trip").exclude(state__in=(PLANNED, CANCELLED))
        if date.fromisoformat(record.values["starts_on"]) in period
    ]
    if is_recognised:
        standing = _standing([record.pk for record in records])
        records = [record for record in records if record.pk in standing]
    return trip_table(tuple(units), [outing_of(record) for record in records])


def bulletin_xlsx(table: TripTable, period: Period) -> bytes:
    """The table as a workbook, with its totals."""
    columns = [ExportColumn(header=header, width=width) for header, width in _COLUMNS]
    rows = [
        (row.unit, rounded(row.batches, 2), row.people, rounded(row.days, 1), row.text) for row in table.rows
    ]
    total = ("合计", table.batches, table.people, rounded(table.days, 1), f"{table.went}家外出")
    notes = (f"{period.start}至{period.last}出发；批次、人次、天分别计数，联合外出计一批次，按份额分计",)
    return export_xlsx("小分队外出情况", columns, rows, marked_notes(notes), total)


_COLUMNS = (("单位", 26), ("批次", 8), ("人次", 8), ("天数", 8), ("工作开展情况", 60))


def outing_of(record: Record) -> Outing:
    """A trip as a bulletin counts it; the unit that keeps the record comes first among those that share it."""
    shares = record.values.get("sponsors") or [[record.unit, WHOLE_SHARE]]
    ordered = sorted(shares, key=lambda pair: pair[0] != record.unit)
    return Outing(
        units=tuple((unit, share) for unit, share in ordered),
        people=record.values["people"],
        days=days_of(record.values),
        places=places_of(record.values),
    )


def units_of(record: Record) -> tuple[str, ...]:
    """The unit that keeps a trip, and those that share it."""
    return tuple(dict.fromkeys((record.unit, *(unit for unit, _ in record.values.get("sponsors") or ()))))


def places_of(values: dict[str, Any]) -> tuple[str, ...]:
    """The places in the order of the journey."""
    return tuple(part.strip() for part in values["places"].replace("，", "、").split("、") if part.strip())


def _during(records: QuerySet[Record], period: Period) -> QuerySet[Record]:
    return records.filter(
        values__starts_on__lt=period.before.isoformat(), values__ends_on__gte=period.start.isoformat()
    )


def _leads_brought(trips: list[str]) -> dict[str, int]:
    trip_codes, counts = set(trips), dict.fromkeys(trips, 0)
    for trip in Record.objects.filter(kind="lead", values__has_key="trip").values_list(
        "values__trip", flat=True
    ):
        if trip in trip_codes:
            counts[trip] += 1
    return counts


def _standing(codes: list[str]) -> set[str]:
    """Which of the trips are posted in the ledger and not reversed."""
    rows = PostingRow.objects.filter(kind=FactKind.TRIP, subject__in=codes).values_list(
        "sequence", "subject", "sign", "reverses"
    )
    reversed_lines = {reverses for _, _, _, reverses in rows}
    return {subject for sequence, subject, sign, _ in rows if sign == 1 and sequence not in reversed_lines}
