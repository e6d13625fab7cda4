"""The program that draws a page of a PDF: bytes on standard input, the number as argument, a PNG in JSON as answer.

It runs by its path in a process of its own under limits (see `process`); nothing of `jinghe` is imported here.
"""

import base64
import json
import struct
import sys
import zlib

import pypdfium2

LONGEST_EDGE = 1600  # pixels; small print of an A4 page stays legible
MOST_ENLARGED = 3.0


def main() -> None:
    """Prints `{"png": …, in base64}` or `{"refused": reason}`."""
    try:
        answer = {"png": base64.b64encode(_picture(sys.stdin.buffer.read(), int(sys.argv[1]))).decode()}
    except MemoryError:
        answer = {"refused": "memory"}
    except Exception:  # whatever the library stumbles over in a stranger's file
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))


def _picture(content: bytes, number: int) -> bytes:
    page = pypdfium2.PdfDocument(content)[number - 1]
    scale = min(MOST_ENLARGED, LONGEST_EDGE / max(page.get_size()))
    drawn = page.render(scale=scale, rev_byteorder=True, draw_annots=True)
    if drawn.n_channels != 3:
        raise ValueError(f"{drawn.n_channels} channels")
    pixels, width = bytes(drawn.buffer), drawn.width * 3
    rows = (pixels[at * drawn.stride : at * drawn.stride + width] for at in range(drawn.height))
    return _png(drawn.width, drawn.height, b"".join(b"\0" + row for row in rows))


def _png(width: int, height: int, rows: bytes) -> bytes:
    """A picture of 24-bit pixels (PNG, third edition, sections 5 and 11); each row begins with its filter."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main()
