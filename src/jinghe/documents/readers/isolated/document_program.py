"""The program that reads a docx, xlsx or txt: bytes on standard input, the document as JSON on standard output.

It runs by its path in a process of its own under limits (see `isolated` and `process`).
"""

import json
import sys
import traceback
from typing import Any

from jinghe.documents.document_json import document_to_json
from jinghe.documents.readers import read, refusals


def main() -> None:
    """Prints `{"document": …}`, `{"refused": reason, "message": sentence}` or `{"fault": traceback}`."""
    try:
        answer = json.dumps(_answer(sys.stdin.buffer.read()))
    except MemoryError:
        answer = json.dumps(_refused(refusals.too_much_inside()))
    except RecursionError:
        answer = json.dumps(_refused(refusals.broken_off()))
    except Exception:  # the caller logs it
        answer = json.dumps({"fault": traceback.format_exc()})
    sys.stdout.write(answer)


def _answer(content: bytes) -> dict[str, Any]:
    try:
        return {"document": document_to_json(read(content, name=""))}
    except refusals.UnreadableDocument as refused:
        return _refused(refused)


def _refused(refused: refusals.UnreadableDocument) -> dict[str, Any]:
    return {"refused": refused.reason.value, "message": refused.message}


if __name__ == "__main__":
    main()
