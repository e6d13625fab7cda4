"""Tables of sentences in plain text: names begin rows, full stops and short lines end cells."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

from jinghe.core.clauses.words.lexer import lex
from jinghe.core.clauses.words.source import source
from jinghe.core.clauses.words.words import Kind
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.documents.tables import Cell, Content, Locator, Place, Table
from jinghe.intake.layouts.headings import ORDINAL_HEADS, UNIT_HEADS
from jinghe.intake.layouts.layout import tight
from jinghe.intake.text.lines import (
    TextLine,
    ends_sentence,
    head_length,
    is_counted,
    is_name,
    may_be_in_name,
    width,
)

_NAME_LINES = 3
_MOST_HEAD_LINES = 60
_MOST_JOINS = 12
_SHORT = 0.6  # of the width of a cell: a line shorter than this is the last of its cell
_WHOLE_HEADS = UNIT_HEADS | ORDINAL_HEADS | {"备注", "说明"}


@dataclass(slots=True)
class _Row:
    name: str
    lines: list[TextLine]
    cells: list[str] = field(default_factory=list)
    first_of_page: bool = False


@dataclass(slots=True)
class ProseTable:
    """A table (None: none that is certain), lines that are not in it, doubts in Chinese."""

    table: Table | None
    left: list[TextLine] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def prose_table(lines: list[TextLine], number: int, vocabulary: Vocabulary) -> ProseTable | None:
    """The table of sentences that begins with the line of 单位; None where no name follows it."""
    start = _first_name(lines, vocabulary)
    if start is None:
        return None
    pieces = [(token, len(line.tokens) == 1) for line in lines[:start] for token in line.tokens]
    head = "".join(token for token, _ in pieces)
    rows = _rows(lines[start:], head)
    if len(pieces) == 2:
        heads: list[str] | None = [pieces[1][0]]
        for row in rows:
            row.cells = ["".join(line.text.strip() for line in row.lines)]
    else:
        for row in rows:
            row.cells = _cells(row.lines)
        heads = _heads(pieces[1:], max(len(row.cells) for row in rows), vocabulary)
    place = Locator(place=Place.TABLE, number=number, within=lines[0].locator)
    shared = _shared(rows) if heads else None
    if heads is None or shared is None:
        words = "分不清各单元格的起止，未读入"
        return ProseTable(
            None, lines, [f"{lines[0].locator}开始的文字表{words}。请改用docx、xlsx或带表格线的PDF。"]
        )
    common = len(heads) - len(shared)
    kinds = _kinds(rows, common)
    good = [row for row in rows if _fits(row, kinds)]
    bad = [row for row in rows if not _fits(row, kinds)]
    found = ProseTable(None, [line for row in bad for line in row.lines])
    found.doubts = [
        f"{row.lines[0].locator if row.lines else lines[0].locator}“{row.name}”一行分不清各单元格的起止，未读入。"
        for row in bad
    ]
    found.doubts += [
        f"“{heads[common + at]}”只在每页首行有文字，按各行共用读入。" for at in range(len(shared))
    ]
    if good:
        found.table = _table(pieces[0][0], heads, good, shared, place)
    return found


def _first_name(lines: list[TextLine], vocabulary: Vocabulary) -> int | None:
    """Where the first row begins: the head is what stands before the first name, and words known from heads."""
    for at in range(1, min(len(lines), _MOST_HEAD_LINES)):
        if _name_at(lines, at) is None or _is_heading_word(lines[at].tight, vocabulary):
            continue
        return at
    return None


def _is_heading_word(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is made of words of the clause language; a place may begin a name."""
    if text in _WHOLE_HEADS:
        return True
    tokens = lex(source(text), vocabulary)
    names_place = any(dimension == "region" for one in tokens for dimension, _ in one.words)
    return not names_place and all(one.kind is not Kind.UNKNOWN for one in tokens)


def _name_at(lines: list[TextLine], at: int) -> tuple[str, int, str] | None:
    """The name that begins at a line: itself, how many lines it takes, and what follows it on its last line."""
    tokens = lines[at].tokens
    if len(tokens) > 1 and is_name(tokens[0]) and not is_name("".join(tokens)) and ends_sentence(tokens[-1]):
        return tokens[0], 1, lines[at].text.strip()[len(tokens[0]) :].strip()
    best = None
    for length in range(1, _NAME_LINES + 1):
        run = lines[at : at + length]
        text = "".join(one.tight for one in run)
        is_long = "，" in text or "、" in text
        if (
            len(run) < length
            or ends_sentence(text)
            or (length > 1 and not is_long and width(run[-1].tight) > 24)
        ):
            break
        if is_name(text) and (best is None or all(may_be_in_name(one.text) for one in run)):
            best = (text, length, "")
            if is_long:
                break
    return best


def _rows(lines: list[TextLine], head: str) -> list[_Row]:
    """Rows begin with a name after the end of a cell; a repeated head is passed over."""
    rows: list[_Row] = []
    at, is_first = 0, True
    while at < len(lines):
        if lines[at].opens_table and (length := head_length(lines[at : at + _MOST_HEAD_LINES], head)):
            at, is_first = at + length, True
            continue
        ended = not rows or not rows[-1].lines or _may_end(rows[-1].lines[-1])
        name = _name_at(lines, at) if ended or is_first else None
        if name is None:
            rows[-1].lines.append(lines[at])
            at += 1
            continue
        text, length, rest = name
        rows.append(_Row(text, [], first_of_page=is_first))
        if rest:
            rows[-1].lines.append(TextLine(rest, lines[at].locator))
        at, is_first = at + length, False
    return rows


def _may_end(line: TextLine) -> bool:
    return ends_sentence(line.text) or is_counted(line.tokens[-1]) or line.width <= 2


def _cells(lines: list[TextLine]) -> list[str]:
    """The cells of a row: a cell ends with a full stop at the end of a line or before a blank, or with a short line."""
    found: list[str] = []
    current: list[str] = []
    full = 0
    for line in lines:
        for piece in _pieces(line):
            current.append(piece)
            full = max(full, width(piece))
            if (
                ends_sentence(piece)
                or (len(current) == 1 and is_counted(piece))
                or width(piece) < full * _SHORT
            ):
                found.append("".join(current))
                current, full = [], 0
    if current:
        found.append("".join(current))
    return found


def _pieces(line: TextLine) -> list[str]:
    """A line in parts where a full stop or a counted number is followed by a blank."""
    parts: list[str] = []
    for token in line.tokens:
        if parts and not parts[-1].endswith("。") and not (is_counted(parts[-1]) and len(parts) == 1):
            parts[-1] += token
        else:
            parts.append(token)
    return parts


def _heads(pieces: list[tuple[str, bool]], count: int, vocabulary: Vocabulary) -> list[str] | None:
    """So many headings from the pieces of the head; lines of one short word each are parts of one heading.

    None where more than one way to join them means something else.
    """
    joinable = [
        at
        for at in range(1, len(pieces))
        if pieces[at][1] and not {pieces[at][0], pieces[at - 1][0]} & _WHOLE_HEADS
    ]
    surplus = len(pieces) - count
    if surplus < 0 or surplus > len(joinable) or len(joinable) > _MOST_JOINS:
        return None
    ways = []
    for joins in combinations(joinable, surplus):
        words: list[str] = []
        for at, (token, _) in enumerate(pieces):
            if at in joins:
                words[-1] += token
            else:
                words.append(token)
        ways.append((sum(not pieces[at - 1][1] for at in joins), words))
    least = min(cost for cost, _ in ways)
    best = [words for cost, words in ways if cost == least]
    nouns = {tuple(_nouns(word, vocabulary) for word in words) for words in best}
    return best[0] if len(nouns) == 1 else None


def _nouns(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(token.text for token in lex(source(word), vocabulary) if token.kind is Kind.NOUN)


def _shared(rows: list[_Row]) -> list[str] | None:
    """Texts of the columns that have one cell for a whole page: the same on every page, in its first row only."""
    counts = Counter(len(row.cells) for row in rows if not row.first_of_page)
    if not counts:
        return [] if len({len(row.cells) for row in rows}) == 1 else None
    common = counts.most_common(1)[0][0]
    ends = {
        tuple(map(tight, row.cells[common:]))
        for row in rows
        if row.first_of_page and len(row.cells) >= common
    }
    if len(ends) != 1 or any(len(row.cells) > common for row in rows if not row.first_of_page):
        return None if ends != {()} else []
    return next(row.cells[common:] for row in rows if row.first_of_page)


def _kinds(rows: list[_Row], common: int) -> list[bool]:
    """For each column whether most of its cells are a counted number."""
    counts = [
        Counter(is_counted(row.cells[at]) for row in rows if len(row.cells) > at) for at in range(common)
    ]
    return [count.most_common(1)[0][0] for count in counts]


def _fits(row: _Row, kinds: list[bool]) -> bool:
    """Whether a row has as many cells as it should, each of the kind that its column has in most rows."""
    if len(row.cells) < len(kinds) or (len(row.cells) > len(kinds) and not row.first_of_page):
        return False
    return all(is_counted(cell) is kind for cell, kind in zip(row.cells, kinds, strict=False))


def _table(unit: str, heads: list[str], rows: list[_Row], shared: list[str], place: Locator) -> Table:
    common = len(heads) - len(shared)
    cells = [_cell(text, 0, at, place) for at, text in enumerate((unit, *heads))]
    for number, row in enumerate(rows, start=1):
        cells += [_cell(text, number, at, place) for at, text in enumerate((row.name, *row.cells[:common]))]
        if number == 1:
            cells += [
                _cell(text, 1, 1 + common + at, place, row_span=len(rows)) for at, text in enumerate(shared)
            ]
    return Table(cells=tuple(cells), row_count=len(rows) + 1, column_count=len(heads) + 1, locator=place)


def _cell(text: str, row: int, column: int, place: Locator, *, row_span: int = 1) -> Cell:
    content = Content.TEXT if tight(text) else Content.EMPTY
    return Cell(text=text, row=row, column=column, row_span=row_span, table_locator=place, content=content)
