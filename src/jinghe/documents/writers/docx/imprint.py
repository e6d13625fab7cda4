"""The imprint 版记 of a docx: a text box at the foot of the last page, its lines drawn as those of a table.

LibreOffice does not float a table as wide as the text area, and frames lose paragraph borders that differ.
"""

from math import ceil

from jinghe.documents.blocks import Imprint
from jinghe.documents.writers import words
from jinghe.documents.writers.docx.elements import Shape, paragraph, plain_run, twips
from jinghe.documents.writers.measures import (
    IMPRINT_LINE,
    IMPRINT_THIN_LINE,
    PITCH,
    POINT,
    SMALL,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TOP,
    width,
)

_EMU = 36_000  # in one mm
_SIDE = SMALL * POINT
_ROOM = (
    TEXT_WIDTH / _SIDE - 5.5
)  # characters of a line of copies that is not the first, with room for line-breaking
_END = 0.35  # of the last line and of the paragraph that must follow a table
_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def imprint_xml(imprint: Imprint) -> str:
    """The paragraph that anchors the text box."""
    copied = words.copied(imprint)
    by, on = words.printed(imprint)
    thick, thin = (round(line / POINT * 8) for line in (IMPRINT_LINE, IMPRINT_THIN_LINE))
    rows = ""
    if copied:
        shape = Shape(style="Imprint", left=4 * _SIDE, right=_SIDE, hanging=3 * _SIDE)
        rows = _row(paragraph(plain_run(copied), shape), top=thick, bottom=thin)
    tab = f'<w:tab w:val="right" w:pos="{twips(TEXT_WIDTH - _SIDE)}"/>'
    shape = Shape(style="Imprint", left=_SIDE, tabs=tab, place="left")
    rows += _row(paragraph(plain_run(f"{by}\t{on}"), shape), top=thin if copied else thick, bottom=thick)
    across = twips(TEXT_WIDTH)
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{across}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{across}"/></w:tblGrid>{rows}</w:tbl>'
    )
    height = _lines(copied) * PITCH + _END
    return _text_box(table + paragraph("", Shape(style="Hidden")), height)


def _lines(copied: str) -> int:
    """Lines of the imprint, rather one too many: the text stands at the bottom of its box."""
    if not copied:
        return 1
    return 2 + ceil(max(0.0, width(copied) - _ROOM - 3) / _ROOM)


def _row(content: str, *, top: int, bottom: int) -> str:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", top), ("bottom", bottom))
    )
    properties = f'<w:tcW w:w="{twips(TEXT_WIDTH)}" w:type="dxa"/><w:tcBorders>{lines}</w:tcBorders>'
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc></w:tr>"


def _text_box(content: str, height: float) -> str:
    across, down = round(TEXT_WIDTH * _EMU), round(height * _EMU)
    top = round((TOP + TEXT_HEIGHT + _END - height) * _EMU)
    shape = (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_SHAPE}">{shape}</a:graphicData></a:graphic></wp:anchor>'
    )
    drawing = f'<w:drawing xmlns:wp="{_WORD}">{anchor}</w:drawing>'
    choice = f'<mc:Choice xmlns:wps="{_SHAPE}" Requires="wps">{drawing}</mc:Choice>'
    return paragraph(f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>", Shape(style="Hidden"))
