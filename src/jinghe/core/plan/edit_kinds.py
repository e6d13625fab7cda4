"""The kinds of edits of a draft: the code each is stored under, and what pages call it."""

from dataclasses import dataclass

from jinghe.core.plan.draft_edits import (
    Addition,
    Answer,
    Correction,
    Deletion,
    NoticeHeading,
    Reparenting,
    Splitting,
    Withdrawal,
)
from jinghe.core.plan.draft_totals import TotalCorrection
from jinghe.core.plan.drafts import Edit
from jinghe.core.plan.finding_edits import Lesson, Settlement


@dataclass(frozen=True, slots=True)
class EditKind:
    edit: type[Edit]
    label: str


EDIT_KINDS: dict[str, EditKind] = {
    "correct": EditKind(Correction, "更正"),
    "add": EditKind(Addition, "补录"),
    "delete": EditKind(Deletion, "删除"),
    "split": EditKind(Splitting, "拆分"),
    "reparent": EditKind(Reparenting, "改所属"),
    "rule": EditKind(Answer, "口径裁定"),
    "settle": EditKind(Settlement, "处理疑点"),
    "teach": EditKind(Lesson, "教词"),
    "total": EditKind(TotalCorrection, "更正合计"),
    "head": EditKind(NoticeHeading, "文件信息"),
    "withdraw": EditKind(Withdrawal, "撤回"),
}


def kind_of(edit: Edit) -> str:
    return next(code for code, kind in EDIT_KINDS.items() if isinstance(edit, kind.edit))
