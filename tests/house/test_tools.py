"""The tools find nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)


def require_content(*command: str, **variables: str) -> None:
    """Fails with all that the tool printed when it is not content."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", **variables}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)


def test_ruff_finds_nothing():
    require_content("-m", "ruff", "check", "--output-format", "concise", ".")


def test_every_import_keeps_the_house_plan():
    require_content("-c", LINT_IMPORTS)


def test_mypy_finds_nothing(tmp_path):
    # Its plugin reads the settings, which make a secret key where they find none.
    require_content("-m", "mypy", JINGHE_DATA=str(tmp_path))
