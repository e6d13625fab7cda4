"""The head of a table of figures from its words alone: the one way to stack them that makes sense of every column.

Plain text keeps the words of a head in reading order and loses which stands above which. Every stacking that fits the
number of columns is tried; one is taken only where no other means something else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import product

from jinghe.core.clauses.words.lexer import lex
from jinghe.core.clauses.words.source import source
from jinghe.core.clauses.words.words import Kind
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.values.amounts import UNITS_OF_MEASURE, AmountKind
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.intake.layouts.cells import Holds, held
from jinghe.intake.layouts.headings import HIGH_TIERS, LOW_TIERS, Meaning, meaning

Path = tuple[int, ...]
"""Where a column stands in the head: numbers of its words, outermost first."""

_MOST_WORDS = 40
_MOST_STEPS = 400_000
_WORDING = 1_000  # steps that a wording costs
_GOES_ON = re.compile(r"及?以[上下内]|（(?:亿元|万元|万美元|美元|个|条|次|家|项|%|％)）$|[）”]")
_BREAKS_OFF = re.compile(r".*(?:及|和|与|或|、|每|[0-9])$")
_GENERIC = (Kind.FILLER, Kind.PERIOD, Kind.FLOOR, Kind.STRETCH, Kind.YEAR)
_OPENS_GENERIC = (Kind.PERIOD, Kind.FLOOR, Kind.STRETCH)


class TooManyWays(Exception):
    """A head with more ways to read it than can be tried: it is not certain."""


@dataclass(slots=True)
class Steps:
    """Bounds the search: what cannot be tried to the end is not known to be the only reading."""

    left: int = _MOST_STEPS

    def take(self, count: int = 1) -> None:
        self.left -= count
        if self.left < 0:
            raise TooManyWays


@dataclass(frozen=True, slots=True)
class Head:
    """words of the head after 单位, and for each column of figures or sentences the words that stand above it."""

    words: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def depth(self) -> int:
        return max(map(len, self.paths))

    def parts(self, column: int) -> tuple[str, ...]:
        return tuple(self.words[at] for at in self.paths[column])


@dataclass(slots=True)
class HeadReader:
    """figures: the rows of figures below; sentences: how many columns of sentences follow those of figures."""

    vocabulary: Vocabulary
    year: int | None
    figures: list[list[str]]
    sentences: int
    _meanings: dict[tuple[str, ...], Meaning] = field(default_factory=dict)

    def read(self, lines: list[tuple[str, ...]]) -> Head | None:
        """The head that the tokens of its lines make; None where there is none, or more than one."""
        width = len(self.figures[0])
        if sum(map(len, lines)) > _MOST_WORDS:
            return None
        try:
            found = self._stacked(lines, width)
        except TooManyWays:
            return None
        ordered = [head for head in found.values() if self._in_order(head, width)]
        left = ordered or list(found.values())
        return left[0] if len(left) == 1 else None

    def _stacked(self, lines: list[tuple[str, ...]], width: int) -> dict[tuple[object, ...], Head]:
        """A head for each meaning that the lines can have. Raises TooManyWays."""
        steps = Steps()
        found: dict[tuple[object, ...], Head] = {}
        for words, begins in self._wordings(lines):
            steps.take(_WORDING)
            for paths in stackings(words, width + self.sentences, begins, steps):
                steps.take(width)
                head = Head(words, paths)
                told = self._told(head, width)
                if told is not None:
                    found.setdefault(told, head)
        return found

    def _told(self, head: Head, width: int) -> tuple[object, ...] | None:
        """What the columns mean together; None where one of them means nothing."""
        told: list[object] = []
        for column in range(width):
            found = self._meaning(head.parts(column))
            if not _makes_sense(found):
                return None
            told.append(
                (found.indicator, found.criteria, found.period, found.unit, found.is_high, found.is_low)
            )
        for column in range(width, len(head.paths)):
            if self._is_of_figures(head.words[head.paths[column][-1]]):
                return None
            told.append(head.parts(column))
        return tuple(told)

    def _is_of_figures(self, word: str) -> bool:
        """Whether a heading is a tier, a size or a general word, below which no sentence stands."""
        tokens = lex(source(word), self.vocabulary)
        is_size = any(one.kind in (Kind.MONEY, Kind.RANGE) for one in tokens)
        return is_size or word in LOW_TIERS | HIGH_TIERS or all(one.kind in _GENERIC for one in tokens)

    def _meaning(self, parts: tuple[str, ...]) -> Meaning:
        if parts not in self._meanings:
            self._meanings[parts] = meaning(parts, self.vocabulary, self.year)
        return self._meanings[parts]

    def _in_order(self, head: Head, width: int) -> bool:
        """Whether pieces are whole, and no unit has a higher figure below 保证目标 than below 工作目标."""
        for column in range(width):
            unit = UNITS_OF_MEASURE[
                INDICATORS[self._meaning(head.parts(column)).indicator or "other"].unit_of_measure
            ]
            numbers = [held(row[column]).number for row in self.figures]
            if unit.kind is AmountKind.COUNT and any(number % 1 for number in numbers):
                return False
        for low in range(width - 1):
            one, other = self._meaning(head.parts(low)), self._meaning(head.parts(low + 1))
            if not (one.is_low and other.is_high and head.paths[low][:-1] == head.paths[low + 1][:-1]):
                continue
            for row in self.figures:
                first, second = held(row[low]), held(row[low + 1])
                if first.what is not second.what or _number(first.what, first.number) > second.number:
                    return False
        return True

    def _wordings(self, lines: list[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], frozenset[int]]]:
        """The words of the head, for every way in which lines may go on or stand alone, and where a row may begin.

        A row of the head begins where a line does, or where two words stand together without a blank.
        """
        pieces = [(token, number == 0, len(line) == 1) for line in lines for number, token in enumerate(line)]
        choices = [(False,)] + [
            self._joins(before[0], token, is_alone) if begins_line else (False,)
            for before, (token, begins_line, is_alone) in zip(pieces, pieces[1:], strict=False)
        ]
        for joins in product(*choices):
            words: list[tuple[str, bool]] = []
            for (token, begins_line, _), is_joined in zip(pieces, joins, strict=True):
                if is_joined:
                    words[-1] = (words[-1][0] + token, words[-1][1])
                else:
                    words.append((token, begins_line))
            for split in product(*(self._splits(word) for word, _ in words)):
                begins: set[int] = set()
                wording: list[str] = []
                for (_, begins_line), parts in zip(words, split, strict=True):
                    begins |= {len(wording)} if begins_line else set()
                    begins |= set(range(len(wording) + 1, len(wording) + len(parts)))
                    wording += parts
                yield tuple(wording), frozenset(begins)

    def _joins(self, before: str, token: str, is_alone: bool) -> tuple[bool, ...]:
        """Whether the first words of a line may, or must, go on with the last ones of the line before."""
        is_open = any(before.count(one) > before.count(other) for one, other in ("（）", "()", "“”"))
        if is_open or _GOES_ON.match(token) or _BREAKS_OFF.fullmatch(before):
            return (True,)
        kinds = {one.kind for one in lex(source(token), self.vocabulary)}
        if is_alone and kinds <= {Kind.FILLER} and token not in HIGH_TIERS:
            return (True,)
        apart = self._unknown(before) + self._unknown(token)
        return (True, False) if self._unknown(before + token) < apart else (False,)

    def _unknown(self, text: str) -> int:
        tokens = lex(source(text), self.vocabulary)
        return sum(len(token.text) for token in tokens if token.kind is Kind.UNKNOWN)

    def _splits(self, word: str) -> tuple[tuple[str, ...], ...]:
        """A word as it is, and in two where a heading of its own (全年目标任务) follows without a blank."""
        tokens = lex(source(word), self.vocabulary)
        for at in range(1, len(tokens)):
            if tokens[at].kind in _OPENS_GENERIC and all(one.kind in _GENERIC for one in tokens[at:]):
                has_noun = any(one.kind in (Kind.NOUN, Kind.ACT) for one in tokens[:at])
                start = source(word).span(tokens[at].start, tokens[at].end)[0]
                return ((word,), (word[:start], word[start:])) if has_noun else ((word,),)
        return ((word,),)


def _makes_sense(found: Meaning) -> bool:
    if found.is_actual:
        return True
    if not found.indicator or found.unheld_period:
        return False
    wanted = UNITS_OF_MEASURE[INDICATORS[found.indicator].unit_of_measure]
    return len(set(found.units_named)) <= 1 and (found.unit is None or found.unit.kind is wanted.kind)


def _number(what: Holds, number: Decimal) -> Decimal:
    return number if what is Holds.FIGURE else Decimal(0)


def stackings(
    words: tuple[str, ...], leaves: int, begins: frozenset[int], steps: Steps
) -> Iterator[tuple[Path, ...]]:
    """Every way to stack words, given in reading order, in up to three rows above so many columns."""
    count = len(words)
    if count == leaves and _may_stand_together(words):
        yield tuple((at,) for at in range(count))
    for first in sorted(begins - {0}):
        for blocks in _shares(
            range(first, count), first, lambda block: len(block) > 1 and _agree(words, block), steps
        ):
            paths = tuple(path for top, block in enumerate(blocks) for path in _below(top, block))
            if len(paths) == leaves:
                yield paths
        for second in sorted(one for one in begins if one > first):
            yield from _three_rows(words, first, second, leaves, steps)


def _three_rows(
    words: tuple[str, ...], first: int, second: int, leaves: int, steps: Steps
) -> Iterator[tuple[Path, ...]]:
    middle, low = range(first, second), range(second, len(words))
    for lows in _shares(low, len(middle), lambda block: len(block) > 1 and _agree(words, block), steps):
        below = dict(zip(middle, lows, strict=True))
        for blocks in _shares(middle, first, partial(_is_middle, words, below), steps):
            paths = tuple(path for top, block in enumerate(blocks) for path in _deep(top, block, below))
            if len(paths) == leaves:
                yield paths


def _deep(top: int, block: range, below: dict[int, range]) -> list[Path]:
    return [(top, *rest) for at in block for rest in _below(at, below[at])] if block else [(top,)]


def _is_middle(words: tuple[str, ...], below: dict[int, range], block: range) -> bool:
    """One word alone below another is a row of its own only where it has columns below it."""
    has_tiers = any(words[at] in HIGH_TIERS for at in block)
    if has_tiers and any(below[at] for at in block):
        return False
    return _agree(words, block) and (len(block) > 1 or bool(below[block[0]]))


def _below(top: int, block: range) -> list[Path]:
    return [(top, at) for at in block] if block else [(top,)]


def _shares(
    items: range, slots: int, fits: Callable[[range], bool], steps: Steps
) -> Iterator[tuple[range, ...]]:
    """The items dealt out in order to so many slots, where each block fits or is empty."""
    if slots == 0:
        if not items:
            yield ()
        return
    for size in range(len(items) + 1):
        steps.take()
        block = items[:size]
        if not size or fits(block):
            for rest in _shares(items[size:], slots - 1, fits, steps):
                yield (block, *rest)


def _agree(words: tuple[str, ...], block: range) -> bool:
    return _may_stand_together(tuple(words[at] for at in block))


def _may_stand_together(words: tuple[str, ...]) -> bool:
    """Whether words may stand side by side below one heading: all different, and tiers only as a pair."""
    if len(set(words)) < len(words):
        return False
    tiers = [word for word in words if word in HIGH_TIERS]
    return not tiers or (len(words) == 2 and words[0] in LOW_TIERS and words[1] in HIGH_TIERS)
