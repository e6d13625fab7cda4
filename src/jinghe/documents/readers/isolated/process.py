"""Reading a stranger's file in a process of its own, with bounded time and memory: no file can take the site down."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

MAX_SECONDS = 40
MAX_MEGABYTES = 1024
_LIMITS = Path(__file__).with_name("process_limits.py")
_KEPT = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
)  # of the environment: what Python needs to start, and no secrets


class ProcessLate(Exception):
    """The process had not ended in time; it was stopped."""


class ProcessDied(Exception):
    """The process ended without an answer: it crashed, was killed, or ran into a limit."""


def answer_of(program: Path, content: bytes, *arguments: str) -> dict[str, Any]:
    """What a program answers in JSON to a file on its standard input. Raises ProcessLate, ProcessDied."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    limits = (str(MAX_SECONDS), str(MAX_MEGABYTES))
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_LIMITS), *limits, str(program), *arguments],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise ProcessLate(f"after {MAX_SECONDS} s") from late
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise ProcessDied(f"exit status {done.returncode}") from error
    if not isinstance(answer, dict):
        raise ProcessDied("an answer of another shape")
    return answer
