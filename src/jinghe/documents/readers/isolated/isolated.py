"""Reading a docx, xlsx or txt in a process of its own; a PDF is always read so (see `pdf.process`)."""

from pathlib import Path

from jinghe.documents.document_json import document_from_json
from jinghe.documents.readers import refusals
from jinghe.documents.readers.isolated.process import ProcessDied, ProcessLate, answer_of
from jinghe.documents.readers.package import require_file_size
from jinghe.documents.tables import Document

_PROGRAM = Path(__file__).with_name("document_program.py")


class ReaderFault(Exception):
    """A reader stumbled over a file in a way nobody foresaw; the text is its traceback, for the log."""


def read_isolated(content: bytes, name: str) -> Document:
    """The same document as read in this process. Raises UnreadableDocument, ReaderFault."""
    require_file_size(len(content))
    try:
        answer = answer_of(_PROGRAM, content)
    except ProcessLate as late:
        raise refusals.too_slow() from late
    except ProcessDied as died:
        raise refusals.broken_off() from died
    if "refused" in answer:
        raise refusals.UnreadableDocument(refusals.Reason(answer["refused"]), answer["message"])
    if "fault" in answer:
        raise ReaderFault(answer["fault"])
    return document_from_json(answer["document"], name)
