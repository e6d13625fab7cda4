"""Parts of a target: what can be split, when parts reach the whole, and how typed figures are read."""

from fractions import Fraction

import pytest

from jinghe.core.counting.indicators import Window
from jinghe.core.plan.decomposition import TypedPart, reaches, read_parts, shortfalls, why_whole
from jinghe.core.plan.plans import Scope, Tier
from tests.builders import target

MONEY = target("funds_arrived", "60亿元/65亿元")
PIECES = target("led_projects", "5个")


def typed(name: str, guaranteed: str = "", working: str = "") -> TypedPart:
    return TypedPart(name=name, texts={Tier.GUARANTEED: guaranteed, Tier.WORKING: working})


def pieces(name: str, text: str) -> TypedPart:
    return TypedPart(name=name, texts={Tier.REQUIRED: text})


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (MONEY, ""),
        (PIECES, ""),
        (target("rate_registration", "90%"), "比率不能分解"),
        (target("offerings", "20个", window=Window.STOCK), "存量不能分解"),
        (target("offerings", "300个", window=Window.STOCK, scope=Scope.CITY), "不能分解"),
        (target("other", "3项"), "台账不计此项"),
    ],
    ids=["money", "pieces", "rate", "stock", "city", "uncounted"],
)
def test_what_can_be_split(asked, why):
    assert bool(why_whole(asked)) is bool(why)
    assert why in why_whole(asked)


def test_parts_reach_the_whole_when_both_tiers_do():
    parts, faults = read_parts(MONEY, [typed("园区", "40", "44"), typed("普光镇", "20", "20.5")])
    assert faults == ()
    assert [(one.tier, one.missing, one.surplus) for one in reaches(MONEY, parts)] == [
        (Tier.GUARANTEED, 0, 0),
        (Tier.WORKING, Fraction(1, 2) * 10**10, 0),
    ]
    (short,) = shortfalls(MONEY, parts)
    assert short.endswith("工作目标还差0.5亿元：各下级合计64.5亿元，应不少于65亿元")


def test_more_than_the_whole_is_enough():
    parts, _ = read_parts(MONEY, [typed("园区", "40", "44"), typed("普光镇", "30", "30")])
    assert shortfalls(MONEY, parts) == ()
    assert reaches(MONEY, parts)[0].text == "保证目标60亿元，已分70亿元，多10亿元"


def test_a_tier_without_a_figure_counts_nothing():
    parts, _ = read_parts(MONEY, [typed("园区", "60"), typed("普光镇", "", "65")])
    assert shortfalls(MONEY, parts) == ()


def test_figures_are_read_as_clerks_type_them():
    parts, faults = read_parts(
        MONEY, [typed("园区", "４0", "1,044.5亿元"), typed("", "", ""), typed("空", "—", "")]
    )
    assert faults == ()
    assert {name: [q.text for _, q in tiers.items()] for name, tiers in parts.items()} == {
        "园区": ["40亿元", "1044.5亿元"]
    }


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([typed("园区", "-3")], "第1行“园区”：保证目标“-3”不是不小于0的数"),
        ([typed("园区", "三十")], "请填数字，单位亿元"),
        ([typed("", "30", "30")], "第1行：请填写下级单位的名称"),
        ([typed("甲", "1", "1"), typed("甲", "2", "2")], "“甲”写了两次"),
        ([typed("甲", "5", "4")], "工作目标4亿元小于保证目标5亿元"),
        ([typed("甲" * 61, "5", "5")], "不超过60个字"),
        ([typed("甲", "1e9", "")], "不是不小于0的数"),
        ([typed("甲", "NaN", "")], "不是不小于0的数"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(rows, fault):
    _, faults = read_parts(MONEY, rows)
    assert len(faults) == 1
    assert fault in faults[0]


def test_pieces_are_whole():
    _, faults = read_parts(PIECES, [pieces("园区", "2.5")])
    assert faults == ("第1行“园区”：目标“2.5”须是整数（个）",)
