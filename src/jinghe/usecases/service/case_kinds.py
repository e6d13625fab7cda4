"""The kinds of service case in force: those that come with the program, overridden by those the office laid down."""

from datetime import date

from jinghe.core.service.case_kinds import CaseKind, kind_to_json, kinds_from_json
from jinghe.reference.service_loading import builtin_case_kinds
from jinghe.store.models import OfficeRule
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.office_rules import in_force, lay_down

CASE_KINDS = "case_kinds"


def case_kinds(on: date) -> dict[str, CaseKind]:
    """Every kind by code, as in force on a day."""
    laid_down = in_force(CASE_KINDS, on.year, on=on).content
    return builtin_case_kinds() | (kinds_from_json(laid_down) if laid_down else {})


def lay_down_kind(kind: CaseKind, *, effective_on: date, by: Actor, reason: str) -> OfficeRule:
    """Gives one kind other terms from a day on; cases taken up before keep the old ones. Raises AccessRefused."""
    laid_down = in_force(CASE_KINDS, effective_on.year).content or []
    others = [other for other in laid_down if other["code"] != kind.code]
    content = [*others, kind_to_json(kind)]
    return lay_down(CASE_KINDS, effective_on.year, content, effective_on=effective_on, by=by, reason=reason)
