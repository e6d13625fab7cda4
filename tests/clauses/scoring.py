"""Compares readings with the labelled clauses of other cities; what counts as exact is defined in CLAUSES.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinghe.core.clauses import ClauseReading, Item, parse
from jinghe.core.plan.plans import Tier
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.core.values.vocabulary import Vocabulary

Expected = dict[str, Any]
WAN_FEN = 1_000_000
SAME_AS_YEAR = ("全年", "年内", "今年", "当年", "年度", "年底前")
UNIT_NAMES = {"场次": "场", "名": "人"}
QUARTERS = {1: "一季度", 4: "二季度", 7: "三季度", 10: "四季度"}


@dataclass(frozen=True, slots=True)
class Scored:
    """One labelled clause: its reading, the expected targets that were read exactly, and those that were not."""

    told: dict[str, Any]
    reading: ClauseReading
    exact: tuple[Expected, ...]
    missed: tuple[Expected, ...]
    surplus: tuple[Item, ...]

    @property
    def is_silently_wrong(self) -> bool:
        return bool(self.surplus or self.missed) and not self.reading.findings


def scored(path: Path, vocabulary: Vocabulary) -> Iterator[Scored]:
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        reading = parse(told["text"], vocabulary, year=told["year"])
        left = list(reading.items)
        exact, missed = [], []
        for one in told["expected"]:
            found = next((item for item in left if is_exact(one, item, told["year"])), None)
            (exact if found else missed).append(one)
            if found and found.tiers.guaranteed is None:
                left.remove(found)
        surplus = tuple(item for item in left if item.tiers.guaranteed is None)
        yield Scored(told, reading, tuple(exact), tuple(missed), surplus)


def is_exact(one: Expected, item: Item, year: int | None) -> bool:
    """Indicator, value in base units, investment range, period and tier agree."""
    ends = (item.criteria.investment_at_least, item.criteria.investment_below)
    wanted = tuple(_fen(one["filters"].get(f"investment_{end}_wan")) for end in ("min", "max"))
    return (
        item.indicator == one["measure"]
        and _has_figure(one, item)
        and ends == wanted
        and _same_period(one["filters"].get("period"), item, year)
    )


def _fen(wan: float | None) -> int | None:
    return None if wan is None else int(wan * WAN_FEN)


def _has_figure(one: Expected, item: Item) -> bool:
    unit = UNITS_OF_MEASURE[UNIT_NAMES.get(one["unit"], one["unit"])]
    value = Decimal(str(one["value"]))
    tier = {"确保": Tier.GUARANTEED, "计划": Tier.GUARANTEED, "力争": Tier.WORKING}
    wanted = tier.get(one.get("extra", {}).get("tier", ""), Tier.REQUIRED)
    held = dict(item.tiers.items()).get(wanted)
    return held is not None and (held.number * _whole(held.unit.scale), held.unit.currency) == (
        value * _whole(unit.scale),
        unit.currency,
    )


def _whole(scale: Any) -> Decimal:
    return Decimal(scale.numerator) / Decimal(scale.denominator)


def _same_period(period: str | None, item: Item, year: int | None) -> bool:
    if period is None or period in SAME_AS_YEAR or period == f"{year}年":
        return item.period is None and not item.unheld_period
    if item.unheld_period:
        return period.strip("“”") in item.unheld_period
    if item.period is None:
        return False
    start = item.period.start
    if period in ("上半年", "下半年"):
        return item.period.before.month in (7, 1) and start.month == {"上半年": 1, "下半年": 7}[period]
    return period in (f"{start.year}年", QUARTERS.get(start.month, "")) and item.period.before.month in (
        start.month,
        (start.month + 2) % 12 + 1,
    )
