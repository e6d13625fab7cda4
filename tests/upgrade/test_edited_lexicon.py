"""An upgrade may give words other meanings: the plans that are in force, and all before them, count as they did."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import ROOT, surroundings
from tests.upgrade.answers import BOARDS
from tests.upgrade.directories import on_server, unpack
from tests.upgrade.test_old_directory import COMMIT, EXPECTED

pytestmark = pytest.mark.database
WORDS = re.compile(r"(?m)^words = .*$")

ASKING = """
import json, sys
from pathlib import Path
from tests.upgrade import answers
chosen = json.loads(sys.argv[2])
commands = {board: ["score", "--json", "--year", "2022", *answers._options(board)] for board in chosen}
given = answers.run(Path(sys.argv[1]), commands)
json.dump({board: answers._board(answer) for board, answer in given.items()}, sys.stdout)
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Path:
    """Today's sources with a lexicon in which every word of an industry, region or investor means the next code."""
    sources = tmp_path_factory.mktemp("改过词表") / "src"
    leaves_out = shutil.ignore_patterns("__pycache__", "static", "*.html", "*.css")
    shutil.copytree(ROOT / "src", sources, ignore=leaves_out)
    for file in (sources / "jinghe" / "reference" / "lexicon").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        words = WORDS.findall(text)
        following = iter([*words[1:], words[0]])
        file.write_text(WORDS.sub(lambda _, rest=following: next(rest), text), encoding="utf-8")
    return sources


@pytest.fixture(scope="module")
def upgraded(edited, tmp_path_factory):
    """Where the old directory lies after those sources brought its tables up to date."""
    path = tmp_path_factory.mktemp("旧数据")
    unpack(COMMIT, path)
    address = os.environ.get("JINGHE_DATABASE")
    with on_server(address, path) if address else contextlib.nullcontext("") as restored:
        environment = surroundings() | {
            "PYTHONPATH": os.pathsep.join((str(edited), str(ROOT))),
            "JINGHE_DATA": str(path),
            "DJANGO_SETTINGS_MODULE": "jinghe.site.settings",
            **({"JINGHE_DATABASE": restored} if restored else {}),
        }
        run(environment, "-m", "django", "migrate", "--no-input", "-v0")
        yield path, environment


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_figures_of_the_past_stay_when_the_lexicon_changes(upgraded):
    path, environment = upgraded
    chosen = (BOARDS[1], BOARDS[-2], BOARDS[-1])
    given = json.loads(run(environment, "-c", ASKING, str(path), json.dumps(chosen)))
    assert given == {board: EXPECTED["boards"][board] for board in chosen}


def test_the_same_words_mean_something_else_from_now_on(upgraded):
    _, environment = upgraded
    asked = "from jinghe.reference.lexicon_loading import lexicon; print(*lexicon().codes('industry', '电子信息'))"
    assert run(environment, "-c", asked).split() == ["energy_chemical"]
