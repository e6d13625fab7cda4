"""Columns of figures → targets and totals: tiers side by side become one target."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jinghe.core.clauses.items import Use
from jinghe.core.clauses.tasks import Unreadable, check_unit
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.plan.plans import Target, Tiers, Total
from jinghe.core.values.amounts import UNITS_OF_MEASURE, AmountKind, Quantity, UnitOfMeasure
from jinghe.documents.tables import Cell
from jinghe.intake.draft import Draft, Section, role_for
from jinghe.intake.layouts.cells import Holds, held
from jinghe.intake.layouts.grids import Name, Series
from jinghe.intake.layouts.headings import Meaning
from jinghe.intake.layouts.layout import place_of, tight


@dataclass(frozen=True, slots=True)
class Column:
    """One target per unit: the series of its tiers, each with what its heading means."""

    tiers: tuple[tuple[Meaning, Series], ...]

    @property
    def meaning(self) -> Meaning:
        return self.tiers[0][0]

    @property
    def has_pair(self) -> bool:
        return any(meaning.is_high for meaning, _ in self.tiers)


_IMPLAUSIBLE_FEN = 10**14
"""A million million yuan (or dollars): more than any province brings in; 亿元 printed for 万元."""
_RIVALS = ({"计划", "确保"}, {"计划", "保证"}, {"计划数", "确保"}, {"任务", "确保"}, {"任务数", "确保"})
"""Tier words that stand side by side without saying which is the higher: 计划122 is above 确保118 elsewhere."""


def _as_pair(meaning: Meaning) -> Meaning:
    """确保 is the floor; the other word is read as the higher figure, and a person is asked."""
    is_floor = meaning.tier in ("确保", "保证")
    return replace(meaning, is_low=is_floor, is_high=not is_floor, is_rival=True)


def columns(series: tuple[tuple[Meaning, Series], ...]) -> Iterator[Column]:
    """Neighbouring series of one subject are the tiers of one column; a tier that comes again begins another."""
    current: list[tuple[Meaning, Series]] = []
    for meaning, one in series:
        is_next = bool(current) and current[0][0].subject == meaning.subject
        is_new_tier = (meaning.is_low, meaning.is_high) not in [(m.is_low, m.is_high) for m, _ in current]
        if (
            is_next
            and not is_new_tier
            and len(current) == 1
            and {current[0][0].tier, meaning.tier} in _RIVALS
        ):
            current = [(_as_pair(m), s) for m, s in current]
            meaning = _as_pair(meaning)
            is_new_tier = True
        if current and not (is_next and is_new_tier):
            yield Column(tuple(current))
            current = []
        current.append((meaning, one))
    if current:
        yield Column(tuple(current))


@dataclass(slots=True)
class Wholes:
    """The targets of one row that a column headed 其中 may be part of, by indicator; the last one read."""

    keys: dict[str, str] = field(default_factory=dict)
    last: str = ""

    def note(self, column: Column, key: str) -> None:
        if not column.meaning.is_part:
            self.last = column.meaning.indicator
            self.keys[self.last] = key

    def of(self, draft: Draft, section: Section, column: Column, name: Name) -> str:
        """The key of the whole: of the same indicator, else the one just before if it is measured alike."""
        meaning = column.meaning
        if not meaning.is_part or not name.is_unit:
            return ""
        if meaning.indicator in self.keys:
            return self.keys[meaning.indicator]
        kinds = [
            UNITS_OF_MEASURE[INDICATORS[i].unit_of_measure].kind for i in (meaning.indicator, self.last) if i
        ]
        if self.last and kinds[0] is kinds[-1]:
            return self.keys[self.last]
        draft.find("orphan_part", f"{section.table}表头“{meaning.label}”", text=meaning.label)
        return ""


def read_column_cell(
    draft: Draft, section: Section, column: Column, name: Name, at: int, whole: str = ""
) -> str:
    """The target (or printed total) of one unit in one column; the key of the target, empty where there is none.

    whole: key of the unit's target that a column headed 其中 is part of.
    """
    meaning = column.meaning
    locator = f"{section.table}第{name.row}行“{meaning.label}”"
    if name.is_total or name.is_subtotal:
        locator = f"{section.table}“{name.text}”行“{meaning.label}”"
    if meaning.is_rival:
        names = "、".join(of.tier for of, _ in column.tiers)
        said = {"text": names, "readings": "谁是保证目标、谁是工作目标", "chosen": "确保的一列为保证目标"}
        draft.find("ambiguous", f"{section.table}表头“{meaning.label}”", **said)
    quantities = {
        _tier(of, column): quantity
        for of, series in column.tiers
        if (quantity := _quantity(draft, section, of, series.cells[at], name, locator)) is not None
    }
    cells = [series.cells[at] for _, series in column.tiers]
    if not quantities:
        return ""
    use = Use.TOTAL if name.is_total or name.is_subtotal else Use.TARGET
    for cell in cells:
        draft.account.settle(place_of(cell), use)
    if name.is_total or name.is_subtotal:
        draft.summed[len(draft.totals)] = name.sums
        draft.totals.append(_total(section, column, name, Tiers(**quantities), locator))
    else:
        target = _target(section, column, name, Tiers(**quantities), locator)
        part = replace(target, of_which=whole if meaning.is_part and whole else None)
        return draft.add(part, *(place_of(cell) for cell in cells))
    return ""


def _tier(meaning: Meaning, column: Column) -> str:
    if meaning.is_high:
        return "working"
    return "guaranteed" if column.has_pair else "required"


def _quantity(
    draft: Draft, section: Section, meaning: Meaning, cell: Cell, name: Name, locator: str
) -> Quantity | None:
    """The figure of a cell with its unit of measure; None where there is none, with a finding unless it is a dash."""
    content = held(cell.text)
    draft.use_all(place_of(cell), Use.UNREAD)
    said = {"unit": name.text, "column": meaning.label}
    if content.what is Holds.NOT_ASSIGNED:
        return None
    if content.what is Holds.BLANK:
        draft.find("blank_cell", f"{locator}（{place_of(cell)}）", **said)
        return None
    if content.what is Holds.WORDS:
        draft.find("cell_not_numeric", f"{locator}（{place_of(cell)}）", **said, text=tight(cell.text))
        return None
    if cell.is_merged and not name.is_total:
        draft.find("shared_cell", f"{locator}（{place_of(cell)}）", **said, text=tight(cell.text))
        return None
    unit = _unit_of_measure(draft, section, meaning, content.unit, locator)
    if unit is None:
        return None
    quantity = Quantity(number=content.number, unit=unit)
    if unit.kind is AmountKind.MONEY and quantity.base >= _IMPLAUSIBLE_FEN and not name.is_total:
        draft.find("implausible_amount", locator, **said, amount=quantity.text)
    return _checked(draft, meaning, quantity, locator)


def _unit_of_measure(
    draft: Draft, section: Section, meaning: Meaning, own: UnitOfMeasure | None, locator: str
) -> UnitOfMeasure | None:
    """From the cell, the heading, the line above the table, or (pieces only) what the indicator counts in."""
    in_line = [UNITS_OF_MEASURE[name] for name in section.units_named]
    wanted = UNITS_OF_MEASURE[INDICATORS[meaning.indicator].unit_of_measure]
    fitting = [unit for unit in in_line if unit.kind is wanted.kind]
    named = meaning.unit or (fitting[0] if len(fitting) == 1 else None)
    if own and named and own.name != named.name:
        draft.find("unit_conflict", locator, column=meaning.label, one=named.name, other=own.name)
        return None
    if len(set(meaning.units_named)) > 1:
        draft.find(
            "unit_conflict",
            locator,
            column=meaning.label,
            one=meaning.units_named[0],
            other=meaning.units_named[-1],
        )
        return None
    if meaning.unit and fitting and meaning.unit not in fitting:
        draft.find(
            "unit_conflict", locator, column=meaning.label, one=fitting[0].name, other=meaning.unit.name
        )
        return None
    if own or named:
        return own or named
    if wanted.kind is AmountKind.COUNT:
        return wanted
    draft.find("no_unit_of_measure", locator, column=meaning.label)
    return None


def _checked(draft: Draft, meaning: Meaning, quantity: Quantity, locator: str) -> Quantity | None:
    try:
        check_unit(meaning.indicator, quantity)
    except Unreadable as refused:
        draft.find(
            refused.doubt.code, locator, text=f"{meaning.label}：{quantity.text}", **dict(refused.doubt.said)
        )
        return None
    return quantity


def _target(section: Section, column: Column, name: Name, tiers: Tiers, locator: str) -> Target:
    meaning = column.meaning
    return Target(
        key="",
        unit=name.text,
        indicator=meaning.indicator,
        tiers=tiers,
        role=role_for(meaning.indicator, name.text),
        window=INDICATORS[meaning.indicator].window,
        criteria=meaning.criteria,
        period=meaning.period,
        table=section.table,
        column=meaning.label,
        locator=locator,
    )


def _total(section: Section, column: Column, name: Name, tiers: Tiers, locator: str) -> Total:
    meaning = column.meaning
    return Total(
        label=name.text,
        table=section.table,
        column=meaning.label,
        indicator=meaning.indicator,
        tiers=tiers,
        criteria=meaning.criteria,
        locator=locator,
    )
