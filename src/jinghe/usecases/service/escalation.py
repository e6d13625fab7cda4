"""Warnings of service cases 时限提醒: half and four fifths go to the unit, overtime to its head, then to the city."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.service.clock_events import EventKind
from jinghe.core.service.clocks import Alert
from jinghe.store.models import AccountRole, Act, ActKind, Message, RecordEvent, User
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.messages import NewMessage, deliver, send_in
from jinghe.usecases.records.records import happen_in
from jinghe.usecases.service.reading import ServiceCase, service_cases

WARNED = "warned"
MESSAGE_KIND = "service"
HEAD_LEVEL = 1
"""The level at which the head of the unit is told; every level above it goes to the city."""
BEGINS_AGAIN = frozenset({EventKind.STARTED, EventKind.REOPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarning:
    """What is to be said of a case, and was not yet. level 0: half or four fifths of the term."""

    case: ServiceCase
    alert: Alert
    level: int

    @property
    def code(self) -> str:
        return f"level{self.level}" if self.level else self.alert.value


def due_warnings(cases: Iterable[ServiceCase]) -> tuple[CaseWarning, ...]:
    """What is to be said now: of each case the furthest that it has come to, unless that was said."""
    return tuple(one for case in cases if (one := _warning(case)) and one.code not in _told(case))


def send_warnings(*, as_of: date, by: Actor, at: datetime | None = None) -> int:
    """Says what is due, once; returns of how many cases. Raises AccessRefused."""
    access.require(access.may_lay_down_rules(by), by, "发出时限提醒")
    day = min(as_of, clock.today())
    sent: list[Message] = []
    with recorded(at) as recording:
        due = due_warnings(service_cases(by=by, as_of=day))
        if due:
            act = recording.write(ActKind.MESSAGE, by, f"企业诉求时限提醒（截至{day}）")
            for one in due:
                sent += _say(act, one, day)
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


def _told(case: ServiceCase) -> set[str]:
    """What was said since the case began, or began again."""
    begun = max((one.row.number for one in case.events if one.event.kind in BEGINS_AGAIN), default=0)
    rows: Iterable[RecordEvent] = case.record.events.all()
    return {row.payload["what"] for row in rows if row.kind == WARNED and row.number > begun}


def _say(act: Act, one: CaseWarning, day: date) -> tuple[Message, ...]:
    record, overall = one.case.record, one.case.clock.overall
    due = f"，应于{overall.due.text}前办结" if overall.due else ""
    if one.level:
        title = f"企业诉求逾期（第{one.level}级）：{record.name}"
    else:
        title = f"企业诉求时限{'过半' if one.alert is Alert.HALF else '将到'}：{record.name}"
    steps = "".join(f"环节“{step.name}”逾期{step.reading.overdue_by}日。" for step in one.case.late_steps)
    body = (
        f"{record.pk}“{record.name}”由{one.case.clock.holder}办理，已用{overall.used}个工作日{due}。{steps}"
        f"{'请立即办理，并说明逾期原因。' if one.level else '请按期办理；需要暂停计时的，请登记理由。'}"
    )
    letters = [
        NewMessage(
            unit=unit,
            username=username,
            kind=MESSAGE_KIND,
            title=title[:120],
            body=body,
            link=f"/records/{record.pk}/",
        )
        for unit, username in _readers(record.unit, one.level)
    ]
    happen_in(act, record, WARNED, {"what": one.code, "on": day.isoformat(), "note": title})
    return send_in(act, letters)


def _readers(unit: str, level: int) -> Iterator[tuple[str, str]]:
    """Whom a warning goes to: the unit; from level 1 its heads by name; above that the city too."""
    heads = User.objects.filter(role=AccountRole.HEAD, unit=unit, is_active=True).order_by("username")
    names = [head.username for head in heads] if level >= HEAD_LEVEL else []
    if names:
        yield from ((unit, name) for name in names)
    else:
        yield unit, ""
    if level > HEAD_LEVEL:
        yield "", ""
