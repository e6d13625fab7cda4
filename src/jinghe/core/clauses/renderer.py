"""Items → text: the canonical short wording 规范表述 of a task, such that `parse(render(x)) == x`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from jinghe.core.clauses.items import Item
from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.indicators import INDICATORS, Indicator, Window
from jinghe.core.plan.plans import Scope, Tiers
from jinghe.core.values.amounts import yuan
from jinghe.core.values.periods import Period, plan_year

_STANDING = "常态化储备"
_QUARTERS = "一二三四"


class Task(Protocol):
    """What can be worded: an Item of a clause as well as a Target of a plan."""

    @property
    def indicator(self) -> str: ...
    @property
    def tiers(self) -> Tiers: ...
    @property
    def criteria(self) -> Criteria: ...
    @property
    def window(self) -> Window: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def period(self) -> Period | None: ...
    @property
    def each(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the wording; a page may mark the figure."""

    text: str
    is_figure: bool = False


def render(task: Task, *, is_part: bool = False) -> str:
    """The wording of one task, e.g. 获取投资5亿元及以上有效信息5条; a part begins with 其中 and has no verb."""
    return "".join(piece.text for piece in render_marked(task, is_part=is_part))


def render_marked(task: Task, *, is_part: bool = False) -> tuple[Piece, ...]:
    """The wording in pieces, the figures told apart."""
    body = ("其中" if is_part else "") + _body(task, is_part)
    low, high = task.tiers.guaranteed, task.tiers.working
    if low is not None and high is not None:
        return Piece(f"确保{body}"), Piece(low.text, True), Piece("、力争"), Piece(high.text, True)  # noqa: FBT003
    return Piece(body), Piece(task.tiers.floor.text, is_figure=True)


def render_all(items: Sequence[Item]) -> str:
    """The wording of a whole clause: parts behind their parent, alternatives joined by 或, a full stop after each."""
    sentences: list[str] = []
    for at, item in enumerate(items):
        if item.of_which is not None:
            continue
        parts = [render(part, is_part=True) for part in items if part.of_which == at]
        text = render(item) + ("，" + "、".join(_once(parts)) if parts else "")
        is_branch = at > 0 and item.any_of is not None and items[at - 1].any_of == item.any_of
        if is_branch:
            sentences[-1] += f"或{text}"
        else:
            sentences.append(text)
    return "".join(f"{sentence}。" for sentence in sentences)


def _once(parts: list[str]) -> Iterator[str]:
    """其中 opens the list of parts and is not repeated."""
    for at, part in enumerate(parts):
        yield part if at == 0 else part.removeprefix("其中")


def _body(task: Task, is_part: bool) -> str:
    rule = INDICATORS[task.indicator]
    whose = ("全市" if task.scope is Scope.CITY else "") + ("每个单位" if task.each else "")
    opening = period_words(task.period) + whose
    if rule.window is Window.COHORT:
        since = task.criteria.signed_since
        opens_plainly = task.period is None or whose
        said = (
            f"{since}年以来" if since is not None else "" if opens_plainly else "实现"
        )  # not a cohort of 2021年签约
        return f"{opening}{said}签约{_restrictions(task.criteria)}项目{rule.noun}"
    return f"{opening}{_verb(task, rule, is_part)}{_restrictions(task.criteria, rule)}{_noun(task, rule, is_part)}"


def _verb(task: Task, rule: Indicator, is_part: bool) -> str:
    if task.window is Window.STOCK:
        return _STANDING
    return "" if is_part else rule.verb


def _noun(task: Task, rule: Indicator, is_part: bool) -> str:
    is_bare = task.window is Window.STOCK or (is_part and rule.noun.endswith("项目"))
    return "项目" if is_bare else rule.noun


def _restrictions(criteria: Criteria, rule: Indicator | None = None) -> str:
    """Origin, investor, size, industry; money of projects of a size says so: 投资5亿元及以上项目到位资金."""
    size = _size(criteria)
    of_projects = "项目" if size and rule is not None and rule.sums_money else ""
    is_offering = rule is not None and rule.code == "offerings"
    firms = tuple(word for word in criteria.industry if is_offering and word.endswith("企业"))
    industry = "、".join(word for word in criteria.industry if word not in firms)
    addressed = "、".join((*firms, *criteria.investor) if is_offering else ())
    investor = f"面向{addressed}的" if addressed else "、".join(criteria.investor)
    return "、".join(criteria.region) + investor + size + industry + of_projects


def _size(criteria: Criteria) -> str:
    low, high = criteria.investment_at_least, criteria.investment_below
    if low is None:
        return f"投资低于{yuan(high)}" if high is not None else ""
    if high is None:
        return f"投资超过{yuan(low)}" if criteria.strict else f"投资{yuan(low)}及以上"
    return f"投资超过{yuan(low)}低于{yuan(high)}" if criteria.strict else f"投资{yuan(low)}—{yuan(high)}"


def period_words(period: Period | None) -> str:
    """三季度, 上半年, 6月底前, 2021年; nothing for the plan year; dates for any other span."""
    if period is None:
        return ""
    start, before = period.start, period.before
    if period == plan_year(start.year):
        return f"{start.year}年"
    whole_months = start.day == 1 == before.day and period.last.year == start.year
    months = period.last.month - start.month + 1
    if whole_months and start.month == 1 and months not in (3, 6):
        return f"{start.year}年{period.last.month}月底前"
    if whole_months and months == 3 and start.month % 3 == 1:
        return f"{start.year}年{_QUARTERS[start.month // 3]}季度"
    if whole_months and months == 6 and start.month in (1, 7):
        return f"{start.year}年{'上' if start.month == 1 else '下'}半年"
    return f"{start:%Y}年{start.month}月{start.day}日至{period.last.year}年{period.last.month}月{period.last.day}日"
