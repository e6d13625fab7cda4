"""The file that was uploaded, with exactly one column more: what became of each row.

The new cells are spliced into the bytes of the sheet; every other byte of it, each value, formula, stored result,
style and list, stays as it was. A library that loads and saves would drop stored results and what it does not know.
"""

import csv
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from jinghe.documents.forms.values import storable
from jinghe.documents.forms.workbooks import RESULT_HEADER
from jinghe.documents.readers import refusals
from jinghe.documents.readers.formats import main_part, may_be_text
from jinghe.documents.readers.package import MEGABYTE, RELATIONSHIP_ID, ZIP_ERRORS, Package
from jinghe.documents.readers.separated import separator_of
from jinghe.documents.readers.text import decoded
from jinghe.documents.writers.xlsx.cells import MAX_TEXT, starts_like_a_formula
from jinghe.documents.writers.xlsx.splicing import NoSuchRow, spliced

MAX_SHEET_BYTES = 128 * MEGABYTE
_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030", "utf-16")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRemarks:
    """What became of the rows of one sheet, by their numbers; header row and column as `FilledRows` gives them."""

    sheet_name: str
    header_row: int
    column: int
    texts: Mapping[int, str]


def with_remarks(content: bytes, remarks: Sequence[SheetRemarks]) -> bytes:
    """The upload with a last column 处理结果. Raises UnreadableDocument, and NoSuchRow for a row it does not have."""
    if may_be_text(content):
        (only,) = remarks
        return _separated(content, only)
    package = Package(content)
    parts = _parts(package)
    by_part = {parts[sheet.sheet_name].lower(): sheet for sheet in remarks}
    try:
        return _rewritten(content, by_part)
    except ZIP_ERRORS as error:
        raise refusals.damaged("压缩包内有文件无法解压") from error


def _rewritten(content: bytes, by_part: Mapping[str, SheetRemarks]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            sheet_remarks = by_part.get(entry.filename.replace("\\", "/").lstrip("/").lower())
            if sheet_remarks is not None:
                new.writestr(entry.filename, _with_column(_sheet(old, entry), sheet_remarks))
            else:
                with old.open(entry) as source, new.open(entry.filename, "w") as place:
                    shutil.copyfileobj(source, place)
    return file.getvalue()


def _parts(package: Package) -> dict[str, str]:
    """Names of sheets and of the parts that hold them."""
    part = main_part(package)
    links = {link.id: link.target for link in package.relationships(part)}
    sheets = package.tree(part).iterfind("{*}sheets/{*}sheet")
    return {sheet.get("name", ""): links.get(sheet.get(RELATIONSHIP_ID, ""), "") for sheet in sheets}


def _sheet(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_SHEET_BYTES:
        raise refusals.too_large(
            f"工作表解压后超过{MAX_SHEET_BYTES // MEGABYTE}兆字节", "请删去空白行列后重新上传。"
        )
    with file.open(entry) as part:
        return part.read(entry.file_size)


def _with_column(sheet: bytes, remarks: SheetRemarks) -> bytes:
    texts = {number: storable(text)[:MAX_TEXT] for number, text in remarks.texts.items()}
    return spliced(sheet, remarks.column, remarks.header_row, {**texts, remarks.header_row: RESULT_HEADER})


def _separated(content: bytes, remarks: SheetRemarks) -> bytes:
    """A record stays as it was written, but for one that already had a result, which is written anew."""
    text = decoded(content)
    if text is None:
        raise refusals.damaged("文字编码")
    separator = separator_of(text)
    lines = StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    results = {**remarks.texts, remarks.header_row: RESULT_HEADER}
    made, start, number = [], 0, 0
    for number, record in enumerate(reader, start=1):
        raw = "".join(lines[start : reader.line_num])
        start = reader.line_num
        made.append(_record(raw, record, remarks.column, results.get(number), separator))
    if max(results) > number:
        raise NoSuchRow(max(results))
    return "".join(made).encode(
        next(encoding for encoding in _ENCODINGS if _is_written_in(text, encoding, content))
    )


def _record(raw: str, record: list[str], column: int, result: str | None, separator: str) -> str:
    had_result = len(record) >= column
    if result is None and not had_result:
        return raw
    body = raw.rstrip("\r\n")
    end = raw[len(body) :]
    safe = f"'{result}" if result and starts_like_a_formula(result) else result or ""
    if had_result:
        return _line([*record[: column - 1], safe, *record[column:]], separator) + end
    cell = _line([safe, ""], separator).removesuffix(separator)
    return body + separator * (column - max(len(record), 1)) + cell + end


def _line(values: list[str], separator: str) -> str:
    """Without its line end, which the writer must know of to quote those inside a value."""
    line = StringIO(newline="")
    csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow(values)
    return line.getvalue().removesuffix("\r\n")


def _is_written_in(text: str, encoding: str, content: bytes) -> bool:
    try:
        return text.encode(encoding) == content
    except UnicodeEncodeError:
        return False
