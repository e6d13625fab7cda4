"""Files that pages hand out: never stored by a browser, named in Chinese."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"xlsx": XLSX, "docx": DOCX, "pdf": PDF}


def workbook(name: str, content: bytes) -> HttpResponse:
    """A workbook under its name."""
    return handed_out(f"{name}.xlsx", content)


def handed_out(name: str, content: bytes) -> HttpResponse:
    """A file whose ending says what it is: xlsx, docx or pdf."""
    answer = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"
    return answer
