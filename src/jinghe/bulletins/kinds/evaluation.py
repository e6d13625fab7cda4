"""阶段评估结果通报: the frozen result by group, with total, rank and grade; a provisional result is called so."""

from collections.abc import Iterator
from itertools import count

from jinghe.bulletins import sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import Evaluated, Results
from jinghe.core.evaluation.schemes.numerals import number
from jinghe.core.evaluation.schemes.scores import EvaluationStatus, UnitResult
from jinghe.documents.blocks import (
    Align,
    Block,
    HeadingBlock,
    OfficialDocument,
    ParagraphBlock,
    Run,
    TableBlock,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.documents.numerals import numeral


def evaluation(results: Results, office: Office) -> OfficialDocument:
    """Each group in the order of its ranking; who was not evaluated, and why."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    evaluated = results.evaluated
    name = evaluated.name if evaluated else "阶段评估"
    kind = "结果" if evaluated is None or evaluated.is_final else "暂定结果"
    body = sectioned(
        _opening(figures, evaluated, name, kind),
        (
            ("评估结果", tuple(_groups(figures, evaluated)) if evaluated else ()),
            ("有关说明", tuple(_notes(evaluated)) if evaluated else ()),
        ),
    )
    return official(office, f"关于{name}\n{kind}的通报", body)


def _opening(figures: FigureWriter, evaluated: Evaluated | None, name: str, kind: str) -> tuple[Run, ...]:
    if evaluated is None:
        return (f"{name}还没有公布结果。",)
    scored = [result for result in evaluated.results if result.standing is EvaluationStatus.EVALUATED]
    runs: list[Run] = [
        f"现将{name}{kind}通报如下。参加评估的单位",
        figures.count("evaluated", len(scored)),
        "家",
    ]
    if evaluated.full_mark is not None:
        runs += ["，满分", figures.count("full-mark", number(evaluated.full_mark)), "分"]
    graded = dict.fromkeys(result.grade for result in scored if result.grade)
    for index, grade in enumerate(graded):
        count = sum(result.grade == grade for result in scored)
        runs += [f"，{grade}", figures.count(f"grade-{index}", count), "家"]
    return (*runs, "。")


def _groups(figures: FigureWriter, evaluated: Evaluated) -> Iterator[Block]:
    numbers = count(1)
    for group in dict.fromkeys(result.group for result in evaluated.results):
        results = [result for result in evaluated.results if result.group == group]
        ranked = sorted(
            (result for result in results if result.rank is not None), key=lambda result: result.rank or 0
        )
        rest = [result for result in results if result.rank is None]
        if not ranked and not rest:
            continue
        yield HeadingBlock(level=2, runs=(f"（{numeral(next(numbers))}）{group}",))
        yield _table(figures, group, [*ranked, *rest])


def _table(figures: FigureWriter, group: str, results: list[UnitResult]) -> TableBlock:
    rows = tuple(
        TableRow(
            cells=(
                cell(figures.of_unit(result.unit, "place", str(result.rank)) if result.rank else "—"),
                cell(result.unit),
                cell(
                    figures.of_unit(result.unit, "total", number(result.total))
                    if result.total is not None
                    else "—"
                ),
                cell(
                    result.grade
                    or (result.standing.label if result.standing is not EvaluationStatus.EVALUATED else "—")
                ),
                cell("；".join((*result.notes, *((result.reason,) if result.reason else ())))),
            )
        )
        for result in results
    )
    heads = ("名次", "单位", "得分", "等次", "说明")
    widths = ((6, Align.CENTER), (20, Align.LEFT), (10, Align.RIGHT), (10, Align.CENTER), (34, Align.LEFT))
    return TableBlock(
        caption=f"{group}评估结果",
        unit_line="单位：分",
        columns=tuple(TableColumn(width=width, align=align) for width, align in widths),
        header=(TableRow(cells=tuple(cell(head) for head in heads)),),
        rows=rows,
    )


def _notes(evaluated: Evaluated) -> Iterator[Block]:
    if not evaluated.is_final:
        until = evaluated.objections_until
        request = (
            f"请于{until.year}年{until.month}月{until.day}日前由单位负责人提出"
            if until
            else "请由单位负责人提出"
        )
        yield ParagraphBlock(
            runs=(f"以上为暂定结果。对结果有异议的，{request}，并附理由和证明材料；逾期视为无异议。",)
        )
    if not_evaluated := [
        result.unit for result in evaluated.results if result.standing is EvaluationStatus.NOT_EVALUATED
    ]:
        yield ParagraphBlock(runs=(f"{sentences.joined(not_evaluated)}没有可评价的目标，不评价。",))
