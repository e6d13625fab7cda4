"""The acts of the demonstration that tests ask about, read from its journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.replay import timed
from jinghe.demonstration.telling import Telling
from jinghe.demonstration.year import journal


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What entries are about."""

    code: str
    name: str
    kind: str
    investor_name: str = ""


@dataclass(frozen=True, kw_only=True)
class PostAct:
    at: datetime
    reason: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class ReverseAct:
    at: datetime
    subject: str
    kind: FactKind
    occurred_on: date


@dataclass(frozen=True, kw_only=True)
class RestateAct:
    at: datetime
    subject: str
    changes: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class ReturnAct:
    at: datetime
    unit: str
    month: date
    is_zero: bool


Act = PostAct | ReverseAct | RestateAct | ReturnAct


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """subjects: everything the entries are about. acts: in the order of recording."""

    subjects: tuple[Subject, ...]
    acts: tuple[Act, ...]

    @property
    def projects(self) -> tuple[Subject, ...]:
        return tuple(subject for subject in self.subjects if subject.kind == "project")


@cache
def demonstration_year() -> Demonstration:
    """The ledger and the returns of the built-in journal."""
    telling = Telling()
    acts = tuple(act for row, at in timed(journal()) if (act := act_of(row, at, telling)))
    opening = next(row for row in journal() if row.told.get("reason") == "演示：登记期初台账")
    subjects = (
        Subject(
            code=one["code"],
            name=one["values"]["name"],
            kind=one["kind"],
            investor_name=one["values"].get("investor_name", ""),
        )
        for one in opening.told["kept"]
    )
    return Demonstration(subjects=tuple(subjects), acts=acts)


def act_of(row, at, telling) -> Act | None:
    told = row.told
    match row.door:
        case "ledger.post":
            entries = tuple(telling.taken(one, Entry) for one in told["entries"])
            return PostAct(at=at, reason=told["reason"], entries=entries)
        case "ledger.reverse":
            place = told["entry"]
            day = date.fromisoformat(place["occurred_on"])
            return ReverseAct(at=at, subject=place["subject"], kind=FactKind(place["kind"]), occurred_on=day)
        case "ledger.restate":
            return RestateAct(at=at, subject=told["subject"], changes=told["changes"])
        case "returns.file_return":
            month = date.fromisoformat(told["month"])
            return ReturnAct(at=at, unit=told["unit"], month=month, is_zero=told["is_zero"])
    return None
