"""Tables of figures in plain text: rows are names and as many figures as the other rows have."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate, product

from jinghe.core.values.vocabulary import Vocabulary
from jinghe.documents.tables import Cell, Content, Locator, Place, Table
from jinghe.intake.layouts.headings import ORDINAL_HEADS
from jinghe.intake.layouts.layout import tight
from jinghe.intake.text.headings import Head, HeadReader
from jinghe.intake.text.lines import TextLine, ends_sentence, head_length, is_figure, is_name, may_be_in_name

_ENOUGH = 2  # rows that agree on how many figures a row has
_MOST_LINES = 6  # that one row is broken into
_MOST_HEAD_LINES = 60


@dataclass(slots=True)
class _Row:
    """A row while it is read: its name, and its figures line by line."""

    name: str
    lines: list[TextLine]
    figures: list[list[str]]
    ordinal: str = ""

    def whole(self, width: int) -> list[str] | None:
        """The figures, where exactly one way to join numbers broken by a line end gives as many as there should be."""
        counts = list(accumulate(map(len, self.figures)))
        if counts[-1] < width or width in counts[:-1] or len(counts) > _MOST_LINES:
            return None
        found = []
        for joins in product((False, True), repeat=len(self.figures) - 1):
            joined = list(self.figures[0])
            for is_joined, line in zip(joins, self.figures[1:], strict=True):
                both_numbers = joined[-1][-1].isdigit() and line[0][0].isdigit()
                if is_joined and not both_numbers:
                    break
                joined = [*joined[:-1], joined[-1] + line[0], *line[1:]] if is_joined else [*joined, *line]
            else:
                found.append(joined)
        fitting = [one for one in found if len(one) == width]
        return fitting[0] if len(fitting) == 1 else None


@dataclass(slots=True)
class FigureTable:
    """What a run of lines holds: a table (None: none that is certain), lines that are not in it, doubts in Chinese."""

    table: Table | None
    left: list[TextLine] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Rows:
    """Lines sorted into rows, and into what stands between them."""

    rows: list[_Row] = field(default_factory=list)
    between: list[list[TextLine]] = field(default_factory=list)
    pending: list[TextLine] = field(default_factory=list)

    def read(self, lines: list[TextLine], has_ordinals: bool) -> None:
        for line in lines:
            figures, front = _split(line)
            ordinal = ""
            if has_ordinals and len(front) > 1 and is_figure(front[0]):
                ordinal, *front = front
            if not figures or not all(map(may_be_in_name, front)):
                self.pending.append(line)
            elif front:
                self._put_aside()
                self.rows.append(_Row("".join(front), [line], [figures], ordinal))
            elif fragments := self._name_above():
                self._put_aside()
                self.rows.append(_Row("".join(one.tight for one in fragments), [*fragments, line], [figures]))
            elif self.rows and not self.pending:
                self.rows[-1].lines.append(line)
                self.rows[-1].figures.append(figures)
            else:
                self.pending.append(line)
        self._put_aside()

    @property
    def has_sentences_between(self) -> bool:
        """Whether anything but parts of names stands before the last row."""
        last = self.rows[-1].lines[0].locator.number if self.rows else 0
        texts = [line for run in self.between for line in run if line.locator.number < last]
        return any(not may_be_in_name(line.text) or ends_sentence(line.text) for line in texts)

    def _name_above(self) -> list[TextLine]:
        """The lines right above that may make up the name of a row of bare figures; they are taken away."""
        at = len(self.pending)
        while at and may_be_in_name(self.pending[at - 1].text) and len(self.pending) - at < 4:
            at -= 1
        if at and not ends_sentence(self.pending[at - 1].text):
            return []
        fragments = self.pending[at:]
        if not is_name("".join(one.tight for one in fragments)):
            return []
        del self.pending[at:]
        return fragments

    def _put_aside(self) -> None:
        if self.pending:
            self.between.append(list(self.pending))
            self.pending.clear()


def figure_table(
    lines: list[TextLine], number: int, vocabulary: Vocabulary, year: int | None
) -> FigureTable | None:
    """The table of figures that begins at the first line with 单位; None where the lines hold no rows of figures."""
    opening, rest = lines[0], lines[1:]
    first = _first_row(rest)
    if first is None:
        return None
    has_ordinals = opening.tokens[0] in ORDINAL_HEADS
    head_lines, name_lines = _head_lines(rest[:first], rest[first])
    rows = _Rows()
    rows.read([*name_lines, *_without_head(rest[first:], opening.tight + _tight(head_lines))], has_ordinals)
    counts = Counter(len(row.figures[0]) for row in rows.rows if len(row.figures) == 1)
    if not counts or counts.most_common(1)[0][1] < _ENOUGH:
        return None
    width = counts.most_common(1)[0][0]
    whole = [(row, figures) for row in rows.rows if (figures := row.whole(width)) is not None]
    tokens = [opening.tokens[2 if has_ordinals else 1 :], *(line.tokens for line in head_lines)]
    head, sentences = _head(
        [one for one in tokens if one], whole, rows.between, rows.has_sentences_between, vocabulary, year
    )
    if head is None:
        words = "看不出表头各级之间的关系，未读入"
        return FigureTable(
            None, lines, [f"{opening.locator}开始的数字表{words}。请改用docx、xlsx或带表格线的PDF。"]
        )
    found = FigureTable(None, doubts=_doubts(rows, width, sentences))
    found.left = [line for row in rows.rows if row.whole(width) is None for line in row.lines]
    if not sentences:
        found.left += [line for run in rows.between for line in run]
    place = Locator(place=Place.TABLE, number=number, within=opening.locator)
    found.table = _table(head, whole, sentences, opening, place, has_ordinals)
    return found


def _tight(lines: list[TextLine]) -> str:
    return "".join(line.tight for line in lines)


def _without_head(lines: list[TextLine], head: str) -> list[TextLine]:
    """The lines without the head that comes again on each page."""
    kept, at = [], 0
    while at < len(lines):
        length = head_length(lines[at : at + _MOST_HEAD_LINES], head) if lines[at].opens_table else 0
        kept += [] if length else [lines[at]]
        at += length or 1
    return kept


def _split(line: TextLine) -> tuple[list[str], list[str]]:
    """The figures at the end of a line, and what stands before them."""
    tokens = list(line.tokens)
    at = len(tokens)
    while at and is_figure(tokens[at - 1]):
        at -= 1
    return tokens[at:], tokens[:at]


def _first_row(lines: list[TextLine]) -> int | None:
    """The first line of a name and figures, or of two figures and more."""
    for at, line in enumerate(lines[:_MOST_HEAD_LINES]):
        figures, front = _split(line)
        names = front[1:] if len(front) > 1 and is_figure(front[0]) else front
        if (figures and is_name("".join(names))) or (len(figures) > 1 and not front):
            return at
    return None


def _head_lines(lines: list[TextLine], first: TextLine) -> tuple[list[TextLine], list[TextLine]]:
    """The lines of the head, and the lines of the first name where it stands above its figures."""
    if _split(first)[1]:
        return lines, []
    for length in (4, 3, 2, 1):
        name = lines[-length:]
        is_plain = len(name) == length and all(
            len(one.tokens) == 1 and may_be_in_name(one.text) for one in name
        )
        if is_plain and is_name("".join(one.tight for one in name)):
            return lines[:-length], name
    return lines, []


def _head(
    tokens: list[tuple[str, ...]],
    rows: list[tuple[_Row, list[str]]],
    between: list[list[TextLine]],
    is_between: bool,
    vocabulary: Vocabulary,
    year: int | None,
) -> tuple[Head | None, list[TextLine]]:
    """The head, and the lines of the one column of sentences, if it has one.

    is_between: sentences stand before the last row, so that there must be a column of them.
    """
    figures = [one for _, one in rows]
    has_sentences = len(between) == 1 and ends_sentence(between[0][-1].text)
    with_them = HeadReader(vocabulary, year, figures, 1).read(tokens) if has_sentences else None
    without = HeadReader(vocabulary, year, figures, 0).read(tokens) if not is_between else None
    if with_them is not None and without is None:
        return with_them, between[0]
    return (without, []) if with_them is None else (None, [])


def _doubts(rows: _Rows, width: int, sentences: list[TextLine]) -> list[str]:
    found = []
    for row in rows.rows:
        if row.whole(width) is None:
            found.append(
                f"{row.lines[0].locator}“{row.name}”的数字个数与其他行不同（应有{width}个），分不清各属哪一列，未读入。"
            )
        elif len(row.figures) > 1 and sum(map(len, row.figures)) > width:
            found.append(f"{row.lines[0].locator}“{row.name}”有数字被换行拆开，按合并后的数字读入。")
        if not is_name(row.name):
            found.append(f"{row.lines[0].locator}的“{row.name}”不像完整的单位名称。")
    if sentences:
        found.append(f"{sentences[0].locator}开始的一段文字，按全表各行共用读入。")
    elif any(may_be_in_name(line.text) for run in rows.between for line in run):
        texts = "”“".join(line.tight for run in rows.between for line in run if may_be_in_name(line.text))
        found.append(f"表中“{texts[:60]}”没有归入任何一行。")
    return found


def _table(
    head: Head,
    rows: list[tuple[_Row, list[str]]],
    sentences: list[TextLine],
    opening: TextLine,
    place: Locator,
    has_ordinals: bool,
) -> Table:
    depth, shift = head.depth, 2 if has_ordinals else 1
    cells = [_cell(opening.tokens[at], 0, at, place, row_span=depth) for at in range(shift)]
    cells += _head_cells(head, shift, place)
    for number, (row, figures) in enumerate(rows, start=depth):
        cells += [_cell(row.ordinal, number, 0, place)] if has_ordinals else []
        cells.append(_cell(row.name, number, shift - 1, place))
        cells += [_cell(text, number, shift + column, place) for column, text in enumerate(figures)]
    width = len(head.paths) + shift
    if sentences:
        text = "".join(line.text.strip() for line in sentences)
        cells.append(_cell(text, depth, width - 1, place, row_span=len(rows)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(cells), row_count=depth + len(rows), column_count=width, locator=place)


def _head_cells(head: Head, shift: int, place: Locator) -> list[Cell]:
    """One cell for each word, over all the columns below it and down to the figures where nothing is below it."""
    found, seen = [], set()
    for column, path in enumerate(head.paths):
        for row, word in enumerate(path):
            if word in seen:
                continue
            seen.add(word)
            across = sum(word in other for other in head.paths)
            down = head.depth - row if row == len(path) - 1 else 1
            found.append(
                _cell(head.words[word], row, shift + column, place, row_span=down, column_span=across)
            )
    return found


def _cell(
    text: str, row: int, column: int, place: Locator, *, row_span: int = 1, column_span: int = 1
) -> Cell:
    return Cell(
        text=text,
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        table_locator=place,
        content=Content.TEXT if tight(text) else Content.EMPTY,
    )
