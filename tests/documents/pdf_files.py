"""PDF files made byte by byte for tests, so that no font and no PDF library need be installed.

Glyphs are numbered by their Unicode and nothing is embedded: a reader of text needs no shapes.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

WIDTH, HEIGHT = 842, 595
MARGIN, SIZE, LEADING = 50, 10, 14
_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def 1 begincodespacerange <0000> <FFFF>"
    b" endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)


@dataclass(slots=True)
class Page:
    """A page of text and ruled lines; positions count from the top left corner."""

    content: list[str] = field(default_factory=list)

    def write(self, x: float, top: float, text: str) -> None:
        codes = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {SIZE} Tf {x} {HEIGHT - top - SIZE} Td <{codes}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.content.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")


def pdf_file(pages: Iterable[Page | bytes], *, to_unicode: bytes = _TO_UNICODE, trailer: str = "") -> bytes:
    """The file of these pages; bytes are the content of a page as it is stored, already deflated."""
    objects: list[bytes] = []
    streams = [
        page if isinstance(page, bytes) else zlib.compress("\n".join(page.content).encode()) for page in pages
    ]
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(streams)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Count {len(streams)} /Kids [{kids}] >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [4 0 R]"
        + (b" /ToUnicode 5 0 R >>" if to_unicode else b" >>")
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /DW 1000 /W [32 126 500] /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor"
        b" /FontName /Test /Flags 4 /Ascent 880 /Descent -120 /FontBBox [0 -120 1000 880] >> >>"
    )
    objects.append(_stream(to_unicode, ""))
    for at, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(stream, "/Filter /FlateDecode"))
    return assembled(objects, trailer)


def assembled(objects: list[bytes], trailer: str = "") -> bytes:
    """Numbered objects with their table of places; the first one is the catalog."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    return (
        body
        + (
            f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\n"
            f"startxref\n{len(body)}\n%%EOF\n"
        ).encode()
    )


def _stream(content: bytes, more: str) -> bytes:
    return f"<< /Length {len(content)} {more} >>\nstream\n".encode() + content + b"\nendstream"


@dataclass(slots=True)
class Writer:
    """Sets lines and drawn tables (see `tests.intake.notices`) page after page."""

    pages: list[Page] = field(default_factory=lambda: [Page()])
    top: float = MARGIN
    bottom: float = HEIGHT - MARGIN

    def line(self, text: str) -> None:
        for part in _wrapped(text, WIDTH - 2 * MARGIN):
            if self.top + LEADING > self.bottom:
                self.new_page()
            self.pages[-1].write(MARGIN, self.top, part)
            self.top += LEADING

    def new_page(self) -> None:
        self.pages.append(Page())
        self.top = MARGIN

    def table(self, rows: list[list[str]], areas: list[tuple[int, int, int, int]], head: int = 1) -> None:
        """A ruled table; where a page ends, merged cells are cut and the head rows come again."""
        step = (WIDTH - 2 * MARGIN) / len(rows[0])
        heights = [_height(areas, rows, row, step) for row in range(len(rows))]
        first = 0
        while first < len(rows):
            shown = list(range(head)) if first else []
            while (
                first < len(rows) and self.top + sum(heights[row] for row in (*shown, first)) <= self.bottom
            ):
                shown.append(first)
                first += 1
            self._part(rows, areas, shown, heights, step)
            if first < len(rows):
                self.new_page()

    def _part(self, rows, areas, shown, heights, step) -> None:
        page, tops = self.pages[-1], {}
        for row in shown:
            tops[row] = self.top
            self.top += heights[row]
        for top, left, bottom, right in areas:
            here = [row for row in shown if top <= row <= bottom]
            if not here:
                continue
            y0, y1 = tops[here[0]], tops[here[-1]] + heights[here[-1]]
            x0, x1 = MARGIN + left * step, MARGIN + (right + 1) * step
            for start, end in (
                ((x0, y0), (x1, y0)),
                ((x0, y1), (x1, y1)),
                ((x0, y0), (x0, y1)),
                ((x1, y0), (x1, y1)),
            ):
                page.rule(*start, *end)
            if here[0] == top:
                for at, part in enumerate(_wrapped(rows[top][left], x1 - x0 - 6)):
                    page.write(x0 + 3, y0 + 3 + at * LEADING, part)


def _height(areas, rows, row: int, step: float) -> float:
    lines = [
        len(_wrapped(rows[top][left], (right - left + 1) * step - 6))
        for top, left, bottom, right in areas
        if top == row and bottom == row
    ]
    return 6 + LEADING * max(lines, default=1)


def _wrapped(text: str, width: float) -> list[str]:
    lines, used = [""], 0.0
    for char in text:
        wide = SIZE / 2 if char.isascii() else SIZE
        if used + wide > width:
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += wide
    return lines
