"""Cases drawn as tables for the specs of the clock.

`note` is whom a case goes to, the step that is finished, or the reason of a pause.
"""

from datetime import date

from jinghe.core.service.clock_events import CaseEvent, EventKind
from jinghe.core.service.clocks import CaseLimits, CaseReading, read_clock
from jinghe.core.values.calendar import Term
from jinghe.reference.calendar_loading import builtin_calendar
from tests.builders import rows

CALENDAR = builtin_calendar()
KINDS = {kind.label: kind for kind in EventKind}
TAKES = {EventKind.STARTED: "holder", EventKind.TRANSFERRED: "holder", EventKind.STEP_FINISHED: "step"}


def events(table: str) -> tuple[CaseEvent, ...]:
    told = []
    for number, row in enumerate(rows("on | what | note\n" + table)):
        kind = KINDS[row["what"]]
        note = {TAKES.get(kind, "reason"): row["note"]}
        told.append(CaseEvent(kind=kind, on=date.fromisoformat(row["on"]), number=number, **note))
    return tuple(told)


def read(limits: CaseLimits, table: str, as_of: str) -> CaseReading:
    return read_clock(CALENDAR, limits, events(table), date.fromisoformat(as_of))


def within(days: int, **told) -> CaseLimits:
    return CaseLimits(overall=Term(days=days), **told)


TEN_DAYS = "2022-03-07 | 受理 | 市自然资源和规划局\n"
PAUSED = """
    2022-03-07 | 受理 | 市生态环境局
    2022-03-08 | 暂停计时 | 法定公示
"""
RESUMED = PAUSED + "2022-03-18 | 恢复计时 |\n"
