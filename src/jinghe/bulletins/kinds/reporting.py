"""报送情况通报: of the returns that fell due, how many came, how many in time, who owes the last one."""

from fractions import Fraction

from jinghe.bulletins import sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import Reported, Results
from jinghe.documents.blocks import (
    Align,
    Block,
    ListBlock,
    ListNumbering,
    OfficialDocument,
    ParagraphBlock,
    TableBlock,
    TableColumn,
    TableRow,
    cell,
)

STEPS = (
    "按规定时限逐月报送，没有进展的报零报告。",
    "未报和迟报的单位说明原因，尽快补报。",
    "单位负责人对数据的真实性和佐证材料的完整性负责。",
)


def reporting(results: Results, office: Office) -> OfficialDocument:
    """How complete and how punctual the returns were, of the whole area and of every unit."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    span = sentences.span(results)
    body = sectioned(
        sentences.basis(figures, office, f"{results.plan.year}年{span}月报报送情况", is_paced=False),
        (
            ("总体情况", tuple(_whole(figures))),
            ("各单位报送情况", (_table(figures),) if results.reported else ()),
            ("有关要求", (ListBlock(items=tuple((text,) for text in STEPS), numbering=ListNumbering.WORDS),)),
        ),
    )
    return official(office, f"关于{results.plan.year}年{span}\n月报报送情况的通报", body)


def _whole(figures: FigureWriter) -> list[Block]:
    results = figures.results
    reported = results.reported.values()
    due, filed, timely, zero = (
        sum(getattr(returns, name) for returns in reported) for name in ("due", "filed", "timely", "zero")
    )
    if not due:
        return [ParagraphBlock(runs=("截至统计日，还没有到期的月报。",))]
    blocks: list[Block] = [
        ParagraphBlock(
            runs=(
                "到期应报月报",
                figures.count("due", due),
                "份，已报",
                figures.count("filed", filed),
                "份，报送率",
                figures.share("filed-share", Fraction(filed, due)),
                "%；按时报送",
                figures.count("timely", timely),
                "份，及时率",
                figures.share("timely-share", Fraction(timely, due)),
                "%；其中零报告",
                figures.count("zero", zero),
                "份。",
            )
        )
    ]
    unreported = [unit.name for unit in results.plan.units if unit.name in results.unreported]
    if unreported:
        text = f"最近一个月未报的有{sentences.joined(unreported)}。"
    else:
        text = "最近一个月各单位均已报送。"
    late = [name for name, returns in results.reported.items() if returns.timely < returns.filed]
    if late:
        text += f"有月报迟报的有{sentences.joined(late)}。"
    return [*blocks, ParagraphBlock(runs=(text,))]


def _table(figures: FigureWriter) -> TableBlock:
    """One row a unit; the unit with most returns missing stands first."""
    ordered = sorted(figures.results.reported.items(), key=lambda pair: _order(pair[1]))
    rows = []
    for name, returns in ordered:
        numbers = ((what, getattr(returns, what)) for what in ("due", "filed", "timely", "zero"))
        counts = [cell(figures.of_unit(name, what, str(number))) for what, number in numbers]
        rate = figures.percent(Fraction(returns.timely, returns.due)) if returns.due else "—"
        last = "未报" if name in figures.results.unreported else "已报"
        rows.append(
            TableRow(cells=(cell(name), *counts, cell(figures.of_unit(name, "rate", rate)), cell(last)))
        )
    heads = ("单位", "应报", "已报", "按时", "零报告", "及时率%", "最近一月")
    return TableBlock(
        caption="各单位月报报送情况",
        unit_line="单位：份",
        columns=(TableColumn(width=22, align=Align.LEFT), *(TableColumn(width=9) for _ in heads[1:])),
        header=(TableRow(cells=tuple(cell(head) for head in heads)),),
        rows=tuple(rows),
        notes=("注：退回后重报的以首次报送时间计；零报告计为已报。",),
    )


def _order(returns: Reported) -> tuple[int, int]:
    return returns.filed - returns.due, returns.timely - returns.due
