"""通报点名: a unit proposed for censure by a written rule, heard before the performance office alone decides."""

from jinghe.core.oversight.watch import CensureGround
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CITY_SIDE, UNIT_SIDE, Move, Party, Register, State

PROPOSED, NOTIFIED, REPLIED, CONFIRMED, SPARED = "proposed", "notified", "replied", "confirmed", "spared"
GROUNDS = tuple((ground.value, ground.label) for ground in CensureGround if ground)
NOBODY: frozenset[Party] = frozenset()
"""Every step waits for a term or for somebody's word: usecases.oversight.censures takes them."""

CENSURE = Register(
    kind="naming",
    name="点名建议",
    measure="件",
    prefix="N",
    due="reply_due_on",
    columns=("ground", "as_of", "reply_due_on"),
    documents=("告知书", "单位说明", "佐证材料", "决定"),
    reads=CITY_SIDE | UNIT_SIDE,
    writes=frozenset(),
    opens=frozenset(),
    states=(
        State(code=PROPOSED, name="待告知"),
        State(code=NOTIFIED, name="已告知"),
        State(code=REPLIED, name="已说明"),
        State(code=CONFIRMED, name="决定点名", is_final=True),
        State(code=SPARED, name="不予点名", is_final=True, is_aside=True),
    ),
    moves=(
        Move(
            code="reply",
            name="提交说明",
            sources=(NOTIFIED,),
            to=REPLIED,
            by=NOBODY,
            needs=("reply",),
        ),
        Move(
            code="confirm",
            name="决定点名",
            sources=(NOTIFIED, REPLIED),
            to=CONFIRMED,
            by=NOBODY,
            needs=("decision",),
        ),
        Move(
            code="spare",
            name="不予点名",
            sources=(PROPOSED, NOTIFIED, REPLIED),
            to=SPARED,
            by=NOBODY,
            needs=("decision",),
        ),
    ),
    fields=(
        Field(name="name", label="点名建议", since=PROPOSED, section="依据", longest=120, is_stepped=True),
        Field(
            name="unit", label="单位", kind=FieldKind.UNIT, since=PROPOSED, section="依据", is_stepped=True
        ),
        Field(
            name="ground",
            label="情形",
            kind=FieldKind.CHOICE,
            choices=GROUNDS,
            since=PROPOSED,
            section="依据",
            is_stepped=True,
        ),
        Field(name="rule", label="适用规则", since=PROPOSED, section="依据", is_stepped=True),
        Field(
            name="because",
            label="事实",
            kind=FieldKind.LONG_TEXT,
            since=PROPOSED,
            section="依据",
            longest=1000,
            is_stepped=True,
        ),
        Field(
            name="year", label="年度", kind=FieldKind.NUMBER, since=PROPOSED, section="依据", is_stepped=True
        ),
        Field(
            name="as_of", label="截至", kind=FieldKind.DATE, since=PROPOSED, section="依据", is_stepped=True
        ),
        Field(name="known_at", label="入账时点", since=PROPOSED, section="依据", longest=40, is_stepped=True),
        Field(name="person", label="时任责任人", section="依据", longest=60, is_stepped=True),
        Field(name="reply_due_on", label="说明期限", kind=FieldKind.DATE, section="处理", is_stepped=True),
        Field(
            name="reply",
            label="单位说明",
            kind=FieldKind.LONG_TEXT,
            section="处理",
            longest=2000,
            is_stepped=True,
        ),
        Field(
            name="decision",
            label="决定理由",
            kind=FieldKind.LONG_TEXT,
            section="处理",
            longest=1000,
            is_stepped=True,
        ),
    ),
)
