"""The clock of a case: what of a term is used, what remains, when it is due, who had the case, who is to be told."""

from datetime import date

import pytest

from jinghe.core.service.clocks import Alert, CaseLimits, ClockState, StepRule, read_clock
from jinghe.core.values.calendar import DayKind, Roll, Term
from tests.builders import rows
from tests.spec.clock_tables import CALENDAR, PAUSED, RESUMED, TEN_DAYS, events, read, within

# --- one term ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    rows("""
    as_of      | state       | used | remaining | overdue_by | escalation
    2022-03-06 | not_started | 0    | 10        | 0          | 0
    2022-03-07 | running     | 0    | 10        | 0          | 0
    2022-03-11 | running     | 4    | 6         | 0          | 0
    2022-03-13 | running     | 4    | 6         | 0          | 0
    2022-03-14 | half        | 5    | 5         | 0          | 0
    2022-03-17 | four_fifths | 8    | 2         | 0          | 0
    2022-03-21 | four_fifths | 10   | 0         | 0          | 0
    2022-03-22 | overdue     | 11   | 0         | 1          | 1
    2022-03-23 | overdue     | 12   | 0         | 2          | 1
    2022-03-24 | overdue     | 13   | 0         | 3          | 2
    2022-03-28 | overdue     | 15   | 0         | 5          | 3
    """),
    ids=lambda row: row["as_of"],
)
def test_ten_working_days_from_the_first_to_well_beyond(row):
    told = read(within(10), TEN_DAYS, row["as_of"])
    assert told.overall.state is ClockState(row["state"])
    figures = (told.overall.used, told.overall.remaining, told.overall.overdue_by, told.escalation)
    assert figures == tuple(int(row[name]) for name in ("used", "remaining", "overdue_by", "escalation"))
    due = None if row["state"] == "not_started" else "2022年3月21日"
    assert (told.overall.due and told.overall.due.text) == due


@pytest.mark.parametrize(
    "row",
    rows("""
    closed     | state         | used | overdue_by
    2022-03-21 | in_time       | 10   | 0
    2022-03-22 | finished_late | 11   | 1
    2022-03-07 | in_time       | 0    | 0
    """),
    ids=lambda row: row["closed"],
)
def test_closing_stops_the_clock_for_good(row):
    told = read(within(10), f"{TEN_DAYS}{row['closed']} | 办结 |", "2022-12-30").overall
    assert told.state is ClockState(row["state"])
    assert (told.used, told.overdue_by) == (int(row["used"]), int(row["overdue_by"]))


def test_what_is_finished_on_a_day_off_after_the_due_day_is_not_late():
    told = read(within(4), f"{TEN_DAYS}2022-03-12 | 办结 |", "2022-03-31").overall
    assert told.due.text == "2022年3月11日"
    assert told.state is ClockState.IN_TIME


def test_a_term_of_no_days_ends_with_the_day_itself():
    assert read(within(0), TEN_DAYS, "2022-03-07").overall.state is ClockState.FOUR_FIFTHS
    assert read(within(0), TEN_DAYS, "2022-03-08").overall.overdue_by == 1


def test_working_days_skip_holidays_and_count_weekends_that_are_worked():
    told = read(within(5), "2022-09-29 | 受理 | 市水务局", "2022-10-09").overall
    assert (told.used, told.due.text) == (3, "2022年10月11日")


def test_a_term_in_natural_days_ends_on_the_next_working_day():
    limits = CaseLimits(overall=Term(days=10, kind=DayKind.NATURAL))
    table = "2022-09-21 | 受理 | 市水务局"
    assert read(limits, table, "2022-09-30").overall.used == 9
    assert read(limits, table, "2022-09-30").overall.due.text == "2022年10月8日"
    assert read(limits, table, "2022-10-08").overall.overdue_by == 0
    assert read(limits, table, "2022-10-09").overall.overdue_by == 1


def test_natural_days_that_are_not_moved_are_overdue_on_the_holiday():
    limits = CaseLimits(overall=Term(days=10, kind=DayKind.NATURAL, roll=Roll.AS_IS))
    assert read(limits, "2022-09-21 | 受理 | 市水务局", "2022-10-02").overall.overdue_by == 1


def test_without_a_term_days_are_counted_and_nothing_is_due():
    told = read(CaseLimits(overall=None), TEN_DAYS, "2022-06-30")
    assert (told.overall.state, told.overall.due, told.overall.remaining) == (ClockState.RUNNING, None, None)
    assert told.overall.used == CALENDAR.workdays_between(date(2022, 3, 7), date(2022, 6, 30)).days
    assert told.overall.alert is Alert.NONE and told.escalation == 0
    closed = read(CaseLimits(overall=None), f"{TEN_DAYS}2022-04-01 | 办结 |", "2022-06-30")
    assert closed.overall.state.label == "已办结（未定时限）"


def test_a_term_that_reaches_into_an_unpublished_year_is_provisional():
    told = read(within(10), "2026-12-24 | 受理 | 市水务局", "2026-12-28").overall
    assert told.due.text == "2027年1月7日（暂定）"
    assert not told.provisional
    assert read(within(10), "2026-12-24 | 受理 | 市水务局", "2027-01-04").overall.provisional


def test_the_clock_can_be_read_as_it_was_known_on_a_day():
    table = events("2019-04-29 | 受理 | 市水务局")
    early = read_clock(CALENDAR.known_on(date(2019, 3, 1)), within(3), table, date(2019, 4, 30))
    assert early.overall.due.text == "2019年5月3日"
    assert read_clock(CALENDAR, within(3), table, date(2019, 4, 30)).overall.due.text == "2019年5月6日"


# --- pauses ------------------------------------------------------------------------------------


def test_the_day_of_a_pause_counts_and_the_day_of_resuming_does_not():
    assert read(within(2), PAUSED, "2022-03-08").overall.used == 1
    assert read(within(2), PAUSED, "2022-03-17").overall.used == 1
    assert read(within(2), RESUMED, "2022-03-18").overall.used == 1
    assert read(within(2), RESUMED, "2022-03-21").overall.used == 2


def test_a_pause_leaves_the_due_day_open_until_it_ends():
    paused = read(within(2), PAUSED, "2022-03-17").overall
    assert (paused.state, paused.due, paused.remaining, paused.alert) == (
        ClockState.PAUSED,
        None,
        1,
        Alert.HALF,
    )
    resumed = read(within(2), RESUMED, "2022-03-18").overall
    assert (resumed.state, resumed.due.text) == (ClockState.HALF, "2022年3月21日")


def test_a_pause_does_not_hide_what_is_overdue_already():
    told = read(
        within(1), "2022-03-01 | 受理 | 市水务局\n2022-03-04 | 暂停计时 | 法定公示", "2022-03-31"
    ).overall
    assert (told.state, told.is_paused, told.overdue_by) == (ClockState.OVERDUE, True, 2)
    assert told.due.text == "2022年3月2日"


def test_a_pause_on_the_last_day_of_a_term_moves_the_due_day_to_the_day_of_resuming():
    told = read(within(1), RESUMED, "2022-03-18").overall
    assert (told.due.text, told.overdue_by) == ("2022年3月18日", 0)
    assert read(within(1), RESUMED, "2022-03-21").overall.overdue_by == 1


def test_pauses_are_told_with_their_reasons():
    (pause,) = read(within(2), RESUMED, "2022-03-31").pauses
    assert (pause.reason, pause.span.after, pause.span.until) == (
        "法定公示",
        date(2022, 3, 8),
        date(2022, 3, 18),
    )


def test_a_case_closed_in_a_pause_used_nothing_since():
    told = read(within(2), PAUSED + "2022-03-31 | 办结 |", "2022-12-30")
    assert (told.overall.state, told.overall.used, told.faults) == (ClockState.IN_TIME, 1, ())
    assert told.pauses[0].span.until == date(2022, 3, 31)


def test_a_reopened_case_goes_on_with_what_was_used():
    closed = RESUMED + "2022-03-21 | 办结 |\n"
    reopened = closed + "2022-04-11 | 重新办理 | 企业不满意\n"
    assert read(within(3), closed, "2022-04-20").overall.state is ClockState.IN_TIME
    told = read(within(3), reopened, "2022-04-12")
    assert (told.overall.used, told.overall.due.text, told.closed_on) == (3, "2022年4月12日", None)
    assert read(within(3), reopened, "2022-04-13").overall.state is ClockState.OVERDUE


# --- who has it --------------------------------------------------------------------------------

TRANSFERRED = """
    2022-03-07 | 受理 | 市经济合作局
    2022-03-09 | 转办 | 市水务局
    2022-03-16 | 转办 | 市住房城乡建设局
"""


def test_a_transfer_keeps_the_clock():
    for as_of in ("2022-03-08", "2022-03-09", "2022-03-10", "2022-03-25"):
        assert read(within(10), TRANSFERRED, as_of).overall == read(within(10), TEN_DAYS, as_of).overall


def test_the_day_of_a_transfer_is_the_old_holders():
    told = read(within(10), TRANSFERRED, "2022-03-18")
    asked = ("2022-03-06", "2022-03-07", "2022-03-09", "2022-03-10", "2022-03-16", "2022-03-18", "2022-03-19")
    assert [told.holder_on(date.fromisoformat(on)) for on in asked] == [
        "",
        "市经济合作局",
        "市经济合作局",
        "市水务局",
        "市水务局",
        "市住房城乡建设局",
        "",
    ]
    assert told.holder == "市住房城乡建设局"


def test_each_holder_is_told_with_the_days_that_fell_to_it():
    told = read(within(10), TRANSFERRED, "2022-03-18")
    assert [(share.holding.holder, share.used) for share in told.holders] == [
        ("市经济合作局", 2),
        ("市水务局", 5),
        ("市住房城乡建设局", 2),
    ]
    assert told.overall.used == 9


# --- the commitments of the notice of 2022, annex 3 (二) ----------------------------------------

REPORT_BOOK = CaseLimits(overall=Term(days=2), statutory=Term(days=60), reasons=("法定公示",))
REPORT_FORM = CaseLimits(overall=Term(days=2), statutory=Term(days=30), reasons=("法定公示",))
GAS = CaseLimits(
    overall=None,
    steps=(StepRule(name="受理签约", limit=Term(days=1)), StepRule(name="验收通气", limit=Term(days=3))),
)


def test_an_environmental_report_is_approved_in_two_working_days_apart_from_the_statutory_notice():
    table = RESUMED + "2022-03-21 | 办结 |"
    told = read(REPORT_BOOK, table, "2022-04-30")
    assert (told.overall.state, told.overall.used) == (ClockState.IN_TIME, 2)
    assert told.statutory.remaining == 58
    slow = read(REPORT_FORM, "2022-03-07 | 受理 | 市生态环境局", "2022-04-19")
    assert (slow.overall.state, slow.overall.overdue_by) == (ClockState.OVERDUE, 28)
    assert (slow.statutory.state, slow.statutory.remaining) == (ClockState.FOUR_FIFTHS, 0)


def test_time_stands_still_only_for_the_reason_that_the_commitment_allows():
    told = read(
        REPORT_BOOK, "2022-03-07 | 受理 | 市生态环境局\n2022-03-08 | 暂停计时 | 领导出差", "2022-03-18"
    )
    assert told.overall.used == 9
    assert [fault.message for fault in told.faults] == [
        "2022年3月8日的“暂停计时”未计入：“领导出差”不是这类事项可以暂停的理由。请改选规定的理由；没有相符的，计时不停。"
    ]


GAS_CASE = """
    2022-03-07 | 受理 | 市住房城乡建设局
    2022-03-08 | 环节办结 | 受理签约
    2022-03-09 | 暂停计时 | 用户施工
    2022-03-21 | 恢复计时 |
    2022-03-24 | 环节办结 | 验收通气
    2022-03-24 | 办结 |
"""


def test_gas_is_connected_in_two_steps_each_with_a_term_of_its_own():
    first, second = read(GAS, GAS_CASE, "2022-12-30").steps
    assert (first.name, first.reading.state, first.reading.used) == ("受理签约", ClockState.IN_TIME, 1)
    assert (second.begun_on, second.finished_on) == (date(2022, 3, 8), date(2022, 3, 24))
    assert (second.reading.state, second.reading.used) == (ClockState.FINISHED_LATE, 4)
    assert second.reading.due.text == "2022年3月23日"


def test_a_third_step_is_not_part_of_the_commitment():
    told = read(GAS, "2022-03-07 | 受理 | 市住房城乡建设局\n2022-03-08 | 环节办结 | 勘查", "2022-03-09")
    assert [fault.code for fault in told.faults] == ["unknown_step"]


# --- steps -------------------------------------------------------------------------------------

PARALLEL = CaseLimits(
    overall=Term(days=10),
    steps=(
        StepRule(name="受理", limit=Term(days=1)),
        StepRule(name="环评", limit=Term(days=2), follows=("受理",)),
        StepRule(name="水保", limit=Term(days=5), follows=("受理",)),
        StepRule(name="批复", limit=Term(days=1), follows=("环评", "水保")),
    ),
)
UNDER_WAY = """
    2022-03-07 | 受理 | 市政务服务局
    2022-03-08 | 环节办结 | 受理
    2022-03-10 | 环节办结 | 环评
"""


def test_steps_run_side_by_side_and_the_next_waits_for_all_that_it_follows():
    told = {step.name: step for step in read(PARALLEL, UNDER_WAY, "2022-03-14").steps}
    assert told["环评"].reading.state is ClockState.IN_TIME
    assert (told["水保"].begun_on, told["水保"].reading.used) == (date(2022, 3, 8), 4)
    assert (told["批复"].begun_on, told["批复"].reading.state) == (None, ClockState.NOT_STARTED)
    done = read(PARALLEL, UNDER_WAY + "2022-03-15 | 环节办结 | 水保\n", "2022-03-15").steps[3]
    assert (done.begun_on, done.reading.due.text) == (date(2022, 3, 15), "2022年3月16日")


def test_an_overdue_step_escalates_while_it_is_open():
    late = read(PARALLEL, UNDER_WAY, "2022-03-18")
    assert (late.overall.overdue_by, late.steps[2].reading.overdue_by, late.escalation) == (0, 3, 2)
    done = read(PARALLEL, UNDER_WAY + "2022-03-18 | 环节办结 | 水保\n", "2022-03-18")
    assert done.steps[2].reading.state is ClockState.FINISHED_LATE
    assert done.escalation == 0


def test_a_step_finished_in_a_pause_says_no_due_day_and_is_in_time():
    table = PAUSED + "2022-03-15 | 环节办结 | 审批"
    (step,) = read(within(9, steps=(StepRule(name="审批", limit=Term(days=3)),)), table, "2022-03-31").steps
    assert (step.reading.state, step.reading.used, step.reading.due) == (ClockState.IN_TIME, 1, None)


def test_a_step_begun_in_a_pause_waits_for_the_clock():
    limits = within(9, steps=(StepRule(name="甲"), StepRule(name="乙", limit=Term(days=2))))
    table = PAUSED + "2022-03-15 | 环节办结 | 甲\n"
    assert read(limits, table, "2022-03-17").steps[1].reading.state is ClockState.PAUSED
    resumed = read(limits, table + "2022-03-18 | 恢复计时 |", "2022-03-18").steps[1].reading
    assert (resumed.used, resumed.due.text) == (0, "2022年3月22日")


def test_limits_that_make_no_sense_cannot_be_built():
    with pytest.raises(ValueError, match="not told before it"):
        within(9, steps=(StepRule(name="甲", follows=("乙",)), StepRule(name="乙")))
    with pytest.raises(ValueError, match="told twice"):
        within(9, steps=(StepRule(name="甲"), StepRule(name="甲", follows=())))
    with pytest.raises(ValueError, match="do not rise"):
        within(9, escalate_at=(3, 1))
