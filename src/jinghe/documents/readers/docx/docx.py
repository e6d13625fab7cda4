"""Word documents: main text, tables, text boxes, notes, comments, headers and footers."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinghe.documents.readers import refusals, remarks
from jinghe.documents.readers.docx.grid import MAX_POSITIONS, DocxCell, DocxGrid, lay_out
from jinghe.documents.readers.docx.numbering import ListCounter
from jinghe.documents.readers.docx.text import ParagraphText, about_paragraph, is_mark_deleted, read_text
from jinghe.documents.readers.docx.wordml import REVISION_TAGS, W, child, children
from jinghe.documents.readers.package import Element, Package
from jinghe.documents.readers.properties import read_properties
from jinghe.documents.tables import (
    Block,
    Cell,
    Content,
    Document,
    DocumentKind,
    Locator,
    Paragraph,
    Place,
    ReaderRemark,
    SideText,
    Table,
)

_MAX_NESTING = 12
_NOTES = {  # part and element
    Place.FOOTNOTE: ("footnotes", "footnote"),
    Place.ENDNOTE: ("endnotes", "endnote"),
    Place.COMMENT: ("comments", "comment"),
}
_MARGINS = {Place.HEADER: "header", Place.FOOTER: "footer"}
_PAGE_NUMBER = re.compile(r"[—–\-\s]*[0-9]{1,4}[—–\-\s]*")


def read_docx(package: Package, part: str, root: Element, name: str) -> Document:
    """The document whose main part is `part`. Raises UnreadableDocument."""
    reader = _DocxReader(package, part)
    blocks = reader.main_text(root)
    return Document(
        name=name,
        kind=DocumentKind.DOCX,
        blocks=blocks,
        sections=(*reader.sections, *reader.margins()),
        properties=read_properties(package),
        remarks=tuple(reader.remarks),
    )


def _is_page_number(blocks: tuple[Block, ...]) -> bool:
    """Whether a footer holds a page number and nothing else."""
    return all(isinstance(block, Paragraph) and _PAGE_NUMBER.fullmatch(block.text) for block in blocks)


@dataclass(slots=True, kw_only=True)
class _Story:
    """Text that runs on by itself, while it is being read: the main text, a cell, a note.

    `context` are the paragraphs since the last table; `carried` is text whose paragraph end is deleted.
    """

    within: Locator | None
    blocks: list[Block] = field(default_factory=list)
    context: list[Paragraph] = field(default_factory=list)
    counts: Counter[Place] = field(default_factory=Counter)
    carried: str = ""

    @property
    def is_cell(self) -> bool:
        return self.within is not None and self.within.place is Place.CELL

    def next(self, place: Place) -> Locator:
        return Locator(place=place, number=self.counts[place] + 1, within=self.within)


class _DocxReader:
    """Reads one file from top to bottom, since list numbers and section numbers count on the way."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self.sections: list[SideText] = []
        self.remarks: list[ReaderRemark] = []
        self.counts: Counter[Place] = Counter()
        self.nesting = 0
        self.positions_left = MAX_POSITIONS
        self.numbering = ListCounter(
            package.related_tree(part, "numbering"), package.related_tree(part, "styles")
        )
        self.notes = {place: self.note_elements(*names) for place, names in _NOTES.items()}

    def main_text(self, root: Element) -> tuple[Block, ...]:
        """The main text; sections and remarks gather on the way."""
        body = child(root, "body")
        if body is None:
            raise refusals.damaged("找不到正文")
        self.look_for_revisions(root)
        return self.story(body, None)

    def margins(self) -> Iterator[SideText]:
        """Headers and footers, each distinct one once."""
        for place, kind in _MARGINS.items():
            for target in dict.fromkeys(self.package.targets(self.part, kind)):
                root = self.package.tree(target)
                self.look_for_revisions(root)
                yield from self.section(root, place, None)

    def note_elements(self, kind: str, tag: str) -> dict[str, Element]:
        """Notes of one kind by id; the rulers between notes carry a type and are no notes."""
        root = self.package.related_tree(self.part, kind)
        if root is None:
            return {}
        self.look_for_revisions(root)
        return {note.get(W + "id", ""): note for note in children(root, tag) if note.get(W + "type") is None}

    def section(self, element: Element, place: Place, anchor: Locator | None) -> Iterator[SideText]:
        """Text beside the main text, if the element holds any; only such are counted."""
        self.counts[place] += 1
        locator = Locator(place=place, number=self.counts[place])
        blocks = self.story(element, locator)
        if blocks and not (place is Place.FOOTER and _is_page_number(blocks)):
            yield SideText(locator=locator, blocks=blocks, anchor=anchor)
        else:
            self.counts[place] -= 1

    def story(self, element: Element, within: Locator | None) -> tuple[Block, ...]:
        """Paragraphs and tables in reading order; blank paragraphs are left out and not counted."""
        if self.nesting >= _MAX_NESTING:
            raise refusals.too_large(f"表格或文本框嵌套超过{_MAX_NESTING}层", "请简化后重新上传。")
        self.nesting += 1
        story = _Story(within=within)
        for inner in children(element, "p", "tbl", "altChunk"):
            if inner.tag == W + "p":
                self.read_paragraph(story, inner)
            elif inner.tag == W + "tbl":
                self.read_table(story, inner)
            else:
                self.remarks.append(remarks.embedded_object(story.next(Place.PARAGRAPH)))
        self.add_paragraph(story, "", "")
        self.nesting -= 1
        return tuple(story.blocks)

    def read_paragraph(self, story: _Story, element: Element) -> None:
        paragraph = read_text(element)
        if is_mark_deleted(element):
            story.carried += paragraph.text
        else:
            label = self.numbering.label(element)
            if not label.is_known:
                self.remarks.append(remarks.unknown_numbering(story.next(Place.PARAGRAPH)))
            gap = label.gap if label.text and (story.carried or paragraph.text) else ""
            self.add_paragraph(story, label.text + gap, paragraph.text, label.text)
        self.read_attached(story, paragraph)

    def add_paragraph(self, story: _Story, opening: str, text: str, label: str = "") -> None:
        text = opening + story.carried + text
        story.carried = ""
        if text.strip():
            paragraph = Paragraph(text=text, label=label, locator=story.next(Place.PARAGRAPH))
            story.counts[Place.PARAGRAPH] += 1
            story.blocks.append(paragraph)
            story.context.append(paragraph)

    def read_attached(self, story: _Story, paragraph: ParagraphText) -> None:
        """Text boxes and notes become sections anchored here; what cannot be read is remarked."""
        number = max(story.counts[Place.PARAGRAPH], 1)
        here = Locator(place=Place.PARAGRAPH, number=number, within=story.within)
        if story.is_cell and story.within:
            here = story.within
        self.remarks.extend(about_paragraph(paragraph, here))
        for text_box in paragraph.text_boxes:
            self.sections.extend(self.section(text_box, Place.TEXT_BOX, here))
        for place, note_id in paragraph.notes:
            note = self.notes[place].pop(note_id, None)
            if note is not None:
                self.sections.extend(self.section(note, place, here))

    def read_table(self, story: _Story, element: Element) -> None:
        locator = story.next(Place.NESTED_TABLE if story.is_cell else Place.TABLE)
        grid = lay_out(element, locator, self.positions_left)
        self.positions_left -= grid.row_count * grid.column_count
        if not grid.cells:
            return
        story.counts[locator.place] += 1
        if grid.ragged_rows:
            self.remarks.append(remarks.ragged_rows(locator, grid.ragged_rows))
        table = Table(
            cells=tuple(self.cell(cell, grid, locator) for cell in grid.cells),
            row_count=grid.row_count,
            column_count=grid.column_count,
            locator=locator,
            context=tuple(story.context),
            header_rows=grid.header_rows,
            hidden_rows=grid.hidden_rows,
        )
        story.blocks.append(table)
        story.context.clear()

    def cell(self, placed: DocxCell, grid: DocxGrid, table: Locator) -> Cell:
        locator = table.cell(placed.row + 1, placed.column + 1)
        blocks = self.story(placed.element, locator)
        text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
        for element in placed.covered:
            self.remarks.extend(remarks.covered_text(locator, _plain_text(element)))
        return Cell(
            text=text,
            row=placed.row,
            column=placed.column,
            row_span=placed.row_span,
            column_span=placed.column_span,
            table_locator=table,
            content=Content.TEXT if text else Content.EMPTY,
            is_hidden=set(range(placed.row, placed.row + placed.row_span)) <= set(grid.hidden_rows),
            tables=tuple(block for block in blocks if isinstance(block, Table)),
        )

    def look_for_revisions(self, root: Element) -> None:
        if next(root.iter(*REVISION_TAGS), None) is not None and remarks.TRACKED_CHANGES not in self.remarks:
            self.remarks.append(remarks.TRACKED_CHANGES)


def _plain_text(cell: Element) -> str:
    return "".join(read_text(paragraph).text for paragraph in cell.iter(W + "p")).strip()
