"""Replaying the journal: every row enters its door again, on its day, with what today's keys and versions are."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from inspect import Parameter, signature
from typing import Any

from django.utils import timezone

import jinghe.usecases
from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.papers import picture
from jinghe.demonstration.rows import JournalRow
from jinghe.demonstration.telling import Telling, hints_of
from jinghe.usecases.bulletins.bulletins import draft_of
from jinghe.usecases.carrying.adjustment import base_of
from jinghe.usecases.carrying.decomposition import version_of
from jinghe.usecases.carrying.sign_off import standing_of
from jinghe.usecases.claims.claims import claim_of
from jinghe.usecases.common import clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.doors import DOORS
from jinghe.usecases.evaluation.reading import course_of
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.records.records import record_of

OPENS_AT = time(9, 0)
WORKING_SECONDS, LONGEST_STEP = 8 * 60 * 60, 25 * 60
PAPERS = frozenset({"papers.attach_to_claim", "papers.attach_to_record"})
WITHOUT_ACCOUNT = {"填报员": "clerk", "负责人": "head", "审核员": "checker"}
"""How a person of a unit is called whom the demonstration has no account for, such as 大竹县填报员, and the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of a unit who has no account."""

    username: str
    role: str
    unit: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay under way. people: the accounts by name."""

    telling: Telling = field(default_factory=Telling)
    people: dict[str, Actor] = field(default_factory=dict)

    def enter(self, row: JournalRow) -> None:
        """Does what a row tells."""
        enters = DOORS[row.door]
        hints = hints_of(enters)
        arguments = {name: self._taken(name, one, hints[name], row.told) for name, one in row.told.items()}
        if row.door in PAPERS:
            arguments["content"] = _paper(row.told)
        if row.by:
            arguments["by"] = self._person(row.by)
        for name, parameter in signature(enters).parameters.items():
            if name in LOOKED_UP and parameter.default is Parameter.empty:
                arguments[name] = LOOKED_UP[name](row.door, arguments)
        if "read" in arguments:
            arguments["read"] = _as_read(arguments)
        result = enters(**arguments)
        if isinstance(result, dict):
            self.people.update(result)
        for label, key in zip(row.made, keys_of(result), strict=False):
            self.telling.name(label, key)

    def _taken(self, name: str, one: Any, hint: Any, told: Mapping[str, Any]) -> Any:
        if name in ("entry", "number") and isinstance(one, dict):
            return entry_at(one, self.telling.taken(one.get("subject", told.get("code")), str))
        if name == "read":
            return one
        return self.telling.taken(one, hint)

    def _person(self, name: str) -> Actor:
        if name in self.people:
            return self.people[name]
        role = next(role for end, role in WITHOUT_ACCOUNT.items() if name.endswith(end))
        return Person(username=name, role=role, unit=name[:-3])


def load_doors() -> None:
    """Imports every use case, so that all doors are there."""
    for module in pkgutil.walk_packages(jinghe.usecases.__path__, "jinghe.usecases."):
        importlib.import_module(module.name)


def timed(rows: Iterable[JournalRow]) -> Iterator[tuple[JournalRow, datetime]]:
    """Each row with its instant: those of a day are spread over its working hours."""
    rows = tuple(rows)
    number = Counter(row.on for row in rows)
    place: Counter[date] = Counter()
    for row in rows:
        place[row.on] += 1
        step = timedelta(seconds=min(WORKING_SECONDS // number[row.on], LONGEST_STEP))
        yield row, timezone.make_aware(datetime.combine(row.on, OPENS_AT)) + place[row.on] * step


def replay(rows: Iterable[JournalRow]) -> Iterator[int]:
    """Does everything that the rows tell, one after the other; says how many are done."""
    load_doors()
    under_way = Replay()
    for done, (row, instant) in enumerate(timed(rows), start=1):
        with clock.set_to(instant):
            under_way.enter(row)
        yield done


def keys_of(result: Any) -> list[Any]:
    """The keys of what came of a door: of a record, a claim, a paper, or of several."""
    several = result if isinstance(result, list | tuple) else [result]
    return [one.pk for one in several if type(one).__name__ in ("Record", "Claim", "Attachment")]


def entry_at(place: Mapping[str, Any], subject: str) -> int:
    """The latest live entry of a subject, kind and day."""
    day = date.fromisoformat(place["occurred_on"])
    return live_postings(subject=subject, kind=FactKind(place["kind"]), occurred_on=day)[-1].entry


def _paper(told: Mapping[str, Any]) -> bytes:
    """A paper made anew: another for every kind and for whatever it was attached to."""
    return picture(f"{told.get('number') or told['code']}{told['kind']}")


def _as_read(arguments: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    marks = course_of(arguments["code"]).marks
    return [(unit, name, marks[unit, name].number) for unit, name in arguments["read"]]


def _version(door: str, arguments: Mapping[str, Any]) -> int:
    """What a person who opens the page now would read."""
    match door.partition(".")[0]:
        case "claims":
            return claim_of(arguments["number"]).version
        case "bulletins":
            return draft_of(arguments["code"], by=arguments["by"]).number
        case "decomposition":
            plan = plan_of(revision_at(arguments["year"], as_of=arguments["as_of"]))
            return version_of(plan, arguments["unit"]).number
    return record_of(arguments["code"], by=arguments["by"]).version


def _digest(_: str, arguments: Mapping[str, Any]) -> str:
    return standing_of(arguments["year"], arguments["unit"], by=arguments["by"]).letter.digest


def _base(_: str, arguments: Mapping[str, Any]) -> int:
    return base_of(arguments["year"]).number


LOOKED_UP = {"expected": _version, "digest": _digest, "base": _base}
"""What no row tells, since it is asked at the time."""
