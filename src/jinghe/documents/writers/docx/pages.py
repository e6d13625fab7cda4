"""Pages of a docx: paper, margins, grid, and where the page number stands."""

from jinghe.documents.writers.docx.elements import NAMESPACES, Shape, paragraph, twips
from jinghe.documents.writers.measures import (
    BODY,
    BOTTOM,
    CHARACTERS,
    LEADING,
    LEFT,
    LINES,
    PAGE_HEIGHT,
    PAGE_NUMBER_GAP,
    PAGE_WIDTH,
    PITCH,
    POINT,
    RIGHT,
    SMALL,
    TEXT_WIDTH,
    TOP,
)

# Within an exact line a word processor sets its characters in the middle or, as LibreOffice does, 0.4 mm lower: the
# page begins so much higher that both come within half a millimetre of the top of the text area.
_ABOVE = LEADING / 2 + 0.4
PAGE_TOP = TOP - _ABOVE
_SLACK = 0.15  # so that rounding to twips cannot push out the 22nd line
PAGE_BOTTOM = PAGE_HEIGHT - PAGE_TOP - LINES * PITCH - _SLACK

_LINE = (
    SMALL * 1.1 * POINT
)  # an exact line in which every program begins its characters at the top, or nearly
_FIELD = (
    '<w:r><w:t>—</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>—</w:t></w:r>'
)
_NUMBER_TOP = PAGE_HEIGHT - BOTTOM + PAGE_NUMBER_GAP - SMALL * POINT / 2  # its dash stands in the middle
_TURNED_LENGTH = 30.0

PARTS = ("footer_odd", "footer_even", "footer_none", "header_none", "header_odd", "header_even")
"""Headers and footers; on landscape pages the number stands in the header, turned, at the foot of the sheet."""


def part_xml(name: str) -> str:
    """word/<name>.xml."""
    tag = "hdr" if name.startswith("header") else "ftr"
    return f"<w:{tag} {NAMESPACES}>{_content(name)}</w:{tag}>"


def _content(name: str) -> str:
    nothing = paragraph("", Shape(style="PageNumber"))
    space = SMALL * POINT
    if name == "footer_odd":
        return paragraph(_FIELD, Shape(style="PageNumber", right=space, place="right"))
    if name == "footer_even":
        return paragraph(_FIELD, Shape(style="PageNumber", left=space, place="left"))
    if name == "header_odd":
        return _turned(LEFT + TEXT_WIDTH - space - _TURNED_LENGTH, "right") + nothing
    if name == "header_even":
        return _turned(LEFT + space, "left") + nothing
    return nothing


def _turned(down: float, place: str) -> str:
    across = PAGE_HEIGHT - _NUMBER_TOP - SMALL * POINT
    width, height = twips(_LINE), twips(_TURNED_LENGTH)
    shape = Shape(style="PageNumber", place="right" if place == "right" else "left")
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{twips(across)}"'
        f' w:tblpY="{twips(down)}"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/>'
        f'</w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>'
        f"{paragraph(_FIELD, shape)}</w:tc></w:tr></w:tbl>"
    )


def section_xml(*, is_landscape: bool) -> str:
    """Properties of the pages of one direction."""
    kinds = ("header_odd", "header_even", "footer_none", "footer_none") if is_landscape else (
        "header_none", "header_none", "footer_odd", "footer_even"
    )  # fmt: skip
    tags = ("header", "header", "footer", "footer")
    references = "".join(
        f'<w:{tag}Reference w:type="{when}" r:id="{kind}"/>'
        for tag, when, kind in zip(tags, ("default", "even", "default", "even"), kinds, strict=True)
    )
    high, wide = twips(PAGE_HEIGHT), twips(PAGE_WIDTH)
    if is_landscape:
        size = f'<w:pgSz w:w="{high}" w:h="{wide}" w:orient="landscape"/>'
        margins = _margins(top=LEFT, right=TOP, bottom=RIGHT, left=BOTTOM)
    else:
        size = f'<w:pgSz w:w="{wide}" w:h="{high}"/>'
        margins = _margins(top=PAGE_TOP, right=RIGHT, bottom=PAGE_BOTTOM, left=LEFT)
    grid = "" if is_landscape else _grid()
    return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}{margins}<w:cols w:space="720"/>{grid}</w:sectPr>'


def _grid() -> str:
    """22 lines of 28 characters, as the page dialog of a word processor shows them."""
    per_character = round((TEXT_WIDTH / POINT / CHARACTERS - BODY) * 4096) - 8  # 28 must fit, not nearly fit
    return f'<w:docGrid w:type="linesAndChars" w:linePitch="{twips(PITCH)}" w:charSpace="{per_character}"/>'


def _margins(*, top: float, right: float, bottom: float, left: float) -> str:
    footer = PAGE_HEIGHT - _NUMBER_TOP - _LINE
    sides = f'w:top="{twips(top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}" w:left="{twips(left)}"'
    return f'<w:pgMar {sides} w:header="{twips(15)}" w:footer="{twips(footer)}" w:gutter="0"/>'
