"""Plain text in the encodings that offices use; each line is a paragraph, since text knows no tables."""

import re

from jinghe.documents.readers import refusals
from jinghe.documents.readers.package import require_file_size
from jinghe.documents.tables import Document, DocumentKind, Locator, Paragraph, Place

MAX_CHARACTERS = 2_000_000
MAX_LINES = 20_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WITHOUT_MARK = ("utf-8", "gb18030")
_WIDE = ("utf-16-le", "utf-16-be")
_LINE_END = re.compile(r"\r\n|[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]")
_LEAST_USUAL = 0.5
_PAGE_NUMBER = re.compile(r"([-—–－·]\s*|第\s*)?([0-9]{1,4})(?:\s*[-—–－·]|\s*页)?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_USUAL = re.compile(r"[\s\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


def read_text_file(content: bytes, name: str) -> Document | None:
    """The document in a text file, None where the bytes are no text. Raises UnreadableDocument."""
    require_file_size(len(content))
    text = decoded(content)
    if text is None:
        return None
    if len(text) > MAX_CHARACTERS:
        raise refusals.too_large("文本里的文字过多", "请只保留目标任务通知本身，另存后重新上传。")
    lines = _LINE_END.split(text)
    if len(lines) > MAX_LINES:
        raise refusals.too_large("文本的行数过多", "请只保留目标任务通知本身，另存后重新上传。")
    furniture = _page_numbers(text)
    blocks = tuple(
        Paragraph(text=line.rstrip(), locator=Locator(place=Place.LINE, number=number))
        for number, line in enumerate(lines, start=1)
        if line.strip() and number not in furniture
    )
    return Document(name=name, kind=DocumentKind.TXT, blocks=blocks)


def _page_numbers(text: str) -> set[int]:
    """Lines that only number pages: beside a form feed, or — 1 — counting up by one through the whole file."""
    numbers, decorated = set(), []
    first = 1
    for page in text.split("\f"):
        lines = _LINE_END.split(page)
        filled = [number for number, line in enumerate(lines, start=first) if line.strip()]
        for number in filled:
            match = _PAGE_NUMBER.fullmatch(lines[number - first].strip())
            if match and "\f" in text and number in (filled[0], filled[-1]):
                numbers.add(number)
            elif match and match[1]:
                decorated.append((number, int(match[2])))
        first += len(lines)
    counts = [count for _, count in decorated]
    if len(counts) > 1 and all(
        after == before + 1 for before, after in zip(counts, counts[1:], strict=False)
    ):
        numbers.update(number for number, _ in decorated)
    return numbers


def decoded(content: bytes) -> str | None:
    """The text of a file by its byte order mark, else in the encoding that makes most sense of it."""
    named = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if named is not None:
        return _in(content, named)
    if b"\0" in content:
        texts = [text for encoding in _WIDE if (text := _in(content, encoding)) is not None]
        likeliest = max(texts, key=_usual, default=None)
    else:
        likeliest = next(
            (text for encoding in _WITHOUT_MARK if (text := _in(content, encoding)) is not None), None
        )
    return likeliest if likeliest is not None and _usual(likeliest) > _LEAST_USUAL else None


def _usual(text: str) -> float:
    """The part of the characters that Chinese papers are written in."""
    return len(_USUAL.findall(text)) / max(len(text), 1)


def _in(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text
