"""A block pasted from a spreadsheet program, as its grid of texts, or why it cannot be told which cell is which.

Excel, WPS and LibreOffice put tabs between cells and line ends between rows; a cell with a line break stands in
double quotes, its own quotes doubled. A cell of several columns comes as one text and empty neighbours: nothing shifts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinghe.documents.forms.filled import FilledRows, FilledSheet, Flaw, GridRow, ShownCell, read_rows
from jinghe.documents.forms.headers import HasHeader, match_headers
from jinghe.documents.forms.values import storable

MAX_CHARACTERS = 2_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 200
_NAMED = 5
_PASTED = "粘贴的内容"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedRows:
    """Rows of equally many texts; none where there are flaws, for then nothing may be taken over."""

    rows: tuple[tuple[str, ...], ...] = ()
    flaws: tuple[Flaw, ...] = ()


def read_pasted(text: str) -> PastedRows:
    """The grid that was copied, empty rows at its end left out."""
    if len(text) > MAX_CHARACTERS:
        return _refused(f"粘贴的内容超过{MAX_CHARACTERS}字。请分几次粘贴，或改用上传工作簿。")
    rows = list(_rows(text.replace("\r\n", "\n").replace("\r", "\n")))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        return _refused("没有粘贴任何内容。请在表格里选中要粘贴的区域，复制后再粘贴。")
    if len(rows) > MAX_ROWS or max(map(len, rows)) > MAX_COLUMNS:
        return _refused(f"粘贴的内容超过{MAX_ROWS}行或{MAX_COLUMNS}列。请分几次粘贴，或改用上传工作簿。")
    flaws = (*_ragged(rows), *_with_tabs(rows))
    if flaws:
        return PastedRows(flaws=flaws)
    return PastedRows(rows=tuple(tuple(storable(cell) for cell in row) for row in rows))


def rows_of(grid: PastedRows, columns: Sequence[HasHeader]) -> FilledRows:
    """The pasted rows under the columns of a form: by their headers where the first row has them, else in order."""
    if grid.flaws:
        return _nothing(grid.flaws)
    first = grid.rows[0]
    known = len(columns) - len(match_headers(dict(enumerate(first, start=1)), columns).missing)
    if known >= min(2, len(columns)):
        return read_rows(_sheet(grid.rows, 1), 1, columns, has_row_keys=False)
    if len(first) > len(columns):
        text = f"粘贴了{len(first)}列，这里只有{len(columns)}列。请连同表头一起复制，或只复制需要的列。"
        return _nothing((Flaw(text=text),))
    headers = tuple(column.header for column in columns[: len(first)])
    return read_rows(_sheet((headers, *grid.rows), 0), 0, columns, has_row_keys=False)


def _nothing(flaws: tuple[Flaw, ...]) -> FilledRows:
    return FilledRows(sheet_name=_PASTED, header_row=0, rows=(), columns=frozenset(), flaws=flaws)


def _sheet(rows: Sequence[Sequence[str]], first: int) -> FilledSheet:
    """Rows as a sheet whose first row has this number."""
    return FilledSheet(
        name=_PASTED,
        rows=tuple(
            GridRow(
                number=number,
                cells={
                    column: ShownCell(text=text) for column, text in enumerate(row, start=1) if text.strip()
                },
            )
            for number, row in enumerate(rows, start=first)
            if any(text.strip() for text in row)
        ),
    )


def _refused(text: str) -> PastedRows:
    return PastedRows(flaws=(Flaw(text=text),))


def _ragged(rows: list[list[str]]) -> Iterator[Flaw]:
    """Where rows differ in length, values may stand in the wrong column; nobody can tell which."""
    counted = Counter(map(len, rows))
    if len(counted) == 1:
        return
    usual = counted.most_common(1)[0][0]
    odd = [(number, len(row)) for number, row in enumerate(rows, start=1) if len(row) != usual]
    named = "、".join(f"第{number}行有{count}格" for number, count in odd[:_NAMED])
    more = f"等{len(odd)}行" if len(odd) > _NAMED else ""
    text = (
        f"各行的格数不同：{named}{more}，其他行有{usual}格，无法确定每个值属于哪一列，没有采用任何内容。"
        "请在表格里取消合并单元格，选中一个完整的矩形区域，复制后再粘贴。"
    )
    yield Flaw(text=text, row=odd[0][0])


def _with_tabs(rows: list[list[str]]) -> Iterator[Flaw]:
    """A tab inside quotes may be a cell's own or stand between two cells whose quotes are their own."""
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            if "\t" in cell:
                text = (
                    f"第{number}行第{place}格里有制表符，无法确定各列的位置。请在表格里删去它，复制后再粘贴。"
                )
                yield Flaw(text=text, row=number)


def _rows(text: str) -> Iterator[list[str]]:
    row: list[str] = []
    at, end = 0, len(text)
    while at < end:
        cell, at = _cell(text, at)
        row.append(cell)
        if at >= end or text[at] == "\n":
            yield row
            row = []
        elif at == end - 1:
            yield [*row, ""]
        at += 1


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here and where it ends. A quote that is never closed before a border is just a quote."""
    if text[at] == '"':
        closing = _closing(text, at + 1)
        inner = text[at + 1 : closing]
        if closing > 0 and any(mark in inner for mark in ("\n", "\t", '""')):
            return inner.replace('""', '"'), closing + 1
    ends = [index for index in (text.find("\t", at), text.find("\n", at)) if index >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _closing(text: str, at: int) -> int:
    """Where the quote that opened before `at` closes, at the end of its cell; -1 where it does not."""
    while (index := text.find('"', at)) >= 0:
        if text[index + 1 : index + 2] == '"':
            at = index + 2
        elif text[index + 1 : index + 2] in ("", "\t", "\n"):
            return index
        else:
            return -1
    return -1
