"""月度通报: how far the whole area and every unit has come, who lags, what was corrected."""

from collections.abc import Iterator

from jinghe.bulletins import sentences
from jinghe.bulletins.corrections import corrections_table
from jinghe.bulletins.figures import Figures
from jinghe.bulletins.office import Office, official
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.bulletins.summaries import units_table
from jinghe.bulletins.tables import column_table
from jinghe.core.amounts import AmountKind
from jinghe.core.progress import Progress
from jinghe.documents.blocks import (
    Annex,
    Block,
    Heading,
    List,
    Numbering,
    OfficialDocument,
    Paragraph,
    Run,
    Runs,
)

LEAST_COMPARED = 3
"""A column with fewer units has no ranking worth a sentence."""

NEXT_STEPS = (
    "对照年度目标倒排工期，把任务落实到项目、到月份、到责任人。",
    "对进度滞后的指标逐项列出清单，逐项销号，按月调度。",
    "如实、按时报送进展和佐证材料，做到应报尽报、应统尽统。",
)
"""What follows from every monthly bulletin; the office edits it before issuing."""


def monthly(results: Results, office: Office) -> OfficialDocument:
    """The progress of the year up to the day of the results."""
    figures = Figures(results, percent_places=office.percent_places)
    span = sentences.span(results)
    title = f"关于{results.plan.year}年{span}\n全市经济合作目标任务完成情况的通报"
    sections: list[tuple[str, list[Block]]] = [
        ("总体情况", list(_whole(figures, office))),
        ("分组完成情况", list(_groups(figures, office))),
        ("存在的问题", list(_problems(figures, office))),
        ("通报点名", list(_named(results))),
        ("更正情况", list(_corrected(results))),
        ("下一步要求", [List(items=tuple((text,) for text in NEXT_STEPS), numbering=Numbering.WORDS)]),
    ]
    body: list[Block] = [Paragraph(runs=_opening(figures, span))]
    numerals = iter("一二三四五六")
    for name, blocks in sections:
        if blocks:
            body += [Heading(level=1, runs=(f"{next(numerals)}、{name}",)), *blocks]
    return official(office, title, tuple(body), tuple(_annexes(figures)))


def compared(results: Results) -> tuple[ColumnKey, ...]:
    """The columns in which enough units are compared."""
    return tuple(
        key
        for group in results.plan.groups
        for key in results.columns_of(group)
        if len(results.of_column(key)) >= LEAST_COMPARED
    )


def _opening(figures: Figures, span: str) -> Runs:
    results = figures.results
    until = f"{results.as_of.year}年{results.as_of.month}月{results.as_of.day}日"
    known = f"{results.known_at.year}年{results.known_at.month}月{results.known_at.day}日"
    return (
        f"根据《{results.plan.title}》（{results.plan.document_number}），现将{results.plan.year}年{span}"
        f"目标任务完成情况通报如下。本通报数据截至{until}，以{known}前审核入账的为准，时序进度为",
        figures.elapsed(),
        "%。",
    )


def _whole(figures: Figures, office: Office) -> Iterator[Block]:
    """The city's figure of every column that has one, money first as the notice prints it."""
    for progress in figures.results.city.values():
        said = sentences.stands(figures, progress, office.tier, whose="全市")
        yield Paragraph(runs=(*said, "。"))


def _groups(figures: Figures, office: Office) -> Iterator[Block]:
    results = figures.results
    numerals = iter("一二三四五六七八九十")
    for group in results.plan.groups:
        keys = [key for key in compared(results) if key[0] == group]
        if not keys:
            continue
        yield Heading(level=2, runs=(f"（{next(numerals)}）{group}",))
        for key in keys:
            yield Paragraph(runs=_column(figures, key, office))


def _column(figures: Figures, key: ColumnKey, office: Office) -> Runs:
    """Who leads the column and who is behind; nobody is praised or named without a figure."""
    results, tier = figures.results, office.tier
    best = sentences.best(results, key, tier)
    late = sentences.behind(results, key, tier)
    said: list[Run] = [f"{key[2]}：共{len(results.of_column(key))}家单位承担，"]
    if best:
        said += ["排在前列的有", *sentences.listed(figures, best, tier), "；"]
    is_rate = results.of_column(key)[0].target.tiers.floor.unit.kind is AmountKind.RATIO
    behind = "低于目标" if is_rate else "欠序时进度"
    if late:
        said += [f"{behind}的有", figures.count(f"late:{_number(figures, key)}", len(late)), "家"]
        said += (
            ["，其中", *sentences.listed(figures, late[: sentences.MOST_NAMED], tier)]
            if len(late) > 1
            else ["：", *sentences.listed(figures, late, tier)]
        )
    else:
        said.append(
            f"没有{behind}的单位"
            if len(sentences.not_reported(results, key)) == 0
            else f"已报单位没有{behind}的"
        )
    if missing := sentences.not_reported(results, key):
        said.append(f"；{sentences.joined(missing)}未报，不参加排名")
    if spared := results.unassigned(key):
        said.append(f"；{sentences.joined(spared)}未下达该项目标，不评价")
    return (*said, "。")


def _number(figures: Figures, key: ColumnKey) -> int:
    return compared(figures.results).index(key)


def _problems(figures: Figures, office: Office) -> Iterator[Block]:
    """What the figures themselves complain of; without complaint there is no section."""
    items: list[Runs] = []
    results = figures.results
    money = [key for key in compared(results) if _is_money(results, key)]
    for key in money:
        if late := sentences.behind(results, key, office.tier):
            worst = late[: sentences.MOST_NAMED]
            items.append((f"{key[2]}欠账较大，", *_furthest(figures, worst, office), "。"))
        if empty := sentences.without_any(results, key):
            items.append((f"{sentences.joined(empty)}有报表、无{key[2]}。",))
    if results.unreported:
        named = [unit.name for unit in results.plan.units if unit.name in results.unreported]
        items.append((f"{sentences.joined(named)}未上报报表。",))
    if items:
        yield List(items=tuple(items[:10]), numbering=Numbering.WORDS)


def _furthest(figures: Figures, worst: tuple[Progress, ...], office: Office) -> Runs:
    runs: list[Run] = []
    for place, one in enumerate(worst):
        runs += [
            "、" if place else "",
            one.target.unit,
            "欠序时进度",
            figures.points(one, office.tier),
            "个百分点",
        ]
    return tuple(run for run in runs if run)


def _is_money(results: Results, key: ColumnKey) -> bool:
    first = results.of_column(key)[0].target
    return first.tiers.floor.unit.kind is AmountKind.MONEY and results.has_pace(first)


def _named(results: Results) -> Iterator[Block]:
    """Units that the performance office confirmed, each with its ground and the facts."""
    for one in results.named:
        person = f"（时任责任人{one.person}）" if one.person else ""
        yield Paragraph(runs=(f"{one.unit}{person}{one.ground}：{one.because}。",))


def _corrected(results: Results) -> Iterator[Block]:
    if results.corrections:
        yield Paragraph(runs=("以下入账发生在已关账的月份，前期通报的相应数字以此为准：",))
        yield corrections_table(results.corrections)


def _annexes(figures: Figures) -> Iterator[Annex]:
    results = figures.results
    tables = tuple(column_table(figures, key) for key in compared(results))
    if tables:
        yield Annex(title=f"{results.plan.year}年{sentences.span(results)}目标任务完成情况表", blocks=tables)
    if summary := units_table(figures):
        yield Annex(title="市级部门目标任务进展汇总表", blocks=(summary,))
