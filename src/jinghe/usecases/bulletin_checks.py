"""Drift: whether every figure of a text still follows from the ledger, and which numbers of it nobody proves."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinghe.bulletins.editing import pieces
from jinghe.documents.blocks import Figure, OfficialDocument, Run

_ALLOWED = re.compile(
    r"〔[0-9]{4}〕[0-9]*号?"
    r"|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}(?:—[0-9]{1,2})?月(?:[0-9]{1,2}日)?(?:底|初|中旬|上旬|下旬)?"
    r"|第[0-9一二三四五六七八九十]+|[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十]+）|附件[0-9]*"
)
"""Days, months, ordinals and numbers of papers: they count nothing."""
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*|[一二两三四五六七八九十百千]{2,}(?=[亿万个家条次项%％])|[二两三四五六七八九十](?=[亿万个家条次项%％])"
)


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

    @property
    def faults(self) -> tuple[str, ...]:
        """Every complaint, in Chinese."""
        told = [one.text for one in self.drifted]
        told += [f"“{number}”不是由台账算出的数字，请删除，或改为文字说明" for number in self.unproved]
        return tuple(dict.fromkeys(told))


def figures_of(document: OfficialDocument) -> dict[str, str]:
    """key → text of every figure of a document."""
    return {figure.key: figure.text for figure in document.figures}


def drift_of_document(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str]
) -> Drift:
    """Drift of a document that was edited in the product. written: as the office's rules wrote it.

    expected: what the figures must say by the ledger.
    """
    told = [(figure.key, figure.text) for figure in document.figures]
    known = Counter(_numbers(_words(written)))
    return _drift(told, Counter(_numbers(_words(document))) - known, written, expected)


def drift_of_file(
    figures: Iterable[tuple[str, str]],
    text: Iterable[str],
    ours: Iterable[str],
    written: OfficialDocument,
    expected: Mapping[str, str],
) -> Drift:
    """Drift of a file that was edited elsewhere. text: its lines with the figures in them; ours: of our own file."""
    told = [(key, said) for key, said in figures if key in expected or _is_figure_key(key)]
    more = Counter(_numbers(text)) - Counter(_numbers(ours))
    wrong = Counter(said for key, said in told if expected.get(key) != said)
    return _drift(told, more - wrong, written, expected)


def complaints(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Name of a piece of the text → what is wrong in it, so that it can be said beside it."""
    known = Counter(_numbers(_words(written)))
    found: dict[str, tuple[str, ...]] = {}
    for piece in pieces(document):
        figures = [(run.key, run.text) for run in piece.runs if isinstance(run, Figure)]
        extra = Counter(_numbers(_said(piece.runs))) - known
        known -= Counter(_numbers(_said(piece.runs)))
        if faults := _drift(figures, extra, document, expected).faults:
            found[piece.name] = faults
    return found


def _drift(
    told: list[tuple[str, str]], more: Counter[str], written: OfficialDocument, expected: Mapping[str, str]
) -> Drift:
    missing = Counter(figure.key for figure in written.figures) - Counter(key for key, _ in told)
    return Drift(
        drifted=tuple(
            Drifted(key=key, said=said, expected=expected.get(key))
            for key, said in dict.fromkeys(told)
            if expected.get(key) != said
        ),
        unproved=tuple(more.elements()),
        left_out=sum(missing.values()),
    )


def _is_figure_key(key: str) -> bool:
    """Content controls of a word processor have tags of their own."""
    return bool(re.fullmatch(r"[tcneu]:.+", key))


def _words(document: OfficialDocument) -> Iterator[str]:
    """Every word of a document that is no figure."""
    yield document.title
    yield document.addressees
    yield from _said(document.runs)


def _said(runs: Iterable[Run]) -> Iterator[str]:
    return (run if isinstance(run, str) else "\n" for run in runs)


def _numbers(words: Iterable[str]) -> Iterator[str]:
    """Numbers in a text, each as it is written, but for those that count nothing."""
    text = _ALLOWED.sub("\n", "\n".join(words))
    for match in _NUMBER.finditer(text):
        yield match[0].rstrip(",，.．")
