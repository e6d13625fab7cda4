"""The house has one clock, and every paper that could leave a demonstration asks whether it must be marked."""

import ast
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src" / "jinghe"
REAL_TIME = {
    "usecases/common/clock.py",
    "usecases/security/account_reading.py",
    "usecases/security/sign_ins.py",
}
"""The clock itself, and who signs in, who is locked out and whose password is too old."""

ASKING = {"now", "localdate", "localtime", "today", "utcnow"}
WRITING = {"write_docx", "write_pdf", "write_xlsx", "write_workbook", "export_xlsx", "export_csv"}
MARKING = {"marked", "marked_notes"}


def faces_and_use_cases():
    for folder in ("usecases", "web"):
        for path in sorted((SOURCES / folder).rglob("*.py")):
            yield path.relative_to(SOURCES).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def called(tree):
    """(what it is asked of, the name of the function, line) of every call without an argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            yield getattr(node.func.value, "id", ""), node.func.attr, node.lineno


def test_nobody_asks_the_machine_for_the_time_but_the_clock():
    asked = [
        f"{name}:{line}"
        for name, tree in faces_and_use_cases()
        if name not in REAL_TIME
        for whom, what, line in called(tree)
        if what in ASKING and whom in {"timezone", "datetime", "date", "time"}
    ]
    assert asked == []


def test_only_a_demonstration_being_told_sets_the_clock():
    setting = [
        name
        for name, tree in faces_and_use_cases()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "set_to"
        and getattr(node.value, "id", "") == "clock"
    ]
    assert setting == []


def test_whoever_writes_a_paper_marks_it_where_it_must_be():
    unmarked = [
        name
        for name, tree in faces_and_use_cases()
        if (names := {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}) & WRITING
        and not names & MARKING
    ]
    assert unmarked == []
