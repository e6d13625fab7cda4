"""The form of watch rules: one row for each rule, up to three conditions in it; and the comparison of a preview."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.http import QueryDict

from jinghe.core.oversight.watch import (
    WATCH_MEASURES,
    CensureGround,
    Comparator,
    WatchCondition,
    Watched,
    WatchHit,
    WatchRule,
)
from jinghe.core.values.amounts import plain, rounded
from jinghe.usecases.common.refusals import RefusedFaults

GROUNDS = tuple((one.value, one.label) for one in CensureGround)
COMPARATORS = tuple((one.value, one.label) for one in Comparator)
CONDITIONS = range(3)
SPARE_ROWS = 2

Typed = list[dict[str, str]]


def typed(rules: Iterable[WatchRule]) -> Typed:
    """The rules as a form shows them, with a few empty rows."""
    return [_row(rule) for rule in rules] + [{} for _ in range(SPARE_ROWS)]


def sent(told: QueryDict) -> Typed:
    """The rows of a form; those without a name and without a condition are left out."""
    rows = []
    for place in range(len(told.getlist("name"))):
        row = {
            name: values[place]
            for name in told
            if len(values := told.getlist(name)) > place and name not in _ONCE
        }
        if row.get("name", "").strip() or row.get("measure0"):
            rows.append(row)
    return rows + [{} for _ in range(SPARE_ROWS)]


_ONCE = frozenset({"csrfmiddlewaretoken", "reason", "save", "preview"})


def rules_from(rows: Typed) -> tuple[WatchRule, ...]:
    """The rules that the rows say. Raises RefusedFaults with every fault."""
    found, faults = [], []
    for place, row in enumerate((row for row in rows if row), start=1):
        conditions, wrong = _conditions(row, place)
        faults += wrong
        first = conditions[0].measure if conditions else ""
        found.append(
            WatchRule(
                code=row.get("code", "").strip() or f"own_{place}",
                name=row.get("name", "").strip(),
                of=WATCH_MEASURES[first].of if first else Watched.UNIT,
                ground=CensureGround(row["ground"])
                if row.get("ground") in {one.value for one in CensureGround}
                else CensureGround.NONE,
                groups=tuple(group for group in [row.get("group", "")] if group),
                source=row.get("source", "").strip(),
                conditions=tuple(conditions),
            )
        )
    faults += [fault for rule in found for fault in rule.faults()]
    codes = [rule.code for rule in found]
    if len(set(codes)) != len(codes):
        faults.append("两条规则的代号相同，请改用不同的代号")
    if faults:
        raise RefusedFaults(faults)
    return tuple(found)


def measures() -> list[tuple[str, str]]:
    """What may be compared, with whom it is about and its unit of measure."""
    of = {Watched.UNIT: "单位", Watched.PROJECT: "项目"}
    return [
        (
            one.code,
            f"{of[one.of]}：{one.name}" + (f"（{one.unit_of_measure}）" if one.unit_of_measure else ""),
        )
        for one in WATCH_MEASURES.values()
    ]


def compared(
    preview: Sequence[tuple[date, tuple[WatchHit, ...]]], held: Sequence[tuple[date, tuple[WatchHit, ...]]]
) -> list[tuple[date, int, int, list[str], list[str]]]:
    """Month end, hits of the new rules and of those in force, who comes in and who goes out."""
    rows = []
    for (day, new), (_, old) in zip(preview, held, strict=True):
        names, before = _names(new), _names(old)
        rows.append((day, len(names), len(before), sorted(names - before), sorted(before - names)))
    return rows


def _names(found: Iterable[WatchHit]) -> set[str]:
    return {hit.name for hit in found}


def _row(rule: WatchRule) -> dict[str, str]:
    row = {
        "code": rule.code,
        "name": rule.name,
        "ground": rule.ground.value,
        "group": rule.groups[0] if rule.groups else "",
        "source": rule.source,
    }
    for place, one in enumerate(rule.conditions):
        row |= {
            f"measure{place}": one.measure,
            f"column{place}": one.column,
            f"comparator{place}": one.comparator.value,
            f"value{place}": plain(rounded(one.value, 6)),
        }
    return row


def _conditions(row: Mapping[str, str], place: int) -> tuple[list[WatchCondition], list[str]]:
    found, faults = [], []
    for number in CONDITIONS:
        measure = row.get(f"measure{number}", "")
        if not measure:
            continue
        if measure not in WATCH_MEASURES:
            faults.append(f"第{place}条规则用到没有的指标")
            continue
        try:
            value = Fraction(Decimal(row.get(f"value{number}", "").strip()))
        except (InvalidOperation, ValueError, OverflowError):
            faults.append(
                f"第{place}条规则第{number + 1}个条件的数值“{row.get(f'value{number}', '')[:20]}”不是数字"
            )
            continue
        comparator = row.get(f"comparator{number}", "")
        if comparator not in {one.value for one in Comparator}:
            faults.append(f"第{place}条规则第{number + 1}个条件请选择比较方式")
            continue
        column = row.get(f"column{number}", "") if WATCH_MEASURES[measure].of_column else ""
        found.append(
            WatchCondition(measure=measure, column=column, comparator=Comparator(comparator), value=value)
        )
    return found, faults
