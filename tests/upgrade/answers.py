"""What a data directory answers, as JSON: figures, evaluations, bulletins, seals, and how many rows lie in it.

    python tests/upgrade/answers.py DIRECTORY

It asks the command line, and the tables by their names, and imports nothing of the product: so it runs on sources of
any age. PYTHONPATH says on which (those around it by default), JINGHE_DATABASE leads to PostgreSQL.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[1] / "src"
LAST = "2022-11-26T00:00"
"""After the last act of the directory."""

BOARDS = (
    "2022-02-28 2022-03-10T18:00 adjusted",
    "2022-06-30 2022-07-16T09:00 adjusted",
    "2022-09-30 2022-10-11T18:00 adjusted",
    f"2022-09-30 {LAST} adjusted",
    "2022-10-31 2022-11-09T18:00 adjusted",
    f"2022-10-31 {LAST} adjusted",
    f"2022-12-31 {LAST} adjusted",
    f"2022-12-31 {LAST} original",
)
"""as of, known at, basis."""
EVALUATIONS = (
    "county 2022-09-30",
    "county 2022-10-31",
    "county 2022-10-31 --whole-year",
    "department 2022-09-30",
    "department 2022-10-31",
    "department 2022-10-31 --whole-year",
)
BULLETINS = (
    "monthly",
    "ranking",
    "evaluation E2022-001",
    "evaluation E2022-002",
    "pipeline",
    "trips",
    "reporting",
    "commendation",
    "allocation",
    "follow_up D2022-001",
)
"""Kind, and the record that it is about."""
SEALED = (2, 3, 306, 508, 720, 734, 744, 754)
"""The plan, the first postings, an issue, …, the end of the demonstration, the opening ledger, an undoing, the end."""

OF_THE_FRAMEWORK = ("django_", "auth_", "axes_", "sqlite_")
COUNTED_BY = "key unit indicator tiers unit_of_measure criteria role window period scope each".split()
"""What says how a target is counted; a plan may come to tell more of it."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Answer = tuple[int, str, str]


def answers(directory: Path) -> dict[str, Any]:
    """Everything that must not change, of the data in a directory (or the database that JINGHE_DATABASE names)."""
    with tempfile.TemporaryDirectory(prefix="jinghe-answers-") as papers:
        signed_on = {_today()}
        given = run(directory, _commands(directory, Path(papers)))
        signed_on.add(_today())
        return {
            "rows": _rows(directory),
            "plan": _plan(given["plan"]),
            "seals": {str(act): _seal(given[f"seal {act}"]) for act in SEALED},
            "targets": _named(given[f"board {BOARDS[-1]}"]),
            "boards": {board: _board(given[f"board {board}"]) for board in BOARDS},
            "evaluations": {name: _evaluation(given[f"evaluation {name}"]) for name in EVALUATIONS},
            "issued": {str(row[0]): _issued(row, given) for row in _issued_rows(directory)},
            "bulletins": {
                name: _written(given[f"write {name}"], _paper(Path(papers), name), signed_on)
                for name in BULLETINS
            },
        }


def run(directory: Path, commands: Mapping[str, list[str]]) -> dict[str, Answer]:
    """What each command answers on the data of a directory, under the command's name."""
    env = {"PYTHONPATH": str(SOURCES)} | os.environ | {"PYTHONUTF8": "1", "COLUMNS": "400"}
    done = subprocess.run(
        [sys.executable, HERE / "several.py"],
        env=env | {"JINGHE_DATA": str(directory)},
        input=json.dumps(list(commands.values())),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return dict(zip(commands, map(tuple, json.loads(done.stdout)), strict=True))


def _commands(directory: Path, papers: Path) -> dict[str, list[str]]:
    """Every command under the name of its answer."""
    commands = {"plan": ["plan", "--json", "--year", "2022"]}
    commands |= {f"seal {act}": ["check", "--seal", str(act)] for act in SEALED}
    commands |= {
        f"board {board}": ["score", "--json", "--year", "2022", *_options(board)] for board in BOARDS
    }
    for name in EVALUATIONS:
        scheme, as_of, *more = name.split()
        commands[f"evaluation {name}"] = ["evaluate", "--scheme", scheme, "--as-of", as_of, *more]
    for number, _, _, files in _issued_rows(directory):
        paper = directory / "files" / files["docx"][:2] / files["docx"]
        commands[f"show {number}"] = ["bulletin", "show", str(number)]
        commands[f"verify {number}"] = ["bulletin", "verify", str(paper)]
    for name in BULLETINS:
        kind, *subject = name.split()
        known = [
            "--year",
            "2022",
            *_options(f"2022-10-31 {LAST}"),
            *(f"--subject={code}" for code in subject),
        ]
        commands[f"write {name}"] = ["bulletin", "write", kind, str(_paper(papers, name)), *known]
    return commands


def _options(board: str) -> list[str]:
    names = ("--as-of", "--known-at", "--basis")
    return [word for option in zip(names, board.split(), strict=False) for word in option]


def _output(answer: Answer) -> str:
    """What a command printed. Raises RuntimeError where it could not."""
    code, output, errors = answer
    if code:
        raise RuntimeError(errors or output)
    return output


def _select(directory: Path, query: str) -> list[tuple]:
    address = os.environ.get("JINGHE_DATABASE")
    if not address:
        with closing(sqlite3.connect(directory / "jinghe.sqlite3")) as database:
            return database.execute(query).fetchall()
    import psycopg

    with psycopg.connect(address) as database:
        return database.execute(query).fetchall()


def _rows(directory: Path) -> dict[str, int]:
    """How many rows each table of the product has."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if os.environ.get("JINGHE_DATABASE"):
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    tables = sorted(name for (name,) in _select(directory, query) if not name.startswith(OF_THE_FRAMEWORK))
    return {name: _select(directory, f'SELECT count(*) FROM "{name}"')[0][0] for name in tables}


def _issued_rows(directory: Path) -> Iterator[tuple[int, str, str, dict[str, str]]]:
    """Number, title, digest of the frozen content, and format → digest of the file, of all that was issued."""
    files = _select(directory, "SELECT document_id, format, file_id FROM issued_file ORDER BY id")
    query = "SELECT id, title, content_digest FROM issued_document ORDER BY id"
    for number, title, digest in _select(directory, query):
        yield number, title, digest, {form: file for document, form, file in files if document == number}


def _seal(answer: Answer) -> str:
    return _output(answer).rpartition("：")[2].strip()


def _plan(answer: Answer) -> dict[str, Any]:
    plan = json.loads(_output(answer))
    targets = [{name: target[name] for name in COUNTED_BY} for target in plan["targets"]]
    counts = {name: len(plan[name]) for name in ("units", "targets", "totals", "duties", "findings")}
    return {"document_number": plan["document_number"], **counts, "how_counted": _digest(json.dumps(targets))}


def _named(answer: Answer) -> dict[str, str]:
    """What the keys of a board stand for: unit, column, unit of measure, tiers in their order."""
    board = json.loads(_output(answer))
    targets = {row["key"]: _spaced((row["unit"], row["column"], _measured(row))) for row in board["targets"]}
    return targets | {_city_key(row): _measured(row) for row in board["city"]}


def _board(answer: Answer) -> dict[str, str]:
    """A line for each target and each column of the city."""
    board = json.loads(_output(answer))
    head = f"{board['revision']}, postings to {board['known_sequence']}, time elapsed {board['time_elapsed_percent']}%"
    targets = {row["key"]: _figures(row) for row in board["targets"]}
    return {"revision": head} | targets | {_city_key(row): _figures(row) for row in board["city"]}


def _city_key(row: Mapping[str, Any]) -> str:
    return f"{row['table']} {row['column']}"


def _measured(row: Mapping[str, Any]) -> str:
    return f"{row['unit_of_measure']} {'/'.join(row['tiers'])}"


def _figures(row: Mapping[str, Any]) -> str:
    """Actual, forecast, 未报, unmet parts | for each tier its figure, completion, gap, missing, light, place."""
    names = ("figure", "completion_percent", "gap_points", "missing", "light", "place")
    tiers = (_spaced(part[name] for name in names) for part in row["tiers"].values())
    unreported = () if row["reported"] else ("未报",)
    return " | ".join((_spaced((row["actual"], row["forecast"], *unreported, *row["unmet_parts"])), *tiers))


def _spaced(values: Iterable[object]) -> str:
    return " ".join("—" if value is None else str(value) for value in values)


def _evaluation(answer: Answer) -> list[str]:
    """The rows of the tables: place, unit, total, grade, the points of each item, remark."""
    lines = (line for line in _output(answer).splitlines() if line[:1] in "┃│" and line)
    return [" ".join(cell.strip() or "—" for cell in re.split("[┃│]", line)[1:-1]) for line in lines]


def _issued(row: tuple[int, str, str, dict[str, str]], given: Mapping[str, Answer]) -> dict[str, Any]:
    number, title, digest, files = row
    return {
        "title": title,
        "content": digest,
        "files": files,
        "text": _digest(_output(given[f"show {number}"])),
        "verified": _verified(given[f"verify {number}"]),
    }


def _verified(answer: Answer) -> dict[str, Any]:
    """The exit code, and what was counted."""
    code, output, _ = answer
    counted = {
        "proved": r"(\d+)个数字都能由当时已入账的内容重新算出",
        "otherwise_today": r"按现在的台账已不同的数字：(\d+)个",
        "corrected_since": r"印发以后对已关账月份的更正：(\d+)条",
    }
    numbers = {name: re.search(pattern, output) for name, pattern in counted.items()}
    return {"exit": code, "same_bytes": "逐字节一致" in output} | {
        name: int(match[1]) if match else None for name, match in numbers.items()
    }


def _paper(papers: Path, name: str) -> Path:
    return papers / f"{name}.docx"


def _written(answer: Answer, paper: Path, signed_on: set[str]) -> dict[str, Any]:
    """The figures of a written bulletin under their keys, and the digest of its words but for the day of signing."""
    _output(answer)
    with zipfile.ZipFile(paper) as package:
        main = ElementTree.fromstring(package.read("word/document.xml"))
    text = re.sub("|".join(signed_on), "（今日）", "\n".join(map(_text, main.iter(f"{W}p"))))
    return {"figures": _tagged(main), "text": _digest(text)}


def _tagged(main: ElementTree.Element) -> dict[str, str]:
    figures: dict[str, dict[str, None]] = {}
    for control in main.iter(f"{W}sdt"):
        tag, content = control.find(f"{W}sdtPr/{W}tag"), control.find(f"{W}sdtContent")
        if tag is not None and content is not None:
            figures.setdefault(tag.get(f"{W}val", ""), {})[_text(content)] = None
    return {key: " / ".join(texts) for key, texts in sorted(figures.items())}


def _text(element: ElementTree.Element) -> str:
    breaks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        node.text or "" if node.tag == f"{W}t" else breaks.get(node.tag, "") for node in element.iter()
    )


def _today() -> str:
    """What a paper that is written now is signed with."""
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    return f"{today.year}年{today.month}月{today.day}日"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    json.dump(answers(Path(sys.argv[1]).resolve()), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
