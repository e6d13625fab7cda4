"""Frames: a clause cut into phrases of one figure each, every token of a phrase put into the slot it fills."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from jinghe.core.clauses.words.lexer import Token
from jinghe.core.clauses.words.words import AFTER_AMOUNT, CHOSEN_FIRMS, COUNTABLE, Kind
from jinghe.core.values.amounts import Currency

_JOINTS = frozenset({Kind.LIST, Kind.OR})
_COMPARATORS = frozenset({Kind.AT_LEAST, Kind.ABOVE, Kind.BELOW, Kind.ABOUT})
_PASSED = _COMPARATORS | _JOINTS | {Kind.MONEY, Kind.FILLER, Kind.WORD, Kind.UNKNOWN, Kind.ACT, Kind.GROWTH}


@dataclass(frozen=True, slots=True)
class Threshold:
    """An investment restriction: the amount and the comparator beside it, if any."""

    token: Token
    comparator: Token | None
    of_money: bool = False
    """Whether it restricts some other sum (到位资金1亿元以上的项目, 年产值超亿元项目) rather than the investment."""
    of_what: str = ""
    """The noun of that other sum, where it is known."""

    @property
    def is_held(self) -> bool:
        """Whether it can be told as a restriction; of the others a person is told, and the task stays without."""
        quantity = self.token.quantity
        is_foreign = quantity is not None and quantity.unit.currency is Currency.USD
        return not is_foreign and not (self.of_money and self.of_what)


@dataclass(frozen=True, slots=True)
class Restriction:
    """A word of the vocabulary in restricting position; unknown where the vocabulary does not hold it."""

    start: int
    end: int
    text: str
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_unknown(self) -> bool:
        return not self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One phrase. join: the separator before it. lost: pieces that fill no slot.

    is_apart: a comma stands before its 或.
    """

    tokens: tuple[Token, ...]
    join: Kind
    figures: tuple[Token, ...]
    thresholds: tuple[Threshold, ...]
    nouns: tuple[Token, ...]
    acts: tuple[Token, ...]
    restrictions: tuple[Restriction, ...]
    focus: tuple[Restriction, ...]
    lost: tuple[Token, ...]
    is_apart: bool = False

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def head(self) -> Token | None:
        return self.nouns[-1] if self.nouns else None

    def has(self, kind: Kind) -> bool:
        return any(token.kind is kind for token in self.tokens)

    def of(self, kind: Kind) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind is kind)

    def beside(self, token: Token) -> Token | None:
        """The comparator that belongs to a quantity: right after it, or before it with only fillers between."""
        return _comparator(self.tokens, self.tokens.index(token))

    @property
    def has_lost_number(self) -> bool:
        return any(char.isdigit() for token in self.lost for char in token.text)


def frames(tokens: tuple[Token, ...]) -> tuple[Frame, ...]:
    """The phrases of a clause in order."""
    return tuple(
        replace(_frame(piece, join), is_apart=join is Kind.OR and _comma_before_or(tokens, piece[0]))
        for join, piece in _phrases(tokens)
    )


def _comma_before_or(tokens: tuple[Token, ...], first: Token) -> bool:
    before = tokens[: tokens.index(first)][-2:]
    return len(before) == 2 and before[0].kind in (Kind.COMMA, Kind.STOP)


def _phrases(tokens: tuple[Token, ...]) -> Iterator[tuple[Kind, tuple[Token, ...]]]:
    join, current, has_figure, in_brackets = Kind.STOP, list[Token](), False, False
    for at, token in enumerate(tokens):
        ends = (
            Kind.COMMA
            if in_brackets and token.kind is Kind.CLOSE
            else _joint(tokens, at, current, has_figure)
        )
        if ends is None and token.kind is Kind.OR and not current and not has_figure and at:
            join = Kind.OR
            continue
        if ends is None:
            current.append(token)
            has_figure = has_figure or (token.is_quantity and not is_threshold(tokens, at))
            continue
        if current:
            yield join, tuple(current)
        join = ends if current or ends is Kind.OR or join is not Kind.STOP else Kind.STOP
        in_brackets = token.kind is Kind.OPEN or (in_brackets and token.kind is not Kind.CLOSE)
        current, has_figure = [], False
    if current:
        yield join, tuple(current)


def _joint(tokens: tuple[Token, ...], at: int, current: list[Token], has_figure: bool) -> Kind | None:
    """The kind of joint where a phrase ends at this token; a list inside a phrase does not end it."""
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if at and opens_range(tokens, at - 1) and is_threshold(tokens, at - 1):
        return None
    is_colon = token.text == "：" and not has_figure and after is not None and after.is_quantity
    if is_colon and any(t.kind is Kind.NOUN for t in current):
        return None  # 到位资金目标任务：12亿元
    if token.kind in (Kind.COMMA, Kind.STOP):
        is_lead_in = token.text in "：，" and [t.kind for t in current[-1:]] == [Kind.OF_WHICH]
        return None if is_lead_in else token.kind
    if token.kind is Kind.OPEN:
        is_tier = [t.kind for t in tokens[at + 1 : at + 3]] in (
            [Kind.FLOOR, Kind.CLOSE],
            [Kind.STRETCH, Kind.CLOSE],
        )
        opens_part = after is not None and after.kind is Kind.OF_WHICH
        return Kind.COMMA if (has_figure and not is_tier) or opens_part else None
    is_series = any(t.kind is Kind.RESPECTIVELY for t in current) and after is not None and after.is_quantity
    return token.kind if token.kind in _JOINTS and has_figure and not is_series else None


def opens_range(tokens: tuple[Token, ...], at: int) -> bool:
    """不低于5000万元、不超过1亿元: the lower end, whose upper end follows behind a joint."""
    low, after = tokens[at], tokens[at + 1 : at + 4]
    before = tokens[at - 1] if at else None
    if low.kind is not Kind.MONEY or before is None or before.kind not in (Kind.AT_LEAST, Kind.ABOVE):
        return False
    return [t.kind for t in after] in ([joint, Kind.BELOW, Kind.MONEY] for joint in (Kind.LIST, Kind.COMMA))


def follows_amount(token: Token) -> bool:
    """Whether a comparator stands behind its amount: 以上, 以上（含5000万元）."""
    return token.text in AFTER_AMOUNT or (token.kind is Kind.AT_LEAST and token.text.endswith("）"))


def is_threshold(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether an amount restricts the countable noun that follows it, rather than being asked for itself."""
    if tokens[at].kind not in (Kind.MONEY, Kind.RANGE):
        return False
    is_money = tokens[at].quantity is not None and tokens[at].quantity.unit.currency is not None  # type: ignore[union-attr]
    rest = tokens[at + 1 :]
    if opens_range(tokens, at):
        return is_threshold(tokens, at + 3)
    is_compared = bool(rest) and follows_amount(rest[0])
    if is_compared:
        rest = rest[1:]
    after = rest[1:] if rest and rest[0].kind in _COMPARATORS and not follows_amount(rest[0]) else rest
    if is_money and is_compared and after and after[0].kind is Kind.COUNT:
        return True  # 其中10亿元以上1个
    if not is_money or not rest or rest[0].kind in _JOINTS:
        return False
    passed = len(tuple(takewhile(lambda token: token.kind in _PASSED, rest)))
    if any(token.kind is Kind.MONEY for token in rest[:passed]) and not (
        is_compared or rest[0].kind in _COMPARATORS
    ):
        return False
    while (
        passed + 1 < len(rest)
        and rest[passed].kind is rest[passed + 1].kind is Kind.NOUN
        and rest[passed].meaning not in COUNTABLE
    ):
        passed += 1  # 1000万美元以上外资项目
    noun = rest[passed] if passed < len(rest) else None
    if noun is None or noun.kind is not Kind.NOUN:
        return False
    return noun.meaning in COUNTABLE or any(t.kind is Kind.PERCENT for t in rest)


def _frame(tokens: tuple[Token, ...], join: Kind) -> Frame:
    amounts = [(at, token) for at, token in enumerate(tokens) if token.is_quantity]
    thresholds = tuple(_threshold(tokens, at) for at, _ in amounts if is_threshold(tokens, at))
    figures = tuple(token for at, token in amounts if not is_threshold(tokens, at))
    nouns = tuple(token for token in tokens if token.kind is Kind.NOUN) + _invested(tokens, figures)
    known, lost = _restrictions(tokens, nouns, figures)
    focus = tuple(one for one in known if _in_focus(tokens, one))
    return Frame(
        tokens=tokens,
        join=join,
        figures=figures,
        thresholds=thresholds,
        nouns=nouns,
        acts=tuple(token for token in tokens if _is_act(token)),
        restrictions=tuple(one for one in known if one not in focus),
        focus=focus,
        lost=lost,
    )


def _is_act(token: Token) -> bool:
    return token.kind is Kind.ACT or (token.kind is Kind.STANDING and token.meaning != "")


def _threshold(tokens: tuple[Token, ...], at: int) -> Threshold:
    before = [
        token for token in tokens[:at] if token.kind is not Kind.FILLER and token.kind not in _COMPARATORS
    ]
    touching = next((token for token in reversed(tokens[:at]) if token.kind not in _COMPARATORS), None)
    of_money = bool(before) and before[-1].kind is Kind.NOUN and before[-1].meaning not in COUNTABLE
    of_money |= touching is not None and touching.kind is Kind.UNKNOWN
    is_known = of_money and bool(before) and before[-1].kind is Kind.NOUN
    return Threshold(tokens[at], _comparator(tokens, at), of_money, before[-1].text if is_known else "")


def _comparator(tokens: tuple[Token, ...], at: int) -> Token | None:
    if at + 1 < len(tokens) and follows_amount(tokens[at + 1]):
        return tokens[at + 1]
    for token in reversed(tokens[:at]):
        if token.kind in _COMPARATORS:
            return None if follows_amount(token) else token
        if token.kind is not Kind.FILLER:
            return None
    return None


def _invested(tokens: tuple[Token, ...], figures: tuple[Token, ...]) -> tuple[Token, ...]:
    """总投资 as the thing asked for: the investment word that stands right before a figure of money."""
    for figure in figures:
        before = [t for t in tokens if t.end <= figure.start and t.kind not in _COMPARATORS | {Kind.FILLER}]
        if figure.kind is Kind.MONEY and before and before[-1].kind is Kind.INVEST:
            return (replace(before[-1], kind=Kind.NOUN, meaning="investment"),)
    return ()


def _restrictions(
    tokens: tuple[Token, ...], nouns: tuple[Token, ...], figures: tuple[Token, ...]
) -> tuple[tuple[Restriction, ...], tuple[Token, ...]]:
    """Restricting words, and unknown pieces that restrict nothing one can tell.

    An unknown piece that touches a known word changes it (非房地产): both together are one unknown restriction.
    """
    known = [Restriction(noun.start, noun.end, noun.text) for noun in nouns[:-1] if noun.text in CHOSEN_FIRMS]
    lost: list[Token] = []
    for run in _runs(tokens, nouns):
        if all(_words(token, nouns) for token in run):
            known += [Restriction(t.start, t.end, t.text, _words(t, nouns)) for t in run]
        elif _is_attributive(tokens, run, nouns, figures) and not any(
            char.isdigit() for t in run for char in t.text
        ):
            known.append(Restriction(run[0].start, run[-1].end, "".join(token.text for token in run)))
        else:
            lost.append(Token(Kind.UNKNOWN, run[0].start, run[-1].end, "".join(token.text for token in run)))
    return tuple(known), tuple(lost)


def _runs(tokens: tuple[Token, ...], nouns: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Neighbouring vocabulary words and unknown pieces."""
    run: list[Token] = []
    for token in tokens:
        if token.kind is Kind.UNKNOWN or _words(token, nouns):
            run.append(token)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _words(token: Token, nouns: tuple[Token, ...]) -> tuple[tuple[str, str], ...]:
    """A noun that is also a vocabulary word (外资) restricts where it is not the head; 内资 also tells the origin."""
    is_head = bool(nouns) and (token.start, token.kind) == (nouns[-1].start, Kind.NOUN)
    return tuple(pair for pair in token.words if not is_head or pair[0] == "region")


def _is_attributive(
    tokens: tuple[Token, ...], run: tuple[Token, ...], nouns: tuple[Token, ...], figures: tuple[Token, ...]
) -> bool:
    """Whether a piece stands between what opens a task (verb, amount, word) and the noun it restricts."""
    if not nouns or run[0].start > nouns[-1].start:
        return False
    opened = [
        t
        for t in tokens
        if t.end <= run[0].start and (_is_act(t) or t.is_quantity or t.kind is Kind.OF_WHICH)
    ]
    between = [t for t in tokens if run[-1].end <= t.start < nouns[-1].start]
    return bool(opened) and not any(_is_act(t) or t in figures for t in between)


def _in_focus(tokens: tuple[Token, ...], one: Restriction) -> bool:
    before = [t for t in tokens if t.end <= one.start and (t.kind is Kind.FOCUS or _is_act(t))]
    return bool(before) and before[-1].kind is Kind.FOCUS
