"""Strategies: ledgers as an office could have written them, and questions anyone could ask of them.

For another evaluator (the compiled SQL) the law is

    @given(questions())
    def test_…(question):
        postings, asked, known = question
        assert nonzero(mine(asked, known)) == nonzero(tally(asked, postings, known))

Postings fit the table's constraints: sequences grow with gaps,
the lines of an entry share its number, shares of a role sum to 100 %, a reversal takes over all columns.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.dimensions import resolve
from jinghe.core.counting.entries import Credit, Entry, reversed_posting
from jinghe.core.counting.facts import FACT_RULES, WHOLE_SHARE, FactKind, Posting, Role
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.counting.rulings import QUESTIONS, Ruling
from jinghe.core.counting.tallies import Summed, Tally
from jinghe.core.plan.lights import Light, LightRule
from jinghe.core.plan.plans import Duty, Plan, Scope, Target, Tiers, Total, Unit
from jinghe.core.values.amounts import UNITS_OF_MEASURE, AmountKind, Currency, Quantity
from jinghe.core.values.findings import Finding
from jinghe.core.values.periods import Period
from tests.builders import VOCABULARY, YEAR

UNITS = ("通川区", "达川区", "万源市", "市经信局", "O'Brien%_处")
"""The last is no unit anyone has, but a name that badly quoted SQL would stumble over."""
SUB_UNITS = ("", "普光镇", "园区")
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2023, 12, 31)
EDGES = tuple(
    date(year, month, 1) - timedelta(days=back)
    for year in (2019, 2022, 2023)
    for month in (1, 5)
    for back in (0, 1)
)
SIZES = (1, 199_999, 5_000_000_000, 49_999_999_999, 50_000_000_000, 50_000_000_001, 500_000_000_000, 10**15)
"""分; around 5亿元, where bands share an end."""

days = st.one_of(st.sampled_from(EDGES), st.dates(FIRST_DAY, LAST_DAY))
investments = st.one_of(st.none(), st.sampled_from(SIZES), st.integers(1, 10**13))
amounts = st.one_of(st.sampled_from((1, 3, 100, 10_001)), st.integers(1, 10**13))

STRANGE_CODES = {"industry": ("", "gone"), "region": ("", "99"), "investor": ("hkxmacao", "TAIWAN", "state_")}
"""Codes the vocabulary does not hold (old ledgers keep old codes), some confusingly like those it does."""


def codes(dimension: str) -> st.SearchStrategy[str]:
    return st.sampled_from((*VOCABULARY.names[dimension], *STRANGE_CODES[dimension]))


# --- periods and criteria ----------------------------------------------------------------------


@st.composite
def periods(draw) -> Period:
    start, last = sorted(draw(st.tuples(days, days)))
    return Period(start=start, before=last + timedelta(days=1))


def words(dimension: str) -> st.SearchStrategy[tuple[str, ...]]:
    known = sorted(VOCABULARY.words[dimension])
    return st.lists(st.sampled_from(known), max_size=3, unique=True).map(tuple)


@st.composite
def sizes(draw) -> dict[str, object]:
    low, high = draw(investments), draw(investments)
    if low is not None and high is not None and low >= high:
        low, high = (high, low) if high < low else (low, None)
    strict = low is not None and draw(st.booleans())
    return {"investment_at_least": low, "investment_below": high, "strict": strict}


@st.composite
def criteria(draw) -> Criteria:
    """Restrictions on any dimensions, each absent as often as present."""

    def maybe(strategy, absent):
        return draw(st.one_of(st.just(absent), strategy))

    return Criteria(
        **maybe(sizes(), {}),
        industry=maybe(words("industry"), ()),
        region=maybe(words("region"), ()),
        investor=maybe(words("investor"), ()),
        signed_since=maybe(st.integers(2018, 2023), None),
        excludes_real_estate=draw(st.booleans()),
        excludes_government_investment=draw(st.booleans()),
    )


@st.composite
def criteria_near(draw, posting: Posting) -> Criteria:
    """Restrictions that a posting satisfies, or misses by a hair."""

    def near(dimension: str, held: tuple[str, ...]) -> tuple[str, ...]:
        fitting = sorted(word for word, codes in VOCABULARY.words[dimension].items() if codes & set(held))
        if not fitting or draw(st.integers(0, 2)) < 2:
            return ()
        return tuple(dict.fromkeys((draw(st.sampled_from(fitting)), *draw(words(dimension)))))

    investment, low, below = posting.investment_fen, None, None
    if investment is not None and draw(st.booleans()):
        low = investment + draw(st.sampled_from((-1, 0, 0, 1)))
        below = draw(st.sampled_from((None, low + 1, low + 2)))
    years = (
        (None, posting.cohort_on.year, posting.cohort_on.year + 1)
        if posting.cohort_on
        else (None, None, None, 2018)
    )
    return Criteria(
        investment_at_least=low,
        investment_below=below,
        strict=low is not None and draw(st.integers(0, 3)) == 3,
        industry=near("industry", (posting.industry,)),
        region=near("region", (posting.region,)),
        investor=near("investor", posting.investor),
        signed_since=draw(st.sampled_from(years)),
        excludes_real_estate=draw(st.integers(0, 5)) == 5,
        excludes_government_investment=draw(st.integers(0, 5)) == 5,
    )


@st.composite
def tallies(draw, about: tuple[Posting, ...] = ()) -> Tally:
    """Any sum of a kind and role over a period; given a ledger, mostly one that some line of it is in."""
    posting = draw(st.sampled_from(about)) if about and draw(st.integers(0, 4)) < 4 else None
    kind = posting.kind if posting else draw(st.sampled_from(FactKind))
    always = Period(start=date.min, before=LAST_DAY + timedelta(days=1))
    that_day = (
        Period(start=posting.occurred_on, before=posting.occurred_on + timedelta(days=1))
        if posting
        else always
    )
    occurred = draw(st.sampled_from((always, that_day, that_day)) | periods())
    own = FACT_RULES[kind].currency
    return Tally(
        kind=kind,
        role=posting.role if posting else draw(st.sampled_from(Role)),
        summed=draw(st.sampled_from(Summed)),
        occurred=occurred,
        conditions=resolve(draw(criteria_near(posting) if posting else criteria()), VOCABULARY),
        currency=draw(st.sampled_from((None, own, own, *Currency))),
    )


# --- ledgers -----------------------------------------------------------------------------------


@st.composite
def credited(draw, role: Role) -> tuple[Credit, ...]:
    """One to three units that share a role, 5:5 among them; shares sum to 100 %."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
    ends = sorted({0, WHOLE_SHARE, *draw(_cuts(len(units)))})
    shares = [high - low for low, high in pairwise(ends)]
    return tuple(
        Credit(unit=unit, role=role, share=share, sub_unit=draw(st.sampled_from(SUB_UNITS)))
        for unit, share in zip(units, shares, strict=False)
    )


def _cuts(parties: int) -> st.SearchStrategy[list[int]]:
    cut = st.one_of(st.just(WHOLE_SHARE // 2), st.integers(1, WHOLE_SHARE - 1))
    return st.lists(cut, min_size=parties - 1, max_size=parties - 1, unique=True)


@st.composite
def entries(draw, kind: FactKind | None = None, subject: str = "对象") -> Entry:
    """A valid entry by itself (`faults()` finds nothing)."""
    kind = kind or draw(st.sampled_from(FactKind))
    rule = FACT_RULES[kind]
    cohort_on = draw(days) if rule.of_project or draw(st.booleans()) else None
    occurred_on = draw(days) if cohort_on is None else max(cohort_on, draw(days))
    needed, other = (Role.HOST, Role.SPONSOR) if rule.of_project else (Role.SPONSOR, Role.HOST)
    also = draw(credited(other)) if draw(st.booleans()) else ()
    investment, amount = draw(investments), draw(amounts) if rule.currency else 0
    if kind is FactKind.SIGNING and investment is not None:
        amount = investment
    return Entry(
        kind=kind,
        subject=subject,
        occurred_on=cohort_on if kind is FactKind.SIGNING and cohort_on else occurred_on,
        credits=(*draw(credited(needed)), *also),
        cohort_on=cohort_on,
        amount_fen=amount,
        investment_fen=investment,
        industry=draw(codes("industry")),
        region=draw(codes("region")),
        investor=tuple(draw(st.lists(codes("investor"), max_size=3, unique=True))),
        is_real_estate=draw(st.booleans()),
        is_government_investment=draw(st.booleans()),
    )


class _Book:
    """Numbers lines as the ledger does, with gaps; remembers which entries stand."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.lines: list[Posting] = []
        self.standing: dict[int, tuple[Entry, tuple[Posting, ...]]] = {}
        self.sequence = 0

    def _next(self) -> int:
        self.sequence += self.draw(st.sampled_from((1, 1, 1, 2, 10)))
        return self.sequence

    def post(self, entry: Entry) -> None:
        number = self.sequence + 1
        posted = tuple(replace(line, sequence=self._next(), entry=number) for line in entry.postings())
        self.standing[number] = (entry, posted)
        self.lines += posted

    def reverse(self, number: int) -> Entry:
        entry, posted = self.standing.pop(number)
        undoing = self.sequence + 1
        self.lines += [
            replace(reversed_posting(line), sequence=self._next(), entry=undoing) for line in posted
        ]
        return entry

    def of(self, subject: str, *kinds: FactKind) -> list[int]:
        return [
            n for n, (entry, _) in self.standing.items() if entry.subject == subject and entry.kind in kinds
        ]

    def may_hold(self, kind: FactKind, subject: str) -> bool:
        """Once per subject, and only after what it needs."""
        rule = FACT_RULES[kind]
        return not (rule.once and self.of(subject, kind)) and not (
            rule.needs and not self.of(subject, rule.needs)
        )

    def is_needed(self, number: int) -> bool:
        entry, _ = self.standing[number]
        needing = [kind for kind, rule in FACT_RULES.items() if rule.needs is entry.kind]
        return bool(self.of(entry.subject, *needing))


_OF_PROJECTS = tuple(
    kind for kind, rule in FACT_RULES.items() if rule.of_project and kind is not FactKind.SIGNING
)


@st.composite
def ledgers(draw, max_acts: int = 14) -> tuple[Posting, ...]:
    """Up to three projects and some leads, offerings and trips, with what went wrong and was put right.

    Facts are posted late and out of order, shared, reversed, restated (a subject's lines reversed and entered
    anew with another investment) and, for offerings, taken out again.
    """
    book = _Book(draw)
    for _ in range(draw(st.integers(0, max_acts))):
        act = draw(
            st.sampled_from(("sign", "follow", "follow", "other", "other", "exit", "reverse", "restate"))
        )
        _ACTS[act](book, draw)
    return tuple(book.lines)


def _sign(book: _Book, draw) -> None:
    subject = draw(st.sampled_from(("甲项目", "乙项目", "丙项目")))
    if book.may_hold(FactKind.SIGNING, subject):
        book.post(draw(entries(FactKind.SIGNING, subject)))


def _follow(book: _Book, draw) -> None:
    """Something happens to a signed project, under the columns of its signing."""
    signed = [n for n, (entry, _) in book.standing.items() if entry.kind is FactKind.SIGNING]
    if not signed:
        return
    signing, _ = book.standing[draw(st.sampled_from(signed))]
    kind = draw(st.sampled_from(_OF_PROJECTS))
    if book.may_hold(kind, signing.subject):
        book.post(
            replace(
                signing,
                kind=kind,
                occurred_on=max(signing.occurred_on, draw(days)),
                amount_fen=draw(amounts) if FACT_RULES[kind].currency else 0,
                credits=signing.credits if draw(st.booleans()) else draw(credited(Role.HOST)),
            )
        )


def _other(book: _Book, draw) -> None:
    kind = draw(st.sampled_from((FactKind.LEAD, FactKind.OFFERING, FactKind.TRIP)))
    subject = draw(st.sampled_from(("一", "二", "三", "四")))
    if book.may_hold(kind, f"{kind}{subject}"):
        book.post(draw(entries(kind, f"{kind}{subject}")))


def _exit(book: _Book, draw) -> None:
    """An offering leaves the stock, on the day it came or later."""
    offered = [entry for entry, _ in book.standing.values() if entry.kind is FactKind.OFFERING]
    if offered:
        entry = draw(st.sampled_from(offered))
        if book.may_hold(FactKind.OFFERING_EXIT, entry.subject):
            leaving = replace(
                entry, kind=FactKind.OFFERING_EXIT, occurred_on=max(entry.occurred_on, draw(days))
            )
            book.post(leaving)


def _reverse(book: _Book, draw) -> None:
    free = [number for number in book.standing if not book.is_needed(number)]
    if free:
        book.reverse(draw(st.sampled_from(free)))


def _restate(book: _Book, draw) -> None:
    if book.standing:
        number = draw(st.sampled_from(sorted(book.standing)))
        subject, investment = book.standing[number][0].subject, draw(investments)
        old = [book.reverse(number) for number in book.of(subject, *FactKind)]
        for entry in old:
            book.post(replace(entry, investment_fen=investment))


_ACTS = {
    "sign": _sign,
    "follow": _follow,
    "other": _other,
    "exit": _exit,
    "reverse": _reverse,
    "restate": _restate,
}


def known_sequences(postings: tuple[Posting, ...]) -> st.SearchStrategy[int]:
    """A sequence up to which a ledger may be known: of any line, before the first, after the last."""
    sequences = sorted({posting.sequence for posting in postings})
    latest = sequences[-1] if sequences else 0
    return st.sampled_from((latest, *reversed(sequences), latest + 1, 0)) | st.integers(0, latest)


@st.composite
def questions(draw, max_acts: int = 14) -> tuple[tuple[Posting, ...], Tally, int]:
    """A ledger, a tally that is mostly about something in it, and a sequence up to which it is known."""
    postings = draw(ledgers(max_acts))
    return postings, draw(tallies(postings)), draw(known_sequences(postings))


# --- plans -------------------------------------------------------------------------------------

numbers = st.decimals(min_value=Decimal(0), max_value=Decimal(100_000), places=2)
_text = st.text("投资项目（）、1—“”\n甲乙", max_size=12)


@st.composite
def tier_figures(draw, unit_of_measure: str) -> Tiers:
    unit = UNITS_OF_MEASURE[unit_of_measure]
    figures = draw(st.lists(numbers, min_size=1, max_size=2))
    quantities = [Quantity(number=number, unit=unit) for number in figures]
    if len(quantities) == 1:
        return Tiers(**{draw(st.sampled_from(("guaranteed", "working", "required"))): quantities[0]})
    return Tiers(guaranteed=quantities[0], working=quantities[1])


@st.composite
def targets(draw, units: tuple[str, ...] = UNITS) -> Target:
    """A target that can be held, of any indicator, in a unit of measure of its kind."""
    rule = INDICATORS[draw(st.sampled_from(sorted(INDICATORS)))]
    kind = UNITS_OF_MEASURE[rule.unit_of_measure].kind
    fitting = sorted(name for name, unit in UNITS_OF_MEASURE.items() if unit.kind is kind)
    window = Window.COHORT if kind is AmountKind.RATIO else draw(st.sampled_from((Window.FLOW, Window.STOCK)))
    return Target(
        key=draw(st.uuids()).hex,
        unit=draw(st.sampled_from(units)),
        indicator=rule.code,
        tiers=draw(tier_figures(draw(st.sampled_from(fitting)))),
        role=draw(st.sampled_from(Role)),
        window=window,
        criteria=draw(criteria()),
        scope=draw(st.sampled_from(Scope)),
        period=draw(st.one_of(st.none(), periods())),
        each=draw(st.booleans()),
        any_of=draw(st.one_of(st.none(), st.just("或1"))),
        table=draw(_text),
        column=draw(_text),
        clause=draw(st.one_of(st.none(), _text)),
        span=draw(st.one_of(st.none(), st.just((0, 3)))),
        locator=draw(_text),
        confirmed=draw(st.booleans()),
    )


@st.composite
def rulings(draw, groups: tuple[str, ...] = ("甲组", "乙组")) -> Ruling:
    question = QUESTIONS[draw(st.sampled_from(sorted(QUESTIONS)))]
    return Ruling(
        name=question.name,
        value=draw(st.sampled_from(list(question.options))),
        source="测试",
        indicator=draw(st.sampled_from(("", "led_projects", "leads"))),
        group=draw(st.sampled_from(("", *groups))),
    )


def light_rules() -> st.SearchStrategy[LightRule]:
    gaps = st.one_of(st.none(), st.fractions(-1, 1, max_denominator=1000))
    return st.builds(LightRule, light=st.sampled_from(Light), gap_at_least=gaps)


@st.composite
def plans(draw, max_targets: int = 6) -> Plan:
    """A plan of any targets, some parts of others, with totals, duties, rulings, lights and findings."""
    held = draw(st.lists(targets(), max_size=max_targets))
    for place, part in enumerate(held):
        if place and draw(st.booleans()):
            held[place] = replace(part, of_which=held[draw(st.integers(0, place - 1))].key)
    totals = [
        Total(
            label="合计",
            table=one.table,
            column=one.column,
            indicator=one.indicator,
            tiers=one.tiers,
            criteria=one.criteria,
        )
        for one in held[:2]
    ]
    return Plan(
        year=YEAR,
        document_number=draw(_text),
        issuer=draw(_text),
        issued_on=draw(st.one_of(st.none(), days)),
        title=draw(_text),
        city=draw(_text),
        units=tuple(Unit(name=name, group=draw(st.sampled_from(("甲组", "乙组")))) for name in UNITS),
        targets=tuple(held),
        totals=tuple(totals),
        duties=tuple(Duty(unit=UNITS[0], text=text) for text in draw(st.lists(_text, max_size=2))),
        rulings=tuple(draw(st.lists(rulings(), max_size=4))),
        lights=tuple(draw(st.lists(light_rules(), max_size=3))),
        findings=draw(
            st.sampled_from(
                ((), (Finding(code="unknown_word", locator="附件3", parameters={"word": "低空"}),))
            )
        ),
    )
