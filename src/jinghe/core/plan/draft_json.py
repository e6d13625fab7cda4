"""Edits of a draft as JSON: the kind, and the payload that is kept with it for good."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from jinghe.core.counting.facts import Role
from jinghe.core.counting.rulings import Ruling
from jinghe.core.plan.as_json import (
    criteria_from_json,
    criteria_to_json,
    period_from_json,
    period_to_json,
    tiers_from_json,
    tiers_to_json,
)
from jinghe.core.plan.draft_edits import (
    Addition,
    Answer,
    Correction,
    Deletion,
    Lesson,
    NoticeHeading,
    Reparenting,
    Settlement,
    Splitting,
    Terms,
    Withdrawal,
)
from jinghe.core.plan.draft_totals import TotalCorrection
from jinghe.core.plan.drafts import Edit
from jinghe.core.plan.plans import Tiers

Json = dict[str, Any]

KINDS: dict[str, type[Edit]] = {
    "correct": Correction,
    "add": Addition,
    "delete": Deletion,
    "split": Splitting,
    "reparent": Reparenting,
    "rule": Answer,
    "settle": Settlement,
    "teach": Lesson,
    "total": TotalCorrection,
    "head": NoticeHeading,
    "withdraw": Withdrawal,
}
LABELS = {
    "correct": "更正",
    "add": "补录",
    "delete": "删除",
    "split": "拆分",
    "reparent": "改所属",
    "rule": "口径裁定",
    "settle": "处理疑点",
    "teach": "教词",
    "total": "更正合计",
    "head": "文件信息",
    "withdraw": "撤回",
}


def kind_of(edit: Edit) -> str:
    return next(kind for kind, cls in KINDS.items() if isinstance(edit, cls))


def edit_to_json(edit: Edit) -> Json:
    """The payload of an edit; its kind is told apart by `kind_of`."""
    return {one.name: _told(getattr(edit, one.name)) for one in fields(edit)}  # type: ignore[arg-type]


def edit_from_json(kind: str, payload: Json) -> Edit:
    """The edit that was told. Raises KeyError, ValueError on another shape."""
    return KINDS[kind](**{name: _READ.get(name, _same)(told) for name, told in payload.items()})


def _told(value: object) -> object:
    if isinstance(value, Terms):
        return {
            "indicator": value.indicator,
            "figures": _told(value.tiers),
            "criteria": criteria_to_json(value.criteria),
            "period": period_to_json(value.period),
        }
    if isinstance(value, Tiers):
        return {"tiers": tiers_to_json(value), "unit_of_measure": value.floor.unit.name}
    if isinstance(value, Ruling):
        return {name: getattr(value, name) for name in ("name", "value", "source", "indicator", "group")}
    return value.isoformat() if isinstance(value, date) else value


def _tiers(told: Json) -> Tiers:
    return tiers_from_json(told["tiers"], told["unit_of_measure"])


def _terms(told: Json) -> Terms:
    return Terms(
        indicator=told["indicator"],
        tiers=_tiers(told["figures"]),
        criteria=criteria_from_json(told["criteria"]),
        period=period_from_json(told["period"]),
    )


def _same(told: object) -> object:
    return told


_READ: dict[str, Callable[[Any], object]] = {
    "terms": _terms,
    "new_terms": _terms,
    "tiers": _tiers,
    "ruling": lambda told: Ruling(**told),
    "role": Role,
    "issued_on": lambda told: date.fromisoformat(told) if told else None,
}
"""Name of a field → how its payload is read; every other field is text, a number or nothing."""
