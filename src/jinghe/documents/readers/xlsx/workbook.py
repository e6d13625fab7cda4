"""Workbooks and comma-separated files that people send back, cell by cell; hostile until shown otherwise.

Sheets are streamed as for `xlsx`, and in a process of its own: no file takes the site down.
"""

from pathlib import Path

from jinghe.documents.forms.filled import FilledSheet, FilledWorkbook, GridRow, MergedRange, ShownCell
from jinghe.documents.forms.stamps import STAMP_SHEET, Stamp, stamp_in
from jinghe.documents.readers import refusals, remarks
from jinghe.documents.readers.formats import is_pdf, main_part, may_be_text, require_office_package
from jinghe.documents.readers.isolated.isolated import ReaderFault
from jinghe.documents.readers.isolated.process import ProcessDied, ProcessLate, answer_of
from jinghe.documents.readers.package import RELATIONSHIP_ID, Element, Package, require_file_size
from jinghe.documents.readers.refusals import Reason, UnreadableDocument
from jinghe.documents.readers.separated import read_separated
from jinghe.documents.readers.xlsx.filled_json import filled_from_json
from jinghe.documents.readers.xlsx.sheet import MAX_CELLS, SheetContent, read_content
from jinghe.documents.readers.xlsx.values import Values
from jinghe.documents.tables import Locator, Place, ReaderRemark

MAX_ROWS = 50_000  # with content, in one sheet
_PROGRAM = Path(__file__).with_name("workbook_program.py")
_MACRO_MARKS = ("vbaproject.bin", "/macrosheets/")
_TRUE = ("1", "true")


def read_workbook(content: bytes, *, isolated: bool = True) -> FilledWorkbook:
    """Every visible sheet of an xlsx, or the one of a csv. Raises UnreadableDocument, ReaderFault.

    isolated: in a process of its own under limits, as every upload must be.
    """
    require_file_size(len(content))
    if isolated:
        return filled_from_json(_answer(content)["filled"])
    if is_pdf(content):
        raise _not_a_workbook("PDF文件")
    if may_be_text(content):
        sheet = read_separated(content)
        if sheet is None:
            raise _not_a_workbook("无法识别的文件")
        return FilledWorkbook(sheets=(sheet,))
    try:
        require_office_package(content)
        package = Package(content)
        part = main_part(package)
    except UnreadableDocument as refused:
        raise _not_a_workbook(refused.format_name) if refused.format_name else refused from refused
    root = package.tree(part)
    tag = root.tag.rpartition("}")[2]
    if tag != "workbook":
        raise _not_a_workbook("Word文件" if tag == "document" else "其他Office文件")
    return _read(package, part, root)


def _answer(content: bytes) -> dict[str, object]:
    try:
        answer = answer_of(_PROGRAM, content)
    except ProcessLate as late:
        raise _too_much("文件过于复杂，在规定时间内没有读完") from late
    except ProcessDied as died:
        raise _too_much("文件内容过大或内部结构异常，读取中途停止") from died
    if "refused" in answer:
        raise UnreadableDocument(Reason(answer["refused"]), answer["message"])
    if "fault" in answer:
        raise ReaderFault(answer["fault"])
    return answer


def _read(package: Package, part: str, root: Element) -> FilledWorkbook:
    values = Values(
        package,
        part,
        starts_in_1904=_is_set(root, "{*}workbookPr", "date1904"),
        is_uncalculated=_is_set(root, "{*}calcPr", "fullCalcOnLoad"),
    )
    links = {link.id: link for link in package.relationships(part)}
    notes = [remarks.MACROS] if _has_macros(package) else []
    sheets, stamp, budget = [], None, MAX_CELLS
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        locator = Locator(place=Place.SHEET, name=sheet.get("name", ""))
        link = links.get(sheet.get(RELATIONSHIP_ID, ""))
        is_hidden = sheet.get("state", "visible") != "visible"
        is_stamp = is_hidden and locator.name == STAMP_SHEET
        if link is None:
            raise refusals.damaged(f"找不到{locator}")
        if link.kind != "worksheet" or (is_hidden and not is_stamp):
            continue
        content = read_content(package, link.target, values, locator, budget)
        budget -= len(content.readings)
        if is_stamp:
            stamp = _stamp(content)
        else:
            sheets.append(_sheet(content, locator))
            notes.extend(_about(content, locator))
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableDocument(Reason.NO_CONTENT, "工作簿里没有填写任何内容，请确认上传的是填好的填报表。")
    return FilledWorkbook(sheets=tuple(sheets), stamp=stamp, remarks=tuple(notes))


def _sheet(content: SheetContent, locator: Locator) -> FilledSheet:
    rows: dict[int, dict[int, ShownCell]] = {}
    for (row, column), reading in content.readings.items():
        cell = ShownCell(text=reading.text, content=reading.content, value=reading.value)
        rows.setdefault(row + 1, {})[column + 1] = cell
    if len(rows) > MAX_ROWS:
        raise refusals.too_large(f"{locator}有内容的行超过{MAX_ROWS}行", "请拆分成几个文件后分别上传。")
    merges = tuple(
        MergedRange(top=merge.top + 1, left=merge.left + 1, bottom=merge.bottom, right=merge.right)
        for merge in content.merges
    )
    return FilledSheet(
        name=locator.name,
        rows=tuple(GridRow(number=number, cells=rows[number]) for number in sorted(rows)),
        merges=merges,
    )


def _stamp(content: SheetContent) -> Stamp | None:
    lines: dict[int, list[str]] = {}
    for (row, _), reading in sorted(content.readings.items()):
        lines.setdefault(row, []).append(reading.text)
    return stamp_in(lines.values())


def _about(content: SheetContent, locator: Locator) -> list[ReaderRemark]:
    scaled = [
        locator.cell(row + 1, column + 1)
        for (row, column), reading in content.readings.items()
        if not reading.is_faithful
    ]
    return [remarks.formatted_numbers(scaled)] if scaled else []


def _has_macros(package: Package) -> bool:
    return any(mark in part for part in package.part_names for mark in _MACRO_MARKS)


def _is_set(root: Element, path: str, name: str) -> bool:
    element = root.find(path)
    return element is not None and element.get(name) in _TRUE


def _not_a_workbook(format_name: str) -> UnreadableDocument:
    return UnreadableDocument(
        Reason.OTHER_FORMAT,
        f"这是{format_name}，填报表能读取的格式是xlsx和csv。"
        "请用WPS、Excel或LibreOffice打开，另存为xlsx（Excel工作簿）后重新上传。",
    )


def _too_much(what: str) -> UnreadableDocument:
    return refusals.too_large(what, "请只保留填报表本身，删去空白行列、图片和多余工作表，另存后重新上传。")
