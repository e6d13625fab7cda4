"""`./jinghe mutants [PACKAGE…]`: one small fault at a time, put in on purpose; which of them do the tests notice?

A seeded sample of cosmic-ray's mutants of a package; each is tried in a copy of the sources against the tests that
answer for the package, the quick ones first. What survives is printed with its place and its change: it lacks a row,
or it changes nothing, and docs/quality.md says which.
"""

import argparse
import difflib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[1]
MEANINGLESS = ("BitOr", "RemoveDecorator", "VariableReplacer", "VariableInserter", "_MatMult")
"""Operators that mostly break an annotation or a decorator, so that every import notices."""
SENSELESS = re.compile(r"(Eq_Is|NotEq_IsNot|(_Is|_IsNot)_(Eq|NotEq|Lt|LtE|Gt|GtE))$")
"""Identity for equality is the same for the values that are compared so; an order of two identities is none."""

SPEC = ("tests/spec", "tests/core")
PACKAGES: dict[str, tuple[str, ...]] = {
    "core/counting": (*SPEC, "tests/store", "tests/usecases/test_ledger.py", "tests/generative"),
    "core/progress": (*SPEC, "tests/usecases/test_scoreboard.py", "tests/generative"),
    "core/evaluation": (*SPEC, "tests/generative", "tests/usecases/test_evaluations.py"),
    "store/sql": (
        "tests/store",
        "tests/spec",
        "tests/generative/test_sql_agrees.py",
        "tests/usecases/test_ledger.py",
    ),
    "usecases/ledger": (
        "tests/usecases/test_ledger.py",
        "tests/usecases/test_claim_walks.py",
        "tests/usecases",
    ),
    "usecases/claims": (
        "tests/usecases/test_claims.py",
        "tests/usecases/test_claim_content.py",
        "tests/usecases/test_claim_walks.py",
        "tests/usecases/test_restating.py",
        "tests/usecases",
        "tests/web/test_claims.py",
    ),
}
"""Package → the tests that answer for it, tried in this order until one fails."""
LONGEST_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Mutant:
    """path: below the sources. occurrence: of the operator in that file."""

    path: str
    operator: str
    occurrence: int

    def applied(self, source: Path) -> tuple[str, str]:
        """The code before and after."""
        code = (source / self.path).read_text(encoding="utf-8")
        return code, mutate_code(code, get_operator(self.operator)(), self.occurrence) or code


def main(arguments: list[str]) -> int:
    """Prints every survivor and a line a package. Returns 0: what is found is for a person to read."""
    parser = argparse.ArgumentParser(
        prog="jinghe mutants", description="变异测试：逐个放入小错误，看测试能否发现"
    )
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"{'、'.join(PACKAGES)}；默认全部")
    parser.add_argument("--sample", type=int, default=150, help="每个包抽取的变异数（默认150）")
    parser.add_argument("--seed", type=int, default=1, help="抽样种子（默认1）")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="同时运行的份数")
    options = parser.parse_args(arguments)
    if unknown := set(options.packages) - set(PACKAGES):
        parser.error(f"没有这样的包：{'、'.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="jinghe-mutants-") as directory:
        copies: Queue[Path] = Queue()
        for number in range(options.workers):
            copies.put(copied(Path(directory) / str(number)))
        for package in options.packages or PACKAGES:
            run_package(package, options.sample, options.seed, copies, options.workers)
    return 0


def run_package(package: str, size: int, seed: int, copies: "Queue[Path]", workers: int) -> None:
    mutants = list(mutants_of(package))
    sample = random.Random(seed).sample(mutants, min(size, len(mutants)))
    with ThreadPoolExecutor(max_workers=workers) as pool:
        outcomes = list(pool.map(lambda mutant: tried(mutant, PACKAGES[package], copies), sample))
    survivors = [mutant for mutant, is_killed in zip(sample, outcomes, strict=True) if not is_killed]
    for mutant in survivors:
        print(f"SURVIVED {mutant.path} {mutant.operator}\n{change(mutant)}", flush=True)
    killed = len(sample) - len(survivors)
    share = 100 * killed / len(sample) if sample else 100
    print(
        f"{package}: {killed} of {len(sample)} killed ({share:.1f} %), {len(mutants)} in all, seed {seed}",
        flush=True,
    )


def mutants_of(package: str) -> Iterator[Mutant]:
    """Every mutant of a package, in the order of its files."""
    for file in sorted((ROOT / "src" / "jinghe" / package).rglob("*.py")):
        nodes = list(ast_nodes(get_ast_from_path(file)))
        lines = file.read_text(encoding="utf-8").splitlines()
        for name in operator_names():
            operator = get_operator(name)
            if operator.arguments() or any(part in name for part in MEANINGLESS) or SENSELESS.search(name):
                continue
            positions = [start for node in nodes for start, _ in operator().mutation_positions(node)]
            path = file.relative_to(ROOT).as_posix()
            for occurrence, (line, _) in enumerate(positions):
                if (
                    not lines[line - 1].lstrip().startswith("@")
                ):  # how a class is laid out in memory, not what it does
                    yield Mutant(path, name, occurrence)


def tried(mutant: Mutant, tests: tuple[str, ...], copies: "Queue[Path]") -> bool:
    """Whether some test fails with the mutant in place."""
    copy = copies.get()
    before, after = mutant.applied(copy)
    try:
        (copy / mutant.path).write_text(after, encoding="utf-8")
        return before == after or any(fails(copy, path) for path in tests)
    finally:
        (copy / mutant.path).write_text(before, encoding="utf-8")
        copies.put(copy)


def fails(copy: Path, tests: str) -> bool:
    """A run that does not end counts as noticed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", tests]
    command += ["-m", "not browser", "--deselect", "tests/house"]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode not in (0, 5)


def change(mutant: Mutant) -> str:
    before, after = (code.splitlines() for code in mutant.applied(ROOT))
    lines = difflib.unified_diff(before, after, lineterm="", n=0)
    return "\n".join(f"    {line}" for line in lines if not line.startswith(("---", "+++")))


def copied(place: Path) -> Path:
    """The sources and their tests, without what git ignores."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    return place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
