"""The words of the clause language, as tables: a word that stands in none of them is a finding, never skipped.

Places, industries and investors are not here: they come from the vocabulary of the office.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a token is."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    RANGE = "range"
    YEAR = "year"
    SINCE = "since"
    PERIOD = "period"
    ACT = "act"
    NOUN = "noun"
    INVEST = "invest"
    WORD = "word"
    AT_LEAST = "at_least"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"
    GROWTH = "growth"
    OF_WHICH = "of_which"
    OR = "or"
    LIST = "list"
    EACH = "each"
    RESPECTIVELY = "respectively"
    FLOOR = "floor"
    STRETCH = "stretch"
    WHOLE_CITY = "whole_city"
    LEADING = "leading"
    STANDING = "standing"
    FOCUS = "focus"
    FILLER = "filler"
    COMMA = "comma"
    STOP = "stop"
    OPEN = "open"
    CLOSE = "close"
    MARK = "mark"
    UNKNOWN = "unknown"


QUANTITIES = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.RANGE})

ACTS = {
    "lead": "主导引进 引进 新引进 招引 招商引进 引入 落地 新落地 落户 引进来 实际引进 引进落地 招引落地 签约落地",
    "sign": "签约 新签约 签订",
    "register": "注册 新注册 注册登记",
    "start": "开工 新开工 开工建设 动工 新动工",
    "produce": "投产 新投产 竣工 新竣工 建成投产 竣工投产 投产达效 投运",
    "get": "获取 收集 搜集 掌握",
    "offer": "编制 推出 编制推出 包装 包装推出 储备 谋划 策划 谋划包装 推出去",
    "hold": "组织 举办 开展 参加 参与 承办 举办或参与",
    "set_up": "新设 新设立 设立 新办",
    "talk": "洽谈 在谈",
    "contract": "协议引进 协议 合同",
    "improve": "新建 续建 技改 扩建",
}
"""Act → the verbs that ask for it."""

NOUNS = {
    "project": "项目 招商项目",
    "lead": "有效投资信息 有效信息 投资信息 有效招商信息 招商信息 项目信息 信息"
    " 有效投资线索 有效线索 投资线索 有效招商线索 招商线索 项目线索",
    "firm": "企业 龙头企业 目标企业 重点企业",
    "foreign_firm": "外商企业 外商投资企业 外企 外资企业",
    "branch": "分支机构",
    "trip": "小分队外出 招商小分队 外出招商 小分队外出招商 小分队招商 外出 招商小分队外出",
    "event": "招商活动 推介活动 招商推介活动 招商推介会 推介会 专题招商活动 投资促进活动",
    "funds_arrived": "到位资金 实际到位 实际到位资金 资金 进资 引资 招商引资 招商引资任务 招商引资额"
    " 实际引资总额 引资总额 内资"
    " 实际投资 招商引资到位资金 招商引资实际到位资金",
    "contract_amount": "合同额 合同金额 签约金额 协议金额 合同引资额 协议引资额 签约总额 签约额"
    " 合同投资额 协议投资额 签约资金 协议资金 合同利用外资 合同外资 合同资金"
    " 协议总投资额",
    "foreign_capital_used": "实际利用外资 外资到账 到账外资 实际到账外资 实到外资"
    " 实际利用国外资金 实际到位外资 利用外资 外资 国外资金 外资到资",
    "fdi_arrived": "外商直接投资到资 外商直接投资 外商直接投资（FDI）到资 外商直接投资（FDI） FDI 注册外资实际到账资金"
    " 注册外资到账 注册外资到账资金 注册外资",
    "fixed_investment": "固定资产投资",
    "foreign_enterprises": "新设外商企业 新设外商投资企业 新设立外商投资企业",
    "rate_registration": "注册率 履约率 项目履约率 签约项目履约率",
    "rate_start": "开工率",
    "rate_funds": "资金到位率 到位率",
    "rate_production": "投产率",
    "other": "其他任务 税收 销售收入 外贸出口 外贸收入 社会消费品零售总额 存续率 转化率 劳务输出 境外投资项目"
    " 外贸进出口",
}
"""Noun class, or the indicator itself where the noun settles it → the nouns."""

CHOSEN_FIRMS = frozenset(["龙头企业", "目标企业", "重点企业"])
"""Nouns for some firms only: before another noun they restrict it (龙头企业项目), by words that no ledger holds."""

VAGUE_MONEY = frozenset(["资金", "引资", "招商引资", "招商引资任务", "实际投资", "招商引资额", "进资"])
"""Nouns that do not say whether the money has arrived; read as 到位资金, with a finding."""

COUNTED = {
    ("project", "lead"): "led_projects",
    ("project", "sign"): "signed_projects",
    ("project", "register"): "registered_projects",
    ("project", "start"): "started_projects",
    ("project", "produce"): "producing_projects",
    ("project", "offer"): "offerings",
    ("branch", "lead"): "led_projects",
    ("branch", "set_up"): "led_projects",
    ("lead", "get"): "leads",
    ("lead", ""): "leads",
    ("trip", ""): "trips",
    ("trip", "hold"): "trips",
    ("event", ""): "events",
    ("event", "hold"): "events",
    ("foreign_firm", ""): "foreign_enterprises",
    ("foreign_firm", "set_up"): "foreign_enterprises",
    ("foreign_firm", "register"): "foreign_enterprises",
}
"""(noun class, act) → indicator; any other pair is `other`, with a finding."""

COUNTABLE = frozenset(noun for noun, _ in COUNTED) | {"firm"}

INVEST = "投资 总投资 投资额 总投资额 计划投资额 计划总投资 计划投资 协议总投资 协议投资 合同投资 投资规模 单体投资"

COMPARATORS = {
    Kind.AT_LEAST: "及以上 以上 （含）以上 （含）及以上 含以上 不少于 不得少于 不低于 不得低于 不小于 至少 起",
    Kind.ABOVE: "超过 突破 大于 高于 超 再超 超出",
    Kind.BELOW: "以下 及以下 不超过 不高于 低于 少于 以内 小于",
    Kind.ABOUT: "左右 约 近 大约 过 级",
}
AFTER_AMOUNT = frozenset(
    ["及以上", "以上", "（含）以上", "（含）及以上", "含以上", "起", "以下", "及以下", "以内", "左右", "级"]
)
"""Comparators that stand behind their amount; all others stand before it."""

UNIT_ALONE = frozenset("亿元 万元 亿 万 亿美元 万美元".split())
"""One of them in a restriction (亿元以上); no figure of a task (到位资金，亿元)."""

STRICTLY_BELOW = frozenset(["以下", "低于", "少于", "小于"])

FLAGS = {
    Kind.GROWTH: "增长 同比增长 增速 增幅 同比增加 下调 提高 比重 占比 下降 增加",
    Kind.OF_WHICH: "其中",
    Kind.OR: "或 或者",
    Kind.LIST: "、 及 和 与 以及 并 和新 并且",
    Kind.EACH: "各 每个 每人 每家 每 人均 均 每名",
    Kind.RESPECTIVELY: "分别 分别达到 分别为 分别达 分别完成",
    Kind.FLOOR: "保底 确保 保证 保证目标 计划 任务数",
    Kind.STRETCH: "冲刺 力争 争取 奋斗目标 工作目标 力争实现 力争达到",
    Kind.WHOLE_CITY: "全市 全县 全区 全州 全省 我市 我县 我区",
    Kind.LEADING: "牵头负责 牵头 负责",
    Kind.STANDING: "常态化 常态化储备 动态储备 保持储备 保有",
    Kind.FOCUS: "围绕 面向 聚焦 针对 瞄准 立足",
    Kind.COMMA: "，",
    Kind.STOP: "。 ； ： ！ ？",
    Kind.OPEN: "（",
    Kind.CLOSE: "）",
}

FILLERS = (
    "的 等 类 各类 产业 行业 领域 相关 地区 区域 优质 重点 重大 高质量 机构 总 共 了 将 要 到 至 在"
    " 实现 完成 达到 达 为 是 新增 新 累计 组织完成 招商 部门 工作 任务 目标 指标 目标任务 目标任务数 任务目标 考核目标"
    " 我市 现状 发展 发展需求 需求 发展方向 方向 特点 特色 开办分支机构 开展业务 关联 主导 成功 积极 实际 额 数"
    " 招商引资工作 投资方面 “ ” 保持 均为 即 资金额 上 规模 质量 类别 方面 一批 专项行动 推进 到位 主要 单位"
    " 实际利用 利用 实际使用 使用 到账 落实 专题 考察 赴 人民币"
)
"""Words that restrict nothing. Nothing that excludes or narrows (非, 不含, 除…外, 净) may ever stand here."""

WEAK = frozenset("总 共 上 额 数 新 将 要 到 至 在 达 即 赴".split())
"""Single characters that are also parts of longer words: beside an unknown piece they belong to it (总部, 较上年)."""

PLAN_YEAR = "全年 年内 今年 当年 年度 本年 本年度 全年度 年底 年底前 年末 年末前 今年内 年终"
UNHELD = "每月 每季度 每季 每周 每半年 “开门红” 开门红 百日攻坚 百日攻坚期间 攻坚期间 近期 近年 近年来 首季“开门红”"
YEARLY = "每年 每年度"

COUNT_UNITS = {
    **{name: name for name in ["个", "条", "次", "家", "项", "宗", "批次", "户", "人", "人次", "场", "笔"]},
    "名": "人", "场次": "场", "批": "批次", "支": "个", "只": "个", "件": "个", "趟": "次",
}  # fmt: skip
"""Printed unit of a count → the unit of measure it is held in."""


def table() -> dict[str, tuple[Kind, str]]:
    """Every word of the language with its kind and its meaning."""
    found: dict[str, tuple[Kind, str]] = dict.fromkeys(FILLERS.split(), (Kind.FILLER, ""))
    for kind, rows in ((Kind.ACT, ACTS), (Kind.NOUN, NOUNS)):
        found |= {word: (kind, meaning) for meaning, words in rows.items() for word in words.split()}
    for kind, words in (COMPARATORS | FLAGS).items():
        found |= dict.fromkeys(words.split(), (kind, ""))
    found |= dict.fromkeys(INVEST.split(), (Kind.INVEST, ""))
    for meaning, words in (("year", PLAN_YEAR), ("unheld", UNHELD), ("yearly", YEARLY)):
        found |= dict.fromkeys(words.split(), (Kind.PERIOD, meaning))
    return found | dict.fromkeys(["常态化储备", "动态储备", "保持储备"], (Kind.STANDING, "offer"))
