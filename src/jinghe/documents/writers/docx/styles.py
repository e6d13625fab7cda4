"""The styles of an official document, under the names by which an office knows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinghe.documents.writers.docx.elements import NAMESPACES, attribute, size_of, twips
from jinghe.documents.writers.measures import (
    BODY,
    CHARACTER,
    NOTE,
    PITCH,
    POINT,
    SMALL,
    SNUG,
    TITLE,
    UNIT_LINE,
)
from jinghe.documents.writers.pdf.fonts import Face, alternatives

# A line of 28 characters of 16 points is 5.8 points wider than 156 mm. The document grid alone would let LibreOffice
# give each character two cells, so every character is set 0.3 points closer; full lines are justified.
CLOSER = -6
_RED = '<w:color w:val="FF0000"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A paragraph style: its id, its name for people, its face and size, and what else differs from 正文."""

    id: str
    name: str
    face: Face = Face.FANGSONG
    size: float = BODY
    before_size: str = ""
    paragraph: str = ""


_ON_GRID = f'<w:spacing w:line="{twips(PITCH)}" w:lineRule="exact"/>'
_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{twips(2 * CHARACTER)}"/>'
_SINGLE = '<w:spacing w:line="240" w:lineRule="auto"/>'
_AS_SET = '<w:spacing w:val="0"/>'


def _heading(level: int, face: Face) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return Style(
        id=f"Heading{level}", name=f"heading {level}", face=face, paragraph=f"<w:keepNext/>{_INDENT}{outline}"
    )


_CENTERED, _LEFT, _RIGHT = (f'<w:jc w:val="{place}"/>' for place in ("center", "left", "right"))
_SNUG = f'<w:spacing w:line="{twips(SMALL * SNUG * POINT)}" w:lineRule="exact"/>'
_FLAT = '<w:spacing w:line="20" w:lineRule="exact"/>'

STYLES = (
    Style(id="BodyText", name="公文正文", paragraph=_INDENT),
    _heading(1, Face.HEITI),
    _heading(2, Face.KAITI),
    _heading(3, Face.FANGSONG),
    _heading(4, Face.FANGSONG),
    Style(id="Title", name="Title", face=Face.TITLE, size=TITLE, before_size=_AS_SET, paragraph=_CENTERED),
    Style(
        id="IssuerMark", name="发文机关标志", face=Face.TITLE, before_size=_RED + _AS_SET, paragraph=_CENTERED
    ),
    Style(id="DocumentNumber", name="发文字号", paragraph=_CENTERED),
    Style(id="Classified", name="密级和紧急程度", face=Face.HEITI),
    Style(id="AnnexLabel", name="附件序号", face=Face.HEITI, paragraph="<w:keepNext/>"),
    Style(id="Caption", name="caption", face=Face.HEITI, paragraph=f"<w:keepNext/>{_CENTERED}"),
    Style(id="UnitLine", name="表格单位", size=UNIT_LINE, before_size=_AS_SET, paragraph=_SINGLE + _RIGHT),
    Style(id="TableText", name="表格文字", size=UNIT_LINE, before_size=_AS_SET, paragraph=_SINGLE + _LEFT),
    Style(
        id="TableHead",
        name="表头",
        face=Face.HEITI,
        size=UNIT_LINE,
        before_size=_AS_SET,
        paragraph=_SINGLE + _LEFT,
    ),
    Style(id="TableNote", name="表注", size=NOTE, before_size=_AS_SET, paragraph=_SINGLE + _LEFT),
    Style(id="Imprint", name="版记", size=SMALL, before_size=_AS_SET),
    Style(id="PageNumber", name="页码", face=Face.SONGTI, size=SMALL, before_size=_AS_SET, paragraph=_SNUG),
    Style(id="Hidden", name="节尾", size=1, paragraph=_FLAT),
)


def styles_xml(names: Mapping[Face, str]) -> str:
    """word/styles.xml. Official documents put no space between Chinese and digits: all stand on one grid."""
    grid = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    normal = f'<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>{grid}{_ON_GRID}<w:jc w:val="both"/>'
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    closer = f'<w:snapToGrid w:val="0"/><w:spacing w:val="{CLOSER}"/>'
    fonts = _fonts(names[Face.FANGSONG])
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults>"
        f"<w:rPrDefault><w:rPr>{fonts}{size_of(BODY)}{language}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{normal}</w:pPr><w:rPr>{fonts}{closer}{size_of(BODY)}</w:rPr></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f"{''.join(_style(style, names) for style in STYLES)}</w:styles>"
    )


def _style(style: Style, names: Mapping[Face, str]) -> str:
    properties = f"{_fonts(names[style.face])}{style.before_size}{size_of(style.size)}"
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{style.paragraph}</w:pPr><w:rPr>{properties}</w:rPr></w:style>'
    )


def _fonts(name: str) -> str:
    quoted = attribute(name)
    return f"<w:rFonts w:ascii={quoted} w:eastAsia={quoted} w:hAnsi={quoted} w:cs={quoted}/>"


def font_table_xml(names: Mapping[Face, str]) -> str:
    """word/fontTable.xml: each wanted font, and the names under which it or its stand-in may be installed."""
    named = {names[face]: face for face in Face}
    return f"<w:fonts {NAMESPACES}>{''.join(_font(name, face) for name, face in named.items())}</w:fonts>"


def _font(name: str, face: Face) -> str:
    others = ",".join(_others(name, face))
    return f'<w:font w:name={attribute(name)}><w:altName w:val={attribute(others)}/><w:charset w:val="86"/></w:font>'


def _others(name: str, face: Face) -> Iterator[str]:
    return (other for other in alternatives(face) if other != name)
