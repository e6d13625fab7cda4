"""红黑榜: who leads and who is behind in every column, by one rule; a unit may stand on both lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinghe.bulletins import columns, sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import ColumnKey, Results
from jinghe.bulletins.tables import rank_table
from jinghe.core.progress.progress import Progress
from jinghe.core.values.amounts import AmountKind
from jinghe.documents.blocks import Annex, Block, ListBlock, OfficialDocument, ParagraphBlock, Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """One column. red, black: by rank; empty: units that reported, and have nothing; silent: that did not report."""

    key: ColumnKey
    red: tuple[Progress, ...]
    black: tuple[Progress, ...]
    empty: tuple[str, ...]
    silent: tuple[str, ...]


def lists_of(results: Results, office: Office) -> tuple[Lists, ...]:
    """The red and the black list of every column in which units are compared."""
    tier = office.tier
    return tuple(
        Lists(
            key=key,
            red=columns.best(results, key, tier, office.top),
            black=columns.furthest(
                tuple(progress for progress in columns.behind(results, key, tier) if progress.actual != 0),
                tier,
                office.bottom,
            ),
            empty=tuple(
                progress.target.unit
                for progress in columns.behind(results, key, tier)
                if progress.is_reported and progress.actual == 0
            ),
            silent=columns.not_reported(results, key, tier),
        )
        for key in columns.compared(results)
    )


def ranking(results: Results, office: Office) -> OfficialDocument:
    """The two lists; in the annex every column of money or rates with all its units by rank."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    span = sentences.span(results)
    lists = lists_of(results, office)
    body = sectioned(
        sentences.basis(figures, office, f"{results.plan.year}年{span}目标任务进度红黑榜"),
        (
            ("排榜办法", (ParagraphBlock(runs=_rule(figures, office)),)),
            ("红榜", tuple(_red(figures, lists, office))),
            ("黑榜", tuple(_black(figures, lists, office))),
        ),
    )
    tables = tuple(
        rank_table(figures, column.key, office.tier)
        for column in lists
        if _is_money_or_rate(results, column.key)
    )
    annexes = (Annex(title=f"{results.plan.year}年{span}目标任务进度排名", blocks=tables),) if tables else ()
    return official(office, f"关于{results.plan.year}年{span}\n目标任务进度红黑榜的通报", body, annexes)


def _is_money_or_rate(results: Results, key: ColumnKey) -> bool:
    return columns.measure_of(results, key).kind is not AmountKind.COUNT


def _rule(figures: FigureWriter, office: Office) -> Runs:
    return (
        "同一分组、同一指标的单位按完成率排名，并列的名次相同、不作取舍。红榜列前",
        figures.count("rule-top", office.top),
        "名中达到序时进度（率类指标为达到目标）的单位；黑榜列欠进度最多的",
        figures.count("rule-bottom", office.bottom),
        "家，以及欠进度且尚无完成数和未报的单位。未下达目标的单位不评价；同一单位可因不同指标同时列入红榜和黑榜。",
    )


def _red(figures: FigureWriter, lists: tuple[Lists, ...], office: Office) -> Iterator[Block]:
    items = tuple(
        (f"{_name(column.key)}：", *sentences.listed(figures, column.red, office.tier), "。")
        for column in lists
        if column.red
    )
    yield ListBlock(items=items) if items else ParagraphBlock(runs=("没有达到序时进度的单位。",))


def _black(figures: FigureWriter, lists: tuple[Lists, ...], office: Office) -> Iterator[Block]:
    items: list[Runs] = []
    for column in lists:
        parts: list[Runs] = []
        if column.black:
            parts.append(("欠进度较多的有", *sentences.listed(figures, column.black, office.tier)))
        if column.empty:
            parts.append((f"尚无完成数的有{sentences.joined(column.empty)}",))
        if column.silent:
            parts.append((f"未报的有{sentences.joined(column.silent)}",))
        if parts:
            joined = [run for part in parts for run in ("；", *part)][1:]
            items.append((f"{_name(column.key)}：", *joined, "。"))
    yield ListBlock(items=tuple(items)) if items else ParagraphBlock(runs=("没有列入黑榜的单位。",))


def _name(key: ColumnKey) -> str:
    return f"{key[2]}（{key[0]}）"
