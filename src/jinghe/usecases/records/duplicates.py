"""Whether a project is entered twice: a new one compared with every project the office keeps."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from jinghe.core.attracting.duplicate_index import DuplicateIndex
from jinghe.core.attracting.duplicates import Candidate, Suspect
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import Act, Record
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.records.pinyin import pinyin_of

LONGEST_LIST = 5


def suspects_of(values: Mapping[str, Any], *, code: str = "") -> tuple[Suspect, ...]:
    """The projects that one with these values may be again, the likeliest first; `code`: of the project itself."""
    if not values.get("name"):
        return ()
    return index_of_projects().suspects(candidate_of(code, values))[:LONGEST_LIST]


def index_of_projects() -> DuplicateIndex:
    """Every project of the office, ready to be asked; built anew when one of them has changed."""
    told = Record.objects.filter(kind="project").aggregate(last=Max("changed"), count=Count("pk"))
    first = Act.objects.order_by("pk").values_list("recorded_at", flat=True).first()
    return _index(told["count"], told["last"], first)


@lru_cache(maxsize=2)
def _index(count: int, last: int | None, first: datetime | None) -> DuplicateIndex:
    """first: when the ledger began, which tells one database from another."""
    rows = Record.objects.filter(kind="project").values_list("pk", "values", "unit")
    return DuplicateIndex((candidate_of(pk, values, unit) for pk, values, unit in rows), places=place_names())


def candidate_of(code: str, values: Mapping[str, Any], unit: str = "") -> Candidate:
    name, investor = values.get("name") or "", values.get("investor_name") or ""
    hosts = values.get("hosts") or [[unit, 0]]
    signed_on = values.get("signed_on")
    return Candidate(
        code=code,
        name=name,
        name_pinyin=pinyin_of(name),
        investor=investor,
        investor_pinyin=pinyin_of(investor),
        credit_code=values.get("credit_code") or "",
        investment_fen=values.get("investment"),
        unit=hosts[0][0],
        signed_on=date.fromisoformat(signed_on) if signed_on else None,
    )


def place_names() -> Iterable[str]:
    """Names of places of the city: its units, and the words of the vocabulary for its own region."""
    own = [word for word, codes in lexicon().words["region"].items() if codes == frozenset({"5117"})]
    return sorted({*own, *known_units()})
