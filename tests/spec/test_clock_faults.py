"""Events of a case that cannot be right where they stand: they are told, with advice, and left out of the time."""

import pytest

from jinghe.core.service.clocks import ClockState, StepRule
from tests.spec.clock_tables import PAUSED, RESUMED, TEN_DAYS, read, within


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        (
            "2022-03-02 | 暂停计时 | 法定公示",
            "before_start",
            "2022年3月2日的“暂停计时”未计入：早于受理，或者还没有受理",
        ),
        ("2022-03-09 | 受理 | 市水务局", "started_twice", "这件事已经受理过"),
        ("2022-03-09 | 恢复计时 |", "not_paused", "计时没有暂停"),
        ("2022-03-09 | 暂停计时 |", "no_reason", "没有写明暂停的理由"),
        ("2022-03-09 | 转办 |", "no_holder", "没有写明由谁办理"),
        ("2022-03-09 | 转办 | 市自然资源和规划局", "same_holder", "转给的就是现在的承办者"),
        ("2022-03-09 | 重新办理 |", "not_closed", "这件事还没有办结"),
        ("2022-03-09 | 环节办结 | 勘查", "unknown_step", "没有“勘查”这个环节"),
        ("2022-03-09 | 环节办结 | 乙", "step_waits", "环节“乙”之前的环节还没有办结"),
    ],
)
def test_nonsense_is_told_and_left_out(table, code, said):
    limits = within(10, steps=(StepRule(name="甲"), StepRule(name="乙")))
    told = read(limits, f"{TEN_DAYS}{table}", "2022-03-18")
    (fault,) = told.faults
    assert fault.code == code
    assert said in fault.text
    assert fault.message.endswith("。") and fault.advice
    assert told.overall == read(limits, TEN_DAYS, "2022-03-18").overall


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (PAUSED + "2022-03-09 | 暂停计时 | 专家评审", "paused_twice"),
        (PAUSED + "2022-03-09 | 办结 |\n2022-03-10 | 恢复计时 |", "after_close"),
        ("2022-03-07 | 受理 |", "no_holder"),
        (
            "2022-03-07 | 受理 | 市水务局\n2022-03-08 | 环节办结 | 甲\n2022-03-09 | 环节办结 | 甲",
            "step_finished_twice",
        ),
    ],
)
def test_nonsense_that_needs_a_history(table, code):
    assert [
        fault.code for fault in read(within(9, steps=(StepRule(name="甲"),)), table, "2022-03-31").faults
    ] == [code]


def test_nothing_has_happened_yet():
    told = read(within(10), "", "2022-03-31")
    assert (told.overall.state, told.holder, told.faults, told.escalation) == (
        ClockState.NOT_STARTED,
        "",
        (),
        0,
    )


def test_what_happens_later_is_not_looked_at():
    table = RESUMED + "2022-03-21 | 办结 |"
    assert read(within(2), table, "2022-03-17") == read(within(2), PAUSED, "2022-03-17")


def test_events_of_one_day_are_taken_by_their_numbers():
    table = "2022-03-07 | 受理 | 市水务局\n2022-03-08 | 暂停计时 | 法定公示\n2022-03-08 | 恢复计时 |"
    told = read(within(10), table, "2022-03-10")
    assert (told.overall.used, told.faults) == (3, ())
