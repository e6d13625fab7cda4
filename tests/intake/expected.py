"""Compares a reading with an expected file by the rules of EXPECTED.md; says every difference in words."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinghe.intake import PlanReading
from jinghe.store.json.plans import plan_to_json

Json = dict[str, Any]
FIRMS = ("个", "家")


def differences(reading: PlanReading, expected: Path | Json) -> list[str]:
    """Empty where the reading is what the file asks for."""
    told = json.loads(expected.read_text("utf-8")) if isinstance(expected, Path) else expected
    if told.get("refusal_allowed") and reading.plan is None:
        return [] if reading.findings or reading.error else ["refused without a word"]
    if told["error"]:
        return [] if reading.error and reading.plan is None else ["should have refused the document"]
    if reading.plan is None:
        return [f"refused: {reading.error}"]
    plan = plan_to_json(reading.plan)
    return [
        *_particulars(told, plan),
        *_targets(told, plan),
        *_totals(told, plan),
        *_findings(told, reading),
    ]


def _particulars(told: Json, plan: Json) -> Iterator[str]:
    for name in ("document_number", "issued_on", "year"):
        if told[name] is not None and plan[name] != told[name]:
            yield f"{name}: {plan[name]} instead of {told[name]}"


def _targets(told: Json, plan: Json) -> Iterator[str]:
    left = list(enumerate(plan["targets"]))
    read_as: dict[int, int] = {}
    for at, one in enumerate(told["targets"]):
        found = next((i for i, other in left if _same_target(one, other, read_as)), None)
        if found is None:
            yield f"not read: {_short(one)}"
            continue
        read_as[at] = found
        left = [(i, other) for i, other in left if i != found]
    allowed = [
        one
        for doubt in told.get("ambiguous", ())
        for reading in doubt["readings"]
        for one in _listed(reading)
    ]
    allowed += told.get("optional", [])
    for _, other in left:
        if not any(_same_target(one, other, read_as) for one in allowed):
            yield f"surplus: {_short(other)}"


def _listed(reading: Any) -> list[Json]:
    return reading["any_of"] if isinstance(reading, dict) else reading


def _same_target(one: Json, other: Json, read_as: dict[int, int]) -> bool:
    parent = one["of_which_parent"]
    return (
        _tight(one["unit"]) == _tight(other["unit"])
        and one["indicator"] == other["indicator"]
        and _same_unit(one, other)
        and any(_same_tiers(tiers, other["tiers"]) for tiers in (one["tiers"], *one.get("accept_tiers", ())))
        and _same_criteria(one, other)
        and _same_clause(one["clause"], other["clause"])
        and (read_as.get(parent) if parent is not None else None) == other["of_which_parent"]
    )


def _same_unit(one: Json, other: Json) -> bool:
    names = {one["unit_of_measure"], other["unit_of_measure"]}
    return len(names) == 1 or (one["indicator"] == "foreign_enterprises" and names == set(FIRMS))


def _same_tiers(one: Json, other: Json) -> bool:
    def figures(tiers: Json) -> dict[str, Decimal]:
        return {name: Decimal(text.replace(",", "")) for name, text in tiers.items()}

    return figures(one) == figures(other)


def _same_criteria(one: Json, other: Json) -> bool:
    optional = one.get("criteria_optional", {})
    read = {name: value for name, value in other["criteria"].items() if optional.get(name) != value}
    inherited = one["of_which_parent"] is not None
    wanted = one["criteria"]
    return wanted == read or (inherited and wanted.items() <= read.items())


def _same_clause(one: str | None, other: str | None) -> bool:
    return (
        (one is None and other is None)
        or (one == "*" and other is not None)
        or (one is not None and other is not None and _tight(one) == _tight(other))
    )


def _totals(told: Json, plan: Json) -> Iterator[str]:
    def key(total: Json) -> tuple[Any, ...]:
        tiers = tuple(sorted((name, Decimal(text)) for name, text in total["tiers"].items()))
        return total["label"], total["indicator"], tiers, json.dumps(total["criteria"], sort_keys=True)

    wanted, read = {key(one) for one in told["totals"]}, {key(one) for one in plan["totals"]}
    yield from (f"total not read: {one}" for one in wanted - read)
    yield from (f"surplus total: {one}" for one in read - wanted)


HINTS = {"tier_order": "tiers_reversed"}


def _findings(told: Json, reading: PlanReading) -> Iterator[str]:
    codes = {finding.code for finding in reading.findings}
    for one in (
        *told.get("must_find", ()),
        *({"code_hint": "duplicate_unit"} for _ in told.get("ambiguous", ())),
    ):
        if not {HINTS.get(hint, hint) for hint in one["code_hint"].split("|")} & codes:
            yield f"finding not raised: {one}"
    counts = {code: sum(finding.code == code for finding in reading.findings) for code in codes}
    mismatches = sum(one["code_hint"] == "total_mismatch" for one in told.get("must_find", ()))
    if counts.get("total_mismatch", 0) > mismatches:
        yield "a false total_mismatch"


def _short(target: Json) -> str:
    names = ("unit", "indicator", "tiers", "unit_of_measure", "criteria", "of_which_parent", "clause")
    return json.dumps({name: target[name] for name in names}, ensure_ascii=False)


def _tight(text: str) -> str:
    return "".join(text.split())
