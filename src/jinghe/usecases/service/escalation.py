"""时限提醒: of half and four fifths of a term go to the unit, of overdue cases to its head, then to the city."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.service.clock_events import EventKind
from jinghe.core.service.clocks import Alert
from jinghe.store.models import AccountRole, Act, ActKind, Message, RecordEvent, User
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, deliver, send_in
from jinghe.usecases.common.office_numbers import CASE_TERMS, numbers
from jinghe.usecases.records.writing import event_in
from jinghe.usecases.service.reading import ServiceCase, service_cases

WARNED = "warned"
MESSAGE_KIND = "service"
BEGINS_AGAIN = frozenset({EventKind.STARTED, EventKind.REOPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarning:
    """A warning to send about a case. level: of escalation; 0 while only half or four fifths of the term are used."""

    case: ServiceCase
    alert: Alert
    level: int

    @property
    def code(self) -> str:
        return f"level{self.level}" if self.level else self.alert.value


def due_warnings(cases: Iterable[ServiceCase]) -> tuple[CaseWarning, ...]:
    """The warnings to send now: of each case the most serious one that applies, unless it has been sent."""
    return tuple(
        warning for case in cases if (warning := _warning(case)) and warning.code not in _sent_codes(case)
    )


@door("escalation.send_warnings")
def send_warnings(*, as_of: date, by: Actor, at: datetime | None = None) -> int:
    """Sends the warnings that are due and returns their number. Raises AccessRefused."""
    access.require(access.may_lay_down_rules(by), by, "发出时限提醒")
    day = min(as_of, clock.today())
    sent: list[Message] = []
    with recorded(at) as recording:
        due = due_warnings(service_cases(by=by, as_of=day))
        if due:
            act = recording.write(ActKind.MESSAGE, by, f"企业诉求时限提醒（截至{day}）")
            for warning in due:
                sent += _warn_in(act, warning, day)
    for message in sent:
        deliver(message)
    return len(due)


def _warning(case: ServiceCase) -> CaseWarning | None:
    if not case.is_open or case.clock.started_on is None:
        return None
    level = case.clock.escalation
    alert = case.clock.overall.alert
    if not level and alert is Alert.NONE:
        return None
    return CaseWarning(case=case, alert=alert, level=level)


def _sent_codes(case: ServiceCase) -> set[str]:
    """Codes of the warnings sent since the case was taken up, or reopened."""
    begun = max((entry.row.number for entry in case.events if entry.event.kind in BEGINS_AGAIN), default=0)
    rows: Iterable[RecordEvent] = case.record.events.all()
    return {row.payload["what"] for row in rows if row.kind == WARNED and row.number > begun}


def _warn_in(act: Act, warning: CaseWarning, day: date) -> tuple[Message, ...]:
    record, overall = warning.case.record, warning.case.clock.overall
    due = f"，应于{overall.due.text}前办结" if overall.due else ""
    if warning.level:
        title = f"企业诉求逾期（第{warning.level}级）：{record.name}"
    else:
        title = f"企业诉求时限{'过半' if warning.alert is Alert.HALF else '将到'}：{record.name}"
    steps = "".join(f"环节“{step.name}”逾期{step.reading.overdue_by}日。" for step in warning.case.late_steps)
    body = (
        f"{record.pk}“{record.name}”由{warning.case.clock.holder}办理，已用{overall.used}个工作日{due}。{steps}"
        f"{'请立即办理，并说明逾期原因。' if warning.level else '请按期办理；需要暂停计时的，请登记理由。'}"
    )
    head_level = numbers(CASE_TERMS, on=day)["head_level"]
    messages = [
        NewMessage(
            unit=unit,
            username=username,
            kind=MESSAGE_KIND,
            title=title[:120],
            body=body,
            link=f"/records/{record.pk}/",
        )
        for unit, username in _readers(record.unit, warning.level, head_level)
    ]
    event_in(act, record, WARNED, {"what": warning.code, "on": day.isoformat(), "note": title})
    return send_in(act, messages)


def _readers(unit: str, level: int, head_level: int) -> Iterator[tuple[str, str]]:
    """(unit, username) of those who get a warning: the unit; from head_level on its heads; above it the city too."""
    heads = User.objects.filter(role=AccountRole.HEAD, unit=unit, is_active=True).order_by("username")
    names = [head.username for head in heads] if level >= head_level else []
    if names:
        yield from ((unit, name) for name in names)
    else:
        yield unit, ""
    if level > head_level:
        yield "", ""
