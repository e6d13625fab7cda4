"""Who issues a bulletin: what stands above and below the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from jinghe.core.plan.plans import Tier
from jinghe.documents.blocks import (
    Annex,
    Block,
    HeadingBlock,
    Imprint,
    OfficialDocument,
    ParagraphBlock,
    Runs,
    Signature,
)
from jinghe.documents.numerals import numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office that issues, and its habits. mark and document_number are printed together or not at all.

    tier: against which of the two figures completion is measured. top: down to which rank a list praises;
    bottom: how many of those behind it names. Both take in everybody who is tied with the last.
    """

    issuer: str
    signed_on: date
    addressees: str = ""
    mark: str = ""
    document_number: str = ""
    copied_to: str = ""
    printed_by: str = ""
    tier: Tier = Tier.GUARANTEED
    percent_places: int = 1
    is_sealed: bool = True
    top: int = 3
    bottom: int = 3


def official(
    office: Office, title: str, body: tuple[Block, ...], annexes: tuple[Annex, ...] = ()
) -> OfficialDocument:
    """The body with the head and foot of the office's documents around it."""
    imprint = None
    if office.printed_by:
        imprint = Imprint(
            printed_by=office.printed_by, printed_on=office.signed_on, copied_to=office.copied_to
        )
    return OfficialDocument(
        title=title,
        body=body,
        issuer_mark=office.mark if office.document_number else "",
        document_number=office.document_number if office.mark else "",
        addressees=office.addressees,
        signature=Signature(issuer=office.issuer, signed_on=office.signed_on, is_sealed=office.is_sealed),
        imprint=imprint,
        annexes=annexes,
    )


def sectioned(opening: Runs, sections: Iterable[tuple[str, Sequence[Block]]]) -> tuple[Block, ...]:
    """The opening, then the sections numbered 一、二、…; a section without blocks is left out."""
    body: list[Block] = [ParagraphBlock(runs=opening)]
    numbers = count(1)
    for name, blocks in sections:
        if blocks:
            body += [HeadingBlock(level=1, runs=(f"{numeral(next(numbers))}、{name}",)), *blocks]
    return tuple(body)
