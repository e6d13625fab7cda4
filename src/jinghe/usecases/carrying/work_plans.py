"""Work plans 工作方案: the measures of each unit, who is responsible for them on any day, and what is overdue."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.oversight.responsibility import Appointment, Responsible, responsible_at
from jinghe.core.plan.plans import Plan, Target
from jinghe.core.registers.carrying.work_item import DROPPED, MILESTONE, UNDER_WAY, WAITING, WORK_ITEM
from jinghe.core.registers.registers import FieldFault
from jinghe.store.models import IN_ORDER, Act, ActKind, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.records.records import RefusedRecord, open_in, record_of

_KEYS = re.compile(r"[、，,；;\s]+")
_NAMED = (
    "year",
    "person",
    "post",
    "person_since",
    "substitute",
    "substitute_post",
    "substitute_since",
    "substitute_until",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One measure of a work plan with its milestones, on a day. unknown: target keys that the plan does not have."""

    record: Record
    targets: tuple[Target, ...]
    unknown: tuple[str, ...]
    milestones: tuple[Record, ...]
    responsible: Responsible | None
    overdue: tuple[Record, ...]
    is_late: bool

    @property
    def is_open(self) -> bool:
        return self.record.state == UNDER_WAY

    @property
    def is_nameless(self) -> bool:
        return self.is_open and self.responsible is None

    @property
    def has_substitute(self) -> bool:
        return bool(self.record.values.get("substitute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """The measures of a unit in a year. uncovered: targets that no measure is for."""

    unit: str
    group: str
    measures: tuple[WorkItem, ...]
    uncovered: tuple[Target, ...]

    @property
    def open(self) -> tuple[WorkItem, ...]:
        return tuple(measure for measure in self.measures if measure.is_open)

    @property
    def nameless(self) -> tuple[WorkItem, ...]:
        return tuple(measure for measure in self.measures if measure.is_nameless)

    @property
    def without_substitute(self) -> tuple[WorkItem, ...]:
        return tuple(measure for measure in self.open if not measure.has_substitute)

    @property
    def overdue(self) -> tuple[Record, ...]:
        """Milestones whose day has passed, the oldest first."""
        late = [milestone for measure in self.measures for milestone in measure.overdue]
        return tuple(sorted(late, key=lambda milestone: str(milestone.values["due_on"])))

    @property
    def late(self) -> tuple[WorkItem, ...]:
        """Open measures whose last day has passed."""
        return tuple(measure for measure in self.measures if measure.is_late)

    @property
    def next_on(self) -> date | None:
        """The day of the next milestone."""
        days = [
            date.fromisoformat(milestone.values["due_on"])
            for measure in self.open
            for milestone in measure.milestones
            if milestone.state == WAITING and milestone not in measure.overdue
        ]
        return min(days, default=None)


def work_plans(plan: Plan, *, on: date, by: Actor) -> tuple[WorkPlan, ...]:
    """The work plan, on a day, of every unit that the actor may see, in the order of the plan."""
    items, milestones, events = _rows_of(plan.year, None)
    return tuple(
        _work_plan(plan, unit.name, items[unit.name], milestones, events, on)
        for unit in plan.units
        if access.may_see_carrying(by, unit.name)
    )


def work_plan(plan: Plan, unit: str, *, on: date, by: Actor) -> WorkPlan:
    """The work plan of one unit on a day. Raises UnknownUnit, AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的工作方案")
    plan.unit(unit)
    items, milestones, events = _rows_of(plan.year, unit)
    return _work_plan(plan, unit, items[unit], milestones, events, on)


@door("work_plans.add_milestone")
def add_milestone(item: str, values: Mapping[str, Any], *, by: Actor, at: datetime | None = None) -> Record:
    """Adds a milestone to a measure of the actor's unit. Raises Missing, AccessRefused, RefusedRecord."""
    with recorded(at) as recording:
        measure = record_of(item, by=by)
        access.require(
            measure.kind == WORK_ITEM.kind and access.acts_for_unit(by) == measure.unit, by, "增加时间节点"
        )
        if measure.state != UNDER_WAY:
            raise RefusedRecord([FieldFault(name="state", text="这项措施已不在进行中，不能再加时间节点")])
        act = recording.write(ActKind.RECORD, by, f"增加时间节点：{item}")
        return add_milestone_in(act, measure, values)


def add_milestone_in(act: Act, measure: Record, values: Mapping[str, Any], *, state: str = "") -> Record:
    """Adds a milestone within an act. Raises RefusedRecord."""
    due_on = date.fromisoformat(values["due_on"]) if values.get("due_on") else None
    facts = {**values, "item": measure.pk}
    return open_in(act, MILESTONE, facts, unit=measure.unit, due_on=due_on, state=state)


def responsible_on(
    unit: str,
    about: str,
    day: date,
    *,
    year: int | None = None,
    known_at: datetime | None = None,
) -> tuple[tuple[Record, Responsible], ...]:
    """Who of a unit was responsible on a day for a measure (its code) or a target (its key), each with the measure.

    Measures that name the target go before those for all targets of the unit. year: of the work plan, by default that
    of the day. known_at: as recorded by then. Empty where nobody was named.
    """
    items, _, events = _rows_of(year or day.year, unit, known_at)
    current = [item for item in items[unit] if item.state != DROPPED]
    direct = [item for item in current if item.pk == about or about in keys_of(item)]
    general = [item for item in current if not keys_of(item)]
    answers = (
        (item, responsible_at(appointments_of(events[item.pk], known_at), day)) for item in direct or general
    )
    return tuple((item, who) for item, who in answers if who is not None)


def milestones_of(item: Record) -> tuple[Record, ...]:
    """The milestones of a measure by day."""
    milestones = Record.objects.filter(kind=MILESTONE.kind, unit=item.unit).order_by("due_on", *IN_ORDER)
    return tuple(milestone for milestone in milestones if milestone.values["item"] == item.pk)


def persons_of(item: Record) -> tuple[tuple[Appointment, Act], ...]:
    """Everybody who was ever named as responsible for a measure, each with the act that recorded it, the latest
    first.
    """
    events = list(item.events.select_related("act").order_by("number"))
    versions = ((appointments_of(events[: index + 1]), event.act) for index, event in enumerate(events))
    persons: list[tuple[Appointment, Act]] = []
    for appointments, act in versions:
        if appointments and (not persons or appointments[-1] != persons[-1][0]):
            persons.append((appointments[-1], act))
    return tuple(reversed(persons))


def keys_of(item: Record) -> tuple[str, ...]:
    """The keys of the targets that a measure is for; empty: all targets of the unit."""
    return tuple(key for key in _KEYS.split(item.values.get("targets") or "") if key)


def appointments_of(
    events: Iterable[RecordEvent], known_at: datetime | None = None
) -> tuple[Appointment, ...]:
    """All that was recorded about who is responsible for a measure, oldest first.

    A new person without a first day is responsible from the day of recording, so that earlier days do not change.
    """
    values: dict[str, Any] = {}
    namings: list[Appointment] = []
    for event in events:
        if known_at is not None and event.act.recorded_at > known_at:
            break
        opened = event.payload.get("values", {}) if event.kind == "opened" else {}
        changes = {name: after for name, (_, after) in event.payload.get("changes", {}).items()}
        changed = {name: value for name, value in {**opened, **changes}.items() if name in _NAMED}
        if not changed:
            continue
        if values.get("person") and changed.get("person", values["person"]) != values["person"]:
            changed = {"person_since": timezone.localdate(event.act.recorded_at).isoformat()} | changed
        values |= changed
        namings.append(_appointment(values))
    return tuple(namings)


def _appointment(values: Mapping[str, Any]) -> Appointment:
    return Appointment(
        person=values.get("person") or "",
        post=values.get("post") or "",
        since=_day(values.get("person_since")) or date(values["year"], 1, 1),
        substitute=values.get("substitute") or "",
        substitute_post=values.get("substitute_post") or "",
        substitute_since=_day(values.get("substitute_since")),
        substitute_until=_day(values.get("substitute_until")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_Events = Mapping[str, list[RecordEvent]]


def _rows_of(
    year: int, unit: str | None, known_at: datetime | None = None
) -> tuple[Mapping[str, list[Record]], Mapping[str, list[Record]], _Events]:
    """Measures by unit, milestones by measure, and events by measure."""
    items = Record.objects.filter(kind=WORK_ITEM.kind, values__year=year).order_by(*IN_ORDER)
    milestones = Record.objects.filter(kind=MILESTONE.kind).order_by("due_on", *IN_ORDER)
    events = RecordEvent.objects.filter(record__kind=WORK_ITEM.kind, record__values__year=year)
    if unit is not None:
        items, milestones = items.filter(unit=unit), milestones.filter(unit=unit)
        events = events.filter(record__unit=unit)
    if known_at is not None:
        items = items.filter(created__recorded_at__lte=known_at)
    by_unit: defaultdict[str, list[Record]] = defaultdict(list)
    for item in items:
        by_unit[item.unit].append(item)
    by_item: defaultdict[str, list[Record]] = defaultdict(list)
    for milestone in milestones:
        by_item[milestone.values["item"]].append(milestone)
    by_record: defaultdict[str, list[RecordEvent]] = defaultdict(list)
    for event in events.select_related("act").order_by("record_id", "number"):
        by_record[event.record_id].append(event)
    return by_unit, by_item, by_record


def _work_plan(
    plan: Plan,
    unit: str,
    items: Iterable[Record],
    milestones: Mapping[str, list[Record]],
    events: _Events,
    on: date,
) -> WorkPlan:
    measures = tuple(
        _work_item(plan, unit, item, tuple(milestones.get(item.pk, ())), events.get(item.pk, []), on)
        for item in items
    )
    served = {
        target.key for measure in measures if measure.record.state != DROPPED for target in measure.targets
    }
    return WorkPlan(
        unit=unit,
        group=plan.unit(unit).group,
        measures=measures,
        uncovered=tuple(target for target in plan.targets_of(unit) if target.key not in served),
    )


def _work_item(
    plan: Plan,
    unit: str,
    item: Record,
    milestones: tuple[Record, ...],
    events: Iterable[RecordEvent],
    on: date,
) -> WorkItem:
    by_key = {target.key: target for target in plan.targets_of(unit)}
    keys = keys_of(item)
    is_open = item.state == UNDER_WAY
    ends_on = _day(item.values.get("ends_on"))
    return WorkItem(
        record=item,
        targets=tuple(by_key[key] for key in keys if key in by_key) if keys else tuple(by_key.values()),
        unknown=tuple(key for key in keys if key not in by_key),
        milestones=milestones,
        responsible=responsible_at(appointments_of(events), on),
        overdue=tuple(
            milestone
            for milestone in milestones
            if is_open and milestone.state == WAITING and date.fromisoformat(milestone.values["due_on"]) < on
        ),
        is_late=is_open and ends_on is not None and ends_on < on,
    )
