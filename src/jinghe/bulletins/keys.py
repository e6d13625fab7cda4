"""The key of a figure in Chinese words: a check names the figure that has changed so that an official understands."""

from jinghe.core.plan.plans import Plan, Target, Tier

_WHAT = {
    "actual": "完成数",
    "goal": "目标数",
    "completion": "完成率",
    "gap": "超欠",
    "points": "超欠百分点",
    "place": "名次",
    "growth": "同比",
    "over": "已达数",
    "under": "基数",
    "late": "欠进度家数",
    "met": "达到目标家数",
    "carry": "承担家数",
    "due": "应报月报",
    "filed": "已报月报",
    "timely": "按时月报",
    "zero": "零报告",
    "rate": "及时率",
    "total": "得分",
    "trip-batches": "外出批次",
    "trip-people": "外出人次",
    "trip-days": "外出天数",
}


def name_of(plan: Plan, key: str) -> str:
    """达川区“到位资金”完成率（保证目标）; the key itself where nothing of the plan is meant."""
    kind, _, rest = key.partition(":")
    parts = rest.split(":")
    if kind == "e":
        return "时序进度"
    if kind == "t" and (target := plan.target(parts[0])) is not None:
        return f"{target.unit}{_of(target, parts[1:])}"
    if kind == "c" and (first := _column(plan, parts[0])) is not None:
        return f"全市{_of(first, parts[1:])}"
    if kind == "u" and parts[0].isdigit() and int(parts[0]) < len(plan.units):
        return f"{plan.units[int(parts[0])].name}{_WHAT.get(parts[1], parts[1])}"
    if kind == "n" and len(parts) == 2 and (first := _column(plan, parts[1].partition("-")[2])) is not None:
        return f"“{first.column}”{_WHAT.get(parts[0], parts[0])}"
    return _WHAT.get(parts[0], f"计数 {rest}") if kind == "n" else key


def _of(target: Target, parts: list[str]) -> str:
    tiers = {tier.value: tier.label for tier in Tier}
    named = f"（{tiers[parts[1]]}）" if len(parts) > 1 and len(target.tiers.items()) > 1 else ""
    return f"“{target.column or target.rule.name}”{_WHAT.get(parts[0], parts[0])}{named}"


def _column(plan: Plan, number: str) -> Target | None:
    """The first target of the plan's n-th column."""
    firsts = {(target.table, target.column): target for target in reversed(plan.targets)}
    places = list(dict.fromkeys((target.table, target.column) for target in plan.targets))
    index = int(number) if number.isascii() and number.isdigit() else len(places)
    return firsts[places[index]] if index < len(places) else None
