"""Bulletins 通报: written from the ledger, edited by hand, approved by a second person, issued and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from jinghe.bulletins.office import Office
from jinghe.bulletins.registry import BULLETINS
from jinghe.bulletins.results import Results
from jinghe.core.registers.bulletin import APPROVED, BULLETIN, DRAFT, STEPS
from jinghe.core.registers.registers import FieldFault
from jinghe.documents.block_json import block_from_json, block_to_json
from jinghe.documents.blocks import OfficialDocument
from jinghe.documents.readers import UnreadableDocument
from jinghe.documents.writers.docx.reading import figures_in_docx, runs_in_docx, text_of_docx
from jinghe.store.models import Act, ActKind, IssuedDocument, Record, RecordEvent
from jinghe.usecases.bulletins.checks import Drift, complaints, drift_of_document, drift_of_file, figures_of
from jinghe.usecases.bulletins.files import docx_of, office_from_json, office_to_json
from jinghe.usecases.bulletins.freezing import freeze, with_signature
from jinghe.usecases.bulletins.results import previous_known_at, results_of
from jinghe.usecases.claims.papers import stored, stored_content
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.records import RefusedRecord, move_in, open_in, record_of
from jinghe.usecases.records.writing import event_in

WRITTEN, EDITED, UPLOADED, SEEN = "written", "edited", "uploaded", "seen"
TEXTS = (WRITTEN, EDITED, UPLOADED)
LARGEST_DOCX = 20 * 1024 * 1024
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinDraft:
    """A draft with its latest text. written: as the program wrote it from the ledger; document: after all edits.

    number: of the latest text, which a step must state to show what was read. uploaded: digest of an uploaded docx
    that replaces the text, or empty. writers: who wrote or edited it; seen_by: who opened the preview of the latest
    text. since: the instant of the bulletin before.
    """

    record: Record
    office: Office
    known_at: datetime
    as_of: date
    since: datetime | None
    written: OfficialDocument
    document: OfficialDocument
    number: int
    uploaded: str
    writers: frozenset[str]
    seen_by: frozenset[str]

    @property
    def kind(self) -> str:
        return str(self.record.values["bulletin"])

    @property
    def subject(self) -> str:
        return str(self.record.values.get("subject") or "")


@door("bulletins.write")
def write(
    code: str,
    year: int,
    *,
    as_of: date,
    office: Office,
    by: Actor,
    subject: str = "",
    known_at: datetime | None = None,
    at: datetime | None = None,
) -> Record:
    """Writes a draft of a bulletin from the ledger, as known now or at known_at. subject: the record it is about.

    Raises AccessRefused, Missing, NoPlan, NoSubject.
    """
    access.require(access.may_write_bulletins(by), by, "拟通报")
    if code not in BULLETINS:
        raise Missing(code)
    with recorded(at) as recording:
        instant = known_at or recording.at
        since = previous_known_at(code, year, instant)
        results = results_of(code, year, as_of=as_of, known_at=instant, since=since, subject=subject)
        document = compose(code, results, office)
        act = recording.write(ActKind.RECORD, by, f"拟{BULLETINS[code].name}")
        values = {
            "name": document.title.replace("\n", ""),
            "bulletin": code,
            "year": year,
            "as_of": as_of.isoformat(),
            "known_at": instant.isoformat(),
            "subject": subject,
            "document_number": office.document_number,
        }
        record = open_in(act, BULLETIN, values, unit="")
        payload = {
            "document": block_to_json(document),
            "office": office_to_json(office),
            "since": since.isoformat() if since else None,
        }
        event_in(act, record, WRITTEN, payload)
        return record


def compose(code: str, results: Results, office: Office) -> OfficialDocument:
    """The document that a kind of bulletin makes of results."""
    return BULLETINS[code].write(results, office)


def draft_of(code: str, *, by: Actor) -> BulletinDraft:
    """A draft with its latest text. Raises Missing, AccessRefused."""
    record = record_of(code, by=by)
    if record.kind != BULLETIN.kind:
        raise Missing(code)
    return _folded(record)


def _folded(record: Record) -> BulletinDraft:
    events = list(RecordEvent.objects.filter(record=record).select_related("act").order_by("number"))
    texts = [event for event in events if event.kind in TEXTS]
    first, last = texts[0], texts[-1]
    documents = [event.payload["document"] for event in texts if "document" in event.payload]
    since = first.payload["since"]
    views = (event for event in events if event.kind == SEEN and event.payload["text"] == last.number)
    return BulletinDraft(
        record=record,
        office=office_from_json(first.payload["office"]),
        known_at=datetime.fromisoformat(record.values["known_at"]),
        as_of=date.fromisoformat(record.values["as_of"]),
        since=datetime.fromisoformat(since) if since else None,
        written=block_from_json(first.payload["document"]),
        document=block_from_json(documents[-1]),
        number=last.number,
        uploaded=last.payload["file"] if last.kind == UPLOADED else "",
        writers=frozenset(event.act.recorded_by for event in texts),
        seen_by=frozenset(event.act.recorded_by for event in views),
    )


def expected_figures(draft: BulletinDraft) -> dict[str, str]:
    """key → text of every figure that a draft may state, computed again from the ledger."""
    results = results_of(
        draft.kind,
        draft.record.values["year"],
        as_of=draft.as_of,
        known_at=draft.known_at,
        since=draft.since,
        subject=draft.subject,
    )
    return figures_of(compose(draft.kind, results, draft.office))


def drift(draft: BulletinDraft) -> Drift:
    """The figures and numbers of a draft that do not follow from the ledger as known at its instant."""
    if draft.uploaded:
        return _drift_of_upload(stored_content(draft.uploaded), draft)
    return drift_of_document(draft.document, draft.written, expected_figures(draft), known_units())


def complaints_of(draft: BulletinDraft) -> dict[str, tuple[str, ...]]:
    """Name of a piece of the text → what is wrong in it."""
    return complaints(draft.document, draft.written, expected_figures(draft), known_units())


def edit(
    code: str,
    document: OfficialDocument,
    *,
    expected: int,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
) -> Drift:
    """Stores an edited text of a draft and returns its drift. expected: the number of the text that was edited.

    Raises Missing, AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "修改通报")
    with recorded(at) as recording:
        draft = _ready(code, DRAFT, expected, by)
        act = recording.write(ActKind.RECORD, by, f"修改通报{code}")
        payload = {"document": block_to_json(document)} | ({"note": note} if note else {})
        event_in(act, draft.record, EDITED, payload)
    return drift_of_document(document, draft.written, expected_figures(draft), known_units())


@door("bulletins.upload")
def upload(code: str, content: bytes, *, expected: int, by: Actor, at: datetime | None = None) -> Drift:
    """Stores a docx that was edited in a word processor as the text, if all its figures follow from the ledger.

    Else nothing is stored; the drift that is returned says why. Raises Missing, AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "修改通报")
    if len(content) > LARGEST_DOCX:
        raise RefusedRecord([FieldFault(name="file", text="文件超过20MB，请压缩其中的图片后重新上传")])
    draft = draft_of(code, by=by)
    try:
        file_drift = _drift_of_upload(content, draft)
    except UnreadableDocument as refused:
        raise RefusedRecord([FieldFault(name="file", text=refused.message.rstrip("。"))]) from refused
    if not file_drift.is_clean:
        return file_drift
    with recorded(at) as recording:
        record = _ready(code, DRAFT, expected, by).record
        act = recording.write(ActKind.RECORD, by, f"上传在文字处理软件中修改的通报{code}")
        file = stored(act, content, DOCX_TYPE)
        event_in(act, record, UPLOADED, {"file": file.pk})
    return file_drift


def _drift_of_upload(content: bytes, draft: BulletinDraft) -> Drift:
    ours = text_of_docx(docx_of(draft.document, draft.known_at))
    return drift_of_file(
        figures_in_docx(content),
        text_of_docx(content),
        ours,
        runs_in_docx(content),
        draft.written,
        expected_figures(draft),
        known_units(),
    )


@door("bulletins.look_at")
def look_at(code: str, *, by: Actor, at: datetime | None = None) -> BulletinDraft:
    """Opens the preview of a draft. That a person who may approve it has seen this text is recorded.

    Raises Missing, AccessRefused.
    """
    draft = draft_of(code, by=by)
    may_approve = access.may_write_bulletins(by) and by.username not in draft.writers
    if draft.record.state != DRAFT or not may_approve or by.username in draft.seen_by:
        return draft
    with recorded(at) as recording:
        record = record_of(code, by=by)
        act = recording.write(ActKind.RECORD, by, f"阅看通报{code}")
        event_in(act, record, SEEN, {"text": draft.number})
    return replace(draft, seen_by=draft.seen_by | {by.username})


@door("bulletins.approve")
def approve(code: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Approves a draft: by somebody who neither wrote nor edited it, has seen it, and if no figure has drifted.

    Raises Missing, AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "核稿")
    with recorded(at) as recording:
        draft = _ready(code, DRAFT, expected, by)
        faults = _drift_faults(drift(draft))
        if by.username in draft.writers:
            faults.append(FieldFault(name="", text="您拟写或修改过这份通报，须由另一个人核稿"))
        elif by.username not in draft.seen_by:
            faults.append(FieldFault(name="", text="您还没有打开这一稿的预览，请先看完预览再核稿"))
        if faults:
            raise RefusedRecord(faults)
        act = recording.write(ActKind.REVIEW, by, f"核稿：{draft.record.name}"[:400])
        return move_in(act, draft.record, STEPS["approve"], expected=draft.record.version)


@door("bulletins.issue")
def issue(
    code: str,
    *,
    expected: int,
    by: Actor,
    document_number: str = "",
    signed_on: date | None = None,
    at: datetime | None = None,
) -> IssuedDocument:
    """Issues an approved draft: text, figures, rules and instants are frozen under a digest.

    Raises Missing, AccessRefused, RefusedRecord, NoGlyph.
    """
    access.require(access.may_write_bulletins(by), by, "印发通报")
    with recorded(at) as recording:
        draft = _ready(code, APPROVED, expected, by)
        if faults := _drift_faults(drift(draft)):
            raise RefusedRecord(faults)
        office = replace(
            draft.office,
            document_number=document_number.strip() or draft.office.document_number,
            signed_on=signed_on or draft.office.signed_on,
        )
        act = recording.write(ActKind.ISSUE_DOCUMENT, by, f"印发：{draft.record.name}"[:400])
        return _issued(act, draft, office)


def _issued(act: Act, draft: BulletinDraft, office: Office) -> IssuedDocument:
    values: dict[str, Any] = {"document_number": office.document_number} if office.document_number else {}
    record = move_in(act, draft.record, STEPS["issue"], expected=draft.record.version, values=values)
    content: Mapping[str, Any] = {
        "record": record.pk,
        "bulletin": draft.kind,
        "subject": draft.subject,
        "since": draft.since.isoformat() if draft.since else None,
        "office": office_to_json(office),
    }
    document = draft.document if draft.uploaded else with_signature(draft.document, office)
    return freeze(act, record, content, document, uploaded=draft.uploaded)


def last_office() -> Office | None:
    """The office as filled in for the latest draft, to begin the next one with."""
    last = RecordEvent.objects.filter(kind=WRITTEN, record__kind=BULLETIN.kind).order_by("-pk").first()
    return office_from_json(last.payload["office"]) if last else None


def _ready(code: str, state: str, expected: int, by: Actor) -> BulletinDraft:
    """The draft, if it is in this state and its latest text is the one the actor has seen. Raises RefusedRecord."""
    draft = draft_of(code, by=by)
    faults = []
    if draft.record.state != state:
        state_name = BULLETIN.state(draft.record.state).name
        faults.append(FieldFault(name="state", text=f"这份通报现在是“{state_name}”，不能这样处理"))
    elif draft.number != expected:
        faults.append(FieldFault(name="version", text="这份通报在您打开之后已被他人修改，请核对最新内容"))
    if faults:
        raise RefusedRecord(faults)
    return draft


def _drift_faults(drifted: Drift) -> list[FieldFault]:
    return [FieldFault(name="", text=text) for text in drifted.faults]
