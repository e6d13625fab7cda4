"""What stands on a sheet beside its cells: comments, text boxes, pictures, print headers and footers."""

import re
from collections.abc import Iterator

from openpyxl.utils.cell import column_index_from_string

from jinghe.documents.readers import remarks
from jinghe.documents.readers.package import Element, Package
from jinghe.documents.readers.xlsx.values import clean, rich_text
from jinghe.documents.tables import Locator, Place, ReaderRemark

SideNote = tuple[Place, str, Locator]  # kind, text, anchor
_MARGIN_PLACES = {"oddHeader": Place.HEADER, "oddFooter": Place.FOOTER}
_MARGIN_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|.)', re.DOTALL)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def read_comments(package: Package, part: str, sheet: Locator) -> Iterator[SideNote]:
    """Comments, anchored at their cells."""
    for target in package.targets(part, "comments"):
        for comment in package.tree(target).iterfind("{*}commentList/{*}comment"):
            anchor = _anchor(comment.get("ref", ""), sheet)
            yield from ((Place.COMMENT, rich_text(text), anchor) for text in comment.iterfind("{*}text"))


def read_text_boxes(package: Package, part: str, sheet: Locator) -> Iterator[SideNote]:
    """Text of shapes, anchored at the sheet."""
    for drawing in _drawings(package, part):
        for body in drawing.iter("{*}txBody"):
            if next(body.iterancestors("{*}Fallback"), None) is not None:
                continue  # repeats the text for old programs
            lines = ("".join(run.text or "" for run in line.iter("{*}t")) for line in body.iterfind("{*}p"))
            yield Place.TEXT_BOX, clean("\n".join(lines)), sheet


def read_margins(written: list[tuple[str, str]], sheet: Locator) -> Iterator[SideNote]:
    """Printed headers and footers without their layout codes."""
    for tag, text in written:
        yield _MARGIN_PLACES[tag], _MARGIN_CODES.sub(_margin_text, text), sheet


def about_graphics(package: Package, part: str, sheet: Locator) -> Iterator[ReaderRemark]:
    """Pictures, charts and embedded objects, which are not read."""
    for drawing in _drawings(package, part):
        if next(drawing.iter("{*}graphicFrame"), None) is not None:
            yield remarks.embedded_object(sheet)
        if next(drawing.iter("{*}pic"), None) is not None:
            yield remarks.picture(sheet)


def _drawings(package: Package, part: str) -> Iterator[Element]:
    return (package.tree(target) for target in package.targets(part, "drawing"))


def _anchor(reference: str, sheet: Locator) -> Locator:
    match = _CELL.fullmatch(reference)
    return sheet.cell(int(match[2]), column_index_from_string(match[1])) if match else sheet


def _margin_text(code: re.Match[str]) -> str:
    return "&" if code[0] == "&&" else " " if code[0][1:] in "LCR" else ""
