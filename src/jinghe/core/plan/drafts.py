"""Drafts 草稿: a plan as a notice was read, and what people change in it; edits are folded, never changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from jinghe.core.plan.checks import check
from jinghe.core.plan.plans import InvalidTarget, Plan, Target
from jinghe.core.values.findings import Finding, Severity, severest_first
from jinghe.core.values.vocabulary import UnknownWord, Vocabulary

WORDED = ("industry", "region", "investor")
MUST_DECIDE = frozenset({"ambiguous", "unknown_word"})
"""Findings that do not block by their grade, but that a plan in force must not leave open."""
AS_READ, AMENDED, LEFT_OUT = "as_read", "amended", "left_out"
CHOICES: Mapping[str, str] = {
    AS_READ: "原文如此，按读入的结果",
    AMENDED: "已按原文更正或补录",
    LEFT_OUT: "不是目标，不列入",
}
_CHECKED = frozenset(
    {"total_mismatch", "tiers_reversed", "duplicate_unit", "child_exceeds_parent", "contradiction"}
)


class RefusedEdit(ValueError):
    """An edit that cannot be made to this draft; `text` says why in Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A finding that a person settled: how, and by which edit."""

    finding: Finding
    choice: str
    number: int

    @property
    def answer(self) -> str:
        return CHOICES.get(self.choice, self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditStep:
    """What one edit did, said in Chinese; keys: the targets it touched."""

    number: int
    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedDraft:
    """A draft after its edits, applied one by one (a fold). plan.findings: those of the reader alone.

    origins: key of a target made by an edit → the target it came from. checks: what the checks say of the plan, None
    while nobody has asked: hundreds of edits are folded for each page.
    """

    plan: Plan
    settled: tuple[Settled, ...] = ()
    steps: tuple[EditStep, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    is_withdrawn: bool = False
    checks: tuple[Finding, ...] | None = None

    @property
    def next_number(self) -> int:
        return len(self.steps) + 1

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings of the reader and of the checks that nobody has settled, the gravest first."""
        done = {fingerprint_of(settled.finding) for settled in self.settled}
        findings = [*self.plan.findings, *(self.checks if self.checks is not None else check(self.plan))]
        distinct = {
            fingerprint_of(finding): finding for finding in reversed(findings)
        }  # the reader and the checks may say the same
        return severest_first([finding for key, finding in reversed(distinct.items()) if key not in done])

    def target(self, key: str) -> Target:
        """The target of a key. Raises RefusedEdit where it is gone."""
        target = self.plan.target(key)
        if target is None:
            raise RefusedEdit("这项目标已经不在草稿里，可能刚被删除。请回到草稿页核对后再改。")
        return target

    def with_plan(self, **changes: object) -> "EditedDraft":
        """The same draft with parts of its plan replaced. Raises RefusedEdit where no plan can be so."""
        checks = None if changes.keys() & {"targets", "units", "totals"} else self.checks
        try:
            return replace(self, plan=replace(self.plan, **changes), checks=checks)  # type: ignore[arg-type]
        except InvalidTarget as impossible:
            raise RefusedEdit("改动后目标之间的所属关系不成立，请核对“其中”的所属任务。") from impossible

    def checked(self) -> "EditedDraft":
        """The same draft with `checks` filled in."""
        return self if self.checks is not None else replace(self, checks=check(self.plan))

    def with_target(self, changed: Target) -> "EditedDraft":
        """The same draft with one target replaced, found by its key."""
        return self.with_plan(
            targets=tuple(changed if target.key == changed.key else target for target in self.plan.targets)
        )


class Edit:
    """One change of a draft: a value whose `applied` gives the draft after it and the line that tells of it."""

    __slots__ = ()
    asks_findings: ClassVar[bool] = False

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        """The draft after the edit, and what to say of it. Raises RefusedEdit."""
        raise NotImplementedError


def fingerprint_of(finding: Finding) -> str:
    """What identifies a finding, as 16 hexadecimal digits: its code, place and every word and figure of it."""
    parameters = sorted((name, str(value)) for name, value in finding.parameters.items())
    content = [finding.code, finding.locator, parameters, finding.span]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def fold(plan: Plan, edits: Iterable[Edit]) -> EditedDraft:
    """The draft after its edits, in order. Raises RefusedEdit where one cannot be made."""
    checked = {fingerprint_of(finding) for finding in check(plan)}
    read = tuple(finding for finding in plan.findings if fingerprint_of(finding) not in checked)
    draft = EditedDraft(plan=replace(plan, findings=read))
    for edit in edits:
        if draft.is_withdrawn:
            raise RefusedEdit("这份草稿已经撤回，不能再改。")
        done, step = edit.applied(draft.checked() if edit.asks_findings else draft)
        draft = replace(done, steps=(*draft.steps, step))
    return draft.checked()


def apply(plan: Plan, edits: Iterable[Edit]) -> Plan:
    """The plan of a draft after its edits, with the findings that are still open."""
    draft = fold(plan, edits)
    return replace(draft.plan, findings=draft.open)


def must_settle(finding: Finding) -> bool:
    """Whether a plan cannot be confirmed while the finding is open."""
    return finding.severity is Severity.BLOCKS or finding.code in MUST_DECIDE


def is_of_checks(finding: Finding) -> bool:
    """Whether a finding comes from `checks` (it compares what was read), not from the reader (it could not read)."""
    return finding.code in _CHECKED


def unresolved_words(plan: Plan, vocabulary: Vocabulary) -> tuple[tuple[Target, str, str], ...]:
    """(target, dimension, word) of every word in the criteria without a code: such a target cannot be counted."""
    unknown = []
    for target in plan.targets:
        for dimension in WORDED:
            for word in getattr(target.criteria, dimension):
                try:
                    vocabulary.codes(dimension, word)
                except UnknownWord:
                    unknown.append((target, dimension, word))
    return tuple(unknown)


def obstacles(draft: EditedDraft, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Why a draft cannot be confirmed yet, each a Chinese sentence; empty when it can."""
    waiting = sum(must_settle(finding) for finding in draft.open)
    reasons = [f"还有{waiting}处疑点必须先处理。"] if waiting else []
    if not 1949 < draft.plan.year < 2200:
        reasons.append("没有年度，请在“文件信息”里填写计划年度。")
    if not draft.plan.targets:
        reasons.append("草稿里没有一项目标。")
    words = dict.fromkeys(word for _, _, word in unresolved_words(draft.plan, vocabulary))
    if words:
        reasons.append(f"词表里没有“{'”“'.join(words)}”，请教词，或更正这些目标的口径。")
    return tuple(reasons)
