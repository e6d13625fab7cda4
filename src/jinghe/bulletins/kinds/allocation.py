"""下达通知: the plan itself as a notice. What our own reader makes of it is the very plan again."""

from collections.abc import Iterator, Sequence
from itertools import count

from jinghe.bulletins.kinds.allocation_words import above, clauses, heading, remark
from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import Results
from jinghe.core.plan.plans import Plan, Target, Tier, Total
from jinghe.core.values.amounts import plain
from jinghe.documents.blocks import (
    Align,
    Annex,
    Block,
    Figure,
    HeadingBlock,
    ListBlock,
    ListNumbering,
    OfficialDocument,
    Run,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.documents.numerals import numeral

DEMANDS = (
    "提高认识，压实责任。各单位主要负责人负总责，把目标任务分解到人、落实到项目。",
    "按月报送，如实计数。进展以审核入账的为准，同一项目不得重复计数。",
    "跟踪调度，按期评估。对推进不力、责任不落实、成效不明显的，按规定予以通报。",
)
NOT_ASSIGNED = "—"
TIERS = (Tier.GUARANTEED, Tier.WORKING)


def allocation(results: Results, office: Office) -> OfficialDocument:
    """The notice that puts the plan of the results into force."""
    plan = results.plan
    what = plan.title or f"{plan.year}年全市经济合作工作目标任务"
    body = sectioned(
        (f"经研究同意，现将{what}分解下达，请认真抓好落实。",),
        (
            (
                "有关要求",
                (ListBlock(items=tuple((text,) for text in DEMANDS), numbering=ListNumbering.WORDS),),
            ),
        ),
    )
    annexes = tuple(
        Annex(title=f"{plan.year}年{'、'.join(groups)}\n目标任务", blocks=tuple(blocks))
        for groups, blocks in _annexes(plan)
    )
    return official(office, f"关于下达{what}的通知", body, annexes)


def _annexes(plan: Plan) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """One annex for each table of figures; one more for all clauses and duties, with a section for each group."""
    tabled = {total.table for total in plan.totals}
    for table in dict.fromkeys(target.table for target in plan.targets if target.table in tabled):
        units = {target.unit for target in plan.targets if target.table == table}
        groups = tuple(dict.fromkeys(plan.unit(unit).group for unit in units))
        yield groups, [_figures(plan, table, groups)]
    blocks: list[Block] = []
    numbers = count(1)
    named: list[str] = []
    for group in plan.groups:
        names = [unit.name for unit in plan.units_of(group) if _has_clauses(plan, unit.name, tabled)]
        if names:
            named.append(group)
            blocks += [
                HeadingBlock(level=2, runs=(f"（{numeral(next(numbers))}）{group}（{len(names)}个）",)),
                _clauses(plan, group, names, tabled),
            ]
    if blocks:
        yield tuple(named), blocks


def _has_clauses(plan: Plan, unit: str, tabled: set[str]) -> bool:
    return any(target.table not in tabled for target in plan.targets_of(unit)) or any(
        duty.unit == unit for duty in plan.duties
    )


def _figures(plan: Plan, table: str, groups: Sequence[str]) -> TableBlock:
    """Units down, targets across; 合计 is the total that the plan prints, not a sum worked out here."""
    totals = {total.column: total for total in plan.totals if total.table == table and not total.units}
    by_column: dict[str, list[Target]] = {column: [] for column in totals}
    for target in plan.targets:
        if target.table == table:
            by_column.setdefault(target.column, []).append(target)
    by_column = {column: targets for column, targets in by_column.items() if targets}
    shapes = {column: _shape(targets) for column, targets in by_column.items()}
    units = [unit for unit in plan.units if unit.group in groups]
    rows = [TableRow(cells=(cell(unit.name), *_of_unit(by_column, shapes, unit.name))) for unit in units]
    if totals:
        label = next(iter(totals.values())).label
        rows.append(TableRow(cells=(cell(label), *_of_total(totals, shapes)), is_total=True))
    return TableBlock(
        columns=(
            TableColumn(width=18),
            *(TableColumn(width=10) for _ in range(sum(map(len, shapes.values())))),
        ),
        header=_header({column: targets[0] for column, targets in by_column.items()}, shapes),
        rows=tuple(rows),
        is_landscape=True,
    )


def _header(firsts: dict[str, Target], shapes: dict[str, tuple[Tier, ...]]) -> tuple[TableRow, ...]:
    """One row of headings, or two where columns share a heading or a target has two figures."""
    top: list[TableCell] = []
    below: list[TableCell] = []
    last = ""
    for column, tiers in shapes.items():
        over = above(firsts[column])
        if over and over == last:
            top[-1] = TableCell(runs=(over,), column_span=top[-1].column_span + len(tiers))
        elif over or len(tiers) > 1:
            top.append(TableCell(runs=(over or heading(firsts[column]),), column_span=len(tiers)))
        else:
            top.append(TableCell(runs=(heading(firsts[column]),), row_span=2))
        last = over
        if over:
            below += [
                cell(f"{heading(firsts[column])}{tier.label if len(tiers) > 1 else ''}") for tier in tiers
            ]
        elif len(tiers) > 1:
            below += [cell(tier.label) for tier in tiers]
    if not below:
        return (TableRow(cells=(cell("单位"), *(TableCell(runs=upper.runs) for upper in top))),)
    return TableRow(cells=(TableCell(runs=("单位",), row_span=2), *top)), TableRow(cells=tuple(below))


def _shape(targets: Sequence[Target]) -> tuple[Tier, ...]:
    tiers = {tier for target in targets for tier, _ in target.tiers.items()}
    return tuple(tier for tier in (*TIERS, Tier.REQUIRED) if tier in tiers)


def _of_unit(
    by_column: dict[str, list[Target]], shapes: dict[str, tuple[Tier, ...]], unit: str
) -> Iterator[TableCell]:
    for column, tiers in shapes.items():
        target = next((target for target in by_column[column] if target.unit == unit), None)
        for tier in tiers:
            yield cell(_goal(target, tier) if target else NOT_ASSIGNED)


def _goal(target: Target, tier: Tier) -> Run:
    quantity = dict(target.tiers.items()).get(tier)
    if quantity is None:
        return NOT_ASSIGNED
    return Figure(key=f"t:{target.key}:goal:{tier.value}", text=plain(quantity.number))


def _of_total(totals: dict[str, Total], shapes: dict[str, tuple[Tier, ...]]) -> Iterator[TableCell]:
    for column, tiers in shapes.items():
        total = totals.get(column)
        quantities = dict(total.tiers.items()) if total else {}
        for tier in tiers:
            yield cell(plain(quantities[tier].number) if tier in quantities else NOT_ASSIGNED)


def _clauses(plan: Plan, group: str, units: Sequence[str], tabled: set[str]) -> TableBlock:
    """Units down; what each must do, in the short wording that our reader reads back; its duties; the remark."""
    columns = [name for name, _ in clauses(plan, units, tabled)]
    has_duties = any(duty.unit in units for duty in plan.duties)
    note = remark(plan, group)
    heads = ["单位", *columns, *(["服务职责"] if has_duties else []), *(["备注"] if note else [])]
    texts = dict(clauses(plan, units, tabled))
    rows = []
    for index, unit in enumerate(units):
        cells = [cell(unit), *(cell(texts[name].get(unit, NOT_ASSIGNED)) for name in columns)]
        if has_duties:
            duties = [duty.text for duty in plan.duties if duty.unit == unit]
            cells.append(cell("；".join(duties) or NOT_ASSIGNED))
        if note and index == 0:
            cells.append(TableCell(runs=(note,), row_span=len(units)))
        rows.append(TableRow(cells=tuple(cells)))
    widths = {"单位": 14, "备注": 14, "服务职责": 22}
    return TableBlock(
        columns=tuple(TableColumn(width=widths.get(head, 26), align=Align.LEFT) for head in heads),
        header=(TableRow(cells=tuple(map(cell, heads))),),
        rows=tuple(rows),
        is_landscape=True,
    )
