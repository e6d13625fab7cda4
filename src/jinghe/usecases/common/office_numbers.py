"""Numbers of the office 办公规则中的数: terms, days, thresholds. Each stands until the office lays down another.

A version holds from its first day on, in later years too. What was judged by a number once can be judged so again:
whoever asks says on which day and, for figures, as known when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.store.models import OfficeRule
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_rules import lay_down
from jinghe.usecases.common.refusals import RefusedFaults

LEAD_CLOCK, TRIP_RULE, LIAISON_TERMS, FOLLOW_UP_TERMS, CENSURE_TERMS = (
    "lead_clock",
    "trip",
    "liaison",
    "follow_up",
    "censure",
)
FORECAST_TERMS, CASE_TERMS, EVALUATION_TERMS, OPENING_TERMS = (
    "forecast",
    "service_case",
    "evaluation",
    "opening",
)
LONGEST_REASON = 300
FIRST_DAY = date(2000, 1, 1)
WORKDAYS, DAYS = "个工作日", "日"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNumber:
    """One number. name: its key in stored versions; usual: what holds until the office lays down another."""

    name: str
    label: str
    measure: str
    usual: int
    least: int = 1
    most: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRule:
    """Numbers that are laid down together. name: of the office rule. applies: from when on a version is used."""

    name: str
    label: str
    numbers: tuple[OfficeNumber, ...]
    applies: str

    @property
    def usual(self) -> dict[str, int]:
        return {number.name: number.usual for number in self.numbers}


def _number(name: str, label: str, measure: str, usual: int, least: int = 1, most: int = 365) -> OfficeNumber:
    return OfficeNumber(name=name, label=label, measure=measure, usual=usual, least=least, most=most)


NUMBER_RULES = {
    rule.name: rule
    for rule in (
        NumberRule(
            name=LEAD_CLOCK,
            label="投资信息办理时限",
            numbers=(
                _number("respond", "首报后响应", WORKDAYS, 1),
                _number("assign", "响应后研判交办", WORKDAYS, 3),
                _number("first_feedback", "交办后首次反馈", WORKDAYS, 5),
                _number("feedback", "此后每次反馈间隔", WORKDAYS, 10),
                _number("soon", "到期前提醒", WORKDAYS, 1, least=0),
            ),
            applies="自执行日期起看各条信息的时限",
        ),
        NumberRule(
            name=TRIP_RULE,
            label="小分队外出报告",
            numbers=(_number("report_within", "返回后提交外出报告和费用说明", DAYS, 15),),
            applies="自执行日期起看各次外出",
        ),
        NumberRule(
            name=LIAISON_TERMS,
            label="落地服务联络",
            numbers=(_number("silent_after", "超过多久没有联络列为久未联络", DAYS, 30),),
            applies="截至执行日期及以后的统计",
        ),
        NumberRule(
            name=FOLLOW_UP_TERMS,
            label="督办期限",
            numbers=(
                _number("usual_days", "没有写明期限的督办，下达后办结", WORKDAYS, 10),
                _number("remind_days", "到期前提醒", WORKDAYS, 2, least=0),
            ),
            applies="执行日期及以后下达、提醒的督办",
        ),
        NumberRule(
            name=CENSURE_TERMS,
            label="点名建议说明期限",
            numbers=(_number("reply_days", "告知后单位说明情况", WORKDAYS, 5),),
            applies="执行日期及以后告知的点名建议",
        ),
        NumberRule(
            name=FORECAST_TERMS,
            label="全年预计",
            numbers=(_number("recent_months", "按最近几个已结束的月份推算", "个月", 3, most=12),),
            applies="截至执行日期及以后的进度",
        ),
        NumberRule(
            name=EVALUATION_TERMS,
            label="阶段评估异议期",
            numbers=(_number("objection_days", "没有另行写明的异议期", WORKDAYS, 5, most=30),),
            applies="执行日期及以后开始的评估",
        ),
        NumberRule(
            name=CASE_TERMS,
            label="企业诉求评价和督办",
            numbers=(
                _number("unsatisfied", "企业评价不高于几分须写明意见", "分", 2, least=0, most=5),
                _number("head_level", "逾期到第几级起报单位负责人，再上一级报市局", "级", 1, most=9),
            ),
            applies="执行日期及以后的办结和提醒",
        ),
        NumberRule(
            name=OPENING_TERMS,
            label="期初台账",
            numbers=(_number("first_year", "到位资金自哪一年起逐年填报", "年", 2019, least=1990, most=2100),),
            applies="执行日期及以后下载、导入的期初台账表",
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInForce:
    """A rule with its numbers on a day. row: the version they come from, None while the usual ones hold."""

    rule: NumberRule
    values: Mapping[str, int]
    row: OfficeRule | None
    versions: tuple[OfficeRule, ...]


def numbers(name: str, *, on: date, known_at: datetime | None = None) -> dict[str, int]:
    """The numbers of a rule in force on a day, as known at an instant (None: now)."""
    rows = OfficeRule.objects.filter(name=name, effective_on__lte=on).order_by("-year", "-number")
    if known_at is not None:
        rows = rows.filter(act__recorded_at__lte=known_at)
    content = rows.values_list("content", flat=True).first() or {}
    return {**NUMBER_RULES[name].usual, **content}


def number_rules(*, on: date) -> tuple[RuleInForce, ...]:
    """Every rule with its numbers in force on a day and all its versions, the latest first."""
    rows = OfficeRule.objects.filter(name__in=NUMBER_RULES).select_related("act").order_by("-year", "-number")
    return tuple(
        _in_force(rule, tuple(row for row in rows if row.name == rule.name), on)
        for rule in NUMBER_RULES.values()
    )


def lay_down_numbers(
    name: str, texts: Mapping[str, str], *, effective_on: date | None, by: Actor, reason: str
) -> OfficeRule:
    """Lays down the next version of a rule. texts: the numbers as typed. Raises AccessRefused, RefusedFaults."""
    access.require(access.may_lay_down_rules(by), by, "设定办公规则")
    rule = NUMBER_RULES[name]
    values = {number.name: _read(texts.get(number.name, "")) for number in rule.numbers}
    faults = [
        f"“{number.label}”：请填写{number.least}至{number.most}的整数"
        for number in rule.numbers
        if not number.least <= values[number.name] <= number.most
    ]
    if effective_on is None or effective_on < FIRST_DAY:
        faults.append("请填写有效的执行日期")
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        faults.append(f"请填写设定原因（依据），不超过{LONGEST_REASON}个字")
    if not faults and effective_on and numbers(name, on=effective_on) == values:
        faults.append("与现行规则相同，没有改动")
    if faults or effective_on is None:
        raise RefusedFaults(faults)
    return lay_down(name, effective_on.year, values, effective_on=effective_on, by=by, reason=reason.strip())


def _in_force(rule: NumberRule, versions: tuple[OfficeRule, ...], on: date) -> RuleInForce:
    row = next((version for version in versions if version.effective_on <= on), None)
    values = {**rule.usual, **(row.content if row else {})}
    return RuleInForce(rule=rule, values=values, row=row, versions=versions)


def _read(text: str) -> int:
    """A number as typed; below every least one where it is none."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else -1
