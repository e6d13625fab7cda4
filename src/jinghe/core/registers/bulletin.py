"""通报: a document of the office from its first writing to its issue; what it says lies in its events."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CITY_SIDE, Move, Party, Register, State

OFFICES = frozenset({Party.CITY, Party.PERFORMANCE})
NOBODY: frozenset[Party] = frozenset()
"""Steps that only their own use case takes, after it has checked what no party can tell."""

BULLETIN = Register(
    kind="bulletin",
    name="通报",
    measure="份",
    prefix="B",
    columns=("as_of",),
    reads=CITY_SIDE,
    writes=OFFICES,
    opens=OFFICES,
    states=(
        State(code="draft", name="拟稿"),
        State(code="approved", name="已核稿"),
        State(code="issued", name="已印发", is_final=True),
        State(code="dropped", name="已作废", is_final=True, is_aside=True),
    ),
    moves=(
        Move(code="approve", name="核稿", sources=("draft",), to="approved", by=NOBODY),
        Move(code="reopen", name="退回修改", sources=("approved",), to="draft", by=OFFICES, says=True),
        Move(code="issue", name="印发", sources=("approved",), to="issued", by=NOBODY),
        Move(code="drop", name="作废", sources=("draft", "approved"), to="dropped", by=OFFICES, says=True),
    ),
    fields=(
        Field(name="name", label="标题", since="draft"),
        Field(name="bulletin", label="种类", since="draft", longest=24),
        Field(name="year", label="年度", kind=FieldKind.NUMBER, since="draft"),
        Field(name="as_of", label="截至", kind=FieldKind.DATE, since="draft"),
        Field(name="known_at", label="入账时点", since="draft", longest=40),
        Field(name="document_number", label="发文字号", longest=60),
    ),
)
