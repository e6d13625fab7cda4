"""任务分解 and 年中调整: records whose content is kept in their events, as versions that nobody can change."""

from jinghe.core.registers.carrying.work_item import CARRIED
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CITY_SIDE, Move, Party, Register, State

SPLIT = "split"
PROPOSED, IN_FORCE, WITHDRAWN = "proposed", "in_force", "withdrawn"
APPROVAL_PAPER = "批准文件"
CITY_ALONE = frozenset({Party.CITY})

DECOMPOSITION = Register(
    kind="decomposition",
    name="任务分解",
    measure="份",
    prefix="K",
    columns=("year",),
    documents=("分解文件", "会议纪要", "其他"),
    reads=CARRIED,
    writes=frozenset(),
    opens=frozenset(),
    states=(State(code=SPLIT, name="已分解", is_final=True),),
    fields=(
        Field(name="name", label="名称", since=SPLIT, longest=120),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, since=SPLIT),
    ),
)

ADJUSTMENT = Register(
    kind="adjustment",
    name="目标调整",
    measure="份",
    prefix="X",
    columns=("year", "effective_on", "approval_document"),
    documents=(APPROVAL_PAPER, "请示", "会议纪要", "其他"),
    reads=CITY_SIDE | {Party.LEADER},
    writes=CITY_ALONE,
    opens=frozenset(),
    states=(
        State(code=PROPOSED, name="拟调整"),
        State(code=IN_FORCE, name="已执行", is_final=True, is_settled=True),
        State(code=WITHDRAWN, name="已撤回", is_final=True, is_aside=True, is_settled=True),
    ),
    moves=(Move(code="withdraw", name="撤回", sources=(PROPOSED,), to=WITHDRAWN, by=CITY_ALONE, says=True),),
    fields=(
        Field(name="name", label="名称", since=PROPOSED, longest=120),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, since=PROPOSED, is_stepped=True),
        Field(
            name="reason",
            label="调整理由",
            kind=FieldKind.LONG_TEXT,
            since=PROPOSED,
            longest=1000,
        ),
        Field(name="effective_on", label="执行日期", kind=FieldKind.DATE, since=PROPOSED),
        Field(
            name="approval_document",
            label="批准文件文号",
            since=IN_FORCE,
            longest=120,
            hint="批准后填写文号或会议纪要编号，并上传批准文件",
        ),
        Field(name="base", label="所依版本", kind=FieldKind.NUMBER, is_stepped=True),
        Field(name="revision", label="执行版本", kind=FieldKind.NUMBER, is_stepped=True),
    ),
)

CONFIRM = Move(
    code="confirm",
    name="确认执行",
    sources=(PROPOSED,),
    to=IN_FORCE,
    by=CITY_ALONE,
    needs=("approval_document", "revision"),
)
"""No step of the register: it puts a revision of the plan into force, so it has a door of its own."""
