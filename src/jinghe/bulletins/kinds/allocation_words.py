"""Words of an allocation notice: headings and clauses that our own reader reads back to the same target."""

from collections.abc import Iterator, Sequence

from jinghe.core.clauses import render
from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Plan, Target

TRIPS = "部门招商小分队"
LED, OFFERED = "主导引进项目", "编制推出项目"
_COLUMNS = {"leads": LED, "led_projects": LED, "offerings": OFFERED, "trips": TRIPS}
OTHERS = "其他任务"
_REMARKS = {
    ("industry_restricts", "no"): "主导引进项目包括但不局限于任务中明确的产业",
    ("real_estate", "excluded"): "非房地产项目",
    ("government_investment", "excluded"): "非政府投资的项目",
}


def above(target: Target) -> str:
    """What stands over a column whose own name does not say what is counted; empty where it does."""
    since = target.criteria.signed_since
    measure = target.tiers.floor.unit.name
    if target.window is Window.COHORT and since is not None:
        return f"{since}年以来签约项目推进（{measure}）"
    is_unsaid = target.indicator == "led_projects" and target.rule.noun not in target.column[:4]
    return f"重大项目引进（{measure}）" if is_unsaid else ""


def heading(target: Target) -> str:
    """The heading of a column of figures."""
    return target.column if above(target) else f"{target.column}（{target.tiers.floor.unit.name}）"


def clauses(plan: Plan, units: Sequence[str], tabled: set[str]) -> list[tuple[str, dict[str, str]]]:
    """Column → unit → its tasks there, as sentences."""
    by_column: dict[str, dict[str, str]] = {}
    for unit in units:
        grouped: dict[str, list[Target]] = {}
        for target in plan.targets_of(unit):
            if target.table not in tabled:
                grouped.setdefault(_COLUMNS.get(target.indicator, OTHERS), []).append(target)
        for column, targets in grouped.items():
            by_column.setdefault(column, {})[unit] = _sentences(targets)
    order = (LED, OFFERED, TRIPS, OTHERS)
    return [(name, by_column[name]) for name in order if name in by_column]


def _sentences(targets: Sequence[Target]) -> str:
    """Every task followed by its 其中 parts, alternatives joined by 或; in the notice's own words where it had any."""
    sentences: list[str] = []
    last: Target | None = None
    for target in targets:
        if target.of_which is not None:
            continue
        parts = [part for part in targets if part.of_which == target.key]
        text = render(target) + "".join(_parts(parts))
        if last is not None and last.any_of and last.any_of == target.any_of:
            sentences[-1] += f"或{text}"
        else:
            sentences.append(text)
        last = target
    return "。".join(sentences) + "。"


def _parts(parts: Sequence[Target]) -> Iterator[str]:
    for index, part in enumerate(parts):
        words = render(part, is_part=True)
        yield f"，{words}" if index == 0 else f"、{words.removeprefix('其中')}"


def remark(plan: Plan, group: str) -> str:
    """The remark that states the rulings of a group, so that a reader of the notice finds them; empty without any."""
    remarks = [
        words
        for (name, value), words in _REMARKS.items()
        if any(
            ruling.name == name and ruling.value == value and ruling.group == group for ruling in plan.rulings
        )
    ]
    return f"{'，'.join(remarks)}。" if remarks else ""
