"""What a docx that left the house says when it comes back: its words, and the figures under their keys."""

from jinghe.documents.readers.docx_text import read_text
from jinghe.documents.readers.formats import main_part, require_office_package
from jinghe.documents.readers.package import Element, Package
from jinghe.documents.readers.wordml import W, attribute, child


def figures_in_docx(content: bytes) -> tuple[tuple[str, str], ...]:
    """Key and text of every figure that still stands in its content control, in order. Raises UnreadableDocument.

    The text is what a reader sees: pending deletions and hidden text are left out, insertions are in. A figure typed
    anew outside its control is not here: compare with `text_of_docx`.
    """
    controls = _main_text(content).iter(W + "sdt")
    tagged = ((attribute(control, "sdtPr/tag"), child(control, "sdtContent")) for control in controls)
    return tuple((key, read_text(inner).text) for key, inner in tagged if key and inner is not None)


def text_of_docx(content: bytes) -> tuple[str, ...]:
    """The lines of a docx from top to bottom, tables cell by cell, blank ones left out. Raises UnreadableDocument."""
    paragraphs = (read_text(paragraph).text for paragraph in _main_text(content).iter(W + "p"))
    return tuple(line for text in paragraphs for line in text.split("\n") if line.strip())


def _main_text(content: bytes) -> Element:
    require_office_package(content)
    package = Package(content)
    return package.tree(main_part(package))
