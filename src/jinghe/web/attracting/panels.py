"""What the pages of a lead, an offering and a trip show besides their fields: both ends of links, and own steps."""

from typing import Any

from django.http import HttpRequest

from jinghe.core.claims.claims import OPEN_STATES, WAITING_STATES, kinds_of
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.attracting import lead, offering, trip
from jinghe.usecases.attracting import leads, trips
from jinghe.usecases.claims.reading import readable_claims
from jinghe.usecases.common import access
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.first_reports import rivals_of
from jinghe.usecases.records.reading import history_of
from jinghe.web.frame.clock_day import asked_now


def lead_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """What is due, who else has the investor, where it came from and what it became."""
    told, on = record.values, asked_now(request).as_of
    parties = access.parties_of(request.user, record.unit, access.involved_in(record))
    rivals = rivals_of(told, code=record.pk) if record.state != lead.DROPPED else ()
    return {
        "due": leads.due_of_record(record, on),
        "rule": leads.clock_rule(on),
        "rivals": rivals,
        "is_first": all(told["first_reported_on"] <= one.reported_on.isoformat() for one in rivals),
        "links": leads.linked(
            (told.get("project"), told.get("trip"), *(told.get("answers") or ())), by=request.user
        ),
        "may_convert": bool(parties & lead.CONVERT.by) and record.state in lead.CONVERT.sources,
        "host": told.get("assigned_unit") or "",
        "may_award": access.may_award_leads(request.user),
        "awarded": [one.payload for one in history_of(record) if one.kind == "awarded"],
        **_claims(record, request),
    }


def offering_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The leads that answer it."""
    shown, hidden = leads.shown_to(leads.leads_answering(record.pk), request.user)
    return {"answering": shown, "hidden": hidden, **_claims(record, request)}


def trip_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """Its warnings, its route, and the leads it brought back."""
    shown, hidden = leads.shown_to(leads.leads_of_trip(record.pk), request.user)
    on = asked_now(request).as_of
    (line,) = trips.lines_of([record], on)
    return {
        "line": line,
        "rule": trips.trip_rule(on),
        "companies": [one for one in (record.values.get("companies") or "").splitlines() if one.strip()],
        "found_leads": shown,
        "hidden": hidden,
        **_claims(record, request),
    }


def _claims(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The claims about a record, and those that its unit may make now."""
    claims = list(readable_claims(by=request.user).filter(record=record).order_by("-pk")[:20])
    under_way = {one.kind for one in claims if one.state in (*OPEN_STATES, *WAITING_STATES)}
    is_own = access.acts_for_unit(request.user) == record.unit
    return {
        "claims": claims,
        "claim_kinds": [
            one
            for one in kinds_of(record.kind)
            if is_own
            and record.state in CLAIMED_IN.get(one.kind, (record.state,))
            and one.kind not in under_way
        ],
        "may_see_lines": access.may_see_postings(request.user, record.unit)
        and bool(live_postings(subject=record.pk)),
    }


CLAIMED_IN = {
    FactKind.LEAD: (lead.ASSIGNED, lead.FOLLOWED, lead.CONVERTED),
    FactKind.OFFERING: (offering.PREPARING,),
    FactKind.OFFERING_EXIT: (offering.OFFERED,),
    FactKind.TRIP: (trip.REPORTED,),
}
"""The states of a record in which it makes sense to claim a fact; a fact that is not here, in any."""
