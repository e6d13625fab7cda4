"""A line of growing figures as points of an SVG: the table beside it stays the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jinghe.core.values.amounts import rounded

WIDTH, HEIGHT = 640, 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """points: "x,y x,y …"; goal: the height of the goal, None where it lies out of sight or there is none."""

    points: str
    goal: str | None
    width: int = WIDTH
    height: int = HEIGHT


def curve(figures: Sequence[int], goal: int) -> Curve | None:
    """The line of figures that never fall, with the goal in sight; None for fewer than two figures."""
    if len(figures) < 2:
        return None
    top = max(figures[-1], goal, 1)
    step = Fraction(WIDTH, len(figures) - 1)
    points = " ".join(f"{rounded(step * place, 1)},{_height(one, top)}" for place, one in enumerate(figures))
    return Curve(points=points, goal=str(_height(goal, top)) if goal else None)


def _height(figure: int, top: int) -> object:
    return rounded(Fraction(HEIGHT) - Fraction(figure * (HEIGHT - 4), top) - 2, 1)
