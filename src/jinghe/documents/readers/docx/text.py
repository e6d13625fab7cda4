"""The visible text of one paragraph, and what hangs on it: text boxes, notes, pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinghe.documents.readers import remarks
from jinghe.documents.readers.docx.wordml import (
    GRAPHIC_TAGS,
    MATH_TEXT,
    MC,
    PICTURE_TAGS,
    W,
    child,
    chosen_branch,
    is_on,
)
from jinghe.documents.readers.package import Element
from jinghe.documents.tables import Locator, Place, ReaderRemark

PAGE_BREAK = "\f"  # cannot occur in XML
NOTE_PLACES = {
    W + "footnoteReference": Place.FOOTNOTE,
    W + "endnoteReference": Place.ENDNOTE,
    W + "commentReference": Place.COMMENT,
}
_FIXED = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SKIPPED = {
    W + name
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "instrText", "delText", "rt", "rubyPr")
}
_GRAPHICS = {W + "drawing", W + "pict", W + "object"}
_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SYMBOLS = {  # Wingdings, Wingdings 2, Symbol: the marks that stand in forms
    ("wingdings", 0xFC): "✓", ("wingdings", 0xFB): "✗", ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒",
    ("wingdings", 0xA8): "☐", ("wingdings", 0x6F): "☐", ("wingdings", 0x6C): "●", ("wingdings", 0x6E): "■",
    ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0xA3): "☐",
    ("symbol", 0xB7): "•", ("symbol", 0xA3): "≤", ("symbol", 0xB3): "≥",
    ("symbol", 0xB4): "×", ("symbol", 0xB1): "±",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class ParagraphText:
    """What one paragraph shows. `text_boxes` are `txbxContent` elements, `notes` pairs of kind and id."""

    text: str = ""
    text_boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[Place, str]] = field(default_factory=list)
    has_pictures: bool = False
    has_objects: bool = False
    has_hidden_text: bool = False
    has_unknown_symbols: bool = False


def read_text(paragraph: Element) -> ParagraphText:
    """Text without its automatic number. Deleted, moved-away and hidden text and field codes are left out."""
    reader = _TextReader()
    reader.walk(paragraph)
    text = "".join(reader.pieces).strip(PAGE_BREAK)
    reader.paragraph.text = text.replace(PAGE_BREAK, "\n")
    return reader.paragraph


class _TextReader:
    """Walks a paragraph; `fields` holds for each open field whether its result has begun."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.paragraph = ParagraphText()
        self.fields: list[bool] = []

    def walk(self, element: Element) -> None:
        for inner in element:
            tag = inner.tag
            if tag == W + "t" or tag == MATH_TEXT:
                self.add(_written(inner))
            elif tag in _FIXED:
                self.add(_FIXED[tag])
            elif tag in NOTE_PLACES:
                self.paragraph.notes.append((NOTE_PLACES[tag], inner.get(W + "id", "")))
            elif tag in _GRAPHICS:
                self.graphic(inner)
            elif tag == MC + "AlternateContent":
                self.walk(chosen_branch(inner))
            elif tag not in _SKIPPED:
                self.special(inner)

    def special(self, element: Element) -> None:
        """Elements that need more than their tag; whatever is not known is looked through for text."""
        if element.tag == W + "fldChar":
            self.field_mark(element.get(W + "fldCharType", ""))
        elif element.tag == W + "br":
            self.add("\n" if element.get(W + "type", "textWrapping") == "textWrapping" else PAGE_BREAK)
        elif element.tag == W + "sym":
            self.add(self.symbol(element))
        elif element.tag == W + "r" and is_on(element, "rPr/vanish"):
            self.paragraph.has_hidden_text |= next(element.iter(W + "t"), None) is not None
        else:
            self.walk(element)

    def add(self, text: str) -> None:
        if all(self.fields):
            self.pieces.append(text)

    def field_mark(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def graphic(self, element: Element) -> None:
        """Text boxes are read apart, from one branch of alternate content only."""
        self.paragraph.has_pictures |= next(element.iter(*PICTURE_TAGS), None) is not None
        self.paragraph.has_objects |= next(element.iter(*GRAPHIC_TAGS), None) is not None
        self.collect_text_boxes(element)

    def collect_text_boxes(self, element: Element) -> None:
        for inner in element:
            if inner.tag == W + "txbxContent":
                self.paragraph.text_boxes.append(inner)
            elif inner.tag == MC + "AlternateContent":
                self.collect_text_boxes(chosen_branch(inner))
            else:
                self.collect_text_boxes(inner)

    def symbol(self, element: Element) -> str:
        """The character meant; codes from F000 to F0FF are positions in a symbol font."""
        written = element.get(W + "char", "")
        code = int(written, 16) if _CODE.fullmatch(written) else 0
        known = _SYMBOLS.get((element.get(W + "font", "").lower(), code - 0xF000))
        if known is None and (code < 0x20 or 0xD800 <= code <= 0xF8FF):
            self.paragraph.has_unknown_symbols = True
            return "\N{REPLACEMENT CHARACTER}"
        return known or chr(code)


def _written(element: Element) -> str:
    """XML blanks at the ends count only where preserved; a raw line feed shows as a blank."""
    text: str = element.text or ""
    if element.get(_XML_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", "").replace("\n", " ")


def is_mark_deleted(paragraph: Element) -> bool:
    """Whether a pending revision deletes the end of the paragraph, so that its text runs on into the next."""
    mark = child(paragraph, "pPr/rPr")
    return mark is not None and any(child(mark, name) is not None for name in ("del", "moveFrom"))


def about_paragraph(paragraph: ParagraphText, here: Locator) -> Iterator[ReaderRemark]:
    """What of a paragraph was not read."""
    if paragraph.has_hidden_text:
        yield remarks.hidden_text(here)
    if paragraph.has_objects:
        yield remarks.embedded_object(here)
    elif paragraph.has_pictures:
        yield remarks.picture(here)
    if paragraph.has_unknown_symbols:
        yield remarks.unknown_symbols(here)
