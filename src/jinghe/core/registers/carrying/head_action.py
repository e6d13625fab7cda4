"""主要负责人亲自研究部署: what the head of a unit did in person, with the day and the papers."""

from jinghe.core.registers.carrying.work_item import CARRIED
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import UNIT_SIDE, Register, State

RECORDED = "held"
STUDY, DEPLOYMENT, TRIP_LED, TALKS_LED, INSPECTION = "study", "deployment", "trip", "talks", "inspection"
WAYS = (
    (STUDY, "研究"),
    (DEPLOYMENT, "部署"),
    (TRIP_LED, "带队外出"),
    (TALKS_LED, "洽谈接待"),
    (INSPECTION, "现场调度"),
)

HEAD_ACTION = Register(
    kind="leadership",
    name="亲自研究部署",
    measure="次",
    prefix="H",
    columns=("held_on", "way", "person", "place"),
    documents=("会议纪要", "会议通知", "外出报告", "讲话材料", "现场照片", "其他"),
    reads=CARRIED,
    writes=UNIT_SIDE,
    opens=UNIT_SIDE,
    states=(State(code=RECORDED, name="已登记", is_final=True),),
    fields=(
        Field(name="name", label="事由", since=RECORDED, longest=100, hint="如：专题研究“1531”项目推进"),
        Field(name="held_on", label="日期", kind=FieldKind.DATE, since=RECORDED, is_past=True),
        Field(name="way", label="方式", kind=FieldKind.CHOICE, choices=WAYS, since=RECORDED),
        Field(name="person", label="主要负责人", since=RECORDED, longest=40),
        Field(name="post", label="职务", since=RECORDED, longest=60),
        Field(name="place", label="地点", longest=80),
        Field(
            name="content",
            label="研究部署的事项和结果",
            kind=FieldKind.LONG_TEXT,
            since=RECORDED,
            longest=1000,
        ),
        Field(
            name="projects",
            label="涉及项目",
            kind=FieldKind.RECORDS,
            register="project",
            hint="项目编号，如：P2022-001、P2022-002",
        ),
        Field(
            name="trip",
            label="所属小分队",
            kind=FieldKind.RECORD,
            register="trip",
            hint="带队外出填小分队编号",
        ),
    ),
)
