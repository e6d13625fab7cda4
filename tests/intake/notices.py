"""Invented notices, drawn as text and written with the libraries offices' own programs stand behind."""

from io import BytesIO

import docx
import openpyxl

from jinghe.documents.readers import read
from jinghe.intake import PlanReading, read_plan
from jinghe.reference.lexicon_loading import lexicon

LEFT, UP = "<", "^"
"""In a drawn table: merged with the cell at the left, or above."""

PREAMBLE = """
临江市人民政府办公室
关于印发2031年招商引资目标任务的通知
临府办函〔2031〕8号
各县（市、区）人民政府，市级各部门：
现将2031年招商引资目标任务印发给你们，请认真组织实施。
临江市人民政府办公室
2031年3月5日
附件1
2031年招商引资目标任务
"""


def rows_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def word_notice(*tables: str, preamble: str = PREAMBLE) -> bytes:
    """A .docx: the preamble, then lines and drawn tables; a drawn table has bars."""
    made = docx.Document()
    for block in (preamble, *tables):
        if "|" not in block:
            for line in block.strip().splitlines():
                made.add_paragraph(line)
            continue
        rows = rows_of(block)
        table = made.add_table(len(rows), len(rows[0]))
        for top, left, bottom, right in areas_of(rows):
            table.cell(top, left).merge(table.cell(bottom, right)).text = rows[top][left]
    return _saved(made)


def sheet_notice(table: str, *, title: str = "2031年招商引资目标任务", above: str = "") -> bytes:
    """An .xlsx of one sheet: 附件1, the title, lines above the table, the drawn table; bare figures as numbers."""
    made = openpyxl.Workbook()
    sheet = made.active
    lines = ["附件1", title, *above.split("\n")] if above else ["附件1", title]
    for number, line in enumerate(lines, start=1):
        sheet.cell(number, 1, line)
    rows = rows_of(table)
    for top, left, bottom, right in areas_of(rows):
        place = sheet.cell(len(lines) + top + 1, left + 1)
        place.value = (
            int(rows[top][left])
            if rows[top][left].isascii() and rows[top][left].isdigit()
            else rows[top][left]
        )
        if (top, left) != (bottom, right):
            start, end = len(lines) + 1 + top, len(lines) + 1 + bottom
            sheet.merge_cells(start_row=start, start_column=left + 1, end_row=end, end_column=right + 1)
    return _saved(made)


def reading_of(content: bytes) -> PlanReading:
    return read_plan(read(content, name="通知"), lexicon())


def targets_of(reading: PlanReading) -> list[str]:
    """Each target in a line: unit, indicator, figures."""
    assert reading.plan is not None, reading.error
    return [
        f"{one.unit} {one.indicator} {'／'.join(quantity.text for _, quantity in one.tiers.items())}"
        for one in reading.plan.targets
    ]


def codes_of(reading: PlanReading) -> set[str]:
    return {finding.code for finding in reading.findings}


def areas_of(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom, right of each cell, merges drawn by < and ^."""
    found = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in (LEFT, UP):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == UP:
                bottom += 1
            found.append((top, left, bottom, right))
    return found


def _saved(made: "docx.document.Document | openpyxl.Workbook") -> bytes:
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()
