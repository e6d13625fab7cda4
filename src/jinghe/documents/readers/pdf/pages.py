"""The program that opens a PDF: bytes on standard input, what stands on each page as JSON on standard output.

It runs by its path in a process of its own under limits (see `process`), since a PDF is a stranger's program: it
may recurse, inflate without end or crash the parser. Nothing of `jinghe` is imported here, so that it starts at once.
"""

import io
import json
import logging
import re
import sys
from typing import Any

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFXRefFallback
from pdfplumber.utils.text import extract_words

Json = dict[str, Any]

MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
MAX_RULES = 100_000  # lines and boxes on one page
SNAP = 3.0  # points; rules nearer than this are one
_NO_UNICODE = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class _DataLost(Exception):
    """A packed part of the file is broken: what it held is lost, or may be wrong."""


def _refuse_corrupted(data: bytes) -> bytes:
    """In place of the parser's own repair, which goes on with whatever is left."""
    raise _DataLost(f"{len(data)} bytes")


def main() -> None:
    """Prints `{"pages": […]}` or `{"refused": reason}`."""
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"refused": "memory"}
    except RecursionError:
        answer = {"refused": "damaged"}
    except Exception as error:  # whatever the parser stumbles over in a stranger's file
        answer = {"refused": _reason(error)}
    sys.stdout.write(json.dumps(answer))


def _reason(error: BaseException) -> str:
    chain: list[BaseException] = []
    while error not in chain:
        chain.append(error)
        error = (
            error.__cause__
            or error.__context__
            or next((link for link in error.args if isinstance(link, BaseException)), error)
        )
    names = {type(link).__name__ for link in chain}
    if "MemoryError" in names:
        return "memory"
    return "encrypted" if names & {"PDFPasswordIncorrect", "PDFEncryptionError"} else "damaged"


def _answer(content: bytes) -> Json:
    logging.disable()
    pdftypes.decompress_corrupted = _refuse_corrupted
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        if any(isinstance(xref, PDFXRefFallback) for xref in pdf.doc.xrefs):
            return {"refused": "damaged"}
        if len(pdf.pages) > MAX_PAGES:
            return {"refused": "pages"}
        pages, characters = [], 0
        for page in pdf.pages:
            pages.append(_page(page))
            characters += pages[-1].pop("characters")
            if characters > MAX_CHARACTERS:
                return {"refused": "characters"}
            page.close()
        if not pages:
            return {"refused": "damaged"}
        properties = {str(name): str(value) for name, value in (pdf.metadata or {}).items()}
        return {"pages": pages, "properties": properties}


def _page(page: Any) -> Json:
    """Lines of text outside tables, tables as cells with text, and what could not be read."""
    if len(page.edges) > MAX_RULES:
        raise MemoryError
    upright = page.filter(lambda item: item["object_type"] != "char" or _is_upright(item)).dedupe_chars()
    chars = [_readable(char) for char in upright.chars if _is_inside(char, page.bbox)]
    tables = [table for table in (_table(ruled) for ruled in upright.find_tables(_SETTINGS)) if table]
    outside: list[Json] = []
    for char in chars:
        middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        home = next((table for table in tables if _holds(table["box"], middle)), None)
        (outside if home is None else home["chars"]).append(char)
    for table in tables:
        _fill(table)
    return {
        "width": float(page.width),
        "height": float(page.height),
        "lines": _lines(outside),
        "tables": tables,
        "images": len(page.images),
        "turned": _turned(page.chars),
        "characters": len(chars),
    }


def _is_upright(char: Json) -> bool:
    """The parser takes a character turned by exactly a quarter for upright where its matrix is not quite exact."""
    across, up = char["matrix"][0], char["matrix"][1]
    return bool(char["upright"]) and abs(across) > abs(up)


def _turned(chars: list[Json]) -> int:
    """How many characters are turned; a page number at the foot of a turned sheet says nothing."""
    turned = [char["text"] for char in chars if not (_is_upright(char) or char["text"].isspace())]
    return 0 if _PAGE_NUMBER.fullmatch("".join(turned)) else len(turned)


_PAGE_NUMBER = re.compile(r"[—–-]*[0-9]{1,4}[—–-]*")
_SETTINGS = {"snap_tolerance": SNAP, "join_tolerance": SNAP, "intersection_tolerance": SNAP}


def _readable(char: Json) -> Json:
    """A glyph without a character of its own must not be taken for the digits of its number."""
    return char | {"text": _NO_UNICODE.sub(_REPLACEMENT, char["text"])}


def _is_inside(char: Json, box: tuple[float, float, float, float]) -> bool:
    return _holds(list(box), ((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2))


def _holds(box: list[float], point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _table(ruled: Any) -> Json | None:
    """The grid of a ruled table; None for a single box, which is a frame around text."""
    boxes = ruled.cells
    across, down = (
        _edges([x for box in boxes for x in (box[0], box[2])]),
        _edges([y for box in boxes for y in (box[1], box[3])]),
    )
    if len(boxes) < 2:
        return None
    cells = [
        {
            "row": _nearest(down, box[1]),
            "column": _nearest(across, box[0]),
            "bottom": _nearest(down, box[3]),
            "right": _nearest(across, box[2]),
            "box": [float(edge) for edge in box],
        }
        for box in sorted(boxes, key=lambda box: (box[1], box[0]))
    ]
    return {
        "box": [float(edge) for edge in ruled.bbox],
        "across": across,
        "down": down,
        "cells": cells,
        "chars": [],
    }


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SNAP:
            edges.append(float(value))
    return edges


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _fill(table: Json) -> None:
    """Each character goes to the cell its middle lies in; those in no cell are told as stray."""
    chars_of_cells: list[list[Json]] = [[] for _ in table["cells"]]
    cell_numbers = {
        (row, column): number
        for number, cell in enumerate(table["cells"])
        for row in range(cell["row"], cell["bottom"])
        for column in range(cell["column"], cell["right"])
    }
    stray: list[Json] = []
    for char in table.pop("chars"):
        row = _band(table["down"], (char["top"] + char["bottom"]) / 2)
        column = _band(table["across"], (char["x0"] + char["x1"]) / 2)
        number = cell_numbers.get((row, column))
        (stray if number is None else chars_of_cells[number]).append(char)
    for cell, chars in zip(table["cells"], chars_of_cells, strict=True):
        cell["text"] = "\n".join(line["text"] for line in _lines(chars))
        cell.pop("box")
    table["stray"] = "".join(line["text"] for line in _lines(stray)).strip()


def _band(edges: list[float], value: float) -> int:
    return max((at for at, edge in enumerate(edges) if edge <= value), default=0)


def _lines(chars: list[Json]) -> list[Json]:
    """Lines of characters top down, words joined by one blank where there is a gap."""
    words = extract_words(chars, x_tolerance=2, y_tolerance=3) if chars else []
    lines: list[list[Json]] = []
    for word in sorted(words, key=lambda word: ((word["top"] + word["bottom"]) / 2, word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and any(other["top"] < middle < other["bottom"] for other in lines[-1][:1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda word: word["x0"])) for line in lines]


def _line(words: list[Json]) -> Json:
    return {
        "text": "".join(
            _gap(before, word) + word["text"] for before, word in zip([None, *words], words, strict=False)
        ),
        "x0": float(words[0]["x0"]),
        "x1": float(max(word["x1"] for word in words)),
        "top": float(min(word["top"] for word in words)),
        "bottom": float(max(word["bottom"] for word in words)),
        "size": max(float(word["bottom"] - word["top"]) for word in words),
    }


def _gap(before: Json | None, word: Json) -> str:
    """A blank between words, but for the narrow gap that programs leave between digits and Chinese."""
    if before is None:
        return ""
    narrow = word["x0"] - before["x1"] < 0.5 * (word["bottom"] - word["top"])
    beside = (before["text"][-1], word["text"][0])
    return "" if narrow and any(char > "\u2e7f" for char in beside) else " "


if __name__ == "__main__":
    main()
