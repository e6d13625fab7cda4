"""Replays the acts of a demonstration in memory: what the real ledger does, in as few words as possible."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from jinghe.core.counting.entries import Entry, reversed_posting
from jinghe.core.counting.facts import FACT_RULES, FactKind, Posting
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


@dataclass
class Replay:
    """postings: the ledger so far. live: the entries that stand, with the sequences of their postings."""

    postings: list[Posting] = field(default_factory=list)
    live: dict[str, list[tuple[Entry, list[Posting]]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def apply(self, act: Act) -> None:
        match act:
            case PostAct():
                for entry in act.entries:
                    self.enter(entry)
            case ReverseAct():
                (found,) = [
                    one
                    for one in self.live[act.subject]
                    if (one[0].kind, one[0].occurred_on) == (act.kind, act.occurred_on)
                ]
                self.leave(act.subject, found)
            case RestateAct():
                standing = list(self.live[act.subject])
                for found in standing:
                    self.leave(act.subject, found)
                for entry, _ in standing:
                    self.enter(replace(entry, **act.changes))

    def enter(self, entry: Entry) -> None:
        rule = FACT_RULES[entry.kind]
        standing = {one.kind for one, _ in self.live[entry.subject]}
        self.faults += entry.faults()
        if rule.once and entry.kind in standing:
            self.faults.append(f"{entry.subject} {entry.kind} twice")
        if rule.needs and rule.needs not in standing:
            self.faults.append(f"{entry.subject} {entry.kind} without {rule.needs}")
        postings = [self._add(posting) for posting in entry.postings()]
        self.live[entry.subject].append((entry, postings))

    def leave(self, subject: str, found: tuple[Entry, list[Posting]]) -> None:
        self.live[subject].remove(found)
        for posting in found[1]:
            self._add(reversed_posting(posting))

    def _add(self, posting: Posting) -> Posting:
        numbered = replace(posting, sequence=len(self.postings) + 1)
        self.postings.append(numbered)
        return numbered


def replayed(acts: tuple[Act, ...]) -> Replay:
    ledger = Replay()
    for act in acts:
        ledger.apply(act)
    return ledger
