"""What counts, case by case: a ledger drawn as a table, a question, and the answer for every unit.

The cases are the manual of counting and the contract of every evaluator. Each runs through the reference
evaluator in test_reference.py; any other (the compiled SQL) is held to them in the same way:

    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_…(case):
        load(case.postings)
        assert case.answers(my_sums(case.known)) == case.expected

where `my_sums(n)` answers a core.tallies.Tally with {unit: sum} from the postings known at sequence n.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jinghe.core.counting.facts import Posting, Role
from jinghe.core.counting.indicators import Window
from jinghe.core.plan.plans import Plan, Scope, Target
from jinghe.core.progress.measures import Measure, Sums, measure, of_city
from tests.builders import VOCABULARY, YEAR_END, answers, ledger, plan_of, target

CITY = "全市"
Expected = Mapping[str, int | str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question to one ledger. expected: per unit, in the target's unit of measure; CITY: all together."""

    topic: str
    title: str
    postings: tuple[Posting, ...]
    plan: Plan
    target: Target
    as_of: date
    known: int
    of_city: bool
    expected: Mapping[str, Fraction | None]

    def __str__(self) -> str:
        return f"{self.topic}: {self.title}".replace(" ", "_")

    @property
    def asked(self) -> Measure:
        asked = measure(self.target, self.plan, VOCABULARY, self.as_of)
        return of_city(asked) if self.of_city else asked

    def answers(self, sums: Sums) -> dict[str, Fraction | None]:
        """What an evaluator answers, in the shape of `expected`."""
        return answers(self.asked, self.target, self.expected, sums)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    title: str
    target: Target
    expected: Expected
    as_of: date = YEAR_END
    known: int | None = None
    of_city: bool = False
    rulings: Mapping[str, str] | None = None
    parents: tuple[Target, ...] = ()


def ask(
    title: str, asked: Target, expected: Expected, *, as_of: str = "2022-12-31", **others: object
) -> Question:
    return Question(title=title, target=asked, expected=expected, as_of=date.fromisoformat(as_of), **others)


def topic(name: str, table: str, *questions: Question) -> tuple[Case, ...]:
    """A ledger and what is asked of it; every unit of the ledger must be answered, also with 0."""
    postings = ledger(table)
    units = {posting.unit for posting in postings}
    cases = []
    for one in questions:
        whole_city = one.of_city or one.target.scope is Scope.CITY
        if set(one.expected) != ({CITY} if whole_city else units):
            raise ValueError(f"{name}, {one.title}: expected says {set(one.expected)}, the ledger {units}")
        cases.append(
            Case(
                topic=name,
                title=one.title,
                postings=postings,
                plan=plan_of(*one.parents, one.target, rulings=one.rulings or {}),
                target=one.target,
                as_of=one.as_of,
                known=postings[-1].sequence if one.known is None else one.known,
                of_city=one.of_city,
                expected={
                    unit: None if value is None else Fraction(value) for unit, value in one.expected.items()
                },
            )
        )
    return tuple(cases)


WINDOWS = topic(
    "windows",
    """
    on         | kind     | subject | unit   | amount
    2021-12-31 | 签约     | 甲      | 通川区 | 10亿元
    2021-12-31 | 到位资金 | 甲      | 通川区 | 1亿元
    2022-01-01 | 到位资金 | 甲      | 通川区 | 2亿元
    2022-05-18 | 到位资金 | 甲      | 通川区 | 0.5亿元
    2022-12-31 | 到位资金 | 甲      | 通川区 | 4亿元
    2023-01-01 | 到位资金 | 甲      | 通川区 | 8亿元
    2022-03-02 | 签约     | 乙      | 达川区 | 3亿元
    2022-03-02 | 到位资金 | 乙      | 达川区 | 3000万元
    """,
    ask(
        "a flow counts what occurred in the year, first and last day included",
        target("funds_arrived"),
        {"通川区": "6.5", "达川区": "0.3"},
    ),
    ask(
        "a flow counts up to the end of the day asked",
        target("funds_arrived"),
        {"通川区": "2.5", "达川区": "0.3"},
        as_of="2022-05-18",
    ),
    ask(
        "the first day of the year counts at its end",
        target("funds_arrived"),
        {"通川区": 2, "达川区": 0},
        as_of="2022-01-01",
    ),
    ask(
        "the day before the middle of a month does not know that day",
        target("funds_arrived"),
        {"通川区": 2, "达川区": "0.3"},
        as_of="2022-05-17",
    ),
    ask(
        "before the year nothing counts, though money arrived",
        target("funds_arrived"),
        {"通川区": 0, "达川区": 0},
        as_of="2021-12-31",
    ),
    ask(
        "after the year a flow stays what it was on the last day",
        target("funds_arrived"),
        {"通川区": "6.5", "达川区": "0.3"},
        as_of="2023-06-30",
    ),
    ask(
        "a period of its own takes the place of the year and is half-open",
        target("funds_arrived", during=("2022-01-01", "2022-05-18")),
        {"通川区": 2, "达川区": "0.3"},
    ),
    ask(
        "its last day is the one before",
        target("funds_arrived", during=("2022-01-01", "2022-05-19")),
        {"通川区": "2.5", "达川区": "0.3"},
    ),
    ask(
        "its first day counts at its end",
        target("funds_arrived", during=("2022-05-18", "2022-07-01")),
        {"通川区": "0.5", "达川区": 0},
        as_of="2022-05-18",
    ),
    ask(
        "before its own period has begun nothing counts",
        target("funds_arrived", during=("2022-04-01", "2022-07-01")),
        {"通川区": 0, "达川区": 0},
        as_of="2022-03-31",
    ),
    ask(
        "signings are counted one by one",
        target("signed_projects", role=Role.HOST),
        {"通川区": 0, "达川区": 1},
    ),
)

STOCK = topic(
    "stock",
    """
    on         | kind | subject | unit   | investment | industry
    2021-06-01 | 推出 | 甲      | 经合局 | 60亿元     | 工业
    2021-07-01 | 推出 | 乙      | 经合局 | 5亿元      | 工业
    2022-02-01 | 推出 | 丙      | 林业局 | 20亿元     | 现代农业
    2022-06-30 | 退库 | 乙      | 经合局 | 5亿元      | 工业
    2022-09-01 | 推出 | 丁      | 经合局 | 1亿元      |
    """,
    ask(
        "a stock is what came in less what left, whenever it came",
        target("offerings", window=Window.STOCK),
        {"经合局": 2, "林业局": 1},
    ),
    ask(
        "what leaves on a day is gone at the end of that day",
        target("offerings", window=Window.STOCK),
        {"经合局": 1, "林业局": 1},
        as_of="2022-06-30",
    ),
    ask(
        "the day before it still stands",
        target("offerings", window=Window.STOCK),
        {"经合局": 2, "林业局": 1},
        as_of="2022-06-29",
    ),
    ask(
        "an exit leaves only the stock it belonged to",
        target("offerings", window=Window.STOCK, at_least="10亿元"),
        {"经合局": 1, "林业局": 1},
    ),
    ask(
        "in a flow an exit takes nothing away: what was offered was offered",
        target("offerings"),
        {"经合局": 1, "林业局": 1},
    ),
    ask(
        "a stock has a state before the plan year too",
        target("offerings", window=Window.STOCK),
        {"经合局": 2, "林业局": 0},
        as_of="2021-12-31",
    ),
    ask(
        "a stock due by a day stays what it was on that day",
        target("offerings", window=Window.STOCK, during=("2022-01-01", "2022-07-01")),
        {"经合局": 1, "林业局": 1},
    ),
    ask(
        "until that day it is what it is on the day asked",
        target("offerings", window=Window.STOCK, during=("2022-01-01", "2022-07-01")),
        {"经合局": 2, "林业局": 1},
        as_of="2022-06-29",
    ),
    ask(
        "a stock of the whole city is everyone's together",
        target("offerings", "300个", window=Window.STOCK, scope=Scope.CITY, unit="经合局"),
        {CITY: 3},
    ),
)

COHORT = topic(
    "cohort",
    """
    on         | kind     | subject | signed     | unit   | amount
    2018-12-31 | 签约     | 旧      | 2018-12-31 | 开江县 | 90亿元
    2019-01-01 | 签约     | 甲      | 2019-01-01 | 开江县 | 10亿元
    2020-05-01 | 签约     | 乙      | 2020-05-01 | 开江县 | 20亿元
    2022-03-01 | 签约     | 丙      | 2022-03-01 | 开江县 | 10亿元
    2019-02-01 | 注册     | 旧      | 2018-12-31 | 开江县 |
    2019-02-01 | 注册     | 甲      | 2019-01-01 | 开江县 |
    2022-04-01 | 注册     | 丙      | 2022-03-01 | 开江县 |
    2020-02-01 | 开工     | 甲      | 2019-01-01 | 开江县 |
    2021-02-01 | 投产     | 甲      | 2019-01-01 | 开江县 |
    2019-06-01 | 到位资金 | 旧      | 2018-12-31 | 开江县 | 30亿元
    2021-06-01 | 到位资金 | 甲      | 2019-01-01 | 开江县 | 6亿元
    2022-06-01 | 到位资金 | 乙      | 2020-05-01 | 开江县 | 4亿元
    2018-06-01 | 签约     | 丁      | 2018-06-01 | 万源市 | 5亿元
    """,
    ask(
        "a rate is registered ÷ signed of the projects signed since that year",
        target("rate_registration", "90%", signed_since=2019),
        {"开江县": Fraction(200, 3), "万源市": None},
    ),
    ask(
        "the start rate too divides by what was signed, not by what was registered",
        target("rate_start", "80%", signed_since=2019),
        {"开江县": Fraction(100, 3), "万源市": None},
    ),
    ask(
        "the rate of funds is money arrived ÷ contracted money of the cohort",
        target("rate_funds", "30%", signed_since=2019),
        {"开江县": 25, "万源市": None},
    ),
    ask(
        "money counts by the day it arrived, the cohort by the day of signing",
        target("rate_funds", "30%", signed_since=2019),
        {"开江县": 20, "万源市": None},
        as_of="2022-02-28",
    ),
    ask(
        "production rate",
        target("rate_production", "20%", signed_since=2019),
        {"开江县": Fraction(100, 3), "万源市": None},
    ),
    ask(
        "a year without a signing has no rate, which is not 0 %",
        target("rate_production", "20%", signed_since=2019),
        {"开江县": None, "万源市": None},
        as_of="2018-12-31",
    ),
    ask(
        "without a first year every signing is of the cohort",
        target("rate_registration", "90%"),
        {"开江县": 75, "万源市": 0},
    ),
    ask(
        "the city's rate is Σ ÷ Σ, never a mean of rates",
        target("rate_registration", "90%"),
        {CITY: 60},
        of_city=True,
    ),
)

THRESHOLDS = topic(
    "thresholds",
    """
    on         | kind | unit   | investment
    2022-01-10 | 信息 | 发改委 | 100亿元
    2022-01-11 | 信息 | 发改委 | 50亿元
    2022-01-12 | 信息 | 发改委 | 49.9999亿元
    2022-01-13 | 信息 | 发改委 | 5亿元
    2022-01-14 | 信息 | 发改委 | 4.9999亿元
    2022-01-15 | 信息 | 发改委 |
    2022-01-16 | 信息 | 科技局 | 2000万元
    """,
    ask("及以上 includes the end", target(at_least="5亿元"), {"发改委": 4, "科技局": 0}),
    ask("超过 does not", target(at_least="5亿元", strict=True), {"发改委": 3, "科技局": 0}),
    ask("以下 does not include its end", target(below="5亿元"), {"发改委": 1, "科技局": 1}),
    ask(
        "of bands that share an end, the upper one has it",
        target(at_least="50亿元", below="100亿元"),
        {"发改委": 1, "科技局": 0},
    ),
    ask("and the lower one has not", target(at_least="5亿元", below="50亿元"), {"发改委": 2, "科技局": 0}),
    ask("the highest band is open", target(at_least="100亿元"), {"发改委": 1, "科技局": 0}),
    ask(
        "a strict range leaves out both ends",
        target(at_least="5亿元", below="50亿元", strict=True),
        {"发改委": 1, "科技局": 0},
    ),
    ask("万元 and 亿元 are one scale", target(at_least="2000万元"), {"发改委": 5, "科技局": 1}),
    ask(
        "an unknown investment satisfies no size, but counts where none is asked",
        target(),
        {"发改委": 6, "科技局": 1},
    ),
)

WORDS = topic(
    "words",
    """
    on         | kind | unit   | industry | region   | investor
    2022-01-10 | 信息 | 经信局 | 工业     | 北京     | 央企
    2022-01-11 | 信息 | 经信局 | 能源化工 | 天津     | 国企
    2022-01-12 | 信息 | 经信局 | 电子信息 | 广东     | 台商+民企
    2022-01-13 | 信息 | 经信局 | 现代农业 | 市内     | 民企
    2022-01-14 | 信息 | 侨联   | 医药健康 | 境外     | 港澳商
    2022-01-15 | 信息 | 侨联   |          | 省内市外 | 外商
    2022-01-16 | 信息 | 侨联   |          |          |
    """,
    ask("a word covers the narrower words inside it", target(industry="工业"), {"经信局": 3, "侨联": 0}),
    ask("a narrower word does not cover the wider", target(industry="能源化工"), {"经信局": 1, "侨联": 0}),
    ask(
        "several words are alternatives", target(industry=("电子信息", "医药健康")), {"经信局": 1, "侨联": 1}
    ),
    ask("a region of several places", target(region="京津冀"), {"经信局": 2, "侨联": 0}),
    ask(
        "省外 is every place outside the province, abroad included",
        target(region="省外"),
        {"经信局": 3, "侨联": 1},
    ),
    ask("市外 takes in the rest of the province", target(region="市外"), {"经信局": 3, "侨联": 2}),
    ask(
        "an investor of several kinds satisfies each of them",
        target(investor="民企"),
        {"经信局": 2, "侨联": 0},
    ),
    ask("外商 covers 台商 and 港澳商", target(investor="外商"), {"经信局": 1, "侨联": 2}),
    ask(
        "an investor who is two of the kinds asked counts once",
        target(investor=("台商", "民企")),
        {"经信局": 2, "侨联": 0},
    ),
    ask("国企 covers 央企, not the other way round", target(investor="央企"), {"经信局": 1, "侨联": 0}),
    ask(
        "a word for other 国企 alone does not cover 央企, whose code begins like theirs",
        target(investor="地方国企"),
        {"经信局": 1, "侨联": 0},
    ),
    ask(
        "all restrictions must hold together",
        target(industry="工业", region="京津冀", investor="国企"),
        {"经信局": 2, "侨联": 0},
    ),
    ask(
        "what is not known is in no region, not even 省外",
        target(region=("省外", "省内市外", "市内")),
        {"经信局": 4, "侨联": 2},
    ),
)

EXCLUSIONS = topic(
    "exclusions",
    """
    on         | kind | unit   | amount | investment | industry | flags
    2022-02-01 | 签约 | 通川区 | 6亿元  | 6亿元      | 工业     |
    2022-02-02 | 签约 | 通川区 | 7亿元  | 7亿元      |          | 房地产
    2022-02-03 | 签约 | 通川区 | 8亿元  | 8亿元      | 工业     | 政府投资
    2022-02-04 | 签约 | 通川区 | 9亿元  | 9亿元      |          | 房地产 政府投资
    2022-02-05 | 签约 | 通川区 | 9亿元  | 9亿元      | 现代农业 |
    """,
    ask(
        "without a ruling real estate and government investment count",
        target("led_projects", role=Role.HOST),
        {"通川区": 5},
    ),
    ask(
        "real estate excluded",
        target("led_projects", role=Role.HOST),
        {"通川区": 3},
        rulings={"real_estate": "excluded"},
    ),
    ask(
        "government investment excluded",
        target("led_projects", role=Role.HOST),
        {"通川区": 3},
        rulings={"government_investment": "excluded"},
    ),
    ask(
        "both excluded",
        target("led_projects", role=Role.HOST),
        {"通川区": 2},
        rulings={"real_estate": "excluded", "government_investment": "excluded"},
    ),
    ask(
        "a clause may exclude where the notice does not",
        target("led_projects", role=Role.HOST, excludes_real_estate=True),
        {"通川区": 3},
    ),
    ask(
        "the industry named restricts", target("led_projects", role=Role.HOST, industry="工业"), {"通川区": 2}
    ),
    ask(
        "unless the notice rules it a label",
        target("led_projects", role=Role.HOST, industry="工业"),
        {"通川区": 5},
        rulings={"industry_restricts": "no"},
    ),
    ask(
        "a label leaves the size as it is",
        target("led_projects", role=Role.HOST, industry="工业", at_least="8亿元"),
        {"通川区": 3},
        rulings={"industry_restricts": "no"},
    ),
)

LED_COUNTS_AT = topic(
    "where 引进 counts",
    """
    on         | kind | subject | signed     | unit   | amount | investment
    2021-11-01 | 签约 | 甲      | 2021-11-01 | 渠县   | 5亿元  | 5亿元
    2022-01-20 | 注册 | 甲      | 2021-11-01 | 渠县   |        | 5亿元
    2022-03-01 | 开工 | 甲      | 2021-11-01 | 渠县   |        | 5亿元
    2022-02-01 | 签约 | 乙      | 2022-02-01 | 渠县   | 6亿元  | 6亿元
    2022-02-20 | 注册 | 乙      | 2022-02-01 | 渠县   |        | 6亿元
    2022-12-30 | 签约 | 丙      | 2022-12-30 | 渠县   | 7亿元  | 7亿元
    """,
    ask("at signing by default", target("led_projects", role=Role.HOST), {"渠县": 2}),
    ask(
        "at signing",
        target("led_projects", role=Role.HOST),
        {"渠县": 2},
        rulings={"led_counts_at": "signing"},
    ),
    ask(
        "at registration",
        target("led_projects", role=Role.HOST),
        {"渠县": 2},
        rulings={"led_counts_at": "registration"},
    ),
    ask(
        "at the start of construction",
        target("led_projects", role=Role.HOST),
        {"渠县": 1},
        rulings={"led_counts_at": "construction_start"},
    ),
    ask(
        "the ruling moves the day, not the project's size",
        target("led_projects", role=Role.HOST, at_least="6亿元"),
        {"渠县": 1},
        rulings={"led_counts_at": "registration"},
    ),
    ask(
        "other counts of projects do not follow the ruling",
        target("registered_projects", role=Role.HOST),
        {"渠县": 2},
        rulings={"led_counts_at": "signing"},
    ),
)

SHARES = topic(
    "shares",
    """
    on         | kind     | subject | unit   | role | share  | amount     | sub_unit
    2022-03-01 | 签约     | 甲      | 宣汉县 | 承接 | 50%    | 5亿元      |
    2022-03-01 | 签约     | 甲      | 大竹县 | 承接 | 50%    | 5亿元      |
    2022-03-01 | 签约     | 甲      | 经信局 | 引进 |        | 10亿元     |
    2022-04-01 | 到位资金 | 甲      | 宣汉县 | 承接 | 50%    | 1亿元      |
    2022-04-01 | 到位资金 | 甲      | 大竹县 | 承接 | 50%    | 1亿元      |
    2022-04-01 | 到位资金 | 甲      | 经信局 | 引进 |        | 2亿元      |
    2022-05-01 | 签约     | 乙      | 宣汉县 | 承接 | 33.34% | 1.0002亿元 | 工业园
    2022-05-01 | 签约     | 乙      | 大竹县 | 承接 | 33.33% | 9999万元   |
    2022-05-01 | 签约     | 乙      | 渠县   | 承接 | 33.33% | 9999万元   |
    2022-06-01 | 签约     | 丙      | 宣汉县 | 承接 |        | 1亿元      | 普光镇
    """,
    ask(
        "5:5 counts half each, three parties a third each",
        target("signed_projects", role=Role.HOST),
        {"宣汉县": "1.8334", "大竹县": "0.8333", "渠县": "0.3333", "经信局": 0},
    ),
    ask(
        "or each counts one where so ruled",
        target("signed_projects", role=Role.HOST),
        {"宣汉县": 3, "大竹县": 2, "渠县": 1, "经信局": 0},
        rulings={"shared_count": "whole"},
    ),
    ask(
        "the city counts a shared project once",
        target("signed_projects", role=Role.HOST),
        {CITY: 3},
        of_city=True,
    ),
    ask(
        "also where each party counts one",
        target("signed_projects", role=Role.HOST),
        {CITY: 3},
        of_city=True,
        rulings={"shared_count": "whole"},
    ),
    ask(
        "a target of the whole city counts a shared project once under either ruling",
        target("signed_projects", role=Role.HOST, scope=Scope.CITY),
        {CITY: 3},
        rulings={"shared_count": "whole"},
    ),
    ask(
        "roles run in parallel: who led it counts it whole",
        target("signed_projects"),
        {"宣汉县": 0, "大竹县": 0, "渠县": 0, "经信局": 1},
    ),
    ask("the city's total is of one role, never of both", target("funds_arrived"), {CITY: 2}, of_city=True),
    ask(
        "money is shared as posted, whatever the ruling on counts",
        target("funds_arrived"),
        {"宣汉县": 1, "大竹县": 1, "渠县": 0, "经信局": 0},
        rulings={"shared_count": "whole"},
    ),
    ask(
        "a sub-unit is part of its unit",
        target("led_projects", role=Role.HOST, at_least=None),
        {"宣汉县": "1.8334", "大竹县": "0.8333", "渠县": "0.3333", "经信局": 0},
    ),
)

REVERSALS = topic(
    "reversals",
    """
    seq | on         | kind     | subject | unit   | amount  | investment | region | sign
    11  | 2022-02-01 | 签约     | 甲      | 开江县 | 6亿元   | 6亿元      | 北京   |
    12  | 2022-02-10 | 到位资金 | 甲      | 开江县 | 2亿元   | 6亿元      | 北京   |
    13  | 2022-02-11 | 到位资金 | 甲      | 开江县 | 1亿元   | 6亿元      | 北京   |
    20  | 2022-02-10 | 到位资金 | 甲      | 开江县 |         |            |        | −
    21  | 2022-02-10 | 签约     | 甲      | 开江县 |         |            |        | −
    22  | 2022-02-01 | 签约     | 甲      | 开江县 | 4亿元   | 4亿元      | 重庆   |
    23  | 2022-02-10 | 到位资金 | 甲      | 开江县 | 5000万元 | 4亿元     | 重庆   |
    """,
    ask("before the reversal both amounts count", target("funds_arrived"), {"开江县": 3}, known=19),
    ask("a reversal is absence from its sequence on", target("funds_arrived"), {"开江县": 2}, known=20),
    ask(
        "it takes the day of what it undoes, so a day before shows nothing of either",
        target("funds_arrived"),
        {"开江县": 0},
        known=20,
        as_of="2022-02-09",
    ),
    ask("a restatement is reversal and new entry", target("led_projects", role=Role.HOST), {"开江县": 1}),
    ask("between the two there is nothing", target("led_projects", role=Role.HOST), {"开江县": 0}, known=21),
    ask("the corrected size counts", target("led_projects", role=Role.HOST, at_least="5亿元"), {"开江县": 0}),
    ask(
        "what was known before the correction stays what it was",
        target("led_projects", role=Role.HOST, at_least="5亿元"),
        {"开江县": 1},
        known=13,
    ),
    ask("the corrected origin counts", target("funds_arrived", region="重庆"), {"开江县": "0.5"}),
    ask(
        "and what kept the old one stays with the old one",
        target("funds_arrived", region="京津冀"),
        {"开江县": 2},
    ),
    ask("a rate follows the correction on both sides", target("rate_funds", "30%"), {"开江县": "62.5"}),
)

TERMINATION = topic(
    "termination",
    """
    on         | kind | subject | unit | amount | signed
    2021-02-01 | 签约 | 甲      | 渠县 | 6亿元  | 2021-02-01
    2022-02-01 | 签约 | 乙      | 渠县 | 6亿元  | 2022-02-01
    2022-06-01 | 终止 | 乙      | 渠县 |        | 2022-02-01
    2022-07-01 | 注册 | 甲      | 渠县 |        | 2021-02-01
    """,
    ask(
        "a terminated project was signed all the same: exit is not error",
        target("signed_projects", role=Role.HOST),
        {"渠县": 1},
    ),
    ask("and stays in the denominator of its cohort", target("rate_registration", "90%"), {"渠县": 50}),
)

LATE = topic(
    "late facts",
    """
    seq | on         | kind | unit
    1   | 2022-04-02 | 外出 | 侨联
    2   | 2022-07-09 | 外出 | 侨联
    3   | 2022-04-20 | 外出 | 侨联
    4   | 2022-09-30 | 外出 | 商务局
    """,
    ask(
        "what happened in April and was posted late belongs to April",
        target("trips"),
        {"侨联": 2, "商务局": 0},
        as_of="2022-04-30",
    ),
    ask(
        "as it was known in July, April had one",
        target("trips"),
        {"侨联": 1, "商务局": 0},
        as_of="2022-04-30",
        known=2,
    ),
    ask("nothing was known before the first posting", target("trips"), {"侨联": 0, "商务局": 0}, known=0),
    ask("a sequence beyond the last knows everything", target("trips"), {"侨联": 3, "商务局": 1}, known=99),
)

FOREIGN = topic(
    "foreign capital",
    """
    on         | kind | subject | unit   | amount    | investor
    2022-03-01 | 签约 | 甲      | 宣汉县 | 2亿元     | 台商
    2022-05-01 | 外资 | 甲      | 宣汉县 | 2000万元  | 台商
    2022-05-01 | fdi  | 甲      | 宣汉县 | 300万美元 | 台商
    2022-05-01 | 外企 | 甲      | 宣汉县 |           | 台商
    2022-06-01 | 外资 | 甲      | 宣汉县 | 500万元   | 台商
    2022-06-02 | fdi  | 乙      | 大竹县 | 25万美元  | 外商
    """,
    ask(
        "a foreign arrival posts twice: in 万元 as capital used",
        target("foreign_capital_used"),
        {"宣汉县": 2500, "大竹县": 0},
    ),
    ask(
        "and in 万美元 as FDI; neither is converted into the other",
        target("fdi_arrived"),
        {"宣汉县": 300, "大竹县": 25},
    ),
    ask(
        "a target in 万美元 of what is posted in 万元 is not counted",
        target("foreign_capital_used", "350万美元"),
        {"宣汉县": None, "大竹县": None},
    ),
    ask(
        "the unit of measure of the target is only how it is said",
        target("fdi_arrived", "1美元"),
        {"宣汉县": 3_000_000, "大竹县": 250_000},
    ),
    ask("a new foreign enterprise counts as one", target("foreign_enterprises"), {"宣汉县": 1, "大竹县": 0}),
    ask("and none of them is 到位资金", target("funds_arrived"), {"宣汉县": 0, "大竹县": 0}),
)

FIXED_INVESTMENT = topic(
    "fixed investment",
    """
    on         | kind | unit   | amount | region
    2022-03-01 | 固投 | 达川区 | 3亿元  | 广东
    2022-03-02 | 固投 | 达川区 | 2亿元  | 省内市外
    2022-03-03 | 固投 | 达川区 | 1亿元  | 境外
    """,
    ask(
        "省外固定资产投资 is fixed investment from outside the province",
        target("fixed_investment", "32亿元/35亿元", region="省外"),
        {"达川区": 4},
    ),
)

OFFERED = target("offerings", "20个", key="全部", industry="工业", at_least="2亿元", below="100亿元")
PARTS = topic(
    "其中",
    """
    on         | kind | unit   | investment | industry
    2022-01-10 | 推出 | 经信局 | 1亿元      | 工业
    2022-01-11 | 推出 | 经信局 | 12亿元     | 能源化工
    2022-01-12 | 推出 | 经信局 | 15亿元     | 现代农业
    2022-01-13 | 推出 | 经信局 | 100亿元    | 工业
    2022-01-14 | 推出 | 经信局 | 3亿元      | 工业
    """,
    ask("the whole", OFFERED, {"经信局": 2}),
    ask(
        "a part restricts by its parent's words as well as by its own",
        target("offerings", "5个", key="部分", at_least="10亿元", of_which="全部"),
        {"经信局": 1},
        parents=(OFFERED,),
    ),
    ask(
        "a part without a size has its parent's",
        target("offerings", "5个", key="部分", industry="能源化工", of_which="全部"),
        {"经信局": 1},
        parents=(OFFERED,),
    ),
    ask(
        "of two upper ends the lower holds",
        target("offerings", "5个", key="部分", below="10亿元", of_which="全部"),
        {"经信局": 1},
        parents=(OFFERED,),
    ),
    ask(
        "also where it is the parent's",
        target("offerings", "5个", key="部分", at_least="10亿元", below="200亿元", of_which="全部"),
        {"经信局": 1},
        parents=(OFFERED,),
    ),
    ask("by itself it would count more", target("offerings", at_least="10亿元"), {"经信局": 3}),
)

UNCOUNTED = topic(
    "not counted",
    """
    on         | kind | unit
    2022-03-01 | 外出 | 侨联
    """,
    ask(
        "a task that no fact measures has no figure, which is not 0",
        target("other", "3项", role=Role.SPONSOR),
        {"侨联": None},
    ),
)

CASES: tuple[Case, ...] = (
    *WINDOWS,
    *STOCK,
    *COHORT,
    *THRESHOLDS,
    *WORDS,
    *EXCLUSIONS,
    *LED_COUNTS_AT,
    *SHARES,
    *REVERSALS,
    *TERMINATION,
    *LATE,
    *FOREIGN,
    *FIXED_INVESTMENT,
    *PARTS,
    *UNCOUNTED,
)
