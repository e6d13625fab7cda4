"""Decomposition 任务分解: how a unit splits its targets among its sub-units, in versions, and their progress."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jinghe.core.plan.decomposition import Parts, Reach, reaches, shortfalls, why_whole
from jinghe.core.plan.plans import Plan, Target
from jinghe.core.registers.carrying.versions import DECOMPOSITION
from jinghe.store.json.plans import tiers_from_json, tiers_to_json
from jinghe.store.models import Act, ActKind, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, RefusedFaults
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.progress.scoreboard import Scoreboard, SubUnits, scoreboard, sub_unit_board
from jinghe.usecases.records.records import open_in
from jinghe.usecases.records.writing import event_in

EVENT = "decomposed"
MOST_PARTS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DecompositionVersion:
    """A version of a unit's decomposition; number 0: nothing has been split. parts: by target key, then by sub-unit."""

    number: int
    parts: Mapping[str, Parts]
    event: RecordEvent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitTarget:
    """One target of a unit. why_whole: why it cannot be split, empty if it can; reaches: what the parts add up to, by
    tier; below: progress of the sub-units.
    """

    target: Target
    why_whole: str
    reaches: tuple[Reach, ...]
    below: SubUnits

    @property
    def is_split(self) -> bool:
        return bool(self.below.parts)

    @property
    def is_short(self) -> bool:
        return self.is_split and not all(reach.is_reached for reach in self.reaches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """All targets of a unit with the parts that its sub-units carry."""

    unit: str
    version: DecompositionVersion
    board: Scoreboard
    targets: tuple[SplitTarget, ...]

    @property
    def sub_units(self) -> tuple[str, ...]:
        """The sub-units that the unit has given parts, in its own order."""
        return tuple(dict.fromkeys(name for target in self.targets for name in target.below.parts))


def decomposition(
    year: int,
    unit: str,
    *,
    by: Actor,
    as_of: date,
    known_at: datetime | None = None,
    basis: str = "adjusted",
) -> Decomposition:
    """The targets of a unit with their parts and the progress of its sub-units. Raises NoPlan, UnknownUnit,
    AccessRefused.
    """
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的任务分解")
    board = scoreboard(year, as_of=as_of, known_at=known_at, basis=basis)
    board.plan.unit(unit)
    version = version_of(board.plan, unit, known_at=known_at)
    return Decomposition(
        unit=unit,
        version=version,
        board=board,
        targets=tuple(
            SplitTarget(
                target=below.own.target,
                why_whole=why_whole(below.own.target),
                reaches=reaches(below.own.target, version.parts.get(below.own.target.key, {})),
                below=below,
            )
            for below in sub_unit_board(board, unit, version.parts)
        ),
    )


def version_of(plan: Plan, unit: str, *, known_at: datetime | None = None) -> DecompositionVersion:
    """The latest version at an instant, without parts of targets that the plan has no more in that measure."""
    events = _events(plan.year, unit)
    if known_at is not None:
        events = [event for event in events if event.act.recorded_at <= known_at]
    if not events:
        return DecompositionVersion(number=0, parts={}, event=None)
    return DecompositionVersion(
        number=len(events), parts=_parts(events[-1].payload["parts"], plan), event=events[-1]
    )


def versions(year: int, unit: str, *, by: Actor) -> tuple[RecordEvent, ...]:
    """Every version, the latest first. Raises AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的任务分解")
    return tuple(reversed(_events(year, unit)))


@door("decomposition.split")
def split(
    year: int,
    unit: str,
    key: str,
    parts: Parts,
    *,
    expected: int,
    by: Actor,
    as_of: date,
    reason: str = "",
    at: datetime | None = None,
) -> DecompositionVersion:
    """Sets the parts of one target and leaves the others as they are. parts empty: the target is not split any more.

    expected: the number of the version that the actor has seen. as_of: the day whose plan is split.
    Raises AccessRefused, NoPlan, Missing, RefusedFaults, ChangedMeanwhile.
    """
    access.require(access.acts_for_unit(by) == unit, by, f"分解{unit}的任务")
    with recorded(at) as recording:
        plan = plan_of(revision_at(year, as_of=as_of))
        target = _target(plan, unit, key)
        _require_whole(target, parts)
        if len(_events(year, unit)) != expected:
            raise ChangedMeanwhile(
                "任务分解刚被他人改过，您填写的内容没有保存，请核对最新内容后再保存。", log=unit
            )
        act = recording.write(ActKind.RECORD, by, reason.strip()[:200] or f"分解“{target.column}”")
        split_in(act, plan, unit, {key: parts})
        return version_of(plan, unit)


def split_in(act: Act, plan: Plan, unit: str, parts: Mapping[str, Parts]) -> None:
    """Writes the next version within an act: new parts of some targets, the others as in the version before."""
    all_parts = dict(version_of(plan, unit).parts) | dict(parts)
    content = {
        key: [
            {"name": name, "tiers": tiers_to_json(tiers), "unit_of_measure": tiers.floor.unit.name}
            for name, tiers in target_parts.items()
        ]
        for key, target_parts in all_parts.items()
        if target_parts
    }
    record = Record.objects.filter(kind=DECOMPOSITION.kind, unit=unit, values__year=plan.year).first()
    if record is None:
        facts = {"name": f"{unit}{plan.year}年任务分解", "year": plan.year}
        record = open_in(act, DECOMPOSITION, facts, unit=unit)
    event_in(act, record, EVENT, {"parts": content, "split": sorted(parts)})


def target_of(
    year: int, unit: str, key: str, *, as_of: date, by: Actor
) -> tuple[Target, DecompositionVersion]:
    """A target of the actor's unit with the latest version. Raises AccessRefused, NoPlan, Missing."""
    access.require(access.acts_for_unit(by) == unit, by, f"分解{unit}的任务")
    plan = plan_of(revision_at(year, as_of=as_of))
    return _target(plan, unit, key), version_of(plan, unit)


def _target(plan: Plan, unit: str, key: str) -> Target:
    target = plan.target(key)
    if target is None or target.unit != unit:
        raise Missing(key)
    return target


def _require_whole(target: Target, parts: Parts) -> None:
    """Raises RefusedFaults if the target cannot be split, there are too many parts, or they do not reach the whole."""
    faults: tuple[str, ...] = ()
    if why := why_whole(target):
        faults = (f"“{target.column}”：{why}",)
    elif len(parts) > MOST_PARTS:
        faults = (f"最多分解到{MOST_PARTS}个下级",)
    elif parts:
        faults = shortfalls(target, parts)
    if faults:
        raise RefusedFaults(faults)


def _events(year: int, unit: str) -> list[RecordEvent]:
    return list(
        RecordEvent.objects.filter(
            record__kind=DECOMPOSITION.kind, record__unit=unit, record__values__year=year, kind=EVENT
        )
        .select_related("act")
        .order_by("pk")
    )


def _parts(content: Mapping[str, Any], plan: Plan) -> dict[str, Parts]:
    parts: dict[str, Parts] = {}
    for key, rows in content.items():
        target = plan.target(key)
        if target is None or why_whole(target):
            continue
        unit = target.tiers.floor.unit.name
        if all(row["unit_of_measure"] == unit for row in rows):
            parts[key] = {row["name"]: tiers_from_json(row["tiers"], unit) for row in rows}
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Targets of one unit: how many can be split, how many are, and of which the parts no longer reach the whole."""

    unit: str
    group: str
    version: DecompositionVersion
    can_be_split: int
    split: int
    short: tuple[Target, ...]
    sub_units: tuple[str, ...]


def overview(year: int, *, as_of: date, known_at: datetime | None = None, by: Actor) -> tuple[Overview, ...]:
    """Every unit with targets that the actor may see, in the order of the plan. Raises NoPlan."""
    plan = plan_of(revision_at(year, as_of=as_of, known_at=known_at))
    return tuple(
        _overview(plan, unit.name, version_of(plan, unit.name, known_at=known_at))
        for unit in plan.units
        if access.may_see_carrying(by, unit.name) and plan.targets_of(unit.name)
    )


def _overview(plan: Plan, unit: str, version: DecompositionVersion) -> Overview:
    targets = [target for target in plan.targets_of(unit) if not why_whole(target)]
    split = [target for target in targets if version.parts.get(target.key)]
    return Overview(
        unit=unit,
        group=plan.unit(unit).group,
        version=version,
        can_be_split=len(targets),
        split=len(split),
        short=tuple(target for target in split if shortfalls(target, version.parts[target.key])),
        sub_units=tuple(dict.fromkeys(name for target in split for name in version.parts[target.key])),
    )
