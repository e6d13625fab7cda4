"""服务记录: what a department did for an enterprise, a project or economic cooperation; one line each."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Party, Register, State

RENDERED = Register(
    kind="rendered",
    name="服务记录",
    measure="次",
    prefix="F",
    columns=("department", "rendered_on", "company", "outcome"),
    documents=("活动记录", "成果材料", "其他"),
    reads=CONCERNED | {Party.LEADER},
    writes=UNIT_SIDE,
    opens=UNIT_SIDE | {Party.CITY},
    states=(State(code="rendered", name="已服务", is_final=True),),
    fields=(
        Field(name="name", label="服务内容", since="rendered", section="服务", longest=100),
        Field(
            name="rendered_on",
            label="日期",
            kind=FieldKind.DATE,
            since="rendered",
            section="服务",
            is_past=True,
        ),
        Field(
            name="department",
            label="服务部门",
            section="服务",
            longest=60,
            hint="目标任务没有单列的市级部门写明全称",
        ),
        Field(name="outcome", label="结果", section="服务", longest=200),
        Field(name="company", label="服务对象", since="rendered", section="对象", longest=100),
        Field(
            name="project", label="所属项目编号", kind=FieldKind.RECORD, register="project", section="对象"
        ),
        Field(name="contact", label="联系人", section="对象", longest=40, is_confidential=True),
    ),
)
