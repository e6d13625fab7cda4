"""The program that reads a workbook that was sent back: bytes on standard input, JSON on standard output.

It runs by its path in a process of its own under limits (see `workbook` and `process`).
"""

import json
import sys
import traceback
from typing import Any

from jinghe.documents.readers import refusals
from jinghe.documents.readers.xlsx.filled_json import filled_to_json
from jinghe.documents.readers.xlsx.workbook import read_workbook


def main() -> None:
    """Prints `{"filled": …}`, `{"refused": reason, "message": sentence}` or `{"fault": traceback}`."""
    try:
        answer = json.dumps(_answer(sys.stdin.buffer.read()), separators=(",", ":"))
    except MemoryError:
        answer = json.dumps(_refused(refusals.too_much_inside()))
    except RecursionError:
        answer = json.dumps(_refused(refusals.broken_off()))
    except Exception:  # the caller logs it
        answer = json.dumps({"fault": traceback.format_exc()})
    sys.stdout.write(answer)


def _answer(content: bytes) -> dict[str, Any]:
    try:
        return {"filled": filled_to_json(read_workbook(content, isolated=False))}
    except refusals.UnreadableDocument as refused:
        return _refused(refused)


def _refused(refused: refusals.UnreadableDocument) -> dict[str, Any]:
    return {"refused": refused.reason.value, "message": refused.message}


if __name__ == "__main__":
    main()
