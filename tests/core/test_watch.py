"""Watch rules: whom they hit by what figures; what has no figure is never hit; rules survive their JSON."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.core.oversight.watch import (
    WATCH_MEASURES,
    CensureGround,
    Comparator,
    WatchCondition,
    Watched,
    WatchFacts,
    WatchRule,
    hits,
)
from jinghe.store.json.watch import UnreadableWatchRule, watch_from_json, watch_to_json
from jinghe.usecases.oversight.watching import builtin_watch_rules
from tests.builders import rows

COLUMN = "到位资金"


def rule(measure: str, comparator: str, value: str, column: str = "", **others) -> WatchRule:
    condition = WatchCondition(
        measure=measure, comparator=Comparator(comparator), value=Fraction(value), column=column
    )
    told = {"code": "r", "name": "某规则", "of": WATCH_MEASURES[measure].of}
    return WatchRule(conditions=(condition,), **told | others)


def unit(name: str, group: str = "县", **figures: str) -> WatchFacts:
    told = {
        (code, COLUMN if WATCH_MEASURES[code].of_column else ""): Fraction(v) for code, v in figures.items()
    }
    return WatchFacts(name=name, group=group, figures=told)


CASES = """
    measure         | comparator | value | actual | is_hit
    gap             | <=         | -20   | -20    | yes
    gap             | <=         | -20   | -19.99 |
    gap             | <          | -20   | -20    |
    completion      | >=         | 100   | 100    | yes
    actual          | =          | 0     | 0      | yes
    actual          | =          | 0     | 0.01   |
    overdue_returns | >          | 1     | 2      | yes
    overdue_returns | >          | 1     | 1      |
"""


@pytest.mark.parametrize("line", rows(CASES), ids=lambda line: " ".join(line.values()))
def test_a_rule_hits_at_its_bound_and_not_beyond(line):
    column = COLUMN if WATCH_MEASURES[line["measure"]].of_column else ""
    wanted = rule(line["measure"], line["comparator"], line["value"], column)
    found = hits([wanted], [unit("通川区", **{line["measure"]: line["actual"]})])
    assert bool(found) is bool(line["is_hit"])


TEXTS = """
    measure         | comparator | value | text
    gap             | <=         | -20   | 到位资金欠序时进度20个百分点及以上
    gap             | <          | -20   | 到位资金超欠序时进度低于-20个百分点
    gap             | <=         | 0     | 到位资金超欠序时进度不高于0个百分点
    gap             | >=         | 5     | 到位资金超欠序时进度不低于5个百分点
    overdue_returns | >=         | 1     | 逾期未报月报不少于1份
    idle_days       | >          | 90    | 距上次资金到位超过90天
    investment      | >=         | 5     | 合同投资额不低于5亿元
"""


@pytest.mark.parametrize("line", rows(TEXTS), ids=lambda line: line["text"])
def test_a_rule_is_said_as_an_office_says_it(line):
    column = COLUMN if WATCH_MEASURES[line["measure"]].of_column else ""
    assert rule(line["measure"], line["comparator"], line["value"], column).text == line["text"]


@pytest.mark.parametrize(
    ("gap", "reason"), [("-5", "欠序时进度5"), ("0", "超序时进度0"), ("5", "超序时进度5")]
)
def test_the_reason_says_which_side_of_the_pace(gap, reason):
    (hit,) = hits([rule("gap", "<=", "10", COLUMN)], [unit("通川区", gap=gap)])
    assert hit.because == f"到位资金{reason}个百分点"


def test_what_has_no_figure_is_never_hit():
    assert hits([rule("gap", "<=", "1000", COLUMN)], [unit("万源市", overdue_returns="9")]) == ()


def test_all_conditions_must_hold_and_the_reason_names_their_figures():
    both = WatchRule(
        code="r",
        name="滞后",
        of=Watched.UNIT,
        conditions=(
            WatchCondition(measure="gap", comparator=Comparator.AT_MOST, value=Fraction(-20), column=COLUMN),
            WatchCondition(measure="elapsed", comparator=Comparator.AT_LEAST, value=Fraction(25)),
        ),
    )
    (hit,) = hits([both], [unit("甲", gap="-20.25", elapsed="50"), unit("乙", gap="-30", elapsed="20")])
    assert (hit.name, hit.because) == ("甲", "到位资金欠序时进度20.25个百分点")
    assert both.text == "到位资金欠序时进度20个百分点及以上，且时间进度不低于25%"


def test_a_rule_for_a_group_leaves_other_groups_alone():
    wanted = rule("overdue_returns", ">=", "1", groups=("部门",))
    found = hits([wanted], [unit("甲", overdue_returns="3"), unit("乙", "部门", overdue_returns="3")])
    assert [hit.name for hit in found] == ["乙"]


def test_the_faults_of_a_rule_are_told_at_once():
    wrong = WatchRule(
        code="r",
        name=" ",
        of=Watched.PROJECT,
        ground=CensureGround.DUTY,
        conditions=(WatchCondition(measure="gap", comparator=Comparator.BELOW, value=Fraction(0)),),
    )
    assert len(wrong.faults()) == 4
    assert "会把所有对象都列入" in WatchRule(code="r", name="空", of=Watched.UNIT, conditions=()).faults()[0]


def test_the_built_in_rules_are_sound_and_serve_every_ground():
    found = builtin_watch_rules()
    assert [fault for one in found for fault in one.faults()] == []
    assert {one.ground for one in found} == set(CensureGround)
    assert all("系统示例" in one.source for one in found)


@given(
    st.lists(
        st.builds(
            rule,
            st.sampled_from(sorted(WATCH_MEASURES)),
            st.sampled_from([one.value for one in Comparator]),
            st.decimals(-1000, 1000, places=2).map(str),
            st.sampled_from(["", COLUMN]),
        ),
        max_size=4,
    )
)
def test_rules_survive_their_json(drawn):
    assert watch_from_json(watch_to_json(drawn)) == tuple(drawn)


@pytest.mark.parametrize("told", [[{}], [{"code": "r", "name": "x", "of": "月亮", "conditions": []}], ["x"]])
def test_another_shape_is_refused_with_its_place(told):
    with pytest.raises(UnreadableWatchRule, match="第1条") as refused:
        watch_from_json(told)
    assert "格式不对" in refused.value.text
