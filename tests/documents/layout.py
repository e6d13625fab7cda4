"""Where things stand on the pages of a PDF: characters by their boxes, lines by their ink. Lengths are mm."""

import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

MM = 25.4 / 72
SCALE = 4  # pixels to a point when ink is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Characters on one base line; top and bottom are those of the em square of the first."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    font: str

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A drawn line or bar."""

    left: float
    right: float
    top: float
    bottom: float
    thickness: float
    colour: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page: its size, its lines from the top down, its rules, the centres of its characters, its number from 0."""

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    turned: tuple[Line, ...]
    centres: tuple[tuple[float, float], ...]
    content: bytes
    at: int

    def line(self, text: str) -> Line:
        """The one line that begins with a text."""
        found = [line for line in self.lines if line.text.startswith(text)]
        assert len(found) == 1, (text, [line.text for line in self.lines])
        return found[0]

    def ink(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what is printed within a field."""
        file = pypdfium2.PdfDocument(self.content)
        picture = (
            file[self.at]
            .render(scale=SCALE)
            .to_pil()
            .convert("L")
            .point(lambda grey: 255 if grey < 128 else 0)
        )
        file.close()
        per_mm = SCALE / MM
        field = picture.crop([round(side * per_mm) for side in (left, top, right, bottom)]).getbbox()
        assert field, "nothing is printed there"
        return tuple(side / per_mm + edge for side, edge in zip(field, (left, top) * 2, strict=True))


def pages(content: bytes) -> list[Sheet]:
    """Every page of a PDF as it is looked at."""
    with pdfplumber.open(BytesIO(content)) as file:
        return [_page(page, content, at) for at, page in enumerate(file.pages)]


def _page(page: "pdfplumber.page.Page", content: bytes, at: int) -> Sheet:
    upright = [char for char in page.chars if char["upright"]]
    turned = [char for char in page.chars if not char["upright"]]
    drawn = [*page.rects, *page.lines]
    rules = [
        Rule(
            left=one["x0"] * MM,
            right=one["x1"] * MM,
            top=one["top"] * MM,
            bottom=one["bottom"] * MM,
            thickness=min(one["width"], one["height"]) * MM or (one["linewidth"] or 0) * MM,
            colour=one["non_stroking_color"] if one["object_type"] == "rect" else one["stroking_color"],
        )
        for one in drawn
    ]
    return Sheet(
        width=page.width * MM,
        height=page.height * MM,
        lines=tuple(_lines(upright)),
        rules=tuple(sorted(rules, key=lambda rule: rule.top)),
        turned=tuple(_lines(turned, across="top", along="x0")) if turned else (),
        centres=tuple(
            ((char["x0"] + char["x1"]) / 2 * MM, (char["top"] + char["bottom"]) / 2 * MM)
            for char in page.chars
        ),
        content=content,
        at=at,
    )


def _lines(chars: list[dict], across: str = "x0", along: str = "top") -> list[Line]:
    rows: dict[float, list[dict]] = {}
    for char in chars:
        near = next((place for place in rows if abs(place - char[along]) < 1), char[along])
        rows.setdefault(near, []).append(char)
    made = []
    for _, row in sorted(rows.items()):
        row.sort(key=lambda char: char[across])
        # A font's own box of ascent and descent differs; the em square is the size, in the middle of it.
        first = row[0]
        middle, half = (first["top"] + first["bottom"]) / 2 * MM, first["size"] / 2 * MM
        made.append(
            Line(
                text="".join(char["text"] for char in row).strip(),
                left=min(char["x0"] for char in row) * MM,
                right=max(char["x1"] for char in row) * MM,
                top=middle - half if along == "top" else min(char["top"] for char in row) * MM,
                bottom=middle + half if along == "top" else max(char["bottom"] for char in row) * MM,
                font=first["fontname"],
            )
        )
    return made


def through_libreoffice(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Files of docx printed to PDF by one start of LibreOffice, by name; skips where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("本机没有安装 LibreOffice，docx 版面测量记为跳过。")
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = [folder / f"{name}.docx" for name in files]
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}
