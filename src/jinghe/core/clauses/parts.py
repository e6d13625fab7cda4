"""How an item stands to those before it: part of one (其中), second tier of one, or simply the next."""

from dataclasses import replace

from jinghe.core.clauses.frames import Frame
from jinghe.core.clauses.items import Item
from jinghe.core.clauses.words.words import Kind
from jinghe.core.counting.criteria import Criteria
from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import AmountKind

_WORDED = ("industry", "region", "investor")


def paired(before: Item, item: Item) -> Item | None:
    """确保350亿元、力争400亿元: one task with two tiers; None where the two are not such a pair."""
    low = before.tiers.guaranteed or item.tiers.guaranteed
    high = before.tiers.working or item.tiers.working
    if low is None or high is None or low.unit != high.unit:
        return None
    if len(before.tiers.items()) + len(item.tiers.items()) > 2:
        return None
    if (before.indicator, before.criteria, before.period) != (item.indicator, item.criteria, item.period):
        return None
    tiers = Tiers(guaranteed=low, working=high)
    return replace(before, tiers=tiers, span=(before.span[0], item.span[1]))


def continues_part(frame: Frame, item: Item, parent: Item, began_with_act: bool) -> bool:
    """Whether a phrase after 其中 still tells of the parent: it asks the same, without a fresh start of its own."""
    if frame.join is Kind.LIST and frame.acts and not frame.nouns and began_with_act:
        return True
    if item.indicator != parent.indicator or frame.has(Kind.STRETCH) or frame.has(Kind.FLOOR):
        return False
    return began_with_act or not frame.acts


def is_likely_part(frame: Frame, item: Item, before: Item) -> bool:
    """主导引进现代农业项目2个，投资1亿元及以上项目1个: no verb, no more of them, and a restriction the first lacks."""
    return _repeats(frame, item, before) and bool(_restricts(item.criteria) - _restricts(before.criteria))


def drops_restriction(frame: Frame, item: Item, before: Item) -> bool:
    """工业投资5亿元以上项目3个、1亿元以上项目2个: does the industry hold for the second as well?"""
    lacking = _restricts(before.criteria) - _restricts(item.criteria)
    return is_elliptical(frame, item, before) and bool(lacking)


def is_elliptical(frame: Frame, item: Item, before: Item) -> bool:
    """Whether a phrase has no verb of its own and asks the same as the item before."""
    return not frame.acts and frame.join in (Kind.COMMA, Kind.LIST) and item.indicator == before.indicator


def stretched(frame: Frame, item: Item, before: Item) -> Item | None:
    """引进项目10个以上、力争15个: the one figure of the item before becomes its floor."""
    low, high = before.tiers.required, item.tiers.floor
    is_own = bool(frame.nouns or frame.acts or frame.restrictions or frame.thresholds)
    if low is None or is_own or not frame.has(Kind.STRETCH) or low.unit != high.unit:
        return None
    return replace(before, tiers=Tiers(guaranteed=low, working=high), span=(before.span[0], item.span[1]))


def _repeats(frame: Frame, item: Item, before: Item) -> bool:
    if not is_elliptical(frame, item, before):
        return False
    floor, first = item.tiers.floor, before.tiers.floor
    if (
        floor.unit.kind is not first.unit.kind
        or floor.unit.kind is AmountKind.RATIO
        or item.period != before.period
    ):
        return False
    return floor.base <= first.base


def _restricts(criteria: Criteria) -> set[str]:
    worded = {name for name in _WORDED if getattr(criteria, name)}
    return worded | ({"investment"} if criteria.has_size else set())
