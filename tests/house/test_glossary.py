"""The glossary and the code say the same: one term, one identifier, both ways."""

import ast
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.builders import ledger, score, target

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jinghe"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+?) \| ([^|]*?) ?\|$", re.MULTILINE)
DJANGO_ASKS_FOR = re.compile(r"handler[45]\d\d")
TERMS = ROW.findall((ROOT / "GLOSSARY.md").read_text("utf-8"))


@cache
def modules() -> tuple[Path, ...]:
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that the module gives: functions, classes, arguments, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


@cache
def given_names() -> list[tuple[str, str]]:
    """(identifier, where) over the whole source."""
    return [
        (name, f"{path.relative_to(ROOT)}:{line}")
        for path in modules()
        for name, line in identifiers(ast.parse(path.read_text("utf-8")))
    ]


def parts(identifier: str) -> list[str]:
    """The words of snake_case and CamelCase names, in lower case."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)]


def test_the_glossary_is_read():
    rows = [line for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(TERMS) == len(rows) > 80


def test_every_identifier_of_the_glossary_is_in_the_code():
    words = {word for path in modules() for word in re.findall(r"\w+", path.read_text("utf-8"))}
    assert [identifier for identifier, _, _ in TERMS if identifier not in words] == []


@pytest.mark.parametrize("column", [0, 1], ids=["identifier", "Chinese term"])
def test_no_term_stands_twice(column):
    counted = Counter(term[column].strip().lower() for term in TERMS)
    assert [term for term, times in counted.items() if times > 1] == []


def test_a_chinese_term_is_chinese_and_an_identifier_is_not():
    assert [chinese for _, chinese, _ in TERMS if not re.search(r"[\u4e00-\u9fff]", chinese)] == []
    assert [name for name, _, _ in TERMS if not name.isascii()] == []


@pytest.mark.parametrize(
    ("word", "beside"),
    [
        ("project", {"root", "dir", "directory", "path", "settings", "file"}),
        ("target", {"dir", "directory", "path", "file", "language", "url"}),
        ("lead", {"unit", "department", "owner", "person"}),
    ],
)
def test_a_reserved_word_is_not_used_for_something_else(word, beside):
    misused = [
        (name, where) for name, where in given_names() if word in parts(name) and beside & set(parts(name))
    ]
    assert misused == []


def test_service_is_kept_for_services_to_enterprises():
    served = ("service", "duties", "catalogue")
    found = [(name, where) for name, where in given_names() if {"service", "services"} & set(parts(name))]
    assert [(name, where) for name, where in found if not any(word in where for word in served)] == []


def test_an_issue_is_a_paper_being_issued_never_a_problem():
    issuing = {"issue", "issue_plan", "issue_document"}
    found = [(name, where) for name, where in given_names() if {"issue", "issues"} & set(parts(name))]
    assert [(name, where) for name, where in found if name.lower() not in issuing] == []


def test_a_thing_has_a_name_of_its_own():
    nameless = {"info", "manager", "handler", "utils", "util", "helper", "helpers", "misc"}
    files = [str(path.relative_to(ROOT)) for path in modules() if nameless & set(parts(path.stem))]
    assert files == []
    found = [(name, where) for name, where in given_names() if nameless & set(parts(name))]
    assert [(name, where) for name, where in found if not DJANGO_ASKS_FOR.fullmatch(name)] == []


def test_the_example_of_the_conventions_runs():
    text = (ROOT / "CONVENTIONS.md").read_text("utf-8")
    (example,) = re.findall(r"^    postings = ledger\(.*?^    assert .*?$", text, re.MULTILINE | re.DOTALL)
    exec(textwrap.dedent(example), {"ledger": ledger, "score": score, "target": target})
