"""Late corrections 更正情况: what came into the ledger after its month was closed."""

from collections.abc import Sequence

from jinghe.bulletins.results import LateCorrection
from jinghe.core.values.amounts import yuan
from jinghe.documents.blocks import Align, TableBlock, TableColumn, TableRow, cell

UNCHANGED = "更正登记内容，数量不变"


def corrections_table(corrections: Sequence[LateCorrection]) -> TableBlock:
    """One row for what one act did to a unit's share of a subject, in the order of recording.

    A restatement reverses all lines of a subject and enters them anew: its row shows the difference only.
    """
    acts: dict[tuple[object, ...], list[LateCorrection]] = {}
    for correction in corrections:
        key = (correction.recorded_at, correction.unit, correction.subject_name, correction.reason)
        acts.setdefault(key, []).append(correction)
    return TableBlock(
        caption="关账后入账和更正",
        columns=(
            TableColumn(width=13, align=Align.LEFT),
            TableColumn(width=21, align=Align.LEFT),
            TableColumn(width=21, align=Align.LEFT),
            TableColumn(width=29, align=Align.LEFT),
        ),
        header=(TableRow(cells=tuple(map(cell, ("单位", "项目（信息）", "变动", "原因")))),),
        rows=tuple(_row(lines) for lines in acts.values()),
    )


def _row(corrections: Sequence[LateCorrection]) -> TableRow:
    first = corrections[0]
    return TableRow(
        cells=tuple(map(cell, (first.unit, first.subject_name, _changes(corrections), first.reason)))
    )


def _changes(corrections: Sequence[LateCorrection]) -> str:
    """The net change by kind and month: 8月到位资金增加3.5亿元."""
    sums: dict[tuple[int, int, str, bool], int] = {}
    for correction in corrections:
        key = (
            correction.occurred_on.year,
            correction.occurred_on.month,
            correction.kind_name,
            correction.amount_fen is not None,
        )
        sums[key] = sums.get(key, 0) + correction.sign * (
            1 if correction.amount_fen is None else correction.amount_fen
        )
    changes = [
        f"{month}月{name}{'增加' if change > 0 else '减少'}{yuan(abs(change)) if is_money else abs(change)}"
        for (_, month, name, is_money), change in sums.items()
        if change
    ]
    return "；".join(changes) or UNCHANGED
