"""Figures of a document: each with a key that tells what it states, so that it can be proved or found to have drifted.

t:<target>:<what>[:<tier>]   a unit's figure        c:<n>:<what>[:<tier>]   the city's, of the plan's n-th column
n:<what>[:…]                 a count of units       e:elapsed               the share of the year
"""

from fractions import Fraction

from jinghe.bulletins.results import Results
from jinghe.core import wording
from jinghe.core.amounts import plain
from jinghe.core.plans import Tier
from jinghe.core.progress import Progress
from jinghe.documents.blocks import Figure


class Figures:
    """Writes the figures of one document. percent_places: how the office prints percentages and points, 1 or 2."""

    def __init__(self, results: Results, *, percent_places: int = 1) -> None:
        self.results = results
        self.percent_places = percent_places
        self._columns = {
            place: number
            for number, place in enumerate(dict.fromkeys((t.table, t.column) for t in results.plan.targets))
        }

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
        return Figure(key=self.key(progress, "goal", tier), text=plain(progress.target.tiers.at(tier).number))

    def completion(self, progress: Progress, tier: Tier) -> Figure:
        """完成率 in percent, without the sign."""
        told = self._percent(progress.at(tier).completion)
        return Figure(key=self.key(progress, "completion", tier), text=told)

    def gap(self, progress: Progress, tier: Tier) -> Figure:
        """超欠 as words and points: 超8.7, 欠3.5, 持平."""
        told = wording.gap(progress.at(tier).gap, self.percent_places)
        return Figure(key=self.key(progress, "gap", tier), text=told)

    def points(self, progress: Progress, tier: Tier) -> Figure:
        """The size of a gap in points, without its direction, to as many places as `gap` shows."""
        told = wording.gap(progress.at(tier).gap, self.percent_places)
        return Figure(key=self.key(progress, "points", tier), text=told[1:])

    def place(self, progress: Progress, tier: Tier) -> Figure | str:
        """The place within the column; — for who is not ranked."""
        place = self.results.places[tier].get(progress.target.key)
        return "—" if place is None else Figure(key=self.key(progress, "place", tier), text=str(place))

    def elapsed(self) -> Figure:
        """时序进度 in percent."""
        return Figure(key="e:elapsed", text=self._percent(self.results.elapsed))

    @staticmethod
    def count(what: str, number: int) -> Figure:
        """A number of units, of returns …; `what` in ASCII."""
        return Figure(key=f"n:{what}", text=str(number))

    def share(self, what: str, value: Fraction | None) -> Figure:
        """A share in percent, without the sign."""
        return Figure(key=f"n:{what}", text=self._percent(value))

    def _percent(self, value: Fraction | None) -> str:
        return wording.percent(value, self.percent_places)
