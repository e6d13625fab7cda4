"""有效投资信息: a lead from the first report to a project in talks. 有效信息 is what the ledger proves, not a step."""

from jinghe.core.facts import FactKind
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.project import CHANNELS
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Move, Party, Register, State

NEW, RESPONDED, ASSIGNED, FOLLOWED = "new", "responded", "assigned", "followed"
VALID, CONVERTED, DROPPED = FactKind.LEAD.value, "converted", "dropped"
WORKING = frozenset({Party.INVOLVED}) | UNIT_SIDE
"""Who works on a lead: the unit that keeps it, and the one it was assigned to."""

VALIDITY = (
    ("has_investor", "有投资主体"),
    ("has_intent", "有投资意向"),
    ("has_means", "有投资实力"),
    ("fits_policy", "符合产业政策"),
)
LEAD_CHANNELS = tuple(one for one in CHANNELS if one[0] != "lead")

CONVERT = Move(
    code="convert",
    name="关联已有项目",
    sources=(ASSIGNED, FOLLOWED, VALID),
    to=CONVERTED,
    by=WORKING | {Party.CITY},
    needs=("project",),
)

LEAD = Register(
    kind="lead",
    name="投资信息",
    measure="条",
    prefix="L",
    columns=("investor_name", "investment", "industry", "first_reported_on", "assigned_unit"),
    documents=("洽谈纪要", "投资意向书", "企业资料", "往来函件", "现场照片", "其他"),
    reads=CONCERNED,
    writes=UNIT_SIDE | {Party.CITY},
    opens=UNIT_SIDE | {Party.CITY},
    states=(
        State(code=NEW, name="待响应"),
        State(code=RESPONDED, name="待研判"),
        State(code=ASSIGNED, name="已交办"),
        State(code=FOLLOWED, name="跟进中"),
        State(code=VALID, name="有效信息"),
        State(code=CONVERTED, name="已转化", is_final=True),
        State(code=DROPPED, name="不再跟进", is_final=True, is_aside=True),
    ),
    moves=(
        Move(
            code="respond",
            name="响应",
            sources=(NEW,),
            to=RESPONDED,
            by=UNIT_SIDE | {Party.CITY},
            needs=("responded_on",),
        ),
        Move(
            code="assign",
            name="研判交办",
            sources=(RESPONDED,),
            to=ASSIGNED,
            by=UNIT_SIDE | {Party.CITY},
            needs=("assigned_on", "assigned_unit"),
        ),
        Move(
            code="feed_back",
            name="反馈进展",
            sources=(ASSIGNED, FOLLOWED),
            to=FOLLOWED,
            by=WORKING,
            needs=("fed_back_on",),
            says=True,
        ),
        Move(
            code="feed_back_valid",
            name="反馈进展",
            sources=(VALID,),
            to=VALID,
            by=WORKING,
            needs=("fed_back_on",),
            says=True,
        ),
        Move(
            code="reassign",
            name="改派",
            sources=(ASSIGNED, FOLLOWED),
            to=ASSIGNED,
            by=UNIT_SIDE | {Party.CITY},
            needs=("assigned_on", "assigned_unit"),
            says=True,
        ),
        CONVERT,
        Move(
            code="drop",
            name="不再跟进",
            sources=(NEW, RESPONDED, ASSIGNED, FOLLOWED, VALID),
            to=DROPPED,
            by=UNIT_SIDE | {Party.CITY},
            says=True,
        ),
        Move(
            code="resume",
            name="恢复跟进",
            sources=(DROPPED,),
            to=RESPONDED,
            by=UNIT_SIDE | {Party.CITY},
            needs=("responded_on",),
            says=True,
        ),
    ),
    fields=(
        Field(name="name", label="信息名称", since=NEW, section="投资意向", longest=100),
        Field(
            name="intent",
            label="投资意向",
            kind=FieldKind.LONG_TEXT,
            since=NEW,
            section="投资意向",
            longest=1000,
            hint="想投什么、多大规模、要什么条件",
        ),
        Field(
            name="industry",
            label="产业",
            kind=FieldKind.CHOICE,
            dimension="industry",
            since=NEW,
            section="投资意向",
            is_restated=True,
        ),
        Field(
            name="investment",
            label="意向投资额",
            kind=FieldKind.MONEY,
            since=VALID,
            section="投资意向",
            hint="投资方表达的总投资",
            is_restated=True,
        ),
        Field(
            name="answers",
            label="对应的推出项目",
            kind=FieldKind.RECORDS,
            register="offering",
            section="投资意向",
            hint="推出项目编号，可填多个，用顿号隔开",
        ),
        Field(name="investor_name", label="投资方", since=NEW, section="投资方", longest=100),
        Field(
            name="credit_code",
            label="统一社会信用代码",
            kind=FieldKind.CREDIT_CODE,
            section="投资方",
            hint="境外投资方可不填",
        ),
        Field(
            name="region",
            label="来源地",
            kind=FieldKind.CHOICE,
            dimension="region",
            since=NEW,
            section="投资方",
            is_restated=True,
        ),
        Field(
            name="investor",
            label="投资方类别",
            kind=FieldKind.SEVERAL,
            dimension="investor",
            since=VALID,
            section="投资方",
            is_restated=True,
        ),
        Field(
            name="contact",
            label="投资方联系人",
            section="投资方",
            longest=40,
            hint="业务联系人的称呼和职务，不填个人证件、住址",
        ),
        Field(name="contact_phone", label="业务联系电话", section="投资方", longest=30),
        Field(
            name="channel",
            label="来源渠道",
            kind=FieldKind.CHOICE,
            choices=LEAD_CHANNELS,
            since=NEW,
            section="来源",
        ),
        Field(
            name="trip",
            label="所属小分队",
            kind=FieldKind.RECORD,
            register="trip",
            section="来源",
            hint="小分队外出带回的填小分队编号",
        ),
        Field(name="first_contact_unit", label="首报单位", kind=FieldKind.UNIT, since=NEW, section="来源"),
        Field(name="first_reported_on", label="首报日期", kind=FieldKind.DATE, since=NEW, section="来源"),
        Field(
            name="sponsors",
            label="计入单位",
            kind=FieldKind.SHARES,
            section="来源",
            hint="只计入登记单位的不填；共同获取的写明份额",
            is_restated=True,
        ),
        *(
            Field(
                name=name,
                label=label,
                kind=FieldKind.FLAG,
                since=VALID,
                section="有效性",
                is_condition=True,
            )
            for name, label in VALIDITY
        ),
        Field(
            name="responded_on",
            label="响应日期",
            kind=FieldKind.DATE,
            since=RESPONDED,
            section="办理",
            not_before="first_reported_on",
        ),
        Field(name="assigned_on", label="交办日期", kind=FieldKind.DATE, since=ASSIGNED, section="办理"),
        Field(name="assigned_unit", label="承办单位", kind=FieldKind.UNIT, since=ASSIGNED, section="办理"),
        Field(name="fed_back_on", label="最近反馈日期", kind=FieldKind.DATE, section="办理"),
        Field(
            name="project",
            label="转化的项目",
            kind=FieldKind.RECORD,
            register="project",
            since=CONVERTED,
            section="办理",
            is_stepped=True,
        ),
    ),
)
