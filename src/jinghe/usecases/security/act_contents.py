"""What an act wrote, row by row, in Chinese words for the auditor. TABLES: every table whose rows belong to an act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Model

from jinghe.core.claims.claims import CLAIM_KINDS, CLAIM_MOVES, ClaimState
from jinghe.core.claims.recognition import EXCLUSION_REASONS
from jinghe.core.counting.facts import FACT_RULES, WHOLE_SHARE, FactKind
from jinghe.core.plan.edit_kinds import EDIT_KINDS
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.display import display_text
from jinghe.core.registers.fields import Field, KnownWords
from jinghe.core.service.clock_events import EventKind
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Currency, plain, rounded, yuan
from jinghe.store import models
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_numbers import NUMBER_RULES
from jinghe.usecases.common.office_rules import recognition_of
from jinghe.usecases.records.records import known_words
from jinghe.usecases.security.account_reading import changes_of
from jinghe.usecases.security.accounts import EVENTS

_REASONS = dict(EXCLUSION_REASONS)
_CLAIM_STATES = {state.value: state.label for state in ClaimState}
PRIVATE = "内容只对本单位开放"
STEPS = {
    "opened": "登记",
    "changed": "修改",
    "moved": "改状态",
    "noted": "留言",
    "attached": "上传材料",
    "detached": "取下材料",
    "drafted": "起草",
    "restated": "随重述更新",
    "assessed": "填报自评",
    "marked": "评分",
    "marks_confirmed": "复核评分",
    "frozen": "冻结结果",
    "declined": "不予受理",
    "warned": "时限提醒",
    "reminded": "督办提醒",
    "awarded": "裁定首报归属",
    "decomposed": "分解目标",
    "proposed": "起草调整",
    "written": "拟稿",
    "edited": "改稿",
    "uploaded": "传回文稿",
    "seen": "阅看",
    **{kind.value: kind.label for kind in EventKind},
    **{move.code: move.name for move in CLAIM_MOVES.values()},
}
"""Names of the events of records and claims."""
_RULES = {
    "recognition": "认定规则",
    "reconciliation_note": "对账说明",
    "watch": "督办规则",
    "case_kinds": "诉求时限",
    "approvals": "审批事项清单",
    "scheme": "评分办法",
    "reporting": "月报期限",
    **{rule.name: rule.label for rule in NUMBER_RULES.values()},
}
"""Names of office rules, by the part of their stored name before the colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One row that an act wrote. what: the kind of row; text: its contents. address: URL name and arguments of a page
    that shows more; empty where there is none.
    """

    what: str
    text: str
    address: tuple[str, ...] = ()


def traces_of(act: models.Act, *, by: Actor) -> tuple[Trace, ...]:
    """All rows an act wrote, by table and in order; of rows that the actor may not read only the kind and number."""
    known = known_words()
    return tuple(
        describe(row, by, known)
        for model, (describe, beside) in TABLES.items()
        for row in model._default_manager.filter(act=act).select_related(*beside).order_by("pk")
    )


def _posting(row: models.PostingRow, _: Actor, __: KnownWords) -> Trace:
    parts = [
        f"冲销第{row.reverses}条" if row.sign < 0 else "",
        f"{row.occurred_on:%Y-%m-%d}",
        FACT_RULES[FactKind(row.kind)].name,
        row.subject,
        row.unit,
        ""
        if row.share == WHOLE_SHARE
        else f"份额{plain(rounded(Fraction(row.share * 100, WHOLE_SHARE), 2))}%",
        _money(row.amount_fen, row.currency) if row.currency else "",
    ]
    text = " ".join(part for part in parts if part)
    return Trace(what=f"入账第{row.sequence}条", text=text, address=("entry", str(row.entry)))


def _money(fen: int, currency: str) -> str:
    if currency == Currency.CNY:
        return yuan(fen)
    return f"{plain(rounded(Fraction(fen) / UNITS_OF_MEASURE['万美元'].scale, 6))}万美元"


def _evidence(row: models.EvidenceItem, _: Actor, __: KnownWords) -> Trace:
    return Trace(
        what="佐证", text=f"第{row.entry}笔 {row.kind}《{row.title}》", address=("entry", str(row.entry))
    )


def _record_event(row: models.RecordEvent, by: Actor, known: KnownWords) -> Trace:
    record, step = row.record, STEPS.get(row.kind, row.kind)
    register = REGISTERS.get(record.kind)
    if register is None:
        return Trace(what=step, text=f"{record.code} {record.name}")
    what = f"{register.name} · {step}"
    if not access.may_see_record(by, register, record):
        return Trace(what=what, text=f"{record.code}（{PRIVATE}）")
    fields = {field.name: field for field in register.fields}
    details = _payload(row.payload, fields, known, {state.code: state.name for state in register.states})
    return Trace(what=what, text=f"{record.code} {record.name}{details}", address=("record", record.code))


def _claim_event(row: models.ClaimEvent, by: Actor, known: KnownWords) -> Trace:
    claim, kind = row.claim, CLAIM_KINDS[FactKind(row.claim.kind)]
    what = f"申报 · {STEPS.get(row.kind, row.kind)}"
    year = (claim.occurred_on or claim.created.recorded_at).year
    checked_by = recognition_of(FactKind(claim.kind), year).checked_by
    name = f"申报{claim.pk} {kind.name} {claim.unit}"
    if not access.claim_parties(by, claim, checked_by):
        return Trace(what=what, text=f"{name}（{PRIVATE}）")
    details = _payload(row.payload, {field.name: field for field in kind.fields}, known, _CLAIM_STATES)
    return Trace(what=what, text=f"{name}{details}", address=("claim", str(claim.pk)))


def _payload(
    payload: Mapping[str, Any], fields: Mapping[str, Field], known: KnownWords, states: Mapping[str, str]
) -> str:
    """The contents of an event, field by field: before → after."""
    parts = []
    state = payload.get("state")
    if isinstance(state, list):
        parts.append(f"状态 {states.get(state[0], state[0])} → {states.get(state[1], state[1])}")
    for name, value in payload.get("values", {}).items():
        if name in fields:
            parts.append(f"{fields[name].label} {display_text(fields[name], value, known)}")
    for name, (before, after) in payload.get("changes", {}).items():
        if name in fields:
            field = fields[name]
            parts.append(
                f"{field.label} {display_text(field, before, known)} → {display_text(field, after, known)}"
            )
    for name in ("reason", "note", "kind", "title"):
        if payload.get(name):
            parts.append(_REASONS.get(payload[name], str(payload[name])))
    if "entries" in payload:
        parts.append("入账" + "、".join(f"第{number}笔" for number in payload["entries"]))
    return f"：{'；'.join(parts)}" if parts else ""


def _account_event(row: models.AccountEvent, _: Actor, __: KnownWords) -> Trace:
    changes = "；".join(f"{label} {before} → {after}" for label, before, after in changes_of(row))
    return Trace(
        what=f"账号 · {EVENTS[row.what]}",
        text=row.username + (f"：{changes}" if changes else ""),
        address=("account", row.username),
    )


def _return(row: models.MonthlyReturn, _: Actor, __: KnownWords) -> Trace:
    kind = "零报告" if row.is_zero else "月报"
    return Trace(what=kind, text=f"{row.unit} {row.month:%Y年%m月} 第{row.number}次", address=("returns",))


def _review(row: models.ReturnReview, _: Actor, __: KnownWords) -> Trace:
    reviewed = row.monthly_return
    text = f"{reviewed.unit} {reviewed.month:%Y年%m月} {row.get_outcome_display()} {row.note}"
    return Trace(what="月报审核", text=text.strip(), address=("returns",))


def _closing(row: models.MonthClosing, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="关账", text=f"{row.month:%Y年%m月}", address=("closing",))


def _official(row: models.OfficialFigure, _: Actor, __: KnownWords) -> Trace:
    rule = FACT_RULES[FactKind(row.kind)]
    subject = f"{row.source} {row.month:%Y年%m月} {rule.name} {row.unit} {row.subject}".strip()
    money = _money(row.amount_fen, rule.currency or Currency.CNY)
    return Trace(what="官方统计数", text=f"{subject} {money}", address=("reconciliation",))


def _revision(row: models.PlanRevision, _: Actor, __: KnownWords) -> Trace:
    text = f"{row.year}年度第{row.number}版，{row.effective_on}起执行，{row.approval_document}"
    return Trace(what="目标任务", text=text, address=("plan",))


def _plan_vocabulary(row: models.PlanVocabulary, _: Actor, __: KnownWords) -> Trace:
    count = sum(len(words) for words in row.words.values())
    return Trace(
        what="词义固定", text=f"下达时词表中的{count}个词（参考数据{row.reference}）", address=("rulings",)
    )


def _draft(row: models.NoticeDraft, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="通知原件", text=f"{row.file_name}（摘要 {row.digest[:16]}…）")


def _draft_edit(row: models.DraftEdit, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="通知草稿", text=f"草稿{row.draft_id} 第{row.number}步 {EDIT_KINDS[row.kind].label}")


def _draft_approval(row: models.DraftApproval, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="通知草稿", text=f"草稿{row.draft_id} 审核通过第{row.edit_number}步为止的内容")


def _taught(row: models.TaughtWord, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="教词", text=f"{row.word}：{'、'.join(row.codes)}", address=("rulings",))


def _import(row: models.ImportBatch, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="导入", text=f"{row.file_name}（{row.unit or '全市'}，摘要 {row.digest[:16]}…）")


def _import_undo(row: models.ImportUndo, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="撤回导入", text=row.batch.file_name)


def _stored(row: models.StoredFile, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="存入文件", text=f"{row.media_type} {row.size}字节 摘要 {row.digest[:16]}…")


def _attachment(row: models.Attachment, by: Actor, _: KnownWords) -> Trace:
    owner = f"申报{row.claim_id}" if row.claim_id else f"{row.record_id}"
    return Trace(what="附件", text=f"{owner} {row.kind}《{row.title}》")


def _removal(row: models.AttachmentRemoval, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="取下附件", text=f"{row.attachment.kind}《{row.attachment.title}》")


def _rule(row: models.OfficeRule, _: Actor, __: KnownWords) -> Trace:
    name = _RULES.get(row.name.partition(":")[0], row.name)
    return Trace(what="办公规则", text=f"{name} {row.year}年第{row.number}版，{row.effective_on}起")


def _message(row: models.Message, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="通知", text=f"发给{row.username or row.unit or '市局'}：{row.title}")


def _issued(row: models.IssuedDocument, _: Actor, __: KnownWords) -> Trace:
    return Trace(what="印发", text=f"{row.title} {row.document_number}（摘要 {row.content_digest[:16]}…）")


Describe = Callable[[Any, Actor, KnownWords], Trace]
TABLES: dict[type[Model], tuple[Describe, tuple[str, ...]]] = {
    models.PostingRow: (_posting, ()),
    models.EvidenceItem: (_evidence, ()),
    models.ClaimEvent: (_claim_event, ("claim__record", "claim__created")),
    models.RecordEvent: (_record_event, ("record",)),
    models.Attachment: (_attachment, ()),
    models.AttachmentRemoval: (_removal, ("attachment",)),
    models.StoredFile: (_stored, ()),
    models.MonthlyReturn: (_return, ()),
    models.ReturnReview: (_review, ("monthly_return",)),
    models.MonthClosing: (_closing, ()),
    models.OfficialFigure: (_official, ()),
    models.PlanRevision: (_revision, ()),
    models.PlanVocabulary: (_plan_vocabulary, ()),
    models.NoticeDraft: (_draft, ()),
    models.DraftEdit: (_draft_edit, ()),
    models.DraftApproval: (_draft_approval, ()),
    models.TaughtWord: (_taught, ()),
    models.ImportBatch: (_import, ()),
    models.ImportUndo: (_import_undo, ("batch",)),
    models.OfficeRule: (_rule, ()),
    models.Message: (_message, ()),
    models.IssuedDocument: (_issued, ()),
    models.AccountEvent: (_account_event, ()),
}
"""Every table whose rows belong to an act: the function that describes a row, and related rows to select with it."""
