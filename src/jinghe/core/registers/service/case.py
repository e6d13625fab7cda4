"""涉企诉求（代办）: what an enterprise asks for, one unit and one named agent, and a clock.

Its steps (受理, 暂停, 转办 …) are events with a day of their own; core.service.clocks reads them. Nothing moves
by itself.
"""

from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.registers.registers import CONCERNED, UNIT_SIDE, Party, Register, State

RECEIVED, UNDER_WAY, PAUSED, CLOSED, DECLINED = "received", "under_way", "paused", "closed", "declined"

TYPES = (
    ("eia_report", "环评审批（报告书）"),
    ("eia_form", "环评审批（报告表）"),
    ("land", "用地"),
    ("labour", "用工"),
    ("water", "用水报装"),
    ("gas", "用气报装"),
    ("power", "用电报装"),
    ("finance", "融资"),
    ("agency", "手续代办"),
    ("registration", "登记注册"),
    ("soil", "水土保持"),
    ("safety", "安全应急"),
    ("schooling", "子女入学"),
    ("law", "法律服务"),
    ("policy", "政策兑现"),
    ("security", "治安"),
    ("transport", "交通出行"),
    ("statistics", "入统指导"),
    ("other", "其他"),
)
SOURCES = (("enterprise", "企业提出"), ("visit", "走访项目"), ("city", "市级交办"), ("agent", "代办员发现"))
WAYS = (("online", "线上"), ("window", "窗口"), ("on_site", "上门"), ("phone", "电话"))

SERVICE_CASE = Register(
    kind="service_case",
    name="企业诉求",
    measure="件",
    prefix="S",
    columns=("type", "company", "received_on", "wanted_on"),
    documents=("申请材料", "受理通知", "公示材料", "办理结果", "企业评价", "其他"),
    reads=CONCERNED | {Party.LEADER},
    writes=UNIT_SIDE | {Party.CITY},
    opens=UNIT_SIDE | {Party.CITY},
    states=(
        State(code=RECEIVED, name="待受理"),
        State(code=UNDER_WAY, name="办理中"),
        State(code=PAUSED, name="暂停计时"),
        State(code=CLOSED, name="已办结", is_final=True, is_settled=True),
        State(code=DECLINED, name="不予受理", is_final=True, is_aside=True, is_settled=True),
    ),
    fields=(
        Field(
            name="name",
            label="诉求事项",
            since=RECEIVED,
            section="诉求",
            longest=100,
            hint="一句话，如：二期厂房用气报装",
        ),
        Field(
            name="type",
            label="类型",
            kind=FieldKind.CHOICE,
            choices=TYPES,
            since=RECEIVED,
            section="诉求",
            is_lasting=True,
        ),
        Field(name="description", label="具体情况", kind=FieldKind.LONG_TEXT, section="诉求", longest=1000),
        Field(
            name="source",
            label="来源",
            kind=FieldKind.CHOICE,
            choices=SOURCES,
            since=RECEIVED,
            section="诉求",
        ),
        Field(
            name="way", label="受理方式", kind=FieldKind.CHOICE, choices=WAYS, section="诉求", is_lasting=True
        ),
        Field(
            name="received_on",
            label="提出日期",
            kind=FieldKind.DATE,
            since=RECEIVED,
            section="诉求",
            is_past=True,
            is_lasting=True,
        ),
        Field(name="wanted_on", label="企业希望办结日期", kind=FieldKind.DATE, section="诉求"),
        Field(
            name="project",
            label="所属项目编号",
            kind=FieldKind.RECORD,
            register="project",
            section="企业",
            hint="没有对应招商项目的不填",
        ),
        Field(name="company", label="企业名称", since=RECEIVED, section="企业", longest=100),
        Field(
            name="hosts",
            label="项目承接单位",
            kind=FieldKind.SHARES,
            section="企业",
            hint="填了项目编号的自动带出；承接单位可以看到这件诉求",
        ),
        Field(name="contact", label="企业联系人", section="企业", longest=40, is_confidential=True),
        Field(
            name="contact_phone",
            label="企业联系电话",
            section="企业",
            longest=30,
            hint="只有承办单位和市局看得到",
            is_confidential=True,
        ),
        Field(
            name="charge",
            label="向企业收取的费用",
            kind=FieldKind.MONEY,
            section="办理",
            hint="免费代办的不填",
        ),
    ),
)
