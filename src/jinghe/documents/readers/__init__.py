"""One door for every file format: `read` looks at the content, never at the file's extension."""

from dataclasses import replace
from pathlib import Path

from jinghe.documents.readers import refusals
from jinghe.documents.readers.docx.docx import read_docx
from jinghe.documents.readers.formats import is_pdf, main_part, may_be_text, require_office_package
from jinghe.documents.readers.isolated.isolated import read_isolated
from jinghe.documents.readers.package import Package, require_file_size
from jinghe.documents.readers.pdf.pdf import read_pdf
from jinghe.documents.readers.refusals import Reason, UnreadableDocument
from jinghe.documents.readers.remarks import MACROS
from jinghe.documents.readers.text import read_text_file
from jinghe.documents.readers.xlsx.xlsx import read_xlsx
from jinghe.documents.tables import Document, Place, RemarkCode

__all__ = ["Reason", "UnreadableDocument", "read"]

_READERS = {"document": read_docx, "workbook": read_xlsx}  # by the name of the main part's root element
_MARGINS = (Place.HEADER, Place.FOOTER)
_MACRO_MARKS = ("vbaproject.bin", "/macrosheets/")


def read(source: Path | bytes, *, name: str, isolated: bool = False) -> Document:
    """The whole document; `name` is what the user calls the file. Raises UnreadableDocument.

    isolated: read in a process of its own under limits, as a PDF always is. Raises ReaderFault where that stumbles.
    """
    content = source if isinstance(source, bytes) else _file_content(source)
    if is_pdf(content):
        return read_pdf(content, name)
    if isolated:
        return read_isolated(content, name)
    if may_be_text(content) and (text := read_text_file(content, name)) is not None:
        _require_content(text)
        return text
    require_office_package(content)
    package = Package(content)
    document = _read_package(package, name)
    _require_content(document)
    if any(mark in part for part in package.part_names for mark in _MACRO_MARKS):
        return replace(document, remarks=(MACROS, *document.remarks))
    return document


def _file_content(path: Path) -> bytes:
    require_file_size(path.stat().st_size)
    return path.read_bytes()


def _read_package(package: Package, name: str) -> Document:
    part = main_part(package)
    root = package.tree(part)
    tag = root.tag.rpartition("}")[2]
    if tag not in _READERS:
        raise refusals.other_format("演示文稿（pptx、dps）" if tag == "presentation" else "其他Office文件")
    return _READERS[tag](package, part, root, name)


def _require_content(document: Document) -> None:
    """Page headers and footers alone are no content."""
    if document.blocks or any(section.locator.place not in _MARGINS for section in document.sections):
        return
    raise refusals.no_content(any(remark.code is RemarkCode.PICTURE for remark in document.remarks))
