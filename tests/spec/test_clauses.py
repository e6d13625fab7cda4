# ruff: noqa: E501  a sentence and its reading stand on one line
"""The clause language, sentence by sentence: what an office writes, and what the house understands.

└ part of the item before (其中), | branch of 或, ? finding. Words in a reading are as a page says them.
"""

import pytest

from jinghe.core.clauses import parse
from jinghe.reference.lexicon_loading import lexicon
from tests.clauses.telling import told

YEAR = 2022

CLAUSES = {
    "what is counted": """
        获取台商投资信息2条                     | leads 2条 投资方：台商
        收集有效招商线索三十条以上              | leads 30条
        获取投资5亿元及以上有效信息5条          | leads 5条 投资5亿元及以上
        主导引进能源化工类项目2个               | led_projects 2个 产业：能源化工
        新签约项目90个                          | signed_projects 90个
        签约并注册项目53项                      | registered_projects 53项
        新开工项目60个                          | started_projects 60个
        新竣工工业项目1个                       | producing_projects 1个 产业：工业
        编制优质推出项目20个                    | offerings 20个
        小分队外出招商6次                       | trips 6次
        省外到位资金30亿元                      | funds_arrived 30亿元 来源地：省外
        完成省外固定资产投资35亿元              | fixed_investment 35亿元 来源地：省外
        实际利用外资3.6亿美元                   | foreign_capital_used 3.6亿美元
        外商直接投资（FDI）到资225万美元        | fdi_arrived 225万美元
        新设外商投资企业3家                     | foreign_enterprises 3家
        全年计划组织50场次招商活动              | events 50场; ? uncounted_indicator
    """,
    "a sentence of several items": """
        获取投资1亿元以上高新企业有效信息5条，主导引进投资1亿元以上高新产业项目1个。 | leads 5条 投资1亿元及以上、产业：高新; led_projects 1个 投资1亿元及以上、产业：高新
        主导引进投资50亿元及以上项目8个、投资100亿元及以上产业项目2个 | led_projects 8个 投资50亿元及以上; led_projects 2个 投资100亿元及以上
        10亿元以上项目新落地60个、新开工55个    | led_projects 60个 投资10亿元及以上; started_projects 55个 投资10亿元及以上
        签约项目5个，开工3个，投产1个           | signed_projects 5个; started_projects 3个; producing_projects 1个
        2019年以来签约项目注册率、开工率分别达到90%、80% | rate_registration 90% 2019年以来签约; rate_start 80% 2019年以来签约
        签约、开工、投产项目分别达到5个、3个、2个 | signed_projects 5个; started_projects 3个; producing_projects 2个
        1.引进项目5个；2.获取有效信息10条       | led_projects 5个; leads 10条
    """,
    "restrictions": """
        主导引进电子信息、智能装备制造产业项目2个 | led_projects 2个 产业：电子信息、智能装备制造
        引进重庆、贵州区域企业投资1亿元以上项目1个 | led_projects 1个 投资1亿元及以上、来源地：重庆、贵州
        主导引进央企国企投资１亿元及以上项目１个 | led_projects 1个 投资1亿元及以上、投资方：央企、国企
        引进投资超过5亿元项目1个                | led_projects 1个 投资超过5亿元
        引进1亿元及以上物流产业项目1个          | led_projects 1个 投资1亿元及以上、产业：物流
        引进总投资1亿元（含）至5亿元项目3个     | led_projects 3个 投资1亿元—5亿元（不含5亿元）
        引进50—100亿元项目1个                   | led_projects 1个 投资50亿元—100亿元（不含100亿元）
        新开工1000-5000万元工业项目1个          | started_projects 1个 投资1000万元—5000万元（不含5000万元）、产业：工业
        新开工5000万元-亿元工业项目1个          | started_projects 1个 投资5000万元—1亿元（不含1亿元）、产业：工业
        至少引进1个5000万元以上的工业项目       | led_projects 1个 投资5000万元及以上、产业：工业
        引进投资低于5亿元项目2个                | led_projects 2个 投资5亿元以下
    """,
    "what guides a task restricts it where it says nothing itself": """
        围绕金融业编制推出项目5个               | offerings 5个 产业：金融
        围绕我市高新企业现状及发展需求，编制推出项目10个 | offerings 10个 产业：高新企业
        围绕现代林业产业发展编制林业产业推出项目5个 | offerings 5个 产业：林业
        编制面向台资企业或台商的推出项目8个     | offerings 8个 投资方：台资企业、台商
    """,
    "其中": """
        编制推出项目20个，其中投资10亿元及以上项目5个，投资50亿元及以上项目5个。 | offerings 20个; └ offerings 5个 投资10亿元及以上; └ offerings 5个 投资50亿元及以上
        到位资金44亿元，其中：省外到位资金28亿元，实际利用外资1000万美元 | funds_arrived 44亿元; └ funds_arrived 28亿元 来源地：省外; foreign_capital_used 1000万美元
        新签约项目90个，实际到位资金245亿元，其中亿元以上项目60个 | signed_projects 90个; funds_arrived 245亿元; └ signed_projects 60个 投资1亿元及以上
        引进项目20个（其中工业10个，农业5个），开工项目8个 | led_projects 20个; └ led_projects 10个 产业：工业; └ led_projects 5个 产业：农业; started_projects 8个
        其中，省外到位资金不低于100亿元         | funds_arrived 100亿元 来源地：省外; ? orphan_part
        其中工业项目3个                         | other 3个 产业：工业; ? no_indicator; ? orphan_part
    """,
    "或": """
        引进5亿元以上项目1个或1亿元以上项目3个  | | led_projects 1个 投资5亿元及以上; | led_projects 3个 投资1亿元及以上
        主导引进金融机构分支机构1个或金融业项目1个 | led_projects 1个 产业：金融; ? ambiguous
    """,
    "two tiers": """
        确保完成全年到位资金350亿元、力争实现400亿元 | funds_arrived 保证350亿元／力争400亿元
        到位资金60亿元（保证目标）、65亿元（工作目标） | funds_arrived 保证60亿元／力争65亿元
        力争引进项目5个                         | led_projects 5个
    """,
    "when, whose, how often": """
        力争三季度签约项目120个                 | signed_projects 120个 2022年三季度
        上半年引进项目3个，下半年5个            | led_projects 3个 2022年上半年; led_projects 5个 2022年下半年
        5月底前引进项目3个                      | led_projects 3个 2022年5月底前
        三年内全市储备项目300个                 | offerings 300个 期限不明：三年内 全市; ? unheld_period
        完成百日攻坚期间引进项目3个             | led_projects 3个 期限不明：百日攻坚期间; ? unheld_period
        一季度、二季度引进项目5个               | led_projects 5个 期限不明：一季度、二季度; ? unheld_period
        牵头负责全市编制推出项目工作，常态化储备项目300个以上。 | offerings 300个 存量 全市; ? ambiguous
        引进外资各1亿美元                       | foreign_capital_used 1亿美元 各; ? each_member
    """,
    "numbers in other dress": """
        引进一个10亿元以上的项目                | led_projects 1个 投资10亿元及以上
        到位资金3千亿                           | funds_arrived 3000亿元
        实际利用外资12,800万美元                | foreign_capital_used 12800万美元
        引进千万元以上项目2个                   | led_projects 2个 投资1000万元及以上
        引进项目3至5个                          | led_projects 3个; ? value_range
        引进投资过百亿的产业项目实现零的突破    | led_projects 1个 投资100亿元及以上; ? approximate; ? implied_figure
        引进项目总数突破100个                   | led_projects 100个; ? strict_figure
    """,
    "asked, not guessed": """
        主导引进现代农业项目2个，投资1亿元及以上项目1个 | led_projects 2个 产业：现代农业; └ led_projects 1个 投资1亿元及以上; ? ambiguous
        招商引资签约500亿元                     | contract_amount 500亿元; ? ambiguous; ? uncounted_indicator
        引资4亿元                               | funds_arrived 4亿元; ? ambiguous
        主导引进低空经济产业项目2个             | led_projects 2个 产业：低空经济; ? unknown_word
        引进非房地产项目3个                     | led_projects 3个 产业：非房地产; ? unknown_word
        引进项目（不含房地产）5个               | led_projects 5个; ? unread_words
        引进世界500强企业2家                    | other 2家 投资方：世界500强; ? no_indicator
        引进项目30个（工业20个、农业10个）      | led_projects 30个; └ led_projects 20个 产业：工业; └ led_projects 10个 产业：农业; ? ambiguous
        招引制造业项目10个以上、力争15个        | led_projects 保证10个／力争15个 产业：制造业; ? ambiguous
        引进投资1亿元以上工业项目2个、农业项目1个 | led_projects 2个 投资1亿元及以上、产业：工业; led_projects 1个 产业：农业; ? ambiguous
        引进世界500强企业2家                    | other 2家 投资方：世界500强; ? no_indicator
        引进项目30个（工业20个、农业10个）      | led_projects 30个; └ led_projects 20个 产业：工业; └ led_projects 10个 产业：农业; ? ambiguous
        招引制造业项目10个以上、力争15个        | led_projects 保证10个／力争15个 产业：制造业; ? ambiguous
        引进投资1亿元以上工业项目2个、农业项目1个 | led_projects 2个 投资1亿元及以上、产业：工业; led_projects 1个 产业：农业; ? ambiguous
        引进总部企业1家                         | other 1家 产业：总部; ? no_indicator; ? unknown_word
        洽谈项目137项                           | other 137项; ? no_indicator
    """,
    "a restriction that cannot be held blocks, the task stays without it": """
        引进投资1000万美元以上项目2个           | led_projects 2个; ? foreign_threshold
        引进到位资金5000万元以上的项目2个       | led_projects 2个; ? funds_threshold
        新开工固定资产投资5000万元以上项目3个   | started_projects 3个; ? funds_threshold
    """,
    "其中 and 或 together": """
        引进项目20个，其中5亿元以上3个或10亿元以上1个 | led_projects 20个; └ | led_projects 3个 投资5亿元及以上; └ | led_projects 1个 投资10亿元及以上
        引进5亿元以上项目2个或10亿元以上项目1个，其中工业项目1个 | | led_projects 2个 投资5亿元及以上; | led_projects 1个 投资10亿元及以上; └ led_projects 1个 产业：工业; ? ambiguous
        引进项目5个、到位资金5亿元；或外资500万美元 | led_projects 5个; | funds_arrived 5亿元; | foreign_capital_used 500万美元; ? ambiguous
        引进项目3个，其中开工2个、投产1个       | led_projects 3个; └ started_projects 2个; └ producing_projects 1个
    """,
    "amounts in two steps, ranges in two words": """
        到位资金1亿5000万元                     | funds_arrived 15000万元
        到位资金一亿五千万元                    | funds_arrived 15000万元
        引进投资不低于5000万元、低于1亿元项目2个 | led_projects 2个 投资5000万元—1亿元（不含1亿元）
        引进投资5000万元以上（含5000万元）项目3个 | led_projects 3个 投资5000万元及以上
        引进农产品加工业项目1个                 | led_projects 1个 产业：农产品加工
    """,
    "dates, colons, figures behind a comparator": """
        1—3月签约项目10个                       | signed_projects 10个 2022年一季度
        9月30日前签约项目5个                    | signed_projects 5个 2022年9月底前
        2月30日前签约项目5个                    | signed_projects 5个 期限不明：2月30日前; ? unheld_period
        12月底前到位资金30亿元                  | funds_arrived 30亿元
        到位资金目标任务：12亿元                | funds_arrived 12亿元
        引进项目15个，其中10亿元以上不少于3个、50亿元以上不少于1个 | led_projects 15个; └ led_projects 3个 投资10亿元及以上; └ led_projects 1个 投资50亿元及以上
        保底完成到位资金10亿元，冲刺12亿元      | funds_arrived 保证10亿元／力争12亿元
        引进龙头企业项目2个                     | led_projects 2个 产业：龙头企业; ? unknown_word
    """,
    "nothing is counted twice without a word": """
        包装项目10个，推出5个                   | offerings 10个; offerings 5个; ? repeated_task
        引进项目2个（固定资产投资5000万元以上） | led_projects 2个; fixed_investment 5000万元; ? ambiguous
        2019年签约项目开工率80%                 | rate_start 80% 期限不明：2019年签约 2019年; ? unheld_period
        参与引进项目5个                         | led_projects 5个; ? ambiguous
        外资项目290个                           | led_projects 290个 投资方：外资; ? ambiguous
    """,
    "refused": """
        到位资金不超过5亿元                     | ? upper_limit
        到位资金5个                             | ? unit_mismatch
        引进年产值超亿元项目3个                 | ? unread_text
        引进高层次人才团队5个                   | ? unread_text; ? unread_words
        引进项目5个、8个                        | led_projects 5个; ? unread_text
        项目履约率、开工率、资金到位率分别达到90%、80% | ? unread_text
        审批时限从法定60、30个工作日压缩至2个工作日 | ? unread_text; ? unread_words
        将3个环节压缩为“受理签约、验收通气”2个环节 | ? unread_text; ? unread_words
    """,
}


def rows_of(table):
    """Clause and reading of each line of a table."""
    for row in table.strip().split("\n        "):
        if " | " in row:
            clause, _, reading = row.partition(" | ")
            yield clause.strip(), reading.strip()


def _rows():
    for topic, table in CLAUSES.items():
        for clause, reading in rows_of(table):
            yield pytest.param(clause, reading, id=f"{topic}: {clause[:24]}")


@pytest.mark.parametrize(("clause", "reading"), list(_rows()))
def test_a_clause_is_understood_as_told(clause, reading):
    assert told(parse(clause, lexicon(), year=YEAR)) == reading


def test_a_line_broken_inside_a_number_is_one_number():
    broken = "主导引进投资１ 0\n亿元及以上项目１个"
    assert told(parse(broken, lexicon(), year=YEAR)) == "led_projects 1个 投资10亿元及以上"


def test_a_heading_lends_the_words_a_cell_leaves_out():
    assert told(parse("6次", lexicon(), year=YEAR, heading="部门招商小分队")) == "trips 6次"
    assert told(parse("6次", lexicon(), year=YEAR)) == "? unread_text"


def test_spans_lead_back_into_the_text_as_printed():
    text = "获取有效信息 5 条，\n主导引进项目１个。"
    reading = parse(text, lexicon(), year=YEAR)
    assert [text[slice(*item.span)] for item in reading.items] == ["获取有效信息 5 条", "主导引进项目１个"]


def test_a_text_too_long_for_a_clause_is_refused_at_once():
    assert told(parse("引进工业、" * 2000 + "项目3个", lexicon(), year=YEAR)) == "? too_long"
