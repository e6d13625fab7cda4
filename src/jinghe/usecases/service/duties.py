"""职责: one record each. Where the notice sets a measure, it is counted from service cases; else a person judges it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from jinghe.core.plan.plans import Duty, Plan
from jinghe.core.registers.service.duty import CONFIRMED, DUTY, JUDGED, JUDGEMENTS, MEASURES
from jinghe.core.registers.service.support import RENDERED
from jinghe.reference.service_loading import measured_duties
from jinghe.store.models import IN_ORDER, Act, ActKind, Record, RecordEvent
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import open_in
from jinghe.usecases.service.reading import CaseTotals, ServiceCase, all_cases, case_totals

NOT_JUDGED = "未评判"
EIA_DAYS, GAS_STEPS = 2, 2
_JUDGEMENT_NAMES = dict(JUDGEMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingMethod:
    """How a duty is counted from cases. counts: the cases that enter at all; is_met: those as the notice wants them."""

    code: str
    types: frozenset[str]
    counts: Callable[[ServiceCase], bool]
    is_met: Callable[[ServiceCase], bool]

    @property
    def name(self) -> str:
        return dict(MEASURES)[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figure of a measured duty with the cases behind it: met ÷ counted."""

    measure: CountingMethod
    met: tuple[ServiceCase, ...]
    unmet: tuple[ServiceCase, ...]

    @property
    def counted(self) -> int:
        return len(self.met) + len(self.unmet)

    @property
    def share(self) -> Fraction | None:
        return Fraction(len(self.met), self.counted) if self.counted else None


def _closed(case: ServiceCase) -> bool:
    return case.is_closed


def _taken_up(case: ServiceCase) -> bool:
    return case.clock.started_on is not None and not case.is_declined


def _took_longer(case: ServiceCase) -> bool:
    """More days used than the notice allows, finished or not: a case that is late already counts as late."""
    return case.clock.overall.used > EIA_DAYS


_RULES: tuple[CountingMethod, ...] = (
    CountingMethod(
        code="eia",
        types=frozenset({"eia_report", "eia_form"}),
        counts=lambda case: case.is_closed or (_taken_up(case) and _took_longer(case)),
        is_met=lambda case: not _took_longer(case),
    ),
    CountingMethod(
        code="gas",
        types=frozenset({"gas"}),
        counts=_closed,
        is_met=lambda case: len(case.clock.steps) <= GAS_STEPS,
    ),
    CountingMethod(
        code="water",
        types=frozenset({"water"}),
        counts=_taken_up,
        is_met=lambda case: case.record.values.get("way") == "online",
    ),
    CountingMethod(
        code="agency",
        types=frozenset({"agency"}),
        counts=_taken_up,
        is_met=lambda case: not case.record.values.get("charge"),
    ),
)
RULES = {measure.code: measure for measure in _RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDuty:
    """A duty on a day. measured: None where a person judges it. judgement: "" until somebody does.

    is_readable: the reader may open its record; the justification is empty for others.
    """

    record: Record
    state: str
    judgement: str
    justification: str
    is_readable: bool
    measured: Measured | None

    @property
    def judgement_name(self) -> str:
        return _JUDGEMENT_NAMES.get(self.judgement, NOT_JUDGED)

    @property
    def is_confirmed(self) -> bool:
        return self.state == CONFIRMED

    @property
    def waits_for_city(self) -> bool:
        return self.state == JUDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDuties:
    """The duties of one unit, the figures of its cases, and how many services it rendered."""

    unit: str
    duties: tuple[RecordedDuty, ...]
    cases: CaseTotals
    rendered: int


def duties_in_prose(plan: Plan) -> tuple[Duty, ...]:
    """The duties of units that have no target: annex 3 (二) and (三) of the notice."""
    with_targets = {target.unit for target in plan.targets}
    return tuple(duty for duty in plan.duties if duty.unit not in with_targets)


@door("duties.take_up")
def take_up(plan: Plan, *, by: Actor, at: datetime | None = None) -> int:
    """Opens a record for every duty of the plan that has none, and returns how many. Raises AccessRefused."""
    access.require(access.may_open_record(by, DUTY, ""), by, "登记职责")
    with recorded(at) as recording:
        missing = missing_duties(plan)
        if missing:
            act = recording.write(ActKind.RECORD, by, f"登记{plan.year}年职责")
            for duty in missing:
                take_up_in(act, duty, plan.year)
        return len(missing)


def take_up_in(act: Act, duty: Duty, year: int) -> Record:
    """Opens the record of one duty within an act that is under way."""
    values = {
        "name": duty.text[:200],
        "year": year,
        "locator": duty.locator[:100],
        "measure": next(
            (code for unit, words, code in measured_duties() if unit == duty.unit and words in duty.text), ""
        ),
    }
    return open_in(act, DUTY, values, unit=duty.unit)


def missing_duties(plan: Plan) -> tuple[Duty, ...]:
    """The duties of a plan without a record."""
    recorded_duties = Record.objects.filter(kind=DUTY.kind, values__year=plan.year).values_list(
        "unit", "name"
    )
    known = set(recorded_duties)
    return tuple(duty for duty in duties_in_prose(plan) if (duty.unit, duty.text[:200]) not in known)


def duties_of(
    plan: Plan, *, by: Actor, as_of: date, known_at: datetime | None = None
) -> tuple[UnitDuties, ...]:
    """Every unit that has duties and no target, in the order of the notice; figures are the same for every reader."""
    cases = list(all_cases(as_of=as_of, known_at=known_at))
    records = Record.objects.filter(kind=DUTY.kind, values__year=plan.year).order_by(*IN_ORDER)
    if known_at is not None:
        records = records.filter(created__recorded_at__lte=known_at)
    by_unit: defaultdict[str, list[RecordedDuty]] = defaultdict(list)
    readable_codes = set(readable(DUTY.kind, by=by).values_list("pk", flat=True))
    for record in records.prefetch_related("events__act"):
        by_unit[record.unit].append(
            _reading(record, cases, known_at, is_readable=record.pk in readable_codes)
        )
    rendered = _rendered(as_of, known_at)
    units = dict.fromkeys((*(duty.unit for duty in duties_in_prose(plan)), *by_unit))
    return tuple(
        UnitDuties(
            unit=unit,
            duties=tuple(by_unit[unit]),
            cases=case_totals(unit, (case for case in cases if case.record.unit == unit)),
            rendered=rendered.get(unit, 0),
        )
        for unit in units
    )


def measured(measure: CountingMethod, cases: Iterable[ServiceCase]) -> Measured:
    """The figure of a measure, with the cases that met it and those that did not."""
    counted = [case for case in cases if case.record.values["type"] in measure.types and measure.counts(case)]
    met = tuple(case for case in counted if measure.is_met(case))
    return Measured(
        measure=measure, met=met, unmet=tuple(case for case in counted if not measure.is_met(case))
    )


def _reading(
    record: Record, cases: list[ServiceCase], known_at: datetime | None, *, is_readable: bool
) -> RecordedDuty:
    rows: Iterable[RecordEvent] = sorted(record.events.all(), key=lambda row: row.number)
    state, judged = DUTY.states[0].code, {"judgement": "", "justification": ""}
    for row in rows:
        if known_at is not None and row.act.recorded_at > known_at:
            break
        if row.kind == "moved":
            state = row.payload["state"][1]
        changes = row.payload.get("changes", {})
        judged |= {name: changes[name][1] or "" for name in judged if name in changes}
    rule = RULES.get(record.values.get("measure", ""))
    return RecordedDuty(
        record=record,
        state=state,
        judgement=judged["judgement"],
        justification=judged["justification"] if is_readable else "",
        is_readable=is_readable,
        measured=measured(rule, cases) if rule else None,
    )


def _rendered(as_of: date, known_at: datetime | None) -> dict[str, int]:
    """unit → how many services it rendered up to a day."""
    rows = Record.objects.filter(kind=RENDERED.kind)
    if known_at is not None:
        rows = rows.filter(created__recorded_at__lte=known_at)
    counts: defaultdict[str, int] = defaultdict(int)
    for unit, values in rows.values_list("unit", "values"):
        if values["rendered_on"] <= as_of.isoformat():
            counts[unit] += 1
    return counts
