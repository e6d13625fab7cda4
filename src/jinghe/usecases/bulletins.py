"""Bulletins 通报: written from the ledger, edited by hand, read by a second person, issued and frozen for good."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from jinghe.bulletins.office import Office
from jinghe.bulletins.registry import BULLETINS
from jinghe.bulletins.results import Results
from jinghe.core.plans import Tier
from jinghe.core.registers.bulletin import BULLETIN
from jinghe.core.registers.registers import Fault
from jinghe.documents.block_json import block_from_json, block_to_json
from jinghe.documents.blocks import OfficialDocument
from jinghe.documents.writers import fonts
from jinghe.documents.writers.docx import write_docx
from jinghe.documents.writers.html import write_html
from jinghe.documents.writers.pdf import write_pdf
from jinghe.documents.writers.xlsx import write_xlsx
from jinghe.store.models import Act, ActKind, IssuedDocument, IssuedFile, Record, RecordEvent
from jinghe.usecases import access
from jinghe.usecases.access import Actor
from jinghe.usecases.acts import recorded
from jinghe.usecases.bulletin_checks import Drift, drift_of_document, figures_of
from jinghe.usecases.bulletin_results import known_at_last_issue, results_of
from jinghe.usecases.files import stored
from jinghe.usecases.records import RefusedRecord, event_in, move_in, open_in, record_of

WRITTEN, EDITED = "written", "edited"
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}


class NoBulletin(LookupError):
    """There is no such kind of bulletin, or no such draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft as it stands. written: as the rules wrote it from the ledger; document: after all that people edited."""

    record: Record
    office: Office
    known_at: datetime
    as_of: date
    written: OfficialDocument
    document: OfficialDocument
    writers: frozenset[str]


def write(
    code: str,
    year: int,
    *,
    as_of: date,
    office: Office,
    by: Actor,
    known_at: datetime | None = None,
    at: datetime | None = None,
) -> Record:
    """Writes a bulletin from what is known now (or was at known_at), as a draft.

    Raises AccessRefused, NoBulletin, NoPlan.
    """
    access.require(access.may_write_bulletins(by), by, "拟通报")
    if code not in BULLETINS:
        raise NoBulletin(code)
    with recorded(at) as recording:
        instant = known_at or recording.at
        document = composed(code, results_for(code, year, as_of=as_of, known_at=instant), office)
        act = recording.write(ActKind.RECORD, by, f"拟{BULLETINS[code].name}")
        values = {
            "name": document.title.replace("\n", ""),
            "bulletin": code,
            "year": year,
            "as_of": as_of.isoformat(),
            "known_at": instant.isoformat(),
            "document_number": office.document_number,
        }
        record = open_in(act, BULLETIN, values, unit="")
        event_in(
            act,
            record,
            WRITTEN,
            {"document": block_to_json(document), "office": office_to_json(office)},
        )
        return record


def composed(code: str, results: Results, office: Office) -> OfficialDocument:
    """What a bulletin says of results."""
    return BULLETINS[code].write(results, office)


def results_for(code: str, year: int, *, as_of: date, known_at: datetime) -> Results:
    """The results of a bulletin, with what was corrected since the one of its kind before it."""
    since = known_at_last_issue(code, year, known_at)
    return results_of(year, as_of=as_of, known_at=known_at, since=since)


def draft_of(code: str, *, by: Actor) -> Written:
    """A draft with its latest text. Raises NoRecord, NoBulletin, AccessRefused."""
    record = record_of(code, by=by)
    if record.kind != BULLETIN.kind:
        raise NoBulletin(code)
    events = list(
        RecordEvent.objects.filter(record=record, kind__in=(WRITTEN, EDITED))
        .select_related("act")
        .order_by("number")
    )
    first = events[0]
    return Written(
        record=record,
        office=office_from_json(first.payload["office"]),
        known_at=datetime.fromisoformat(record.values["known_at"]),
        as_of=date.fromisoformat(record.values["as_of"]),
        written=block_from_json(first.payload["document"]),
        document=block_from_json(events[-1].payload["document"]),
        writers=frozenset(event.act.recorded_by for event in events),
    )


def edit(code: str, document: OfficialDocument, *, expected: int, by: Actor, note: str = "") -> Drift:
    """Keeps an edited text of a draft and tells how far it drifted. Raises NoRecord, AccessRefused, RefusedRecord."""
    access.require(access.may_write_bulletins(by), by, "修改通报")
    held = draft_of(code, by=by)
    with recorded() as recording:
        record = record_of(code, by=by)
        _require(record, "draft", expected)
        act = recording.write(ActKind.RECORD, by, f"修改通报{code}")
        payload = {"document": block_to_json(document)} | ({"note": note} if note else {})
        event_in(act, record, EDITED, payload)
    return drift_of_document(document, held.written, expected_figures(held))


def drift(held: Written) -> Drift:
    """How far a draft stands from the ledger as known at its instant."""
    return drift_of_document(held.document, held.written, expected_figures(held))


def expected_figures(held: Written) -> dict[str, str]:
    """What every figure of a draft must say, asked of the ledger anew."""
    values = held.record.values
    results = results_for(values["bulletin"], values["year"], as_of=held.as_of, known_at=held.known_at)
    return figures_of(composed(values["bulletin"], results, held.office))


def approve(code: str, *, expected: int, by: Actor) -> Record:
    """A second person has read the draft; figures that drifted keep it from being approved.

    Raises NoRecord, AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "核稿")
    held = draft_of(code, by=by)
    faults = _drift_faults(drift(held))
    if by.username in held.writers:
        faults.append(Fault(name="", text="您拟写或修改过这份通报，须由另一个人核稿"))
    if faults:
        raise RefusedRecord(faults)
    with recorded() as recording:
        record = record_of(code, by=by)
        _require(record, "draft", expected)
        act = recording.write(ActKind.REVIEW, by, f"核稿：{record.name}"[:400])
        return move_in(act, record, BULLETIN.move("approve"), expected=expected)


def issue(
    code: str, *, expected: int, by: Actor, document_number: str = "", signed_on: date | None = None
) -> IssuedDocument:
    """Issues an approved draft: the texts, the figures, the rules and both instants are frozen with their digests.

    Raises NoRecord, AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "印发通报")
    held = draft_of(code, by=by)
    if faults := _drift_faults(drift(held)):
        raise RefusedRecord(faults)
    office = replace(
        held.office,
        document_number=document_number.strip() or held.office.document_number,
        signed_on=signed_on or held.office.signed_on,
    )
    document = _signed(held.document, office)
    with recorded() as recording:
        record = record_of(code, by=by)
        _require(record, "approved", expected)
        files = rendered(document, recording.at)
        act = recording.write(ActKind.ISSUE_DOCUMENT, by, f"印发：{record.name}"[:400])
        values = {"document_number": office.document_number} if office.document_number else {}
        move_in(act, record, BULLETIN.move("issue"), expected=expected, values=values)
        return _freeze(act, record, held, document, office, files)


def rendered(document: OfficialDocument, made_at: datetime) -> dict[str, bytes]:
    """The document in every format."""
    faces = fonts.choose(fonts.installed_families())
    return {
        "docx": write_docx(document, typefaces=faces, made_at=made_at),
        "pdf": write_pdf(document, typefaces=faces, made_at=made_at),
        "xlsx": write_xlsx(document, typefaces=faces, made_at=made_at),
        "html": write_html(document).encode(),
    }


def substitutions() -> tuple[str, ...]:
    """Which typefaces of an official document are replaced on this machine, in Chinese."""
    return fonts.choose(fonts.installed_families()).substitutions


def office_to_json(office: Office) -> dict[str, Any]:
    told = asdict(office)
    return told | {"signed_on": office.signed_on.isoformat(), "tier": office.tier.value}


def office_from_json(told: Mapping[str, Any]) -> Office:
    """Raises KeyError, TypeError, ValueError."""
    read = {"signed_on": date.fromisoformat(told["signed_on"]), "tier": Tier(told["tier"])}
    return Office(**{**told, **read})


def digest_of(content: Any) -> str:
    """SHA-256 over the canonical JSON of a content, in hex."""
    return sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _freeze(
    act: Act,
    record: Record,
    held: Written,
    document: OfficialDocument,
    office: Office,
    files: Mapping[str, bytes],
) -> IssuedDocument:
    content = {
        "record": record.pk,
        "bulletin": record.values["bulletin"],
        "document": block_to_json(document),
        "figures": figures_of(document),
        "office": office_to_json(office),
        "files": {name: sha256(told).hexdigest() for name, told in files.items()},
        "substitutions": list(substitutions()),
    }
    issued = IssuedDocument.objects.create(
        act=act,
        kind=record.values["bulletin"],
        year=record.values["year"],
        title=record.name,
        document_number=office.document_number,
        as_of=held.as_of,
        known_at=held.known_at,
        content=content,
        content_digest=digest_of(content),
    )
    for name, told in files.items():
        IssuedFile.objects.create(document=issued, format=name, file=stored(act, told, MEDIA_TYPES[name]))
    return issued


def _signed(document: OfficialDocument, office: Office) -> OfficialDocument:
    signature = document.signature and replace(document.signature, signed_on=office.signed_on)
    imprint = document.imprint and replace(document.imprint, printed_on=office.signed_on)
    is_headed = bool(office.mark and office.document_number)
    return replace(
        document,
        issuer_mark=office.mark if is_headed else "",
        document_number=office.document_number if is_headed else "",
        signature=signature,
        imprint=imprint,
    )


def _require(record: Record, state: str, expected: int) -> None:
    faults = []
    if record.state != state:
        stands = BULLETIN.state(record.state).name
        faults.append(Fault(name="state", text=f"这份通报现在是“{stands}”，不能这样处理"))
    if record.version != expected:
        faults.append(Fault(name="version", text="这份通报在您打开之后已被他人修改，请核对最新内容"))
    if faults:
        raise RefusedRecord(faults)


def _drift_faults(found: Drift) -> list[Fault]:
    faults = [Fault(name=one.key, text=one.text) for one in found.drifted]
    faults += [
        Fault(name="", text=f"“{number}”不是由台账算出的数字，请删除，或改为文字说明")
        for number in found.unproved
    ]
    return faults
