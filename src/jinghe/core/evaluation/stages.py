"""Stages 评估阶段: the month, quarter, half-year or year that an evaluation is of, counted from the year's start."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jinghe.core.values.periods import Period


class StageKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"month": "月度", "quarter": "季度", "half": "半年", "year": "年度"}[self.value]

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]

    @property
    def most(self) -> int:
        """How many of the kind a year has; its second half is no stage, since it ends with the year, which is one."""
        return 1 if self is StageKind.HALF else 12 // self.months

    @property
    def initial(self) -> str:
        return {"month": "M", "quarter": "Q", "half": "H", "year": "Y"}[self.value]


_CODE = re.compile(r"(20\d{2})-([MQHY])(\d{1,2})", re.ASCII)


class NoStage(ValueError):
    """A year has no such stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """number: which month, quarter or half of the year."""

    year: int
    kind: StageKind
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.kind.most:
            raise NoStage(f"{self.kind} {self.number}")

    @property
    def code(self) -> str:
        """2022-Q3."""
        return f"{self.year}-{self.kind.initial}{self.number}"

    @property
    def period(self) -> Period:
        """From the start of the year to the end of the stage: what a stage is evaluated by."""
        last = self.number * self.kind.months
        before = date(self.year + last // 12, last % 12 + 1, 1)
        return Period(start=date(self.year, 1, 1), before=before)

    @property
    def as_of(self) -> date:
        return self.period.last

    @property
    def name(self) -> str:
        """2022年三季度, 2022年10月."""
        if self.kind is StageKind.MONTH:
            return f"{self.year}年{self.number}月"
        if self.kind is StageKind.QUARTER:
            return f"{self.year}年{'一二三四'[self.number - 1]}季度"
        if self.kind is StageKind.HALF:
            return f"{self.year}年上半年"
        return f"{self.year}年度"

    @property
    def span(self) -> str:
        """1—9月: the months whose figures count."""
        last = self.period.last.month
        return "1月" if last == 1 else f"1—{last}月"

    @property
    def asks_both_halves(self) -> bool:
        """Whether 双过半 is asked: half of the time and half of the task, at the end of June."""
        return self.period.last.month == 6


def stage_of(code: str) -> Stage:
    """The stage of a code such as 2022-Q3. Raises NoStage."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise NoStage(code)
    kind = next(kind for kind in StageKind if kind.initial == match[2])
    return Stage(year=int(match[1]), kind=kind, number=int(match[3]))


def stages_of(year: int) -> tuple[Stage, ...]:
    """Every stage of a year, the longest first."""
    return tuple(
        Stage(year=year, kind=kind, number=number)
        for kind in reversed(StageKind)
        for number in range(1, kind.most + 1)
    )
