"""Runs commands one after another in one process, each as `python -m jinghe` does: Django's start is paid once.

Reads a JSON list of argument lists; writes a JSON list of [exit code, output, errors].
"""

import contextlib
import io
import json
import runpy
import sys


def answer(arguments: list[str]) -> tuple[int, str, str]:
    """What one command says, and its exit code."""
    sys.argv = ["jinghe", *arguments]
    code, output, errors = 0, io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            runpy.run_module("jinghe", run_name="__main__")
        except SystemExit as end:
            code = end.code
    return code, output.getvalue(), errors.getvalue()


if __name__ == "__main__":
    json.dump([answer(arguments) for arguments in json.load(sys.stdin)], sys.stdout)
