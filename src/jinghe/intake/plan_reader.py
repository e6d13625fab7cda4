"""Document → draft of a plan: walks lines and grids in order; every number ends as something or as a finding."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jinghe.core.clauses.items import NumberUse, Use
from jinghe.core.clauses.words.source import numbers_in, source
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.plan.checks import check
from jinghe.core.plan.plans import Plan, Unit
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.core.values.findings import Finding, severest_first
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.documents.tables import Cell, Document, Paragraph
from jinghe.intake.accounts import Numbers
from jinghe.intake.draft import Draft, Section, group_of
from jinghe.intake.layouts.cells import Holds, held
from jinghe.intake.layouts.clause_cells import read_clause_cell, read_duty_cell, read_remark_cell
from jinghe.intake.layouts.figures import Wholes, columns, read_column_cell
from jinghe.intake.layouts.grids import Name, Series, Sheet, header_height, sheets
from jinghe.intake.layouts.headings import Meaning, meaning, measure_aside, names_units, without_measure
from jinghe.intake.layouts.layout import Grid, Line, place_of, stream, tight
from jinghe.intake.layouts.sums import settled, summing
from jinghe.intake.metadata import Metadata, metadata
from jinghe.intake.names import footnote_sign, is_no_name, is_unusual, kept_name
from jinghe.intake.text.sentences import Prose
from jinghe.intake.text.tables import with_tables

_ANNEX = re.compile(r"附[件表]([0-9一二三四五六七八九十]{0,3})[：:]?")
_SUBSECTION = re.compile(r"(（[一二三四五六七八九十]+）)([^，。；]{2,40})")
_MEMBERS = re.compile(r"（[0-9]+个）$")
_THE_OTHERS = re.compile(r"^.*的(其他.{2,12})$")
_NOTE = re.compile(r"[注说]明?[：:1-9]")
_KNOWN = re.compile(
    r"附[件表][0-9]+|[〔\[［][0-9]{4}[〕\]］](?:第)?[0-9]+号|[0-9]{4}年度?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?"
    r"|(?:每[年季月周])?(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:前|之前|以前|内)?|电话[：:]?[0-9—]{7,}|第[0-9]{1,3}[条次届章节]"
    r"|(?:^|附件[：:])[0-9]{1,2}[.．、]|“[^”]{1,12}”|（[0-9]+个）|[0-9]{4}—[0-9]{4}年"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """plan None: the document is no notice that can be read; error says so in one Chinese sentence.

    places: key of a target → the cells it was read from, as the document names them.
    """

    plan: Plan | None
    findings: tuple[Finding, ...] = ()
    numbers: Numbers = field(default_factory=Numbers)
    error: str | None = None
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_plan(document: Document, vocabulary: Vocabulary) -> PlanReading:
    """The draft of a plan that a notice holds; nothing in it is confirmed."""
    document = with_tables(document, vocabulary)
    pieces = tuple(stream(document))
    told = metadata(tuple(piece for piece in pieces if isinstance(piece, Line)))
    draft = Draft(vocabulary=vocabulary, year=told.year)
    _enter(draft, document, pieces)
    _walk(draft, pieces)
    if not draft.targets and not draft.duties:
        return PlanReading(
            plan=None,
            findings=severest_first(draft.findings),
            numbers=draft.account.closed(),
            error="没有找到目标任务：文件里没有能识别的任务表或职责表，请确认上传的是目标任务通知。",
        )
    _find_unclaimed(draft)
    _find_doubled(draft)
    plan = _plan(draft, told)
    findings = severest_first([*draft.findings, *check(plan)])
    plan = replace(plan, findings=findings)
    return PlanReading(plan=plan, findings=findings, numbers=draft.account.closed(), places=draft.places)


def _enter(draft: Draft, document: Document, pieces: tuple[Line | Grid, ...]) -> None:
    """Every text of the document, once, so that no number escapes the account."""
    for piece in pieces:
        if isinstance(piece, Line):
            draft.account.enter(piece.place, piece.text)
            continue
        for cell in (cell for row in piece.rows for cell in row):
            draft.account.enter(place_of(cell), cell.text)
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                draft.account.enter(str(block.locator), block.text)
                _read_line(draft, Line(block.text, str(block.locator)))
    for remark in document.remarks:
        draft.find("file_remark", str(remark.locator or document.name), text=remark.message.rstrip("。"))


def _plan(draft: Draft, told: Metadata) -> Plan:
    if draft.year is None:
        draft.find("no_year", "文件名称")
    return Plan(
        year=draft.year or 0,
        document_number=told.document_number,
        issuer=told.issuer,
        issued_on=told.issued_on,
        title=told.title,
        city=told.city,
        units=tuple(Unit(name=name, group=group) for name, group in draft.units.items()),
        targets=tuple(draft.targets),
        totals=tuple(settled(draft)),
        duties=tuple(draft.duties),
        rulings=tuple(draft.rulings),
    )


@dataclass(slots=True)
class _Place:
    """Where the walk is: annex and section, and the head of the last grid, for tables that run on."""

    section: Section
    annex: str = ""
    head: tuple[tuple[Cell, ...], ...] = ()
    rows: int = 0


def _walk(draft: Draft, pieces: tuple[Line | Grid, ...]) -> None:
    place, prose = _Place(Section(table="正文")), Prose()
    for piece in pieces:
        if isinstance(piece, Line):
            _move(place, piece)
            _read_line(draft, piece)
            prose.read(draft, place.section, piece)
        else:
            prose.unit = ""
            _read_grid(draft, place, piece)


def _move(place: _Place, line: Line) -> None:
    text = source(line.text).plain
    if match := _ANNEX.fullmatch(text):
        place.annex = f"附件{match[1]}"
        place.section = Section(table=place.annex)
        place.rows = 0
    elif place.annex and (match := _SUBSECTION.fullmatch(text)):
        place.section = Section(table=place.annex + match[1], group=_group_name(match[2]))
        place.rows = 0
    if measure := measure_aside(text):
        place.section = _measured_in(place.section, measure)


def _measured_in(section: Section, measure: str) -> Section:
    """A line （单位：亿元、个） or a title that ends so holds for the tables after it."""
    named = tuple(name for name in re.split(r"[、，/和]", measure) if name in UNITS_OF_MEASURE)
    return replace(section, units_named=named) if named else section


def _group_name(heading: str) -> str:
    """行业主管部门（21个） → 行业主管部门; 纳入…的其他市级部门 → 其他市级部门."""
    return _THE_OTHERS.sub(r"\1", _MEMBERS.sub("", heading))


def _read_line(draft: Draft, line: Line) -> None:
    """Known numbers of running text: dates, document numbers, list numbers, names in quotes, counts of units."""
    plain = source(line.text)
    known = [
        NumberUse(plain.span(*match.span()), Use.OTHER) for match in _KNOWN.finditer(plain.plain) if match[0]
    ]
    draft.use(line.place, tuple(known))
    if _NOTE.match(plain.plain):
        draft.find("footnote", line.place, text=tight(line.text))
        draft.use_all(line.place, Use.OTHER)


def _read_grid(draft: Draft, place: _Place, grid: Grid) -> None:
    height = header_height(grid)
    if height:
        place.head = grid.rows[:height]
        _claim_head(draft, place.head)
    runs_on = not height and place.head and len(place.head[0]) == grid.width
    body = Grid(grid.rows[height:]) if height < len(grid.rows) else None
    if body is None:
        return
    shapes = sheets(body, place.head, place.rows + 1) if height or runs_on else ()
    if not shapes:
        draft.find("unread_table", place_of(grid.rows[0][0]), text=tight(grid.rows[0][0].text))
        return
    place.rows += len(body.rows)
    section = place.section
    for cell in (cell for row in place.head for cell in row):
        if (
            measure := measure_aside(cell.text)
            if names_units(cell.text) or not without_measure(cell.text)
            else ""
        ):
            section = _measured_in(section, measure)
    for shape in shapes:
        _read_sheet(draft, section, shape)


def _claim_head(draft: Draft, head: tuple[tuple[Cell, ...], ...]) -> None:
    """Numbers in headings restrict (25亿元及以上), but for years and names (“1531”)."""
    for cell in (cell for row in head for cell in row):
        plain = source(cell.text)
        known = [
            NumberUse(plain.span(*match.span()), Use.OTHER)
            for match in _KNOWN.finditer(plain.plain)
            if match[0]
        ]
        draft.use(place_of(cell), tuple(known))


def _read_sheet(draft: Draft, section: Section, shape: Sheet) -> None:
    for name in shape.names:
        if sign := footnote_sign(name.text):
            draft.find("footnote", name.place, text=f"“{name.text}”标有{sign}号")
    names = tuple(replace(name, text=_THE_OTHERS.sub(r"\1", kept_name(name.text))) for name in shape.names)
    for cell in shape.naming:
        draft.use_all(place_of(cell), Use.OTHER)
    units = tuple(name.text for name in names if name.text and name.is_unit and not is_no_name(name.text))
    group = section.group or group_of(units)
    for unit in units:
        if is_unusual(unit):
            draft.find("unusual_name", section.table, text=unit)
        draft.units.setdefault(unit, group)
    read = tuple((_meaning(draft, section, series), series) for series in shape.series)
    _find_same(draft, section, read)
    is_plain = all(_is_plain(of, series) for of, series in read)
    for at, name in enumerate(summing(names)):
        if not name.text or name.is_several or is_no_name(name.text):
            _refuse_row(draft, read, name, at)
            continue
        _read_row(draft, section, read, name, at, is_plain=is_plain)


def _find_same(draft: Draft, section: Section, read: tuple[tuple[Meaning, Series], ...]) -> None:
    """Two columns that read the same would give each unit two targets; what tells them apart was not understood."""
    figures = [of for of, series in read if of.indicator and not of.is_actual and series.holds_figures]
    kinds = Counter(
        (of.subject[1:-1], "" if of.is_high else of.tier, of.is_high, of.is_part) for of in figures
    )
    for (subject, *_), times in kinds.items():
        if times > 1:
            named = INDICATORS[str(subject[0])].name
            draft.find("same_column", f"{section.table}表头", column=named, times=str(times))


def _is_plain(of: Meaning, series: Series) -> bool:
    """Whether a column holds no clause: in a table of figures 12亿元 is a figure, beside clauses 6次 is a clause."""
    held_in = [held(cell.text).what for cell in series.cells]
    is_empty = all(what is Holds.BLANK for what in held_in)
    has_words = any(
        what is Holds.WORDS and len(tight(c.text)) > 8 for what, c in zip(held_in, series.cells, strict=True)
    )
    return not of.asks_with_clauses or is_empty or (bool(of.indicator or of.is_actual) and not has_words)


def _refuse_row(draft: Draft, read: tuple[tuple[Meaning, Series], ...], name: Name, at: int) -> None:
    """A row of nobody, or of several units at once."""
    if name.text:
        code = "several_units" if name.is_several else "not_a_unit"
        draft.find(code, name.place, text=name.text)
    elif any(not series.cells[at].is_blank for _, series in read):
        draft.find("unnamed_row", name.place)
    for _, series in read:
        draft.use_all(place_of(series.cells[at]), Use.UNREAD)


def _meaning(draft: Draft, section: Section, series: Series) -> Meaning:
    found = meaning(series.parts, draft.vocabulary, draft.year)
    if series.holds_figures:
        for word in found.unknown if found.indicator else ():
            draft.find("unread_words", f"{section.table}表头“{found.heading}”", text=word)
        _find_doubts(draft, section, found)
        for cell in series.headings:
            draft.use_all(place_of(cell), Use.CRITERIA)
    return found


def _find_doubts(draft: Draft, section: Section, found: Meaning) -> None:
    """What a person must settle about a column that was read."""
    place = f"{section.table}表头“{found.heading}”"
    if found.vague:
        said = {"readings": "到位资金、合同投资额", "chosen": "到位资金"}
        draft.find("ambiguous", place, text=found.vague, **said)
    if found.indicator in ("contract_amount", "events"):
        name = INDICATORS[found.indicator].name
        draft.find("uncounted_indicator", place, text=found.heading, indicator=name)


def _read_row(
    draft: Draft,
    section: Section,
    read: tuple[tuple[Meaning, Series], ...],
    name: Name,
    at: int,
    *,
    is_plain: bool,
) -> None:
    """The cells of one unit from left to right."""
    figures: list[tuple[Meaning, Series]] = []
    wholes = Wholes()
    for of, series in (*read, (None, None)):
        if of is not None and series is not None and _is_figures(of, series, is_plain):
            figures.append((of, series))
            continue
        for column in columns(tuple(figures)):
            key = read_column_cell(draft, section, column, name, at, wholes.of(draft, section, column, name))
            wholes.note(column, key)
        figures = []
        if of is not None and series is not None:
            _read_words(draft, section, of, series, name, at)


def _is_figures(of: Meaning, series: Series, is_plain: bool) -> bool:
    is_figure_column = is_plain or series.holds_figures or of.is_low or of.is_high or of.unit is not None
    is_figure_column = is_figure_column and not of.is_actual
    return is_figure_column and of.asks_with_clauses and bool(of.indicator) and not of.unheld_period


def _read_words(draft: Draft, section: Section, of: Meaning, series: Series, name: Name, at: int) -> None:
    cell = series.cells[at]
    if of.is_ordinal:
        draft.use_all(place_of(cell), Use.OTHER)
    elif of.is_remark:
        read_remark_cell(draft, section, of, name, cell)
    elif of.is_duty:
        read_duty_cell(draft, section, of, name, cell)
    elif of.is_actual:
        draft.find("actual_column", f"{section.table}表头", column=of.heading)
        draft.use_all(place_of(cell), Use.OTHER)
    elif series.holds_figures:
        draft.find("unknown_column", f"{section.table}表头", column=of.heading or of.label)
        draft.use_all(place_of(cell), Use.UNREAD)
    else:
        read_clause_cell(draft, section, of, name, cell)


def _find_doubled(draft: Draft) -> None:
    """The same column read twice for one unit, from two rows: 青山区 stands in two places of a long table."""
    kinds = Counter(
        (t.table, t.unit, t.column, t.indicator, t.criteria, t.period, t.of_which)
        for t in draft.targets
        if t.clause is None
    )
    places: dict[tuple[object, ...], set[str]] = {}
    for t in draft.targets:
        if t.of_which is None and t.any_of is None:
            place = t.table if t.clause is None else t.locator
            places.setdefault((t.unit, t.column, t.indicator, t.criteria, t.period), set()).add(place)
    for (unit, column, *_), tables in places.items():
        if len(tables) > 1:
            draft.find("repeated_task", "、".join(sorted(tables)), text=f"{unit}{column}")
    found = {(table, unit): times for (table, unit, *_), times in kinds.items() if times > 1}
    for (table, unit), times in found.items():
        if not any(finding.code == "same_column" for finding in draft.findings):
            draft.find("duplicate_unit", table, unit=unit, times=str(times))


def _find_unclaimed(draft: Draft) -> None:
    """A number that no reader claimed is told where it stands."""
    for place, text in draft.account.unread().items():
        shown = text if len(text) <= 40 else "……".join((text[:20], text[-18:]))
        if numbers_in(text):
            draft.find("unread_text", place, text=tight(shown))
