"""激励奖补: what was promised to an enterprise, what was approved and what was paid. Never part of any target."""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

APPLIED, APPROVED, PART_PAID, PAID, REFUSED = "applied", "approved", "part_paid", "paid", "refused"
_MAY = UNIT_SIDE | {Party.CITY}

INCENTIVE = Register(
    kind="incentive",
    name="激励奖补",
    measure="笔",
    prefix="J",
    columns=("policy", "promised", "approved", "paid"),
    documents=("政策文件", "申报材料", "审核意见", "拨付凭证", "其他"),
    reads=CONCERNED,
    writes=_MAY,
    opens=_MAY,
    states=(
        State(code=APPLIED, name="审核中"),
        State(code=APPROVED, name="待兑付"),
        State(code=PART_PAID, name="部分兑付"),
        State(code=PAID, name="已兑付", is_final=True),
        State(code=REFUSED, name="未通过", is_final=True, is_aside=True),
    ),
    moves=(
        Move(
            code="approve",
            name="审核通过",
            sources=(APPLIED,),
            to=APPROVED,
            by=_MAY,
            needs=("approved", "approved_on", "pay_by"),
        ),
        Move(code="refuse", name="审核不通过", sources=(APPLIED,), to=REFUSED, by=_MAY, says=True),
        Move(
            code="pay_part",
            name="部分兑付",
            sources=(APPROVED, PART_PAID),
            to=PART_PAID,
            by=_MAY,
            needs=("paid", "paid_on"),
        ),
        Move(
            code="pay",
            name="全部兑付",
            sources=(APPROVED, PART_PAID),
            to=PAID,
            by=_MAY,
            needs=("paid", "paid_on"),
        ),
    ),
    fields=(
        Field(name="name", label="奖补事项", since=APPLIED, section="申报", longest=100),
        Field(
            name="policy",
            label="政策依据",
            since=APPLIED,
            section="申报",
            longest=200,
            hint="政策文件名称、文号和条款，或投资协议条款",
        ),
        Field(name="company", label="企业名称", since=APPLIED, section="申报", longest=100),
        Field(
            name="project", label="所属项目编号", kind=FieldKind.RECORD, register="project", section="申报"
        ),
        Field(
            name="hosts",
            label="项目承接单位",
            kind=FieldKind.SHARES,
            section="申报",
            hint="承接单位可以看到这笔奖补",
        ),
        Field(name="promised", label="承诺金额", kind=FieldKind.MONEY, since=APPLIED, section="申报"),
        Field(name="applied_on", label="申报日期", kind=FieldKind.DATE, since=APPLIED, section="申报"),
        Field(name="review_by", label="审核期限", kind=FieldKind.DATE, since=APPLIED, section="申报"),
        Field(name="contact", label="企业联系人", section="申报", longest=40, is_confidential=True),
        Field(name="contact_phone", label="企业联系电话", section="申报", longest=30, is_confidential=True),
        Field(
            name="approved",
            label="审核金额",
            kind=FieldKind.MONEY,
            since=APPROVED,
            section="审核",
            is_stepped=True,
        ),
        Field(
            name="approved_on",
            label="审核日期",
            kind=FieldKind.DATE,
            since=APPROVED,
            section="审核",
            is_stepped=True,
        ),
        Field(
            name="pay_by",
            label="兑付期限",
            kind=FieldKind.DATE,
            since=APPROVED,
            section="审核",
            is_stepped=True,
        ),
        Field(
            name="paid",
            label="累计已兑付",
            kind=FieldKind.MONEY,
            since=PART_PAID,
            section="兑付",
            hint="到这一次为止一共付了多少",
            is_stepped=True,
        ),
        Field(
            name="paid_on",
            label="最近兑付日期",
            kind=FieldKind.DATE,
            since=PART_PAID,
            section="兑付",
            is_stepped=True,
        ),
    ),
)
