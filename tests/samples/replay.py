"""Replays the acts of a demonstration in memory: what the real ledger does, in as few words as possible."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from jinghe.core.counting.entries import Entry, reversed_posting
from jinghe.core.counting.facts import FACT_RULES, Posting
from jinghe.demonstration.story import Act, PostAct, RestateAct, ReverseAct


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
