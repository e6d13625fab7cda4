"""Figures of a document: each with a key that says what it states, so that it can be worked out again and compared.

t:<target>:<what>[:<tier>]   a unit's figure        c:<n>:<what>[:<tier>]   the city's, of the plan's n-th column
n:<what>[:…]                 a count of units       e:elapsed               the share of the year
u:<n>:<what>                 of the plan's n-th unit
"""

from fractions import Fraction
from zlib import crc32

from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.plan import wording
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import UNITS_OF_MEASURE, plain
from jinghe.documents.blocks import Figure


class FigureWriter:
    """Writes the figures of one document. percent_places: decimals of percentages and points, 1 or 2."""

    def __init__(self, results: Results, *, percent_places: int = 1) -> None:
        self.results = results
        self.percent_places = percent_places
        self._columns = {
            column: number
            for number, column in enumerate(dict.fromkeys((t.table, t.column) for t in results.plan.targets))
        }
        self._units = {unit.name: number for number, unit in enumerate(results.plan.units)}

    def key(self, progress: Progress, what: str, tier: Tier | None = None) -> str:
        target = progress.target
        is_city = self.results.city.get((target.table, target.column)) is progress
        whose = f"c:{self._columns[target.table, target.column]}" if is_city else f"t:{target.key}"
        return ":".join([whose, what, *([tier.value] if tier else [])])

    def actual(self, progress: Progress) -> Figure:
        """The figure reached, in the unit of measure of the target."""
        return Figure(
            key=self.key(progress, "actual"), text=wording.amount_of(progress.target, progress.actual)
        )

    def goal(self, progress: Progress, tier: Tier) -> Figure:
        """The planned figure of a tier."""
        return Figure(
            key=self.key(progress, "goal", tier), text=plain(progress.target.tiers.of_tier(tier).number)
        )

    def completion(self, progress: Progress, tier: Tier) -> Figure:
        """完成率 in percent, without the sign."""
        text = self.percent(progress.of_tier(tier).completion)
        return Figure(key=self.key(progress, "completion", tier), text=text)

    def gap(self, progress: Progress, tier: Tier) -> Figure:
        """超欠 as words and points: 超8.7, 欠3.5, 持平."""
        text = wording.gap(progress.of_tier(tier).gap, self.percent_places)
        return Figure(key=self.key(progress, "gap", tier), text=text)

    def points(self, progress: Progress, tier: Tier) -> Figure:
        """The size of a gap in points, without its direction, to as many places as `gap` shows."""
        text = wording.gap(progress.of_tier(tier).gap, self.percent_places)
        return Figure(key=self.key(progress, "points", tier), text=text[1:])

    def rank(self, progress: Progress, tier: Tier, rank: int | None) -> Figure | str:
        """The rank within the column; — for a unit that is not ranked."""
        return "—" if rank is None else Figure(key=self.key(progress, "place", tier), text=str(rank))

    def growth(self, progress: Progress) -> Fraction | None:
        """同比 of a city's figure, as a ratio; None where last year's figure is not in the ledger."""
        before = self.results.last_year.get((progress.target.table, progress.target.column))
        if not before or progress.actual is None:
            return None
        return (progress.actual - before) / before

    def grown(self, progress: Progress, growth: Fraction) -> Figure:
        """The size of a growth or fall in percent, without its direction."""
        return Figure(key=self.key(progress, "growth"), text=self.percent(abs(growth)))

    def ratio(self, progress: Progress) -> tuple[Figure, Figure] | None:
        """Numerator and denominator of a rate; None for a figure that is no rate."""
        if progress.denominator is None:
            return None
        sums_money = progress.target.rule.sums_money
        unit = UNITS_OF_MEASURE["亿元" if sums_money else "个"]
        above, below = (
            Figure(key=self.key(progress, what), text=wording.amount(value, unit))
            for what, value in (("over", progress.numerator), ("under", progress.denominator))
        )
        return above, below

    def of_unit(self, unit: str, what: str, text: str) -> Figure:
        """A figure of a unit that belongs to no target; the key of a unit outside the plan has a hash of its name."""
        whose = self._units.get(unit, f"x{crc32(unit.encode()):08x}")
        return Figure(key=f"u:{whose}:{what}", text=text)

    def elapsed(self) -> Figure:
        """时序进度 in percent."""
        return Figure(key="e:elapsed", text=self.percent(self.results.elapsed))

    def number_of(self, key: ColumnKey) -> int:
        """The index of a column in the plan, which keys use in place of its name."""
        return self._columns[key[1:]]

    @staticmethod
    def count(what: str, number: int | str) -> Figure:
        """A number of units, of returns …; `what` in ASCII."""
        return Figure(key=f"n:{what}", text=str(number))

    def share(self, what: str, value: Fraction | None) -> Figure:
        """A share in percent, without the sign."""
        return Figure(key=f"n:{what}", text=self.percent(value))

    def percent(self, value: Fraction | None) -> str:
        """As the office prints percentages, without the sign."""
        return wording.percent(value, self.percent_places)
