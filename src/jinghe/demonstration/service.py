"""The demonstration of serving: cases with their steps, duties judged and confirmed, incentives, approvals."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from jinghe.core.registers.service.approval import APPROVAL
from jinghe.core.registers.service.duty import DUTY
from jinghe.core.registers.service.incentive import INCENTIVE
from jinghe.core.registers.service.support import RENDERED
from jinghe.core.service.clock_events import EventKind
from jinghe.demonstration.plan import builtin_plan
from jinghe.demonstration.story.texts import YEAR, told
from jinghe.reference.calendar_loading import builtin_calendar
from jinghe.reference.service_loading import builtin_case_kinds
from jinghe.store.models import IN_ORDER, AccountRole, Act, ActKind, Record, User
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.records.records import move_in, open_in
from jinghe.usecases.service.approvals import lay_out_in
from jinghe.usecases.service.cases import DECLINE, CaseStep, decline_in, open_case_in, step_in
from jinghe.usecases.service.duties import duties_in_prose, take_up_in

OTHERS = "其他市级部门"
FEN_OF_WAN = 1_000_000
CONTACTS = ("王经理", "刘女士", "张总助", "陈主任")
TICK = timedelta(seconds=20)


def add_service(people: dict[str, User], at: datetime) -> None:
    """Everything about serving that the demonstration year shows, in a handful of acts."""
    reviewer = people["shenhe"]
    agent = User(username="演示代办员", role=AccountRole.CLERK)
    clerk = User(username="演示填报员", role=AccountRole.CLERK)
    projects = _projects()
    with recorded(at) as recording:
        act = recording.write(ActKind.RECORD, reviewer, "演示：登记职责、奖补和审批计划")
        duties = [take_up_in(act, duty, YEAR) for duty in duties_in_prose(builtin_plan())]
        _add_incentives(act, projects)
        for one in told("service/others")["approvals"]:
            _add_approvals(act, one)
    with recorded(at + TICK) as recording:
        act = recording.write(ActKind.RECORD, agent, "演示：企业诉求和办理步骤")
        for number, one in enumerate(told("service/cases")["case"]):
            _add_case(act, one, projects, CONTACTS[number % len(CONTACTS)])
    judged = list(_judged(duties))
    with recorded(at + 2 * TICK) as recording:
        act = recording.write(ActKind.RECORD, clerk, "演示：各单位评判职责、登记服务")
        for record, one in judged:
            _judge(act, record, one)
        for one in told("service/others")["rendered"]:
            values = {name: one[name] for name in ("department", "name", "company", "outcome")}
            open_in(act, RENDERED, values | {"rendered_on": one["on"]}, unit=OTHERS)
    with recorded(at + 3 * TICK) as recording:
        act = recording.write(ActKind.RECORD, reviewer, "演示：确认职责完成情况")
        for record, one in judged:
            _confirm(act, record, one)


def _projects() -> dict[str, Iterator[Record]]:
    """host → its projects that it has alone, in the order of their codes."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in Record.objects.filter(kind="project").order_by(*IN_ORDER):
        hosts = record.values.get("hosts", [])
        if len(hosts) == 1:
            found[hosts[0][0]].append(record)
    return {host: iter(own) for host, own in found.items()}


def _of_project(record: Record) -> dict[str, Any]:
    return {
        "project": record.pk,
        "company": record.values["investor_name"],
        "hosts": record.values["hosts"],
    }


def _add_case(act: Act, one: dict[str, Any], projects: dict[str, Iterator[Record]], contact: str) -> None:
    values = {
        "name": one["name"],
        "type": one["type"],
        "source": "visit" if one.get("way") == "on_site" else "enterprise",
        "way": one.get("way"),
        "received_on": one["received"],
        "wanted_on": one.get("wanted"),
        "contact": contact,
        "contact_phone": "0818-0000000",
    }
    unit = one.get("unit") or builtin_case_kinds()[one["type"]].unit
    record = open_case_in(act, values | _of_project(next(projects[one["host"]])), unit=unit)
    for text in one["steps"]:
        _step(act, record, text)


def _step(act: Act, record: Record, text: str) -> None:
    day, kind, *rest = text.split(" ", 2)
    on, told_of_it = date.fromisoformat(f"{YEAR}-{day}"), rest[0] if rest else ""
    if kind == DECLINE:
        decline_in(act, record, on, told_of_it)
        return
    words: dict[str, Any] = {}
    match EventKind(kind):
        case EventKind.STARTED:
            words["agent"] = told_of_it
        case EventKind.TRANSFERRED:
            words |= {"agent": told_of_it, "note": "换由维修班长办理"}
        case EventKind.STEP_FINISHED:
            words["step"] = told_of_it
        case EventKind.PAUSED:
            words["reason"] = told_of_it
        case EventKind.CLOSED:
            rating, _, remark = told_of_it.partition(" ")
            words |= {"rating": int(rating), "note": remark}
        case EventKind.REOPENED:
            words["note"] = told_of_it
    step_in(act, record, CaseStep(kind=EventKind(kind), on=on, **words))


def _add_incentives(act: Act, projects: dict[str, Iterator[Record]]) -> None:
    for one in told("service/others")["incentive"]:
        values = {
            "name": one["name"],
            "policy": one["policy"],
            "promised": int(one["promised"] * FEN_OF_WAN),
            "applied_on": one["applied"],
            "review_by": one["review_by"],
        }
        of_project = _of_project(next(projects[one["host"]]))
        record = open_in(act, INCENTIVE, values | of_project, unit="市财政局")
        if "refused" in one:
            move_in(act, record, INCENTIVE.move("refuse"), expected=record.version, note=one["refused"])
        if "approved" in one:
            _move(
                act,
                record,
                "approve",
                {
                    "approved": int(one["approved"] * FEN_OF_WAN),
                    "approved_on": one["approved_on"],
                    "pay_by": one["pay_by"],
                },
            )
        if "paid" in one:
            move = "pay" if one["paid"] == one["approved"] else "pay_part"
            _move(act, record, move, {"paid": int(one["paid"] * FEN_OF_WAN), "paid_on": one["paid_on"]})


def _move(act: Act, record: Record, move: str, values: dict[str, Any]) -> None:
    move_in(act, record, INCENTIVE.move(move), expected=record.version, values=values)


def _add_approvals(act: Act, one: dict[str, Any]) -> None:
    """The approvals of a project; the first ones done, each some days after or before its planned day."""
    project = Record.objects.get(pk=one["project"])
    laid_out = lay_out_in(act, project, date.fromisoformat(one["begins_on"]))
    planned = sorted(laid_out, key=lambda record: record.values["planned_on"])
    for number, record in enumerate(planned[: one["done"]]):
        day = date.fromisoformat(record.values["planned_on"])
        done_on = builtin_calendar().add_workdays(day, one["late"][number]).on
        values = {"done_on": done_on.isoformat(), "paper": f"演示批复〔2022〕{number + 1}号"}
        move_in(act, record, APPROVAL.move("finish"), expected=record.version, values=values)
    for record in planned:
        if record.name == one.get("dropped"):
            note = "年综合能耗不足1000吨标准煤，不需节能审查"
            move_in(act, record, APPROVAL.move("drop"), expected=record.version, note=note)


def _judged(duties: list[Record]) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Each duty that was judged, with what was said of it."""
    for one in told("service/duties")["duty"]:
        record = next(held for held in duties if held.unit == one["unit"] and one["words"] in held.name)
        yield record, one


def _judge(act: Act, record: Record, one: dict[str, Any]) -> None:
    values = {
        "judgement": one.get("claimed", one["judgement"]),
        "justification": one["justification"],
        "deliverables": one["deliverables"],
    }
    move_in(act, record, DUTY.move("judge"), expected=record.version, values=values)


def _confirm(act: Act, record: Record, one: dict[str, Any]) -> None:
    if one["state"] == "confirmed":
        move_in(act, record, DUTY.move("confirm"), expected=record.version)
    elif one["state"] == "overruled":
        move_in(
            act,
            record,
            DUTY.move("overrule"),
            expected=record.version,
            values={"judgement": one["judgement"]},
            note=one["why"],
        )
