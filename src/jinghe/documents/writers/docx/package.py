"""The parts of a docx around its text, and the zip they are packed in, the same bytes for the same words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from jinghe.documents.writers.archive import clean, zipped
from jinghe.documents.writers.docx.elements import NAMESPACES
from jinghe.documents.writers.docx.pages import PARTS, part_xml
from jinghe.documents.writers.docx.styles import font_table_xml, styles_xml
from jinghe.documents.writers.pdf.fonts import Face

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="296"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def package(document_xml: str, *, names: Mapping[Face, str], title: str, made_at: datetime) -> bytes:
    """The file. `names` are the fonts it asks for."""
    furniture = {name: part_xml(name) for name in PARTS}
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {
                "document": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "core": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _core(title, made_at),
        "word/document.xml": document_xml,
        "word/styles.xml": styles_xml(names),
        "word/settings.xml": f"<w:settings {NAMESPACES}>{_SETTINGS}</w:settings>",
        "word/fontTable.xml": font_table_xml(names),
        **{f"word/{name}.xml": xml for name, xml in furniture.items()},
        "word/_rels/document.xml.rels": _relationships(
            {
                **{
                    name: (f"{_OFFICE}/{name}", f"{name}.xml") for name in ("styles", "settings", "fontTable")
                },
                **{name: (f"{_OFFICE}/{name.split('_')[0]}", f"{name}.xml") for name in PARTS},
            }
        ),
    }
    return zipped({name: (_DECLARATION + xml).encode() for name, xml in parts.items()}, made_at)


def _content_types() -> str:
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
    }
    kinds |= {name: name.split("_")[0] for name in PARTS}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{to}"/>' for id_, (kind, to) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _core(title: str, made_at: datetime) -> str:
    at = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(clean(title))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
    )
