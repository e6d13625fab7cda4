"""Laws of the clause language: it never crashes, loses nothing, and says back what it read."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jinghe.core.clauses import Item, Use, parse, render, render_all
from jinghe.core.clauses.canonical import canonical_word
from jinghe.core.clauses.words.lexer import lex
from jinghe.core.clauses.words.source import numbers_in, source
from jinghe.core.clauses.words.words import Kind, table
from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.plan.plans import Scope, Tiers
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity
from jinghe.core.values.periods import Period, plan_year
from jinghe.demonstration.plan import builtin_plan
from jinghe.reference.lexicon_loading import lexicon

YEAR = 2022
YI = 10_000_000_000
WORDS = sorted(table()) + sorted(word for words in lexicon().words.values() for word in words)
FIGURES = [
    "5个",
    "３条",
    "10亿元",
    "1000-5000万元",
    "90%",
    "2019年以来",
    "三季度",
    "亿元",
    "2022年",
    "7",
    "12,800",
    "一个",
]
STRANGE = ["低空", "§", "\n", " ", "〇", "²", "x1", "（", "）", "“", "）", "千", "百"]
clauses = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(FIGURES) | st.sampled_from(STRANGE), max_size=14
).map("".join)


@given(st.text() | clauses)
def test_no_input_crashes_the_reader(text):
    parse(text, lexicon(), year=YEAR, heading=text[:6])


@given(clauses)
def test_the_tokens_cover_every_character_once(text):
    plain = source(text)
    assert "".join(token.text for token in lex(plain, lexicon())) == plain.plain


@given(clauses)
def test_every_number_is_used_or_told_of(text):
    reading = parse(text, lexicon(), year=YEAR)
    unread = [span for span in numbers_in(text) if reading.use_of(span) is Use.UNREAD]
    assert not unread or reading.findings


@given(clauses)
def test_an_unknown_word_never_passes_in_silence(text):
    unknown = [token for token in lex(source(text), lexicon()) if token.kind is Kind.UNKNOWN]
    assert not unknown or parse(text, lexicon(), year=YEAR).findings


@given(clauses)
def test_items_hang_together(text):
    items = parse(text, lexicon(), year=YEAR).items
    for at, item in enumerate(items):
        assert item.of_which is None or (item.of_which < at and items[item.of_which].of_which is None)
        assert 0 <= item.span[0] < item.span[1] <= len(text)


def _canonical(dimension):
    words = lexicon().words[dimension]
    return [word for word in words if canonical_word(dimension, word, lexicon()) == word and "（" not in word]


amounts = st.integers(1, 500).map(lambda number: number * YI // 10)
lists = {
    name: st.lists(st.sampled_from(_canonical(name)), max_size=2, unique=True).map(tuple)
    for name in lexicon().words
}


@st.composite
def restrictions(draw, *, is_rate=False):
    low = draw(st.none() | amounts)
    return Criteria(
        investment_at_least=low,
        investment_below=draw(st.none() | amounts.map(lambda more: (low or 0) + more)),
        strict=low is not None and draw(st.booleans()),
        **{name: draw(words) for name, words in lists.items()},
        signed_since=draw(st.none() | st.integers(2015, YEAR)) if is_rate else None,
    )


PERIODS = (
    None,
    Period(start=plan_year(YEAR).start, before=plan_year(YEAR).months[8].before),
    Period(start=plan_year(YEAR).months[3].start, before=plan_year(YEAR).months[5].before),
    Period(start=plan_year(YEAR).months[6].start, before=plan_year(YEAR).before),
    plan_year(YEAR - 1),
)


@st.composite
def tasks(draw):
    rule = INDICATORS[draw(st.sampled_from([code for code in INDICATORS if code != "other"]))]
    unit = UNITS_OF_MEASURE[rule.unit_of_measure]
    low, high = sorted(draw(st.tuples(st.integers(1, 9999), st.integers(1, 9999))))
    figures = [
        Quantity(number=Decimal(number) / draw(st.sampled_from([1, 4])), unit=unit) for number in (low, high)
    ]
    pair = Tiers(guaranteed=figures[0], working=figures[1])
    is_stock = rule.code == "offerings" and draw(st.booleans())
    return Item(
        indicator=rule.code,
        tiers=draw(st.sampled_from([Tiers(required=figures[0]), pair])),
        criteria=draw(restrictions(is_rate=rule.window is Window.COHORT)),
        window=Window.STOCK if is_stock else rule.window,
        scope=draw(st.sampled_from(Scope)),
        period=draw(st.sampled_from(PERIODS)),
        each=draw(st.booleans()),
    )


@given(tasks())
def test_a_task_said_aloud_is_read_back_the_same(item):
    assert parse(render(item), lexicon(), year=YEAR).items == (item,)


@given(st.lists(tasks(), min_size=1, max_size=3))
def test_a_clause_of_several_tasks_is_read_back_the_same(items):
    assert parse(render_all(items), lexicon(), year=YEAR).items == tuple(items)


@given(
    st.lists(restrictions(), min_size=1, max_size=3), st.sampled_from(["led_projects", "offerings", "leads"])
)
def test_parts_are_read_back_under_their_parent(narrower, indicator):
    unit = UNITS_OF_MEASURE[INDICATORS[indicator].unit_of_measure]
    whole = Item(indicator=indicator, tiers=Tiers(required=Quantity(number=Decimal(100), unit=unit)))
    part = Tiers(required=Quantity(number=Decimal(3), unit=unit))
    parts = [
        Item(indicator=indicator, tiers=part, criteria=one, of_which=0)
        for one in narrower
        if one != Criteria()
    ]
    assert parse(render_all([whole, *parts]), lexicon(), year=YEAR).items == (whole, *parts)


@given(st.lists(tasks(), min_size=2, max_size=2, unique_by=lambda item: item.criteria))
def test_alternatives_are_read_back_as_one_group(branches):
    unit = UNITS_OF_MEASURE["个"]
    figure = Tiers(required=Quantity(number=Decimal(2), unit=unit))
    either = [
        Item(indicator="led_projects", tiers=figure, criteria=one.criteria, any_of=0) for one in branches
    ]
    if any(one.criteria.signed_since for one in branches):
        return
    assert parse(render_all(either), lexicon(), year=YEAR).items == tuple(either)


def test_the_built_in_plan_is_worded_and_read_back():
    plan = builtin_plan()
    for target in plan.targets:
        if target.of_which is None:
            (item,) = parse(render(target), lexicon(), year=plan.year).items
            read = (item.indicator, item.tiers, item.criteria, item.window, item.scope)
            assert read == (target.indicator, target.tiers, target.criteria, target.window, target.scope)
