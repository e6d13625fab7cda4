"""The account of numbers: what each number printed in a document was taken for. It must add up."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from jinghe.core.clauses.items import NumberUse, Use
from jinghe.core.clauses.words.source import Span, numbers_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How many numbers of a document became what; `all` is counted on its own, from the text."""

    targets: int = 0
    totals: int = 0
    criteria: int = 0
    other: int = 0
    unread: int = 0

    @property
    def all(self) -> int:
        return self.targets + self.totals + self.criteria + self.other + self.unread

    @property
    def text(self) -> str:
        known = f"目标 {self.targets}、合计 {self.totals}、条件 {self.criteria}、其他 {self.other}"
        return f"数字 {self.all} 个：{known}、未识别 {self.unread}"


@dataclass(slots=True)
class Account:
    """Collects the texts of a document by place, and the uses that readers report for them."""

    texts: dict[str, str] = field(default_factory=dict)
    uses: dict[str, list[NumberUse]] = field(default_factory=lambda: defaultdict(list))

    def enter(self, place: str, text: str) -> None:
        self.texts[place] = text

    def use(self, place: str, uses: tuple[NumberUse, ...]) -> None:
        self.uses[place] += uses

    def use_all(self, place: str, use: Use) -> None:
        """Every number of a text has one use."""
        self.uses[place].append(NumberUse((0, len(self.texts.get(place, ""))), use))

    def settle(self, place: str, use: Use) -> None:
        """As use_all, in place of whatever was said of the text before."""
        self.uses[place] = []
        self.use_all(place, use)

    def unread(self) -> dict[str, str]:
        """Place → text of those that hold a number nobody claimed."""
        return {
            place: text
            for place, text in self.texts.items()
            if any(self._use_of(place, span) is None for span in numbers_in(text))
        }

    def closed(self) -> Numbers:
        """The account; every number of every text has exactly one use."""
        found = Counter(
            (self._use_of(place, span) or Use.UNREAD).value
            for place, text in self.texts.items()
            for span in numbers_in(text)
        )
        numbers = Numbers(**found)
        assert numbers.all == sum(len(numbers_in(text)) for text in self.texts.values()), (
            "the account does not add up"
        )
        return numbers

    def _use_of(self, place: str, span: Span) -> Use | None:
        claims = [one.use for one in self.uses[place] if one.span[0] <= span[0] and span[1] <= one.span[1]]
        return claims[0] if claims else None
