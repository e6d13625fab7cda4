"""A block of official figures as typed or pasted: unit, perhaps a project, and the cumulative figure of each line."""

import re
from dataclasses import dataclass
from fractions import Fraction

from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.typed import Misread, read_text
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Currency, plain, rounded
from jinghe.documents.forms.pasted import read_pasted
from jinghe.usecases.closing.reconciliation import Stated
from jinghe.usecases.records.records import known_words

TOTALS = frozenset({"合计", "总计", "全市", "全市合计"})
UNREPORTED = frozenset({"未报", "未统计"})
_LAST_BLANK = re.compile(r"[ \u3000]+(?=\S+\s*$)")
_UNIT = Field(name="unit", label="单位", kind=FieldKind.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What a block says. unreported: units without a figure; nothing is taken over where there are faults."""

    stated: tuple[Stated, ...] = ()
    unreported: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def unit_of_measure(kind: FactKind) -> str:
    """What a bare number means, and what pages show: 万元 or 万美元."""
    return "万美元" if FACT_RULES[kind].currency is Currency.USD else "万元"


def said(fen: int | None, kind: FactKind) -> str:
    """分 in the unit of measure of the kind, two decimals; more where that would hide something."""
    if fen is None:
        return "未报"
    number = Fraction(fen) / UNITS_OF_MEASURE[unit_of_measure(kind)].scale
    return plain(rounded(number, 6))


def read_block(text: str, kind: FactKind) -> Block:
    """Lines of unit and figure, or of unit, project code and figure; a first line of headings may name 亿元."""
    lines = (line if "\t" in line else _LAST_BLANK.sub("\t", line) for line in text.splitlines())
    grid = read_pasted("\n".join(line for line in lines if line.strip()))
    if grid.flaws:
        return Block(faults=tuple(flaw.text for flaw in grid.flaws))
    if len(grid.rows[0]) not in (2, 3):
        return Block(faults=("每行应有两格（单位、累计数）或三格（单位、项目编号、累计数），请重新复制。",))
    reading = _Reading(kind)
    rows = list(enumerate(grid.rows, start=1))
    if reading.is_heading(rows[0][1]):
        rows = rows[1:]
    for number, row in rows:
        reading.read(number, [cell.strip() for cell in row])
    return reading.block()


class _Reading:
    """Collects lines and every fault."""

    def __init__(self, kind: FactKind) -> None:
        is_dollar = FACT_RULES[kind].currency is Currency.USD
        self._known = known_words()
        self._money = Field(
            name="amount", label="累计数", kind=FieldKind.DOLLARS if is_dollar else FieldKind.MONEY
        )
        self._kind = kind
        self._suffix = ""
        self._stated: list[Stated] = []
        self._unreported: list[str] = []
        self._faults: list[str] = []
        self._total: int | None = None

    def is_heading(self, row: tuple[str, ...]) -> bool:
        """A first line that is neither a unit nor a total; its unit of measure holds for the numbers below."""
        first = row[0].strip()
        if first in TOTALS or self._amount_or_none(row[-1]) is not None or first in self._known.units:
            return False
        named = [name for name in ("亿美元", "万美元", "亿元", "万元", "美元", "元") if name in row[-1]]
        self._suffix = named[0] if named else ""
        return True

    def read(self, number: int, row: list[str]) -> None:
        unit, figure, subject = row[0], row[-1], row[1] if len(row) == 3 else ""
        try:
            amount = None if figure in UNREPORTED else self._amount(figure)
            if unit in TOTALS:
                self._total = amount
                return
            read_text(_UNIT, unit, self._known)
        except Misread as misread:
            self._faults.append(f"第{number}行：{misread.text}")
            return
        if amount is None:
            self._unreported.append(unit)
        else:
            self._stated.append(Stated(unit=unit, amount_fen=amount, subject=subject))

    def block(self) -> Block:
        told = sum(one.amount_fen for one in self._stated)
        if self._total is not None and not self._faults and told != self._total:
            mine, printed = said(told, self._kind), said(self._total, self._kind)
            self._faults.append(f"合计{printed}与各行之和{mine}不符，请核对后重新粘贴（或去掉合计一行）")
        if self._faults:
            return Block(faults=tuple(self._faults))
        return Block(stated=tuple(self._stated), unreported=tuple(self._unreported))

    def _amount(self, text: str) -> int | None:
        bare = bool(text) and text[-1].isdigit()
        return read_text(self._money, text + (self._suffix if bare else ""), self._known)

    def _amount_or_none(self, text: str) -> int | None:
        try:
            return self._amount(text.strip())
        except Misread:
            return None
