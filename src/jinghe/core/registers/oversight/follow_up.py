"""督办: a matter a unit has to see to in time, from the notice to the verified end; and problems struck off a list."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

ISSUED, ACKNOWLEDGED, ACTING, REQUESTED, CLOSED, CANCELLED = (
    "issued", "acknowledged", "acting", "closure_requested", "closed", "cancelled",
)  # fmt: skip
OPEN = (ISSUED, ACKNOWLEDGED, ACTING, REQUESTED)
FORMS = (("notice", "督办单"), ("problem", "问题清单"), ("reminder", "提醒函"))
OFFICES = frozenset({Party.CITY, Party.PERFORMANCE})

FOLLOW_UP = Register(
    kind="follow_up",
    name="督办事项",
    measure="件",
    prefix="D",
    due="due_on",
    columns=("form", "person", "due_on"),
    documents=("督办单", "整改方案", "进展材料", "办结材料", "现场照片", "其他"),
    reads=CONCERNED | {Party.LEADER},
    writes=OFFICES,
    opens=frozenset(),
    states=(
        State(code=ISSUED, name="已下达"),
        State(code=ACKNOWLEDGED, name="已签收"),
        State(code=ACTING, name="整改中"),
        State(code=REQUESTED, name="申请销号"),
        State(code=CLOSED, name="已销号", is_final=True, is_settled=True),
        State(code=CANCELLED, name="已撤销", is_final=True, is_aside=True, is_settled=True),
    ),
    moves=(
        Move(
            code="acknowledge",
            name="签收",
            sources=(ISSUED,),
            to=ACKNOWLEDGED,
            by=UNIT_SIDE,
            needs=("person",),
        ),
        Move(
            code="plan",
            name="报整改措施",
            sources=(ACKNOWLEDGED,),
            to=ACTING,
            by=UNIT_SIDE,
            needs=("measures",),
        ),
        Move(
            code="request",
            name="申请销号",
            sources=(ACTING,),
            to=REQUESTED,
            by=frozenset({Party.HEAD}),
            needs=("result",),
        ),
        Move(
            code="verify", name="核实销号", sources=(REQUESTED,), to=CLOSED, by=OFFICES, needs=("verified",)
        ),
        Move(code="refuse", name="退回整改", sources=(REQUESTED,), to=ACTING, by=OFFICES, says=True),
        Move(code="cancel", name="撤销", sources=OPEN, to=CANCELLED, by=OFFICES, says=True),
    ),
    fields=(
        Field(name="name", label="督办事项", since=ISSUED, section="事项", longest=100),
        Field(name="form", label="形式", kind=FieldKind.CHOICE, choices=FORMS, since=ISSUED, section="事项"),
        Field(
            name="unit", label="责任单位", kind=FieldKind.UNIT, since=ISSUED, section="事项", is_stepped=True
        ),
        Field(
            name="content",
            label="问题和要求",
            kind=FieldKind.LONG_TEXT,
            since=ISSUED,
            section="事项",
            longest=1000,
        ),
        Field(name="project", label="涉及项目", kind=FieldKind.RECORD, register="project", section="事项"),
        Field(name="rule", label="督办依据", section="事项", longest=120, hint="督办规则或会议、批示"),
        Field(name="due_on", label="办结期限", kind=FieldKind.DATE, since=ISSUED, section="事项"),
        Field(name="issued_on", label="下达日期", kind=FieldKind.DATE, section="事项", is_stepped=True),
        Field(name="person", label="责任人", section="办理", longest=40),
        Field(
            name="measures",
            label="整改措施",
            kind=FieldKind.LONG_TEXT,
            section="办理",
            longest=1000,
            is_stepped=True,
        ),
        Field(
            name="result",
            label="办理结果",
            kind=FieldKind.LONG_TEXT,
            section="办理",
            longest=1000,
            is_stepped=True,
        ),
        Field(
            name="verified",
            label="核实意见",
            kind=FieldKind.LONG_TEXT,
            section="办理",
            longest=500,
            is_stepped=True,
        ),
    ),
)
