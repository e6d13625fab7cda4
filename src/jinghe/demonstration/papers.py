"""Papers of the demonstration, made anew from what they stand for: they say what they are and prove nothing."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from jinghe.core.counting.entries import Entry, Evidence

_WIDTH, _HEIGHT = 240, 320
_PAPER, _INK = (251, 250, 247), (120, 132, 146)


def evidence_of(entry: Entry, name: str, papers: Iterable[str | list[str]]) -> Entry:
    """The entry with papers: each a kind, or a kind and a title that is not the usual one.

    There are no files behind them, so a digest stands for the title.
    """
    titled = ((one, _title(entry, name, one)) if isinstance(one, str) else one for one in papers)
    evidence = (
        Evidence(kind=kind, title=title, digest=sha256(title.encode()).hexdigest()) for kind, title in titled
    )
    return replace(entry, evidence=tuple(evidence))


def papers_of(entry: Entry, name: str) -> list[str | list[str]]:
    """What `evidence_of` makes the papers of an entry from."""
    return [
        one.kind if one.title == _title(entry, name, one.kind) else [one.kind, one.title]
        for one in entry.evidence
    ]


def name_in(entry: Entry) -> str:
    """What the papers of an entry call its subject; empty where they do not say."""
    for paper in entry.evidence:
        end = _title(entry, "", paper.kind)
        if paper.title.endswith(end):
            return paper.title.removesuffix(end)
    return ""


def _title(entry: Entry, name: str, kind: str) -> str:
    on = entry.occurred_on
    return f"{name}{kind}（{on.year}年{on.month}月{on.day}日）"


def picture(seed: str) -> bytes:
    """A PNG of a printed form with a seal, another for every seed."""
    draw = sha256(seed.encode()).digest()
    shades = [tuple(max(0, one - 40 - draw[0] % 60) for one in _PAPER), _INK]
    seal = (176 + draw[1] % 40, 58, 48)
    lines = [40 + 22 * place for place in range(10)]
    widths = {line: 60 + draw[place + 2] % 140 for place, line in enumerate(lines)}
    rows = []
    for y in range(_HEIGHT):
        row = bytearray()
        line = next((one for one in lines if one <= y < one + 7), None)
        for x in range(_WIDTH):
            distance = (x - 178) ** 2 + (y - 268) ** 2
            if 26**2 <= distance <= 31**2 or (distance <= 9**2 and (x + y) % 3):
                row += bytes(seal)
            elif line is not None and 20 <= x < 20 + widths[line]:
                row += bytes(shades[line == lines[0]])
            else:
                row += bytes(_PAPER)
        rows.append(b"\x00" + bytes(row))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
