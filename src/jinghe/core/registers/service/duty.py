"""职责: what a unit must do that the ledger does not count; measured from service cases, or judged by two people."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

OPEN, JUDGED, CONFIRMED = "open", "judged", "confirmed"

MEASURES = (
    ("eia", "环评审批2个工作日内办结（公示时间不计）"),
    ("gas", "用气报装2个环节以内办结"),
    ("water", "用水报装线上受理"),
    ("agency", "手续代办不收费"),
)
JUDGEMENTS = (
    ("not_begun", "未开展"),
    ("under_way", "进行中"),
    ("partly", "部分完成"),
    ("done", "已完成"),
    ("failed", "未完成"),
)
_CITY = frozenset({Party.CITY})

DUTY = Register(
    kind="duty",
    name="职责",
    measure="项",
    prefix="Z",
    columns=("judgement", "measure", "due_on"),
    documents=("工作方案", "成果材料", "活动记录", "统计表", "其他"),
    reads=CONCERNED | {Party.LEADER},
    writes=UNIT_SIDE | {Party.CITY},
    opens=_CITY,
    states=(
        State(code=OPEN, name="待评判"),
        State(code=JUDGED, name="待市局确认"),
        State(code=CONFIRMED, name="已确认"),
    ),
    moves=(
        Move(
            code="judge",
            name="评判完成情况",
            sources=(OPEN, JUDGED, CONFIRMED),
            to=JUDGED,
            by=UNIT_SIDE,
            needs=("judgement", "justification"),
        ),
        Move(code="confirm", name="确认", sources=(JUDGED,), to=CONFIRMED, by=_CITY),
        Move(
            code="overrule",
            name="改判",
            sources=(JUDGED, CONFIRMED),
            to=CONFIRMED,
            by=_CITY,
            needs=("judgement",),
            says=True,
        ),
    ),
    fields=(
        Field(name="name", label="职责内容", since=OPEN, section="职责", longest=200, is_lasting=True),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, since=OPEN, section="职责", is_lasting=True),
        Field(name="locator", label="出处", section="职责", longest=100, is_lasting=True),
        Field(
            name="measure",
            label="计数办法",
            kind=FieldKind.CHOICE,
            choices=MEASURES,
            section="职责",
            hint="通知写明了可以计数的要求才选；不选的按成果评判",
            is_lasting=True,
        ),
        Field(
            name="deliverables",
            label="应有成果",
            kind=FieldKind.LONG_TEXT,
            section="成果",
            longest=600,
            hint="做到什么算完成，用什么材料证明",
        ),
        Field(name="due_on", label="完成时限", kind=FieldKind.DATE, section="成果", is_lasting=True),
        Field(name="contact", label="责任科室或负责人", section="成果", longest=60),
        Field(
            name="judgement",
            label="完成情况",
            kind=FieldKind.CHOICE,
            choices=JUDGEMENTS,
            section="评判",
            is_stepped=True,
        ),
        Field(
            name="justification",
            label="评判依据",
            kind=FieldKind.LONG_TEXT,
            section="评判",
            longest=600,
            hint="做了什么、有哪些材料",
            is_stepped=True,
        ),
    ),
)
