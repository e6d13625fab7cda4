"""The dossiers of the demonstration year: what its postings say about each subject, and what clerks would add."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jinghe.core.counting.entries import Entry, entry_of
from jinghe.core.counting.facts import FactKind, Posting, Role
from jinghe.core.registers.attracting.lead import CONVERTED
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.demonstration.statistics import in_statistics
from jinghe.demonstration.story import Subject
from jinghe.demonstration.story.attracting import Attracting
from jinghe.store.models import ActKind
from jinghe.usecases.claims.stages import proved_state
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.writing import RecordChange, opening, without_empty, write_records


def register_subjects(subjects: Iterable[Subject], *, by: Actor, at: datetime) -> None:
    """Writes the record of every subject in one act, as the opening ledger of an office would."""
    live: defaultdict[str, list[Posting]] = defaultdict(list)
    for posting in live_postings():
        live[posting.subject].append(posting)
    told = tuple(subjects)
    first = {code: _first(postings) for code, postings in live.items()}
    left = {
        code for code, postings in live.items() if any(p.kind is FactKind.OFFERING_EXIT for p in postings)
    }
    more = Attracting(told, first, left).values()
    with recorded(at) as recording:
        act = recording.write(ActKind.RECORD, by, "演示：登记期初台账")
        write_records(act, [_opening(one, live[one.code], more.get(one.code, {})) for one in told])


def _first(live: list[Posting]) -> Entry:
    """The first entry of a subject that stands."""
    return entry_of([posting for posting in live if posting.entry == live[0].entry])


def _opening(subject: Subject, live: list[Posting], more: dict[str, Any]) -> RecordChange:
    entry = _first(live) if live else None
    values = {"name": subject.name, "investor_name": subject.investor_name}
    if entry is not None:
        values |= _told(entry, of_project=subject.kind == "project")
    values |= more | (in_statistics(live) if subject.kind == "project" else {})
    kept = without_empty(values)
    kinds = {posting.kind for posting in live}
    credits = sorted(entry.credits, key=lambda credit: credit.role is not Role.HOST) if entry else []
    register = REGISTERS[subject.kind]
    units = [*(credit.unit for credit in credits), *register.units_named(kept)]
    state = CONVERTED if subject.kind == "lead" and "project" in kept else proved_state(subject.kind, kinds)
    return opening(register, kept, code=subject.code, unit=next(iter(units), ""), state=state)


def _told(entry: Entry, *, of_project: bool) -> dict[str, Any]:
    shares = {
        role: [[credit.unit, credit.share] for credit in entry.credits if credit.role is role]
        for role in Role
    }
    told: dict[str, Any] = {
        "investment": entry.investment_fen,
        "industry": entry.industry,
        "region": entry.region,
        "investor": list(entry.investor),
    }
    if not of_project:
        return told | {"sponsors": shares[Role.SPONSOR] if len(shares[Role.SPONSOR]) > 1 else []}
    sub_units = [credit.sub_unit for credit in entry.credits if credit.role is Role.HOST]
    return told | {
        "is_real_estate": entry.is_real_estate,
        "is_government_investment": entry.is_government_investment,
        "hosts": shares[Role.HOST],
        "sponsors": shares[Role.SPONSOR],
        "sub_unit": sub_units[0] if sub_units else "",
        "content": "演示项目：厂房、设备和配套设施",
        "place": sub_units[0] if sub_units and sub_units[0] else f"{shares[Role.HOST][0][0]}工业园区",
        "channel": "event" if entry.kind is FactKind.SIGNING else "other",
    }
