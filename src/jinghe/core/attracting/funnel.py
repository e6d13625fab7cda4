"""招商成效: how many leads become projects that are signed, registered, started and producing, and at what cost.

A cohort: the leads first reported in a period, followed up to a day. Conversions are Σ ÷ Σ; several leads of one
project count it once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial

from jinghe.core.counting.facts import FactKind


class FunnelStep(StrEnum):
    """How far a lead has come: proved by a fact of the ledger, or, for the first steps, by the registers."""

    LEADS = "leads"
    VALID = "valid"
    TALKS = "talks"
    SIGNED = "signed"
    REGISTERED = "registered"
    STARTED = "started"
    PRODUCING = "producing"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def fact(self) -> FactKind | None:
        return STEP_FACTS.get(self)

    @property
    def source(self) -> str:
        """Where the figure comes from."""
        return "台账" if self.fact else "登记簿"


_LABELS = {
    FunnelStep.LEADS: "投资信息",
    FunnelStep.VALID: "有效信息",
    FunnelStep.TALKS: "转为在谈",
    FunnelStep.SIGNED: "签约",
    FunnelStep.REGISTERED: "注册",
    FunnelStep.STARTED: "开工",
    FunnelStep.PRODUCING: "投产",
}
STEP_FACTS: dict[FunnelStep, FactKind] = {
    FunnelStep.VALID: FactKind.LEAD,
    FunnelStep.SIGNED: FactKind.SIGNING,
    FunnelStep.REGISTERED: FactKind.REGISTRATION,
    FunnelStep.STARTED: FactKind.CONSTRUCTION_START,
    FunnelStep.PRODUCING: FactKind.PRODUCTION_START,
}
OF_LEADS = (FunnelStep.LEADS, FunnelStep.VALID)
"""Counted by lead; what follows is counted by project."""


class Grouping(StrEnum):
    CHANNEL = "channel"
    REGION = "region"
    INDUSTRY = "industry"
    UNIT = "unit"
    TRIP = "trip"

    @property
    def label(self) -> str:
        return {
            "channel": "渠道",
            "region": "来源地",
            "industry": "产业",
            "unit": "获取单位",
            "trip": "小分队",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadOutcome:
    """A lead and what became of it. keys: by grouping; project: empty while it has none; steps: those it reached."""

    code: str
    keys: Mapping[Grouping, str]
    trip: str
    project: str
    steps: frozenset[FunnelStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectProject:
    """A project signed in the period that no lead led to."""

    code: str
    keys: Mapping[Grouping, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A trip of the period. expenses_fen: None where they were not told."""

    code: str
    keys: Mapping[Grouping, str]
    expenses_fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    """The counts of one group. expenses_fen: of the trips that stated them, None where none did.

    paid_leads, paid_signed: what those very trips led to; untold: trips whose expenses are not told.
    """

    key: str
    counts: Mapping[FunnelStep, int]
    direct: int
    trips: int
    untold: int
    expenses_fen: int | None
    paid_leads: int
    paid_signed: int

    def conversion(self, step: FunnelStep, over: FunnelStep = FunnelStep.LEADS) -> Fraction | None:
        """One count over another; None where there is nothing to divide by."""
        return Fraction(self.counts[step], self.counts[over]) if self.counts[over] else None

    @property
    def cost_of_lead(self) -> Fraction | None:
        """分 of expenses for each lead that the same trips brought; None without either."""
        return self._cost(self.paid_leads)

    @property
    def cost_of_signed(self) -> Fraction | None:
        """分 of expenses for each signed project that the same trips led to; None without either."""
        return self._cost(self.paid_signed)

    def _cost(self, number: int) -> Fraction | None:
        return Fraction(self.expenses_fen, number) if self.expenses_fen is not None and number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The leads, projects and trips of a period that a funnel is counted from."""

    leads: tuple[LeadOutcome, ...]
    direct: tuple[DirectProject, ...]
    trips: tuple[Journey, ...]

    def row(
        self, key: str = "", holds: Callable[[Mapping[Grouping, str]], bool] = lambda _: True
    ) -> FunnelRow:
        """The counts over those whose keys satisfy `holds`; without `holds`, over all."""
        leads = [lead for lead in self.leads if holds(lead.keys)]
        trips = [trip for trip in self.trips if holds(trip.keys)]
        expenses = {trip.code: trip.expenses_fen for trip in trips if trip.expenses_fen is not None}
        paid = [lead for lead in self.leads if lead.trip in expenses]
        return FunnelRow(
            key=key,
            counts={step: len(reached(leads, step)) for step in FunnelStep},
            direct=sum(holds(project.keys) for project in self.direct),
            trips=len(trips),
            untold=len(trips) - len(expenses),
            expenses_fen=sum(expenses.values()) if expenses else None,
            paid_leads=len(reached(paid, FunnelStep.LEADS)),
            paid_signed=len(reached(paid, FunnelStep.SIGNED)),
        )

    def rows(self, grouping: Grouping) -> tuple[FunnelRow, ...]:
        """One row for each group, the most leads first; what has no such key is in no row: a trip has no industry."""
        everything: tuple[LeadOutcome | DirectProject | Journey, ...] = (
            *self.leads,
            *self.direct,
            *self.trips,
        )
        keys = dict.fromkeys(item.keys[grouping] for item in everything if grouping in item.keys)
        if grouping is Grouping.TRIP:
            keys.pop("", None)
        rows = [self.row(key, partial(_is_of, grouping, key)) for key in keys]
        return tuple(
            sorted(rows, key=lambda row: (-row.counts[FunnelStep.LEADS], -row.direct, -row.trips, row.key))
        )


def _is_of(grouping: Grouping, key: str, keys: Mapping[Grouping, str]) -> bool:
    return keys.get(grouping) == key


def reached(leads: Iterable[LeadOutcome], step: FunnelStep) -> tuple[str, ...]:
    """The leads, or the projects, that came as far as a step; each project once."""
    codes = (lead.code if step in OF_LEADS else lead.project for lead in leads if step in lead.steps)
    return tuple(dict.fromkeys(codes))
