"""Workbooks: each sheet that shows anything is one table whose first cell is A1.

Worksheets are streamed here, not loaded with openpyxl, which builds every styled blank cell (a sheet padded
to its last row takes minutes) and gives either formulas or their results, not both.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from jinghe.documents.readers import refusals, remarks
from jinghe.documents.readers.package import RELATIONSHIP_ID, Element, Package
from jinghe.documents.readers.properties import read_properties
from jinghe.documents.readers.xlsx.beside import (
    SideNote,
    about_graphics,
    read_comments,
    read_margins,
    read_text_boxes,
)
from jinghe.documents.readers.xlsx.sheet import MAX_CELLS, Position, SheetContent, read_content
from jinghe.documents.readers.xlsx.table import MAX_POSITIONS, build_table
from jinghe.documents.readers.xlsx.values import CellReading, Values
from jinghe.documents.tables import (
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

KEYS_SHEET = "数据标记"
"""The hidden sheet on which our own workbooks keep the keys of their figures; it says nothing by itself."""


def read_xlsx(package: Package, part: str, root: Element, name: str) -> Document:
    """The workbook whose main part is `part`. Raises UnreadableDocument."""
    reader = _WorkbookReader(package, part, root)
    tables = tuple(reader.tables())
    return Document(
        name=name,
        kind=DocumentKind.XLSX,
        blocks=tables,
        sections=tuple(reader.sections),
        properties=read_properties(package),
        remarks=tuple(reader.remarks),
    )


class _WorkbookReader:
    """Reads sheets in the order of their tabs; sections and remarks gather on the way."""

    def __init__(self, package: Package, part: str, root: Element) -> None:
        self.package, self.root = package, root
        self.values = Values(
            package,
            part,
            starts_in_1904=_is_set(root, "{*}workbookPr", "date1904"),
            is_uncalculated=_is_set(root, "{*}calcPr", "fullCalcOnLoad"),
        )
        self.links = {link.id: link for link in package.relationships(part)}
        self.sections: list[SideText] = []
        self.remarks: list[ReaderRemark] = []
        self.counts: Counter[Place] = Counter()
        self.cells_left = MAX_CELLS
        self.positions_left = MAX_POSITIONS

    def tables(self) -> Iterator[Table]:
        """One table per sheet with content; hidden sheets are flagged, not left out."""
        for sheet in self.root.iterfind("{*}sheets/{*}sheet"):
            locator = Locator(place=Place.SHEET, name=sheet.get("name", ""))
            link = self.links.get(sheet.get(RELATIONSHIP_ID, ""))
            if link is None:
                raise refusals.damaged(f"找不到{locator}")
            if link.kind == "worksheet":
                is_hidden = sheet.get("state", "visible") != "visible"
                if is_hidden and locator.name == KEYS_SHEET:
                    continue
                yield from self.sheet(link.target, locator, is_hidden=is_hidden)
            else:
                self.remarks.append(remarks.embedded_object(locator))

    def sheet(self, part: str, locator: Locator, *, is_hidden: bool) -> Iterator[Table]:
        content = read_content(self.package, part, self.values, locator, self.cells_left)
        self.cells_left -= len(content.readings)
        self.remarks.extend(about_graphics(self.package, part, locator))
        self.remarks.extend(_about_cells(content.readings, locator))
        if content.readings:
            table, covered = build_table(content, locator, is_hidden=is_hidden, budget=self.positions_left)
            self.positions_left -= table.row_count * table.column_count
            self.remarks.extend(_about_covered(covered, table))
            yield table
        self.add_sections(self.notes(part, content, locator))

    def notes(self, part: str, content: SheetContent, locator: Locator) -> Iterator[SideNote]:
        return chain(
            read_comments(self.package, part, locator),
            read_text_boxes(self.package, part, locator),
            read_margins(content.margins, locator),
        )

    def add_sections(self, notes: Iterator[SideNote]) -> None:
        for place, text, anchor in notes:
            if text.strip():
                self.counts[place] += 1
                locator = Locator(place=place, number=self.counts[place])
                first = Locator(place=Place.PARAGRAPH, number=1, within=locator)
                paragraph = Paragraph(text=text.strip(), locator=first)
                self.sections.append(SideText(locator=locator, blocks=(paragraph,), anchor=anchor))


def _is_set(root: Element, path: str, name: str) -> bool:
    element = root.find(path)
    return element is not None and element.get(name) in ("1", "true")


def _about_cells(readings: dict[Position, CellReading], sheet: Locator) -> Iterator[ReaderRemark]:
    """One remark for each kind of trouble, however many cells share it."""
    kinds: tuple[tuple[Callable[[CellReading], bool], Callable[[Sequence[Locator]], ReaderRemark]], ...] = (
        (lambda reading: reading.content is Content.UNCALCULATED, remarks.uncalculated),
        (lambda reading: reading.content is Content.ERROR, remarks.error_values),
        (lambda reading: not reading.is_faithful, remarks.formatted_numbers),
    )
    for concerns, remark in kinds:
        cells = [
            sheet.cell(row + 1, column + 1)
            for (row, column), reading in readings.items()
            if concerns(reading)
        ]
        if cells:
            yield remark(cells)


def _about_covered(covered: dict[Position, CellReading], table: Table) -> Iterator[ReaderRemark]:
    for (row, column), reading in covered.items():
        yield from remarks.covered_text(table.cell(row, column).locator, reading.text)
