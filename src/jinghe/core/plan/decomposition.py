"""Decomposition 任务分解: the parts of a unit's target that its sub-units carry, and whether they reach the whole."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Scope, Target, Tier, Tiers
from jinghe.core.values.amounts import AmountKind, Quantity, UnitOfMeasure, plain, rounded

Parts = Mapping[str, Tiers]
"""sub-unit → what it carries of one target."""
LONGEST_NAME = 60
LARGEST = Decimal(10**9)
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,6})?")
_NOTHING = frozenset({"", "-", "—", "——"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The sum of the parts of one tier beside the whole, in base units. missing: what they lack, never below 0."""

    tier: Tier
    whole: Fraction
    split: Fraction
    unit: UnitOfMeasure

    @property
    def missing(self) -> Fraction:
        return max(self.whole - self.split, Fraction(0))

    @property
    def surplus(self) -> Fraction:
        return max(self.split - self.whole, Fraction(0))

    @property
    def is_reached(self) -> bool:
        return self.split >= self.whole

    def in_unit(self, value: Fraction) -> str:
        """A base value in the target's unit of measure: 12.5亿元."""
        return f"{plain(rounded(value / self.unit.scale, 6))}{self.unit.name}"

    @property
    def text(self) -> str:
        """How far the parts come, in words: 保证目标60亿元，已分58亿元，还差2亿元."""
        rest = f"，还差{self.in_unit(self.missing)}" if self.missing else ""
        over = f"，多{self.in_unit(self.surplus)}" if self.surplus else ""
        return f"{self.tier.label}{self.in_unit(self.whole)}，已分{self.in_unit(self.split)}{rest}{over}"


def why_whole(target: Target) -> str:
    """Why a target cannot be split, in Chinese; empty where it can."""
    if target.tiers.floor.unit.kind is AmountKind.RATIO:
        return "比率不能分解，各下级按同一比率掌握"
    if target.window is Window.STOCK:
        return "期末存量不能分解"
    if target.scope is Scope.CITY:
        return "全市合并计数的目标不能分解"
    if target.rule.kind is None and target.indicator != "led_projects":
        return "台账不计此项，不能分解"
    return ""


def reaches(target: Target, parts: Parts) -> tuple[Reach, ...]:
    """For each tier of the target, the sum of the parts beside the whole; a part without that tier counts 0."""
    return tuple(
        Reach(
            tier=tier,
            whole=figure.base,
            split=sum((_base(part, tier) for part in parts.values()), start=Fraction(0)),
            unit=figure.unit,
        )
        for tier, figure in target.tiers.items()
    )


def _base(part: Tiers, tier: Tier) -> Fraction:
    figure = dict(part.items()).get(tier)
    return figure.base if figure else Fraction(0)


def shortfalls(target: Target, parts: Parts) -> tuple[str, ...]:
    """Every tier that the parts do not reach, in Chinese."""
    return tuple(
        f"“{target.column}”的{reach.tier.label}还差{reach.in_unit(reach.missing)}：各下级合计{reach.in_unit(reach.split)}，应不少于{reach.in_unit(reach.whole)}"
        for reach in reaches(target, parts)
        if not reach.is_reached
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPart:
    """One row as typed: a sub-unit and a text for each tier."""

    name: str
    texts: Mapping[Tier, str]

    @property
    def is_blank(self) -> bool:
        return not self.name and not any(self.texts.values())


def read_parts(target: Target, rows: Iterable[TypedPart]) -> tuple[dict[str, Tiers], tuple[str, ...]]:
    """The parts that rows say, and every fault in Chinese; blank rows and rows without a figure are left out."""
    parts: dict[str, Tiers] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=1):
        if row.is_blank:
            continue
        figures, wrong = _figures(target, row)
        faults += [f"第{number}行{f'“{row.name}”' if row.name else ''}：{text}" for text in wrong]
        if not figures or wrong:
            continue
        if fault := _name_fault(row.name, parts):
            faults.append(f"第{number}行：{fault}")
        else:
            parts[row.name] = Tiers(**{tier.value: figure for tier, figure in figures.items()})
    return parts, tuple(faults)


def _name_fault(name: str, taken: Iterable[str]) -> str:
    if not name:
        return "请填写下级单位的名称"
    if len(name) > LONGEST_NAME:
        return f"下级单位的名称不超过{LONGEST_NAME}个字"
    return f"“{name}”写了两次，请合并成一行" if name in taken else ""


def _figures(target: Target, row: TypedPart) -> tuple[dict[Tier, Quantity], list[str]]:
    """The figures of one row, and what is wrong with them."""
    figures: dict[Tier, Quantity] = {}
    wrong = []
    for tier, whole in target.tiers.items():
        text = unicodedata.normalize("NFKC", row.texts.get(tier, "")).strip().removesuffix(whole.unit.name)
        if text.strip() in _NOTHING:
            continue
        match = _NUMBER.fullmatch(text.strip())
        number = Decimal(text.strip().replace(",", "")) if match else None
        if number is None or number > LARGEST:
            wrong.append(f"{tier.label}“{text[:20]}”不是不小于0的数，请填数字，单位{whole.unit.name}")
        elif whole.unit.kind is AmountKind.COUNT and number != number.to_integral_value():
            wrong.append(f"{tier.label}“{text}”须是整数（{whole.unit.name}）")
        else:
            figures[tier] = Quantity(number=number, unit=whole.unit)
    low, high = figures.get(Tier.GUARANTEED), figures.get(Tier.WORKING)
    if low and high and high.base < low.base:
        wrong.append(f"工作目标{high.text}小于保证目标{low.text}")
    return figures, wrong
