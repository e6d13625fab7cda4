"""审批事项: one approval that a project needs, with the unit that gives it, its planned days and what it came to."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

OPEN, DONE, DROPPED = "open", "done", "dropped"
_MAY = UNIT_SIDE | {Party.CITY}

APPROVAL = Register(
    kind="approval",
    name="审批事项",
    measure="项",
    prefix="A",
    columns=("project", "planned_on", "done_on", "paper"),
    documents=("申请材料", "批复", "证照", "其他"),
    reads=CONCERNED | {Party.LEADER},
    writes=_MAY,
    opens=_MAY,
    states=(
        State(code=OPEN, name="待办"),
        State(code=DONE, name="已办", is_final=True, is_settled=True),
        State(code=DROPPED, name="不需办理", is_final=True, is_aside=True),
    ),
    moves=(
        Move(code="finish", name="办结", sources=(OPEN,), to=DONE, by=_MAY, needs=("done_on", "paper")),
        Move(code="drop", name="不需办理", sources=(OPEN,), to=DROPPED, by=_MAY, says=True),
        Move(code="resume", name="恢复待办", sources=(DONE, DROPPED), to=OPEN, by=_MAY, says=True),
    ),
    fields=(
        Field(name="name", label="事项", since=OPEN, section="事项", longest=60),
        Field(
            name="project",
            label="项目编号",
            kind=FieldKind.RECORD,
            register="project",
            since=OPEN,
            section="事项",
        ),
        Field(name="hosts", label="项目承接单位", kind=FieldKind.SHARES, section="事项"),
        Field(
            name="follows",
            label="前置事项",
            section="计划",
            longest=200,
            hint="同一项目的事项名称，用“、”分开；没有前置的不填",
        ),
        Field(name="planned_from", label="计划开始", kind=FieldKind.DATE, since=OPEN, section="计划"),
        Field(name="planned_on", label="计划办结", kind=FieldKind.DATE, since=OPEN, section="计划"),
        Field(name="agent", label="代办员", section="计划", longest=40),
        Field(
            name="done_on",
            label="办结日期",
            kind=FieldKind.DATE,
            since=DONE,
            section="结果",
            is_stepped=True,
            is_past=True,
        ),
        Field(
            name="paper",
            label="批复或证照文号",
            since=DONE,
            section="结果",
            longest=100,
            is_stepped=True,
        ),
    ),
)
