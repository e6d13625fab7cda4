"""The clause of a target as a sentence in parts, so that each figure sits inside its own phrase (规范表述)."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinghe.core.clauses import render
from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Target

PART = "其中"
STANDING = "常态化储备"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A phrase that stands for one target, and the words that lead to it and close it."""

    before: str
    marked: str
    after: str
    target: Target


def sentence(targets: Iterable[Target]) -> tuple[Part, ...]:
    """The targets of one unit as sentences; 其中 parts follow their parent, 或 joins branches."""
    told = tuple(targets)
    keys = {target.key for target in told}
    roots = [target for target in told if target.of_which not in keys]
    parts: list[Part] = []
    for place, root in enumerate(roots):
        following = roots[place + 1] if place + 1 < len(roots) else None
        is_branch = following is not None and root.any_of is not None and following.any_of == root.any_of
        parts += _family(root, told, closing="或" if is_branch else "。")
    return tuple(parts)


def said(target: Target) -> str:
    """A target by itself: 获取投资5亿元及以上有效信息5条。"""
    return f"{render(target, is_part=target.of_which is not None)}。"


def _family(root: Target, told: tuple[Target, ...], *, closing: str) -> list[Part]:
    children = _descendants(root, told)
    parts = [_part(root, "，" if children else closing)]
    for place, child in enumerate(children):
        after = closing if place == len(children) - 1 else "、"
        parts.append(_part(child, after, is_first_child=place == 0))
    return parts


def _descendants(root: Target, told: tuple[Target, ...]) -> list[Target]:
    found: list[Target] = []
    for target in told:
        if target.of_which == root.key:
            found += [target, *_descendants(target, told)]
    return found


def _part(target: Target, after: str, *, is_first_child: bool = False) -> Part:
    """The phrase without its verb, which leads to it."""
    text = render(target, is_part=target.of_which is not None)
    lead = PART if text.startswith(PART) else STANDING if target.window is Window.STOCK else target.rule.verb
    if not text.startswith(lead):
        return Part(before="", marked=text, after=after, target=target)
    before = "" if lead == PART and not is_first_child else lead
    return Part(before=before, marked=text.removeprefix(lead), after=after, target=target)
