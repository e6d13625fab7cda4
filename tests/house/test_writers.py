"""ADR 0011: records and claims have one writer each, or columns stop following from values."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/jinghe"
WRITERS = {SOURCE / "usecases/records/writing.py", SOURCE / "usecases/claims/writing.py"}
MODELS = {"Record", "RecordEvent", "Claim", "ClaimEvent"}
COLUMNS = {"state", "values", "version", "due_on", "occurred_on", "entries", "search", "units", "changed"}
WRITING = {"create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create", "delete"}


def _writes(tree: ast.Module) -> list[str]:
    """What a file does past the writers, with its line."""
    faults = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [part for target in targets for part in (getattr(target, "elts", None) or [target])]
        faults += [
            f"line {node.lineno}: sets .{target.attr}"
            for target in flat
            if isinstance(target, ast.Attribute)
            and target.attr in COLUMNS
            and ast.unparse(target.value) != "self"
        ]
        if isinstance(node, ast.Call):
            faults += [f"line {node.lineno}: {call}" for call in [_called(node)] if call]
    return faults


def _called(call: ast.Call) -> str:
    name = ast.unparse(call.func)
    first, last = name.split(".")[0].split("(")[0], name.rsplit(".", 1)[-1]
    is_built = name in MODELS
    is_written = first in MODELS and last in WRITING
    is_saved = last == "save" and first in {"record", "claim", "project", "lead"}
    return name if is_built or is_written or is_saved else ""


def test_only_their_writers_write_records_and_claims():
    files = [path for folder in ("usecases", "demonstration") for path in (SOURCE / folder).rglob("*.py")]
    faults = [
        f"{path.relative_to(SOURCE)} {fault}"
        for path in files
        if path not in WRITERS
        for fault in _writes(ast.parse(path.read_text("utf-8")))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "text",
    [
        "record.state = 'talks'",
        "claim.version += 1",
        "before, one.state = one.state, after",
        "Record.objects.filter(kind='lead').update(state='talks')",
        "ClaimEvent.objects.bulk_create(events)",
        "record.save()",
        "Record(code='P1')",
    ],
)
def test_a_write_past_the_writers_is_seen(text):
    assert _writes(ast.parse(text))


def test_reading_is_no_write():
    assert not _writes(
        ast.parse("state = record.state\nself.values = {}\nRecord.objects.filter(pk=code).first()")
    )
