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
        text="“{column}”与{bands}相互矛盾：{detail}",
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
    "unread_text": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”里有数字，但没有读懂",
        advice="请对照原文录入任务，或注明它不是目标。",
    ),
    "too_long": FindingKind(
        severity=Severity.BLOCKS,
        text="从“{text}”开始的一格有{length}个字，太长，未读入",
        advice="请拆成若干条任务后重新上传。",
    ),
    "unread_words": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”没有识别，可能影响口径",
        advice="请对照原文核对这一条的范围。",
    ),
    "no_figure": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”像是一项任务，但没有数字",
        advice="请确认是否需要录入目标数。",
    ),
    "no_indicator": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”没有对应的指标，暂列为其他任务，不从台账统计",
        advice="请改选已有指标，或保留为其他任务。",
    ),
    "uncounted_indicator": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”读作“{indicator}”，台账尚无此类数据，暂不统计",
        advice="请确认是否保留这项任务。",
    ),
    "ambiguous": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”有不止一种理解（{readings}），暂按“{chosen}”读入",
        advice="请确认或改选。",
    ),
    "unheld_period": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”的期限“{period}”不在计划年度的范围内，未作为全年目标读入",
        advice="请明确起止日期后录入，或注明不列入。",
    ),
    "other_year": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”说的是{year}年，不是计划年度，未作为目标读入",
        advice="请确认不列入；如应列入，请在该年度另行下达。",
    ),
    "yearly": FindingKind(
        severity=Severity.NOTE,
        text="“{text}”写的是每年，按计划年度读入",
        advice="以后年度请另行下达。",
    ),
    "value_range": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”的任务数是一个区间，暂按下限读入",
        advice="请确认任务数。",
    ),
    "implied_figure": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”没有写数字，按至少1个读入",
        advice="请确认任务数。",
    ),
    "upper_limit": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”是上限而不是要达到的目标，未读入",
        advice="请对照原文确认。",
    ),
    "approximate": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”不是确数，暂按该数读入",
        advice="请确认任务数或限定额。",
    ),
    "strict_figure": FindingKind(
        severity=Severity.NOTE,
        text="“{text}”要求超过该数，完成率按该数计算",
        advice="正好等于该数时请人工判断是否完成。",
    ),
    "bare_threshold": FindingKind(
        severity=Severity.LOOK,
        text="“{amount}”没有写明以上还是以下，暂按以上读入",
        advice="请确认。",
    ),
    "boundary": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”是否含本数，系统按不含处理",
        advice="民法典第1259条规定“以下”包括本数，请确认口径。",
    ),
    "foreign_threshold": FindingKind(
        severity=Severity.BLOCKS,
        text="投资额限定“{amount}”是外币，没有折算，这一条暂不限定投资额",
        advice="请按文件口径折算为人民币后补录限定。",
    ),
    "funds_threshold": FindingKind(
        severity=Severity.BLOCKS,
        text="“{amount}”限定的是{sum}而不是投资额，台账不能这样限定，这一条暂不限定",
        advice="请确认改按投资额限定，或保留为不限定。",
    ),
    "repeated_task": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”与另一处任务读作同一指标、同一口径",
        advice="请确认两者的区别，或只保留一项。",
    ),
    "unit_mismatch": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”读作“{indicator}”，但计量单位是“{unit}”，未读入",
        advice="请核对计量单位。",
    ),
    "blank_cell": FindingKind(
        severity=Severity.LOOK,
        text="{unit}“{column}”是空白，没有读作0，也没有沿用上一行",
        advice="请确认是未下达（填“—”）还是漏填。",
    ),
    "cell_not_numeric": FindingKind(
        severity=Severity.LOOK,
        text="{unit}“{column}”写的是“{text}”，不是数字，未读入",
        advice="数字确定后请补录。",
    ),
    "shared_cell": FindingKind(
        severity=Severity.BLOCKS,
        text="{unit}“{column}”的“{text}”写在多行合并的单元格里，不知是各自还是共同承担，未读入",
        advice="请确认由谁承担后录入。",
    ),
    "unit_conflict": FindingKind(
        severity=Severity.BLOCKS,
        text="“{column}”的计量单位不一致：一处是{one}，一处是{other}，未读入",
        advice="请对照原件确定计量单位。",
    ),
    "no_unit_of_measure": FindingKind(
        severity=Severity.BLOCKS,
        text="“{column}”没有写计量单位，未读入",
        advice="请补充计量单位（如亿元、万元）。",
    ),
    "unknown_column": FindingKind(
        severity=Severity.BLOCKS,
        text="表头“{column}”没有对应的指标或期限无法确定，该列数字未读入",
        advice="请为该列选择指标，或注明不列入。",
    ),
    "actual_column": FindingKind(
        severity=Severity.LOOK,
        text="表头“{column}”写的是完成情况或其他年度，不作为目标读入",
        advice="请确认该列确实不是任务。",
    ),
    "unread_table": FindingKind(
        severity=Severity.BLOCKS,
        text="从“{text}”开始的表格看不出哪一列是责任单位，未读入",
        advice="请核对表头，或按“单位、指标、数值”整理后重新上传。",
    ),
    "unnamed_row": FindingKind(
        severity=Severity.BLOCKS,
        text="这一行没有单位名称，未读入",
        advice="请补充责任单位。",
    ),
    "several_units": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”一格写了几个单位，不知是各自还是共同承担，这一行未读入",
        advice="请按单位分行后重新上传。",
    ),
    "same_column": FindingKind(
        severity=Severity.BLOCKS,
        text="表头有{times}列都读作“{column}”，分不清各是什么",
        advice="请对照原件确认各列的含义，改选指标或口径后保留一列。",
    ),
    "implausible_amount": FindingKind(
        severity=Severity.LOOK,
        text="{unit}“{column}”为{amount}，数额过大，计量单位可能印错",
        advice="请核对是亿元还是万元。",
    ),
    "not_a_unit": FindingKind(
        severity=Severity.BLOCKS,
        text="“{text}”这一行不像责任单位，未读入",
        advice="请确认它是说明还是单位；是单位的请补录。",
    ),
    "unusual_name": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”不像常见的单位名称，按责任单位读入",
        advice="请确认名称无误。",
    ),
    "several_names": FindingKind(
        severity=Severity.BLOCKS,
        text="“{name}”这一行说到几个单位，不知由谁承担、各自还是共同，“{text}”未读入",
        advice="请按单位分别录入。",
    ),
    "subtotal": FindingKind(
        severity=Severity.NOTE,
        text="“{label}”是文字写的合计，不作为单位的目标，也未参与合计核对",
        advice="如需核对请人工相加。",
    ),
    "task_in_duty": FindingKind(
        severity=Severity.LOOK,
        text="职责里的“{text}”像是有数字的任务，没有作为目标读入",
        advice="如应计数，请另行录入。",
    ),
    "no_task": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”里没有读到任务",
        advice="请对照原文确认。",
    ),
    "unread_remark": FindingKind(
        severity=Severity.LOOK,
        text="备注“{text}”没有对应的口径裁定",
        advice="请确认它是否影响计入范围。",
    ),
    "footnote": FindingKind(
        severity=Severity.NOTE,
        text="表注：{text}",
        advice="请核对读数是否符合表注。",
    ),
    "file_remark": FindingKind(
        severity=Severity.LOOK,
        text="{text}",
        advice="请对照原件核对。",
    ),
    "no_year": FindingKind(
        severity=Severity.BLOCKS,
        text="没有找到目标任务的年度",
        advice="请指定年度。",
    ),
    "orphan_part": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”是“其中”，但前面没有它所属的任务",
        advice="请指定它属于哪一项，或确认单独列入。",
    ),
    "each_member": FindingKind(
        severity=Severity.LOOK,
        text="“{text}”是分别下达给每个单位或每个人的",
        advice="请确认由谁承担、是否按每个成员分别计算。",
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
