"""月度通报: how far the city and every unit have come, who lags, what was corrected; in June with 双过半, in December
of the whole year."""

from collections.abc import Iterator
from itertools import count

from jinghe.bulletins import columns, sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.kinds.corrections import corrections_table
from jinghe.bulletins.kinds.half_year import halves
from jinghe.bulletins.kinds.summaries import units_table
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.bulletins.tables import wide_tables
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import AmountKind
from jinghe.documents.blocks import (
    Annex,
    Block,
    HeadingBlock,
    ListBlock,
    ListNumbering,
    OfficialDocument,
    ParagraphBlock,
    Run,
    Runs,
)
from jinghe.documents.numerals import numeral

NEXT_STEPS = (
    "对照年度目标倒排工期，把任务落实到项目、到月份、到责任人。",
    "对进度滞后的指标逐项列出清单，逐项销号，按月调度。",
    "如实、按时报送进展和佐证材料，做到应报尽报、应统尽统。",
)
"""What follows from every monthly bulletin; the office edits it before issuing."""

YEAR_STEPS = (
    "对未完成的目标逐项说明原因，纳入下一年度工作计划。",
    "全面核对年度数据和佐证材料，做到账实相符。",
)


def monthly(results: Results, office: Office) -> OfficialDocument:
    """The monthly bulletin of the plan year, up to the day that the results stand for."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    span = sentences.span(results)
    title = f"关于{results.plan.year}年{span}\n全市经济合作目标任务完成情况的通报"
    what = f"{results.plan.year}年{span}目标任务完成情况"
    is_whole_year = results.months == sentences.ALL_MONTHS
    steps = tuple((text,) for text in (YEAR_STEPS if is_whole_year else NEXT_STEPS))
    body = sectioned(
        sentences.basis(figures, office, what),
        (
            ("总体情况", tuple(_whole(figures, office))),
            ("“双过半”情况", halves(figures, office) if results.months == sentences.HALF else ()),
            ("年度目标完成情况", tuple(_met(figures, office)) if is_whole_year else ()),
            ("分组完成情况", tuple(_groups(figures, office))),
            ("存在的问题", tuple(_problems(figures, office))),
            ("通报点名", tuple(_named(results))),
            ("更正情况", tuple(corrected(results))),
            ("下一步要求", (ListBlock(items=steps, numbering=ListNumbering.WORDS),)),
        ),
    )
    return official(office, title, body, tuple(_annexes(figures, office)))


def _whole(figures: FigureWriter, office: Office) -> Iterator[Block]:
    """The city's figure of every column that has one: money by itself, pieces and rates together."""
    kinds: dict[AmountKind, list[Run]] = {}
    for progress in figures.results.city.values():
        kind = progress.target.tiers.floor.unit.kind
        if kind is AmountKind.MONEY:
            sentence = sentences.stands(figures, progress, office.tier, whose="全市")
            yield ParagraphBlock(runs=(*sentence, "。"))
            continue
        collected = kinds.setdefault(kind, [])
        collected += [
            *sentences.stands(figures, progress, office.tier, whose="" if collected else "全市"),
            "；",
        ]
    for runs in kinds.values():
        yield ParagraphBlock(runs=(*runs[:-1], "。"))


def _groups(figures: FigureWriter, office: Office) -> Iterator[Block]:
    results = figures.results
    numbers = count(1)
    for group in results.plan.groups:
        keys = columns.compared(results, group)
        if not keys:
            continue
        yield HeadingBlock(level=2, runs=(f"（{numeral(next(numbers))}）{group}",))
        for key in keys:
            if columns.is_paced_money(results, key) or len(keys) <= sentences.HALF:
                yield ParagraphBlock(runs=sentences.column(figures, key, office))
        rest = (
            [key for key in keys if not columns.is_paced_money(results, key)]
            if len(keys) > sentences.HALF
            else []
        )
        for is_rate in (False, True):
            if brief_keys := [key for key in rest if columns.is_rate(results, key) is is_rate]:
                yield ParagraphBlock(runs=_briefly(figures, brief_keys, office, is_rate=is_rate))


def _briefly(figures: FigureWriter, keys: list[ColumnKey], office: Office, *, is_rate: bool) -> Runs:
    """Several columns in one paragraph: who reached the figure, or how many are below it."""
    results, runs = figures.results, list[Run]()
    for key in keys:
        met = [
            progress
            for progress in columns.lines(results, key, office.tier)
            if columns.is_met(progress, office.tier)
        ]
        code = sentences.column_code(figures, key)
        sentence: list[Run] = [f"{key[2]}，"]
        missing = columns.not_reported(results, key, office.tier)
        if len(missing) == len(columns.lines(results, key, office.tier)):
            runs += [*sentence, "承担单位均未报，不作评价", "；"]
            continue
        if met:
            sentence += ["达到目标的有", figures.count(f"met:{code}", len(met)), "家"]
            sentence.append(f"（{sentences.joined(progress.target.unit for progress in met)}）")
        else:
            sentence.append("已报单位均未达到目标")
        if empty := columns.without_any(results, key, office.tier):
            sentence.append(f"，{sentences.joined(empty)}{'为' if is_rate else '尚无完成数，为'}0")
        if missing:
            sentence.append(f"，{sentences.joined(missing)}未报")
        runs += [*sentence, "；"]
    return (*runs[:-1], "。")


def _met(figures: FigureWriter, office: Office) -> Iterator[Block]:
    """At the end of the year: which units reached every one of their targets."""
    results = figures.results
    reported: dict[str, list[Progress]] = {}
    for progress in results.progress.values():
        if progress.actual is not None and progress.is_reported:
            reported.setdefault(progress.target.unit, []).append(progress)
    if not reported:
        yield ParagraphBlock(runs=("各单位均未报，不作评价。",))
        return
    full = [unit.name for unit in results.plan.units if _all_met(reported.get(unit.name, []), office)]
    if full:
        number = figures.count("full", len(full))
        yield ParagraphBlock(runs=("全面完成年度目标任务的有", number, f"家：{sentences.joined(full)}。"))
    else:
        whose = "已报单位中没有" if results.unreported else "没有"
        yield ParagraphBlock(runs=(f"{whose}全面完成年度目标任务的单位。",))


def _all_met(lines: list[Progress], office: Office) -> bool:
    return bool(lines) and all(columns.is_met(progress, office.tier) for progress in lines)


def _problems(figures: FigureWriter, office: Office) -> Iterator[Block]:
    """Problems that follow from the figures: most behind, nothing done, not reported. No section without any."""
    results, tier = figures.results, office.tier
    owing: list[Run] = []
    empty: list[str] = []
    for key in columns.compared(results):
        if not columns.is_paced_money(results, key):
            continue
        for progress in columns.furthest(columns.behind(results, key, tier), tier, 1):
            words = f"{'、' if owing else ''}{progress.target.unit}{key[2]}欠序时进度"
            owing += [words, figures.points(progress, tier), "个百分点"]
        if names := columns.without_any(results, key, tier):
            empty.append(f"{sentences.joined(names)}有报表、无{key[2]}")
    items: list[Runs] = []
    if owing:
        items.append(("欠账较大，", *owing, "，在承担该项目标的单位中差距最大。"))
    if empty:
        items.append((f"{'；'.join(empty)}。",))
    if results.unreported:
        named = [unit.name for unit in results.plan.units if unit.name in results.unreported]
        items.append((f"{sentences.joined(named)}未上报报表。",))
    if items:
        yield ListBlock(items=tuple(items), numbering=ListNumbering.WORDS)


def _named(results: Results) -> Iterator[Block]:
    """The units that the performance office decided to name, each with the reason and the facts."""
    for named in results.named:
        person = f"（时任责任人{named.person}）" if named.person else ""
        yield ParagraphBlock(runs=(f"{named.unit}{person}{named.ground}：{named.because}。",))


def corrected(results: Results) -> Iterator[Block]:
    """What was entered late for closed months: it corrects the figures of earlier bulletins."""
    if results.corrections:
        yield ParagraphBlock(runs=("以下入账发生在已关账的月份，前期通报的相应数字以此为准：",))
        yield corrections_table(results.corrections)


def _annexes(figures: FigureWriter, office: Office) -> Iterator[Annex]:
    results = figures.results
    tables = tuple(
        table for group in results.plan.groups for table in wide_tables(figures, group, office.tier)
    )
    if tables:
        yield Annex(title=f"{results.plan.year}年{sentences.span(results)}目标任务完成情况表", blocks=tables)
    if summary := units_table(figures, office.tier):
        yield Annex(title="其他目标任务进展汇总表", blocks=(summary,))
