"""docs/coverage.md names only files that exist, and says plainly what does not exist yet."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "docs" / "coverage.md").read_text("utf-8").splitlines()
ROWS = [line for line in LINES if line.startswith("| ") and "served by" not in line]
STILL_TO_COME = "*still to come*"


def files(row: str) -> list[Path]:
    """What stands between backquotes and looks like a path: of tests, or of the source."""
    named = [name for name in re.findall(r"`([^`]+)`", row) if re.fullmatch(r"[\w\-/]+(\.\w+)?", name)]
    paths = [name for name in named if "/" in name and not name.startswith("/")]
    return [ROOT / name if name.startswith("tests/") else ROOT / "src" / "jinghe" / name for name in paths]


def test_every_file_named_exists():
    missing = [str(path.relative_to(ROOT)) for row in ROWS for path in files(row) if not path.exists()]
    assert missing == []


def test_every_statement_is_served_or_said_to_be_still_to_come():
    unserved = [row for row in ROWS if not files(row) and STILL_TO_COME not in row]
    nothing_to_serve = [row for row in unserved if "nothing to compute" in row]
    assert [row for row in unserved if row not in nothing_to_serve] == []
    assert len(nothing_to_serve) == 1


def test_what_is_still_to_come_says_what():
    for row in ROWS:
        for after in row.split(STILL_TO_COME)[1:]:
            assert re.match(r": \w+", after), row


def test_every_part_of_the_notice_is_there():
    headings = [line for line in LINES if line.startswith("## ")]
    for part in ("section 1", "section 2", "section 3", "Annex 1", "Annex 2", "Annex 3 (一)", "Annex 3 (二)"):
        assert any(part in heading for heading in headings), part
