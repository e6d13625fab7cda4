"""Letters 任务书: what one unit is asked to do in a year, as it is handed to the unit and signed for."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from jinghe.core.counting.dimensions import phrase
from jinghe.core.plan.draft_edits import ROLES, WINDOWS
from jinghe.core.plan.plans import Plan, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One target of a letter. figures: (tier, figure) as printed; due_on: the last day of its period."""

    key: str
    column: str
    restriction: str
    figures: tuple[tuple[str, str], ...]
    counted: str
    due_on: date
    is_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a unit is asked: its targets with their deadlines, and its duties."""

    unit: str
    group: str
    year: int
    lines: tuple[LetterLine, ...]
    duties: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.duties

    @property
    def digest(self) -> str:
        """SHA-256 of what is asked; the same in every revision that asks the unit the same."""
        lines = [
            [line.column, line.restriction, line.figures, line.counted, line.due_on.isoformat(), line.is_part]
            for line in self.lines
        ]
        content = [self.unit, self.year, lines, self.duties]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def letter_of(plan: Plan, unit: str) -> Letter:
    """The letter of a unit. Raises UnknownUnit."""
    carrier = plan.unit(unit)
    return Letter(
        unit=unit,
        group=carrier.group,
        year=plan.year,
        lines=tuple(_line(plan, target) for target in plan.targets_of(unit)),
        duties=tuple(duty.text for duty in plan.duties if duty.unit == unit),
    )


def _line(plan: Plan, target: Target) -> LetterLine:
    return LetterLine(
        key=target.key,
        column=target.column,
        restriction=phrase(target.criteria),
        figures=tuple((tier.label, quantity.text) for tier, quantity in target.tiers.items()),
        counted=f"{WINDOWS[target.window]}，{ROLES[target.role]}",
        due_on=plan.period_of(target).last,
        is_part=target.of_which is not None,
    )
