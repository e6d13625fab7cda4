"""What was under way at the end of the demonstration year: leads, projects in talks, trips and offerings."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from jinghe.core.registers.attracting.lead import DROPPED, FOLLOWED, VALID, VALIDITY
from jinghe.core.registers.attracting.trip import REPORTED
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.demonstration.story.attracting import Attracting
from jinghe.demonstration.story.texts import FEN_PER_TEN_THOUSAND, rows, ten_thousands, told
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import IN_ORDER, NEWEST_FIRST, Act, ActKind, Record
from jinghe.usecases.attracting import leads
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import last_recorded_at, recorded
from jinghe.usecases.records import records

IN_TALKS = 9
"""Recognised leads that became projects in talks, not signed yet."""


def add_attracting(*, by: Actor) -> None:
    """Registers what is under way in one act, and turns some leads into projects in talks, one act each."""
    drawn = Attracting((), {}, ())
    with recorded(_next()) as recording:
        act = recording.write(ActKind.RECORD, by, "演示：登记正在办理的投资信息、小分队和推出项目")
        for row in rows(told("attracting")["opened"]["leads"]):
            _lead(act, row, drawn)
        for row in rows(told("attracting")["opened"]["trips"]):
            _trip(act, row, drawn)
        for row in rows(told("attracting")["opened"]["offerings"]):
            _offering(act, row, drawn)
    for lead in _promising():
        leads.convert(
            lead.pk,
            host=lead.values["assigned_unit"],
            name=f"{lead.values['investor_name']}投资项目",
            expected=lead.version,
            by=by,
            at=_next(),
        )
    _rivalry(by)


def _next() -> datetime:
    """A minute after the last act."""
    last = last_recorded_at()
    assert last is not None
    return last + timedelta(minutes=1)


def _lead(act: Act, row: dict[str, str], drawn: Attracting) -> None:
    days = {
        "first_reported_on": row["reported"],
        "responded_on": row["responded"],
        "assigned_on": row["assigned"],
        "assigned_unit": row["to"],
        "fed_back_on": row["fed_back"],
    }
    values = drawn.intent(row["unit"]) | {
        "name": row["name"],
        "investor_name": row["investor"],
        "region": row["region"],
        "industry": row["industry"],
        "investment": _fen(row["亿元"]),
        "investor": ["private"],
        "channel": row["channel"],
        "first_contact_unit": row["unit"],
        **days,
    }
    if row["state"] == FOLLOWED:
        values |= {name: True for name, _ in VALIDITY[:2]}
    note = "投资方改投他处" if row["state"] == DROPPED else ""
    records.open_in(act, REGISTERS["lead"], values, unit=row["unit"], state=row["state"], note=note)


def _trip(act: Act, row: dict[str, str], drawn: Attracting) -> None:
    starts_on = date.fromisoformat(row["starts"])
    ends_on = starts_on + timedelta(days=int(row["days"]) - 1)
    values = drawn.journey(row["unit"], row["region"], starts_on, ends_on, int(row["people"]))
    values["name"] = (
        f"赴{lexicon().name('region', row['region'])}招商小分队（{row['unit']}，{starts_on.month}月）"
    )
    if row["approved"]:
        approved_on = starts_on - timedelta(days=int(row["approved"]))
        values |= {"approved_on": approved_on.isoformat(), "approved_by": "主要负责人"}
    if row["state"] == REPORTED:
        values |= {
            "reported_on": (ends_on + timedelta(days=3)).isoformat(),
            "companies": "\n".join(drawn.companies(row["region"], 3)),
            "report": "走访企业3家，形成跟进清单。",
            "expenses": 2 * FEN_PER_TEN_THOUSAND,
        }
    records.open_in(act, REGISTERS["trip"], values, unit=row["unit"], state=row["state"])


def _offering(act: Act, row: dict[str, str], drawn: Attracting) -> None:
    values = drawn.offer(row["name"]) | {
        "name": row["name"],
        "industry": row["industry"],
        "investment": _fen(row["亿元"]),
        "maturity": "idea",
    }
    records.open_in(act, REGISTERS["offering"], values, unit=row["unit"], state=row["state"])


def _promising() -> Iterable[Record]:
    """Recognised leads that a county works on and that led to no project yet."""
    hosts = {unit for unit, _ in _shares(Record.objects.filter(kind="project"))}
    found = Record.objects.filter(kind="lead", state=VALID).order_by(*NEWEST_FIRST)
    return [one for one in found if one.values.get("assigned_unit") in hosts][:IN_TALKS]


def _shares(projects: Iterable[Record]) -> Iterable[tuple[str, int]]:
    return (pair for one in projects for pair in one.values.get("hosts") or ())


def _rivalry(by: Actor) -> None:
    """Two departments report one investor; the city says whose it is."""
    first = Record.objects.filter(kind="lead", state=FOLLOWED).order_by(*IN_ORDER).first()
    assert first is not None
    values: dict[str, Any] = {
        name: first.values[name] for name in ("intent", "industry", "investment", "investor_name", "region")
    } | {
        "name": f"{first.values['investor_name']}二次对接",
        "channel": "visit",
        "first_contact_unit": "市发展改革委",
        "first_reported_on": "2022-10-28",
    }
    reason = "投资方另一事业部来访，规模和选址不同"
    again = records.open_record("lead", values, by=by, unit="市发展改革委", note=reason, at=_next())
    leads.award(
        again.pk,
        unit=first.values["first_contact_unit"],
        reason="同一投资主体，按首报首谈归首报单位，市发展改革委配合",
        expected=again.version,
        by=by,
        at=_next(),
    )


def _fen(hundred_millions: str) -> int:
    return ten_thousands(hundred_millions) * FEN_PER_TEN_THOUSAND
