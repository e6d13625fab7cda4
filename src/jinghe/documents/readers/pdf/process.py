"""Opening a PDF in a process of its own (see `process`), and what its refusals say."""

import base64
from pathlib import Path
from typing import Any

from jinghe.documents.readers import refusals
from jinghe.documents.readers.isolated.process import ProcessDied, ProcessLate, answer_of
from jinghe.documents.readers.package import require_file_size

_PROGRAM = Path(__file__).with_name("pages.py")
_PICTURE = Path(__file__).with_name("picture.py")
_END_MARK = b"%%EOF"
_TAIL = 4096  # some programs write a few bytes after the end mark
_REFUSALS = {
    "damaged": refusals.damaged_pdf(),
    "encrypted": refusals.password_protected(),
    "memory": refusals.too_large("PDF解开后的内容过大", "请只保留目标任务通知本身，另存后重新上传。"),
    "pages": refusals.too_large("PDF超过300页", "请只保留目标任务通知本身，另存后重新上传。"),
    "characters": refusals.too_large("PDF里的文字过多", "请只保留目标任务通知本身，另存后重新上传。"),
    "time": refusals.too_large("PDF过于复杂，在规定时间内没有读完", "请用WPS或Office另存为docx后重新上传。"),
}


def pages_of(content: bytes) -> dict[str, Any]:
    """`pages` and `properties` as `pages` tells them. Raises UnreadableDocument."""
    return _answer(_PROGRAM, content)


def page_picture(content: bytes, number: int) -> bytes:
    """A page as a PNG, counted from 1. Raises UnreadableDocument."""
    return base64.b64decode(_answer(_PICTURE, content, str(number))["png"])


def _answer(program: Path, content: bytes, *arguments: str) -> dict[str, Any]:
    require_file_size(len(content))
    if _END_MARK not in content[-_TAIL:]:
        raise _refusal("damaged")
    try:
        answer = answer_of(program, content, *arguments)
    except ProcessLate as late:
        raise _refusal("time") from late
    except ProcessDied as died:
        raise _refusal("damaged") from died
    if "refused" in answer:
        raise _refusal(answer["refused"])
    return answer


def _refusal(reason: str) -> refusals.UnreadableDocument:
    known = _REFUSALS[reason]
    return refusals.UnreadableDocument(known.reason, known.message)
