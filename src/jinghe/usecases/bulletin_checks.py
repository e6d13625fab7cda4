"""Drift: whether every figure of a text still follows from the ledger, and which numbers of it nobody proves."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinghe.documents.blocks import Figure, OfficialDocument

_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]*|[一二两三四五六七八九十百千]+(?=[亿万个家条次%％])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """A figure that says something else than the ledger. expected None: the ledger knows no such figure."""

    key: str
    said: str
    expected: str | None

    @property
    def text(self) -> str:
        if self.expected is None:
            return f"“{self.said}”不是台账算出的数字，请删除或改用原数"
        return f"文中为“{self.said}”，台账为“{self.expected}”，请改回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """drifted: wrong figures. unproved: numbers of the text that are no figures and were not there as written first.

    left_out: how many figures that were written first are no longer told.
    """

    drifted: tuple[Drifted, ...]
    unproved: tuple[str, ...]
    left_out: int

    @property
    def is_clean(self) -> bool:
        return not self.drifted and not self.unproved


def figures_of(document: OfficialDocument) -> dict[str, str]:
    """key → text of every figure of a document."""
    return {figure.key: figure.text for figure in document.figures}


def drift_of(
    figures: Iterable[tuple[str, str]],
    text: Iterable[str],
    written: OfficialDocument,
    expected: Mapping[str, str],
) -> Drift:
    """Holds a text against the ledger. figures, text: of the document as it stands, its words outside the figures.

    written: as the office's rules wrote it; expected: what the figures must say now.
    """
    told = list(figures)
    drifted = [
        Drifted(key=key, said=said, expected=expected.get(key))
        for key, said in told
        if expected.get(key) != said
    ]
    known = Counter(_numbers(_words(written)))
    unproved = Counter(_numbers(text)) - known
    return Drift(
        drifted=tuple(drifted),
        unproved=tuple(unproved.elements()),
        left_out=sum(
            (Counter(key for key in figures_of(written)) - Counter(key for key, _ in told)).values()
        ),
    )


def drift_of_document(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str]
) -> Drift:
    """Drift of a document that was edited in the product."""
    return drift_of(
        ((figure.key, figure.text) for figure in document.figures), _words(document), written, expected
    )


def _words(document: OfficialDocument) -> Iterator[str]:
    """Every word of a document that is no figure."""
    yield document.title
    for run in document.runs:
        if not isinstance(run, Figure):
            yield run
        else:
            yield "\n"


def _numbers(words: Iterable[str]) -> Iterator[str]:
    """Numbers in a text, each as it is written."""
    for match in _NUMBER.finditer("\n".join(words)):
        yield match[0].rstrip(",，.．")
