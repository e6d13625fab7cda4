"""Rows of the journal: what was done at a door, on which day, by whom; one line each, one file a month."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

UNTOLD = "!"
"""Before the name of a door: it was entered with what cannot be told."""

MOST_IN_A_LINE = 3
"""A longer list of things stands in lines of its own below its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """on: the day; by: who, empty where nobody in particular; made: labels of what the row brought into being."""

    on: date
    door: str
    by: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    made: tuple[str, ...] = ()

    @property
    def is_untold(self) -> bool:
        """Whether something was done there that the journal has no words for."""
        return self.door.startswith(UNTOLD)


def read_rows(folder: Any) -> tuple[JournalRow, ...]:
    """Every row of a folder of the package or on disk, in the order of the year."""
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".jsonl")), key=lambda one: one.name)
    return tuple(rows_in(line for file in files for line in file.read_text("utf-8").splitlines()))


def rows_in(lines: Iterable[str]) -> Iterator[JournalRow]:
    """A line without a door adds things to lists of the row above it."""
    row: JournalRow | None = None
    for line in lines:
        content = json.loads(line)
        if "do" not in content:
            for name, one in content.items():
                row.told.setdefault(name, []).append(one)
            continue
        if row is not None:
            yield row
        row = JournalRow(
            on=date.fromisoformat(content["on"]),
            door=content["do"],
            by=content.get("by", ""),
            told=content.get("with", {}),
            made=tuple(content.get("as", ())),
        )
    if row is not None:
        yield row


def lines_of(row: JournalRow) -> Iterator[str]:
    """A row as it stands in its file."""
    long = {name: value for name, value in row.told.items() if _is_long(value)}
    short = {name: value for name, value in row.told.items() if name not in long}
    head: dict[str, Any] = {"on": row.on.isoformat()}
    head |= {"by": row.by} if row.by else {}
    head |= {"do": row.door}
    head |= {"with": short} if short else {}
    head |= {"as": row.made} if row.made else {}
    yield _line(head)
    for name, value in long.items():
        yield from (_line({name: one}) for one in value)


def write_rows(folder: Path, rows: Iterable[JournalRow]) -> None:
    """Writes a whole journal into a folder, one file a month, over whatever was there."""
    for old in folder.glob("*.jsonl"):
        old.unlink()
    for row in rows:
        append(folder / f"{row.on:%Y-%m}.jsonl", row)


def append(file: Path, row: JournalRow) -> None:
    """Adds a row to a file in one piece."""
    with file.open("a", encoding="utf-8") as journal:
        journal.write("".join(f"{line}\n" for line in lines_of(row)))


def _is_long(value: Any) -> bool:
    return isinstance(value, list) and len(value) > MOST_IN_A_LINE and isinstance(value[0], dict | list)


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(", ", ": "))
