"""WordprocessingML in small pieces: every text escaped, every element in the order of the schema."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from jinghe.documents.blocks import Figure, Runs
from jinghe.documents.writers.archive import clean

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def twips(mm: float) -> int:
    """Twentieths of a point, in which a docx counts lengths."""
    return round(mm / 25.4 * 1440)


def attribute(text: str) -> str:
    """A quoted attribute value."""
    return quoteattr(clean(text))


def text_element(text: str) -> str:
    """The text of a run with its line breaks and tabs."""
    pieces = re.split("([\n\t])", clean(text))
    return "".join(
        _BREAKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces if piece
    )


class Writer:
    """Writes runs, and gives every content control of one file a number of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def runs(self, runs: Runs, properties: str = "") -> str:
        """Runs, each figure in a content control whose tag is its key."""
        return "".join(
            self._figure(run, properties) if isinstance(run, Figure) else plain_run(run, properties)
            for run in runs
            if run
        )

    def _figure(self, figure: Figure, properties: str) -> str:
        mark = f'<w:tag w:val={attribute(figure.key)}/><w:id w:val="{next(self._numbers)}"/>'
        return (
            f'<w:sdt><w:sdtPr>{mark}<w15:appearance w15:val="hidden"/></w:sdtPr>'
            f"<w:sdtContent>{plain_run(figure.text, properties)}</w:sdtContent></w:sdt>"
        )


def plain_run(text: str, properties: str = "") -> str:
    """A run of text."""
    run_properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{run_properties}{text_element(text)}</w:r>"


def size_of(points: float) -> str:
    """Run properties that set a size; a docx counts half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


Justification = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Properties of a paragraph beyond its style. Lengths are mm; `line` is an exact height."""

    style: str = ""
    keep_next: bool = False
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    place: Justification | None = None
    borders: str = ""
    tabs: str = ""

    @property
    def xml(self) -> str:
        """The properties in the order of the schema."""
        parts = (
            f'<w:pStyle w:val="{self.style}"/>' if self.style else "",
            "<w:keepNext/>" if self.keep_next else "",
            f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else "",
            f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "",
            _measured("spacing", {"before": self.before, "after": self.after, "line": self.line}),
            _measured("ind", {"left": self.left, "right": self.right, "hanging": self.hanging}),
            f'<w:jc w:val="{self.place}"/>' if self.place else "",
        )
        return f"<w:pPr>{''.join(parts)}</w:pPr>"


def _measured(name: str, lengths: dict[str, float | None]) -> str:
    known = "".join(f' w:{key}="{twips(mm)}"' for key, mm in lengths.items() if mm is not None)
    rule = ' w:lineRule="exact"' if lengths.get("line") is not None else ""
    return f"<w:{name}{known}{rule}/>" if known else ""


def paragraph(content: str, shape: Shape) -> str:
    """A paragraph of written runs."""
    return f"<w:p>{shape.xml}{content}</w:p>"


def kept(shape: Shape) -> Shape:
    """The same paragraph, on the page of the next one."""
    return replace(shape, keep_next=True)


def with_section(blocks: list[str], section: str) -> list[str]:
    """Blocks whose last paragraph ends a section; after a table it is one of its own, too low to be seen."""
    if not blocks or not blocks[-1].startswith("<w:p>"):
        blocks = [*blocks, paragraph("", Shape(style="Hidden"))]
    return [*blocks[:-1], blocks[-1].replace("</w:pPr>", f"{section}</w:pPr>", 1)]


def joined(lines: Iterable[str], properties: str = "") -> str:
    """Lines of one paragraph, broken where they end."""
    return plain_run("\n".join(lines), properties)
