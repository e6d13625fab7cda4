"""Office files made in memory for tests, down to single XML elements, and tables drawn as text."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import docx
import openpyxl

from jinghe.documents import Document, Table, read

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of the given parts, compressed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def relationships(links: Mapping[str, str], mode: str = "Internal") -> str:
    """A relationships part: kind → target, ids r1, r2 …"""
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for number, (kind, target) in enumerate(links.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def docx_parts(body: str, **others: str) -> dict[str, str | bytes]:
    """Parts of a Word file: the body and, by kind, the inner XML of numbering, styles, footnotes, header …"""
    roots = {"header": "hdr", "footer": "ftr"}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships({kind: f"{kind}.xml" for kind in others}),
    }
    for kind, inner in others.items():
        root = roots.get(kind, kind)
        parts[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
    return parts


def word(body: str, **others: str) -> Document:
    """A Word file with this body, read."""
    return read(package(docx_parts(body, **others)), name="通知.docx")


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    """A table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows, which are cells joined, or whole `w:tr` elements."""
    written = (row if row.startswith("<w:tr>") else f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(written)}</w:tbl>"


def xlsx_parts(
    sheet: str, *, strings: str = "", styles: str = "", name: str = "附件1"
) -> dict[str, str | bytes]:
    """Parts of a workbook of one sheet, given by the inner XML of its worksheet element."""
    links = {"worksheet": "sheet.xml", "sharedStrings": "strings.xml", "styles": "styles.xml"}
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook {SHEET} xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(links),
        "xl/sheet.xml": f"<worksheet {SHEET}>{sheet}</worksheet>",
        "xl/strings.xml": f"<sst {SHEET}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {SHEET}>{styles}</styleSheet>",
    }


def sheet_of(rows: str, after: str = "", **others: str) -> Table:
    """The table of a sheet with these rows and what follows them."""
    parts = xlsx_parts(f"<sheetData>{rows}</sheetData>{after}", **others)
    return read(package(parts), name="附件.xlsx").tables[0]


def saved(made: "docx.document.Document | openpyxl.Workbook") -> bytes:
    """The file that python-docx or openpyxl writes."""
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def drawn(table: Table) -> list[list[str]]:
    """Rows of texts; `<` and `^` stand for positions covered from the left and from above."""
    return [
        [
            _drawn(found.text, row - found.row, column - found.column)
            for column, found in enumerate(table.row(row))
        ]
        for row in range(table.row_count)
    ]


def _drawn(text: str, below: int, beside: int) -> str:
    return "^" if below else "<" if beside else text
