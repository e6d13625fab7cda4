"""Proving a bulletin years later: the file, its frozen figures, and whether they follow from what was known then."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from jinghe.bulletins.keys import name_of
from jinghe.core.plan.plans import Plan
from jinghe.documents.readers import UnreadableDocument
from jinghe.documents.writers.docx.reading import figures_in_docx, text_of_docx
from jinghe.store.models import IssuedDocument, IssuedFile
from jinghe.usecases.bulletins.bulletins import composed
from jinghe.usecases.bulletins.checks import figures_of, numbers_beyond
from jinghe.usecases.bulletins.files import office_from_json
from jinghe.usecases.bulletins.freezing import digest_of
from jinghe.usecases.bulletins.results import results_of
from jinghe.usecases.claims.papers import stored_content
from jinghe.usecases.closing.closing import LateCorrections, late_corrections
from jinghe.usecases.common.acts import last_recorded_at
from jinghe.usecases.plan.plans import plan_of, revision_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that is not what it was. name: its key in words. issued, now: as printed; None: told there only."""

    key: str
    name: str
    issued: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """document None: no such file was ever issued here.

    is_same_file: byte for byte as issued. altered: figures of the file unlike the issued ones; added: numbers in its
    words that the issued one does not have. is_broken: the frozen
    content does not match its digest. unproved: issued figures that do not follow from the ledger as known then.
    corrected: figures that would be different today; corrections: what came into the ledger late since then.
    """

    document: IssuedDocument | None
    is_same_file: bool
    is_broken: bool = False
    altered: tuple[Difference, ...] = ()
    added: tuple[str, ...] = ()
    proved: int = 0
    unproved: tuple[Difference, ...] = ()
    corrected: tuple[Difference, ...] = ()
    corrections: LateCorrections | None = None

    @property
    def is_proved(self) -> bool:
        """Every number of the file follows from what was known then."""
        return self.document is not None and not (
            self.is_broken or self.altered or self.added or self.unproved
        )


def verify(content: bytes, *, until: datetime | None = None) -> Verification:
    """What can be said of a file: found by its digest, or (a docx that was edited) by the figures it carries."""
    digest = sha256(content).hexdigest()
    file = IssuedFile.objects.filter(file=digest).select_related("document__act").first()
    if file is not None:
        return verified(file.document, until=until)
    told = _figures(content)
    document = _likest(told)
    if document is None:
        return Verification(document=None, is_same_file=False)
    found = verified(document, told=told, until=until)
    return replace(found, added=_added(content, found))


def verified(
    document: IssuedDocument,
    *,
    told: tuple[tuple[str, str], ...] | None = None,
    until: datetime | None = None,
) -> Verification:
    """What can be said of an issued document. told: the figures of a file that is not the issued one."""
    frozen = document.content["figures"]
    then = _figures_at(document, document.known_at)
    now = _figures_at(document, until or max(last_recorded_at() or document.known_at, document.known_at))
    plan = plan_of(revision_at(document.year, as_of=document.as_of, known_at=document.known_at))
    unproved = _changed(plan, frozen, then)
    return Verification(
        document=document,
        is_same_file=told is None,
        is_broken=digest_of(document.content) != document.content_digest,
        altered=() if told is None else _altered(plan, frozen, told),
        proved=len(frozen) - len(unproved),
        unproved=unproved,
        corrected=tuple(one for one in _changed(plan, frozen, now) if one.now is not None),
        corrections=late_corrections(document.year, since_known_at=document.known_at, until_known_at=until),
    )


def _figures_at(document: IssuedDocument, known_at: datetime) -> dict[str, str]:
    """What the figures of a document come to by what was known at an instant."""
    content = document.content
    since = content["since"]
    results = results_of(
        content["bulletin"],
        document.year,
        as_of=document.as_of,
        known_at=known_at,
        since=datetime.fromisoformat(since) if since else None,
        subject=content["subject"],
    )
    return figures_of(composed(content["bulletin"], results, office_from_json(content["office"])))


def _figures(content: bytes) -> tuple[tuple[str, str], ...]:
    """The figures that a docx carries; none where it is no docx."""
    try:
        return figures_in_docx(content)
    except UnreadableDocument:
        return ()


def _added(content: bytes, found: Verification) -> tuple[str, ...]:
    """Numbers in the words of a docx that the issued one does not have; altered figures are told apart."""
    issued = IssuedFile.objects.get(document=found.document, format="docx")
    more = numbers_beyond(text_of_docx(content), text_of_docx(stored_content(issued.file_id)))
    return tuple((more - Counter(one.now for one in found.altered if one.now is not None)).elements())


def _likest(told: tuple[tuple[str, str], ...]) -> IssuedDocument | None:
    """The issued document that shares most figures with a file; None where it shares hardly any."""
    found = None
    most = len(told) // 2
    for document in IssuedDocument.objects.select_related("act").order_by("-pk"):
        shared = sum(document.content["figures"].get(key) == text for key, text in told)
        if shared > most:
            found, most = document, shared
    return found


def _changed(plan: Plan, frozen: dict[str, str], figures: dict[str, str]) -> tuple[Difference, ...]:
    """Frozen figures that are told otherwise, or not at all."""
    return tuple(
        Difference(key=key, name=name_of(plan, key), issued=text, now=figures.get(key))
        for key, text in frozen.items()
        if figures.get(key) != text
    )


def _altered(plan: Plan, frozen: dict[str, str], told: tuple[tuple[str, str], ...]) -> tuple[Difference, ...]:
    """Figures of a file unlike the issued ones; a key may stand at several places, each counts."""
    ours = ((key, text) for key, text in dict.fromkeys(told) if key[:2] in {"t:", "c:", "e:", "n:", "u:"})
    wrong = [(key, text) for key, text in ours if frozen.get(key) != text]
    missing = [(key, None) for key in frozen if key not in {key for key, _ in told}]
    return tuple(
        Difference(key=key, name=name_of(plan, key), issued=frozen.get(key), now=text)
        for key, text in (*wrong, *missing)
    )
