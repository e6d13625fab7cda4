"""Cells that hold sentences: clauses become targets, duties stay as they are written, remarks become rulings."""

from dataclasses import replace

from jinghe.core.clauses import ClauseReading, Item, NumberUse, Use, parse
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.plan.plans import Duty, Target
from jinghe.core.values.amounts import AmountKind
from jinghe.core.values.findings import Finding
from jinghe.documents.tables import Cell
from jinghe.intake.draft import Draft, Section, role_for
from jinghe.intake.layouts.cells import Holds, held
from jinghe.intake.layouts.grids import Name
from jinghe.intake.layouts.headings import Meaning
from jinghe.intake.layouts.layout import place_of, tight
from jinghe.intake.layouts.remarks import remark


def read_clause_cell(draft: Draft, section: Section, meaning: Meaning, name: Name, cell: Cell) -> None:
    """The targets of one unit that a cell words as clauses."""
    locator = f"{section.table}第{name.row}行“{meaning.heading}”"
    content = held(cell.text)
    if content.what is Holds.NOT_ASSIGNED or (name.is_total and content.what is Holds.BLANK):
        return
    if content.what is Holds.BLANK:
        draft.find("blank_cell", f"{locator}（{place_of(cell)}）", unit=name.text, column=meaning.heading)
        return
    reading = parse(cell.text, draft.vocabulary, year=draft.year, heading=meaning.heading, locator=locator)
    if name.is_total or name.is_subtotal:
        if cell.row_span == 1:
            draft.use(place_of(cell), tuple(_as_total(one) for one in reading.numbers))
            draft.find("subtotal", locator, label=name.text)
        return
    if _is_shared(cell, reading):
        draft.find("shared_cell", locator, unit=name.text, column=meaning.heading, text=tight(cell.text))
        draft.use_all(place_of(cell), Use.UNREAD)
        return
    _take_over(draft, section, name, cell, reading, locator)


def _as_total(one: NumberUse) -> NumberUse:
    return NumberUse(one.span, Use.TOTAL if one.use is Use.TARGET else one.use)


def _is_shared(cell: Cell, reading: ClauseReading) -> bool:
    """A merged cell holds for each of its units where it sets rates; of counts nobody can tell whose they are."""
    ratios = [item.tiers.floor.unit.kind is AmountKind.RATIO for item in reading.items]
    return cell.row_span > 1 and bool(ratios) and not all(ratios)


def _take_over(
    draft: Draft, section: Section, name: Name, cell: Cell, reading: ClauseReading, locator: str
) -> None:
    keys: dict[int, str] = {}
    for at, item in enumerate(reading.items):
        if item.unheld_period or (item.of_which is not None and item.of_which not in keys):
            draft.use(place_of(cell), (NumberUse(item.span, Use.UNREAD),))
            continue
        if draft.is_of_other_year(item, tight(cell.text[slice(*item.span)]), locator):
            draft.use(place_of(cell), (NumberUse(item.span, Use.OTHER),))
            continue
        keys[at] = draft.add(_target(section, name, cell, item, keys, locator), place_of(cell))
    draft.use(place_of(cell), reading.numbers)
    for finding in reading.findings:
        place = Finding(code=finding.code, locator=locator, parameters=finding.parameters, span=finding.span)
        if place not in draft.findings:
            draft.findings.append(place)
    if not reading.items and not reading.findings:
        draft.find("no_task", locator, text=tight(cell.text))


def _target(
    section: Section, name: Name, cell: Cell, item: Item, keys: dict[int, str], locator: str
) -> Target:
    rule = INDICATORS[item.indicator]
    return Target(
        key="",
        unit=name.text,
        indicator=item.indicator,
        tiers=item.tiers,
        role=role_for(item.indicator, name.text),
        window=item.window,
        criteria=item.criteria,
        scope=item.scope,
        period=item.period,
        each=item.each,
        of_which=None if item.of_which is None else keys[item.of_which],
        any_of=None if item.any_of is None else f"{section.table}-{name.row}-{item.any_of + 1}",
        table=section.table,
        column=rule.name if item.of_which is None else f"{rule.name}·其中",
        clause=tight(cell.text),
        span=item.span,
        locator=locator,
    )


def read_duty_cell(draft: Draft, section: Section, meaning: Meaning, name: Name, cell: Cell) -> None:
    """A duty as written; its numbers are facts of the duty, unless a task that counts hides in it."""
    if cell.is_blank or name.is_total:
        return
    locator = f"{section.table}第{name.row}行“{meaning.heading}”"
    draft.duties.append(Duty(unit=name.text, text=cell.text.strip(), locator=locator))
    reading = parse(cell.text, draft.vocabulary, year=draft.year, locator=locator)
    for item in reading.items:
        if item.indicator != "other":
            draft.find("task_in_duty", locator, text=tight(cell.text[slice(*item.span)]))
    draft.use_all(place_of(cell), Use.OTHER)


def read_remark_cell(draft: Draft, section: Section, meaning: Meaning, name: Name, cell: Cell) -> None:
    """What a remark settles about counting, for the group of units it stands beside."""
    if cell.is_blank or held(cell.text).what is Holds.NOT_ASSIGNED:
        return
    group = draft.units.get(name.text, section.group)
    said = remark(cell.text, draft.vocabulary, group=group, origin=f"{section.table}{meaning.heading}")
    draft.rule(tuple(replace(ruling, group=group) for ruling in said.rulings))
    for sentence in said.unread:
        draft.find("unread_remark", f"{section.table}第{name.row}行“{meaning.heading}”", text=sentence)
    draft.use_all(place_of(cell), Use.UNREAD if said.unread else Use.OTHER)
