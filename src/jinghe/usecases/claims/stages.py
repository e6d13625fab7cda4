"""Where a record stands follows from the ledger: the furthest of its live facts that its register has a state for."""

from collections import defaultdict
from collections.abc import Iterable

from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Register
from jinghe.store.models import Act, Record
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.writing import RecordChange, write_records


def follow_ledger(act: Act, codes: Iterable[str]) -> None:
    """Moves records to the state that their live postings prove, within the act that changed the ledger."""
    records = Record.objects.filter(pk__in=set(codes))
    live: defaultdict[str, set[FactKind]] = defaultdict(set)
    for posting in live_postings(subject__in=[record.pk for record in records]):
        live[posting.subject].add(posting.kind)
    stands = [
        (record, _followed(REGISTERS[record.kind], record, proved_state(record.kind, live[record.pk])))
        for record in records
    ]
    write_records(act, [_followed_to(record, state) for record, state in stands if state != record.state])


def _followed_to(record: Record, state: str) -> RecordChange:
    payload = {"state": [record.state, state], "move": "ledger"}
    return RecordChange(record=record, event="moved", payload=payload, columns={"state": state})


def _followed(register: Register, record: Record, proved: str) -> str:
    """The proved state, unless the record went further by a step of people (a lead converted before it was proved).

    Nothing proved: a record that stood by a fact goes back to where people had left it.
    """
    order = [state.code for state in register.states]
    stands_by_fact = record.state in set(FactKind)
    if not proved:
        return _left_by_people(record, order[0]) if stands_by_fact else record.state
    is_further = not stands_by_fact and not register.state(record.state).is_aside
    return record.state if is_further and order.index(record.state) > order.index(proved) else proved


def _left_by_people(record: Record, first: str) -> str:
    """The last state that was no fact; the first of all where the record never stood in one."""
    moves = record.events.filter(kind="moved").order_by("-number").values_list("payload", flat=True)
    stood = (payload["state"][0] for payload in moves)
    return next((state for state in stood if state not in set(FactKind)), first)


def proved_state(register: str, kinds: Iterable[FactKind]) -> str:
    """The furthest state of a register that is a fact of the ledger among `kinds`; empty when none is."""
    there = set(kinds)
    return next(
        (state.code for state in reversed(REGISTERS[register].states) if state.code in there),
        "",
    )
