"""Verifying a bulletin years later: is the file as issued, and do its figures follow from what the ledger knew
then?
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from jinghe.bulletins.keys import name_of
from jinghe.core.plan.plans import Plan
from jinghe.documents.readers import UnreadableDocument
from jinghe.documents.writers.docx.reading import figures_in_docx, text_of_docx
from jinghe.store.models import IssuedDocument, IssuedFile
from jinghe.usecases.bulletins.bulletins import compose
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
    """A figure with two values. name: its key in words. issued: as frozen; now: in the file, or computed anew; both as
    printed, and None where there is no such figure.
    """

    key: str
    name: str
    issued: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found out about a file. document: None where no such file was issued here.

    is_same_file: byte for byte as issued. is_broken: the frozen content does not match its digest.
    altered: figures of the file that differ from the issued ones; added: numbers in its words that the issued one does
    not have. proved, unproved: issued figures that do or do not follow from the ledger as known then.
    corrected: figures that would be others today; corrections: what was entered late since then.
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
        """Whether every number of the file follows from what was known then."""
        return self.document is not None and not (
            self.is_broken or self.altered or self.added or self.unproved
        )


def verify(content: bytes, *, until: datetime | None = None) -> Verification:
    """Verifies a file. Its document is found by the digest or, for a docx that was edited, by the figures in it."""
    digest = sha256(content).hexdigest()
    file = IssuedFile.objects.filter(file=digest).select_related("document__act").first()
    if file is not None:
        return verify_issued(file.document, until=until)
    figures = _figures(content)
    document = _likest(figures)
    if document is None:
        return Verification(document=None, is_same_file=False)
    verification = verify_issued(document, figures=figures, until=until)
    return replace(verification, added=_added(content, verification))


def verify_issued(
    document: IssuedDocument,
    *,
    figures: tuple[tuple[str, str], ...] | None = None,
    until: datetime | None = None,
) -> Verification:
    """Verifies an issued document. figures: (key, text) of a file that is not the issued one; None: it is."""
    frozen = document.content["figures"]
    then = _figures_at(document, document.known_at)
    now = _figures_at(document, until or max(last_recorded_at() or document.known_at, document.known_at))
    plan = plan_of(revision_at(document.year, as_of=document.as_of, known_at=document.known_at))
    unproved = _changed(plan, frozen, then)
    return Verification(
        document=document,
        is_same_file=figures is None,
        is_broken=digest_of(document.content) != document.content_digest,
        altered=() if figures is None else _altered(plan, frozen, figures),
        proved=len(frozen) - len(unproved),
        unproved=unproved,
        corrected=tuple(
            difference for difference in _changed(plan, frozen, now) if difference.now is not None
        ),
        corrections=late_corrections(document.year, since_known_at=document.known_at, until_known_at=until),
    )


def _figures_at(document: IssuedDocument, known_at: datetime) -> dict[str, str]:
    """key → text of the figures of a document, computed from what was known at an instant."""
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
    return figures_of(compose(content["bulletin"], results, office_from_json(content["office"])))


def _figures(content: bytes) -> tuple[tuple[str, str], ...]:
    """(key, text) of the figures in a docx; none where the file is no docx."""
    try:
        return figures_in_docx(content)
    except UnreadableDocument:
        return ()


def _added(content: bytes, verification: Verification) -> tuple[str, ...]:
    """Numbers in the words of a docx that the issued one does not have, altered figures left aside."""
    issued = IssuedFile.objects.get(document=verification.document, format="docx")
    more = numbers_beyond(text_of_docx(content), text_of_docx(stored_content(issued.file_id)))
    altered = Counter(figure.now for figure in verification.altered if figure.now is not None)
    return tuple((more - altered).elements())


def _likest(figures: tuple[tuple[str, str], ...]) -> IssuedDocument | None:
    """The issued document with most figures of a file; None where none has more than half of them."""
    best = None
    most = len(figures) // 2
    for document in IssuedDocument.objects.select_related("act").order_by("-pk"):
        shared = sum(document.content["figures"].get(key) == text for key, text in figures)
        if shared > most:
            best, most = document, shared
    return best


def _changed(plan: Plan, frozen: dict[str, str], figures: dict[str, str]) -> tuple[Difference, ...]:
    """Frozen figures that are missing or different among others."""
    return tuple(
        Difference(key=key, name=name_of(plan, key), issued=text, now=figures.get(key))
        for key, text in frozen.items()
        if figures.get(key) != text
    )


def _altered(
    plan: Plan, frozen: dict[str, str], figures: tuple[tuple[str, str], ...]
) -> tuple[Difference, ...]:
    """Figures of a file that differ from the issued ones, each place counted where one key stands at several."""
    ours = ((key, text) for key, text in dict.fromkeys(figures) if key[:2] in {"t:", "c:", "e:", "n:", "u:"})
    wrong = [(key, text) for key, text in ours if frozen.get(key) != text]
    missing = [(key, None) for key in frozen if key not in {key for key, _ in figures}]
    return tuple(
        Difference(key=key, name=name_of(plan, key), issued=frozen.get(key), now=text)
        for key, text in (*wrong, *missing)
    )
