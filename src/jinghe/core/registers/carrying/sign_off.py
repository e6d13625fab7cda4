"""签收: that a unit has received its letter of targets, as it stood in a revision of the plan, and what it objects."""

from jinghe.core.registers.carrying.work_item import CARRIED
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import Move, Party, Register, State

SIGNED, OBJECTED, ANSWERED = "signed", "objected", "answered"
OUTCOMES = (("explained", "作出说明，目标不变"), ("adjusting", "采纳，列入目标调整"))

SIGN_OFF = Register(
    kind="sign_off",
    name="任务书签收",
    measure="份",
    prefix="R",
    columns=("revision", "signed_by", "signed_on", "objection"),
    documents=("签收回执", "异议函", "答复函", "其他"),
    reads=CARRIED,
    writes=frozenset(),
    opens=frozenset(),
    states=(
        State(code=OBJECTED, name="有异议，待答复"),
        State(code=ANSWERED, name="异议已答复，待签收"),
        State(code=SIGNED, name="已签收", is_final=True),
    ),
    moves=(
        Move(
            code="answer",
            name="答复异议",
            sources=(OBJECTED,),
            to=ANSWERED,
            by=frozenset({Party.CITY}),
            needs=("outcome", "answer"),
        ),
    ),
    fields=(
        Field(name="name", label="任务书", longest=120, is_stepped=True),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, is_stepped=True),
        Field(name="revision", label="目标版本", kind=FieldKind.NUMBER, is_stepped=True),
        Field(name="digest", label="任务书校验码", longest=64, is_stepped=True),
        Field(name="signed_by", label="签收人", since=SIGNED, longest=40, is_stepped=True),
        Field(name="signed_on", label="签收日期", kind=FieldKind.DATE, since=SIGNED, is_stepped=True),
        Field(
            name="objection",
            label="异议及理由",
            kind=FieldKind.LONG_TEXT,
            longest=1000,
            is_stepped=True,
        ),
        Field(name="outcome", label="处理结果", kind=FieldKind.CHOICE, choices=OUTCOMES, is_stepped=True),
        Field(
            name="answer",
            label="答复及理由",
            kind=FieldKind.LONG_TEXT,
            longest=1000,
            is_stepped=True,
        ),
    ),
)

SIGN = Move(
    code="sign",
    name="签收",
    sources=(ANSWERED,),
    to=SIGNED,
    by=frozenset({Party.HEAD}),
    needs=("signed_by", "signed_on"),
)
OBJECT = Move(
    code="object",
    name="提出异议",
    sources=(SIGNED,),
    to=OBJECTED,
    by=frozenset({Party.HEAD}),
    needs=("objection",),
)
"""No steps of the register: they are taken on the letter as it was shown, so they have doors of their own."""
