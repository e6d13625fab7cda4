"""What becomes of each row of a sheet that came back: exactly one outcome, and the work that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from jinghe.core.counting.facts import FactKind
from jinghe.documents.forms.filled import FilledRows


class RowOutcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    CONFLICT = "conflict"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_filed(self) -> bool:
        return self in (RowOutcome.CREATED, RowOutcome.CHANGED)


_LABELS = {
    RowOutcome.CREATED: "新增",
    RowOutcome.CHANGED: "更新",
    RowOutcome.UNCHANGED: "不变",
    RowOutcome.REFUSED: "未采用",
    RowOutcome.CONFLICT: "冲突",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRecord:
    """A record to begin; fingerprint: of its row, so that the same row is known again."""

    register: str
    values: Mapping[str, Any]
    note: str
    fingerprint: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    code: str
    version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftClaim:
    """A claim to draft; code empty: about the record that the same row begins."""

    kind: FactKind
    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeClaim:
    number: int
    version: int
    changes: Mapping[str, Any]


Work = OpenRecord | ChangeRecord | DraftClaim | ChangeClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A cell that the clerk and somebody else changed. mine, theirs, base: as people read them."""

    header: str
    mine: str
    theirs: str
    base: str

    @property
    def text(self) -> str:
        return (
            f"“{self.header}”：您填的是“{self.mine or '空'}”，系统里已由他人从“{self.base or '空'}”改为"
            f"“{self.theirs or '空'}”"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """One row. said: what would be done; faults: Chinese, each with its cell and what to do."""

    sheet: str
    number: int
    name: str
    said: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    works: tuple[Work, ...] = ()
    code: str = ""

    @property
    def outcome(self) -> RowOutcome:
        if self.faults:
            return RowOutcome.REFUSED
        if self.conflicts:
            return RowOutcome.CONFLICT
        if any(isinstance(one, OpenRecord | DraftClaim) for one in self.works):
            return RowOutcome.CREATED
        return RowOutcome.CHANGED if self.works else RowOutcome.UNCHANGED

    @property
    def place(self) -> str:
        """What names the row on the page and in a form."""
        return f"{self.sheet}:{self.number}"

    @property
    def text(self) -> str:
        """What the error file says of the row."""
        conflicts = [
            *(one.text for one in self.conflicts),
            *(("本行没有采用，请核对后改成一致，或重新下载填报表。",) if self.conflicts else ()),
        ]
        told = "；".join(self.faults or conflicts or self.said)
        return f"{self.outcome.label}：{told}" if told else self.outcome.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """Every row of a file with what would become of it. flaws: why nothing of the file, or of a sheet, is read."""

    rows: tuple[RowResult, ...] = ()
    flaws: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[FilledRows, ...] = field(default=(), compare=False)

    @property
    def counts(self) -> dict[RowOutcome, int]:
        found = dict.fromkeys(RowOutcome, 0)
        for one in self.rows:
            found[one.outcome] += 1
        return found

    @property
    def filed(self) -> tuple[RowResult, ...]:
        """The rows that a confirmation takes over."""
        return tuple(one for one in self.rows if one.outcome.is_filed)

    @property
    def fingerprint(self) -> str:
        """The same for the same preview: what is confirmed is what was looked at."""
        told = [[one.place, one.outcome, one.text, list(map(repr, one.works))] for one in self.rows]
        return sha256(dumps([told, self.flaws], ensure_ascii=False).encode()).hexdigest()
