"""Papers 佐证材料: kept under their digest, checked by content, attached to records and claims."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jinghe.core.claims.claims import OPEN_STATES
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import Act, ActKind, Attachment, AttachmentRemoval, Claim, Record, StoredFile
from jinghe.usecases.claims.claims import changed_claim, claim_of
from jinghe.usecases.claims.writing import step_in
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.office_rules import recognition_of
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.records.records import record_of
from jinghe.usecases.records.writing import event_in

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TITLE = 200
MOST_FILES = 30
"""Attached to one claim or one record."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
)
"""What files of a type begin with: the name of a file proves nothing."""

PACKAGES = {"docx": b"word/document.xml", "xlsx": b"xl/workbook.xml", "ofd": b"OFD.xml"}
"""The part that makes a zip a document; its name stands in the file as it is."""

EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "application/zip": ("docx", "xlsx", "ofd"),
    "application/msword": ("doc", "xls", "wps", "et"),
}
PREVIEWED = ("image/png", "image/jpeg", "image/webp")


class NoFile(Missing):
    """There is no such attachment, or its bytes are no longer what was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An attachment with its bytes."""

    attachment: Attachment
    content: bytes

    @property
    def is_previewed(self) -> bool:
        return self.attachment.file.media_type in PREVIEWED


@door("papers.attach_to_claim")
def attach_to_claim(
    number: int, content: bytes, name: str, kind: str, *, by: Actor, at: datetime | None = None
) -> Attachment:
    """Attaches a paper to a claim that its unit may still change.

    Raises Missing, AccessRefused, Refused, ChangedMeanwhile.
    """
    media_type = checked_type(content, name)
    with recorded(at) as recording:
        claim = attachable(number, by=by)
        _require_open(claim)
        _require_known(kind, paper_kinds(claim))
        _require_room(claim.attachments.filter(removal__isnull=True).count())
        act = recording.write(ActKind.CLAIM, by, f"上传佐证：申报{number} {kind}")
        attachment = Attachment.objects.create(
            act=act, claim=claim, file=stored(act, content, media_type), kind=kind, title=_title(name)
        )
        step_in(
            act, claim, "attached", {"kind": kind, "title": attachment.title, "digest": attachment.file_id}
        )
        return attachment


def attachable(number: int, *, by: Actor) -> Claim:
    """The claim, for whoever attaches papers to it. Raises Missing, AccessRefused."""
    claim = claim_of(number)
    access.require(access.acts_for_unit(by) == claim.unit, by, f"为申报{number}上传佐证")
    return claim


@door("papers.attach_to_record")
def attach_to_record(code: str, content: bytes, name: str, kind: str, *, by: Actor) -> Attachment:
    """Attaches a paper to a record. Raises Missing, AccessRefused, Refused."""
    media_type = checked_type(content, name)
    with recorded() as recording:
        record = record_of(code, by=by)
        register = REGISTERS[record.kind]
        access.require(access.may_change_record(by, register, record), by, f"为“{record.name}”上传材料")
        _require_known(kind, register.documents)
        _require_room(record.attachments.filter(removal__isnull=True).count())
        act = recording.write(ActKind.RECORD, by, f"上传材料：{record.code} {kind}")
        attachment = Attachment.objects.create(
            act=act, record=record, file=stored(act, content, media_type), kind=kind, title=_title(name)
        )
        event_in(
            act, record, "attached", {"kind": kind, "title": attachment.title, "digest": attachment.file_id}
        )
        return attachment


@door("papers.take_off")
def take_off(pk: int, *, by: Actor) -> Attachment:
    """Takes an attachment off; the file and the record of it stay. Raises NoFile, AccessRefused, ChangedMeanwhile."""
    with recorded() as recording:
        attachment = _attachment(pk)
        if attachment.claim is not None:
            access.require(access.acts_for_unit(by) == attachment.claim.unit, by, "取下佐证")
            _require_open(attachment.claim)
            act = recording.write(ActKind.CLAIM, by, f"取下佐证：申报{attachment.claim.pk} {attachment.kind}")
            step_in(act, attachment.claim, "detached", {"kind": attachment.kind, "title": attachment.title})
        else:
            record = _owner(attachment)
            register = REGISTERS[record.kind]
            access.require(access.may_change_record(by, register, record), by, "取下材料")
            act = recording.write(ActKind.RECORD, by, f"取下材料：{record.code} {attachment.kind}")
            event_in(act, record, "detached", {"kind": attachment.kind, "title": attachment.title})
        AttachmentRemoval.objects.create(act=act, attachment=attachment)
        return attachment


def opened(pk: int, *, by: Actor) -> Opened:
    """An attachment with its bytes, for who may read what it is attached to. Raises NoFile, AccessRefused."""
    attachment = _attachment(pk)
    if attachment.claim is not None:
        rule = recognition_of(_fact(attachment.claim), _year(attachment.claim))
        seen = bool(access.claim_parties(by, attachment.claim, rule.checked_by))
    else:
        record = _owner(attachment)
        seen = access.may_see_record(by, REGISTERS[record.kind], record)
    access.require(seen, by, "查看这份材料")
    return Opened(attachment=attachment, content=stored_content(attachment.file_id))


def checked_type(content: bytes, name: str) -> str:
    """The media type that the bytes prove. Raises Refused: too large, empty, unknown, or not what its name says."""
    told = _title(name)
    if not content:
        raise Refused(f"“{told}”是空文件，请重新选择。")
    if len(content) > LARGEST_FILE:
        raise Refused(f"“{told}”超过{LARGEST_FILE // 1024 // 1024}MB，请压缩或拆分后上传。")
    found = _type_of(content)
    extension = told.rpartition(".")[2].lower()
    if found is None:
        raise Refused(f"“{told}”的内容不是PDF、图片或Office、OFD文档，不能作为佐证。")
    if extension not in EXTENSIONS[found] or PACKAGES.get(extension, b"") not in content:
        raise Refused(f"“{told}”的内容与扩展名不符，请另存为正确的格式后上传。")
    return found


def _type_of(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in SIGNATURES if content.startswith(mark)), None)


def stored(act: Act, content: bytes, media_type: str) -> StoredFile:
    """Keeps bytes under their digest, once; on disk before the database says so."""
    digest = sha256(content).hexdigest()
    held = StoredFile.objects.filter(pk=digest).first()
    path = _path(digest)
    if held is not None and _is_whole(digest):
        return held
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return held or StoredFile.objects.create(digest=digest, act=act, media_type=media_type, size=len(content))


def _is_whole(digest: str) -> bool:
    try:
        stored_content(digest)
    except NoFile:
        return False
    return True


def stored_content(digest: str) -> bytes:
    """The bytes of a stored file, proved by their digest. Raises NoFile: gone, or changed outside the product."""
    try:
        content = _path(digest).read_bytes()
    except OSError as error:
        raise NoFile(digest) from error
    if sha256(content).hexdigest() != digest:
        raise NoFile(digest)
    return content


def paper_kinds(claim: Claim) -> tuple[str, ...]:
    """What a paper of a claim may be: those that prove it first, then those of its record."""
    demanded = [one for group in recognition_of(_fact(claim), _year(claim)).evidence for one in group]
    return tuple(dict.fromkeys((*demanded, *REGISTERS[claim.record.kind].documents)))


def _fact(claim: Claim) -> FactKind:
    return FactKind(claim.kind)


def _year(claim: Claim) -> int:
    return (claim.occurred_on or timezone.localdate(claim.created.recorded_at)).year


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _attachment(pk: int) -> Attachment:
    found = (
        Attachment.objects.select_related("claim__record", "claim__created", "record", "file")
        .filter(pk=pk, removal__isnull=True)
        .first()
    )
    if found is None:
        raise NoFile(pk)
    return found


def _owner(attachment: Attachment) -> Record:
    if attachment.record is None:
        raise NoFile(attachment.pk)
    return attachment.record


def _require_open(claim: Claim) -> None:
    if claim.state not in OPEN_STATES:
        raise changed_claim(claim.pk)


def _require_known(kind: str, kinds: Iterable[str]) -> None:
    if kind not in set(kinds):
        raise Refused("请选择这份材料是什么。")


def _require_room(count: int) -> None:
    if count >= MOST_FILES:
        raise Refused(f"最多上传{MOST_FILES}份材料，请合并后上传。")


def _title(name: str) -> str:
    """The file's own name without a path and without characters that do not show, at most 200 long."""
    told = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in told if char.isprintable())
    if len(shown) > LONGEST_TITLE:
        stem, dot, extension = shown.rpartition(".")
        tail = f"{dot}{extension}"[:8]
        shown = stem[: LONGEST_TITLE - len(tail)] + tail
    return shown or "未命名"
