# ruff: noqa: E501  tables are drawn as wide as they are
"""Invented notices: what is read from them, what is only told of. Everything here runs without the real notice."""

from datetime import date

from tests.intake.notices import codes_of, reading_of, sheet_notice, targets_of, word_notice

COUNTIES = """
    单位   | 到位资金（亿元） | <        | 重大项目引进（个） | <            | 签约项目推进
    ^      | 保证目标         | 工作目标 | 100亿元以上        | 50—100亿元   | ^
    青山区 | 40               | 44       | 1                  | 3            | 2029年以来签约项目开工率、投产率分别达到80%、20%。
    白水县 | 30               | 33       | —                  | 2            | ^
    合 计  | 70               | 77       | 1                  | 5            | ^
"""
DEPARTMENTS = """
    单位     | 主导引进项目                                             | 部门招商小分队 | 落地服务     | 备注
    市商务局 | 获取有效信息5条，主导引进投资1亿元及以上项目1个。        | 6次            | 专人负责衔接 | 主导引进项目不局限于任务中明确的产业，非房地产项目均可计入。
    市林业局 | 获取林业有效信息２条，主导引进林业项目１个。             | 4次            | ^            | ^
"""


def test_a_word_notice_of_two_annexes_reads_whole():
    reading = reading_of(word_notice(COUNTIES, "附件2\n（一）行业主管部门（2个）", DEPARTMENTS))
    assert targets_of(reading) == [
        "青山区 funds_arrived 40亿元／44亿元",
        "青山区 led_projects 1个",
        "青山区 led_projects 3个",
        "青山区 rate_start 80%",
        "青山区 rate_production 20%",
        "白水县 funds_arrived 30亿元／33亿元",
        "白水县 led_projects 2个",
        "白水县 rate_start 80%",
        "白水县 rate_production 20%",
        "市商务局 leads 5条",
        "市商务局 led_projects 1个",
        "市商务局 trips 6次",
        "市林业局 leads 2条",
        "市林业局 led_projects 1个",
        "市林业局 trips 4次",
    ]
    assert reading.findings == ()
    assert reading.numbers.unread == 0


def test_the_particulars_are_found_by_their_shape():
    plan = reading_of(word_notice(COUNTIES)).plan
    assert plan is not None
    assert (plan.document_number, plan.issued_on, plan.year) == (
        "临府办函〔2031〕8号",
        date(2031, 3, 5),
        2031,
    )
    assert (plan.issuer, plan.title, plan.city) == (
        "临江市人民政府办公室",
        "2031年招商引资目标任务",
        "临江市",
    )


def test_units_are_grouped_by_the_heading_or_by_what_they_are():
    plan = reading_of(word_notice(COUNTIES, "附件2\n（一）行业主管部门（2个）", DEPARTMENTS)).plan
    assert plan is not None
    assert {unit.name: unit.group for unit in plan.units} == {
        "青山区": "县（市、区）",
        "白水县": "县（市、区）",
        "市商务局": "行业主管部门",
        "市林业局": "行业主管部门",
    }


def test_a_remark_rules_for_its_own_group():
    plan = reading_of(word_notice("（一）行业主管部门（2个）", DEPARTMENTS)).plan
    assert plan is not None
    assert [(r.name, r.value, r.indicator, r.group, r.source) for r in plan.rulings] == [
        ("industry_restricts", "no", "led_projects", "行业主管部门", "附件1（一）备注"),
        ("real_estate", "excluded", "led_projects", "行业主管部门", "附件1（一）备注"),
    ]


def test_a_table_that_runs_on_under_a_repeated_head_counts_its_rows_on():
    head, first, second = "单位 | 到位资金（亿元）", "青山区 | 40", "白水县 | 30"
    plan = reading_of(word_notice(f"{head}\n{first}", f"{head}\n{second}")).plan
    assert plan is not None
    assert [target.locator for target in plan.targets] == ["附件1第1行“到位资金”", "附件1第2行“到位资金”"]


def test_dash_blank_zero_and_words_are_four_things():
    reading = reading_of(
        sheet_notice("""
            单位   | 到位资金（亿元） | 新开工项目（个）
            青山区 | —                | 0
            白水县 |                  | 待定
        """)
    )
    assert targets_of(reading) == ["青山区 started_projects 0个"]
    assert codes_of(reading) == {"blank_cell", "cell_not_numeric"}


def test_a_total_is_checked_and_never_repaired():
    reading = reading_of(
        sheet_notice("""
            单位   | 到位资金（亿元） | 开工率（%）
            全市   | 80               | 85
            青山区 | 40               | 80
            白水县 | 30               | 90
        """)
    )
    assert targets_of(reading)[:2] == ["青山区 funds_arrived 40亿元", "青山区 rate_start 80%"]
    (found,) = reading.findings
    assert (found.code, found.text) == ("total_mismatch", "“到位资金”合计印为80亿元，各单位相加为70亿元")


def test_two_blocks_side_by_side_are_two_lists_of_units():
    reading = reading_of(
        sheet_notice("""
            单位   | 到位资金（亿元） | 单位   | 到位资金（亿元）
            青山区 | 40               | 赤土县 | 20
            白水县 | 30               | 黄沙县 | 10
        """)
    )
    assert sorted(targets_of(reading)) == [
        "白水县 funds_arrived 30亿元",
        "赤土县 funds_arrived 20亿元",
        "青山区 funds_arrived 40亿元",
        "黄沙县 funds_arrived 10亿元",
    ]


def test_a_unit_of_measure_may_stand_above_the_table_but_not_contradict_it():
    table = "单位 | 到位资金 | 新开工项目\n青山区 | 40 | 3"
    assert targets_of(reading_of(sheet_notice(table, above="单位：亿元、个"))) == [
        "青山区 funds_arrived 40亿元",
        "青山区 started_projects 3个",
    ]
    missing = reading_of(sheet_notice(table))
    assert "no_unit_of_measure" in codes_of(missing)
    assert targets_of(missing) == ["青山区 started_projects 3个"]
    against = reading_of(
        sheet_notice("单位 | 到位资金（万元） | 签约项目\n青山区 | 40 | 3", above="单位：亿元、个")
    )
    assert "unit_conflict" in codes_of(against)
    assert targets_of(against) == ["青山区 signed_projects 3个"]


def test_a_part_column_belongs_to_the_column_before():
    plan = reading_of(
        sheet_notice("""
            单位   | 到位资金（亿元） | <
            ^      | 总数             | 其中：省外
            青山区 | 40               | 15
        """)
    ).plan
    assert plan is not None
    whole, part = plan.targets
    assert (part.of_which, part.criteria.region) == (whole.key, ("省外",))


def test_a_period_of_a_heading_is_kept():
    plan = reading_of(sheet_notice("单位 | 一季度到位资金（亿元）\n青山区 | 4")).plan
    assert plan is not None
    period = plan.targets[0].period
    assert period is not None
    assert (period.start, period.before) == (date(2031, 1, 1), date(2031, 4, 1))


def test_what_cannot_be_told_apart_is_not_read():
    reading = reading_of(
        word_notice("""
            单位         | 到位资金（亿元） | 签约项目（个） | 规上企业培育（家） | 近年开工项目（个）
            青山区       | 40               | 5              | 3                  | 2
            白水县       | 30               | ^              | 4                  | 2
            黄县、赤土县 | 20               | 1              | 5                  | 2
        """)
    )
    assert targets_of(reading) == ["青山区 funds_arrived 40亿元", "白水县 funds_arrived 30亿元"]
    assert codes_of(reading) == {"shared_cell", "unknown_column", "several_units"}
    assert reading.numbers.unread == 9


def test_a_task_hidden_in_a_duty_is_told_of():
    reading = reading_of(
        word_notice(
            "（一）服务部门（1个）",
            "单位 | 工作任务\n市教育局 | 保障学位供给，引进教育项目2个，2个工作日内办结。",
        )
    )
    assert targets_of(reading) == []
    assert "task_in_duty" in codes_of(reading)


def test_a_period_no_plan_can_hold_is_never_an_annual_target():
    reading = reading_of(
        word_notice("单位 | 招商引资任务\n市商务局 | 三年内引进项目9个，引进工业项目2个；四季度签约项目3个。")
    )
    assert "市商务局 led_projects 9个" not in targets_of(reading)
    assert "unheld_period" in codes_of(reading)


def test_a_number_in_running_text_is_told_of():
    reading = reading_of(word_notice("全年确保引进项目5个。", "单位 | 到位资金（亿元）\n青山区 | 40"))
    assert targets_of(reading) == ["青山区 funds_arrived 40亿元"]
    assert codes_of(reading) == {"unread_text"}
    assert reading.numbers.unread == 1


def test_a_document_without_tasks_is_refused_in_one_sentence():
    reading = reading_of(word_notice("会议定于3月召开。"))
    assert reading.plan is None
    assert reading.error is not None
    assert reading.error.startswith("没有找到目标任务")


def test_what_was_done_before_is_no_target():
    reading = reading_of(
        sheet_notice("""
            单位   | 到位资金（亿元） | <        | <        | <
            ^      | 2030年           | 完成数   | 税收贡献 | 2031年目标
            青山区 | 35               | 36       | 2        | 40
        """)
    )
    assert targets_of(reading) == ["青山区 funds_arrived 40亿元"]
    assert codes_of(reading) == {"actual_column", "unknown_column"}
