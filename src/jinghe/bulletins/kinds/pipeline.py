"""签约项目推进情况: the signed projects of the cohort from signing to production, the four rates, unit by unit."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jinghe.bulletins import columns, sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.core.plan import wording
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.documents.blocks import (
    Align,
    Block,
    OfficialDocument,
    ParagraphBlock,
    Run,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    cell,
)

MONTHS_A_YEAR = 12


def pipeline(results: Results, office: Office) -> OfficialDocument:
    """Each rate, of the city and then of every unit from the highest down; then how far each signing year has come."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    span = sentences.span(results)
    keys = tuple(key for key in columns.compared(results) if columns.is_rate(results, key))
    body = sectioned(
        sentences.basis(figures, office, f"{results.plan.year}年{span}签约项目推进情况"),
        (
            ("统计范围", (ParagraphBlock(runs=(_window(results, keys),)),)),
            ("四率完成情况", tuple(_rates(figures, keys, office))),
            ("各签约年份项目推进情况", (_years(figures),) if results.signed_years else ()),
        ),
    )
    return official(office, f"关于{results.plan.year}年{span}\n签约项目推进情况的通报", body)


def _window(results: Results, keys: Sequence[ColumnKey]) -> str:
    """The sentence that says which projects are the denominator of a rate, and how they are counted."""
    since = sorted(
        {
            progress.target.criteria.signed_since
            for key in keys
            for progress in results.of_column(key)
            if progress.target.criteria.signed_since is not None
        }
    )
    until = f"{results.as_of.year}年{results.as_of.month}月{results.as_of.day}日"
    cohort = (
        f"{'、'.join(map(str, since))}年1月1日至{until}签约的项目" if since else f"截至{until}签约的全部项目"
    )
    return (
        f"四率以{cohort}为基数，项目按首次签约日期归入，按合计除以合计计算，不取各单位平均；"
        "资金到位率为到位资金与合同投资之比。签约时间越近，注册、开工、投产的时间越短，应结合签约年份看待。"
    )


def _rates(figures: FigureWriter, keys: Sequence[ColumnKey], office: Office) -> Iterator[Block]:
    if not keys:
        yield ParagraphBlock(runs=("本年度没有下达四率目标，不作评价。",))
        return
    for key in keys:
        yield ParagraphBlock(runs=_sentence(figures, key, office))
    yield _table(figures, keys, office)


def _sentence(figures: FigureWriter, key: ColumnKey, office: Office) -> tuple[Run, ...]:
    """The city, then every unit in descending order; units without a project in the denominator come after them."""
    results = figures.results
    rated = [
        progress for progress in columns.ranked(results, key, office.tier) if progress.actual is not None
    ]
    runs: list[Run] = []
    if city := results.city.get(key[1:]):
        runs += [*sentences.stands(figures, city, office.tier, whose="全市"), *_divided(figures, city), "。"]
    if rated:
        runs.append("各单位由高到低依次为：" if len(rated) > 1 else "")
        for index, progress in enumerate(sorted(rated, key=lambda progress: -(progress.actual or 0))):
            runs += ["、" if index else "", progress.target.unit, figures.actual(progress), "%"]
        runs.append("。")
    lines = columns.lines(results, key, office.tier)
    if without_base := [
        progress.target.unit for progress in lines if progress.is_reported and progress.actual is None
    ]:
        runs.append(f"{sentences.joined(without_base)}没有基数内的签约项目，不作评价。")
    if unreported := columns.not_reported(results, key, office.tier):
        runs.append(f"{sentences.joined(unreported)}未报，不参加排名。")
    return tuple(run for run in runs if run)


def _divided(figures: FigureWriter, progress: Progress) -> tuple[Run, ...]:
    ratio = figures.ratio(progress)
    unit = "亿元" if progress.target.rule.sums_money else "个"
    return ("（", ratio[0], f"{unit}÷", ratio[1], f"{unit}）") if ratio else ()


def _table(figures: FigureWriter, keys: Sequence[ColumnKey], office: Office) -> TableBlock:
    """Units down, rates across: numerator, denominator, percent."""
    results = figures.results
    units = dict.fromkeys(progress.target.unit for key in keys for progress in results.of_column(key))
    top = [TableCell(runs=("单位",), row_span=2)]
    top += [
        TableCell(
            runs=(f"{key[2]}（{'亿元' if results.of_column(key)[0].target.rule.sums_money else '个'}）",),
            column_span=3,
        )
        for key in keys
    ]
    rows = [TableRow(cells=(cell("全市"), *_fractions(figures, keys, "")), is_total=True)]
    rows += [TableRow(cells=(cell(unit), *_fractions(figures, keys, unit))) for unit in units]
    return TableBlock(
        caption="各单位签约项目推进情况",
        unit_line="单位：见栏目",
        columns=(
            TableColumn(width=20, align=Align.LEFT),
            *(TableColumn(width=11, align=Align.RIGHT) for _ in range(3 * len(keys))),
        ),
        header=(
            TableRow(cells=tuple(top)),
            TableRow(cells=tuple(cell(head) for key in keys for head in ("已达", "基数", f"{key[2]}%"))),
        ),
        rows=tuple(rows),
        notes=("注：“—”为未下达目标，“不适用”为没有基数内的签约项目，“未报”的单位不参加排名。",),
        is_landscape=True,
    )


def _fractions(figures: FigureWriter, keys: Sequence[ColumnKey], unit: str) -> Iterator[TableCell]:
    results = figures.results
    for key in keys:
        by_unit = {progress.target.unit: progress for progress in results.of_column(key)}
        progress = by_unit.get(unit) if unit else results.city.get(key[1:])
        ratio = figures.ratio(progress) if progress else None
        if progress is None or ratio is None:
            yield from (cell("—"), cell("—"), cell("—"))
        elif not progress.is_reported:
            yield from (cell("未报"), cell("—"), cell("—"))
        else:
            yield from (cell(ratio[0]), cell(ratio[1]), cell(figures.actual(progress)))


def _years(figures: FigureWriter) -> TableBlock:
    """One row for each year of signing, the oldest first: its age, its projects, and how many reached each step."""
    piece = UNITS_OF_MEASURE["个"]
    rows = []
    for signed_year in figures.results.signed_years:
        cells: list[TableCell] = []
        for what, number in (
            ("signed", signed_year.signed),
            ("registered", signed_year.registered),
            ("started", signed_year.started),
            ("producing", signed_year.producing),
        ):
            cells.append(cell(figures.count(f"y{signed_year.year}-{what}", wording.amount(number, piece))))
            if what != "signed":
                share = Fraction(number, signed_year.signed) if signed_year.signed else None
                cells.append(cell(figures.share(f"y{signed_year.year}-{what}-share", share)))
        rows.append(TableRow(cells=(cell(f"{signed_year.year}年"), cell(_age(signed_year.months)), *cells)))
    heads = ("签约年份", "距今最长", "签约", "注册", "注册率%", "开工", "开工率%", "投产", "投产率%")
    return TableBlock(
        caption="全市各签约年份项目推进情况",
        unit_line="单位：个",
        columns=(
            TableColumn(width=11),
            TableColumn(width=13),
            *(TableColumn(width=9, align=Align.RIGHT) for _ in heads[2:]),
        ),
        header=(TableRow(cells=tuple(cell(head) for head in heads)),),
        rows=tuple(rows),
    )


def _age(months: int) -> str:
    """An age in words: 1年10个月."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    return f"{years}年{rest}个月" if years and rest else f"{years}年" if years else f"{rest}个月"
