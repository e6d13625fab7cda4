"""The clause of a target as a sentence in parts, so that each figure sits inside its own phrase (规范表述)."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinghe.core.criteria import Criteria, phrase
from jinghe.core.indicators import Window
from jinghe.core.plans import Plan, Scope, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A phrase that stands for one target, and the words that lead to it and close it."""

    before: str
    marked: str
    after: str
    target: Target


def sentence(plan: Plan, targets: Iterable[Target]) -> tuple[Part, ...]:
    """The targets of one unit as one sentence; 其中 parts follow their parent, a verb is said once in a row."""
    ordered = _families(tuple(targets))
    parts = []
    for place, target in enumerate(ordered):
        earlier = ordered[place - 1] if place else None
        is_last = place == len(ordered) - 1
        parts.append(
            Part(
                before=_lead_in(target, earlier),
                marked=phrase_of(target),
                after="。" if is_last else "；" if _starts_anew(ordered[place + 1], target) else "，",
                target=target,
            )
        )
    return tuple(parts)


def phrase_of(target: Target) -> str:
    """A target without its verb: 投资5亿元及以上能源化工类项目2个."""
    scope = "全市" if target.scope is Scope.CITY else ""
    noun = target.rule.noun or target.rule.name
    figures = "，".join(
        f"{tier.label if target.tiers.required is None else ''}{quantity.text}" for tier, quantity in target.tiers.items()
    )
    return f"{scope}{_restrictions(target.criteria)}{noun}{figures}"


def said(target: Target) -> str:
    """A target by itself, with its verb."""
    return f"{'其中' if target.of_which else _verb(target)}{phrase_of(target)}。"


def _families(targets: tuple[Target, ...]) -> list[Target]:
    ordered: list[Target] = []

    def add(target: Target) -> None:
        ordered.append(target)
        for child in targets:
            if child.of_which == target.key:
                add(child)

    keys = {target.key for target in targets}
    for target in targets:
        if target.of_which not in keys:
            add(target)
    return ordered


def _lead_in(target: Target, earlier: Target | None) -> str:
    if target.of_which:
        return "" if earlier and earlier.of_which == target.of_which else "其中"
    if earlier and not earlier.of_which and _verb(earlier) == _verb(target):
        return ""
    return _verb(target)


def _starts_anew(following: Target, target: Target) -> bool:
    return not following.of_which and (bool(target.of_which) or _verb(following) != _verb(target))


def _verb(target: Target) -> str:
    return "常态化储备" if target.window is Window.STOCK else target.rule.verb


def _restrictions(criteria: Criteria) -> str:
    sized = Criteria(
        investment_at_least=criteria.investment_at_least,
        investment_below=criteria.investment_below,
        strict=criteria.strict,
    )
    since = f"{criteria.signed_since}年以来签约项目" if criteria.signed_since else ""
    industry = f"{'、'.join(criteria.industry)}类" if criteria.industry else ""
    return f"{since}{'、'.join(criteria.region)}{'、'.join(criteria.investor)}{phrase(sized)}{industry}"
