"""Edits that answer what was found wrong in a draft: a finding is settled, or a word is taught its meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from jinghe.core.counting.indicators import Window
from jinghe.core.plan.draft_edits import terms_of, with_terms
from jinghe.core.plan.drafts import (
    AMENDED,
    AS_READ,
    CHOICES,
    LEFT_OUT,
    WORDED,
    Edit,
    EditedDraft,
    EditStep,
    RefusedEdit,
    Settled,
    fingerprint_of,
    is_of_checks,
)
from jinghe.core.plan.plans import Plan, Target
from jinghe.core.values.findings import Finding, Severity


def choices_for(finding: Finding) -> Mapping[str, str]:
    """The answers a finding allows: choice → its words. What could not be read at all cannot be left “as read”."""
    if finding.code == "ambiguous":
        readings = [finding.parameters["chosen"], *str(finding.parameters["readings"]).split("、")]
        return {reading: reading for reading in dict.fromkeys(readings)} | {AMENDED: CHOICES[AMENDED]}
    if finding.code in ("unknown_word", "no_year"):
        return {AMENDED: CHOICES[AMENDED]}
    is_read = finding.severity is not Severity.BLOCKS or is_of_checks(finding)
    return CHOICES if is_read else {name: CHOICES[name] for name in (AMENDED, LEFT_OUT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement(Edit):
    """疑点处理: a finding is answered with one of its choices; a reading other than the chosen one changes targets."""

    asks_findings: ClassVar[bool] = True
    fingerprint: str
    choice: str

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        finding = next(
            (waiting for waiting in draft.open if fingerprint_of(waiting) == self.fingerprint), None
        )
        if finding is None:
            raise RefusedEdit("这条疑点已经处理，或已随改动消失。请回到草稿页核对。")
        offered = choices_for(finding)
        if self.choice not in offered:
            raise RefusedEdit("请在列出的处理办法里选择一项。")
        after, keys = _as_chosen(draft, finding, self.choice)
        done = Settled(finding=finding, choice=self.choice, number=draft.next_number)
        after = replace(after, settled=(*after.settled, done))
        text = f"疑点“{finding.text}”：{offered[self.choice]}"
        return after, EditStep(number=draft.next_number, text=text, keys=keys)


READINGS: Mapping[str, Callable[[Target], Target]] = {
    "另外增加": lambda target: replace(target, of_which=None),
    "当年推出数": lambda target: replace(target, window=Window.FLOW),
    "合同投资额": lambda target: with_terms(target, replace(terms_of(target), indicator="contract_amount")),
    "到位资金": lambda target: with_terms(target, replace(terms_of(target), indicator="funds_arrived")),
}
"""Reading → what it makes of the target, where another one was chosen while reading."""


def _as_chosen(draft: EditedDraft, finding: Finding, choice: str) -> tuple[EditedDraft, tuple[str, ...]]:
    about = concerned(draft.plan, finding)
    keys = tuple(target.key for target in about)
    if choice in (AS_READ, AMENDED, LEFT_OUT) or choice == finding.parameters.get("chosen"):
        return draft, keys
    change = READINGS.get(choice)
    if change is None or len(about) != 1:
        raise RefusedEdit(
            f"“{choice}”要先在目标清单里改好：请用“更正”“拆分”或“改所属”处理，再选“{CHOICES[AMENDED]}”。"
        )
    return draft.with_target(change(about[0])), keys


def concerned(plan: Plan, finding: Finding) -> tuple[Target, ...]:
    """The targets a finding is about: those read at its place, and from its very words where it has a span."""

    def is_near(target: Target) -> bool:
        if finding.span is None or target.span is None:
            return True
        return target.span[0] < finding.span[1] and finding.span[0] < target.span[1]

    return tuple(target for target in plan.targets if target.locator == finding.locator and is_near(target))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Edit):
    """教词: a word of the notice has a meaning now; the word moves to its dimension wherever the draft uses it."""

    asks_findings: ClassVar[bool] = True
    dimension: str
    word: str
    meaning: str

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        number = draft.next_number
        moved = tuple(self._moved(target) for target in draft.plan.targets)
        pairs = zip(moved, draft.plan.targets, strict=True)
        after = draft.with_plan(targets=moved)
        answered = tuple(
            Settled(finding=finding, choice=f"教词：{self.word}是{self.meaning}", number=number)
            for finding in draft.open
            if finding.code == "unknown_word" and finding.parameters.get("word") == self.word
        )
        keys = tuple(new.key for new, old in pairs if new != old or self._uses(new))
        after = replace(after, settled=(*after.settled, *answered))
        return after, EditStep(number=number, text=f"教词 “{self.word}”是{self.meaning}", keys=keys)

    def _uses(self, target: Target) -> bool:
        return self.word in getattr(target.criteria, self.dimension)

    def _moved(self, target: Target) -> Target:
        words = {name: getattr(target.criteria, name) for name in WORDED}
        if not any(self.word in worded for worded in words.values()):
            return target
        left = {name: tuple(word for word in worded if word != self.word) for name, worded in words.items()}
        if self._uses(target):
            left[self.dimension] = words[self.dimension]
        else:
            left[self.dimension] = (*words[self.dimension], self.word)
        criteria = replace(
            target.criteria, industry=left["industry"], region=left["region"], investor=left["investor"]
        )
        return replace(target, criteria=criteria)
