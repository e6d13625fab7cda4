"""Watch rules 督办规则: conditions on figures of units or projects, as data; which of them a rule lists, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from jinghe.core.values.amounts import plain, rounded


class CensureGround(StrEnum):
    """The grounds on which the notice has a unit criticised by name; empty: the rule only draws attention."""

    NONE = ""
    SLOW = "slow"
    DUTY = "duty"
    EFFECT = "effect"

    @property
    def label(self) -> str:
        return {"": "提醒关注", "slow": "工作推进不力", "duty": "责任落实不到位", "effect": "工作成效不明显"}[
            self.value
        ]


class Watched(StrEnum):
    UNIT = "unit"
    PROJECT = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchMeasure:
    """A figure that a condition may compare. of_column: the condition must name a column of targets."""

    code: str
    name: str
    unit_of_measure: str
    of: Watched
    of_column: bool = False


WATCH_MEASURES: dict[str, WatchMeasure] = {
    measure.code: measure
    for measure in (
        WatchMeasure(code="completion", name="完成率", unit_of_measure="%", of=Watched.UNIT, of_column=True),
        WatchMeasure(
            code="gap", name="超欠序时进度", unit_of_measure="个百分点", of=Watched.UNIT, of_column=True
        ),
        WatchMeasure(code="actual", name="完成数", unit_of_measure="", of=Watched.UNIT, of_column=True),
        WatchMeasure(code="elapsed", name="时间进度", unit_of_measure="%", of=Watched.UNIT),
        WatchMeasure(code="targets", name="承担目标", unit_of_measure="项", of=Watched.UNIT),
        WatchMeasure(code="late_targets", name="滞后目标", unit_of_measure="项", of=Watched.UNIT),
        WatchMeasure(code="late_share", name="滞后目标占比", unit_of_measure="%", of=Watched.UNIT),
        WatchMeasure(code="zero_targets", name="零完成目标", unit_of_measure="项", of=Watched.UNIT),
        WatchMeasure(code="zero_share", name="零完成目标占比", unit_of_measure="%", of=Watched.UNIT),
        WatchMeasure(code="overdue_returns", name="逾期未报月报", unit_of_measure="份", of=Watched.UNIT),
        WatchMeasure(code="late_returns", name="迟报月报", unit_of_measure="份", of=Watched.UNIT),
        WatchMeasure(code="overdue_follow_ups", name="逾期未办结督办", unit_of_measure="件", of=Watched.UNIT),
        WatchMeasure(code="unsigned", name="未签收任务书", unit_of_measure="份", of=Watched.UNIT),
        WatchMeasure(code="overdue_milestones", name="逾期工作节点", unit_of_measure="个", of=Watched.UNIT),
        WatchMeasure(code="signed_days", name="签约未注册", unit_of_measure="天", of=Watched.PROJECT),
        WatchMeasure(code="registered_days", name="注册未开工", unit_of_measure="天", of=Watched.PROJECT),
        WatchMeasure(code="started_days", name="开工未到资", unit_of_measure="天", of=Watched.PROJECT),
        WatchMeasure(code="idle_days", name="距上次资金到位", unit_of_measure="天", of=Watched.PROJECT),
        WatchMeasure(code="paid_share", name="资金到位率", unit_of_measure="%", of=Watched.PROJECT),
        WatchMeasure(code="investment", name="合同投资额", unit_of_measure="亿元", of=Watched.PROJECT),
    )
}


class Comparator(StrEnum):
    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUALS = "="

    @property
    def label(self) -> str:
        return {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "=": "等于"}[self.value]

    def holds(self, actual: Fraction, bound: Fraction) -> bool:
        return {
            ">=": actual >= bound,
            ">": actual > bound,
            "<=": actual <= bound,
            "<": actual < bound,
            "=": actual == bound,
        }[self.value]


_COUNTED = frozenset({"项", "份", "件", "个", "天"})
_OF_SIZES = {comparator: comparator.label for comparator in Comparator}
_OF_COUNTS = dict(zip(Comparator, ("不少于", "超过", "不超过", "少于", "等于"), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchCondition:
    """A measure compared with a value in its unit of measure (−10: ten points behind). column: where it needs one."""

    measure: str
    comparator: Comparator
    value: Fraction
    column: str = ""

    @property
    def rule(self) -> WatchMeasure:
        return WATCH_MEASURES[self.measure]

    @property
    def text(self) -> str:
        if self.measure == "gap" and self.value < 0 and self.comparator is Comparator.AT_MOST:
            return f"{_figure(self, self.value)}及以上"
        unit = self.rule.unit_of_measure
        words = _OF_COUNTS if unit in _COUNTED else _OF_SIZES
        return f"{self.column}{self.rule.name}{words[self.comparator]}{_rounded(self.value)}{unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRule:
    """All conditions must hold. groups: the unit groups it is for; empty: all. source: where it is written."""

    code: str
    name: str
    of: Watched
    conditions: tuple[WatchCondition, ...]
    ground: CensureGround = CensureGround.NONE
    groups: tuple[str, ...] = ()
    source: str = ""

    @property
    def text(self) -> str:
        return "，且".join(condition.text for condition in self.conditions)

    def faults(self) -> tuple[str, ...]:
        """Why the rule cannot be used, in Chinese; empty when it can."""
        where = f"规则“{self.name or self.code}”"
        faults = [] if self.name.strip() else ["请填写规则名称"]
        if not self.conditions:
            faults.append(f"{where}没有条件，会把所有对象都列入，请至少设一个条件")
        if self.ground and self.of is not Watched.UNIT:
            faults.append(f"{where}针对项目，不能作为通报单位的依据")
        for condition in self.conditions:
            if condition.measure not in WATCH_MEASURES:
                faults.append(f"{where}用到没有的指标“{condition.measure}”")
                continue
            if condition.rule.of is not self.of:
                faults.append(
                    f"{where}：“{condition.rule.name}”不能用于{'单位' if self.of is Watched.UNIT else '项目'}"
                )
            if condition.rule.of_column and not condition.column:
                faults.append(f"{where}：“{condition.rule.name}”请选择哪一项目标")
        return tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFacts:
    """The figures of one unit or project on a day.

    figures: (measure, column or "") → value in the unit of measure; a figure that is not there (未下达, 未报, 不适用)
    satisfies no condition.
    """

    name: str
    group: str = ""
    figures: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchHit:
    """A unit or project that a rule lists. because: the figures that satisfied its conditions, in Chinese."""

    rule: WatchRule
    name: str
    because: str


def hits(rules: Iterable[WatchRule], known: Sequence[WatchFacts]) -> tuple[WatchHit, ...]:
    """Every hit, rule by rule, in the order of the facts."""
    return tuple(
        WatchHit(rule=rule, name=facts.name, because=_because(rule, facts))
        for rule in rules
        for facts in known
        if _is_hit(rule, facts)
    )


def _is_hit(rule: WatchRule, facts: WatchFacts) -> bool:
    if rule.groups and facts.group not in rule.groups:
        return False
    compared = [
        (condition, facts.figures.get((condition.measure, condition.column))) for condition in rule.conditions
    ]
    return bool(compared) and all(
        actual is not None and condition.comparator.holds(actual, condition.value)
        for condition, actual in compared
    )


def _because(rule: WatchRule, facts: WatchFacts) -> str:
    """The figures that satisfied the conditions; without the share of the year, which is the same for all."""
    conditions = [condition for condition in rule.conditions if condition.measure != "elapsed"]
    return "，".join(
        _figure(condition, facts.figures[condition.measure, condition.column]) for condition in conditions
    )


def _figure(condition: WatchCondition, value: Fraction) -> str:
    """到位资金欠序时进度20.3个百分点; 逾期未报月报2份."""
    unit = condition.rule.unit_of_measure
    if condition.measure == "gap":
        word = "欠" if value < 0 else "超"
        return f"{condition.column}{word}序时进度{_rounded(abs(value))}{unit}"
    return f"{condition.column}{condition.rule.name}{_rounded(value)}{unit}"


def _rounded(value: Fraction) -> str:
    return plain(rounded(value, 2))
