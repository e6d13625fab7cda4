"""小分队外出情况通报: which units went out, for how many days, and which did not; a joint trip counts once."""

from collections.abc import Sequence

from jinghe.bulletins import sentences
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import Results
from jinghe.core.attracting.trips import TripRow, TripTable
from jinghe.core.plan import wording
from jinghe.core.values.amounts import UNITS_OF_MEASURE, plain, rounded
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


def trips(results: Results, office: Office) -> OfficialDocument:
    """The month's table with its totals, the year so far, and who did not go."""
    figures = FigureWriter(results, percent_places=office.percent_places)
    month = f"{results.as_of.year}年{results.as_of.month}月"
    table = results.trips
    blocks: Sequence[Block] = (
        ()
        if table is None
        else (ParagraphBlock(runs=totals(figures, table, results.trips_of_year)), _table(figures, table))
    )
    body = sectioned(
        (f"现将{month}招商小分队外出情况通报如下。批次、人次、天数分别统计，联合外出计一个批次。",),
        (
            ("外出情况", blocks),
            ("存在的问题及下一步要求", (ParagraphBlock(runs=stayed(figures, table)),) if table else ()),
        ),
    )
    return official(office, f"关于{month}\n招商小分队外出情况的通报", body)


def totals(figures: FigureWriter, table: TripTable, year: TripTable | None) -> tuple[Run, ...]:
    """How many of the units covered went, with the totals of the month and of the year so far."""
    runs: tuple[Run, ...] = (
        "本月统计",
        figures.count("units", len(table.rows)),
        "家单位，外出",
        figures.count("went", table.went),
        "家，共",
        figures.count("batches", table.batches),
        "批次、",
        figures.count("people", table.people),
        "人次、累计",
        figures.count("days", plain(rounded(table.days, 1))),
        "天",
    )
    if year is not None:
        runs += (
            "；本年以来累计",
            figures.count("year-batches", year.batches),
            "批次、",
            figures.count("year-people", year.people),
            "人次、",
            figures.count("year-days", plain(rounded(year.days, 1))),
            "天",
        )
    return (*runs, "。")


def stayed(figures: FigureWriter, table: TripTable) -> tuple[Run, ...]:
    """Who did not go out, by name."""
    names = [row.unit for row in table.rows if not row.went]
    if not names:
        return ("本月统计的单位均已外出。请保持力度，做好外出成果的跟踪对接。",)
    number = figures.count("stayed", len(names))
    return (
        f"{sentences.joined(names)}等" if len(names) > 1 else names[0],
        number,
        "家本月未外出，请对照外出任务抓紧安排，外出后按时报送情况。",
    )


def _table(figures: FigureWriter, table: TripTable) -> TableBlock:
    rows = [TableRow(cells=_cells(figures, row)) for row in table.rows]
    total = (
        cell("合计"),
        cell(figures.count("batches", table.batches)),
        cell(figures.count("people", table.people)),
        cell(figures.count("days", plain(rounded(table.days, 1)))),
        cell("—"),
    )
    return TableBlock(
        caption="招商小分队外出情况",
        unit_line="单位：批次、人次、天",
        columns=(
            TableColumn(width=27, align=Align.LEFT),
            TableColumn(width=8, align=Align.RIGHT),
            TableColumn(width=8, align=Align.RIGHT),
            TableColumn(width=8, align=Align.RIGHT),
            TableColumn(width=40, align=Align.LEFT),
        ),
        header=(
            TableRow(cells=tuple(cell(head) for head in ("单位", "批次", "人次", "天数", "工作开展情况"))),
        ),
        rows=(*rows, TableRow(cells=total, is_total=True)),
        notes=("注：0为没有外出；联合外出按份额分计批次，人次和天数计入登记单位。",),
    )


def _cells(figures: FigureWriter, row: TripRow) -> tuple[TableCell, ...]:
    counts = (
        ("trip-batches", wording.amount(row.batches, UNITS_OF_MEASURE["次"])),
        ("trip-people", str(row.people)),
        ("trip-days", plain(rounded(row.days, 1))),
    )
    return (
        cell(row.unit),
        *(cell(figures.of_unit(row.unit, what, text)) for what, text in counts),
        cell(row.text),
    )
