"""The bullet bar 两档一线: filled = actual, dotted tick = pace, solid tick = 保证, hollow tick = 工作."""

from dataclasses import dataclass
from fractions import Fraction

from jinghe.core.plan.lights import Light
from jinghe.core.plan.plans import Tier
from jinghe.core.plan.wording import amount_of
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import rounded

ROOM = Fraction(943, 1000)
"""The share of the width that the largest figure takes, so that its tick is not cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionBar:
    """Places in percent of the width, as text for SVG attributes; None: no such tick. said: the bar in words."""

    actual: str
    pace: str | None
    floor: str
    stretch: str | None
    tone: str
    is_reported: bool
    said: str


def bar(progress: Progress, tier: Tier) -> CompletionBar:
    """The bar of a target; the pace is the chosen tier's."""
    shown = progress.of_tier(tier)
    tiers = progress.target.tiers
    stretch = tiers.working.base if tiers.working and tiers.guaranteed else None
    floor = tiers.floor.base
    actual = max(progress.actual or Fraction(0), Fraction(0))
    scale = max(floor, stretch or floor, actual) / ROOM or Fraction(1)

    def place(value: Fraction | None) -> str | None:
        return None if value is None else f"{rounded(value * 100 / scale, 1)}%"

    return CompletionBar(
        actual=place(actual) or "0%",
        pace=place(shown.expected),
        floor=place(floor) or "0%",
        stretch=place(stretch),
        tone=tone(shown.light),
        is_reported=progress.is_reported,
        said=_said(progress, tier),
    )


def tone(light: Light | None) -> str:
    """The class of a light in the style sheet."""
    return light.value.replace("_", "-") if light else "none"


def _said(progress: Progress, tier: Tier) -> str:
    target, shown = progress.target, progress.of_tier(tier)
    if not progress.is_reported:
        return f"未报，{_tiers(progress)}"
    unit = target.tiers.floor.unit.name
    parts = [f"实际{amount_of(target, progress.actual)}{unit if progress.actual is not None else ''}"]
    if shown.expected is not None:
        parts.append(f"序时应达{amount_of(target, shown.expected)}{unit}")
    return "，".join([*parts, _tiers(progress)])


def _tiers(progress: Progress) -> str:
    return "，".join(f"{tier.label}{quantity.text}" for tier, quantity in progress.target.tiers.items())
