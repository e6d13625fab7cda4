"""A reading in one line, for tables a person can read: `leads 5条 投资5亿元及以上; └ …; ? finding`."""

from jinghe.core.clauses import ClauseReading, Item
from jinghe.core.clauses.renderer import period_words
from jinghe.core.counting.dimensions import phrase
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.plan.plans import Scope, Tier

TIERS = {Tier.GUARANTEED: "保证", Tier.WORKING: "力争", Tier.REQUIRED: ""}


def told(reading: ClauseReading) -> str:
    """Items in order, parts behind └, branches of 或 behind |, then the codes of the findings."""
    items = [_item(item) for item in reading.items]
    findings = [f"? {code}" for code in sorted({finding.code for finding in reading.findings})]
    return "; ".join([*items, *findings])


def _item(item: Item) -> str:
    opening = ("└ " if item.of_which is not None else "") + ("| " if item.any_of is not None else "")
    figures = "／".join(TIERS[tier] + quantity.text for tier, quantity in item.tiers.items())
    extras = (
        phrase(item.criteria),
        item.unheld_period and f"期限不明：{item.unheld_period}",
        period_words(item.period),
        "存量" if item.indicator == "offerings" and item.window is not INDICATORS["offerings"].window else "",
        "全市" if item.scope is Scope.CITY else "",
        "各" if item.each else "",
    )
    return " ".join([f"{opening}{item.indicator} {figures}", *(text for text in extras if text)])
