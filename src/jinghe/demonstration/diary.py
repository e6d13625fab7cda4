"""The journal that a demonstration keeps of itself: what is done at its doors, in rows that can be replayed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from inspect import signature
from pathlib import Path
from typing import Any

from django.utils import timezone

from jinghe.core.counting.entries import Entry
from jinghe.demonstration.replay import LOOKED_UP, PAPERS, keys_of
from jinghe.demonstration.rows import UNTOLD, JournalRow, append, rows_in
from jinghe.demonstration.telling import LABEL, Telling
from jinghe.usecases.common import clock, doors
from jinghe.usecases.common.doors import DOORS, Done
from jinghe.usecases.progress.browsing import entry_record

NOT_TOLD = frozenset({"at", "by", *LOOKED_UP})
TAKEN_OVER = "taking_over.take_over"
ENTERED = "ledger.post"


@dataclass(slots=True)
class Diary:
    """The journal in a file. known: the codes of every record that is there, so that a new one is told from others."""

    file: Path
    telling: Telling = field(default_factory=Telling)
    known: set[Any] = field(default_factory=set)
    read: int = 0

    def __call__(self, done: Done) -> None:
        """Writes down what was done."""
        self._catch_up()
        by = done.arguments.get("by")
        row = JournalRow(
            on=timezone.localdate(done.arguments.get("at") or clock.now()),
            door=done.door,
            by=by.username if by else "",
        )
        try:
            row = replace(row, told=self._told(done), made=tuple(self._labels(done)))
        except (LookupError, TypeError, ValueError, StopIteration):  # whoever did it is not to suffer for it
            row = replace(row, door=f"{UNTOLD}{done.door}")
        append(self.file, row)
        self.read = self.file.stat().st_size

    def _catch_up(self) -> None:
        """Reads what another process, or an earlier one, has written."""
        if not self.file.exists() or self.file.stat().st_size == self.read:
            return
        with self.file.open("rb") as journal:
            journal.seek(self.read)
            more = journal.read()
        self.read += len(more)
        for row in rows_in(more.decode("utf-8").splitlines()):
            self._remember(row)

    def _remember(self, row: JournalRow) -> None:
        for label in row.made:
            kind, _, number = label.removeprefix(LABEL).rpartition("-")
            key = int(number) if kind in ("claim", "attachment") else label.removeprefix(LABEL)
            self._name(label, kind, key)
        if row.door == TAKEN_OVER:
            self.known.update(one["code"] for one in row.told["kept"])
        if row.door == ENTERED:
            self.telling.taken(row.told["entries"], tuple[Entry, ...])

    def _labels(self, done: Done) -> Iterable[str]:
        """Labels for what is new: a record is called by the code that it has now."""
        if done.door == TAKEN_OVER:
            self.known.update(keys_of(done.result))
            return
        for key in keys_of(done.result):
            kind = "record" if isinstance(key, str) else "attachment" if done.door in PAPERS else "claim"
            label = f"{LABEL}{key}" if kind == "record" else f"{LABEL}{kind}-{key}"
            if (kind, key) not in self.known and key not in self.known:
                self._name(label, kind, key)
                yield label

    def _name(self, label: str, kind: str, key: Any) -> None:
        is_number = isinstance(key, int)
        self.known.add((kind, key) if is_number else key)
        self.telling.name(label, (kind, key) if is_number else key)

    def _told(self, done: Done) -> dict[str, Any]:
        """The arguments as a row tells them, without those that are as usual."""
        usual = {name: one.default for name, one in signature(DOORS[done.door]).parameters.items()}
        arguments = {
            name: value
            for name, value in done.arguments.items()
            if name not in NOT_TOLD and value != usual[name]
        }
        return {
            name: self._argument(done, name, value) for name, value in arguments.items() if name != "content"
        } | (
            {"content": self.telling.told(arguments["content"])}
            if "content" in arguments and done.door not in PAPERS
            else {}
        )

    def _argument(self, done: Done, name: str, value: Any) -> Any:
        match done.door.partition(".")[0], name:
            case ("claims" | "papers", "number"):
                return self.telling.labels["claim", value]
            case ("claims", "numbers"):
                return [self.telling.labels["claim", one] for one in value]
            case ("papers", "pk"):
                return self.telling.labels["attachment", value]
            case ("ledger", "entry"):
                return self._place(done, value, with_subject=True)
            case ("restating", "number"):
                return self._place(done, value, with_subject=False)
            case ("marks", "read"):
                return [[unit, mark] for unit, mark, _ in value]
            case ("taking_over", "kept"):
                codes = keys_of(done.result)
                return [
                    self.telling.told(one) | {"code": code} for one, code in zip(value, codes, strict=True)
                ]
        return self.telling.told(value)

    def _place(self, done: Done, number: int, *, with_subject: bool) -> dict[str, Any]:
        """Which entry, by its subject, kind and day."""
        posting = entry_record(number, by=done.arguments["by"]).lines[0].posting
        place = {"kind": posting.kind.value, "occurred_on": posting.occurred_on.isoformat()}
        return ({"subject": self.telling.told(posting.subject)} if with_subject else {}) | place


def keep(file: Path) -> None:
    """Writes down everything that is done from now on in this process."""
    doors.listen(Diary(file))
