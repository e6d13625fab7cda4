"""The repository keeps its own rules."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"runtime.txt": None, "test.txt": "test", "setup.txt": "setup", "node.txt": "node"}

# Past 400 lines a file wants a second look; these had one. A style sheet has one line for each declaration.
LONG = 400
LONG_SHEET = 800
LONG_FOR_A_REASON = {
    "tests/spec/cases.py": "one table of cases, read from top to bottom",
    "tests/generative/strategies.py": "one strategy for each value of core, used together",
    "tests/documents/test_xlsx.py": "everything an xlsx can hold, in the order of the format",
    "tests/builders.py": "how tests draw ledgers, plans and rows: one vocabulary",
    "tests/usecases/test_claim_content.py": "what keeps a claim back, case by case",
    "tests/bench.py": "one script, each of whose stages runs as a process of its own",
    "src/jinghe/store/migrations/0001_version_0_1.py": "written by Django: the tables of one version",
    "LICENSE": "the licence",
}
GENERATED = ("package-lock.json", "requirements/runtime.txt", "requirements/test.txt")

REGISTRIES = re.compile(
    r"https?://[\w.-]*(pypi|pythonhosted|npmjs|npmmirror|registry|deb\.debian|mirror)[\w.-]*", re.IGNORECASE
)
# In two pieces, so that this file does not find itself.
LEFT_TO_DO = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
STYLE_LINE = re.compile(
    r"""
    | \}                                  # the end of a rule
    | [^{};]+ [{,]                        # selectors, or a query; one of several selectors or values
    | [\w-]+: (?: ("[^"]*" | [^{};"])* ;)?   # a declaration, or the first line of a long one
    | ("[^"]*" | [^{};":])+ ;             # the last line of a long one
    """,
    re.VERBOSE,
)
ADR_PARTS = ("context", "decision", "rejected", "consequences")
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter", "localtime", "gmtime"}


@cache
def tracked() -> tuple[Path, ...]:
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("本机的源码目录不是 git 仓库，仓库规则检查记为跳过。")
    return tuple(ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file())


def lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []  # a sample document, not text


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in tracked()
        for number, line in enumerate(lines(path), 1)
        if pattern.search(line)
    ]


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_dependency_says_what_it_is_for():
    entries = [
        line for line in lines(ROOT / "pyproject.toml") if re.match(r'    "[a-z0-9-]+(\[\w+\])?[~>=<]', line)
    ]
    declared = pyproject()
    count = len(declared["project"]["dependencies"]) + sum(map(len, declared["dependency-groups"].values()))
    assert len(entries) == count
    assert [line for line in entries if not re.search(r'",\s+# \w.{10,}', line)] == []


@pytest.mark.parametrize(("lock", "group"), LOCKS.items())
def test_the_lock_holds_every_declared_dependency_with_hashes(lock, group):
    declared = pyproject()
    wanted = declared["dependency-groups"][group] if group else declared["project"]["dependencies"]
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    locked = {
        canonicalize_name(name): version for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", text)
    }
    for requirement in map(Requirement, wanted):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement} is missing: run requirements/lock"
        assert requirement.specifier.contains(version), (
            f"{requirement} is locked as {version}: run requirements/lock"
        )
    assert text.count("==") <= text.count(" \\\n    --hash=sha256:")


def test_no_package_registry_is_named():
    assert found(REGISTRIES) == []


def test_no_third_party_file_is_tracked():
    strangers = re.compile(r"(^|/)(vendor|node_modules)/|\.min\.(js|css)$|\.map$|\.woff2?$|\.whl$")
    assert [name_of(path) for path in tracked() if strangers.search(name_of(path))] == []
    minified = [
        name_of(path)
        for path in tracked()
        if path.suffix in {".js", ".css", ".html", ".py"} and any(len(line) > 2000 for line in lines(path))
    ]
    assert minified == []


def test_a_long_file_has_a_reason():
    long = [
        f"{name_of(path)}: {len(lines(path))}"
        for path in tracked()
        if path.suffix in {".py", ".js", ".css", ".html", ""}
        and len(lines(path)) > (LONG_SHEET if path.suffix == ".css" else LONG)
    ]
    assert [entry for entry in long if entry.split(":")[0] not in LONG_FOR_A_REASON] == []


def test_a_template_is_laid_out_so_that_a_change_can_be_read():
    """Laid out by djangofmt, which breaks no line where a reader would see a blank; then no line is too long."""
    pages = [path for path in tracked() if path.suffix == ".html"]
    done = subprocess.run(
        [shutil.which("djangofmt", path=Path(sys.executable).parent) or "djangofmt", "--check", *pages],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [place for path in pages for place in too_long(path)] == []


def too_long(path: Path) -> list[str]:
    return [f"{name_of(path)}:{number}" for number, line in enumerate(lines(path), 1) if len(line) > 140]


def test_a_style_sheet_has_one_declaration_a_line():
    sheets = [path for path in tracked() if path.suffix == ".css"]
    crowded = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in sheets
        for number, line in enumerate(bare_lines(path), 1)
        if not STYLE_LINE.fullmatch(line)
    ]
    assert crowded == []
    assert [place for path in sheets for place in too_long(path)] == []


def bare_lines(path: Path) -> list[str]:
    """The lines of a style sheet without its comments and the blanks around each line."""
    text = re.sub(
        r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), "\n".join(lines(path)), flags=re.DOTALL
    )
    return [line.strip() for line in text.split("\n")]


def test_nothing_is_left_to_do():
    assert [line for line in found(LEFT_TO_DO) if not line.startswith(GENERATED)] == []


def test_every_decision_record_has_its_four_parts():
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        headings = " ".join(line.lower() for line in lines(path) if line.startswith("#"))
        assert [part for part in ADR_PARTS if part not in headings] == [], name_of(path)


def core_modules() -> list[tuple[str, ast.Module]]:
    files = sorted((ROOT / "src" / "jinghe" / "core").rglob("*.py"))
    return [(name_of(path), ast.parse(path.read_text(encoding="utf-8"))) for path in files]


def test_core_needs_only_the_standard_library():
    strangers = [
        f"{name}: {module}"
        for name, tree in core_modules()
        for module in imported(tree)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("jinghe.core")
    ]
    assert strangers == []


def test_core_asks_no_clock_and_opens_no_file():
    calls = [
        f"{name}:{node.lineno}"
        for name, tree in core_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS and not node.args)
            or (isinstance(node.func, ast.Name) and node.func.id == "open")
        )
    ]
    assert calls == []


def imported(tree: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full"
            names.append(node.module)
    return names
