"""PDF documents: lines and ruled tables of the pages in reading order, as paragraphs and tables of one document."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jinghe.documents.readers import refusals, remarks
from jinghe.documents.readers.docx.grid import MAX_POSITIONS
from jinghe.documents.readers.pdf.process import pages_of
from jinghe.documents.readers.pdf.tables import PageTable, locator, page_table
from jinghe.documents.tables import (
    Block,
    Document,
    DocumentKind,
    Locator,
    Paragraph,
    Place,
    Properties,
    ReaderRemark,
)

Json = dict[str, Any]

_MARGIN = 0.12  # of the page's height: where page numbers and running heads stand
_PAGE_NUMBER = re.compile(
    r"[-－—–·.\s]*(?:第\s*)?([0-9]{1,4})(?:\s*页)?(?:\s*[/，,共]\s*共?\s*[0-9]{1,4}\s*页?)?[-－—–·.\s]*"
)
_DECORATED = re.compile(r"[-－—–·第页共/]")
_ROW = re.compile(r"(?:\S+\s+)?(?:[0-9][0-9.,]*|[—/-]+)(?:\s+(?:[0-9][0-9.,]*|[—/-]+))+")
_SAME_EDGE = 1.3  # character widths
_DATE = re.compile(r"D:([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")


@dataclass(slots=True, kw_only=True)
class _Line:
    text: str
    page: int
    row: Json
    left: float
    right: float

    @property
    def is_row(self) -> bool:
        return _ROW.fullmatch(self.text) is not None

    def runs_on(self, after: "_Line") -> bool:
        """Whether the next line goes on in the same paragraph: this one is full, the next is not indented."""
        size, next_size = self.row["size"], after.row["size"]
        return (
            abs(size - next_size) < size * 0.2
            and self.row["x1"] >= self.right - _SAME_EDGE * size
            and after.row["x0"] <= after.left + _SAME_EDGE * size
            and self.row["x1"] - self.row["x0"] > 10 * size
            and not self.is_row
            and not after.is_row
        )


@dataclass(slots=True)
class _Story:
    """The document while it is put together. joins_lines: not where rows of figures stand in no ruled
    table."""

    joins_lines: bool

    blocks: list[Paragraph | PageTable] = field(default_factory=list)
    context: list[Paragraph] = field(default_factory=list)
    pending: list[_Line] = field(default_factory=list)
    counts: Counter[int] = field(default_factory=Counter)
    tables: int = 0

    def add_line(self, line: _Line) -> None:
        if self.pending and not (self.joins_lines and self.pending[-1].runs_on(line)):
            self.end_paragraph()
        self.pending.append(line)

    def end_paragraph(self) -> None:
        if not self.pending:
            return
        page = self.pending[0].page
        self.counts[page] += 1
        place = Locator(
            place=Place.PARAGRAPH, number=self.counts[page], within=Locator(place=Place.PAGE, number=page)
        )
        text = _joined([line.text for line in self.pending])
        paragraph = Paragraph(text=text, locator=place)
        self.blocks.append(paragraph)
        self.context.append(paragraph)
        self.pending.clear()

    def add_table(self, row: Json, page: int) -> None:
        self.end_paragraph()
        table = page_table(row, self.tables + 1, page, tuple(self.context))
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, PageTable) and last.last_page < page and last.takes_on(table):
            return
        self.tables += 1
        self.blocks.append(table)
        self.context.clear()


def read_pdf(content: bytes, name: str) -> Document:
    """The document in a PDF. Raises UnreadableDocument."""
    answer = pages_of(content)
    pages: list[Json] = answer["pages"]
    if all(not page["lines"] and not page["tables"] for page in pages):
        raise refusals.no_content(any(page["images"] for page in pages))
    furniture = _furniture(pages)
    has_rows = any(_ROW.fullmatch(line["text"]) for page in pages for line in page["lines"])
    story = _Story(joins_lines=any(page["tables"] for page in pages) or not has_rows)
    for number, page in enumerate(pages, start=1):
        _add_page(story, number, page, furniture)
    story.end_paragraph()
    grids = [block for block in story.blocks if isinstance(block, PageTable)]
    if sum(block.row_count * block.column_count for block in grids) > MAX_POSITIONS:
        raise refusals.too_large("PDF里的表格过大", "请只保留目标任务通知本身，另存后重新上传。")
    blocks: tuple[Block, ...] = tuple(
        block.table() if isinstance(block, PageTable) else block for block in story.blocks
    )
    return Document(
        name=name,
        kind=DocumentKind.PDF,
        blocks=blocks,
        properties=_properties(answer["properties"]),
        remarks=(*_page_remarks(pages), *_table_remarks(grids)),
        page_sizes=tuple((round(page["width"]), round(page["height"])) for page in pages),
    )


def _add_page(story: _Story, number: int, page: Json, furniture: set[tuple[int, int]]) -> None:
    lines = [line for index, line in enumerate(page["lines"]) if (number, index) not in furniture]
    left = min((line["x0"] for line in lines), default=0.0)
    right = max((line["x1"] for line in lines), default=0.0)
    items = [(line["top"], 0, line) for line in lines] + [
        (table["box"][1], 1, table) for table in page["tables"]
    ]
    for _, kind, item in sorted(items, key=lambda entry: entry[:2]):
        if kind:
            story.add_table(item, number)
        else:
            story.add_line(_Line(text=item["text"], page=number, row=item, left=left, right=right))


def _furniture(pages: list[Json]) -> set[tuple[int, int]]:
    """Page numbers, and lines that stand at the same place in the margin of at least three pages: (page, line)."""
    furniture: set[tuple[int, int]] = set()
    repeated: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages, start=1):
        lines = page["lines"]
        for index in sorted({0, 1, len(lines) - 2, len(lines) - 1} & set(range(len(lines)))):
            line = lines[index]
            if not _in_margin(line, page):
                continue
            match = _PAGE_NUMBER.fullmatch(line["text"])
            if match and (_DECORATED.search(line["text"]) or int(match[1]) == number):
                furniture.add((number, index))
            elif not any(char.isdigit() for char in line["text"]):
                repeated.setdefault((line["text"], round(line["top"] / 5)), []).append((number, index))
    for places in repeated.values():
        if len(places) >= 3:
            furniture.update(places)
    return furniture


def _in_margin(line: Json, page: Json) -> bool:
    """Near an edge of the page, with all tables and other lines on one side."""
    height = page["height"]
    boxes = [(other["top"], other["bottom"]) for other in page["lines"] if other is not line]
    boxes += [(table["box"][1], table["box"][3]) for table in page["tables"]]
    if line["bottom"] < height * _MARGIN:
        return all(top >= line["bottom"] - 1 for top, _ in boxes)
    return line["top"] > height * (1 - _MARGIN) and all(bottom <= line["top"] + 1 for _, bottom in boxes)


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph as one; a blank stays between two words of Latin letters."""
    text = lines[0]
    for line in lines[1:]:
        between = " " if text[-1:].isascii() and text[-1:].isalpha() and line[:1].isascii() else ""
        text += between + line
    return text


def _page_remarks(pages: list[Json]) -> list[ReaderRemark]:
    found_remarks = []
    for number, page in enumerate(pages, start=1):
        here = Locator(place=Place.PAGE, number=number)
        texts = [line["text"] for line in page["lines"]]
        texts += [cell["text"] for table in page["tables"] for cell in table["cells"]]
        if page["images"] and not any(text.strip() for text in texts):
            found_remarks.append(remarks.picture_page(here))
        if any("\N{REPLACEMENT CHARACTER}" in text for text in texts):
            found_remarks.append(remarks.unknown_glyphs(here))
        if page["turned"]:
            found_remarks.append(remarks.turned_text(here))
    return found_remarks


def _table_remarks(grids: list[PageTable]) -> list[ReaderRemark]:
    table_remarks = []
    for grid in grids:
        here = locator(grid.page, grid.number)
        table_remarks += [remarks.stray_text(here, text) for text in grid.stray]
        table_remarks += [
            remarks.page_break(
                Locator(place=Place.PAGE, number=page - 1), Locator(place=Place.PAGE, number=page)
            )
            for page in grid.broken_at
        ]
    return table_remarks


def _properties(texts: dict[str, str]) -> Properties:
    return Properties(
        title=texts.get("Title", ""),
        author=texts.get("Author", ""),
        created_at=_instant(texts.get("CreationDate", "")),
        modified_at=_instant(texts.get("ModDate", "")),
        application=texts.get("Creator", ""),
    )


def _instant(text: str) -> datetime | None:
    match = _DATE.match(text)
    try:
        return datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*match.groups())) if match else None
    except ValueError:
        return None
