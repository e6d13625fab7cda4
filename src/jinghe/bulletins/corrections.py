"""Late corrections 更正情况: what came into the ledger after its month was closed."""

from collections.abc import Sequence

from jinghe.bulletins.results import LateCorrection
from jinghe.core.amounts import yuan
from jinghe.documents.blocks import Align, Column, Row, Table, cell


def corrections_table(corrections: Sequence[LateCorrection]) -> Table:
    """One line for each, in the order of recording."""
    return Table(
        caption="关账后入账和更正",
        columns=(
            Column(width=12, align=Align.LEFT),
            Column(width=20, align=Align.LEFT),
            Column(width=9),
            Column(width=11),
            Column(width=11, align=Align.RIGHT),
            Column(width=20, align=Align.LEFT),
        ),
        header=(Row(cells=tuple(map(cell, ("单位", "项目（信息）", "事项", "发生日期", "变动", "原因")))),),
        rows=tuple(_row(one) for one in corrections),
    )


def _row(one: LateCorrection) -> Row:
    size = "1" if one.amount_fen is None else yuan(abs(one.amount_fen))
    change = f"{'增加' if one.sign > 0 else '减少'}{size}"
    day = f"{one.occurred_on.year}-{one.occurred_on.month:02}-{one.occurred_on.day:02}"
    return Row(cells=tuple(map(cell, (one.unit, one.subject_name, one.kind_name, day, change, one.reason))))
