"""阶段评估: one evaluation of a stage by a scheme, from self-assessment to the final result; and objections to it."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CITY_SIDE, UNIT_SIDE, Move, Party, Register, State

ASSESSING, REVIEWING, OBJECTION, FINAL, ABANDONED = (
    "assessing",
    "reviewing",
    "objecting",
    "final",
    "abandoned",
)
FILED, ACCEPTED, REJECTED = "filed", "accepted", "rejected"
PERFORMANCE = frozenset({Party.PERFORMANCE})

EVALUATION = Register(
    kind="evaluation",
    name="阶段评估",
    measure="次",
    prefix="E",
    columns=("scheme", "as_of", "objections_until"),
    reads=CITY_SIDE | {Party.LEADER},
    writes=frozenset(),
    opens=frozenset(),
    states=(
        State(code=ASSESSING, name="自评"),
        State(code=REVIEWING, name="审核"),
        State(code=OBJECTION, name="异议期（暂定结果）"),
        State(code=FINAL, name="最终结果", is_final=True),
        State(code=ABANDONED, name="已作废", is_final=True, is_aside=True),
    ),
    fields=(
        Field(name="name", label="名称", longest=120, is_stepped=True),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, is_stepped=True),
        Field(name="stage", label="评估阶段", longest=12, is_stepped=True),
        Field(name="scheme", label="评分办法", longest=40, is_stepped=True),
        Field(name="scheme_number", label="办法版本", kind=FieldKind.NUMBER, is_stepped=True),
        Field(name="as_of", label="截至", kind=FieldKind.DATE, is_stepped=True),
        Field(name="objection_days", label="异议期（工作日）", kind=FieldKind.NUMBER, is_stepped=True),
        Field(name="objections_until", label="异议截止", kind=FieldKind.DATE, is_stepped=True),
    ),
)

STEPS: dict[str, Move] = {
    step.code: step
    for step in (
        Move(code="review", name="转入审核", sources=(ASSESSING,), to=REVIEWING, by=PERFORMANCE),
        Move(code="publish", name="公布暂定结果", sources=(REVIEWING,), to=OBJECTION, by=PERFORMANCE),
        Move(code="recalculate", name="重新计算", sources=(OBJECTION,), to=OBJECTION, by=PERFORMANCE),
        Move(code="finalise", name="确定最终结果", sources=(OBJECTION,), to=FINAL, by=PERFORMANCE),
        Move(
            code="abandon",
            name="作废",
            sources=(ASSESSING, REVIEWING, OBJECTION),
            to=ABANDONED,
            by=PERFORMANCE,
            says=True,
        ),
    )
}
"""Steps of an evaluation. Not moves of the register: each does more than move, so its own page alone offers it."""

OBJECTION_REGISTER = Register(
    kind="objection",
    name="评估异议",
    measure="件",
    prefix="Y",
    columns=("evaluation", "item", "filed_on"),
    documents=("异议申请", "证明材料", "答复函", "其他"),
    reads=UNIT_SIDE | CITY_SIDE,
    writes=UNIT_SIDE,
    opens=frozenset(),
    states=(
        State(code=FILED, name="待答复"),
        State(code=ACCEPTED, name="已采纳", is_final=True),
        State(code=REJECTED, name="未采纳", is_final=True),
    ),
    fields=(
        Field(name="name", label="异议", longest=120, is_stepped=True),
        Field(
            name="evaluation", label="阶段评估", kind=FieldKind.RECORD, register="evaluation", is_stepped=True
        ),
        Field(name="item", label="评分项", longest=60, is_stepped=True),
        Field(
            name="reason",
            label="异议及理由",
            kind=FieldKind.LONG_TEXT,
            since=FILED,
            longest=1000,
            is_stepped=True,
        ),
        Field(name="filed_on", label="提出日期", kind=FieldKind.DATE, since=FILED, is_stepped=True),
        Field(
            name="answer",
            label="答复及理由",
            kind=FieldKind.LONG_TEXT,
            since=ACCEPTED,
            longest=1000,
            is_stepped=True,
        ),
        Field(name="answered_on", label="答复日期", kind=FieldKind.DATE, since=ACCEPTED, is_stepped=True),
    ),
)

ANSWERS: dict[str, Move] = {
    answer.code: answer
    for answer in (
        Move(code="accept", name="采纳", sources=(FILED,), to=ACCEPTED, by=PERFORMANCE, needs=("answer",)),
        Move(code="reject", name="不采纳", sources=(FILED,), to=REJECTED, by=PERFORMANCE, needs=("answer",)),
    )
}
"""Answers to an objection, given on the page of the evaluation."""
