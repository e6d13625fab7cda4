"""Findings 疑点: what is wrong or unclear in an input, where, and what to do; data, never exceptions."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """blocks: a plan with it cannot be confirmed; look: a person must look; note: for information."""

    BLOCKS = "blocks"
    LOOK = "look"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"blocks": "必须处理", "look": "请核对", "note": "供参考"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """A kind of finding: its grade, the sentence that says what is wrong, and what to do about it."""

    severity: Severity
    text: str
    advice: str


FINDING_KINDS: dict[str, FindingKind] = {
    "total_mismatch": FindingKind(
        severity=Severity.BLOCKS,
        text="“{column}”合计印为{printed}，各单位相加为{computed}",
        advice="请核对原件，更正单位数字或合计；系统不自动改动任何一方。",
    ),
    "tiers_reversed": FindingKind(
        severity=Severity.BLOCKS,
        text="{unit}“{column}”的工作目标{working}低于保证目标{guaranteed}",
        advice="请核对两档目标是否填反。",
    ),
    "duplicate_unit": FindingKind(
        severity=Severity.BLOCKS,
        text="单位“{unit}”在同一张表中出现{times}次",
        advice="请核对是否重名或重复录入。",
    ),
    "contradiction": FindingKind(
        severity=Severity.LOOK,
        text="“{column}”与“{bands}”相互矛盾：{detail}",
        advice="范围更小的任务数却更多，表头的投资额很可能印错，请对照原件确认。",
    ),
    "child_exceeds_parent": FindingKind(
        severity=Severity.BLOCKS,
        text="{unit}“其中”任务{child}多于所属任务{parent}",
        advice="请核对“其中”的数字。",
    ),
    "unknown_word": FindingKind(
        severity=Severity.LOOK,
        text="无法识别“{word}”",
        advice="请在词表中添加，或改选已有类别；在此之前不计入任何目标。",
    ),
}
"""One row per kind of finding; a new kind is a new row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """code: a key of FINDING_KINDS. locator: where, in words a reader can follow. parameters: fill the sentence.

    span: start and end characters in the clause, when there is one.
    """

    code: str
    locator: str
    parameters: dict[str, Any] = field(default_factory=dict)
    span: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self.text  # an incomplete finding cannot be built  # noqa: B018

    @property
    def severity(self) -> Severity:
        return FINDING_KINDS[self.code].severity

    @property
    def text(self) -> str:
        return FINDING_KINDS[self.code].text.format(**self.parameters)

    @property
    def advice(self) -> str:
        return FINDING_KINDS[self.code].advice

    @property
    def message(self) -> str:
        return f"{self.text}。{self.advice}"


def severest_first(findings: list[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.severity)))
