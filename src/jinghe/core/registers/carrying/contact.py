"""落地服务联络: one talk of the named person of a project with its investor, and what came of it."""

from jinghe.core.registers.carrying.work_item import CARRIED
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import UNIT_SIDE, Register, State

TOOK_PLACE = "held"
FORMS = (
    ("visit", "上门走访"),
    ("received", "来访座谈"),
    ("site", "现场协调"),
    ("phone", "电话"),
    ("video", "视频会议"),
    ("letter", "函件"),
    ("other", "其他"),
)

CONTACT = Register(
    kind="contact",
    name="落地服务联络",
    measure="次",
    prefix="C",
    columns=("project", "held_on", "person", "form", "result"),
    documents=("会议纪要", "往来函件", "现场照片", "其他"),
    reads=CARRIED,
    writes=UNIT_SIDE,
    opens=frozenset(),
    states=(State(code=TOOK_PLACE, name="已联络", is_final=True),),
    fields=(
        Field(name="name", label="事项", since=TOOK_PLACE, longest=100, hint="谈什么，一句话"),
        Field(
            name="project",
            label="项目",
            kind=FieldKind.RECORD,
            register="project",
            since=TOOK_PLACE,
            is_stepped=True,
        ),
        Field(name="held_on", label="联络日期", kind=FieldKind.DATE, since=TOOK_PLACE, is_past=True),
        Field(name="person", label="我方联络人", since=TOOK_PLACE, longest=40),
        Field(name="counterpart", label="对方联络人", longest=60, hint="姓名、职务"),
        Field(name="phone", label="对方电话", longest=30, is_confidential=True),
        Field(name="form", label="方式", kind=FieldKind.CHOICE, choices=FORMS, since=TOOK_PLACE),
        Field(
            name="result",
            label="结果",
            kind=FieldKind.LONG_TEXT,
            since=TOOK_PLACE,
            longest=500,
            hint="谈成了什么，或卡在哪里",
        ),
        Field(name="next_step", label="下一步", longest=200),
        Field(name="next_on", label="下次联络日期", kind=FieldKind.DATE, not_before="held_on"),
    ),
)
