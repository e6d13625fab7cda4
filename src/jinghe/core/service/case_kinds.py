"""Kinds of service case 诉求类型: what each promises, what the law allows, its steps; data an office may change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinghe.core.registers.service.case import TYPES
from jinghe.core.service.clocks import CaseLimits, StepRule
from jinghe.core.values.calendar import Term

NAMES = dict(TYPES)
ESCALATE_AT = (1, 3, 5)
LONGEST_TERM = 400


class CaseKindUnreadable(ValueError):
    """What an office wrote of a kind of case cannot be used; `text` says why in Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind:
    """A kind of case and its promises.

    code: a type of the register. unit: who usually has it; "" anybody. basis: the paper that promises the term.
    """

    code: str
    limits: CaseLimits
    unit: str = ""
    basis: str = ""

    @property
    def name(self) -> str:
        return NAMES[self.code]


def kind_from_json(row: Mapping[str, Any]) -> CaseKind:
    """Raises CaseKindUnreadable."""
    code = row.get("code", "")
    if code not in NAMES:
        raise CaseKindUnreadable(f"没有“{code}”这个诉求类型")
    name = NAMES[code]
    try:
        limits = CaseLimits(
            overall=_term(row.get("overall"), name),
            statutory=_term(row.get("statutory"), name),
            steps=tuple(_step(step, name) for step in row.get("steps", ())),
            reasons=tuple(row.get("reasons", ())),
            escalate_at=tuple(row.get("escalate_at", ESCALATE_AT)),
        )
    except CaseKindUnreadable:
        raise
    except ValueError as wrong:
        raise CaseKindUnreadable(
            f"“{name}”的环节重名、前置环节不存在，或升级天数没有递增（{wrong}）"
        ) from wrong
    return CaseKind(code=code, limits=limits, unit=row.get("unit", ""), basis=row.get("basis", ""))


def kind_to_json(kind: CaseKind) -> dict[str, Any]:
    """What `kind_from_json` reads back to the same kind."""
    limits = kind.limits
    return {
        "code": kind.code,
        "unit": kind.unit,
        "basis": kind.basis,
        "overall": limits.overall.days if limits.overall else None,
        "statutory": limits.statutory.days if limits.statutory else None,
        "steps": [
            {"name": step.name, "days": step.limit.days if step.limit else None}
            | ({} if step.follows is None else {"follows": list(step.follows)})
            for step in limits.steps
        ],
        "reasons": list(limits.reasons),
        "escalate_at": list(limits.escalate_at),
    }


def kinds_from_json(rows: Iterable[Mapping[str, Any]]) -> dict[str, CaseKind]:
    """Kinds by code. Raises CaseKindUnreadable."""
    return {kind.code: kind for kind in map(kind_from_json, rows)}


def _step(row: Mapping[str, Any], name: str) -> StepRule:
    follows = row.get("follows")
    return StepRule(
        name=row["name"],
        limit=_term(row.get("days"), name),
        follows=None if follows is None else tuple(follows),
    )


def _term(days: int | None, name: str) -> Term | None:
    if days is None:
        return None
    if type(days) is not int or not 0 < days <= LONGEST_TERM:
        raise CaseKindUnreadable(f"“{name}”的时限“{days}”不是1至{LONGEST_TERM}个工作日")
    return Term(days=days)


def steps_text(kind: CaseKind) -> str:
    """One line a step, as an office edits it: 环节 | 工作日; — for a step without a term of its own."""
    return "\n".join(f"{step.name} | {step.limit.days if step.limit else '—'}" for step in kind.limits.steps)


def read_kind(code: str, texts: Mapping[str, str]) -> CaseKind:
    """A kind from the texts of a form: overall, statutory, steps, reasons, escalate_at, unit, basis.

    Raises CaseKindUnreadable.
    """
    return kind_from_json(
        {
            "code": code,
            "unit": texts.get("unit", "").strip(),
            "basis": texts.get("basis", "").strip()[:200],
            "overall": _number(texts.get("overall", ""), "承诺时限"),
            "statutory": _number(texts.get("statutory", ""), "法定时限"),
            "steps": [_read_step(line) for line in texts.get("steps", "").splitlines() if line.strip()],
            "reasons": _parts(texts.get("reasons", "")),
            "escalate_at": [_number(part, "升级天数") for part in _parts(texts.get("escalate_at", ""))]
            or list(ESCALATE_AT),
        }
    )


def _read_step(line: str) -> dict[str, Any]:
    name, _, days = line.replace("｜", "|").partition("|")
    if not name.strip() or len(name.strip()) > 40:
        raise CaseKindUnreadable(f"环节“{line.strip()}”应写成“环节 | 工作日”，名称1至40个字")
    return {"name": name.strip(), "days": _number(days, f"环节“{name.strip()}”的时限")}


def _number(text: str, what: str) -> int | None:
    digits = text.strip()
    if digits in ("", "—", "-"):
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 5):
        raise CaseKindUnreadable(f"{what}“{digits}”不是工作日数")
    return int(digits)


def _parts(text: str) -> list[str]:
    listed = text.replace("，", "、").replace(",", "、").replace("；", "、")
    return [part.strip() for part in listed.split("、") if part.strip()]
