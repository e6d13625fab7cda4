"""推出项目: the catalogue that every unit and investors read, its yearly refresh, and who answered an offering."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jinghe.core.attracting.offerings import SizeBand, band_of, is_fresh
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.attracting.offering import MATURITIES, OFFERED, OFFERING, PUBLIC
from jinghe.core.registers.display import display_text
from jinghe.core.registers.fields import KnownWords
from jinghe.core.registers.numbering import order_of
from jinghe.store.models import IN_ORDER, PostingRow, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.records.records import known_words


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingCard:
    """An offering as investors may read it. particulars: (label, text) of the lines below its head.

    offered_on: the day it counts from in the ledger; is_stale: not confirmed this year; leads: how many answer it.
    """

    code: str
    name: str
    unit: str
    industry: str
    industry_name: str
    investment: int | None
    band: SizeBand | None
    maturity: str
    maturity_name: str
    particulars: tuple[tuple[str, str], ...]
    offered_on: date | None
    refreshed_on: date | None
    is_stale: bool
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The offerings that fit a question. total: in the whole reserve; stale: of those that fit."""

    cards: tuple[OfferingCard, ...]
    total: int

    @property
    def stale(self) -> int:
        return sum(card.is_stale for card in self.cards)

    @property
    def investment(self) -> int:
        """Of all cards, in 分."""
        return sum(card.investment or 0 for card in self.cards)

    @property
    def by_industry(self) -> tuple[tuple[str, tuple[OfferingCard, ...]], ...]:
        """Industry and its cards, most cards first, the larger project first in each."""
        groups: dict[str, list[OfferingCard]] = {}
        for card in self.cards:
            groups.setdefault(card.industry_name, []).append(card)
        ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple(
            (name, tuple(sorted(cards, key=lambda card: (-(card.investment or 0), order_of(card.code)))))
            for name, cards in ordered
        )


def catalogue(
    *,
    by: Actor,
    on: date,
    text: str = "",
    industry: str = "",
    band: str = "",
    maturity: str = "",
    unit: str = "",
    is_stale: bool = False,
) -> Catalogue:
    """The offerings of all units on a day, each reduced to what investors may read. Raises AccessRefused."""
    access.require(access.may_see_scores(by), by, "查看推出项目")
    everything = _cards(on)
    needle = text.strip().lower()
    return Catalogue(
        cards=tuple(
            card
            for card in everything
            if (not needle or needle in card.name.lower() or needle in card.code.lower())
            and (not industry or card.industry == industry)
            and (not band or (card.band is not None and card.band.code == band))
            and (not maturity or card.maturity == maturity)
            and (not unit or card.unit == unit)
            and (not is_stale or card.is_stale)
        ),
        total=len(everything),
    )


def _cards(on: date) -> list[OfferingCard]:
    records = Record.objects.filter(kind="offering", state=OFFERED).order_by(*IN_ORDER)
    known, offered = known_words(), _offered_on(records)
    answered = _answered()
    return [_card(record, known, offered.get(record.pk), answered[record.pk], on) for record in records]


def _card(record: Record, known: KnownWords, offered_on: date | None, leads: int, on: date) -> OfferingCard:
    values = record.values
    refreshed = values.get("refreshed_on")
    refreshed_on = date.fromisoformat(refreshed) if refreshed else None
    industry, maturity = values.get("industry") or "", values.get("maturity") or ""
    return OfferingCard(
        code=record.pk,
        name=record.name,
        unit=record.unit,
        industry=industry,
        industry_name=known.vocabulary.name("industry", industry) if industry else "未分产业",
        investment=values.get("investment"),
        band=band_of(values.get("investment")),
        maturity=maturity,
        maturity_name=dict(MATURITIES).get(maturity, "—"),
        particulars=tuple(
            (OFFERING.field(name).label, display_text(OFFERING.field(name), values[name], known))
            for name in PUBLIC
            if name in values
        ),
        offered_on=offered_on,
        refreshed_on=refreshed_on,
        is_stale=not is_fresh(offered_on, refreshed_on, on.year),
        leads=leads,
    )


def _offered_on(records: QuerySet[Record]) -> dict[str, date]:
    """code → the day of its posting, without those that were reversed."""
    rows = PostingRow.objects.filter(kind=FactKind.OFFERING, subject__in=records.values("pk"))
    lines = list(rows.values_list("sequence", "subject", "occurred_on", "sign", "reverses"))
    reversed_lines = {reverses for *_, reverses in lines}
    return {
        subject: on
        for sequence, subject, on, sign, _ in lines
        if sign == 1 and sequence not in reversed_lines
    }


def _answered() -> Counter[str]:
    """code → how many leads answer it."""
    answers: Iterable[list[str]] = Record.objects.filter(kind="lead", values__has_key="answers").values_list(
        "values__answers", flat=True
    )
    return Counter(code for codes in answers for code in codes)
