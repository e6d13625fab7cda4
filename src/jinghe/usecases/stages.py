"""Where a record stands follows from the ledger: the furthest of its live facts that its register has a state for."""

from collections import defaultdict
from collections.abc import Iterable

from jinghe.core.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import Act, Record
from jinghe.usecases.ledger import live_postings
from jinghe.usecases.records import event_in


def follow_ledger(act: Act, codes: Iterable[str]) -> None:
    """Moves records to the state that their live postings prove, within the act that changed the ledger."""
    records = Record.objects.filter(pk__in=set(codes))
    live: defaultdict[str, set[FactKind]] = defaultdict(set)
    for posting in live_postings(subject__in=[record.pk for record in records]):
        live[posting.subject].add(posting.kind)
    for record in records:
        proved = proved_state(record.kind, live[record.pk])
        stands_by_fact = record.state in set(FactKind)
        state = proved or (REGISTERS[record.kind].states[0].code if stands_by_fact else record.state)
        if state != record.state:
            before, record.state = record.state, state
            event_in(act, record, "moved", {"state": [before, state], "move": "ledger"})


def proved_state(register: str, kinds: Iterable[FactKind]) -> str:
    """The furthest state of a register that is a fact of the ledger among `kinds`; empty when none is."""
    there = set(kinds)
    return next(
        (state.code for state in reversed(REGISTERS[register].states) if state.code in there),
        "",
    )
