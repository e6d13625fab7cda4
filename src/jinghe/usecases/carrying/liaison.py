"""落地服务: who looks after each project between contract and production, the contacts with its investor, and gaps."""

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
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.office_numbers import LIAISON_TERMS, numbers
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, open_in, record_of

STATES = ("signing", "registration", "construction_start", "funds")
"""States of a project from contract to production, in which somebody must keep contact with the investor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonProject:
    """A project with the person who looks after it. contacts: up to a day, the latest first; silent_days: since the
    last of them, None without any. silent_after: days without a contact after which a project is listed.
    """

    record: Record
    unit: str
    contacts: tuple[Record, ...]
    silent_days: int | None
    silent_after: int

    @property
    def person(self) -> str:
        return self.record.values.get("liaison") or ""

    @property
    def is_silent(self) -> bool:
        """Without contact for more than silent_after days, or without any at all."""
        return self.silent_days is None or self.silent_days > self.silent_after

    @property
    def last(self) -> Record | None:
        return self.contacts[0] if self.contacts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLiaison:
    """The projects that one unit must look after. named: how many have a person for it."""

    unit: str
    group: str
    projects: tuple[LiaisonProject, ...]

    @property
    def named(self) -> int:
        return sum(bool(project.person) for project in self.projects)

    @property
    def nameless(self) -> tuple[LiaisonProject, ...]:
        return tuple(project for project in self.projects if not project.person)

    @property
    def silent(self) -> tuple[LiaisonProject, ...]:
        """Projects with a person for them, yet without recent contact."""
        return tuple(project for project in self.projects if project.person and project.is_silent)

    @property
    def contacts(self) -> int:
        return sum(len(project.contacts) for project in self.projects)

    @property
    def last_on(self) -> date | None:
        days = [_held_on(project.last) for project in self.projects if project.last]
        return max(days, default=None)


def silent_after(on: date) -> int:
    """Days without a contact after which a project is listed, as in force on a day."""
    return numbers(LIAISON_TERMS, on=on)["silent_after"]


def liaisons(plan: Plan, *, on: date, by: Actor) -> tuple[UnitLiaison, ...]:
    """For every unit that the actor may see, the projects between contract and production that are its task."""
    projects = list(_projects(by))
    contacts = _contacts((project.pk for project in projects), on)
    by_unit: defaultdict[str, list[LiaisonProject]] = defaultdict(list)
    limit = silent_after(on)
    for record in projects:
        for unit in caring_units(record):
            by_unit[unit].append(_liaison_project(record, unit, contacts.get(record.pk, []), on, limit))
    return tuple(
        UnitLiaison(unit=unit.name, group=unit.group, projects=tuple(by_unit[unit.name]))
        for unit in plan.units
        if by_unit[unit.name] and access.may_see_carrying(by, unit.name)
    )


def liaison_of(plan: Plan, unit: str, *, on: date, by: Actor) -> UnitLiaison:
    """The projects that one unit must look after. Raises UnknownUnit, AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的落地服务")
    responsible = plan.unit(unit)
    liaison = next((liaison for liaison in liaisons(plan, on=on, by=by) if liaison.unit == unit), None)
    return liaison or UnitLiaison(unit=responsible.name, group=responsible.group, projects=())


def caring_units(record: Record) -> tuple[str, ...]:
    """The units that must look after a project: those that brought it in (主导引进), else its hosts (承接落地)."""
    shares = record.values.get("sponsors") or record.values.get("hosts") or []
    return tuple(name for name, _ in shares)


@door("liaison.record_contact")
def record_contact(
    project: str, values: Mapping[str, Any], *, by: Actor, at: datetime | None = None
) -> Record:
    """Records a contact with the investor of a project, by a unit that brought it in or hosts it.

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
    """Records a contact within an act. Raises RefusedRecord."""
    return open_in(act, CONTACT, {**values, "project": project.pk}, unit=unit)


def _projects(by: Actor) -> Iterable[Record]:
    """The projects between contract and production that the actor may read; for leaders, who only count them, all."""
    if access.may_read_lines(by):
        projects = Record.objects.filter(kind="project")
    else:
        projects = readable("project", by=by)
    return projects.filter(state__in=STATES).order_by(*NEWEST_FIRST)


def _contacts(projects: Iterable[str], on: date) -> Mapping[str, list[Record]]:
    """project → its contacts up to a day, the latest first."""
    codes = set(projects)
    by_project: defaultdict[str, list[Record]] = defaultdict(list)
    for contact in Record.objects.filter(kind=CONTACT.kind).order_by(*IN_ORDER):
        if contact.values["project"] in codes and _held_on(contact) <= on:
            by_project[contact.values["project"]].append(contact)
    for contacts in by_project.values():
        contacts.sort(key=_held_on, reverse=True)
    return by_project


def _liaison_project(
    record: Record, unit: str, contacts: list[Record], on: date, limit: int
) -> LiaisonProject:
    return LiaisonProject(
        record=record,
        unit=unit,
        contacts=tuple(contacts),
        silent_days=(on - _held_on(contacts[0])).days if contacts else None,
        silent_after=limit,
    )


def _held_on(contact: Record) -> date:
    return date.fromisoformat(contact.values["held_on"])
