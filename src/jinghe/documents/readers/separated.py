"""Comma-separated files as WPS, Excel and LibreOffice write them, in UTF-8, GBK or UTF-16."""

import csv
from collections.abc import Iterator
from io import StringIO

from jinghe.documents.forms.filled import FilledSheet, GridRow, ShownCell
from jinghe.documents.readers import refusals
from jinghe.documents.readers.refusals import UnreadableDocument
from jinghe.documents.readers.text import decoded

MAX_CHARACTERS = 50_000_000
MAX_ROWS = 50_000
MAX_CELLS = 500_000
SEPARATORS = (",", "\t", ";")
SHEET_NAME = "csv"


def read_separated(content: bytes) -> FilledSheet | None:
    """The one sheet of a file, numbered by its records; None where the bytes are no text. Raises UnreadableDocument."""
    text = decoded(content)
    if text is None:
        return None
    rows, cells = [], 0
    for number, record in enumerate(records(text), start=1):
        shown = {
            column: ShownCell(text=field) for column, field in enumerate(record, start=1) if field.strip()
        }
        cells += len(shown)
        if shown:
            rows.append(GridRow(number=number, cells=shown))
        if len(rows) > MAX_ROWS or cells > MAX_CELLS:
            raise refusals.too_large(
                f"文件超过{MAX_ROWS}行或{MAX_CELLS}个有内容的单元格", "请拆分后分别上传。"
            )
    if not rows:
        raise UnreadableDocument(refusals.Reason.NO_CONTENT, "文件里没有填写任何内容，请检查后重新上传。")
    return FilledSheet(name=SHEET_NAME, rows=tuple(rows))


def records(text: str) -> Iterator[list[str]]:
    """The records of a text, line breaks inside quotes kept as `\\n`. Raises UnreadableDocument."""
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True):
            yield [field.replace("\r\n", "\n") for field in record]
    except csv.Error as error:
        raise refusals.damaged("引号没有成对，或某一格文字过长") from error


def separator_of(text: str) -> str:
    """What stands most often between the cells of the first lines; a comma where nothing does."""
    opening = text[:4096]
    return max(SEPARATORS, key=opening.count)
