"""Drift: whether every figure of a text still follows from the ledger, and which numbers of it nobody proves."""

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
"""Days, months, ordinals and numbers of papers: they count nothing."""
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*|[一二两三四五六七八九十百千]{2,}(?=[亿万个家条次项%％])|[二两三四五六七八九十](?=[亿万个家条次项%％])"
)
_DIRECTION = re.compile(r"超|欠|高于|低于|增长|下降")
"""Words that give a size its direction; the figure behind them has none of its own."""
_MEASURE = re.compile(r"亿元|万元|万美元|个百分点|[个家条次份件%]")
_CLAUSE = re.compile(r"[^，。；：、\n]*$")
_SIZES = frozenset({"points", "growth"})
_WHOLE_AREA = "全市"
_ENDS = "。\n"
"""What ends the reach of a unit's name."""


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

    left_out: how many figures that were written first are no longer told. turned: figures
    whose words make less of more, or another unit of measure of theirs.
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
        told = [*(one.text for one in self.drifted), *self.turned]
        told += [f"“{number}”不是由台账算出的数字，请删除，或改为文字说明" for number in self.unproved]
        return tuple(dict.fromkeys(told))


def figures_of(document: OfficialDocument) -> dict[str, str]:
    """key → text of every figure of a document."""
    return {figure.key: figure.text for figure in document.figures}


def drift_of_document(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str], units: Iterable[str]
) -> Drift:
    """Drift of a document that was edited in the product. written: as the office's rules wrote it.

    expected: what the figures must say by the ledger. units: the names that a figure may be told of.
    """
    told = [(figure.key, figure.text) for figure in document.figures]
    known = Counter(_numbers(_words(written)))
    found = _drift(told, Counter(_numbers(_words(document))) - known, written, expected)
    return replace(found, turned=_misread(document.runs, written, units))


def drift_of_file(
    figures: Iterable[tuple[str, str]],
    text: Iterable[str],
    ours: Iterable[str],
    runs: Iterable[Run],
    written: OfficialDocument,
    expected: Mapping[str, str],
    units: Iterable[str],
) -> Drift:
    """Drift of a file that was edited elsewhere. text: its lines with the figures in them; ours: of our own file.

    runs: its words with the figures among them.
    """
    told = [(key, said) for key, said in figures if key in expected or _is_figure_key(key)]
    more = numbers_beyond(text, ours)
    wrong = Counter(said for key, said in told if expected.get(key) != said)
    found = _drift(told, more - wrong, written, expected)
    return replace(found, turned=_misread(runs, written, units))


def complaints(
    document: OfficialDocument, written: OfficialDocument, expected: Mapping[str, str], units: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Name of a piece of the text → what is wrong in it, so that it can be said beside it."""
    known, names = Counter(_numbers(_words(written))), tuple(units)
    found: dict[str, tuple[str, ...]] = {}
    for piece in pieces(document):
        figures = [(run.key, run.text) for run in piece.runs if isinstance(run, Figure)]
        extra = Counter(_numbers(_said(piece.runs))) - known
        known -= Counter(_numbers(_said(piece.runs)))
        drift = replace(
            _drift(figures, extra, document, expected), turned=_misread(piece.runs, written, names)
        )
        if drift.faults:
            found[piece.name] = drift.faults
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


def numbers_beyond(text: Iterable[str], ours: Iterable[str]) -> Counter[str]:
    """The numbers of a text that another one does not have, or not so often."""
    return Counter(_numbers(text)) - Counter(_numbers(ours))


def _misread(runs: Iterable[Run], written: OfficialDocument, units: Iterable[str]) -> tuple[str, ...]:
    """Figures that stand as they were among words that make another thing of them."""
    told = tuple(runs)
    return (*_turned(told, written), *_measured_anew(told, written), *_told_of_others(told, written, units))


def _told_of_others(runs: Sequence[Run], written: OfficialDocument, units: Iterable[str]) -> tuple[str, ...]:
    """Figures that follow the name of another unit than the rules wrote."""
    longest_first = sorted({*units, _WHOLE_AREA}, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, longest_first)))
    held: dict[str, set[str]] = {}
    for figure, unit in _owned(written.runs, names):
        held.setdefault(figure.key, set()).add(unit)
    return tuple(
        f"“{figure.text}”前的单位是“{unit}”，应为“{'、'.join(sorted(held[figure.key]))}”，请改回"
        for figure, unit in _owned(runs, names)
        if figure.key in held and unit not in held[figure.key]
    )


def _owned(runs: Iterable[Run], names: re.Pattern[str]) -> Iterator[tuple[Figure, str]]:
    """Every figure of a unit or of the whole area, with the name that was last told before it in its sentence."""
    told = ""
    for run in runs:
        if isinstance(run, str):
            since = max(run.rfind(end) for end in _ENDS)
            found = names.findall(run[since + 1 :])
            told = found[-1] if found else told if since < 0 else ""
        elif told and run.key.startswith(("t:", "c:")):
            yield run, told


def _measured_anew(runs: Sequence[Run], written: OfficialDocument) -> tuple[str, ...]:
    """Figures with another unit of measure behind them than the rules wrote."""
    held: dict[str, set[str]] = {}
    for figure, unit in _measured(tuple(written.runs)):
        held.setdefault(figure.key, set()).add(unit)
    return tuple(
        f"“{figure.text}{unit}”的计量单位与台账不一致，应为“{'、'.join(sorted(held[figure.key]))}”，请改回"
        for figure, unit in _measured(runs)
        if figure.key in held and unit not in held[figure.key]
    )


def _measured(runs: Sequence[Run]) -> Iterator[tuple[Figure, str]]:
    """Every figure that a unit of measure follows, with the unit."""
    for one, following in pairwise(runs):
        if isinstance(one, Figure) and isinstance(following, str) and (unit := _MEASURE.match(following)):
            yield one, unit[0]


def _turned(runs: Iterable[Run], written: OfficialDocument) -> tuple[str, ...]:
    """Sizes whose direction is another than the rules wrote."""
    held: dict[str, set[str]] = {}
    for figure, word in _directed(written.runs):
        held.setdefault(figure.key, set()).add(word)
    return tuple(
        f"“{word}…{figure.text}”的方向与台账不一致，应为“{'、'.join(sorted(held[figure.key]))}”，请改回"
        for figure, word in _directed(runs)
        if figure.key in held and word not in held[figure.key]
    )


def _directed(runs: Iterable[Run]) -> Iterator[tuple[Figure, str]]:
    """Every figure that is a mere size, with the word of direction in the clause before it."""
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
