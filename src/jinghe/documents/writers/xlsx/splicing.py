"""Cells of one column set into the bytes of a worksheet, all other bytes kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from openpyxl.utils.cell import column_index_from_string

from jinghe.documents.readers import refusals
from jinghe.documents.tables import column_letters

_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_SPANS = re.compile(rb"\sspans=(?:\"[^\"]*\"|'[^']*')")
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_RANGE_END = re.compile(rb"(:)([A-Z]{1,3})([0-9]{1,7})(?=[\"'])")
_WIDTH = 44
_MAX_DIGITS = 9
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")


class NoSuchRow(Exception):
    """A text is meant for a row that the file does not have."""

    def __init__(self, number: int) -> None:
        super().__init__(f"row {number}")


@dataclass(slots=True, kw_only=True)
class _Cell:
    column: int
    start: int
    end: int
    style: str
    is_placed: bool
    has_content: bool = False


@dataclass(slots=True, kw_only=True)
class _Row:
    number: int
    start: int
    cells: list[_Cell] = field(default_factory=list)


def spliced(sheet: bytes, column: int, header_row: int, texts: Mapping[int, str]) -> bytes:
    """The worksheet with these texts in a column, by row. What stood there below the header is taken out.

    Raises UnreadableDocument, NoSuchRow.
    """
    splicing = _Splicing(sheet, column, header_row, texts)
    missing = texts.keys() - splicing.seen
    if missing:
        raise NoSuchRow(min(missing))
    pieces, start = [], 0
    for begin, end, put in splicing.edits:
        pieces += [sheet[start:begin], put]
        start = end
    return b"".join([*pieces, sheet[start:]])


class _Splicing:
    """One pass over a worksheet: which bytes are to be replaced by which."""

    def __init__(self, sheet: bytes, column: int, header_row: int, texts: Mapping[int, str]) -> None:
        self.sheet, self.column, self.header_row, self.texts = sheet, column, header_row, texts
        self.edits: list[tuple[int, int, bytes]] = []
        self.seen: set[int] = set()
        self.row: _Row | None = None
        self.last_row = 0
        self.last_width = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.refuse_declaration
        self.parser.XmlDeclHandler = self.require_utf_8
        try:
            self.parser.Parse(sheet, True)  # noqa: FBT003  # named `isfinal`, positional only
        except expat.ExpatError as error:
            raise refusals.damaged("工作表不是有效的XML") from error

    def refuse_declaration(self, *_: object) -> None:
        raise refusals.forbidden_xml("工作表")

    def require_utf_8(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _UTF_8:
            raise refusals.damaged("工作表的编码不是UTF-8")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, tag = name.rpartition(":")
        at = self.parser.CurrentByteIndex
        if tag == "row":
            written = attributes.get("r", "")
            number = _whole(written) or self.last_row + 1
            self.row, self.last_row = _Row(number=number, start=at), number
        elif tag == "c" and self.row is not None:
            self.row.cells.append(self._cell(attributes, at))
        elif tag in ("v", "is", "f") and self.row is not None and self.row.cells:
            self.row.cells[-1].has_content = True
        elif tag == "col":
            self.last_width = max(self.last_width, _whole(attributes.get("max", "")))
        elif tag == "dimension":
            self._widen(at)
        elif tag == "sheetData" and not self.last_width:
            self.edits.append((at, at, self._width(prefix, is_alone=True)))

    def end(self, name: str) -> None:
        prefix, _, tag = name.rpartition(":")
        at = self.parser.CurrentByteIndex
        if tag == "c" and self.row is not None and self.row.cells:
            cell = self.row.cells[-1]
            opening = _tag(self.sheet, cell.start)
            # expat places the end of such a tag behind it, and that of others before their closing tag.
            cell.end = at if opening.endswith(b"/>") else at + len(_tag(self.sheet, at))
        elif tag == "cols" and 0 < self.last_width < self.column:
            self.edits.append((at, at, self._width(prefix, is_alone=False)))
        elif tag == "row" and self.row is not None:
            self._finish(self.row, prefix, at)
            self.row = None

    def _cell(self, attributes: dict[str, str], at: int) -> _Cell:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        before = self.row.cells[-1].column if self.row is not None and self.row.cells else 0
        return _Cell(
            column=column_index_from_string(place[1]) if place else before + 1,
            start=at,
            end=at,
            style=attributes.get("s", ""),
            is_placed=place is not None,
        )

    def _finish(self, row: _Row, prefix: str, at: int) -> None:
        """Puts the cell of a row in its place: over the one that is there, before what lies right of it, or last."""
        text = self.texts.get(row.number)
        there = next((cell for cell in row.cells if cell.column == self.column), None)
        is_stale = there is not None and there.has_content and row.number > self.header_row
        if text is None and not is_stale:
            return
        self.seen.add(row.number)
        before = [cell for cell in row.cells if cell.column < self.column]
        style = there.style if there else before[-1].style if before and row.number == self.header_row else ""
        made = self._written(prefix, row.number, text or "", style)
        if there is not None:
            self.edits.append((there.start, there.end, made))
            return
        opening = _tag(self.sheet, row.start)
        if before and not before[-1].is_placed:
            made = b"<%sc/>" % _named(prefix) * (self.column - 1 - before[-1].column) + made
        bare = _SPANS.sub(b"", opening)
        if opening.endswith(b"/>"):
            made = b"%s>%s</%srow>" % (bare[:-2], made, _named(prefix))
            self.edits.append((row.start, row.start + len(opening), made))
            return
        self.edits.append((row.start, row.start + len(opening), bare))
        after = next((cell.start for cell in row.cells if cell.column > self.column), at)
        self.edits.append((after, after, made))

    def _written(self, prefix: str, row: int, text: str, style: str) -> bytes:
        name = prefix + ":" if prefix else ""
        styled = f' s="{style}"' if style.isdecimal() else ""
        reference = f"{column_letters(self.column)}{row}"
        if not text:
            return f'<{name}c r="{reference}"{styled}/>'.encode()
        inner = f'<{name}is><{name}t xml:space="preserve">{escape(text)}</{name}t></{name}is>'
        return f'<{name}c r="{reference}"{styled} t="inlineStr">{inner}</{name}c>'.encode()

    def _widen(self, at: int) -> None:
        """The range that a sheet says it uses; programs that trust it would not see the new column."""
        opening = _tag(self.sheet, at)
        match = _RANGE_END.search(opening)
        if match and column_index_from_string(match[2].decode()) < self.column:
            letters = column_letters(self.column).encode()
            put = opening[: match.start()] + b":" + letters + match[3] + opening[match.end() :]
            self.edits.append((at, at + len(opening), put))

    def _width(self, prefix: str, *, is_alone: bool) -> bytes:
        name = _named(prefix)
        made = b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (
            name, self.column, self.column, _WIDTH
        )  # fmt: skip
        return b"<%scols>%s</%scols>" % (name, made, name) if is_alone else made


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else 0


def _tag(sheet: bytes, at: int) -> bytes:
    """The tag that begins here; expat has found it whole."""
    match = _TAG.match(sheet, at)
    assert match is not None
    return match[0]


def _named(prefix: str) -> bytes:
    return f"{prefix}:".encode() if prefix else b""
