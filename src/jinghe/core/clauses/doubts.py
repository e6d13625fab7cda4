"""What a person must look at in a phrase that was read: everything that could have been meant otherwise."""

from collections.abc import Iterator

from jinghe.core.clauses.frames import Frame
from jinghe.core.clauses.items import Item
from jinghe.core.clauses.tasks import Asked, Doubt
from jinghe.core.clauses.words.lexer import Token
from jinghe.core.clauses.words.words import STRICTLY_BELOW, Kind
from jinghe.core.counting.indicators import INDICATORS, Window

_UNCOUNTED = ("contract_amount", "events")


def doubts_about(
    frame: Frame, asked: Asked, figure: Token, item: Item, *, is_yearly: bool
) -> tuple[Doubt, ...]:
    """Every doubt about one item, in the order of the phrase's parts."""
    return (
        *asked.doubts,
        *_of_words(frame),
        *_of_acts(frame),
        *_of_thresholds(frame),
        *_of_figure(frame, figure),
        *_of_item(item, is_yearly),
    )


def _of_words(frame: Frame) -> Iterator[Doubt]:
    for one in (*frame.restrictions, *frame.focus):
        if one.is_unknown:
            yield Doubt("unknown_word", (("word", one.text),))


def _of_thresholds(frame: Frame) -> Iterator[Doubt]:
    for one in frame.thresholds:
        text = one.comparator.text if one.comparator else ""
        if not one.is_held:
            amount = (("amount", f"{one.token.text}{text}"),)
            yield (
                Doubt("funds_threshold", (("sum", one.of_what), *amount))
                if one.of_what
                else Doubt("foreign_threshold", amount)
            )
        elif one.comparator is None and one.token.upper is None:
            yield Doubt("bare_threshold", (("amount", one.token.text),))
        elif one.comparator and one.comparator.kind is Kind.ABOUT:
            yield Doubt("approximate", (("text", f"{text}{one.token.text}"),))
        elif one.comparator and one.comparator.kind is Kind.BELOW and text not in STRICTLY_BELOW:
            yield Doubt("boundary", (("text", f"{one.token.text}{text}"),))


def _of_acts(frame: Frame) -> Iterator[Doubt]:
    """参与引进项目: is it enough to take part?"""
    if len(frame.acts) > 1 and any(act.text in ("参与", "参加") for act in frame.acts):
        yield Doubt("ambiguous", (("readings", "独立完成、参与即可"), ("chosen", "独立完成")))


def _of_figure(frame: Frame, figure: Token) -> Iterator[Doubt]:
    comparator = frame.beside(figure)
    if comparator and comparator.kind is Kind.ABOUT:
        yield Doubt("approximate")
    if comparator and comparator.kind is Kind.ABOVE:
        yield Doubt("strict_figure")
    if "突破" in figure.text:
        yield Doubt("implied_figure")
    if figure.upper is not None:
        yield Doubt("value_range")


def _of_item(item: Item, is_yearly: bool) -> Iterator[Doubt]:
    if item.unheld_period:
        yield Doubt("unheld_period", (("period", item.unheld_period),))
    if is_yearly:
        yield Doubt("yearly")
    if item.each:
        yield Doubt("each_member")
    if item.window is Window.STOCK:
        yield Doubt("ambiguous", (("readings", "期末储备量、当年推出数"), ("chosen", "期末储备量")))
    if item.indicator in _UNCOUNTED:
        yield Doubt("uncounted_indicator", (("indicator", INDICATORS[item.indicator].name),))
