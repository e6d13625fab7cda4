"""What a register shows on the page of its records besides their fields."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest

from jinghe.core.claims.claims import CLAIM_KINDS
from jinghe.core.plan.wording import MONEY_PLACES, figure
from jinghe.core.registers.service.case import SERVICE_CASE
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.usecases.attracting.leads import linked, sources_of
from jinghe.usecases.claims.projects import course_of, next_claims
from jinghe.usecases.claims.reading import readable_claims
from jinghe.usecases.common import access
from jinghe.usecases.oversight.follow_ups import follow_ups_about
from jinghe.web.drawing.curves import curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A template, and what it needs beside the record."""

    template: str
    context: Callable[[Any, HttpRequest], dict[str, Any]]


PANELS: dict[str, Panel] = {}
"""Kind of register → its panel. The features stand above the records, so `web.apps` fills this at start-up."""


def project_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    course = course_of(record, by=request.user)
    parties = access.parties_of(request.user, record.unit, access.involved_in(record))
    may_claim = bool(access.acts_for_unit(request.user)) and bool(parties)
    total = record.values.get("investment")
    return {
        "course": course,
        "sources": linked([one.pk for one in sources_of(record)], request.user),
        "curve": curve([fen for _, _, fen in course.money], total or 0),
        "money": [(month, _yi(arrived), _yi(so_far)) for month, arrived, so_far in course.money],
        "arrived": course.arrived_fen,
        "claim_kinds": [CLAIM_KINDS[kind] for kind in next_claims(record, course)] if may_claim else [],
        "may_open_case": access.may_open_record(request.user, SERVICE_CASE, request.user.unit),
        "claims": list(readable_claims(by=request.user).filter(record=record).order_by("-pk")[:50]),
        "problems": follow_ups_about(record.pk, by=request.user),
        "may_see_lines": access.may_see_all_postings(request.user)
        or access.may_see_postings(request.user, request.user.unit),
    }


def _yi(fen: int) -> Any:
    return figure(Fraction(fen) / UNITS_OF_MEASURE["亿元"].scale, MONEY_PLACES)
