"""推出项目: a prepared project on offer, from preparation through the reserve 在库 to its exit 退库."""

from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

PREPARING, OFFERED, LEFT = "preparing", FactKind.OFFERING.value, FactKind.OFFERING_EXIT.value

MATURITIES = (
    ("idea", "谋划阶段"),
    ("proposal", "已编项目建议书"),
    ("feasibility", "已编可行性研究报告"),
    ("land", "用地规划已落实"),
    ("ready", "具备开工条件"),
)
COOPERATION = (
    ("sole", "独资"),
    ("joint", "合资"),
    ("cooperation", "合作"),
    ("lease", "租赁"),
    ("merger", "并购重组"),
)
EXIT_REASONS = (
    ("signed", "已签约"),
    ("outdated", "条件变化，不再推出"),
    ("merged", "并入其他项目"),
    ("policy", "不符合产业政策"),
    ("other", "其他"),
)

OFFERING = Register(
    kind="offering",
    name="推出项目",
    measure="个",
    prefix="O",
    columns=("industry", "investment", "place", "maturity", "refreshed_on"),
    documents=("项目册页", "项目建议书", "可行性研究报告", "用地规划材料", "现场照片", "退库说明", "其他"),
    reads=CONCERNED | {Party.LEADER},
    writes=UNIT_SIDE | {Party.CITY},
    opens=UNIT_SIDE | {Party.CITY},
    states=(
        State(code=PREPARING, name="包装中"),
        State(code=OFFERED, name="在库"),
        State(code=LEFT, name="已退库", is_final=True),
        State(code="dropped", name="不再包装", is_final=True, is_aside=True),
    ),
    moves=(
        Move(
            code="refresh",
            name="年度更新",
            sources=(OFFERED,),
            to=OFFERED,
            by=UNIT_SIDE,
            needs=("refreshed_on", "maturity"),
        ),
        Move(
            code="drop",
            name="不再包装",
            sources=(PREPARING,),
            to="dropped",
            by=UNIT_SIDE,
            says=True,
        ),
        Move(
            code="resume",
            name="恢复包装",
            sources=("dropped",),
            to=PREPARING,
            by=UNIT_SIDE,
            says=True,
        ),
    ),
    fields=(
        Field(name="name", label="项目名称", since=PREPARING, section="项目", longest=100),
        Field(
            name="content",
            label="建设内容及规模",
            kind=FieldKind.LONG_TEXT,
            since=OFFERED,
            section="项目",
            longest=1000,
        ),
        Field(
            name="industry",
            label="产业",
            kind=FieldKind.CHOICE,
            dimension="industry",
            since=PREPARING,
            section="项目",
            is_restated=True,
        ),
        Field(
            name="investment",
            label="总投资",
            kind=FieldKind.MONEY,
            since=OFFERED,
            section="项目",
            hint="估算即可，单位万元",
            is_restated=True,
        ),
        Field(name="place", label="建设地点", since=OFFERED, section="项目", longest=80),
        Field(
            name="maturity",
            label="成熟度",
            kind=FieldKind.CHOICE,
            choices=MATURITIES,
            since=OFFERED,
            section="项目",
        ),
        Field(
            name="conditions",
            label="建设条件",
            kind=FieldKind.LONG_TEXT,
            section="招商",
            longest=800,
            hint="土地、交通、水电气、原料、市场",
        ),
        Field(name="benefit", label="效益预测", kind=FieldKind.LONG_TEXT, section="招商", longest=400),
        Field(
            name="cooperation",
            label="合作方式",
            kind=FieldKind.SEVERAL,
            choices=COOPERATION,
            since=OFFERED,
            section="招商",
        ),
        Field(
            name="investor",
            label="面向的投资方",
            kind=FieldKind.SEVERAL,
            dimension="investor",
            section="招商",
            hint="不限的不填",
            is_restated=True,
        ),
        Field(name="contact", label="联系人", since=OFFERED, section="招商", longest=40),
        Field(
            name="contact_phone",
            label="联系电话",
            since=OFFERED,
            section="招商",
            longest=30,
            hint="办公电话，印在项目册上",
        ),
        Field(
            name="sponsors",
            label="计入单位",
            kind=FieldKind.SHARES,
            section="管理",
            hint="只计入登记单位的不填；共同推出的写明份额",
            is_restated=True,
        ),
        Field(
            name="refreshed_on",
            label="最近更新日期",
            kind=FieldKind.DATE,
            section="管理",
            hint="每年核对一次内容是否仍然成立",
            is_past=True,
        ),
        Field(
            name="internal_note",
            label="内部备注",
            kind=FieldKind.LONG_TEXT,
            section="管理",
            longest=500,
            hint="不印在项目册上，只有本单位和市局看得到",
            is_confidential=True,
        ),
        Field(
            name="exit_reason",
            label="退库原因",
            kind=FieldKind.CHOICE,
            choices=EXIT_REASONS,
            since=LEFT,
            section="管理",
        ),
    ),
)
PUBLIC = ("content", "place", "conditions", "benefit", "cooperation", "contact", "contact_phone")
"""What investors may read of an offering besides its name, industry, size and maturity."""
