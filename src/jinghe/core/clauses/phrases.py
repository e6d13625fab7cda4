"""What a phrase is told by its own tokens: series of figures, bare figures, what stands before 围绕."""

from dataclasses import replace
from itertools import takewhile

from jinghe.core.clauses.frames import Frame
from jinghe.core.clauses.items import Item
from jinghe.core.clauses.words.lexer import Token
from jinghe.core.clauses.words.words import COUNTABLE, COUNTED, Kind
from jinghe.core.values.amounts import Quantity


def act_for(noun: str, parent: Item) -> str:
    """The act that makes a noun count what the parent counts."""
    return next(
        (act for (of, act), indicator in COUNTED.items() if (of, indicator) == (noun, parent.indicator)), ""
    )


def is_same_task(one: Item, other: Item) -> bool:
    """Whether only the figure tells two items apart."""
    return replace(one, tiers=other.tiers, span=other.span) == other


def series_of(frame: Frame) -> tuple[tuple[Frame, Token], ...]:
    """The phrase once for each figure, with the noun or the verb that the figure belongs to; empty if none fit."""
    count, nouns = len(frame.figures), series_nouns(frame)
    if not frame.has(Kind.RESPECTIVELY):
        return ()
    if len(nouns) == count:
        split = [replace(frame, nouns=(noun,)) for noun in nouns]
    elif len(frame.acts) == count and len(nouns) < 2:
        split = [replace(frame, acts=(act,)) for act in frame.acts]
    else:
        return ()
    return tuple(zip(split, frame.figures, strict=True))


def series_nouns(frame: Frame) -> tuple[Token, ...]:
    """The nouns a series tells figures of: sums and rates; of two that touch (招商引资实际引资总额) the last."""
    sums = [noun for noun in frame.nouns if noun.meaning not in COUNTABLE]
    starts = {noun.start for noun in sums}
    return tuple(noun for noun in sums if noun.end not in starts)


def is_bare(frame: Frame) -> bool:
    """Whether a phrase is a figure and nothing that would tell it from the one before (引进项目5个、8个)."""
    telling = (Kind.PERIOD, Kind.YEAR, Kind.FLOOR, Kind.STRETCH, Kind.OF_WHICH, Kind.SINCE)
    return not (
        frame.nouns or frame.acts or frame.restrictions or frame.thresholds or any(map(frame.has, telling))
    )


def quantity_of(token: Token) -> Quantity:
    assert token.quantity is not None
    return token.quantity


def before_focus(frame: Frame) -> tuple[Token, ...]:
    """我市 in 围绕我市现状 says nothing about whose facts count."""
    return tuple(takewhile(lambda token: token.kind is not Kind.FOCUS, frame.tokens))


def signed_in_year(frame: Frame) -> str:
    """2030年签约 in 2030年签约项目开工率: a cohort of one year, which a plan cannot hold; empty where there is none."""
    for year, act in zip(frame.tokens, frame.tokens[1:], strict=False):
        if year.kind is Kind.YEAR and act.kind is Kind.ACT and act.meaning == "sign":
            return year.text + act.text
    return ""
