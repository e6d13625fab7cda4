"""Issuing freezes a bulletin: its files, figures, rules, plan revision and instants are stored for good with
digests.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from jinghe.bulletins.office import Office
from jinghe.documents.block_json import block_to_json
from jinghe.documents.blocks import OfficialDocument
from jinghe.documents.writers.docx.reading import figures_in_docx, text_of_docx
from jinghe.store.models import Act, IssuedDocument, IssuedFile, OfficeRule, Record, StoredFile
from jinghe.usecases.bulletins.checks import figures_of
from jinghe.usecases.bulletins.files import MEDIA_TYPES, UPLOAD_NOTE, Rendered, render_files
from jinghe.usecases.claims.papers import stored, stored_content
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import revision_at


def freeze(
    act: Act, record: Record, content: Mapping[str, Any], document: OfficialDocument, *, uploaded: str
) -> IssuedDocument:
    """Stores an issued bulletin for good. uploaded: digest of a docx that replaces the text, or empty."""
    values = record.values
    as_of, known_at = date.fromisoformat(values["as_of"]), datetime.fromisoformat(values["known_at"])
    revision = revision_at(values["year"], as_of=as_of, known_at=known_at)
    if uploaded:
        docx = stored_content(uploaded)
        rendering = Rendered(files={"docx": docx}, notes=(UPLOAD_NOTE,))
        figures = {key: text for key, text in figures_in_docx(docx) if key in figures_of(document)}
    else:
        rendering = render_files(document, act.recorded_at)
        figures = figures_of(document)
    frozen = {
        **content,
        "document": block_to_json(document),
        "figures": figures,
        "files": {name: sha256(file).hexdigest() for name, file in rendering.files.items()},
        "notes": list(rendering.notes),
        "is_uploaded": bool(uploaded),
        "revision": revision.number,
        "plan_digest": digest_of(revision.content),
        "known_sequence": sequence_at(known_at),
        "rules": rules_at(values["year"], as_of=as_of, known_at=known_at),
    }
    issued = IssuedDocument.objects.create(
        act=act,
        kind=values["bulletin"],
        year=values["year"],
        title=record.name,
        document_number=values.get("document_number", ""),
        as_of=as_of,
        known_at=known_at,
        content=frozen,
        content_digest=digest_of(frozen),
    )
    for name, file in rendering.files.items():
        IssuedFile.objects.create(document=issued, format=name, file=stored(act, file, MEDIA_TYPES[name]))
    return issued


def rules_at(year: int, *, as_of: date, known_at: datetime) -> dict[str, dict[str, Any]]:
    """The office rules in force on a day, as known at an instant: name → number and digest of the version."""
    known = OfficeRule.objects.filter(year=year, effective_on__lte=as_of, act__recorded_at__lte=known_at)
    return {
        rule.name: {"number": rule.number, "digest": digest_of(rule.content)}
        for rule in known.order_by("name", "number")
    }


def with_signature(document: OfficialDocument, office: Office) -> OfficialDocument:
    """The document with the number and the day of its issue."""
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


def digest_of(content: Any) -> str:
    """SHA-256 over the canonical JSON of a content, in hex."""
    return sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def issued_documents(*, by: Actor, kind: str = "") -> tuple[IssuedDocument, ...]:
    """All issued documents, the newest first, for everybody who may see scores. Raises AccessRefused."""
    access.require(access.may_see_scores(by), by, "查看通报")
    documents = IssuedDocument.objects.select_related("act").order_by("-pk")
    return tuple(documents.filter(kind=kind) if kind else documents)


def issued_of(number: int, *, by: Actor) -> IssuedDocument:
    """One issued document. Raises Missing, AccessRefused."""
    access.require(access.may_see_scores(by), by, "查看通报")
    document = IssuedDocument.objects.select_related("act").filter(pk=number).first()
    if document is None:
        raise Missing(str(number))
    return document


def issued_file(number: int, form: str, *, by: Actor) -> bytes:
    """The very bytes that were issued. Raises Missing, NoFile, AccessRefused."""
    document = issued_of(number, by=by)
    file: StoredFile | None = StoredFile.objects.filter(
        issuedfile__document=document, issuedfile__format=form
    ).first()
    if file is None:
        raise Missing(form)
    return stored_content(file.pk)


def all_issued() -> tuple[IssuedDocument, ...]:
    """All issued documents, the oldest first: for the command line, whose user can open the database anyway."""
    return tuple(IssuedDocument.objects.select_related("act").order_by("pk"))


def issued_lines(number: int) -> tuple[str, ...]:
    """The lines of text of an issued document: for the command line. Raises Missing, NoFile."""
    file = IssuedFile.objects.filter(document=number, format="docx").first()
    if file is None:
        raise Missing(str(number))
    return text_of_docx(stored_content(file.file_id))
