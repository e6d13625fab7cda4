"""File formats in and out; knows nothing of investment. `read` gives a Document or an UnreadableDocument."""

from jinghe.documents.readers import Reason, UnreadableDocument, read
from jinghe.documents.tables import (
    Block,
    Cell,
    CellValue,
    Content,
    Document,
    DocumentKind,
    Locator,
    Paragraph,
    Place,
    Properties,
    ReaderRemark,
    RemarkCode,
    SideText,
    Table,
)

__all__ = [
    "Block",
    "Cell",
    "CellValue",
    "Content",
    "Document",
    "DocumentKind",
    "Locator",
    "Paragraph",
    "Place",
    "Properties",
    "ReaderRemark",
    "Reason",
    "RemarkCode",
    "SideText",
    "Table",
    "UnreadableDocument",
    "read",
]
