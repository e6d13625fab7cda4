"""阶段评估结果通报: the frozen result by group, total, place and grade; what a provisional one is told as such."""

from collections.abc import Iterator

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


def evaluation(results: Results, office: Office) -> OfficialDocument:
    """Totals by place, group by group; who was not evaluated and why."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    held = results.evaluated
    name = held.name if held else "阶段评估"
    kind = "结果" if held is None or held.is_final else "暂定结果"
    body = sectioned(
        _opening(figures, held, name, kind),
        (
            ("评估结果", tuple(_groups(figures, held)) if held else ()),
            ("有关说明", tuple(_notes(held)) if held else ()),
        ),
    )
    return official(office, f"关于{name}\n{kind}的通报", body)


def _opening(figures: FigureWriter, held: Evaluated | None, name: str, kind: str) -> tuple[Run, ...]:
    if held is None:
        return (f"{name}还没有公布结果。",)
    evaluated = [one for one in held.results if one.standing is EvaluationStatus.EVALUATED]
    said: list[Run] = [
        f"现将{name}{kind}通报如下。参加评估的单位",
        figures.count("evaluated", len(evaluated)),
        "家",
    ]
    if held.full_mark is not None:
        said += ["，满分", figures.count("full-mark", number(held.full_mark)), "分"]
    graded = dict.fromkeys(one.grade for one in evaluated if one.grade)
    for place, grade in enumerate(graded):
        many = sum(one.grade == grade for one in evaluated)
        said += [f"，{grade}", figures.count(f"grade-{place}", many), "家"]
    return (*said, "。")


def _groups(figures: FigureWriter, held: Evaluated) -> Iterator[Block]:
    numerals = iter("一二三四五六七八九十")
    for group in dict.fromkeys(one.group for one in held.results):
        found = [one for one in held.results if one.group == group]
        ranked = sorted((one for one in found if one.place is not None), key=lambda one: one.place or 0)
        rest = [one for one in found if one.place is None]
        if not ranked and not rest:
            continue
        yield HeadingBlock(level=2, runs=(f"（{next(numerals)}）{group}",))
        yield _table(figures, group, [*ranked, *rest])


def _table(figures: FigureWriter, group: str, found: list[UnitResult]) -> TableBlock:
    rows = tuple(
        TableRow(
            cells=(
                cell(figures.of_unit(one.unit, "place", str(one.place)) if one.place else "—"),
                cell(one.unit),
                cell(figures.of_unit(one.unit, "total", number(one.total)) if one.total is not None else "—"),
                cell(
                    one.grade
                    or (one.standing.label if one.standing is not EvaluationStatus.EVALUATED else "—")
                ),
                cell("；".join((*one.notes, *((one.reason,) if one.reason else ())))),
            )
        )
        for one in found
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


def _notes(held: Evaluated) -> Iterator[Block]:
    if not held.is_final:
        until = held.objections_until
        told = (
            f"请于{until.year}年{until.month}月{until.day}日前由单位负责人提出"
            if until
            else "请由单位负责人提出"
        )
        yield ParagraphBlock(
            runs=(f"以上为暂定结果。对结果有异议的，{told}，并附理由和证明材料；逾期视为无异议。",)
        )
    if spared := [one.unit for one in held.results if one.standing is EvaluationStatus.NOT_EVALUATED]:
        yield ParagraphBlock(runs=(f"{sentences.joined(spared)}没有可评价的目标，不评价。",))
