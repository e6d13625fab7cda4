"""What the page of a service case and of a duty shows besides their fields."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest

from jinghe.core.registers.service.case import DECLINED, SERVICE_CASE
from jinghe.core.service.clock_events import EventKind
from jinghe.core.service.clocks import ClockReading
from jinghe.core.values.amounts import rounded
from jinghe.usecases.common import access, clock
from jinghe.usecases.plan.plans import known_units
from jinghe.usecases.service.case_kinds import case_kinds
from jinghe.usecases.service.cases import DECLINE, RATINGS
from jinghe.usecases.service.clock import limits_of
from jinghe.usecases.service.duties import RULES, measured
from jinghe.usecases.service.reading import all_cases, case_of, service_cases
from jinghe.web.frame.clock_day import asked_now

WIDTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """How far a term is used, as a bar: x of what is used, half and four fifths; over: past its end."""

    used: str
    half: str
    four_fifths: str
    end: str
    is_over: bool
    width: int = WIDTH


def dial(reading: ClockReading) -> Dial | None:
    """The bar of a term; None without one."""
    if reading.limit is None or not reading.limit.days:
        return None
    days = reading.limit.days
    longest = max(reading.used, days)

    def across(number: Fraction | int) -> str:
        return str(rounded(Fraction(number) * WIDTH / longest, 1))

    return Dial(
        used=across(reading.used),
        half=across(Fraction(days, 2)),
        four_fifths=across(Fraction(days * 4, 5)),
        end=across(days),
        is_over=reading.used > days,
    )


def case_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The clock of a case, who held it, and the steps that the reader may take."""
    question = asked_now(request)
    case = case_of(record, question.as_of, question.known_at)
    now = case_of(record, clock.today())
    limits = limits_of(now.events) or case_kinds(clock.today())[record.values["type"]].limits
    may_handle = access.may_change_record(request.user, SERVICE_CASE, record)
    kind = case_kinds(question.as_of)[record.values["type"]]
    return {
        "question": question,
        "case": case,
        "clock": case.clock,
        "dial": dial(case.clock.overall),
        "kind": kind,
        "actions": _actions(now, record.state) if may_handle and not question.known_at else (),
        "open_steps": [one.name for one in now.clock.steps if one.begun_on and not one.finished_on],
        "reasons": limits.reasons,
        "ratings": list(reversed(RATINGS)),
        "all_units": sorted(known_units()),
        "today": clock.today().isoformat(),
    }


def _actions(case: Any, state: str) -> tuple[str, ...]:
    """The steps that make sense now."""
    clock = case.clock
    if state == DECLINED:
        return ()
    if clock.started_on is None:
        return (EventKind.STARTED.value, DECLINE)
    if clock.closed_on is not None:
        return (EventKind.REOPENED.value,)
    is_paused = clock.overall.is_paused
    steps = (
        (EventKind.STEP_FINISHED,) if any(one.begun_on and not one.finished_on for one in clock.steps) else ()
    )
    pausing = EventKind.RESUMED if is_paused else EventKind.PAUSED
    return tuple(one.value for one in (*steps, pausing, EventKind.TRANSFERRED, EventKind.CLOSED))


def duty_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The figure of a measured duty with the cases behind it."""
    rule = RULES.get(record.values.get("measure", ""))
    if rule is None:
        return {}
    question = asked_now(request)
    asked = {"as_of": question.as_of, "known_at": question.known_at}
    whole = measured(rule, all_cases(**asked))
    seen = measured(rule, service_cases(by=request.user, **asked))
    return {"question": question, "measured": whole, "seen": seen, "unseen": whole.counted - seen.counted}


def approval_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The way back to the plan of its project."""
    return {"project_code": record.values["project"]}
