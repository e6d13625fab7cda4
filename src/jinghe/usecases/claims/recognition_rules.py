"""Recognition rules 认定规则 as the city lays them down: read from what was typed, kept in versions, told apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.claims.recognition import (
    DEFAULT_RECOGNITION,
    RecognitionRule,
    recognition_from_json,
    recognition_to_json,
    rule_for,
)
from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.typed import Misread, read_text
from jinghe.store.models import OfficeRule
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_rules import RECOGNITION, lay_down, recognition, versions
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.records import known_words

MINIMUM = Field(name="minimum", label="最低投资额", kind=FieldKind.MONEY)
LONGEST_PAPER = 24
LONGEST_SOURCE = 100
LONGEST_REASON = 300
_OR = re.compile(r"\s*(?:或者|或|/)\s*")
_AND = re.compile(r"[、，,；;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One kind as typed: a line of evidence for each group of papers, with 或 between those of which one is enough."""

    kind: FactKind
    evidence: str = ""
    checked_by: str = ""
    minimum: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOfYear:
    """The rules of a year; version None: the house's defaults."""

    rules: tuple[RecognitionRule, ...]
    version: OfficeRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionVersion:
    """One version with what it changed against the one before (the first against the defaults): before → after."""

    row: OfficeRule
    changes: tuple[tuple[str, str], ...]


def rules_of(year: int) -> RulesOfYear:
    """What claims of a year are reviewed by at present."""
    laid_down = versions(RECOGNITION, year)
    return RulesOfYear(rules=recognition(year), version=laid_down[0] if laid_down else None)


def history(year: int) -> tuple[RecognitionVersion, ...]:
    """Every version of a year, the latest first."""
    found, before = [], DEFAULT_RECOGNITION
    for row in reversed(versions(RECOGNITION, year)):
        after = recognition_from_json(row.content)
        found.append(RecognitionVersion(row=row, changes=tuple(_changes(before, after))))
        before = after
    return tuple(reversed(found))


def lay_down_told(
    year: int,
    told: Iterable[Told],
    *,
    effective_on: date | None,
    reason: str,
    by: Actor,
    at: datetime | None = None,
) -> OfficeRule:
    """Lays down a version from what was typed. Raises AccessRefused, RefusedFaults.

    It holds at once for every claim of the year that is not certified yet, so its first day does not lie ahead.
    """
    access.require(access.may_lay_down_rules(by), by, "设定认定规则")
    faults: list[str] = []
    rules = tuple(_rule(one, faults) for one in told)
    if effective_on is None or effective_on > clock.today():
        faults.append("请填写执行日期，不晚于今天")
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        faults.append(f"请填写设定原因（依据），不超过{LONGEST_REASON}个字")
    if not faults and not list(_changes(recognition(year), rules)):
        faults.append("与现行规则相同，没有改动")
    if faults or effective_on is None:
        raise RefusedFaults(faults)
    content = recognition_to_json(rules)
    return lay_down(
        RECOGNITION, year, content, effective_on=effective_on, by=by, reason=reason.strip(), at=at
    )


def _rule(told: Told, faults: list[str]) -> RecognitionRule:
    """The rule that was typed; every fault is added to `faults`."""
    name = FACT_RULES[told.kind].name
    groups = tuple(
        tuple(dict.fromkeys(paper for paper in _OR.split(line.strip()) if paper))
        for line in told.evidence.splitlines()
        if line.strip()
    )
    faults += [
        f"{name}：佐证“{paper[:30]}”超过{LONGEST_PAPER}个字"
        for group in groups
        for paper in group
        if len(paper) > LONGEST_PAPER
    ]
    if _AND.search(told.evidence):
        faults.append(f"{name}：佐证每行写一组，任选其一的用“或”隔开；都要的请分行写")
    checked_by = told.checked_by.strip()
    if checked_by and checked_by not in known_units():
        faults.append(f"{name}：“{checked_by}”不是目标任务中的责任单位，请写全称")
    try:
        minimum = read_text(MINIMUM, told.minimum, known_words()) or 0
    except Misread as misread:
        faults.append(f"{name}：最低投资额{misread.text}")
        minimum = 0
    source = told.source.strip()
    if not source or len(source) > LONGEST_SOURCE:
        faults.append(f"{name}：请填写依据，不超过{LONGEST_SOURCE}个字")
    return RecognitionRule(
        kind=told.kind,
        evidence=tuple(group for group in groups if group),
        checked_by=checked_by,
        minimum_fen=minimum,
        source=source,
    )


def _changes(
    before: Iterable[RecognitionRule], after: Iterable[RecognitionRule]
) -> Iterable[tuple[str, str]]:
    """What is told otherwise: the old and the new line, kind by kind."""
    old, new = tuple(before), tuple(after)
    for kind in FactKind:
        was, is_now = rule_for(old, kind), rule_for(new, kind)
        if was != is_now:
            yield _said(was), _said(is_now)


def _said(rule: RecognitionRule) -> str:
    return f"{rule.text}（依据：{rule.source}）"
