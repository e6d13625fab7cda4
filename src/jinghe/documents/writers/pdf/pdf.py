"""Official documents as PDF, set by typst from data: no word of a document is ever read as markup."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

import typst

from jinghe.documents.blocks import (
    Block,
    HeadingBlock,
    ListBlock,
    OfficialDocument,
    ParagraphBlock,
    TableBlock,
    TableRow,
    placed,
    plain,
)
from jinghe.documents.writers import measures, words
from jinghe.documents.writers.archive import clean
from jinghe.documents.writers.pdf.fonts import Face, NoChineseFont, Typefaces

_TEMPLATE = "official.typ"
_MEASURES = (
    "PAGE_HEIGHT TOP LEFT RIGHT BOTTOM TEXT_WIDTH PITCH LEADING CHARACTER BODY TITLE SMALL CAPTION UNIT_LINE NOTE"
    " INK_TOP MARK_TOP RED_LINE PAGE_NUMBER_GAP IMPRINT_LINE IMPRINT_THIN_LINE CELL_INSET TABLE_LINE"
).split()
_LONG_CELL = 12  # lines
_MAY_BREAK = re.compile("(?<=[!-~])(?=[!-~])")  # within a word wider than its cell
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


class NoGlyph(Exception):
    """No installed font has a character of the document; `text` says in Chinese which, and what to do."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no installed font has {characters!r}")
        self.text = f"本机的字体都没有“{characters}”，PDF中将缺字，因此没有生成。请安装含有该字的字体，或改用其他写法。"


def write_pdf(document: OfficialDocument, *, typefaces: Typefaces, made_at: datetime) -> bytes:
    """The document as PDF/A-2b; the same document, typefaces and instant give the same bytes.

    Raises NoChineseFont and NoGlyph.
    """
    if not typefaces.chosen:
        raise NoChineseFont
    source = resources.files(__package__).joinpath(_TEMPLATE).read_bytes()
    content = json.dumps(_cleaned(_content(document, typefaces)), ensure_ascii=False)
    compiler = typst.Compiler(source, font_paths=typst.Fonts(include_embedded_fonts=False))
    try:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"document": content},
            pdf_standards="a-2b",
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        missing = _NO_GLYPH.search(error.message)
        if missing is None:
            raise
        raise NoGlyph(missing[1]) from error
    assert isinstance(made, bytes)
    return made


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value


def _content(document: OfficialDocument, typefaces: Typefaces) -> Mapping[str, Any]:
    return {
        "title": "".join(words.title_lines(document.title)),
        "measures": {name.lower(): getattr(measures, name) for name in _MEASURES},
        "faces": {face.value: _face(typefaces, face) for face in Face},
        "opening": _opening(document),
        "sheets": [
            {"landscape": sheet.is_landscape, "parts": [_part(part, document) for part in sheet.parts]}
            for sheet in words.sheets(document)
        ],
    }


def _face(typefaces: Typefaces, face: Face) -> Mapping[str, Any]:
    chosen = typefaces.chosen[face]
    return {"families": [chosen.family, *chosen.others], "bold": chosen.is_bold}


def _opening(document: OfficialDocument) -> Mapping[str, Any]:
    return {
        "copy_number": document.copy_number,
        "secrecy": document.secrecy,
        "urgency": document.urgency,
        "issuer_mark": document.issuer_mark,
        "mark_size": measures.mark_size(document),
        "document_number": document.document_number,
        "number_top": measures.number_top(document),
        "red_line_top": measures.red_line_top(document),
        "title": words.title_lines(document.title),
        "addressees": words.addressed(document) if document.addressees else "",
    }


def _part(part: words.Part, document: OfficialDocument) -> Mapping[str, Any]:
    if isinstance(part, words.Opening):
        return {"kind": "opening"}
    if isinstance(part, words.Closing):
        return _closing(document)
    if isinstance(part, words.ImprintPart):
        return _imprint(document)
    if isinstance(part, words.AnnexOpening):
        return {"kind": "annex", "label": part.label, "title": part.title}
    return _block(part, keeps=words.signed_below(document, part))


def _closing(document: OfficialDocument) -> Mapping[str, Any]:
    signed = document.signature
    place = signed and words.signature_place(signed)
    return {
        "kind": "closing",
        "notes": [
            {"label": label, "number": number, "title": title}
            for label, number, title in words.annex_notes(document)
        ],
        "remark": words.remarked(document) if document.remark else "",
        "signature": signed
        and place
        and {
            "issuer": signed.issuer,
            "date": words.day(signed.signed_on),
            "issuer_right": place.issuer_right,
            "date_right": place.date_right,
            "date_left": place.date_left,
            "blank_lines": measures.SEALED_LINES if signed.is_sealed else measures.UNSEALED_LINES,
        },
    }


def _imprint(document: OfficialDocument) -> Mapping[str, Any]:
    assert document.imprint is not None
    by, on = words.printed(document.imprint)
    return {"kind": "imprint", "copied": words.copied(document.imprint), "printed_by": by, "printed_on": on}


def _block(block: Block, *, keeps: bool) -> Mapping[str, Any]:
    if isinstance(block, HeadingBlock):
        return {"kind": "heading", "level": block.level, "text": plain(block.runs)}
    if isinstance(block, ParagraphBlock):
        return {"kind": "paragraph", "text": plain(block.runs), "keep": keeps}
    if isinstance(block, ListBlock):
        return {"kind": "list", "items": [plain(item) for item in block.numbered], "keep": keeps}
    return _table(block)


def _table(table: TableBlock) -> Mapping[str, Any]:
    rows = _cells(table, table.rows)
    return {
        "kind": "table",
        "size": measures.table_size(table),
        "widths": measures.column_widths(table),
        "caption": table.caption,
        "unit_line": table.unit_line,
        "notes": table.notes,
        "header": [[{**cell, "align": "center"} for cell in row] for row in _cells(table, table.header)],
        "rows": [{"total": row.is_total, "cells": rows[at]} for at, row in enumerate(table.rows)],
    }


def _cells(table: TableBlock, rows: tuple[TableRow, ...]) -> list[list[Mapping[str, Any]]]:
    lines: list[list[Mapping[str, Any]]] = [[] for _ in rows]
    size = measures.table_size(table)
    sized = [
        (index, column, cell, measures.cell_room(table, column, cell))
        for index, column, cell in placed(rows, len(table.columns))
    ]
    # A row stays on one page, unless a page might not hold it.
    long = {
        index
        for index, _, cell, room in sized
        if measures.line_count(plain(cell.runs), room, size) > _LONG_CELL
    }
    for index, column, cell, room in sized:
        lines[index].append(
            {
                "text": _breakable(plain(cell.runs), room, size),
                "columns": cell.column_span,
                "rows": cell.row_span,
                "align": table.columns[column].align.value,
                "breaks": cell.row_span > 1 or index in long,
            }
        )
    return lines


def _breakable(text: str, room: float, size: float) -> str:
    """A text that may be broken anywhere, where a word of it is wider than its cell."""
    fits = measures.widest_word(text) * size * measures.POINT <= room
    return text if fits else _MAY_BREAK.sub("\u200b", text)
