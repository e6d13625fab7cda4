"""What stands in the ledger for some subjects, so that a new entry can be held against it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinghe.core.entries import Entry
from jinghe.core.facts import FACT_RULES, FactKind
from jinghe.store.models import PostingRow

_COPIED = ("investment_fen", "industry", "region", "is_real_estate", "is_government_investment")


@dataclass(slots=True)
class Standing:
    """live: how many lines stand per subject and kind. signed_on: signing dates. offered: columns of offerings."""

    live: Counter[tuple[str, FactKind]] = field(default_factory=Counter)
    signed_on: dict[str, date] = field(default_factory=dict)
    offered: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def faults(self, entry: Entry) -> list[str]:
        """Why the entry does not fit what stands, in Chinese."""
        rule = FACT_RULES[entry.kind]
        found = []
        if rule.once and self.live[entry.subject, entry.kind] > 0:
            found.append(f"“{entry.subject}”已有“{rule.name}”入账，同一对象只计一次；如为更正请先冲销")
        if rule.needs and self.live[entry.subject, rule.needs] <= 0:
            found.append(f"“{entry.subject}”尚无“{FACT_RULES[rule.needs].name}”入账，不能先记“{rule.name}”")
        signed_on = self.signed_on.get(entry.subject)
        if rule.of_project and signed_on is not None and entry.cohort_on != signed_on:
            found.append(f"签约日期{entry.cohort_on}与台账中的{signed_on}不一致")
        offered = self.offered.get(entry.subject)
        if entry.kind is FactKind.OFFERING_EXIT and offered not in (None, _copied(entry)):
            found.append("退库的投资额、产业等与入库时不一致")
        return found

    def add(self, entry: Entry) -> None:
        """Counts the entry as standing, for the entries after it in the same act."""
        self.note(entry, entry.kind)

    def note(self, line: Any, kind: FactKind) -> None:
        """Counts a line (an entry or a posting row) as standing."""
        self.live[line.subject, kind] += 1
        if kind is FactKind.SIGNING:
            self.signed_on[line.subject] = line.occurred_on
        if kind is FactKind.OFFERING:
            self.offered[line.subject] = _copied(line)


def _copied(source: Any) -> tuple[Any, ...]:
    return tuple(getattr(source, name) for name in _COPIED)


def standing_of(subjects: Iterable[str]) -> Standing:
    """What stands for the subjects now; read inside the act that will add to it."""
    standing = Standing()
    wanted = sorted(subjects)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = list(PostingRow.objects.filter(subject__in=some).order_by("sequence"))
        reversed_ones = {row.reverses for row in rows}
        for row in rows:
            if row.sign == 1 and row.sequence not in reversed_ones:
                standing.note(row, FactKind(row.kind))
    return standing
