"""Follow-ups of the demonstration year in every state, and one unit that was heard and then named."""

from datetime import date, datetime, timedelta
from typing import Any

from jinghe.core.oversight.watch import WatchHit
from jinghe.core.registers.oversight.censure import CENSURE, CONFIRMED, NOTIFIED
from jinghe.core.registers.oversight.follow_up import FOLLOW_UP
from jinghe.store.models import Act, ActKind, Record, User
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.oversight.censures import proposals, values_of
from jinghe.usecases.oversight.follow_ups import order_in
from jinghe.usecases.records.records import move_in, open_in
from jinghe.usecases.records.writing import event_in

AS_OF = date(2022, 9, 30)
ORDERS: tuple[tuple[str, str, str, str, str], ...] = (
    ("万源市", "月报连续逾期未报", "补报1—9月月报，说明未报原因，明确专人负责报送", "2022-10-20", "issued"),
    ("达州东部经开区", "到位资金进度滞后", "逐项目列出到资计划，倒排到月", "2022-11-10", "acting"),
    ("渠县", "签约项目注册缓慢", "对签约三个月未注册的项目逐一会商", "2022-10-31", "closure_requested"),
    ("开江县", "外资到资为零", "会同市商务局梳理在谈外资项目，提出到资时间表", "2022-11-18", "acknowledged"),
    ("市金融工作局", "有效投资信息进度滞后", "制定第四季度信息获取计划", "2022-10-14", "closed"),
)
"""Unit, matter, what is asked, due day, and how far it has come."""

PEOPLE = {
    "万源市": "赵平",
    "达州东部经开区": "周明",
    "渠县": "陈伟",
    "开江县": "何静",
    "市金融工作局": "罗强",
}
COURSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("acknowledge", {}),
    ("plan", {"measures": "成立工作专班，每周调度一次，责任到人、时限到周。"}),
    ("request", {"result": "已按要求完成，佐证材料附后。"}),
    ("verify", {"verified": "经核实，情况属实，同意销号。"}),
)


def add_follow_ups(people: dict[str, User], at: datetime) -> None:
    """Issued by the city in one act, acted on in the next ones; a censure confirmed and one waiting for a reply."""
    with recorded(at) as recording:
        act = recording.write(ActKind.RECORD, people["shenhe"], "演示：下达督办")
        held = [
            (order_in(act, _order(unit, name, content, due)), state)
            for unit, name, content, due, state in ORDERS
        ]
    with recorded(at + timedelta(minutes=1)) as recording:
        act = recording.write(ActKind.RECORD, people["shenhe"], "演示：督办办理经过")
        for record, state in held:
            _advance(act, record, state)
    _name(people, at + timedelta(minutes=2))


def _order(unit: str, name: str, content: str, due: str) -> dict[str, Any]:
    return {
        "name": name,
        "form": "notice",
        "unit": unit,
        "content": content,
        "rule": "9月调度会议定事项",
        "due_on": due,
        "issued_on": "2022-10-08",
    }


def _advance(act: Act, record: Record, state: str) -> None:
    for move, values in COURSE:
        if record.state == state:
            return
        told = {**values, "person": PEOPLE[record.unit]} if move == "acknowledge" else values
        move_in(act, record, FOLLOW_UP.move(move), expected=record.version, values=told)


def _name(people: dict[str, User], at: datetime) -> None:
    found = {hit.name: hit for hit in proposals(2022, as_of=AS_OF, known_at=at)}
    with recorded(at) as recording:
        act = recording.write(ActKind.RECORD, people["jixiao"], "演示：点名建议")
        for unit, state in (("万源市", CONFIRMED), ("达州东部经开区", NOTIFIED)):
            if unit in found:
                _propose(act, found[unit], state)


def _propose(act: Act, hit: WatchHit, state: str) -> None:
    told = values_of(hit, AS_OF.year, AS_OF, act.recorded_at)
    values = {**told, "person": told["person"] or PEOPLE[hit.name], "reply_due_on": "2022-11-16"}
    record = open_in(act, CENSURE, values, unit=hit.name)
    event_in(act, record, "moved", {"state": [record.state, NOTIFIED], "move": "notify"}, state=NOTIFIED)
    if state == CONFIRMED:
        told = {"reply": "分管同志岗位调整，月报无人接续；已明确专人，正在补报。"}
        move_in(act, record, CENSURE.move("reply"), expected=record.version, values=told)
        decided = {"decision": "连续九个月未报，说明理由不成立，予以通报。"}
        move_in(act, record, CENSURE.move("confirm"), expected=record.version, values=decided)
