"""What some kinds of bulletin need beside the scoreboard: cohorts, trips, a frozen evaluation, a follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from jinghe.bulletins.results import Evaluated, FollowUp, Results, YearSigned
from jinghe.core.attracting.trips import Outing, TripTable, days_of, trip_table
from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.dimensions import resolve
from jinghe.core.counting.facts import WHOLE_SHARE, FactKind, Role
from jinghe.core.counting.tallies import Summed, Tally
from jinghe.core.evaluation.stages import stage_of
from jinghe.core.registers.attracting.trip import CANCELLED, PLANNED
from jinghe.core.registers.evaluation import FINAL, OBJECTION
from jinghe.core.values.periods import Period, next_month
from jinghe.store.models import NEWEST_FIRST, Record, RecordEvent
from jinghe.store.sql.tallying import tally_all
from jinghe.usecases.attracting.trips import places_of
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.common.vocabulary import vocabulary
from jinghe.usecases.evaluation.reading import FROZEN, Frozen

STAGES = {
    "signed": FactKind.SIGNING,
    "registered": FactKind.REGISTRATION,
    "started": FactKind.CONSTRUCTION_START,
    "producing": FactKind.PRODUCTION_START,
}


class NoBulletinSubject(Refused):
    """The record that a bulletin is to be about did not exist at the chosen instant, or not in a fitting state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecord:
    """A record as it was known at an instant."""

    code: str
    unit: str
    state: str
    values: dict[str, Any]


def cohorts(results: Results) -> tuple[YearSigned, ...]:
    """The city's projects by year of signing, from the first year on that a rate of the plan counts."""
    since = [
        target.criteria.signed_since
        for target in results.plan.targets
        if target.criteria.signed_since is not None
    ]
    if not since:
        return ()
    years = range(min(since), results.as_of.year + 1)
    tallies = {
        (year, name): _signed_since(kind, year, results.as_of)
        for year in (*years, years.stop)
        for name, kind in STAGES.items()
    }
    sums = tally_all(dict.fromkeys(tallies.values()), sequence_at(results.known_at))
    numbers = {key: Fraction(sum(sums[tally].values()), WHOLE_SHARE) for key, tally in tallies.items()}
    return tuple(
        YearSigned(
            year=year,
            months=(results.as_of.year - year) * 12 + results.as_of.month,
            **{name: numbers[year, name] - numbers[year + 1, name] for name in STAGES},
        )
        for year in years
    )


def _signed_since(kind: FactKind, year: int, as_of: date) -> Tally:
    return Tally(
        kind=kind,
        role=Role.HOST,
        summed=Summed.SHARES,
        occurred=Period(start=date.min, before=as_of + timedelta(days=1)),
        conditions=resolve(Criteria(signed_since=year), vocabulary()),
    )


def outings(results: Results) -> tuple[TripTable, TripTable]:
    """The trips of all units with a target of trips: those of the month of the results, and those of the year
    so far.
    """
    units = dict.fromkeys(target.unit for target in results.plan.targets if target.indicator == "trips")
    first = results.as_of.replace(day=1)
    month = Period(start=first, before=min(next_month(first), results.as_of + timedelta(days=1)))
    year = Period(start=date(results.as_of.year, 1, 1), before=month.before)
    trips = [
        trip for trip in known_records("trip", results.known_at) if trip.state not in (PLANNED, CANCELLED)
    ]
    return _table(units, trips, month), _table(units, trips, year)


def _table(units: Iterable[str], trips: list[KnownRecord], period: Period) -> TripTable:
    departed = [trip for trip in trips if date.fromisoformat(trip.values["starts_on"]) in period]
    return trip_table(tuple(units), [_outing(trip) for trip in departed])


def _outing(trip: KnownRecord) -> Outing:
    shares = trip.values.get("sponsors") or [[trip.unit, WHOLE_SHARE]]
    ordered = sorted(shares, key=lambda pair: pair[0] != trip.unit)
    return Outing(
        units=tuple((unit, share) for unit, share in ordered),
        people=trip.values["people"],
        days=days_of(trip.values),
        places=places_of(trip.values),
    )


def known_records(kind: str, known_at: datetime, code: str = "") -> list[KnownRecord]:
    """The records of a kind (or one of them) as of an instant, put together from their events."""
    events = RecordEvent.objects.filter(record__kind=kind, act__recorded_at__lte=known_at)
    if code:
        events = events.filter(record=code)
    by_code: dict[str, KnownRecord] = {}
    for event in events.select_related("record").order_by("record", "number"):
        payload, before = event.payload, by_code.get(event.record_id)
        changes = {name: after for name, (_, after) in payload.get("changes", {}).items()}
        values = payload["values"] if before is None else {**before.values, **changes}
        state = payload["state"] if before is None else before.state
        moved = payload.get("state")
        by_code[event.record_id] = KnownRecord(
            code=event.record_id,
            unit=event.record.unit,
            state=moved[1] if isinstance(moved, list) else state,
            values=values,
        )
    return list(by_code.values())


def evaluated(code: str, known_at: datetime) -> Evaluated:
    """The latest result of an evaluation that was frozen by an instant. Raises NoBulletinSubject."""
    record = next(iter(known_records("evaluation", known_at, code)), None) if code else None
    frozen = (
        RecordEvent.objects.filter(record=code, kind=FROZEN, act__recorded_at__lte=known_at)
        .select_related("act")
        .order_by("-number")
        .first()
    )
    if record is None or frozen is None or record.state not in (OBJECTION, FINAL):
        raise NoBulletinSubject("这次阶段评估在所选的入账时点还没有公布结果，请先公布，或改选另一次评估。")
    result = Frozen(
        content=frozen.payload["content"],
        digest=frozen.payload["digest"],
        is_final=record.state == FINAL,
        recorded_at=frozen.act.recorded_at,
        recorded_by=frozen.act.recorded_by,
    )
    until = record.values.get("objections_until")
    return Evaluated(
        name=f"{stage_of(record.values['stage']).name}目标任务阶段评估",
        is_final=record.state == FINAL,
        full_mark=result.scheme.full_mark,
        results=result.evaluation.results,
        objections_until=date.fromisoformat(until) if until else None,
    )


def follow_up(code: str, known_at: datetime) -> FollowUp:
    """A follow-up as known at an instant. Raises NoBulletinSubject."""
    record = next(iter(known_records("follow_up", known_at, code)), None) if code else None
    if record is None:
        raise NoBulletinSubject("请选择要制发督办单的督办事项；它须在所选的入账时点之前登记。")
    return FollowUp(
        code=record.code,
        unit=record.values["unit"],
        matter=record.values["name"],
        because=f"督办依据：{record.values['rule']}。" if record.values.get("rule") else "",
        demand=record.values["content"],
        due_on=date.fromisoformat(record.values["due_on"]),
        person=record.values.get("person") or "",
    )


def subjects(register: str) -> tuple[Record, ...]:
    """The records that a kind of bulletin may be about, the newest first."""
    records = Record.objects.filter(kind=register)
    if register == "evaluation":
        records = records.filter(state__in=(OBJECTION, FINAL))
    return tuple(records.order_by(*NEWEST_FIRST)[:50])
