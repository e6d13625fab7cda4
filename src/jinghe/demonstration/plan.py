"""The plan of the demonstration: the targets of one real notice of 2022, drawn as tables."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.counting.rulings import Ruling
from jinghe.core.plan.checks import check
from jinghe.core.plan.lights import Light, LightRule
from jinghe.core.plan.plans import Duty, Plan, Scope, Target, Tiers, Total, Unit
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity, quantity
from jinghe.reference.lexicon_loading import DIMENSION_FILES

Toml = dict[str, Any]
PLAN = "dazhou-2022"
NOT_ASSIGNED = "—"
TOTAL_LABEL = "合计"
COHORT_COLUMN = "签约项目推进"
CLAUSE_TABLE = "附件3（一）"
DUTY_TABLE = "附件3（二）"


def _read(path: str) -> Toml:
    return tomllib.loads(files("jinghe.demonstration").joinpath(path).read_text("utf-8"))


@cache
def builtin_plan() -> Plan:
    """The 2022 plan of Dazhou, with the findings of its own check."""
    told = _read(f"plans/{PLAN}.toml")
    targets = list(_numbered(_targets(told)))
    plan = Plan(
        **{name: told[name] for name in ("year", "city", "document_number", "issuer", "issued_on", "title")},
        units=tuple(_units(told)),
        targets=tuple(targets),
        totals=tuple(_totals(told)),
        duties=tuple(_duties(told)),
        rulings=tuple(_rulings(told)),
        lights=tuple(_lights(told)),
    )
    return replace(plan, findings=check(plan))


def _units(told: Toml) -> Iterator[Unit]:
    names: dict[str, str] = {}
    for table in told["table"]:
        names |= {name: told["groups"][table["group"]] for name, _ in _rows(table) if name != TOTAL_LABEL}
    names |= {one["unit"]: told["groups"]["industry"] for one in told["department"]}
    names |= {one["unit"]: told["groups"][one.get("group", "service")] for one in told["duty"]}
    return (Unit(name=name, group=group) for name, group in names.items())


def _rows(table: Toml) -> Iterator[tuple[str, list[str]]]:
    for line in table["rows"].strip().splitlines():
        name, *figures = (cell.strip() for cell in line.split("|"))
        yield name, figures


def _cells(table: Toml, figures: list[str]) -> Iterator[tuple[Toml, Tiers]]:
    """The columns of a row that are assigned, each with its tiers."""
    left = list(figures)
    for column in table["columns"]:
        unit = UNITS_OF_MEASURE[column["unit_of_measure"]]
        texts = {tier: left.pop(0) for tier in column["tiers"]}
        if any(text != NOT_ASSIGNED for text in texts.values()):
            yield column, Tiers(**{tier: quantity(text, unit.name) for tier, text in texts.items()})


def _criteria(told: Toml) -> Criteria:
    return Criteria(
        investment_at_least=_fen(told.get("at_least")),
        investment_below=_fen(told.get("below")),
        **{name: tuple(told.get(name, ())) for name in DIMENSION_FILES},
        signed_since=told.get("signed_since"),
    )


def _fen(text: str | None) -> int | None:
    if text is None:
        return None
    unit = next(name for name in ("亿元", "万元") if text.endswith(name))
    return int(quantity(text.removesuffix(unit), unit).base)


def _numbered(targets: Iterator[Target]) -> Iterator[Target]:
    """Targets in document order with their keys; a part refers to its parent by the parent's place."""
    seen: dict[str, str] = {}
    for number, target in enumerate(targets, start=1):
        key = f"T{number:03}"
        seen[target.key] = key
        yield replace(target, key=key, of_which=seen[target.of_which] if target.of_which else None)


def _targets(told: Toml) -> Iterator[Target]:
    for table in told["table"]:
        for row, (unit, figures) in enumerate(_rows(table), start=1):
            if unit != TOTAL_LABEL:
                yield from _row_targets(table, unit, figures, row)
    for row, department in enumerate(told["department"], start=1):
        for place, item in enumerate(department["items"], start=1):
            yield from _item_targets(department["unit"], item, f"{department['unit']}-{place}", row)


def _row_targets(table: Toml, unit: str, figures: list[str], row: int) -> Iterator[Target]:
    place = f"{table['name']} 第{row}行"
    for column, tiers in _cells(table, figures):
        yield Target(
            key=f"{table['name']}-{unit}-{column['column']}",
            unit=unit,
            indicator=column["indicator"],
            tiers=tiers,
            role=Role.HOST,
            window=INDICATORS[column["indicator"]].window,
            criteria=_criteria(column),
            table=table["name"],
            column=column["column"],
            locator=f"{place}“{column['column']}”",
            confirmed=column.get("confirmed", True),
        )
    rates = dict(table.get("rates", {}))
    since = rates.pop("signed_since", None)
    for indicator, percent in rates.items():
        yield Target(
            key=f"{table['name']}-{unit}-{indicator}",
            unit=unit,
            indicator=indicator,
            tiers=Tiers(required=quantity(percent, "%")),
            role=Role.HOST,
            window=Window.COHORT,
            criteria=Criteria(signed_since=since),
            table=table["name"],
            column=INDICATORS[indicator].name,
            locator=f"{place}“{COHORT_COLUMN}”",
            confirmed=True,
        )


def _item_targets(unit: str, item: Toml, key: str, row: int, parent: str | None = None) -> Iterator[Target]:
    """One item of a department and its parts; the first key of an item is the indicator (a part takes its parent's)."""
    indicator = next(iter(item)) if parent is None else parent.rpartition("-")[2]
    rule = INDICATORS[indicator]
    own_key = f"{key}-{indicator}"
    yield Target(
        key=own_key,
        unit=unit,
        indicator=indicator,
        tiers=Tiers(required=_count(item, indicator)),
        role=Role.SPONSOR,
        window=Window(item.get("window", rule.window)),
        criteria=_criteria(item),
        scope=Scope(item.get("scope", Scope.UNIT)),
        of_which=parent,
        table=CLAUSE_TABLE,
        column=rule.name if parent is None else f"{rule.name}·其中",
        locator=f"{CLAUSE_TABLE} 第{row}行",
        confirmed=True,
    )
    for place, part in enumerate(item.get("of_which", ()), start=1):
        yield from _item_targets(unit, part, f"{key}-{place}", row, parent=own_key)


def _count(item: Toml, indicator: str) -> Quantity:
    return quantity(item.get(indicator, item.get("count")), INDICATORS[indicator].unit_of_measure)


def _totals(told: Toml) -> Iterator[Total]:
    for table in told["table"]:
        figures = dict(_rows(table))[TOTAL_LABEL]
        for column, tiers in _cells(table, figures):
            yield Total(
                label=TOTAL_LABEL,
                table=table["name"],
                column=column["column"],
                indicator=column["indicator"],
                tiers=tiers,
                criteria=_criteria(column),
                locator=f"{table['name']} 合计行“{column['column']}”",
            )


def _duties(told: Toml) -> Iterator[Duty]:
    for row, one in enumerate(told["department"], start=1):
        yield Duty(
            unit=one["unit"], text=told["liaison"]["text"], locator=f"{CLAUSE_TABLE} 第{row}行“落地服务”"
        )
    for row, one in enumerate(told["duty"], start=1):
        place = "附件3（三）" if one.get("group") == "other" else f"{DUTY_TABLE} 第{row}行"
        for text in one["texts"]:
            yield Duty(unit=one["unit"], text=text, locator=place)


def _rulings(told: Toml) -> Iterator[Ruling]:
    for one in told["ruling"]:
        group = told["groups"][one["group"]] if "group" in one else ""
        yield Ruling(
            name=one["name"],
            value=one["value"],
            source=one["source"],
            indicator=one.get("indicator", ""),
            group=group,
        )


def _lights(told: Toml) -> Iterator[LightRule]:
    for one in told["light"]:
        points = one.get("gap_at_least_points")
        yield LightRule(
            light=Light(one["light"]), gap_at_least=None if points is None else Fraction(points, 100)
        )
