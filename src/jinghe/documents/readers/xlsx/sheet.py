"""One worksheet, streamed: only cells that show something are kept, however far styles and blanks reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils.cell import column_index_from_string

from jinghe.documents.readers import refusals
from jinghe.documents.readers.package import Element, Package, xpath
from jinghe.documents.readers.xlsx.values import CellReading, Values
from jinghe.documents.tables import Locator

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of the format itself
MAX_CELLS = 500_000  # with content, in one workbook
Position = tuple[int, int]
_MAX_DIGITS = 9
_TRUE = ("1", "true")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_RANGE = re.compile(r"(?P<left>[A-Z]{1,3})(?P<top>[0-9]+):(?P<right>[A-Z]{1,3})(?P<bottom>[0-9]+)")
_WITH_CHILDREN = xpath("*[*]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merged range; positions count from 0, the bottom and right ends are not part of it."""

    top: int
    left: int
    bottom: int
    right: int

    def clipped(self, rows: int, columns: int) -> "Merge":
        """The part inside the first rows and columns."""
        return Merge(
            top=self.top, left=self.left, bottom=min(self.bottom, rows), right=min(self.right, columns)
        )

    @property
    def area(self) -> int:
        return max(self.bottom - self.top, 0) * max(self.right - self.left, 0)


@dataclass(slots=True, kw_only=True)
class SheetContent:
    """What a sheet holds. `hidden_columns` are half-open ranges; all positions count from 0."""

    readings: dict[Position, CellReading] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    margins: list[tuple[str, str]] = field(default_factory=list)


def read_content(package: Package, part: str, values: Values, sheet: Locator, budget: int) -> SheetContent:
    """The content of a worksheet part; `budget` is how many cells it may hold. Raises UnreadableDocument."""
    content = SheetContent()
    row_number = 0
    for element in package.stream(part, "{*}row", "{*}col", "{*}mergeCell", "{*}oddHeader", "{*}oddFooter"):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row_number = _read_row(content, element, row_number, values, sheet)
        elif tag == "mergeCell":
            content.merges.append(_merge(element.get("ref", ""), sheet))
        elif tag == "col":
            _read_column(content, element)
        else:
            content.margins.append((tag, element.text or ""))
        if len(content.readings) > budget or len(content.merges) > MAX_CELLS:
            raise refusals.too_large(
                f"{sheet}有内容的单元格太多，整个工作簿合计超过{MAX_CELLS}个", "请拆分成几个文件后分别上传。"
            )
    return content


def _read_row(content: SheetContent, row: Element, before: int, values: Values, sheet: Locator) -> int:
    """Keeps the cells of a row that show something; gives the row's 1-based number."""
    written = row.get("r")
    number = before + 1 if written is None else _whole(written)
    if not before < number <= MAX_ROWS:
        raise refusals.damaged(f"{sheet}的行号“{written}”有误")
    if row.get("hidden") in _TRUE:
        content.hidden_rows.append(number - 1)
    for column, cell in _cells_with_content(row, number, sheet):
        reading = values.read(cell)
        if (number - 1, column) in content.readings:
            raise refusals.damaged(f"{sheet.cell(number, column + 1)}出现了两次")
        if reading is not None:
            content.readings[number - 1, column] = reading
    return number


def _cells_with_content(row: Element, number: int, sheet: Locator) -> Iterator[tuple[int, Element]]:
    """Cells with children and their columns from 0. In a row without positions cells follow each other."""
    if len(row) and row[0].get("r") is None:
        yield from ((column, cell) for column, cell in enumerate(row) if len(cell) and column < MAX_COLUMNS)
        return
    for cell in _WITH_CHILDREN(row):
        yield _column(cell.get("r", ""), number, sheet), cell


def _column(reference: str, row: int, sheet: Locator) -> int:
    match = _REFERENCE.fullmatch(reference)
    column = column_index_from_string(match[1]) if match and _whole(match[2]) == row else 0
    if not 0 < column <= MAX_COLUMNS:
        raise refusals.damaged(f"{sheet}第{row}行有单元格的位置“{reference}”有误")
    return column - 1


def _merge(reference: str, sheet: Locator) -> Merge:
    """Ranges of whole rows or columns, which have no corners, are not written for merges."""
    match = _RANGE.fullmatch(reference)
    left, right = (column_index_from_string(match[name]) for name in ("left", "right")) if match else (0, 0)
    top, bottom = (_whole(match[name]) for name in ("top", "bottom")) if match else (0, 0)
    if not (0 < left <= right <= MAX_COLUMNS and 0 < top <= bottom <= MAX_ROWS):
        raise refusals.damaged(f"{sheet}的合并区域“{reference}”有误")
    return Merge(top=top - 1, left=left - 1, bottom=bottom, right=right)


def _read_column(content: SheetContent, column: Element) -> None:
    first, last = _whole(column.get("min", "")), min(_whole(column.get("max", "")), MAX_COLUMNS)
    if column.get("hidden") in _TRUE and first > 0:
        content.hidden_columns.append(range(first - 1, last))


def _whole(text: str) -> int:
    """A whole number of the file; 0, which is no row and no column, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else 0
