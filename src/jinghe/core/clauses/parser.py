"""Text → items: reads the phrases of a clause in order, each in the light of those before it.

What carries on inside a sentence: the verb and noun a phrase leaves out (主导引进…8个、投资100亿元及以上…2个), the
period, 围绕…, 其中 until a phrase asks for something with a verb of its own. A full stop ends all of it.
"""

from dataclasses import dataclass, field, replace

from jinghe.core.clauses.canonical import canonical_words
from jinghe.core.clauses.doubts import doubts_about
from jinghe.core.clauses.frames import Frame, Restriction, frames
from jinghe.core.clauses.items import ClauseReading, Item, NumberUse, Use
from jinghe.core.clauses.parts import (
    continues_part,
    drops_restriction,
    is_elliptical,
    is_likely_part,
    paired,
    stretched,
)
from jinghe.core.clauses.phrases import (
    act_for,
    before_focus,
    is_bare,
    is_same_task,
    quantity_of,
    series_of,
    signed_in_year,
)
from jinghe.core.clauses.tasks import (
    Asked,
    Doubt,
    Unreadable,
    act_of,
    asked_of,
    check_unit,
    criteria_of,
)
from jinghe.core.clauses.words.lexer import Token, lex
from jinghe.core.clauses.words.periods import Due, due
from jinghe.core.clauses.words.source import Source, source
from jinghe.core.clauses.words.words import COUNTABLE, COUNTED, UNIT_ALONE, Kind
from jinghe.core.counting.criteria import NO_CRITERIA, Criteria
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.plan.plans import Scope, Tiers
from jinghe.core.values.findings import Finding
from jinghe.core.values.vocabulary import Vocabulary

_KNOWN_NUMBERS = frozenset({Kind.YEAR, Kind.PERIOD, Kind.MARK})

LONGEST_CLAUSE = 4000
"""Characters; the longest cell of a real notice has some 300. It bounds the time a hostile text can take."""


def parse(
    text: str, vocabulary: Vocabulary, *, year: int | None = None, heading: str = "", locator: str = ""
) -> ClauseReading:
    """The items a clause asks for, with findings for whatever is not understood.

    year: of the plan, for 三季度 and the like. heading: of the column, for words the clause leaves out (6次).
    """
    printed = source(text)
    if len(printed.plain) > LONGEST_CLAUSE:
        said = {"text": printed.excerpt(0, 30), "length": len(printed.plain)}
        return ClauseReading(findings=(Finding(code="too_long", locator=locator, parameters=said),))
    reader = _Reader(printed, vocabulary, year, locator)
    reader.begin(heading)
    phrases = _lend_nouns(frames(lex(printed, vocabulary)))
    reader.has_pair = _has(phrases, Kind.FLOOR) and _has(phrases, Kind.STRETCH)
    for frame in phrases:
        reader.read(frame)
    return ClauseReading(
        items=tuple(reader.items), findings=tuple(reader.findings), numbers=tuple(reader.numbers)
    )


def _has(phrases: tuple[Frame, ...], kind: Kind) -> bool:
    return any(frame.has(kind) for frame in phrases)


def _lend_nouns(phrases: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """确保350亿元、力争400亿元的…任务: the first of a pair takes its noun from the second."""
    lent = list(phrases)
    for at, (frame, after) in enumerate(zip(phrases, phrases[1:], strict=False)):
        is_pair = frame.has(Kind.FLOOR) and after.has(Kind.STRETCH) and after.join is not Kind.STOP
        if is_pair and frame.figures and not frame.nouns and not frame.acts:
            lent[at] = replace(frame, nouns=after.nouns[-1:])
    return tuple(lent)


@dataclass(slots=True)
class _Sentence:
    """What carries on from phrase to phrase."""

    before: Asked | None = None
    heading: Asked | None = None
    parent: int | None = None
    last: int | None = None
    due: Due = field(default_factory=Due)
    focus: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_city: bool = False
    likely: int | None = None
    part_has_act: bool = False
    is_whole: bool = True


@dataclass(slots=True)
class _Reader:
    printed: Source
    vocabulary: Vocabulary
    year: int | None
    locator: str
    has_pair: bool = False
    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    numbers: list[NumberUse] = field(default_factory=list)
    sentence: _Sentence = field(default_factory=_Sentence)

    def begin(self, heading: str) -> None:
        """What the heading of the column asks stands in for words the clause leaves out."""
        for frame in frames(lex(source(heading), self.vocabulary)):
            noun = frame.head.meaning if frame.head else ""
            act = act_of(frame)
            if noun:
                indicator = COUNTED.get((noun, act), "other") if noun in COUNTABLE else noun
                asked = Asked(indicator=indicator, noun=noun, act=act)
                self.sentence = _Sentence(before=asked, heading=asked)

    def read(self, frame: Frame) -> None:
        if frame.join is Kind.STOP and self.items:
            heading = self.sentence.heading
            self.sentence = _Sentence(before=heading, heading=heading)
        self._note_times(frame)
        self._note_lost(frame)
        if not frame.figures:
            self._read_preamble(frame)
            return
        try:
            self._read_task(frame)
            self.sentence.is_whole = True
        except Unreadable as refused:
            self.sentence.is_whole = False
            self._find(frame, refused.doubt)
            self._use(frame.figures, Use.UNREAD)

    def _note_times(self, frame: Frame) -> None:
        self.sentence.due = due(frame.tokens, self.year) or self.sentence.due
        self._use(tuple(token for token in frame.tokens if token.kind in _KNOWN_NUMBERS), Use.OTHER)
        worded = tuple(token for token in frame.of(Kind.WORD) if any(char.isdigit() for char in token.text))
        self._use((*frame.of(Kind.SINCE), *worded), Use.CRITERIA)

    def _note_lost(self, frame: Frame) -> None:
        for token in frame.lost:
            if not any(char.isdigit() for char in token.text):
                self._find(token, Doubt("unread_words"))
            elif not frame.figures:
                self._find(token, Doubt("unread_text"))

    def _read_preamble(self, frame: Frame) -> None:
        """A phrase without a figure: what it tells the phrases after it, or a task that lacks its number."""
        words = canonical_words(frame.focus, self.vocabulary, in_focus=True)
        self.sentence.focus = words or self.sentence.focus
        self.sentence.is_city |= frame.has(Kind.LEADING) and frame.has(Kind.WHOLE_CITY)
        if frame.thresholds:
            self._find(frame, Doubt("no_figure"))
            self._use(tuple(one.token for one in frame.thresholds), Use.UNREAD)
        elif frame.acts and frame.nouns and not frame.has(Kind.LEADING) and not frame.has(Kind.FOCUS):
            self._find(frame, Doubt("no_figure"))
        for one in (*frame.restrictions, *frame.focus):
            if one.is_unknown:
                self._find(one, Doubt("unread_words"))

    def _read_task(self, frame: Frame) -> None:
        if frame.has_lost_number or any(figure.text in UNIT_ALONE for figure in frame.figures):
            raise Unreadable(Doubt("unread_text"))
        if len(frame.figures) > 1:
            self._read_series(frame)
            return
        if self.sentence.last is not None and is_bare(frame):
            raise Unreadable(Doubt("unread_text"))
        asked = asked_of(frame, frame.head, frame.figures[0], self._asked_before(frame))
        self._add(frame, asked, frame.figures[0])

    def _asked_before(self, frame: Frame) -> Asked | None:
        """A part that names only 项目 asks what its parent asks, also when a sum of money stands between (131)."""
        noun = frame.head.meaning if frame.head else ""
        if frame.has(Kind.OF_WHICH) and noun in COUNTABLE and not frame.acts:
            parent = self._parent_for(noun)
            if parent is not None:
                return Asked(
                    indicator=self.items[parent].indicator, noun=noun, act=act_for(noun, self.items[parent])
                )
        return self.sentence.before

    def _read_series(self, frame: Frame) -> None:
        """注册率、开工率分别达到90%、80%; 签约、开工项目分别达到5个、3个: figures in the order of nouns or of verbs."""
        asked = [asked_of(one, one.head, figure, None) for one, figure in series_of(frame)]
        if not asked:
            raise Unreadable(Doubt("unread_text"))
        for one, figure in zip(asked, frame.figures, strict=True):
            check_unit(one.indicator, quantity_of(figure))
        for one, figure in zip(asked, frame.figures, strict=True):
            self._add(frame, one, figure)

    def _add(self, frame: Frame, asked: Asked, figure: Token) -> None:
        check_unit(asked.indicator, quantity_of(figure))
        comparator = frame.beside(figure)
        if comparator and comparator.kind is Kind.BELOW:
            raise Unreadable(Doubt("upper_limit"))
        criteria = self._criteria(frame, asked)
        item = self._item(frame, asked, figure, criteria)
        for doubt in doubts_about(frame, asked, figure, item, is_yearly=self.sentence.due.is_yearly):
            self._find(frame, doubt)
        if self._is_aside(frame, figure):
            self._choose(frame, "前一项任务的限定、另一项任务", "另一项任务")
        self._place(frame, item, asked)
        self.sentence.before = asked
        self._use((figure,), Use.TARGET)
        compared = tuple(one.comparator for one in frame.thresholds if one.comparator)
        self._use((*(one.token for one in frame.thresholds), *compared), Use.CRITERIA)

    def _is_aside(self, frame: Frame, figure: Token) -> bool:
        """引进项目2个（固定资产投资5000万元以上）: a sum in brackets may well restrict the projects before it."""
        is_in_brackets = frame.start > 0 and self.printed.plain[frame.start - 1] == "（"
        is_sum = figure.kind is Kind.MONEY and not frame.acts and not frame.has(Kind.OF_WHICH)
        return is_in_brackets and is_sum and self.sentence.last is not None and bool(frame.beside(figure))

    def _criteria(self, frame: Frame, asked: Asked) -> Criteria:
        """A phrase that leaves out its noun (新开工55个) keeps the restrictions of the phrase before."""
        focus = {} if frame.has(Kind.OF_WHICH) or self.sentence.parent is not None else self.sentence.focus
        own = criteria_of(frame, asked.indicator, self.vocabulary, focus)
        last = self.sentence.last
        is_short = not frame.nouns and (frame.acts or frame.has(Kind.STRETCH))
        if last is None or not is_short or frame.thresholds or own != NO_CRITERIA:
            return own
        return self.items[last].criteria

    def _item(self, frame: Frame, asked: Asked, figure: Token, criteria: Criteria) -> Item:
        is_standing = frame.has(Kind.STANDING) and asked.indicator == "offerings"
        is_city = self.sentence.is_city or any(token.kind is Kind.WHOLE_CITY for token in before_focus(frame))
        window = INDICATORS[asked.indicator].window
        return Item(
            indicator=asked.indicator,
            tiers=self._tiers(frame, figure),
            criteria=criteria,
            window=Window.STOCK if is_standing else window,
            scope=Scope.CITY if is_city else Scope.UNIT,
            period=self.sentence.due.period,
            unheld_period=self._unheld(frame, asked),
            each=frame.has(Kind.EACH),
            span=self.printed.span(frame.start, frame.end),
        )

    def _unheld(self, frame: Frame, asked: Asked) -> str:
        since = frame.of(Kind.SINCE)
        if since and not asked.indicator.startswith("rate_"):
            return since[0].text
        if asked.indicator.startswith("rate_") and (signed := signed_in_year(frame)):
            return signed
        return self.sentence.due.unheld

    def _tiers(self, frame: Frame, figure: Token) -> Tiers:
        quantity = quantity_of(figure)
        if self.has_pair and frame.has(Kind.STRETCH):
            return Tiers(working=quantity)
        if self.has_pair and frame.has(Kind.FLOOR):
            return Tiers(guaranteed=quantity)
        return Tiers(required=quantity)

    def _place(self, frame: Frame, item: Item, asked: Asked) -> None:
        """Adds an item beside, under or together with those before it."""
        self._choose_parent(frame, item, asked)
        if self.sentence.parent is not None:
            item = replace(item, of_which=self.sentence.parent)
            if frame.join is Kind.OR and not frame.has(Kind.OF_WHICH):
                item = self._alternative_part(frame, item)
        elif frame.join is Kind.OR:
            item = self._alternative(frame, item)
        elif self.sentence.likely is not None and is_elliptical(frame, item, self.items[-1]):
            item = self._likely_part(frame, item, self.sentence.likely)
        elif self.sentence.last is not None and self.sentence.last == len(self.items) - 1:
            item = self._beside(frame, item, self.items[-1])
        if item.any_of is None and any(is_same_task(one, item) for one in self.items):
            self._find(frame, Doubt("repeated_task"))
        self.items.append(item)
        if item.of_which is None:
            self.sentence.likely = None
            self.sentence.last = len(self.items) - 1

    def _choose_parent(self, frame: Frame, item: Item, asked: Asked) -> None:
        sentence = self.sentence
        if frame.has(Kind.OF_WHICH):
            sentence.parent = self._parent_for(asked.noun)
            sentence.part_has_act = bool(frame.acts)
            if sentence.parent is None:
                self._find(frame, Doubt("orphan_part"))
            elif self.items[sentence.parent].any_of is not None:
                self._choose(frame, "属于前面每一种方式、只属于后一种", "只属于后一种")
        elif sentence.parent is not None:
            parent = self.items[sentence.parent]
            if not continues_part(frame, item, parent, sentence.part_has_act):
                sentence.parent = None

    def _alternative(self, frame: Frame, item: Item) -> Item:
        """A branch of 或; branches that ask exactly the same are one task. Raises Unreadable without a first branch."""
        last = self.sentence.last
        if last is None or last != len(self.items) - 1 or not self.sentence.is_whole:
            raise Unreadable(Doubt("unread_text"))
        if frame.is_apart and sum(one.of_which is None for one in self.items) > 1:
            self._choose(frame, "只替代前一项、替代前面各项", "只替代前一项")
        before = self.items.pop()
        if replace(before, span=item.span) == item:
            self._choose(frame, "两种方式任选其一、各算一项", "任选其一，合为一项")
            return replace(before, span=(before.span[0], item.span[1]))
        group = len(self.items) if before.any_of is None else before.any_of
        self.items.append(replace(before, any_of=group))
        return replace(item, any_of=group)

    def _alternative_part(self, frame: Frame, item: Item) -> Item:
        """其中5亿元以上3个或10亿元以上1个: branches of a part."""
        before = self.items[-1]
        if before.of_which != item.of_which or not self.sentence.is_whole:
            raise Unreadable(Doubt("unread_text"))
        self.items.pop()
        group = len(self.items) if before.any_of is None else before.any_of
        self.items.append(replace(before, any_of=group))
        return replace(item, any_of=group)

    def _beside(self, frame: Frame, item: Item, before: Item) -> Item:
        if whole := paired(before, item):
            self.items.pop()
            return whole
        if whole := stretched(frame, item, before):
            self.items.pop()
            self._choose(frame, "前一项的两档目标、另一项任务", "两档目标")
            return whole
        if is_likely_part(frame, item, before):
            return self._likely_part(frame, item, len(self.items) - 1)
        if drops_restriction(frame, item, before):
            self._choose(frame, "沿用前一项的限定、不限定", "不限定")
        return item

    def _likely_part(self, frame: Frame, item: Item, parent: int) -> Item:
        self._choose(frame, "包含在前一项之内、另外增加", "包含在前一项之内")
        self.sentence.likely = parent
        return replace(item, of_which=parent)

    def _choose(self, frame: Frame, readings: str, chosen: str) -> None:
        self._find(frame, Doubt("ambiguous", (("readings", readings), ("chosen", chosen))))

    def _parent_for(self, noun: str) -> int | None:
        """The last whole task; for 项目 the last that counts projects, unless none does."""
        whole = [at for at, item in enumerate(self.items) if item.of_which is None]
        if noun in COUNTABLE:
            counted = [
                at
                for at in whole
                if INDICATORS[self.items[at].indicator].unit_of_measure not in ("亿元", "万元", "%")
            ]
            whole = counted or whole
        return whole[-1] if whole else None

    def _find(self, where: Frame | Token | Restriction, doubt: Doubt) -> None:
        said = {"text": self.printed.excerpt(where.start, where.end)} | {k: v for k, v in doubt.said if v}
        span = self.printed.span(where.start, where.end)
        self.findings.append(Finding(code=doubt.code, locator=self.locator, parameters=said, span=span))

    def _use(self, tokens: tuple[Token, ...], use: Use) -> None:
        self.numbers += [NumberUse(self.printed.span(token.start, token.end), use) for token in tokens]
