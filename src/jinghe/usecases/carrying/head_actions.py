"""主要负责人亲自研究部署: what the head of each unit did in person for its targets, and when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinghe.core.plan.plans import Plan
from jinghe.core.registers.carrying.head_action import HEAD_ACTION, TRIP_LED, WAYS
from jinghe.core.registers.numbering import order_of
from jinghe.store.models import IN_ORDER, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor

_RANK = "head"
_UNDER_WAY = ("departed", "back", "reported", "trip")
"""States of a trip that has left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadAction:
    """One thing that a head did in person. way: a code of WAYS; record: the entry about it, or the trip it follows
    from.
    """

    held_on: date
    way: str
    name: str
    person: str
    record: Record

    @property
    def way_name(self) -> str:
        return dict(WAYS)[self.way]

    @property
    def summary(self) -> str:
        """What was decided, or what the trip reported."""
        values = self.record.values
        return values.get("content") or values.get("report") or values.get("purpose") or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHeadActions:
    """What the head of a unit did in a year up to a day, the latest first."""

    unit: str
    group: str
    done: tuple[HeadAction, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(action.way for action in self.done)

    @property
    def by_way(self) -> tuple[tuple[str, int], ...]:
        """(name, times) of every way."""
        return tuple((name, self.counts[code]) for code, name in WAYS)

    @property
    def last_on(self) -> date | None:
        return self.done[0].held_on if self.done else None


def head_actions(plan: Plan, *, on: date, by: Actor) -> tuple[UnitHeadActions, ...]:
    """What the head did, for every unit that the actor may see, in the order of the plan."""
    units = [unit.name for unit in plan.units if access.may_see_carrying(by, unit.name)]
    actions = _actions_by_unit(plan.year, units, on)
    return tuple(_unit_actions(plan, unit, actions[unit]) for unit in units)


def head_actions_of(plan: Plan, unit: str, *, on: date, by: Actor) -> UnitHeadActions:
    """What the head of one unit did. Raises UnknownUnit, AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}主要负责人的研究部署")
    plan.unit(unit)
    return _unit_actions(plan, unit, _actions_by_unit(plan.year, [unit], on)[unit])


def _unit_actions(plan: Plan, unit: str, done: Iterable[HeadAction]) -> UnitHeadActions:
    latest = sorted(done, key=lambda action: (action.held_on, order_of(action.record.pk)), reverse=True)
    return UnitHeadActions(unit=unit, group=plan.unit(unit).group, done=tuple(latest))


def _actions_by_unit(year: int, units: Iterable[str], on: date) -> Mapping[str, list[HeadAction]]:
    """unit → its entries, and the trips led by its head that have no entry of their own."""
    unit_names = set(units)
    by_unit: defaultdict[str, list[HeadAction]] = defaultdict(list)
    written: set[str] = set()
    for record in Record.objects.filter(kind=HEAD_ACTION.kind, unit__in=unit_names).order_by(*IN_ORDER):
        day = date.fromisoformat(record.values["held_on"])
        if day.year == year and day <= on:
            by_unit[record.unit].append(_action(record, day, record.values["way"], record.values["person"]))
            written.add(record.values.get("trip") or "")
    trips = Record.objects.filter(
        kind="trip", unit__in=unit_names, state__in=_UNDER_WAY, values__leader_rank=_RANK
    )
    for trip in trips.order_by(*IN_ORDER):
        departed_on = _left_on(trip.values)
        if (
            trip.pk not in written
            and departed_on is not None
            and departed_on.year == year
            and departed_on <= on
        ):
            by_unit[trip.unit].append(
                _action(trip, departed_on, TRIP_LED, trip.values.get("leader_name") or "")
            )
    return by_unit


def _left_on(values: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(values["starts_on"]) if values.get("starts_on") else None


def _action(record: Record, day: date, way: str, person: str) -> HeadAction:
    return HeadAction(held_on=day, way=way, name=record.name, person=person, record=record)
