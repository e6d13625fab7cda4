"""Drift: which figures of an edited text no longer follow from the ledger, and which numbers in it are no figures."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jinghe.bulletins.editing import pieces
from jinghe.documents.blocks import Figure, OfficialDocument, Run

_ALLOWED = re.compile(
    r"〔[0-9]{4}〕[0-9]*号?"
    r"|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}(?:—[0-9]{1,2})?月(?:[0-9]{1,2}日)?(?:底|初|中旬|上旬|下旬)?"
    r"|第[0-9一二三四五六七八九十]+|[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十]+）|附件[0-9]*"
)
"""Days, months, ordinals and numbers of papers: numbers that need no proof."""
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*|[一二两三四五六七八九十百千]{2,}(?=[亿万个家条次项%％])|[二两三四五六七八九十](?=[亿万个家条次项%％])"
)
_DIRECTION = re.compile(r"超|欠|高于|低于|增长|下降")
"""Words that say whether a size is a surplus or a shortfall; the figure behind them has no sign."""
_MEASURE = re.compile(r"亿元|万元|万美元|个百分点|[个家条次份件%]")
_CLAUSE = re.compile(r"[^，。；：、\n]*$")
_SIZES = frozenset({"points", "growth"})
_WHOLE_AREA = "全市"
_ENDS = "。\n"
"""Characters after which a unit named before is no longer meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """A figure of a text (stated) that differs from the ledger (expected; None: the ledger has no such figure)."""

    key: str
    stated: str
    expected: str | None

    @property
    def text(self) -> str:
        if self.expected is None:
            return f"“{self.stated}”不是台账算出的数字，请删除或改用原数"
        return f"文中为“{self.stated}”，台账为“{self.expected}”，请改回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The difference between an edited text and the ledger. drifted: figures that are wrong.

    unproved: numbers that are no figures and were not in the text as the program wrote it. left_out: how many of its
    figures are missing now. turned: complaints about right figures whose words are wrong: 超 instead of 欠, another
    unit of measure, another unit's name.
    """

    drifted: tuple[Drifted, ...]
    unproved: tuple[str, ...]
    left_out: int
    turned: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not (self.drifted or self.unproved or self.turned)

    @property
    def faults(self) -> tuple[str, ...]:
        """Every complaint, in Chinese."""
        texts = [*(figure.text for figure in self.drifted), *self.turned]
        texts += [f"“{number}”不是由台账算出的数字，请删除，或改为文字说明" for number in self.unproved]
        return tuple(dict.fromkeys(texts))


def figures_of(document: OfficialDocument) -> dict[str, str]:
    """key → text of every figure of a document."""
    return {figure.key: figure.text for figure in document.figures}


def drift_of_document(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str], units: Iterable[str]
) -> Drift:
    """Drift of a document that was edited on a page. written: the document as the program wrote it.

    expected: key → text of the figures by the ledger. units: all names of units that may stand before a figure.
    """
    figures = [(figure.key, figure.text) for figure in document.figures]
    known = Counter(_numbers(_words(written)))
    difference = _drift(figures, Counter(_numbers(_words(document))) - known, written, expected)
    return replace(difference, turned=_misread(document.runs, written, units))


def drift_of_file(
    figures: Iterable[tuple[str, str]],
    text: Iterable[str],
    ours: Iterable[str],
    runs: Iterable[Run],
    written: OfficialDocument,
    expected: Mapping[str, str],
    units: Iterable[str],
) -> Drift:
    """Drift of a docx that was edited in a word processor. figures: (key, text) of it; text: its lines.

    ours: the lines of the docx that the program makes of the draft. runs: words and figures of the file, in order.
    """
    stated = [(key, text) for key, text in figures if key in expected or _is_figure_key(key)]
    more = numbers_beyond(text, ours)
    wrong = Counter(text for key, text in stated if expected.get(key) != text)
    difference = _drift(stated, more - wrong, written, expected)
    return replace(difference, turned=_misread(runs, written, units))


def complaints(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str], units: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Name of a piece of the text → what is wrong in it, to be shown beside it."""
    known, names = Counter(_numbers(_words(written))), tuple(units)
    by_piece: dict[str, tuple[str, ...]] = {}
    for piece in pieces(document):
        figures = [(run.key, run.text) for run in piece.runs if isinstance(run, Figure)]
        extra = Counter(_numbers(_plain_words(piece.runs))) - known
        known -= Counter(_numbers(_plain_words(piece.runs)))
        drift = replace(
            _drift(figures, extra, document, expected), turned=_misread(piece.runs, written, names)
        )
        if drift.faults:
            by_piece[piece.name] = drift.faults
    return by_piece


def _drift(
    stated: list[tuple[str, str]], more: Counter[str], written: OfficialDocument, expected: Mapping[str, str]
) -> Drift:
    missing = Counter(figure.key for figure in written.figures) - Counter(key for key, _ in stated)
    return Drift(
        drifted=tuple(
            Drifted(key=key, stated=text, expected=expected.get(key))
            for key, text in dict.fromkeys(stated)
            if expected.get(key) != text
        ),
        unproved=tuple(more.elements()),
        left_out=sum(missing.values()),
    )


def numbers_beyond(text: Iterable[str], ours: Iterable[str]) -> Counter[str]:
    """The numbers of a text that another text does not have, or not as often."""
    return Counter(_numbers(text)) - Counter(_numbers(ours))


def _misread(runs: Iterable[Run], written: OfficialDocument, units: Iterable[str]) -> tuple[str, ...]:
    """Complaints about figures that are unchanged, but stand among words that change their meaning."""
    ordered = tuple(runs)
    return (
        *_turned(ordered, written),
        *_in_another_measure(ordered, written),
        *_of_another_unit(ordered, written, units),
    )


def _of_another_unit(runs: Sequence[Run], written: OfficialDocument, units: Iterable[str]) -> tuple[str, ...]:
    """Complaints about figures behind the name of another unit than in the text as the program wrote it."""
    longest_first = sorted({*units, _WHOLE_AREA}, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, longest_first)))
    rightful: dict[str, set[str]] = {}
    for figure, unit in _owned(written.runs, names):
        rightful.setdefault(figure.key, set()).add(unit)
    return tuple(
        f"“{figure.text}”前的单位是“{unit}”，应为“{'、'.join(sorted(rightful[figure.key]))}”，请改回"
        for figure, unit in _owned(runs, names)
        if figure.key in rightful and unit not in rightful[figure.key]
    )


def _owned(runs: Iterable[Run], names: re.Pattern[str]) -> Iterator[tuple[Figure, str]]:
    """Every figure of a unit or the city, with the last name before it in its sentence."""
    unit = ""
    for run in runs:
        if isinstance(run, str):
            since = max(run.rfind(end) for end in _ENDS)
            mentioned = names.findall(run[since + 1 :])
            unit = mentioned[-1] if mentioned else unit if since < 0 else ""
        elif unit and run.key.startswith(("t:", "c:")):
            yield run, unit


def _in_another_measure(runs: Sequence[Run], written: OfficialDocument) -> tuple[str, ...]:
    """Complaints about figures with another unit of measure behind them than the program wrote."""
    rightful: dict[str, set[str]] = {}
    for figure, unit in _measured(tuple(written.runs)):
        rightful.setdefault(figure.key, set()).add(unit)
    return tuple(
        f"“{figure.text}{unit}”的计量单位与台账不一致，应为“{'、'.join(sorted(rightful[figure.key]))}”，请改回"
        for figure, unit in _measured(runs)
        if figure.key in rightful and unit not in rightful[figure.key]
    )


def _measured(runs: Sequence[Run]) -> Iterator[tuple[Figure, str]]:
    """Every figure with a unit of measure behind it, and that unit."""
    for figure, following in pairwise(runs):
        if isinstance(figure, Figure) and isinstance(following, str) and (unit := _MEASURE.match(following)):
            yield figure, unit[0]


def _turned(runs: Iterable[Run], written: OfficialDocument) -> tuple[str, ...]:
    """Complaints about sizes with another word of direction before them than the program wrote."""
    rightful: dict[str, set[str]] = {}
    for figure, word in _directed(written.runs):
        rightful.setdefault(figure.key, set()).add(word)
    return tuple(
        f"“{word}…{figure.text}”的方向与台账不一致，应为“{'、'.join(sorted(rightful[figure.key]))}”，请改回"
        for figure, word in _directed(runs)
        if figure.key in rightful and word not in rightful[figure.key]
    )


def _directed(runs: Iterable[Run]) -> Iterator[tuple[Figure, str]]:
    """Every figure without a sign, with the word of direction (超, 欠…) in the clause before it."""
    before = ""
    for run in runs:
        if isinstance(run, str):
            before = run
            continue
        clause = _CLAUSE.search(before)
        words = _DIRECTION.findall(clause[0]) if clause else []
        if words and not _SIZES.isdisjoint(run.key.split(":")):
            yield run, words[-1]
        before = ""


def _is_figure_key(key: str) -> bool:
    """Whether a tag of a content control is the key of a figure: a word processor adds controls with other tags."""
    return bool(re.fullmatch(r"[tcneu]:.+", key))


def _words(document: OfficialDocument) -> Iterator[str]:
    """The text of a document without its figures."""
    yield document.title
    yield document.addressees
    yield from _plain_words(document.runs)


def _plain_words(runs: Iterable[Run]) -> Iterator[str]:
    return (run if isinstance(run, str) else "\n" for run in runs)


def _numbers(words: Iterable[str]) -> Iterator[str]:
    """The numbers in a text as they are written, without dates, ordinals and the like."""
    text = _ALLOWED.sub("\n", "\n".join(words))
    for match in _NUMBER.finditer(text):
        yield match[0].rstrip(",，.．")
