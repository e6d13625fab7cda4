"""Tables in documents that have none: rebuilt from the flow of lines where that is certain, else told as doubts."""

import re
from dataclasses import replace

from jinghe.core.clauses.words.lexer import lex
from jinghe.core.clauses.words.source import source
from jinghe.core.clauses.words.words import Kind
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.documents.tables import (
    Block,
    Document,
    DocumentKind,
    Paragraph,
    ReaderRemark,
    RemarkCode,
    Table,
)
from jinghe.intake.text.figures import figure_table
from jinghe.intake.text.lines import TextLine, ends_sentence, paragraphs
from jinghe.intake.text.prose import prose_table

_YEAR = re.compile(r"([2２][0０][0-9０-９]{2})\s*年")
_TITLE = re.compile(r"表|目标|任务|附件|通知|方案|计划")
_HEAD_LINES = 4  # enough to know a head again
_NOTE = re.compile(r"[注说]明?[：:]")
_REBUILT = "文件没有表格线，表格按行列关系还原，请对照原件核对。"


def with_tables(document: Document, vocabulary: Vocabulary) -> Document:
    """A document of plain text, or a PDF without ruled tables, with its tables; any other document as it is."""
    if document.kind not in (DocumentKind.TXT, DocumentKind.PDF) or document.tables:
        return document
    lines = [TextLine(one.text, one.locator) for one in document.paragraphs]
    year = next((int(match[1]) for line in lines if (match := _YEAR.search(line.text))), None)
    blocks: list[Block] = []
    doubts: list[ReaderRemark] = []
    running: list[TextLine] = []
    tables = 0
    for run in _runs(lines):
        found = None
        if run[0].opens_table and not (running and _may_head(running[-1], vocabulary)):
            found = figure_table(run, tables + 1, vocabulary, year) or prose_table(
                run, tables + 1, vocabulary
            )
        if found is None:
            running += run
            continue
        doubts += [_doubt(text, run[0]) for text in found.doubts]
        blocks += paragraphs(running)
        running = []
        if found.table is not None:
            tables += 1
            blocks.append(found.table)
        blocks += [Paragraph(text=line.text, locator=line.locator) for line in found.left]
    blocks += paragraphs(running)
    if any(isinstance(block, Table) for block in blocks):
        doubts.insert(0, ReaderRemark(code=RemarkCode.REBUILT_TABLE, message=_REBUILT))
    return replace(document, blocks=tuple(blocks), remarks=(*document.remarks, *doubts))


def _may_head(line: TextLine, vocabulary: Vocabulary) -> bool:
    """Whether the line above 单位 looks like a part of the head: words for what is counted, and no title."""
    if line.is_heading or ends_sentence(line.text) or (len(line.tokens) == 1 and _TITLE.search(line.tight)):
        return False
    kinds = {token.kind for token in lex(source(line.text), vocabulary)}
    return bool(kinds & {Kind.NOUN, Kind.FLOOR, Kind.STRETCH}) and line.width < 120


def _doubt(text: str, line: TextLine) -> ReaderRemark:
    return ReaderRemark(code=RemarkCode.REBUILT_TABLE, message=text, locator=line.locator)


def _runs(lines: list[TextLine]) -> list[list[TextLine]]:
    """Running text, and the lines from the head of a table to the next heading, note or other table."""
    found: list[list[TextLine]] = [[]]
    in_table = False
    head = ""
    for at, line in enumerate(lines):
        if line.opens_table and not (in_table and _same_head(lines[at : at + _HEAD_LINES], head)):
            in_table, head = True, _head_of(lines[at : at + _HEAD_LINES])
            found.append([])
        elif in_table and (line.is_heading or _NOTE.match(line.tight)):
            in_table = False
            found.append([])
        found[-1].append(line)
    return [run for run in found if run]


def _head_of(lines: list[TextLine]) -> str:
    return "".join(line.tight for line in lines)


def _same_head(lines: list[TextLine], head: str) -> bool:
    """Whether the head of a table comes again, on its next page."""
    text = _head_of(lines)
    length = min(len(text), len(head), max(len(lines[0].tight), 4))
    return text[:length] == head[:length]
