"""Official documents as docx: written as XML, opened, edited and printed in WPS, Word and LibreOffice."""

from collections.abc import Iterator
from datetime import datetime

from jinghe.documents.blocks import Block, HeadingBlock, OfficialDocument, ParagraphBlock, Runs, TableBlock
from jinghe.documents.writers import words
from jinghe.documents.writers.docx.elements import (
    NAMESPACES,
    Shape,
    Writer,
    joined,
    paragraph,
    plain_run,
    size_of,
    twips,
    with_section,
)
from jinghe.documents.writers.docx.imprint import imprint_xml
from jinghe.documents.writers.docx.package import package
from jinghe.documents.writers.docx.pages import PAGE_TOP, section_xml
from jinghe.documents.writers.docx.tables import table_blocks
from jinghe.documents.writers.measures import (
    BODY,
    CHARACTER,
    INK_TOP,
    MARK_TOP,
    PITCH,
    POINT,
    RED_LINE,
    RED_LINE_GAP,
    SEALED_LINES,
    SNUG,
    TOP,
    UNSEALED_LINES,
    mark_size,
    number_top,
    width,
)
from jinghe.documents.writers.pdf.fonts import Typefaces

# Within an exact line LibreOffice raises larger characters; half of that is taken back.
_TITLE_DROP = 0.5


def write_docx(document: OfficialDocument, *, typefaces: Typefaces, made_at: datetime) -> bytes:
    """The document as docx; the same document, font names and instant give the same bytes.

    Every figure is a content control whose tag is its key; `docx_reading.figures_in_docx` reads them back.
    """
    writer = Writer()
    done: list[str] = []
    last = words.sheets(document)[-1]
    for sheet in words.sheets(document):
        blocks = [xml for part in sheet.parts for xml in _part(part, document, writer, sheet)]
        section = section_xml(is_landscape=sheet.is_landscape)
        if sheet is not last:
            done += with_section(blocks, section)
        else:
            end = [] if blocks and blocks[-1].startswith("<w:p>") else [paragraph("", Shape(style="Hidden"))]
            done += [*blocks, *end, section]
    body = f"<w:document {NAMESPACES}><w:body>{''.join(done)}</w:body></w:document>"
    title = "".join(words.title_lines(document.title))
    return package(body, names=typefaces.names, title=title, made_at=made_at)


def _part(
    part: words.Part, document: OfficialDocument, writer: Writer, sheet: words.PageSection
) -> Iterator[str]:
    if isinstance(part, words.Opening):
        yield from _opening(document)
    elif isinstance(part, words.Closing):
        yield from _closing(document)
    elif isinstance(part, words.ImprintPart):
        assert document.imprint is not None
        yield imprint_xml(document.imprint)
    elif isinstance(part, words.AnnexOpening):
        yield from _annex_opening(part, is_landscape=sheet.is_landscape)
    else:
        yield from _block(part, writer, keeps=words.signed_below(document, part))


def _opening(document: OfficialDocument) -> Iterator[str]:
    classified = (
        ("", document.copy_number),
        ("Classified", document.secrecy),
        ("Classified", document.urgency),
    )
    marks = [(style, text) for style, text in classified if text]
    for style, text in marks:
        yield paragraph(plain_run(text), Shape(style=style))
    if document.issuer_mark:
        yield from _head(document, len(marks))
    blank = 2 * PITCH if document.issuer_mark or marks else 0.0
    yield paragraph(joined(words.title_lines(document.title)), _title(blank + _TITLE_DROP))
    if document.addressees:
        yield paragraph(plain_run(words.addressed(document)), Shape())


def _title(blank: float | None = None) -> Shape:
    return Shape(style="Title", keep_next=True, before=blank, after=PITCH - _TITLE_DROP)


def _head(document: OfficialDocument, lines_above: int) -> Iterator[str]:
    """The mark, the document number and the red line, each at its distance from the top of the text area."""
    size = mark_size(document)
    mark_top = TOP + MARK_TOP - INK_TOP * size * POINT
    mark_line, number_line = size * SNUG * POINT, BODY * SNUG * POINT
    before_mark = mark_top - PAGE_TOP - lines_above * PITCH
    # Space before the first paragraph of a page is dropped by some programs: a line of that height is not.
    if lines_above == 0:
        yield paragraph("", Shape(line=before_mark))
        before_mark = 0.0
    yield paragraph(
        plain_run(document.issuer_mark, size_of(size)),
        Shape(style="IssuerMark", before=before_mark, line=mark_line),
    )
    before_number = TOP + number_top(document) - mark_top - mark_line
    yield paragraph(
        plain_run(document.document_number),
        Shape(style="DocumentNumber", before=before_number, line=number_line),
    )
    line = f'<w:bottom w:val="single" w:sz="{round(RED_LINE / POINT * 8)}" w:space="0" w:color="FF0000"/>'
    yield paragraph("", Shape(line=RED_LINE_GAP - (number_line - BODY * POINT), borders=line))


def _annex_opening(part: words.AnnexOpening, *, is_landscape: bool) -> Iterator[str]:
    """Space stands below the label only: programs differ in whether space below and space above add up."""
    line = BODY * SNUG * POINT if is_landscape else None
    label = Shape(style="AnnexLabel", line=line, after=2 * PITCH + _TITLE_DROP - (line or PITCH))
    yield paragraph(plain_run(part.label), label)
    yield paragraph(joined(part.title), _title())


def _block(block: Block, writer: Writer, *, keeps: bool) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield from table_blocks(block, writer)
    elif isinstance(block, HeadingBlock):
        yield paragraph(writer.runs(block.runs), Shape(style=f"Heading{block.level}"))
    else:
        items: tuple[Runs, ...] = (
            (block.runs,) if isinstance(block, ParagraphBlock) else tuple(block.numbered)
        )
        for at, item in enumerate(items, 1):
            yield paragraph(writer.runs(item), Shape(style="BodyText", keep_next=keeps and at == len(items)))


def _closing(document: OfficialDocument) -> Iterator[str]:
    signed = document.signature
    notes = words.annex_notes(document)
    for at, (label, number, title) in enumerate(notes):
        hanging = 5 + width(number) if number else 5
        tabs = "".join(
            f'<w:tab w:val="left" w:pos="{twips(stop * CHARACTER)}"/>' for stop in sorted({5.0, hanging})
        )
        text = f"{label}\t{number}{title}" if not label else f"{label}{number}{title}"
        yield paragraph(
            plain_run(text),
            Shape(
                keep_next=signed is not None,
                before=PITCH if at == 0 else None,
                left=hanging * CHARACTER,
                hanging=(hanging - 2) * CHARACTER,
                tabs=tabs if not label else "",
                place="left",
            ),
        )
    if signed is not None:
        place = words.signature_place(signed)
        blank = SEALED_LINES if signed.is_sealed else UNSEALED_LINES
        yield _set_in(signed.issuer, right=place.issuer_right, before=blank * PITCH, keep_next=True)
        yield _set_in(
            words.day(signed.signed_on),
            right=place.date_right,
            left=place.date_left,
            keep_next=bool(document.remark),
        )
    if document.remark:
        yield paragraph(plain_run(words.remarked(document)), Shape(left=2 * CHARACTER))


def _set_in(
    text: str,
    *,
    right: float | None = None,
    left: float | None = None,
    before: float | None = None,
    keep_next: bool = False,
) -> str:
    """A line set in from the right or from the left by so many characters."""
    return paragraph(
        plain_run(text),
        Shape(
            before=before,
            right=None if right is None else right * CHARACTER,
            left=None if left is None else left * CHARACTER,
            place="left" if right is None else "right",
            keep_next=keep_next,
        ),
    )
