"""The approvals of a project 审批计划: which come before which, when each may begin and is due, and how each stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jinghe.core.values.calendar import Calendar

LONGEST_STEP = 400
MOST_STEPS = 60
PARTS = 4
COLUMN = "|"
_SEPARATORS = ("、", "，", ",", "；")


class ApprovalsUnreadable(ValueError):
    """A template that cannot be used; every fault, in Chinese."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)
        self.text = "；".join(faults) + "。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStep:
    """An approval in the template of an office.

    days: working days after the last of those it follows. unit "": the host of the project.
    """

    name: str
    days: int
    unit: str = ""
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    step: ApprovalStep
    planned_from: date
    planned_on: date
    provisional: bool


class ApprovalStatus(StrEnum):
    """How an approval stands on a day. READY: all before it is there. LATE: it is not done after its planned day."""

    DONE = "done"
    DONE_LATE = "done_late"
    LATE = "late"
    READY = "ready"
    WAITING = "waiting"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ApprovalStatus.DONE: "已办",
    ApprovalStatus.DONE_LATE: "已办（晚于计划）",
    ApprovalStatus.LATE: "逾期未办",
    ApprovalStatus.READY: "可以办理",
    ApprovalStatus.WAITING: "等待前置",
    ApprovalStatus.DROPPED: "不需办理",
}


def schedule(steps: Iterable[ApprovalStep], calendar: Calendar, begins_on: date) -> tuple[PlannedStep, ...]:
    """When each step may begin and is due, as early as those before it allow."""
    ends: dict[str, tuple[date, bool]] = {}
    planned = []
    for step in steps:
        before = [ends[name] for name in step.follows]
        begun = max((day for day, _ in before), default=begins_on)
        due = calendar.add_workdays(begun, step.days)
        provisional = due.provisional or any(unsure for _, unsure in before)
        ends[step.name] = (due.on, provisional)
        planned.append(PlannedStep(step=step, planned_from=begun, planned_on=due.on, provisional=provisional))
    return tuple(planned)


def standing(
    *, planned_on: date, done_on: date | None, is_dropped: bool, before: Iterable[bool], as_of: date
) -> ApprovalStatus:
    """How one approval stands. before: whether each that it follows is done or not needed."""
    if is_dropped:
        return ApprovalStatus.DROPPED
    if done_on is not None and done_on <= as_of:
        return ApprovalStatus.DONE_LATE if done_on > planned_on else ApprovalStatus.DONE
    if as_of > planned_on:
        return ApprovalStatus.LATE
    return ApprovalStatus.READY if all(before) else ApprovalStatus.WAITING


def template_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[ApprovalStep, ...]:
    """Raises ApprovalsUnreadable."""
    steps = tuple(
        ApprovalStep(
            name=row["name"],
            days=row["days"],
            unit=row.get("unit", ""),
            follows=tuple(row.get("follows", ())),
        )
        for row in rows
    )
    _require_order(steps)
    return steps


def template_to_json(steps: Iterable[ApprovalStep]) -> list[dict[str, Any]]:
    return [
        {"name": step.name, "days": step.days, "unit": step.unit, "follows": list(step.follows)}
        for step in steps
    ]


def template_text(steps: Iterable[ApprovalStep]) -> str:
    """One line a step, as an office edits it: 事项 | 工作日 | 责任单位 | 前置事项."""
    return "\n".join(
        f" {COLUMN} ".join(
            (step.name, str(step.days), step.unit or "承接单位", "、".join(step.follows) or "—")
        )
        for step in steps
    )


def read_template(text: str, units: Iterable[str]) -> tuple[ApprovalStep, ...]:
    """The steps of such lines. Raises ApprovalsUnreadable with every fault."""
    known, steps, faults = frozenset(units), [], []
    lines = [line.strip() for line in text.replace("｜", COLUMN).splitlines() if line.strip()]
    for number, line in enumerate(lines, start=1):
        try:
            steps.append(_read_line(line, known))
        except ValueError as wrong:
            faults.append(f"第{number}行：{wrong}")
    if not lines:
        faults.append("请至少写一个事项")
    if len(lines) > MOST_STEPS:
        faults.append(f"最多{MOST_STEPS}个事项，现有{len(lines)}个")
    if faults:
        raise ApprovalsUnreadable(faults)
    _require_order(steps)
    return tuple(steps)


def _read_line(line: str, units: frozenset[str]) -> ApprovalStep:
    parts = [part.strip() for part in line.split(COLUMN)]
    if len(parts) != PARTS:
        raise ValueError(f"应为“事项 | 工作日 | 责任单位 | 前置事项”四栏，现有{len(parts)}栏")
    name, days, unit, follows = parts
    if not name or len(name) > 40:
        raise ValueError("事项名称应为1至40个字")
    if not (days.isascii() and days.isdigit() and 0 < int(days) <= LONGEST_STEP):
        raise ValueError(f"“{days}”不是1至{LONGEST_STEP}个工作日")
    if unit != "承接单位" and unit not in units:
        raise ValueError(f"“{unit}”不是责任单位，请写全称，或写“承接单位”")
    for sign in _SEPARATORS[1:]:
        follows = follows.replace(sign, _SEPARATORS[0])
    before = tuple(
        name.strip() for name in follows.split(_SEPARATORS[0]) if name.strip() not in ("", "—", "-")
    )
    return ApprovalStep(name=name, days=int(days), unit="" if unit == "承接单位" else unit, follows=before)


def _require_order(steps: Sequence[ApprovalStep]) -> None:
    """Faults of steps written twice or before those they follow; without them the order has no circle."""
    seen: set[str] = set()
    faults = []
    for step in steps:
        if step.name in seen:
            faults.append(f"事项“{step.name}”写了两次")
        faults += [
            f"“{step.name}”的前置事项“{name}”没有写在它的前面" for name in step.follows if name not in seen
        ]
        seen.add(step.name)
    if faults:
        raise ApprovalsUnreadable(faults)
