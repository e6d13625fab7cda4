"""工作方案: the measures of a unit with the people responsible for them, and the milestones of each measure."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

UNDER_WAY, DONE, DROPPED = "under_way", "done", "dropped"
WAITING, REACHED = "waiting", "reached"
CARRIED = CONCERNED | {Party.LEADER}
"""Who reads how a unit carries its targets: itself, the city and its leaders."""

WORK_ITEM = Register(
    kind="work_item",
    name="工作措施",
    measure="项",
    prefix="W",
    columns=("year", "targets", "person", "substitute", "ends_on"),
    documents=("工作方案", "分工文件", "会议纪要", "其他"),
    reads=CARRIED,
    writes=UNIT_SIDE,
    opens=UNIT_SIDE,
    states=(
        State(code=UNDER_WAY, name="进行中"),
        State(code=DONE, name="已完成", is_final=True),
        State(code=DROPPED, name="不再进行", is_final=True, is_aside=True),
    ),
    moves=(
        Move(
            code="finish",
            name="完成",
            sources=(UNDER_WAY,),
            to=DONE,
            by=UNIT_SIDE,
            needs=("done_on", "result"),
        ),
        Move(code="drop", name="不再进行", sources=(UNDER_WAY,), to=DROPPED, by=UNIT_SIDE, says=True),
        Move(code="resume", name="恢复进行", sources=(DONE, DROPPED), to=UNDER_WAY, by=UNIT_SIDE, says=True),
    ),
    fields=(
        Field(name="name", label="措施", since=UNDER_WAY, section="措施", longest=100),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, since=UNDER_WAY, section="措施"),
        Field(
            name="targets",
            label="对应目标",
            section="措施",
            hint="目标编号，如：T001、T009；不填为本单位全部目标",
        ),
        Field(
            name="content",
            label="具体做法",
            kind=FieldKind.LONG_TEXT,
            section="措施",
            longest=1000,
            hint="做什么、怎么做、做到什么程度",
        ),
        Field(name="ends_on", label="完成时限", kind=FieldKind.DATE, since=UNDER_WAY, section="措施"),
        Field(
            name="person",
            label="责任人",
            section="责任人",
            longest=40,
            hint="一个人的姓名；还没有确定的先空着，会列为“缺责任人”",
        ),
        Field(name="post", label="责任人职务", section="责任人", longest=60),
        Field(
            name="person_since",
            label="责任人起任日期",
            kind=FieldKind.DATE,
            section="责任人",
            hint="换人时填新责任人从哪一天起负责；不填为年初",
        ),
        Field(name="phone", label="责任人电话", section="责任人", longest=30, is_confidential=True),
        Field(name="substitute", label="替补责任人", section="责任人", longest=40),
        Field(name="substitute_post", label="替补责任人职务", section="责任人", longest=60),
        Field(name="substitute_since", label="替补起始日期", kind=FieldKind.DATE, section="责任人"),
        Field(
            name="substitute_until",
            label="替补截止日期",
            kind=FieldKind.DATE,
            section="责任人",
            not_before="substitute_since",
            hint="代行职责的最后一天；不填起止日期的只是候补",
        ),
        Field(
            name="done_on",
            label="完成日期",
            kind=FieldKind.DATE,
            since=DONE,
            section="结果",
            is_stepped=True,
            is_past=True,
        ),
        Field(
            name="result",
            label="完成情况",
            kind=FieldKind.LONG_TEXT,
            since=DONE,
            section="结果",
            longest=500,
            is_stepped=True,
        ),
    ),
)

MILESTONE = Register(
    kind="milestone",
    name="时间节点",
    measure="个",
    prefix="WM",
    columns=("item", "due_on", "done_on"),
    documents=("完成证明", "现场照片", "其他"),
    reads=CARRIED,
    writes=UNIT_SIDE,
    opens=frozenset(),
    states=(
        State(code=WAITING, name="未完成"),
        State(code=REACHED, name="已完成", is_final=True),
        State(code=DROPPED, name="取消", is_final=True, is_aside=True),
    ),
    moves=(
        Move(
            code="reach",
            name="完成",
            sources=(WAITING,),
            to=REACHED,
            by=UNIT_SIDE,
            needs=("done_on", "result"),
        ),
        Move(code="drop", name="取消", sources=(WAITING,), to=DROPPED, by=UNIT_SIDE, says=True),
    ),
    fields=(
        Field(name="name", label="节点", since=WAITING, longest=100, hint="到这一天要做成什么"),
        Field(
            name="item",
            label="所属措施",
            kind=FieldKind.RECORD,
            register="work_item",
            since=WAITING,
            is_stepped=True,
        ),
        Field(name="due_on", label="应完成日期", kind=FieldKind.DATE, since=WAITING),
        Field(
            name="done_on",
            is_past=True,
            label="完成日期",
            kind=FieldKind.DATE,
            since=REACHED,
            is_stepped=True,
        ),
        Field(
            name="result",
            label="完成情况",
            kind=FieldKind.LONG_TEXT,
            since=REACHED,
            longest=500,
            is_stepped=True,
        ),
    ),
)
