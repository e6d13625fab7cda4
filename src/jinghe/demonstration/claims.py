"""Claims of the demonstration year in every state, made by the people of the demonstration through the same doors."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from jinghe.core.claims.recognition import DEFAULT_RECOGNITION, recognition_to_json
from jinghe.core.counting.facts import FactKind
from jinghe.core.values.credit_codes import check_character
from jinghe.demonstration.story.papers import picture
from jinghe.demonstration.story.texts import FEN_PER_TEN_THOUSAND, YEAR, rows, told
from jinghe.store.models import User
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.common import office_rules
from jinghe.usecases.records import records
from jinghe.usecases.records.records import record_of

FOREIGN = frozenset({FactKind.FOREIGN_CAPITAL, FactKind.FDI})
COMMERCE = "市商务局"
_TICK = timedelta(seconds=5)
_REACHED = {"submitted": 1, "returned": 1, "checked": 2, "reversed": 3}
"""How many steps a claim goes on by itself: submitted, checked, certified."""


def add_claims(people: dict[str, User], at: datetime) -> None:
    """Has 市商务局 review foreign capital, completes the dossiers, and files what is on its way."""
    ticks = (at + _TICK * place for place in range(1000))
    office_rules.lay_down(
        office_rules.RECOGNITION,
        YEAR,
        recognition_to_json(
            replace(rule, checked_by=COMMERCE) if rule.kind in FOREIGN else rule
            for rule in DEFAULT_RECOGNITION
        ),
        effective_on=date(YEAR, 1, 1),
        by=people["shenhe"],
        reason="演示：外资由市商务局审核",
        at=next(ticks),
    )
    filed = rows(told("claims")["claims"])
    for place, code in enumerate(dict.fromkeys(row["project"] for row in filed)):
        _complete(code, place, people, next(ticks))
    for row in filed:
        _file(row, people, ticks)


def _complete(code: str, place: int, people: dict[str, User], at: datetime) -> None:
    """What a dossier must say from its registration on."""
    names = told("claims")["people"]["liaison"]
    body = f"91511702MA{place:07}"
    record = record_of(code, by=people["tongchuan"])
    values = {
        "liaison": names[place % len(names)],
        "company_name": f"达州{record.values['name'][:4]}有限公司（演示）",
        "company_code": body + check_character(body),
    }
    records.change_record(
        code, values, expected=record.version, by=people["tongchuan"], note="补齐专人和项目公司", at=at
    )


def _file(row: dict[str, str], people: dict[str, User], ticks: Iterator[datetime]) -> None:
    clerk, head, city = people[row["clerk"]], people[f"{row['clerk']}ld"], people["shenhe"]
    values = {"occurred_on": row["on"], "note": row["note"]} | {
        name: int(Decimal(row[name]) * FEN_PER_TEN_THOUSAND) for name in ("amount", "dollars") if row[name]
    }
    number = claims.draft_claim(FactKind(row["kind"]), row["project"], values, by=clerk, at=next(ticks)).pk
    for kind in filter(None, row["papers"].split("、")):
        content = picture(f"{number}{kind}")
        papers.attach_to_claim(number, content, f"{kind}（演示）.png", kind, by=clerk, at=next(ticks))
    steps = _REACHED.get(row["goes"], 0)
    if steps >= 1:
        claims.submit([number], by=head, at=next(ticks))
    if steps >= 2 and FactKind(row["kind"]) in FOREIGN:
        claims.check([number], by=people["shangwu"], at=next(ticks))
    if steps >= 3:
        claims.certify([number], by=city, at=next(ticks))
    version = claims.claim_of(number).version
    if row["goes"] == "returned":
        claims.return_claim(number, **told("claims")["returned"], expected=version, by=city, at=next(ticks))
    if row["goes"] == "reversed":
        claims.reverse_claim(number, **told("claims")["reversed"], expected=version, by=city, at=next(ticks))
