"""Office rules 办公规则: what an office lays down as data, in versions that stay; each names its year and first day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jinghe.core.claims.recognition import (
    DEFAULT_RECOGNITION,
    RecognitionRule,
    recognition_from_json,
    recognition_to_json,
    rule_for,
)
from jinghe.core.counting.facts import FactKind
from jinghe.store.models import ActKind, OfficeRule
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door

RECOGNITION = "recognition"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """A version of a rule with who laid it down; content None: the office has laid down nothing yet."""

    number: int
    content: Any
    row: OfficeRule | None


@door("office_rules.lay_down")
def lay_down(
    name: str,
    year: int,
    content: Any,
    *,
    effective_on: date,
    by: Actor,
    reason: str,
    at: datetime | None = None,
) -> OfficeRule:
    """Records the next version of a rule. Raises AccessRefused."""
    access.require(access.may_lay_down_rules(by), by, "设定办公规则")
    with recorded(at) as recording:
        act = recording.write(ActKind.RULE, by, reason)
        number = OfficeRule.objects.filter(name=name, year=year).count() + 1
        return OfficeRule.objects.create(
            act=act, name=name, year=year, number=number, effective_on=effective_on, content=content
        )


def in_force(
    name: str, year: int, *, on: date | None = None, known_at: datetime | None = None
) -> RuleVersion:
    """The version of a rule in force on a day (None: the latest laid down), as known then."""
    rows = OfficeRule.objects.filter(name=name, year=year).select_related("act").order_by("-number")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    if on is not None:
        rows = rows.filter(effective_on__lte=on)
    row = rows.first()
    return RuleVersion(number=row.number if row else 0, content=row.content if row else None, row=row)


def versions(name: str, year: int) -> tuple[OfficeRule, ...]:
    """Every version, the latest first."""
    return tuple(OfficeRule.objects.filter(name=name, year=year).select_related("act").order_by("-number"))


def recognition(year: int) -> tuple[RecognitionRule, ...]:
    """Who recognises what in a year; the house's defaults until the office lays down its own."""
    told = in_force(RECOGNITION, year).content
    return recognition_from_json(told) if told else DEFAULT_RECOGNITION


def recognitions() -> dict[int, tuple[RecognitionRule, ...]]:
    """The rules of every year for which the office laid down its own."""
    rows = OfficeRule.objects.filter(name=RECOGNITION).order_by("number").values_list("year", "content")
    return {year: recognition_from_json(told) for year, told in rows if told}


def recognition_of(kind: FactKind, year: int) -> RecognitionRule:
    return rule_for(recognition(year), kind)


def lay_down_recognition(
    year: int, rules: tuple[RecognitionRule, ...], *, effective_on: date, by: Actor, reason: str
) -> OfficeRule:
    """Raises AccessRefused."""
    return lay_down(
        RECOGNITION, year, recognition_to_json(rules), effective_on=effective_on, by=by, reason=reason
    )
