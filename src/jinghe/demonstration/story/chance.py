"""Dice: chance that falls the same way on every machine and every Python."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from jinghe.core.values.amounts import apportion

Thing = TypeVar("Thing")


class Dice:
    """Built on Random.random alone: the one method whose sequence Python promises to keep for a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  plausible data, no secret

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        return self.between(1, 100) <= percent

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[self.between(0, len(things) - 1)]

    def weighted(self, weights: Mapping[Thing, int]) -> Thing:
        """A key, as often as its weight says."""
        return self.pick([thing for thing, weight in weights.items() for _ in range(weight)])

    def day(self, first: date, last: date) -> date:
        """A day between the two, both included; the first when the last lies before it."""
        return first + timedelta(days=self.between(0, max((last - first).days, 0)))

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        left = list(things)
        return [left.pop(self.between(0, len(left) - 1)) for _ in things]

    def parts(self, total: int, count: int) -> tuple[int, ...]:
        """The total in uneven parts; a small total may leave parts at 0."""
        return apportion(total, tuple(self.between(50, 150) for _ in range(count)))


def share_out(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """Splits a total by weights, nobody above the cap. Raises ValueError when the caps cannot hold it."""
    parts = [0] * len(weights)
    while left := total - sum(parts):
        wanting = [place for place, weight in enumerate(weights) if weight > 0 and parts[place] < caps[place]]
        if not wanting:
            raise ValueError(f"{left} of {total} cannot be placed")
        for place, more in zip(wanting, apportion(left, tuple(weights[i] for i in wanting)), strict=True):
            parts[place] = min(parts[place] + more, caps[place])
    return parts
