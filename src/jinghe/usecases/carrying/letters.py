"""任务书: the letter with the targets of one unit, as an official document in docx and pdf."""

from datetime import date, datetime
from urllib.parse import quote

from django.utils import timezone

from jinghe.core.plan.letters import Letter
from jinghe.core.plan.plans import Plan
from jinghe.documents.blocks import (
    Align,
    Block,
    HeadingBlock,
    ListBlock,
    OfficialDocument,
    ParagraphBlock,
    Signature,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.documents.writers.docx.docx import write_docx
from jinghe.documents.writers.pdf.fonts import NoChineseFont, choose, installed_families
from jinghe.documents.writers.pdf.pdf import NoGlyph, write_pdf
from jinghe.store.models import PlanRevision
from jinghe.usecases.carrying.sign_off import SignOffStatus, standing_of
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.demonstration import marked
from jinghe.usecases.plan.plans import plan_of

FORMS = {"docx": write_docx, "pdf": write_pdf}
NOT_WRITTEN = (NoChineseFont, NoGlyph)
"""Raised where a pdf cannot be written; `text` says why in Chinese."""
_WIDTHS = (6, 25, 23, 24, 22)


def letter_file(year: int, unit: str, form: str, *, by: Actor) -> tuple[bytes, str]:
    """The letter of a unit as a file, and its name.

    Raises NoPlan, UnknownUnit, AccessRefused, and for pdf what NOT_WRITTEN names.
    """
    standing = standing_of(year, unit, by=by)
    made_at: datetime = standing.revision.act.recorded_at
    document = marked(document_of(standing))
    content = FORMS[form](document, typefaces=choose(installed_families()), made_at=made_at)
    return content, f"{unit}{year}年目标任务书（第{standing.revision.number}版）.{form}"


def disposition(name: str) -> str:
    """The Content-Disposition header for a file with a Chinese name."""
    return f"attachment; filename*=UTF-8''{quote(name)}"


def document_of(standing: SignOffStatus) -> OfficialDocument:
    """The letter as blocks: the targets with their deadlines, the duties, and whether it was signed for."""
    plan = plan_of(standing.revision)
    letter = standing.letter
    return OfficialDocument(
        title=f"{letter.year}年经济合作工作目标任务书",
        addressees=letter.unit,
        body=tuple(_body(letter, standing.revision, plan.title, standing)),
        signature=Signature(
            issuer=plan.issuer or "市经济合作外事局",
            signed_on=_signed_on(standing.revision, plan),
            is_sealed=False,
        ),
    )


def _signed_on(revision: PlanRevision, plan: Plan) -> date:
    """The day of the notice; of a later revision the day on which it was recorded."""
    recorded_on = timezone.localdate(revision.act.recorded_at)
    return plan.issued_on if plan.issued_on and revision.number == 1 else recorded_on


def _body(letter: Letter, revision: PlanRevision, title: str, standing: SignOffStatus) -> list[Block]:
    source = f"《{title}》（{revision.approval_document}）" if title else revision.approval_document
    blocks: list[Block] = [
        ParagraphBlock(
            runs=(
                f"根据{source}，现将你单位{letter.year}年目标任务下达如下，自{_day(revision.effective_on)}起执行。",
            )
        )
    ]
    if letter.lines:
        blocks += [HeadingBlock(level=1, runs=("一、目标",)), _table(letter)]
    if letter.duties:
        blocks += [
            HeadingBlock(level=1, runs=(f"{'二' if letter.lines else '一'}、职责",)),
            ListBlock(items=tuple((duty,) for duty in letter.duties)),
        ]
    blocks.append(ParagraphBlock(runs=(f"签收情况：{receipt(standing)}",)))
    blocks.append(ParagraphBlock(runs=(f"任务书校验码：{letter.digest[:16]}",)))
    return blocks


def receipt(standing: SignOffStatus) -> str:
    """Whether and by whom the letter was signed for, in one sentence."""
    record = standing.record
    if record is None:
        return "未签收。"
    values = record.values
    if values.get("signed_by") and standing.state == "signed":
        return f"{values['signed_by']}已于{_day(date.fromisoformat(values['signed_on']))}签收。"
    return f"{standing.state_name}。"


def _table(letter: Letter) -> TableBlock:
    return TableBlock(
        columns=tuple(
            TableColumn(width=width, align=align)
            for width, align in zip(
                _WIDTHS, (Align.CENTER, Align.LEFT, Align.LEFT, Align.CENTER, Align.LEFT), strict=True
            )
        ),
        header=(
            TableRow(
                cells=(
                    TableCell(runs=("序号",)),
                    TableCell(runs=("目标",)),
                    TableCell(runs=("目标数",)),
                    TableCell(runs=("完成时限",)),
                    TableCell(runs=("口径",)),
                )
            ),
        ),
        rows=tuple(
            TableRow(
                cells=(
                    cell(str(number)),
                    cell(f"其中：{line.column}" if line.is_part else line.column),
                    cell("；".join(f"{tier}{figure}" for tier, figure in line.figures)),
                    cell(_day(line.due_on)),
                    cell(line.restriction or "不限"),
                )
            )
            for number, line in enumerate(letter.lines, start=1)
        ),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
