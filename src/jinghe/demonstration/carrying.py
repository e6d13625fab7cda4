"""How units carry their targets in the demonstration year: letters signed, parts, persons, contacts, a proposal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from jinghe.core.plan.plans import Plan, Target, Tiers
from jinghe.core.registers.carrying.contact import CONTACT
from jinghe.core.registers.carrying.head_action import HEAD_ACTION
from jinghe.core.registers.carrying.sign_off import ANSWERED, OBJECTED, SIGN_OFF, SIGNED
from jinghe.core.registers.carrying.work_item import MILESTONE, REACHED, UNDER_WAY, WAITING, WORK_ITEM
from jinghe.core.registers.registers import Register
from jinghe.core.values.amounts import Quantity
from jinghe.demonstration.story.texts import AS_OF, YEAR, told
from jinghe.store.models import IN_ORDER, Act, ActKind, Record, User
from jinghe.usecases.carrying.adjustment import base_of, propose_in
from jinghe.usecases.carrying.decomposition import split_in
from jinghe.usecases.carrying.liaison import STATES, caring_units
from jinghe.usecases.carrying.sign_off import facts_of, standings
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.plan.plans import plan_of
from jinghe.usecases.records.records import change_in
from jinghe.usecases.records.writing import RecordChange, RecordColumns, opening, without_empty, write_records

SILENT_EVERY = 5
"""Of the projects on their way that have a person, one in so many was never talked about."""
STEP = timedelta(seconds=20)


def add_carrying(people: Mapping[str, User], at: datetime) -> None:
    """Writes everything in a few acts, one after another."""
    by = people["shenhe"]
    story = told("carrying")
    plan = plan_of(base_of(YEAR))
    names = People(story, by)
    parts = (_letters, _decompositions, _work_plans, _persons_of_projects, _heads, _proposal)
    for place, part in enumerate(parts):
        with recorded(at + place * STEP) as recording:
            act = recording.write(ActKind.RECORD, by, f"演示：{_TITLES[part.__name__]}")
            part(act, plan, story, names)


_TITLES = {
    "_letters": "签收任务书",
    "_decompositions": "分解任务",
    "_work_plans": "编制工作方案",
    "_persons_of_projects": "落实专人和联络",
    "_heads": "登记主要负责人亲自研究部署",
    "_proposal": "起草目标调整",
}


@dataclass(frozen=True, slots=True)
class People:
    """Names of people who do not exist, the same for the same office; by: who writes the story down."""

    story: Mapping[str, Any]
    by: User

    def of(self, place: int) -> str:
        surnames, given = self.story["surnames"], self.story["given"]
        return f"{surnames[place % len(surnames)]}{given[(place * 7 + place // len(surnames)) % len(given)]}"

    def head(self, plan: Plan, unit: str) -> str:
        return self.of([one.name for one in plan.units].index(unit))


@dataclass(slots=True)
class _Opening:
    """Records that begin in one act and what happens to them in it, written together; records: how many."""

    act: Act
    register: Register
    changes: list[RecordChange] = field(default_factory=list)
    records: int = 0

    def add(self, unit: str, values: Mapping[str, Any], state: str, *, due_on: date | None = None) -> Record:
        missing = self.register.missing(without_empty(values), state)
        if missing:
            raise ValueError(f"{self.register.kind} of {unit} lacks {[one.name for one in missing]}")
        self.records += 1
        code = f"{self.register.prefix}{YEAR}-{self.records:03}"
        change = opening(self.register, values, code=code, unit=unit, state=state, due_on=due_on)
        self.changes.append(change)
        return change.record

    def write(self) -> None:
        write_records(self.act, self.changes)


def _letters(act: Act, plan: Plan, story: Mapping[str, Any], names: People) -> None:
    """Most have signed; one objects and was answered."""
    opened = _Opening(act, SIGN_OFF)
    objection = story["objection"]
    for place, held in enumerate(standings(YEAR, by=names.by)):
        unit = held.unit.name
        if unit in story["unsigned"]:
            continue
        signed_on = date(YEAR, 5, 19) + timedelta(days=place % 9)
        values = facts_of(held)
        if unit == objection["unit"]:
            values |= {"objection": objection["text"], "outcome": objection["outcome"]}
            record = opened.add(unit, values | {"answer": objection["answer"]}, ANSWERED)
            payload = {"state": [OBJECTED, ANSWERED], "move": "answer", "note": objection["answer"]}
            opened.changes.append(RecordChange(record=record, event="moved", payload=payload))
        else:
            values |= {"signed_by": names.head(plan, unit), "signed_on": signed_on.isoformat()}
            opened.add(unit, values, SIGNED)
    opened.write()


def _decompositions(act: Act, plan: Plan, story: Mapping[str, Any], _: People) -> None:
    for unit, columns in story["parts"].items():
        parts = {}
        for told_one in columns:
            target = _target(plan, unit, told_one["column"])
            parts[target.key] = {name: _tiers(target, figures) for name, *figures in told_one["rows"]}
        split_in(act, plan, unit, parts)


def _target(plan: Plan, unit: str, column: str) -> Target:
    return next(one for one in plan.targets_of(unit) if one.column == column)


def _tiers(target: Target, figures: Iterable[str]) -> Tiers:
    pairs = zip(target.tiers.items(), figures, strict=True)
    return Tiers(
        **{tier.value: Quantity(number=Decimal(text), unit=whole.unit) for (tier, whole), text in pairs}
    )


def _work_plans(act: Act, plan: Plan, story: Mapping[str, Any], names: People) -> None:
    items, milestones = _Opening(act, WORK_ITEM), _Opening(act, MILESTONE)
    nameless = {tuple(one) for one in story["late"]["nameless"]}
    late = {tuple(one) for one in story["late"]["milestones"]}
    for place, unit in enumerate(plan.units):
        measures = [one for one in story["measures"] if one["group"] == unit.group]
        for number, measure in enumerate(measures):
            named = (unit.name, measure["name"]) not in nameless
            person = names.of(place * 3 + number + 11) if named else ""
            item = items.add(unit.name, _measure(measure, person, names.of(place + 37)), UNDER_WAY)
            for day, name in measure["milestones"]:
                is_reached = day <= AS_OF.isoformat() and (unit.name, name) not in late
                values = {"name": name, "item": item.pk, "due_on": day}
                done = {"done_on": day, "result": "已按时完成。"} if is_reached else {}
                state = REACHED if is_reached else WAITING
                milestones.add(unit.name, values | done, state, due_on=date.fromisoformat(day))
    items.write()
    milestones.write()
    _change_of_person(act, story["change"])


def _measure(measure: Mapping[str, Any], person: str, substitute: str) -> dict[str, Any]:
    return {
        "name": measure["name"],
        "year": YEAR,
        "content": measure["content"],
        "ends_on": measure["ends_on"],
        "person": person,
        "post": "分管负责人" if person else "",
        "substitute": substitute,
        "substitute_post": "业务科室负责人",
    }


def _change_of_person(act: Act, change: Mapping[str, str]) -> None:
    item = Record.objects.get(kind=WORK_ITEM.kind, unit=change["unit"], name=change["measure"])
    after = {"person": change["person"], "post": change["post"], "person_since": change["since"]}
    change_in(act, item, after, expected=item.version, note="分工调整")


def _persons_of_projects(act: Act, plan: Plan, story: Mapping[str, Any], names: People) -> None:
    """A person for nearly every project on its way, and talks about some of them."""
    opened = _Opening(act, CONTACT)
    named = []
    projects = Record.objects.filter(kind="project", state__in=STATES).order_by(*IN_ORDER)
    for place, project in enumerate(projects):
        if place % story["liaison_missing_every"] == 0:
            continue
        person = names.of(place)
        payload = {"changes": {"liaison": [None, person]}}
        columns: RecordColumns = {"values": {**project.values, "liaison": person}}
        named.append(RecordChange(record=project, event="changed", payload=payload, columns=columns))
        if place % SILENT_EVERY:
            for talk in _talks(project, place, person, story, names):
                opened.add(caring_units(project)[0], talk, "held")
    write_records(act, named)
    opened.write()


def _talks(
    project: Record, place: int, person: str, story: Mapping[str, Any], names: People
) -> Iterator[dict[str, Any]]:
    """Two talks, the later one up to a month and a half before the day the year stands at."""
    last = AS_OF - timedelta(days=(place * 5) % 44)
    for number, day in enumerate((last - timedelta(days=33), last)):
        talk = story["talks"][(place + number) % len(story["talks"])]
        yield {
            **talk,
            "project": project.pk,
            "held_on": day.isoformat(),
            "person": person,
            "counterpart": f"{names.of(place + 5)}，项目负责人",
            "phone": f"0818-555{place % 10_000:04}",
            "next_on": (day + timedelta(days=30)).isoformat(),
        }


def _heads(act: Act, plan: Plan, story: Mapping[str, Any], names: People) -> None:
    """Fewer for each unit down the list; the last ones have none yet."""
    opened = _Opening(act, HEAD_ACTION)
    for place, unit in enumerate(plan.units):
        done = story["head_parts"][: max(5 - place // 8, 0)]
        for told_one in done:
            day = date.fromisoformat(told_one["on"]) + timedelta(days=place % 11)
            opened.add(
                unit.name,
                {
                    "name": told_one["name"],
                    "way": told_one["way"],
                    "content": told_one["content"],
                    "held_on": day.isoformat(),
                    "person": names.head(plan, unit.name),
                    "post": "主要负责人",
                    "place": "本单位会议室" if told_one["way"] in ("study", "deployment") else "",
                },
                "held",
            )
    opened.write()


def _proposal(act: Act, plan: Plan, story: Mapping[str, Any], _: People) -> None:
    """An adjustment that waits for its approval: no figure of the year changes by it."""
    adjustment = story["adjustment"]
    figures = {}
    for unit, column, *numbers in adjustment["figures"]:
        target = _target(plan, unit, column)
        figures[target.key] = _tiers(target, numbers)
    values = {name: adjustment[name] for name in ("name", "reason", "effective_on")}
    propose_in(act, base_of(YEAR), figures, totals_follow=True, values=values)
