"""Where the cells of a Word table stand: merges resolved on the table's own grid, as Word draws them."""

from dataclasses import dataclass, field

from jinghe.documents.readers import refusals
from jinghe.documents.readers.docx.wordml import attribute, child, children, is_on, number
from jinghe.documents.readers.package import Element
from jinghe.documents.tables import Locator

MAX_COLUMNS = 256  # Word itself stops at 63
MAX_POSITIONS = 500_000  # of all tables of a document


@dataclass(slots=True, kw_only=True, eq=False)
class DocxCell:
    """A cell element with its extent. `covered` are cell elements that a vertical merge hides behind it."""

    element: Element
    row: int
    column: int
    column_span: int
    row_span: int = 1
    covered: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxGrid:
    """Cells in reading order. `ragged_rows`, from 0, end before the others without the file saying so."""

    cells: tuple[DocxCell, ...]
    row_count: int
    column_count: int
    header_rows: int
    hidden_rows: tuple[int, ...]
    ragged_rows: tuple[int, ...]


def lay_out(table: Element, locator: Locator, budget: int) -> DocxGrid:
    """The grid of a `w:tbl` of at most `budget` positions. Raises UnreadableDocument for a larger one."""
    rows = [row for row in children(table, "tr") if child(row, "trPr/del") is None]
    cells: list[DocxCell] = []
    ends: list[int] = []
    above: dict[int, DocxCell] = {}
    for index, row in enumerate(rows):
        placed = _place_row(row, index, locator)
        above = _merge_down(placed, above)
        cells += [cell for cell in above.values() if cell.row == index]
        ends.append(_row_end(row, placed))
    width = max(ends, default=0)
    if width > MAX_COLUMNS or width * len(rows) > budget:
        raise _too_large(locator)
    return DocxGrid(
        cells=tuple(cells),
        row_count=len(rows),
        column_count=width,
        header_rows=_leading_header_rows(rows),
        hidden_rows=tuple(index for index, row in enumerate(rows) if is_on(row, "trPr/hidden")),
        ragged_rows=tuple(index for index, end in enumerate(ends) if end < width),
    )


def _too_large(locator: Locator) -> refusals.UnreadableDocument:
    return refusals.too_large(
        f"{locator}的行列数异常（一张表超过{MAX_COLUMNS}列，或全文的表格合计超过{MAX_POSITIONS}格）",
        "请检查该表后重新上传。",
    )


def _place_row(row: Element, index: int, locator: Locator) -> list[DocxCell]:
    """Cells of one row from left to right; a horizontal merge of the old kind widens the cell before it."""
    placed: list[DocxCell] = []
    column = max(number(row, "trPr/gridBefore", 0), 0)
    for element in children(row, "tc"):
        if child(element, "tcPr/cellDel") is not None:
            continue
        span = max(number(element, "tcPr/gridSpan", 1), 1)
        if column + span > MAX_COLUMNS:
            raise _too_large(locator)
        if _continues(element, "hMerge") and placed:
            placed[-1].column_span += span
            placed[-1].covered.append(element)
        else:
            placed.append(DocxCell(element=element, row=index, column=column, column_span=span))
        column += span
    return placed


def _merge_down(placed: list[DocxCell], above: dict[int, DocxCell]) -> dict[int, DocxCell]:
    """Cells that show in this row, by column; a continuation joins a cell above of the same columns."""
    shown: dict[int, DocxCell] = {}
    for cell in placed:
        upper = above.get(cell.column)
        if upper and _continues(cell.element, "vMerge") and upper.column_span == cell.column_span:
            upper.row_span += 1
            upper.covered += [cell.element, *cell.covered]
            cell = upper
        shown[cell.column] = cell
    return shown


def _continues(element: Element, merge: str) -> bool:
    """A merge mark without a value means `continue`."""
    mark = child(element, f"tcPr/{merge}")
    return mark is not None and attribute(element, f"tcPr/{merge}") in (None, "continue")


def _row_end(row: Element, placed: list[DocxCell]) -> int:
    end = placed[-1].column + placed[-1].column_span if placed else 0
    return end + max(number(row, "trPr/gridAfter", 0), 0)


def _leading_header_rows(rows: list[Element]) -> int:
    count = 0
    for row in rows:
        if not is_on(row, "trPr/tblHeader"):
            break
        count += 1
    return count
