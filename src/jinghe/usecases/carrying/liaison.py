"""落地服务: who keeps investor and host talking about each project, when they last did, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jinghe.core.plan.plans import Plan
from jinghe.core.registers.carrying.contact import CONTACT
from jinghe.core.registers.registers import FieldFault
from jinghe.store.models import IN_ORDER, NEWEST_FIRST, Act, ActKind, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, open_in, record_of

STATES = ("signing", "registration", "construction_start", "funds")
"""From the contract until it produces: while somebody has to keep the talk going."""
SILENT_AFTER = 30
"""Days without a contact after which a project is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonProject:
    """A project on its way with the person who keeps the talk going. contacts: latest first, up to the day asked."""

    record: Record
    unit: str
    contacts: tuple[Record, ...]
    silent_days: int | None

    @property
    def person(self) -> str:
        return self.record.values.get("liaison") or ""

    @property
    def is_silent(self) -> bool:
        """Nobody has talked for longer than a month, or ever."""
        return self.silent_days is None or self.silent_days > SILENT_AFTER

    @property
    def last(self) -> Record | None:
        return self.contacts[0] if self.contacts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLiaison:
    """The projects of one unit that somebody has to look after."""

    unit: str
    group: str
    projects: tuple[LiaisonProject, ...]

    @property
    def named(self) -> int:
        return sum(bool(one.person) for one in self.projects)

    @property
    def nameless(self) -> tuple[LiaisonProject, ...]:
        return tuple(one for one in self.projects if not one.person)

    @property
    def silent(self) -> tuple[LiaisonProject, ...]:
        """Those with a person, but without a contact of late."""
        return tuple(one for one in self.projects if one.person and one.is_silent)

    @property
    def contacts(self) -> int:
        return sum(len(one.contacts) for one in self.projects)

    @property
    def last_on(self) -> date | None:
        days = [_held_on(one.last) for one in self.projects if one.last]
        return max(days, default=None)


def liaisons(plan: Plan, *, on: date, by: Actor) -> tuple[UnitLiaison, ...]:
    """For every unit that the actor may see: the projects on their way that it leads in, or hosts where nobody does."""
    projects = list(_projects(by))
    contacts = _contacts((one.pk for one in projects), on)
    by_unit: defaultdict[str, list[LiaisonProject]] = defaultdict(list)
    for record in projects:
        for unit in caring_units(record):
            by_unit[unit].append(_liaison_project(record, unit, contacts.get(record.pk, []), on))
    return tuple(
        UnitLiaison(unit=unit.name, group=unit.group, projects=tuple(by_unit[unit.name]))
        for unit in plan.units
        if by_unit[unit.name] and access.may_see_carrying(by, unit.name)
    )


def liaison_of(plan: Plan, unit: str, *, on: date, by: Actor) -> UnitLiaison:
    """Raises UnknownUnit, AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的落地服务")
    held = plan.unit(unit)
    found = next((one for one in liaisons(plan, on=on, by=by) if one.unit == unit), None)
    return found or UnitLiaison(unit=held.name, group=held.group, projects=())


def caring_units(record: Record) -> tuple[str, ...]:
    """Whose task a project is: the units that lead it in; the hosts where none does."""
    shares = record.values.get("sponsors") or record.values.get("hosts") or []
    return tuple(name for name, _ in shares)


def record_contact(
    project: str, values: Mapping[str, Any], *, by: Actor, at: datetime | None = None
) -> Record:
    """Writes down a talk about a project, by a unit that leads it in or hosts it.

    Raises Missing, AccessRefused, RefusedRecord.
    """
    with recorded(at) as recording:
        record = record_of(project, by=by)
        unit = access.acts_for_unit(by)
        access.require(bool(unit) and unit in access.involved_in(record), by, f"登记“{record.name}”的联络")
        if record.kind != "project":
            raise RefusedRecord([FieldFault(name="project", text=f"“{project}”不是招商项目")])
        act = recording.write(ActKind.RECORD, by, f"登记联络：{project}")
        return contact_in(act, record, unit, values)


def contact_in(act: Act, project: Record, unit: str, values: Mapping[str, Any]) -> Record:
    """Writes down a talk within an act. Raises RefusedRecord."""
    return open_in(act, CONTACT, {**values, "project": project.pk}, unit=unit)


def _projects(by: Actor) -> Iterable[Record]:
    """What the actor may read; leaders count all of them without opening any."""
    if access.may_read_lines(by):
        found = Record.objects.filter(kind="project")
    else:
        found = readable("project", by=by)
    return found.filter(state__in=STATES).order_by(*NEWEST_FIRST)


def _contacts(projects: Iterable[str], on: date) -> Mapping[str, list[Record]]:
    """project → its contacts up to a day, the latest first."""
    wanted = set(projects)
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for one in Record.objects.filter(kind=CONTACT.kind).order_by(*IN_ORDER):
        if one.values["project"] in wanted and _held_on(one) <= on:
            found[one.values["project"]].append(one)
    for contacts in found.values():
        contacts.sort(key=_held_on, reverse=True)
    return found


def _liaison_project(record: Record, unit: str, contacts: list[Record], on: date) -> LiaisonProject:
    return LiaisonProject(
        record=record,
        unit=unit,
        contacts=tuple(contacts),
        silent_days=(on - _held_on(contacts[0])).days if contacts else None,
    )


def _held_on(contact: Record) -> date:
    return date.fromisoformat(contact.values["held_on"])
