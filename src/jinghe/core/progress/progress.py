"""Progress 进度: completion, pace 时序进度, gap, what is missing, forecast and light of one target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jinghe.core.counting.indicators import Pace, Window
from jinghe.core.plan.lights import DEFAULT_LIGHTS, Light, LightRule
from jinghe.core.plan.plans import Target, Tier
from jinghe.core.values.amounts import AmountKind

FORECAST_METHOD = "按近三月月均"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierProgress:
    """Progress against one tier. All values exact: base units, or ratios (gap 0.087 is 8.7 points ahead).

    completion None: the figure to reach is 0, or a rate has no denominator. expected, monthly_need None: no pace.
    missing: what remains, never below 0.
    """

    tier: Tier
    figure: Fraction
    completion: Fraction | None
    expected: Fraction | None
    gap: Fraction | None
    missing: Fraction | None
    monthly_need: Fraction | None
    light: Light | None
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one target stands. actual None: a rate without a denominator. forecast: base units at the period's end.

    unmet: 其中 parts that keep a met parent from being fully complete. met_by_branch: another 或 branch that is met and
    reported.
    """

    target: Target
    actual: Fraction | None
    numerator: Fraction
    denominator: Fraction | None
    elapsed: Fraction
    is_reported: bool
    tiers: Mapping[Tier, TierProgress]
    forecast: Fraction | None = None
    unmet: tuple[str, ...] = ()
    met_by_branch: str | None = None

    def of_tier(self, tier: Tier) -> TierProgress:
        """The progress against a tier; a target with one figure answers with it at every tier."""
        return self.tiers.get(tier) or next(iter(self.tiers.values()))


def tier_progress(
    target: Target,
    tier: Tier,
    actual: Fraction | None,
    *,
    elapsed: Fraction,
    months_left: int,
    is_reported: bool = True,
    lights: Iterable[LightRule] = DEFAULT_LIGHTS,
) -> TierProgress:
    """Progress against one tier at a time share `elapsed`, with `months_left` whole months still to come."""
    figure = target.tiers.of_tier(tier).base
    expected = expected_at(target, figure, elapsed)
    completion = None if actual is None else completion_of(actual, figure)
    gap = gap_of(target, actual, completion, figure, elapsed)
    missing = None if actual is None else max(figure - actual, Fraction(0))
    is_met = actual is not None and actual >= figure
    has_need = expected is not None and missing is not None and months_left > 0
    return TierProgress(
        tier=tier,
        figure=figure,
        completion=completion,
        expected=expected,
        gap=gap,
        missing=missing,
        monthly_need=missing / months_left if has_need and missing is not None else None,
        light=light_of(
            actual,
            expected if target.rule.pace is Pace.WHOLE else None,
            gap,
            is_met=is_met,
            is_reported=is_reported,
            rules=lights,
        ),
        is_met=is_met,
    )


def completion_of(actual: Fraction, figure: Fraction) -> Fraction | None:
    """完成率: actual ÷ figure; None when the figure is 0 (assigned, nothing to divide by)."""
    return actual / figure if figure else None


def expected_at(target: Target, figure: Fraction, elapsed: Fraction) -> Fraction | None:
    """What the pace expects by now: money in proportion, pieces rounded down; rates and stocks have no pace."""
    if target.window is not Window.FLOW or target.rule.pace is Pace.NONE:
        return None
    due = figure * elapsed
    return due if target.rule.pace is Pace.LINEAR else Fraction(due.numerator // due.denominator)


def gap_of(
    target: Target, actual: Fraction | None, completion: Fraction | None, figure: Fraction, elapsed: Fraction
) -> Fraction | None:
    """超/欠序时进度 as a ratio (×100 = percentage points): completion − time elapsed; a rate: actual − target."""
    if target.tiers.floor.unit.kind is AmountKind.RATIO:
        return None if actual is None else actual - figure
    if completion is None:
        return None
    return pace_gap(completion, elapsed if target.window is Window.FLOW else Fraction(1))


def pace_gap(completion: Fraction, elapsed: Fraction) -> Fraction:
    """超/欠序时进度 of a flow: completion − share of time elapsed."""
    return completion - elapsed


def light_of(
    actual: Fraction | None,
    expected: Fraction | None,
    gap: Fraction | None,
    *,
    is_met: bool,
    is_reported: bool,
    rules: Iterable[LightRule],
) -> Light | None:
    """The light of the first rule that the gap satisfies; a met target, or one with all pieces due by now, is on pace.

    expected: the pieces due by now, None for money, whose gap says it all. None: there is nothing to judge (a rate
    without a denominator), or no rule fits.
    """
    if not is_reported:
        return Light.NOT_REPORTED
    if actual is None:
        return None
    if is_met or (expected is not None and actual >= expected) or gap is None:
        return Light.ON_PACE
    fitting = (rule.light for rule in rules if rule.gap_at_least is None or gap >= rule.gap_at_least)
    return next(fitting, None)


def forecast(closed: Fraction, recent: Fraction, recent_months: int, months_left: int) -> Fraction | None:
    """Money expected at the end: closed + mean of the last closed months × months left. None before a month closed.

    closed: the sum up to the end of the last closed month, since a month that has begun is among those left.
    recent: the sum of the last `recent_months` (at most three) closed months. Source: 通报 practice 按近三月.
    """
    if recent_months == 0:
        return None
    return closed + recent * months_left / recent_months
