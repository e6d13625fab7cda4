"""Drafts of plans: change, teach, approve, confirm, withdraw. Every change is an act, and none is ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.json import KT
from django.utils import timezone

from jinghe.core.plan.comparison import Comparison, compare, rekeyed
from jinghe.core.plan.draft_edits import Withdrawal
from jinghe.core.plan.drafts import (
    CHOICES,
    Edit,
    EditedDraft,
    EditStep,
    RefusedEdit,
    fingerprint_of,
    fold,
    obstacles,
)
from jinghe.core.plan.edit_kinds import EDIT_KINDS, kind_of
from jinghe.core.plan.finding_edits import Lesson, Settlement, choices_for
from jinghe.core.plan.plans import Plan
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.store.json.drafts import edit_from_json, edit_to_json
from jinghe.store.json.plans import plan_from_json
from jinghe.store.models import ActKind, DraftApproval, DraftEdit, NoticeDraft, PlanRevision
from jinghe.usecases.common import access
from jinghe.usecases.common import vocabulary as words
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, Refused
from jinghe.usecases.plan.plans import issue_plan, plan_of

LONGEST_REASON = 300
NEEDS_REASON = frozenset({"settle", "delete", "rule", "teach", "withdraw"})


@dataclass(frozen=True, kw_only=True)
class DraftRecord:
    """A draft with its edits folded. approvals: of the draft as it stands; required: how many people must approve."""

    draft: NoticeDraft
    read: Plan
    folded: EditedDraft
    edits: tuple[DraftEdit, ...]
    approvals: tuple[DraftApproval, ...]
    revision: PlanRevision | None
    vocabulary: Vocabulary
    required: int

    @property
    def number(self) -> int:
        """The number of the last edit; an edit must say that it knows it."""
        return len(self.edits)

    @property
    def is_open(self) -> bool:
        return self.revision is None and not self.folded.is_withdrawn

    @property
    def obstacles(self) -> tuple[str, ...]:
        return obstacles(self.folded, self.vocabulary)

    @property
    def approvers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.act.recorded_by for one in self.approvals))

    @property
    def history(self) -> tuple[tuple[DraftEdit, EditStep], ...]:
        return tuple(zip(self.edits, self.folded.steps, strict=True))


def record_of(draft: int, *, by: Actor) -> DraftRecord:
    """A draft as it stands. Others than reviewers see confirmed ones only. Raises AccessRefused, Missing."""
    access.require(access.may_see_reading(by), by, "查看通知草稿")
    record = _record(draft)
    access.require(access.may_read_notices(by) or record.revision is not None, by, "查看未确认的通知草稿")
    return record


def _record(draft: int) -> DraftRecord:
    found = NoticeDraft.objects.select_related("act", "revision__act").defer("content", "revision__content")
    held = found.filter(pk=draft).first()
    if held is None:
        raise Missing(draft)
    edits = tuple(held.edits.select_related("act").order_by("number"))
    read = plan_from_json(held.reading["plan"])
    approvals = held.approvals.filter(edit_number=len(edits)).select_related("act").order_by("pk")
    return DraftRecord(
        draft=held,
        read=read,
        folded=fold(read, [edit_from_json(one.kind, one.payload) for one in edits]),
        edits=edits,
        approvals=tuple(approvals),
        revision=getattr(held, "revision", None),
        vocabulary=words.vocabulary(),
        required=settings.JINGHE_CONFIRMATIONS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftListing:
    """A draft as a line of a list: what it is, and what became of it."""

    draft: NoticeDraft
    title: str
    year: str
    edits: int
    is_withdrawn: bool

    @property
    def revision(self) -> PlanRevision | None:
        return getattr(self.draft, "revision", None)


def drafts(*, by: Actor) -> list[DraftListing]:
    """All drafts, the latest first, without their contents."""
    access.require(access.may_read_notices(by), by, "读通知")
    found = (
        NoticeDraft.objects.select_related("act", "revision")
        .defer("content", "reading", "revision__content")
        .annotate(title=KT("reading__title"), year=KT("reading__year"))
        .order_by("-pk")
    )
    numbers = dict(DraftEdit.objects.values_list("draft").annotate(Max("number")).order_by())
    withdrawn = set(DraftEdit.objects.filter(kind="withdraw").values_list("draft_id", flat=True))
    return [
        DraftListing(
            draft=one,
            title=one.title or "",
            year=one.year or "",
            edits=numbers.get(one.pk, 0),
            is_withdrawn=one.pk in withdrawn,
        )
        for one in found
    ]


def edit(
    draft: int, change: Edit, *, expected: int, by: Actor, reason: str = "", at: datetime | None = None
) -> DraftEdit:
    """Adds an edit, if the draft still stands where the editor saw it.

    Raises AccessRefused, Missing, Refused, ChangedMeanwhile, RefusedEdit.
    """
    access.require(access.may_read_notices(by), by, "修改通知草稿")
    kind = kind_of(change)
    reason = reason.strip()
    if kind in NEEDS_REASON and not reason:
        raise RefusedEdit(f"请写明“{EDIT_KINDS[kind].label}”的理由，以后查得到当时为什么这样定。")
    if len(reason) > LONGEST_REASON:
        raise RefusedEdit(f"理由请不超过{LONGEST_REASON}个字。")
    with recorded(at) as recording:
        record = _record(draft)
        _require_current(record, expected)
        payload = edit_to_json(change)
        fold(record.read, [edit_from_json(one.kind, one.payload) for one in record.edits] + [change])
        act = recording.write(ActKind.EDIT_DRAFT, by, reason or f"{EDIT_KINDS[kind].label}，按通知原文")
        return DraftEdit.objects.create(
            act=act, draft=record.draft, number=expected + 1, kind=kind, payload=payload
        )


def settle_alike(
    draft: int, fingerprint: str, choice: str, *, expected: int, by: Actor, reason: str
) -> list[DraftEdit]:
    """Settles every open finding of the same kind in the same way, as one act. Raises as `edit`."""
    access.require(access.may_read_notices(by), by, "修改通知草稿")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise RefusedEdit(f"请写明处理疑点的理由，不超过{LONGEST_REASON}个字。")
    with recorded() as recording:
        record = _record(draft)
        _require_current(record, expected)
        codes = {one.code for one in record.folded.open if fingerprint_of(one) == fingerprint}
        alike = [one for one in record.folded.open if one.code in codes and choice in choices_for(one)]
        if not alike or choice not in CHOICES:
            raise RefusedEdit("请在列出的处理办法里选择一项；有不同理解的疑点须逐条选定。")
        changes = [Settlement(fingerprint=fingerprint_of(one), choice=choice) for one in alike]
        fold(record.read, [edit_from_json(one.kind, one.payload) for one in record.edits] + list(changes))
        act = recording.write(ActKind.EDIT_DRAFT, by, reason.strip())
        return DraftEdit.objects.bulk_create(
            DraftEdit(act=act, draft=record.draft, number=number, kind="settle", payload=edit_to_json(change))
            for number, change in enumerate(changes, start=expected + 1)
        )


def _changed_draft(draft: int, expected: int, last: DraftEdit | None, change: str) -> ChangedMeanwhile:
    who = f"{last.act.recorded_by}于{timezone.localtime(last.act.recorded_at):%H:%M}" if last else "其他人"
    return ChangedMeanwhile(
        f"这份草稿刚由{who}改过（{change}）。对方的改动已保存，您的这一步没有保存，请核对后再提交一次。",
        log=f"draft {draft} is beyond edit {expected}",
    )


def _require_current(record: DraftRecord, expected: int) -> None:
    """Raises Refused, ChangedMeanwhile."""
    if record.revision is not None:
        raise Refused(
            f"这份草稿已确认为第{record.revision.number}版，不能再改。如需调整，请上传修订后的通知。"
        )
    if record.folded.is_withdrawn:
        raise Refused("这份草稿已经撤回，不能再改。")
    if record.number != expected:
        last = record.edits[-1] if record.edits else None
        said = record.folded.steps[-1].text if record.folded.steps else ""
        raise _changed_draft(record.draft.pk, expected, last, said)


def teach(
    draft: int, dimension: str, word: str, codes: Iterable[str], *, expected: int, by: Actor, reason: str
) -> DraftEdit:
    """Teaches a word and lets the draft use it, both or neither. Raises also Refused."""
    access.require(access.may_read_notices(by), by, "教词")
    chosen = tuple(codes)
    with transaction.atomic():
        held = words.vocabulary().words.get(dimension, {})
        if held.get(word) != frozenset(chosen) or not chosen:
            words.teach(dimension, word, chosen, by=by, reason=reason.strip() or f"教词“{word}”")
        lesson = Lesson(dimension=dimension, word=word, meaning=words.meaning_of(dimension, chosen))
        return edit(draft, lesson, expected=expected, by=by, reason=reason)


def approve(
    draft: int, *, expected: int, by: Actor, reason: str = "", at: datetime | None = None
) -> DraftApproval:
    """Says that the draft is right as it stands. Raises as `edit`, and Refused."""
    access.require(access.may_read_notices(by), by, "审核通知草稿")
    with recorded(at) as recording:
        record = _record(draft)
        _require_current(record, expected)
        if record.obstacles:
            raise Refused("".join(record.obstacles))
        if by.username in record.approvers:
            raise Refused("您已审核通过当前内容，不需重复审核。")
        act = recording.write(ActKind.APPROVE_DRAFT, by, reason.strip()[:LONGEST_REASON] or "审核通过")
        return DraftApproval.objects.create(act=act, draft=record.draft, edit_number=expected)


def confirm(
    draft: int,
    *,
    expected: int,
    by: Actor,
    effective_on: date,
    approval_document: str,
    reason: str = "",
    at: datetime | None = None,
) -> PlanRevision:
    """Issues the draft as the next revision of its year; whoever confirms has approved.

    Raises as `approve`. With JINGHE_CONFIRMATIONS=2 another reviewer must have approved before.
    """
    access.require(access.may_read_notices(by), by, "确认下达目标任务")
    with recorded(at):
        record = _record(draft)
        _require_current(record, expected)
        missing = [*record.obstacles, *_faults(record.folded.plan, effective_on, approval_document)]
        lacking = record.required - len({*record.approvers, by.username})
        if lacking > 0:
            missing.append(f"还需要{lacking}名其他审核员先审核通过。")
        if missing:
            raise Refused("".join(missing))
        if by.username not in record.approvers:
            approve(draft, expected=expected, by=by, reason=reason)
        return issue_plan(
            _confirmed(record),
            by=by,
            effective_on=effective_on,
            approval_document=approval_document.strip(),
            reason=reason.strip()[:LONGEST_REASON] or f"确认下达，读自“{record.draft.file_name}”",
            draft=record.draft,
        )


def _faults(plan: Plan, effective_on: date, approval_document: str) -> list[str]:
    found = []
    if not 1 <= len(approval_document.strip()) <= 120:
        found.append("请填写批准文件（文号或会议纪要），不超过120个字。")
    if effective_on.year != plan.year:
        found.append(f"执行日期须在{plan.year}年内。")
    return found


def _confirmed(record: DraftRecord) -> Plan:
    """The plan as it will stand: confirmed, with the findings that may stay open, and keys that go on."""
    plan = replace(record.folded.plan, findings=record.folded.open)
    plan = replace(plan, targets=tuple(replace(one, confirmed=True) for one in plan.targets))
    revisions = PlanRevision.objects.filter(year=plan.year).select_related("act").order_by("number")
    before = [plan_of(one) for one in revisions.defer("content")]
    if not before:
        return plan
    taken = frozenset(target.key for one in before for target in one.targets)
    return replace(rekeyed(plan, before[-1], taken), lights=before[-1].lights)


def withdraw(draft: int, *, expected: int, by: Actor, reason: str) -> DraftEdit:
    """Closes a draft that will not be confirmed. Raises as `edit`."""
    return edit(draft, Withdrawal(), expected=expected, by=by, reason=reason)


def base_of(record: DraftRecord) -> PlanRevision | None:
    """The revision a draft is compared with: the last of its year, or the one before its own."""
    revisions = PlanRevision.objects.filter(year=record.folded.plan.year).select_related("act")
    if record.revision is not None:
        revisions = revisions.filter(number__lt=record.revision.number)
    return revisions.defer("content").order_by("number").last()


def comparison_of(record: DraftRecord, base: PlanRevision) -> Comparison:
    """The draft against a plan, target by target."""
    return compare(plan_of(base), record.folded.plan)


def content_of(draft: int, *, by: Actor) -> tuple[str, bytes]:
    """The file as uploaded: name, bytes. Raises as `record_of`."""
    record = record_of(draft, by=by)
    content = NoticeDraft.objects.values_list("content", flat=True).get(pk=draft)
    return record.draft.file_name, bytes(content)
