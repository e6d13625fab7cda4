"""Official documents as an HTML fragment for our own pages: escaped, classes only, no style and no script."""

import html
from collections.abc import Iterable, Iterator

from jinghe.documents.blocks import (
    Block,
    Figure,
    HeadingBlock,
    ListBlock,
    OfficialDocument,
    ParagraphBlock,
    Runs,
    TableBlock,
    TableCell,
    TableRow,
    placed,
)
from jinghe.documents.writers import words
from jinghe.documents.writers.archive import clean

_TOTAL = ' class="official-total"'


def write_html(document: OfficialDocument) -> str:
    """The document as one `article.official`; each figure is a `data-figure` with its key.

    A page has its own h1: the title is an h2, headings begin at h3.
    """
    return f'<article class="official">\n{"".join(_parts(document))}</article>\n'


def _parts(document: OfficialDocument) -> Iterator[str]:
    for sheet in words.sheets(document):
        for part in sheet.parts:
            if isinstance(part, words.Opening):
                yield from _opening(document)
            elif isinstance(part, words.Closing):
                yield from _closing(document)
            elif isinstance(part, words.ImprintPart):
                yield from _imprint(document)
            elif isinstance(part, words.AnnexOpening):
                yield _line("official-annex-label", part.label)
                yield f'<h3 class="official-annex-title">{_lines(part.title)}</h3>\n'
            else:
                yield from _block(part)


def _opening(document: OfficialDocument) -> Iterator[str]:
    for text in (document.copy_number, document.secrecy, document.urgency):
        yield _line("official-classified", text)
    if document.issuer_mark:
        yield _line("official-mark", document.issuer_mark)
        yield _line("official-number", document.document_number)
        yield '<hr class="official-line">\n'
    yield f'<h2 class="official-title">{_lines(words.title_lines(document.title))}</h2>\n'
    yield _line("official-addressees", words.addressed(document) if document.addressees else "")


def _closing(document: OfficialDocument) -> Iterator[str]:
    for label, number, title in words.annex_notes(document):
        yield _line("official-annex-note", f"{label}{number}{title}")
    if document.signature is not None:
        yield _line("official-signature", document.signature.issuer)
        yield _line("official-date", words.day(document.signature.signed_on))
    yield _line("official-remark", words.remarked(document) if document.remark else "")


def _imprint(document: OfficialDocument) -> Iterator[str]:
    assert document.imprint is not None
    by, on = words.printed(document.imprint)
    printed = (
        f'<span class="official-printed-by">{_escaped(by)}</span> '
        f'<span class="official-printed-on">{_escaped(on)}</span>'
    )
    copied = _line("official-copied", words.copied(document.imprint))
    yield f'<footer class="official-imprint">\n{copied}<p class="official-printed">{printed}</p>\n</footer>\n'


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, HeadingBlock):
        level = block.level + 2
        yield f'<h{level} class="official-heading-{block.level}">{_runs(block.runs)}</h{level}>\n'
    elif isinstance(block, ParagraphBlock):
        yield f'<p class="official-text">{_runs(block.runs)}</p>\n'
    elif isinstance(block, ListBlock):
        for item in block.numbered:
            yield f'<p class="official-text official-item">{_runs(item)}</p>\n'
    else:
        yield _table(block)


def _table(table: TableBlock) -> str:
    shape = "official-table official-wide" if table.is_landscape else "official-table"
    caption = f"<caption>{_escaped(table.caption)}</caption>\n" if table.caption else ""
    notes = "".join(_line("official-note", note) for note in table.notes)
    return (
        f'<div class="official-scroll">\n{_line("official-unit-line", table.unit_line)}'
        f'<table class="{shape}">\n{caption}<thead>\n{_rows(table, table.header, tag="th")}</thead>\n'
        f"<tbody>\n{_rows(table, table.rows, tag='td')}</tbody>\n</table>\n</div>\n{notes}"
    )


def _rows(table: TableBlock, rows: tuple[TableRow, ...], *, tag: str) -> str:
    cells: list[list[str]] = [[] for _ in rows]
    for index, column, cell in placed(rows, len(table.columns)):
        place = "center" if tag == "th" else table.columns[column].align.value
        cells[index].append(_cell(cell, tag, place))
    return "".join(
        f"<tr{_TOTAL if row.is_total else ''}>{''.join(cells[index])}</tr>\n"
        for index, row in enumerate(rows)
    )


def _cell(cell: TableCell, tag: str, place: str) -> str:
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    scope = f' scope="{"colgroup" if cell.column_span > 1 else "col"}"' if tag == "th" else ""
    return f'<{tag} class="official-{place}"{scope}{spans}>{_runs(cell.runs)}</{tag}>'


def _runs(runs: Runs) -> str:
    return "".join(
        f'<span data-figure="{_escaped(run.key)}">{_escaped(run.text)}</span>'
        if isinstance(run, Figure)
        else _escaped(run)
        for run in runs
    )


def _escaped(text: str) -> str:
    return html.escape(clean(text))


def _line(name: str, text: str) -> str:
    return f'<p class="{name}">{_escaped(text)}</p>\n' if text else ""


def _lines(lines: Iterable[str]) -> str:
    return "<br>".join(_escaped(line) for line in lines)
