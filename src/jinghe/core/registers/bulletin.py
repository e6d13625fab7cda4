"""通报: a document of the office from its first writing to its issue; what it says lies in its events."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CITY_SIDE, Move, Party, Register, State

DRAFT, APPROVED, ISSUED, DROPPED = "draft", "approved", "issued", "dropped"
OFFICES = frozenset({Party.CITY, Party.PERFORMANCE})

BULLETIN = Register(
    kind="bulletin",
    name="通报",
    measure="份",
    prefix="B",
    columns=("as_of",),
    reads=CITY_SIDE,
    writes=frozenset(),
    opens=frozenset(),
    states=(
        State(code=DRAFT, name="拟稿"),
        State(code=APPROVED, name="已核稿"),
        State(code=ISSUED, name="已印发", is_final=True),
        State(code=DROPPED, name="已作废", is_final=True, is_aside=True),
    ),
    moves=(
        Move(code="reopen", name="退回修改", sources=(APPROVED,), to=DRAFT, by=OFFICES, says=True),
        Move(code="drop", name="作废", sources=(DRAFT, APPROVED), to=DROPPED, by=OFFICES, says=True),
    ),
    fields=(
        Field(name="name", label="标题", since=DRAFT, is_stepped=True),
        Field(name="bulletin", label="种类", since=DRAFT, longest=24, is_stepped=True),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, since=DRAFT, is_stepped=True),
        Field(name="as_of", label="截至", kind=FieldKind.DATE, since=DRAFT, is_stepped=True),
        Field(name="known_at", label="入账时点", since=DRAFT, longest=40, is_stepped=True),
        Field(name="subject", label="关于", longest=40, is_stepped=True),
        Field(name="document_number", label="发文字号", longest=60, is_stepped=True),
    ),
)

STEPS: dict[str, Move] = {
    step.code: step
    for step in (
        Move(code="approve", name="核稿", sources=(DRAFT,), to=APPROVED, by=OFFICES),
        Move(code="issue", name="印发", sources=(APPROVED,), to=ISSUED, by=OFFICES),
    )
}
"""Steps that do more than move; its own page alone offers them."""
