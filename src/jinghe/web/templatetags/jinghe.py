"""How pages write figures, dates and links. Rounding is core.values.amounts.rounded's alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.dimensions import phrase
from jinghe.core.counting.facts import FACT_RULES, WHOLE_SHARE, FactKind, Role
from jinghe.core.counting.indicators import Window
from jinghe.core.counting.rulings import QUESTIONS, Ruling, RulingQuestion
from jinghe.core.plan import wording
from jinghe.core.plan.lights import Light, LightRule
from jinghe.core.plan.plans import Plan, Scope, Target, Tier, Total
from jinghe.core.progress.measures import counted_kind
from jinghe.core.progress.progress import FORECAST_METHOD, Progress, TierProgress
from jinghe.core.registers.oversight.follow_up import FOLLOW_UP
from jinghe.core.values.amounts import UNITS_OF_MEASURE, AmountKind, Currency, Quantity, plain, rounded, yuan
from jinghe.core.values.findings import Severity
from jinghe.reference.lexicon_loading import lexicon
from jinghe.usecases.progress.scoreboard import Scoreboard
from jinghe.web.drawing import annexes, bars
from jinghe.web.frame.sentences import said

register = template.Library()
ROLE_NAMES = {Role.SPONSOR: "主导引进", Role.HOST: "承接落地"}


@register.simple_tag(takes_context=True)
def go(context: Any, name: str, *args: Any, kept: Mapping[str, object] | None = None, **others: Any) -> str:
    """The address of a page, asking the same question as this page (截至, 入账时点, 口径).

    kept: what a filter of the page has chosen; `others` come on top.
    """
    question = context.get("question")
    return reverse(name, args=args) + (question.query(**{**(kept or {}), **others}) if question else "")


@register.simple_tag
def query(kept: Mapping[str, object] | None = None, **others: object) -> str:
    """The query of a link: what is kept, with `others` on top; what is empty is left out."""
    wanted = {name: value for name, value in {**(kept or {}), **others}.items() if value not in (None, "")}
    return f"?{urlencode(wanted)}"


@register.filter
def label_of(choices: Iterable[tuple[str, str]], code: str) -> str:
    """The label of a code among choices; empty where there is none."""
    return dict(choices).get(code, "")


@register.filter
def bracketed(text: str) -> str:
    """（局长）; nothing where there is nothing to say."""
    return f"（{text}）" if text else ""


@register.filter
def fixed(value: Fraction | None, target: Target) -> str:
    """A base value for a column of figures: money with two decimals, pieces as they are, rates with one."""
    unit = target.tiers.floor.unit
    if value is None:
        return wording.NOT_APPLICABLE
    if unit.kind is AmountKind.MONEY:
        return str(wording.figure(value / unit.scale, wording.MONEY_PLACES))
    return wording.amount(value, unit) if unit.kind is AmountKind.COUNT else wording.percent(value)


@register.filter
def need(value: Fraction | None, target: Target) -> str:
    """What is needed each remaining month; pieces with one decimal. Not applicable: —."""
    unit = target.tiers.floor.unit
    if value is None:
        return wording.NO_TARGET
    if value == 0:
        return "0"
    return str(wording.figure(value / unit.scale, 2 if unit.kind is AmountKind.MONEY else 1))


@register.filter
def amount(value: Fraction | None, target: Target) -> str:
    """A base value in the target's unit of measure, without the unit."""
    return wording.amount_of(target, value)


@register.filter
def measured(value: Fraction | None, target: Target) -> str:
    """A base value with its unit of measure: 55.2亿元."""
    return wording.amount_of(target, value) + ("" if value is None else target.tiers.floor.unit.name)


@register.filter
def number(quantity: Quantity | None) -> str:
    """A planned figure without its unit of measure; — where nothing is assigned."""
    return plain(quantity.number) if quantity else wording.NO_TARGET


@register.filter
def plainly(value: Fraction) -> str:
    """A count or share, with at most two decimals."""
    return plain(rounded(Fraction(value), 2))


@register.filter
def in_yi(value: Fraction) -> str:
    """分 as 亿元 with two decimals."""
    return str(wording.figure(Fraction(value) / UNITS_OF_MEASURE["亿元"].scale, wording.MONEY_PLACES))


@register.filter
def in_wan(fen: int) -> str:
    """分 as 万元, with as many decimals as it has, up to two."""
    return plain(wording.figure(Fraction(fen) / UNITS_OF_MEASURE["万元"].scale, wording.MONEY_PLACES))


@register.filter
def percent(value: Fraction | None) -> str:
    """A ratio in percent with one decimal, without the sign; — where there is none."""
    return wording.NO_TARGET if value is None else wording.percent(value)


@register.filter
def points(value: Fraction | None) -> str:
    """超/欠 in percentage points: 超8.7."""
    return wording.NO_TARGET if value is None else wording.gap(value)


@register.filter
def ahead(shown: TierProgress) -> str:
    """The class of a gap: ahead, behind, or neither where whole pieces keep pace though the share lags."""
    if shown.gap is None:
        return "dim"
    if shown.gap >= 0:
        return "ahead"
    return "dim" if shown.light is Light.ON_PACE else "behind"


@register.filter
def tone(light: Light | None) -> str:
    return bars.tone(light)


@register.filter
def at(progress: Progress, tier: Tier) -> Any:
    """The progress against a tier."""
    return progress.of_tier(tier)


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """A value of a mapping; None where the mapping or the key is missing."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def words(target: Target) -> str:
    """The restrictions of a target said aloud; empty when there are none."""
    return phrase(target.criteria)


def _amid_text(template_name: str, **context: Any) -> SafeString:
    """A small template inside a line of text: the line break that ends its file must not become a blank."""
    return mark_safe(render_to_string(template_name, context).strip())  # noqa: S308  escaped by the template


@register.simple_tag
def bullet(progress: Progress, tier: Tier) -> SafeString:
    """The bullet bar of a target."""
    return _amid_text("frame/_bar.html", bar=bars.bar(progress, tier))


@register.simple_tag
def light(progress: Progress, tier: Tier) -> SafeString:
    """The light of a target in shape, colour and word; 未全面完成 where a part of a met one is unmet."""
    shown = progress.of_tier(tier)
    return _amid_text(
        "frame/_light.html",
        light=shown.light,
        is_met=shown.is_met and progress.is_reported,
        is_partial=bool(progress.unmet) and shown.is_met and progress.is_reported,
        is_other_branch=progress.met_by_branch is not None and not shown.is_met,
    )


@register.simple_tag
def forecast_method() -> str:
    return FORECAST_METHOD


@register.filter
def day(value: date | datetime | str | None) -> str:
    """2022年5月18日, also of a value of a record, 2022-05-18; — where there is none."""
    if not value:
        return wording.NO_TARGET
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def short_day(value: date | datetime) -> str:
    """5月18日."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.month}月{value.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """2022年5月18日 09:12."""
    if value is None:
        return wording.NO_TARGET
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


@register.filter
def exact_moment(value: datetime) -> str:
    """To the second, so that it can be put into 入账时点."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"


@register.filter
def input_moment(value: datetime | None) -> str:
    """What a datetime-local field holds."""
    return f"{timezone.localtime(value):%Y-%m-%dT%H:%M:%S}" if value else ""


@register.filter
def fen(value: int | None) -> str:
    """An investment in the largest unit that says it exactly."""
    return yuan(value)


@register.filter
def brought(posting: Any) -> str:
    """What a posting adds: its money in 万 of its currency, or its share of one piece; with its sign."""
    sign = "−" if posting.sign < 0 else ""
    if posting.currency is not None:
        unit = UNITS_OF_MEASURE["万美元" if posting.currency == Currency.USD else "万元"]
        return f"{sign}{plain(rounded(Fraction(posting.amount_fen) / unit.scale, 6))} {unit.name}"
    return f"{sign}{plain(rounded(Fraction(posting.share, WHOLE_SHARE), 2))}"


@register.filter
def share(posting: Any) -> str:
    return f"{plain(rounded(Fraction(posting.share * 100, WHOLE_SHARE), 2))}%"


@register.filter
def kind_name(kind: str) -> str:
    return FACT_RULES[FactKind(kind)].name


@register.filter
def role_name(role: str) -> str:
    return ROLE_NAMES[Role(role)]


@register.filter
def severity_tone(severity: Severity) -> str:
    return {"blocks": "late", "look": "slow", "note": "none"}[severity.value]


@register.filter
def rule_words(rule: LightRule) -> str:
    """When a light shows: 欠序时 10 个百分点以内."""
    if rule.gap_at_least is None:
        return "其余情形"
    points = plain(rounded(abs(rule.gap_at_least) * 100, 1))
    if rule.gap_at_least == 0:
        return "不欠序时进度，或已完成"
    if rule.gap_at_least < 0:
        return f"欠序时进度 {points} 个百分点以内"
    return f"超序时进度 {points} 个百分点以上"


@register.filter
def asks(ruling: Ruling) -> str:
    """The question a ruling answers."""
    return QUESTIONS[ruling.name].text


@register.filter
def usual_answer(question: RulingQuestion) -> str:
    return question.options[question.default]


@register.filter
def told_in_full(target: Target) -> str:
    """A target as a sentence."""
    return said(target)


@register.simple_tag
def figures(target: Target | Total | None, column: annexes.AnnexColumn) -> list[object]:
    """The figures of an annex cell, one per tier the column prints; None prints as —."""
    return annexes.figures(target.tiers, column) if target else [None] * len(column.tiers)


@register.simple_tag
def city(board: Scoreboard, table: str, column: str) -> Progress | None:
    """The city's progress in a column, where the plan has a total for it."""
    return board.city.get((table, column))


@register.simple_tag
def live(board: Scoreboard, target: Target, tier: Tier) -> SafeString:
    """The live figure inside a phrase."""
    progress = board.progress[target.key]
    shown = progress.of_tier(tier)
    is_met = shown.is_met and progress.is_reported
    return _amid_text(
        "frame/_live.html",
        progress=progress,
        target=target,
        is_met=is_met,
        tone="met" if is_met else tone(shown.light),
    )


@register.simple_tag
def counted_words(plan: Plan, target: Target) -> str:
    """The restrictions as the rulings have them count; 不限 when there are none."""
    return phrase(plan.restrictions(target)) or "不限"


@register.simple_tag
def counting(plan: Plan, target: Target) -> str:
    """What is counted, in which role and window, in words."""
    kind = counted_kind(target, plan)
    if kind is None:
        return "台账不计此项，由人工填报"
    name = FACT_RULES[kind].name
    window = {
        Window.FLOW: f"{_period(plan, target)}内发生的“{name}”",
        Window.STOCK: f"截至日在库的“{name}”（入库减退库）",
        Window.COHORT: f"“{name}”÷“{FACT_RULES[target.rule.over or kind].name}”，同一批签约项目，不限发生年份",
    }[target.window]
    scope = "全市" if target.scope is Scope.CITY else f"{ROLE_NAMES[target.role]}为{target.unit}"
    return f"{window}，{scope}，{'按金额相加' if target.rule.sums_money else '按个数（份额）相加'}"


def _period(plan: Plan, target: Target) -> str:
    period = plan.period_of(target)
    return f"{plan.year}年" if target.period is None else f"{day(period.start)}至{day(period.last)}"


@register.simple_tag
def code_name(dimension: str, code: str) -> str:
    """The Chinese name of a ledger code."""
    return lexicon().name(dimension, code) if code else wording.NO_TARGET


@register.filter
def yuan_text(fen: int | None) -> str:
    """分 in the largest unit that says it exactly: 5亿元."""
    return yuan(fen)


@register.filter
def claim_state(state: str) -> str:
    """待核定, 已入账 …"""
    return ClaimState(state).label


@register.filter
def follow_up_state(code: str) -> str:
    """已下达, 整改中 …"""
    return FOLLOW_UP.state(code).name
