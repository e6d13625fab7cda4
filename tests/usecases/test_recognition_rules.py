"""Recognition rules: typed by the city, kept in versions, and in force for what is not certified yet."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jinghe.core.claims.recognition import DEFAULT_RECOGNITION, rule_for
from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, ActKind, OfficeRule
from jinghe.usecases.claims import recognition_rules
from jinghe.usecases.claims.recognition_rules import Told
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.office_rules import in_force, recognition_of
from jinghe.usecases.common.office_rules import lay_down as lay_down_rule
from jinghe.usecases.common.refusals import RefusedFaults
from tests.builders import rows
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
ON = date(2022, 1, 1)


def typed(**changed):
    """Every kind as the defaults have it; `changed` by kind."""
    return tuple(
        Told(
            kind=kind,
            **{
                "evidence": "\n".join(
                    "或".join(group) for group in rule_for(DEFAULT_RECOGNITION, kind).evidence
                ),
                "source": "系统默认",
            }
            | changed.get(kind.value, {}),
        )
        for kind in FactKind
    )


def lay_down(by, told, **others):
    return recognition_rules.lay_down_told(
        2022, told, by=by, **{"effective_on": ON, "reason": "达市经外〔2022〕1号"} | others
    )


def test_a_version_holds_at_once_and_the_one_before_stays(plan, reviewer):
    money = {
        "evidence": "银行进账单 或 验资报告\n发票",
        "checked_by": "市商务局",
        "minimum": "5000万元",
        "source": "1号文",
    }
    row = lay_down(reviewer, typed(funds=money))
    rule = recognition_of(FactKind.FUNDS, 2022)
    assert rule.evidence == (("银行进账单", "验资报告"), ("发票",))
    assert (rule.checked_by, rule.minimum_fen, rule.source) == ("市商务局", 5_000_000_000, "1号文")
    assert (row.number, row.act.kind, row.act.reason) == (1, ActKind.RULE, "达市经外〔2022〕1号")
    assert recognition_of(FactKind.FUNDS, 2023) == rule_for(DEFAULT_RECOGNITION, FactKind.FUNDS)


def test_the_history_says_what_each_version_changed(plan, reviewer):
    lay_down(reviewer, typed(lead={"minimum": "1亿元", "source": "1号文"}))
    lay_down(reviewer, typed(lead={"minimum": "5亿元", "source": "2号文"}), reason="调整")
    second, first = recognition_rules.history(2022)
    assert [version.row.number for version in (first, second)] == [1, 2]
    ((before, after),) = second.changes
    assert "投资1亿元及以上" in before and "投资5亿元及以上" in after
    assert first.changes[0][0] == "有效投资信息：佐证不限，市局核定（依据：系统默认）"


def test_what_is_typed_as_it_stands_is_no_new_version(plan, reviewer):
    with pytest.raises(RefusedFaults) as refused:
        lay_down(reviewer, typed())
    assert refused.value.faults == ("与现行规则相同，没有改动",)
    assert not OfficeRule.objects.exists()


def test_every_fault_is_told_at_once(plan, reviewer):
    wrong = {"evidence": f"甲、乙\n{'长' * 25}", "checked_by": "商务局", "minimum": "很大", "source": ""}
    with pytest.raises(RefusedFaults) as refused:
        lay_down(reviewer, typed(funds=wrong), reason=" ", effective_on=None)
    said = "；".join(refused.value.faults)
    for word in (
        "用“或”隔开",
        "超过24个字",
        "“商务局”不是",
        "最低投资额“很大”不是金额",
        "请填写依据",
        "执行日期",
        "设定原因",
    ):
        assert word in said
    assert not OfficeRule.objects.exists()


def test_a_first_day_ahead_is_refused_since_a_version_holds_at_once(plan, reviewer):
    with pytest.raises(RefusedFaults, match="1 faults"):
        lay_down(
            reviewer,
            typed(lead={"minimum": "1亿元"}),
            effective_on=timezone.localdate() + timedelta(days=1),
        )
    today = lay_down(reviewer, typed(lead={"minimum": "1亿元"}), effective_on=timezone.localdate())
    assert recognition_of(FactKind.LEAD, 2022).minimum_fen == 10_000_000_000
    assert today.number == 1


@pytest.mark.parametrize(
    "row",
    rows("""
    on         | known after | in force
    2022-02-28 | both        | 0
    2022-03-01 | both        | 1
    2022-06-30 | both        | 1
    2022-07-01 | both        | 2
               | both        | 2
    2022-07-01 | the first   | 1
               | the first   | 1
    """),
    ids=lambda row: f"{row['on']} known after {row['known after']}",
)
def test_a_rule_is_in_force_from_its_first_day_and_until_the_next_ones(row, plan, reviewer):
    """`on` left open asks for the latest laid down."""
    acts = {}
    for name, day in (("the first", date(2022, 3, 1)), ("both", date(2022, 7, 1))):
        acts[name] = lay_down_rule("测试", 2022, name, effective_on=day, by=reviewer, reason="设定").act
    on = date.fromisoformat(row["on"]) if row["on"] else None
    version = in_force("测试", 2022, on=on, known_at=acts[row["known after"]].recorded_at)
    assert version.number == int(row["in force"])
    assert version.content == {0: None, 1: "the first", 2: "both"}[version.number]


@pytest.mark.parametrize("role", [role for role in AccountRole if role != AccountRole.REVIEWER])
def test_only_the_city_lays_down_rules(role, plan):
    with pytest.raises(AccessRefused):
        lay_down(account(role, "通川区", "某人"), typed(lead={"minimum": "1亿元"}))
