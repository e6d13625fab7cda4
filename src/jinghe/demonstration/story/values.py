"""What the demonstration year consists of: subjects, and acts to be replayed through the real use cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FactKind

SubjectKind = Literal["project", "lead", "offering", "trip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What entries are about; code and name are unique. investor_name: empty where nobody invests yet."""

    code: str
    name: str
    kind: SubjectKind
    investor_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAct:
    """Entries recorded together. at: aware, Asia/Shanghai; by: user name; as in the other acts."""

    at: datetime
    by: str
    reason: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAct:
    """Reverses the one live entry of that subject, kind and day."""

    at: datetime
    by: str
    reason: str
    subject: str
    kind: FactKind
    occurred_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RestateAct:
    """Re-enters all live entries of a subject with other fields. changes: field of Entry → its new value."""

    at: datetime
    by: str
    reason: str
    subject: str
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAct:
    """A unit files its monthly return 月报. month: its first day; is_zero: 零报告."""

    at: datetime
    by: str
    unit: str
    month: date
    is_zero: bool


Act = PostAct | ReverseAct | RestateAct | ReturnAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """subjects: everything the entries are about. acts: in strictly increasing order of `at`."""

    subjects: tuple[Subject, ...]
    acts: tuple[Act, ...]

    @property
    def projects(self) -> tuple[Subject, ...]:
        """Only the 招商项目."""
        return tuple(subject for subject in self.subjects if subject.kind == "project")
