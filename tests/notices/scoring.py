"""How well notices are read: ours, and those that stand beside the repository where there are any."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinghe.documents.readers import UnreadableDocument, read
from jinghe.intake import PlanReading, read_plan
from jinghe.reference.lexicon_loading import lexicon
from tests.intake.expected import differences
from tests.notices.own_notices import own_notices

Json = dict[str, Any]
SHARED = Path(__file__).resolve().parents[3] / "shared"


@dataclass(frozen=True, slots=True)
class Score:
    """differences: in words; is_silent: whether something was read wrong and nothing at all says so."""

    name: str
    asked: int
    differences: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def missed(self) -> int:
        is_refused = any(one.startswith("refused") for one in self.differences)
        return self.asked if is_refused else sum(one.startswith("not read") for one in self.differences)

    @property
    def surplus(self) -> tuple[str, ...]:
        return tuple(one for one in self.differences if one.startswith("surplus"))

    @property
    def is_silent(self) -> bool:
        return bool(self.differences) and not self.findings


def _score(name: str, content: bytes, file_name: str, expected: Json) -> Score:
    try:
        reading = read_plan(read(content, name=file_name), lexicon())
    except UnreadableDocument as refused:
        reading = PlanReading(plan=None, error=refused.message)
    codes = tuple(sorted({finding.code for finding in reading.findings}))
    said = codes or ((reading.error,) if reading.error else ())
    return Score(name, len(expected["targets"]), tuple(differences(reading, expected)), said)


@cache
def own_scores() -> tuple[Score, ...]:
    return tuple(_score(one.name, one.content, one.file_name, one.expected) for one in own_notices())


def shared_scores() -> Iterator[Score]:
    """Of the notices beside the repository; nothing where there are none."""
    for expected in sorted((SHARED / "notices").glob("**/*.expected.json")):
        told = json.loads(expected.read_text("utf-8"))
        named = expected.name.removesuffix(".expected.json")
        files = [expected.parent / named]
        if not files[0].is_file():
            files = [path for path in sorted(expected.parent.glob(f"{named}*")) if path.suffix != ".json"]
        for path in files:
            wanted = told | ({"document_number": None, "issued_on": None} if "annexes" in path.name else {})
            yield _score(path.name, path.read_bytes(), path.name, wanted)
