"""What a person is told about how a file was read: one Chinese sentence each."""

from collections.abc import Iterator, Sequence

from jinghe.documents.tables import Locator, ReaderRemark, RemarkCode, column_letters

_EXCERPT = 30
_NAMED = 5

TRACKED_CHANGES = ReaderRemark(
    code=RemarkCode.TRACKED_CHANGES,
    message="文档带有未处理的修订：插入的文字已读取，删除的文字未读取。请核对，或接受、拒绝全部修订后重新上传。",
)
MACROS = ReaderRemark(code=RemarkCode.MACROS, message="文件带有宏。宏不会运行，也不会读取。")


def hidden_text(here: Locator) -> ReaderRemark:
    return _at(RemarkCode.HIDDEN_TEXT, here, "有隐藏文字，未读取。")


def unknown_symbols(here: Locator) -> ReaderRemark:
    words = "有无法识别的特殊符号，以“\N{REPLACEMENT CHARACTER}”代替。"
    return _at(RemarkCode.UNKNOWN_SYMBOL, here, words)


def picture(here: Locator) -> ReaderRemark:
    """An image, perhaps of text."""
    return _at(RemarkCode.PICTURE, here, "有图片，图片中的文字未读取。")


def embedded_object(here: Locator) -> ReaderRemark:
    """A chart, word art, an embedded workbook or the like."""
    words = "有图表、艺术字或嵌入对象，其中内容未读取；如为表格，请改为普通表格。"
    return _at(RemarkCode.EMBEDDED_OBJECT, here, words)


def covered_text(here: Locator, text: str) -> Iterator[ReaderRemark]:
    """Text that a merged cell hides; nothing for none."""
    if text:
        excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT] + "……"
        yield _at(RemarkCode.COVERED_TEXT, here, f"的合并单元格遮住了文字“{excerpt}”，该文字未读取。")


def unknown_numbering(here: Locator) -> ReaderRemark:
    """A list number in a format not known here."""
    return _at(RemarkCode.UNKNOWN_NUMBERING, here, "的自动编号格式无法识别，以阿拉伯数字代替。")


def ragged_rows(table: Locator, rows: Sequence[int]) -> ReaderRemark:
    """Rows shorter than the others, counted from 0."""
    names = "、".join(str(row + 1) for row in rows[:_NAMED])
    more = f"等{len(rows)}" if len(rows) > _NAMED else ""
    return _at(RemarkCode.RAGGED_TABLE, table, f"第{names}{more}行的列数少于其他行，请核对各列是否对齐。")


def picture_page(page: Locator) -> ReaderRemark:
    """A page of a PDF that is an image, such as a scan."""
    return _at(RemarkCode.PICTURE, page, "没有文字，只有图片，图片中的文字未读取。请改用可编辑的文稿。")


def unknown_glyphs(page: Locator) -> ReaderRemark:
    """Characters of a PDF whose font does not say which they are."""
    words = "有文字无法识别（字体没有编码），以“\N{REPLACEMENT CHARACTER}”代替，请对照原件核对。"
    return _at(RemarkCode.UNKNOWN_SYMBOL, page, words)


def turned_text(page: Locator) -> ReaderRemark:
    """Text that does not stand upright: watermarks, stamps, turned headings."""
    return _at(RemarkCode.TURNED_TEXT, page, "有斜排或竖转的文字（如水印），未读取。")


def stray_text(table: Locator, text: str) -> ReaderRemark:
    """Text inside the frame of a table, in none of its cells."""
    return _at(RemarkCode.RAGGED_TABLE, table, f"里的文字“{text[:_EXCERPT]}”不在任何单元格内，未读取。")


def page_break(above: Locator, below: Locator) -> ReaderRemark:
    """Two rows that may be one, broken by the end of a page."""
    words = f"的最后一行与{below}的第一行可能是同一行被分页拆开，按两行读入。"
    return _at(RemarkCode.PAGE_BREAK, above, words)


def uncalculated(cells: Sequence[Locator]) -> ReaderRemark:
    """Formulas of one sheet without stored results."""
    return _of_cells(
        RemarkCode.UNCALCULATED_FORMULA,
        cells,
        "的公式没有保存计算结果。请用WPS或Office打开并保存后重新上传。",
    )


def error_values(cells: Sequence[Locator]) -> ReaderRemark:
    """Cells of one sheet that hold #REF! and the like."""
    return _of_cells(RemarkCode.ERROR_VALUE, cells, "是错误值，请改正公式后重新上传。")


def formatted_numbers(cells: Sequence[Locator]) -> ReaderRemark:
    """Numbers of one sheet that are shown scaled, split or hidden."""
    return _of_cells(
        RemarkCode.FORMATTED_NUMBER, cells, "按自定义格式显示，读取的是存储的数值，请核对数值和单位。"
    )


def _of_cells(code: RemarkCode, cells: Sequence[Locator], words: str) -> ReaderRemark:
    """One remark for all cells of a sheet that share a trouble; the first few are named."""
    names = "、".join(f"{column_letters(cell.column)}{cell.number}" for cell in cells[:_NAMED])
    more = f"等{len(cells)}个单元格" if len(cells) > _NAMED else ""
    return ReaderRemark(code=code, message=f"{cells[0].within}{names}{more}{words}", locator=cells[0])


def _at(code: RemarkCode, here: Locator, words: str) -> ReaderRemark:
    return ReaderRemark(code=code, message=f"{here}{words}", locator=here)
