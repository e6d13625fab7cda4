"""Our own small notices: drawn in TOML with what they say, rendered as Word, Excel or plain text.

Each was written before the reader was tried on it. A target line reads
`单位 | 指标 | 数值 | 口径 | <所属目标序号 | 条款`; `*` as the clause means any clause, `-` means none.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Json = dict[str, Any]
HERE = Path(__file__).resolve().parent / "own"
LEFT, UP = "<", "^"
_CHANGE = re.compile(r"(~~.*?~~|\+\+.*?\+\+)")
_RANGE = re.compile(r"([≥<])([0-9.]+)亿元")


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """name, the file as its office would send it, and what a reader should find in it."""

    name: str
    file_name: str
    content: bytes
    expected: Json


@cache
def own_notices() -> tuple[OwnNotice, ...]:
    return tuple(_drawn(path) for path in sorted(HERE.glob("*.toml")))


def _drawn(path: Path) -> OwnNotice:
    told = tomllib.loads(path.read_text("utf-8"))
    blocks = [_preamble(told), *_blocks(told["document"].strip("\n"))]
    write = {"docx": _word, "xlsx": _sheet, "txt": _text}[told["format"]]
    return OwnNotice(path.stem, f"{path.stem}.{told['format']}", write(blocks), _expected(told))


def _preamble(told: Json) -> list[str]:
    if "preamble" in told:
        return [told["preamble"]]
    title = told.get("title", "下达2031年招商引资目标任务")
    return [
        "云江市人民政府办公室",
        f"关于{title}的通知",
        "云府办发〔2031〕12号",
        "各有关单位：",
        "2031年2月18日",
        "附件1",
        "2031年招商引资目标任务",
    ]


def _blocks(document: str) -> Iterator[list[str] | list[list[str]]]:
    """Runs of lines, and runs of drawn rows."""
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in document.splitlines():
        if "|" in line or "\t" in line:
            if lines:
                yield lines
                lines = []
            rows.append([cell.strip().replace("\\n", "\n") for cell in re.split(r"[|\t]", line)])
        else:
            if rows:
                yield rows
                rows = []
            lines.append(line)
    if lines or rows:
        yield lines or rows


def areas(rows: list[list[str]]) -> Iterator[tuple[int, int, int, int]]:
    """Top, left, bottom, right of each cell, merges drawn by < and ^."""
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in (LEFT, UP):
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == UP:
                bottom += 1
            yield top, left, bottom, right


def _word(blocks: list[Any]) -> bytes:
    made = docx.Document()
    for block in blocks:
        if isinstance(block[0], str):
            for line in block:
                made.add_paragraph(line)
            continue
        table = made.add_table(len(block), len(block[0]))
        for top, left, bottom, right in areas(block):
            cell = table.cell(top, left).merge(table.cell(bottom, right))
            _write(cell, block[top][left])
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _write(cell: Any, text: str) -> None:
    if not _CHANGE.search(text):
        cell.text = text
        return
    paragraph = cell.paragraphs[0]
    for piece in filter(None, _CHANGE.split(text)):
        mark = {"~~": "w:del", "++": "w:ins"}.get(piece[:2])
        run = paragraph.add_run(piece[2:-2] if mark else piece)._r
        if not mark:
            continue
        change = OxmlElement(mark)
        for name, value in (("w:id", "1"), ("w:author", "张三"), ("w:date", "2031-02-01T08:00:00Z")):
            change.set(qn(name), value)
        run.addprevious(change)
        change.append(run)
        if mark == "w:del":
            for held in run.findall(qn("w:t")):
                held.tag = qn("w:delText")


def _sheet(blocks: list[Any]) -> bytes:
    made = openpyxl.Workbook()
    sheet, at = made.active, 1
    for block in blocks:
        if isinstance(block[0], str):
            for line in block:
                sheet.cell(at, 1, line)
                at += 1
            continue
        for top, left, bottom, right in areas(block):
            text = block[top][left]
            is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)
            place = sheet.cell(at + top, left + 1)
            place.value = (float(text) if "." in text else int(text)) if is_number else text or None
            if (top, left) != (bottom, right):
                sheet.merge_cells(
                    start_row=at + top, start_column=left + 1, end_row=at + bottom, end_column=right + 1
                )
        at += len(block)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _text(blocks: list[Any]) -> bytes:
    lines = ["\t".join(line) if isinstance(line, list) else line for block in blocks for line in block]
    return ("\r\n".join(lines) + "\r\n").encode()


def _expected(told: Json) -> Json:
    targets = [_target(line) for line in told["targets"].strip().splitlines()]
    readings = [_target(line) for line in told.get("optional", "").split(";") if line]
    return {
        "document_number": None,
        "issued_on": None,
        "year": None if "no_year" in told["must_find"] else 2031,
        "targets": targets,
        "totals": [_total(line) for line in told["totals"].strip().splitlines()],
        "optional": readings,
        "must_find": [{"code_hint": hint} for hint in told["must_find"]],
        "must_not_guess": told.get("must_not_guess", []),
        "refusal_allowed": bool(told.get("none")) or not targets,
        "error": None,
    }


def _figures(text: str) -> tuple[dict[str, str], str]:
    match = re.fullmatch(r"([0-9./]+)(.*)", text)
    assert match, text
    figures = match[1].split("/")
    names = ("guaranteed", "working") if len(figures) == 2 else ("required",)
    return dict(zip(names, figures, strict=True)), match[2]


def _criteria(text: str) -> Json:
    found: Json = {}
    for word in text.split():
        if match := _RANGE.fullmatch(word):
            name = "investment_at_least_yuan" if match[1] == "≥" else "investment_below_yuan"
            found[name] = round(float(match[2]) * 100_000_000)
        elif word != "-":
            name, _, value = word.partition("=")
            found["signed_since" if name == "since" else name] = int(value) if name == "since" else [value]
    return found


def _target(line: str) -> Json:
    unit, indicator, figures, *more = (part.strip() for part in line.split("|"))
    restricted, part_of, clause = (*more, *("-" for _ in range(3 - len(more))))
    tiers, measure = _figures(figures)
    return {
        "unit": unit,
        "indicator": indicator,
        "tiers": tiers,
        "unit_of_measure": measure,
        "criteria": _criteria(restricted),
        "of_which_parent": int(part_of[1:]) if part_of.startswith("<") else None,
        "clause": None if clause == "-" else clause,
    }


def _total(line: str) -> Json:
    label, indicator, figures, *more = (part.strip() for part in line.split("|"))
    tiers, measure = _figures(figures)
    criteria = _criteria(more[0] if more else "-")
    return {
        "label": label,
        "indicator": indicator,
        "tiers": tiers,
        "unit_of_measure": measure,
        "criteria": criteria,
    }
