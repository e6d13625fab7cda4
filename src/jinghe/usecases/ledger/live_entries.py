"""What stands in the ledger for some subjects, so that a new entry can be held against it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FACT_RULES, MONEY_KINDS, FactKind, Role
from jinghe.store.models import PostingRow
from jinghe.store.sql.tallying import posting_of

_COPIED = ("investment_fen", "industry", "region", "investor", "is_real_estate", "is_government_investment")


@dataclass(slots=True)
class LiveEntries:
    """live: how many lines stand per subject and kind. signed_on: signing dates.

    signed, hosted_by: columns and hosts of signings. offered, offered_on, offered_by: columns, day and credits of
    offerings.
    """

    live: Counter[tuple[str, FactKind]] = field(default_factory=Counter)
    signed_on: dict[str, date] = field(default_factory=dict)
    signed: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    hosted_by: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    offered: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    offered_on: dict[str, date] = field(default_factory=dict)
    offered_by: defaultdict[str, set[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(set))

    def faults(self, entry: Entry) -> list[str]:
        """Why the entry does not fit what stands, in Chinese."""
        rule = FACT_RULES[entry.kind]
        found = []
        if rule.once and self.live[entry.subject, entry.kind] > 0:
            found.append(f"“{entry.subject}”已有“{rule.name}”入账，同一对象只计一次；如为更正请先冲销")
        if rule.needs and self.live[entry.subject, rule.needs] <= 0:
            found.append(f"“{entry.subject}”尚无“{FACT_RULES[rule.needs].name}”入账，不能先记“{rule.name}”")
        if rule.of_project and entry.subject in self.signed_on:
            found += self._stage_faults(entry)
        if entry.kind is FactKind.OFFERING_EXIT and entry.subject in self.offered:
            found += self._exit_faults(entry)
        return found

    def _stage_faults(self, entry: Entry) -> list[str]:
        """A stage copies its signing and happens where it was signed: else a rate divides what does not belong."""
        found = []
        if entry.cohort_on != self.signed_on[entry.subject]:
            found.append(f"签约日期{entry.cohort_on}与台账中的{self.signed_on[entry.subject]}不一致")
        if _copied(entry) != self.signed[entry.subject]:
            found.append("投资额、产业、来源地、投资方等与签约入账不一致；如需更正请重述")
        elsewhere = {c.unit for c in entry.credits if c.role is Role.HOST} - self.hosted_by[entry.subject]
        if elsewhere and entry.kind not in MONEY_KINDS:
            found.append(f"“{'、'.join(sorted(elsewhere))}”不是签约时的承接单位")
        return found

    def _exit_faults(self, entry: Entry) -> list[str]:
        """An exit takes away exactly what entered: the same columns from the same units, and not before it."""
        found = []
        if self.offered[entry.subject] != _copied(entry):
            found.append("退库的投资额、产业等与入库时不一致")
        if self.offered_by[entry.subject] != set(map(_credited, entry.credits)):
            found.append("退库的单位和份额与入库时不一致")
        if entry.occurred_on < self.offered_on[entry.subject]:
            found.append(f"退库日期{entry.occurred_on}早于入库日期{self.offered_on[entry.subject]}")
        return found

    def add(self, entry: Entry) -> None:
        """Counts the entry as standing, for the entries after it in the same act."""
        self.note(entry, entry.kind, entry.credits)

    def note(self, line: Any, kind: FactKind, credits: Iterable[Any]) -> None:
        """Counts a line (an entry with its credits, or a posting row, which is its own credit) as standing."""
        self.live[line.subject, kind] += 1
        if kind is FactKind.SIGNING:
            self.signed_on[line.subject] = line.occurred_on
            self.signed[line.subject] = _copied(line)
            self.hosted_by[line.subject].update(c.unit for c in credits if c.role is Role.HOST)
        if kind is FactKind.OFFERING:
            self.offered[line.subject] = _copied(line)
            self.offered_on[line.subject] = line.occurred_on
            self.offered_by[line.subject].update(map(_credited, credits))


def _copied(source: Any) -> tuple[Any, ...]:
    """The copied columns of an entry or a posting."""
    told = {name: getattr(source, name) for name in _COPIED}
    return tuple((told | {"investor": tuple(sorted(told["investor"]))}).values())


def _credited(credit: Any) -> tuple[str, str, int]:
    return (credit.unit, str(credit.role), credit.share)


def standing_of(subjects: Iterable[str]) -> LiveEntries:
    """What stands for the subjects now; read inside the act that will add to it."""
    standing = LiveEntries()
    wanted = sorted(subjects)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = PostingRow.objects.filter(subject__in=some).order_by("sequence")
        postings = [posting_of(row) for row in rows]
        reversed_ones = {posting.reverses for posting in postings}
        for posting in postings:
            if posting.sign == 1 and posting.sequence not in reversed_ones:
                standing.note(posting, posting.kind, (posting,))
    return standing
