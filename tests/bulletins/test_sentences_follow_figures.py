"""No sentence states what the figures do not: laws over random results, and the words for single cases."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given

from jinghe.bulletins import columns, sentences
from jinghe.bulletins.editing import marked, pieces
from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.kinds.commendation import praised
from jinghe.bulletins.kinds.ranking import lists_of
from jinghe.bulletins.registry import BULLETINS, Need
from jinghe.core.plan.plans import Tier
from jinghe.documents.blocks import Figure, plain
from jinghe.usecases.bulletins.checks import _numbers
from tests.bulletins.making import OFFICE, any_results, drawn, offices, results

WRITTEN = [one for one in BULLETINS.values() if not one.needs - {Need.COHORTS}]
SIGNED = {"超序时进度": 1, "欠序时进度": -1, "高于目标": 1, "低于目标": -1}


def documents(results, office):
    return [one.write(results, office) for one in WRITTEN]


def found_by(results, key):
    """The progress that a figure's key names."""
    kind, name, *_ = key.split(":")
    if kind == "t":
        return results.progress[name]
    places = list(dict.fromkeys((one.table, one.column) for one in results.plan.targets))
    return results.city[places[int(name)]]


def texts(document):
    return [piece.runs for piece in pieces(document)]


@given(any_results(), offices())
def test_every_number_is_a_figure_or_a_day(results, office):
    for document in documents(results, office):
        words = [run for runs in texts(document) for run in runs if isinstance(run, str)]
        counting = [number for number in _numbers(words) if number not in ("50",)]
        assert counting == []


@given(any_results(), offices())
def test_words_of_direction_have_the_sign_of_their_figure(results, office):
    for document in documents(results, office):
        for runs in texts(document):
            for before, run in zip(runs, runs[1:], strict=False):
                if not isinstance(run, Figure) or ":points" not in run.key:
                    continue
                gap = found_by(results, run.key).of_tier(Tier(run.key.rpartition(":")[2])).gap
                sign = next(sign for word, sign in SIGNED.items() if str(before).endswith(word))
                assert (gap > 0) - (gap < 0) == sign
                assert Fraction(run.text) > 0


@given(any_results(), offices())
def test_growth_is_said_as_what_it_is(results, office):
    figures = FigureWriter(results, percent_places=office.percent_places)
    for progress in results.city.values():
        said = plain(sentences.stands(figures, progress, office.tier, whose="全市"))
        growth = figures.growth(progress)
        wanted = (
            "" if growth is None else "同比持平" if growth == 0 else "同比增长" if growth > 0 else "同比下降"
        )
        rate = progress.target.tiers.floor.unit.name == "%"
        assert rate or (wanted in said and said.count("同比") == bool(wanted))


@given(any_results(), offices())
def test_a_tier_is_named_only_where_the_target_has_it(results, office):
    for document in documents(results, office):
        for runs in texts(document):
            for before, run in zip(runs, runs[1:], strict=False):
                if isinstance(run, Figure) and ":goal:" in run.key and str(before).endswith("目标"):
                    held = dict(found_by(results, run.key).target.tiers.items())
                    label = next(
                        (
                            tier.label
                            for tier in (Tier.GUARANTEED, Tier.WORKING)
                            if str(before).endswith(tier.label)
                        ),
                        "目标",
                    )
                    assert label == (office.tier.label if office.tier in held else next(iter(held)).label)


@given(any_results(), offices())
def test_who_is_praised_has_done_something_in_time_and_ties_are_whole(results, office):
    for key in columns.compared(results):
        best = columns.best(results, key, office.tier, office.top)
        held = columns.ranks_of(results, key, office.tier)
        for one in best:
            assert one.is_reported
            assert one.actual > 0
            assert not columns.is_behind(one, office.tier)
        worst = max((held[one.target.key] for one in best), default=0)
        for one in columns.ranked(results, key, office.tier):
            if held[one.target.key] <= worst and one.actual and not columns.is_behind(one, office.tier):
                assert one in best


@given(any_results(), offices())
def test_who_did_not_report_or_has_no_target_is_neither_praised_nor_ranked(results, office):
    for one in lists_of(results, office):
        silent = set(columns.not_reported(results, one.key, office.tier))
        spared = set(results.unassigned(one.key))
        told = {progress.target.unit for progress in (*one.red, *one.black)} | set(one.empty)
        assert not told & (silent | spared)
        assert silent == set(one.silent)
        said = plain(sentences.column(FigureWriter(results), one.key, office))
        who = said.partition("未报，不参加排名")[0].split("；")[-1]
        is_everybody = len(silent) == len(columns.lines(results, one.key, office.tier))
        assert (who == "均") is is_everybody
        assert is_everybody or all(name in who for name in silent)
        for name in spared:
            assert name in said.split("；")[-1]
            assert "未下达该项目标，不评价" in said
    assert not results.unreported & set(praised(results, office))


@given(any_results(), offices())
def test_nobody_as_far_behind_as_the_last_named_is_left_out(results, office):
    for key in columns.compared(results):
        late = columns.behind(results, key, office.tier)
        named = columns.furthest(late, office.tier, office.bottom)
        if named:
            last = named[-1].of_tier(office.tier).gap
            assert [one for one in late if one.of_tier(office.tier).gap <= last] == list(named)


@given(any_results(), offices())
def test_a_figure_says_one_thing_wherever_it_stands(results, office):
    for document in documents(results, office):
        said: dict[str, set[str]] = {}
        for figure in document.figures:
            said.setdefault(figure.key, set()).add(figure.text)
        assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}


FOUR = """
    unit | goal | actual
    通川区 | 60 | 55
    达川区 | 60 | 55
    渠县 | 60 | 30
    万源市 | 15 |
    宣汉县 | 10 | 0
    开江县 | |
"""


def said_of(table, **others):
    held = drawn(table, **others)
    return plain(sentences.column(FigureWriter(held), columns.compared(held)[0], OFFICE))


def test_a_column_tells_the_four_kinds_of_nothing_apart():
    assert said_of(FOUR) == (
        "到位资金：5家承担，进度靠前的有通川区（55亿元，91.7%）、达川区（55亿元，91.7%）"
        "；欠序时进度的有2家：宣汉县（0亿元，0.0%）、渠县（30亿元，50.0%）"
        "；万源市未报，不参加排名；开江县未下达该项目标，不评价。"
    )


def test_nobody_leads_a_column_in_which_nobody_keeps_pace():
    told = said_of("unit | goal | actual\n甲 | 10 | 1\n乙 | 10 | 2\n丙 | 10 | 0")
    assert "进度靠前" not in told
    assert "欠序时进度的有3家" in told


@pytest.mark.parametrize(
    ("as_of", "actual", "words"),
    [
        (date(2022, 6, 30), ("30", "5", "6"), "各项均实现时间过半、任务过半的有1家：甲"),
        (date(2022, 6, 30), ("29.9", "5", "6"), "均未实现各项“双过半”"),
        (date(2022, 6, 30), ("29.9", "5", ""), "已报单位均未实现各项“双过半”；丙未报，不作评价"),
    ],
)
def test_both_halves_are_told_of_whoever_reached_them_or_of_nobody(as_of, actual, words):
    table = "unit | goal | actual\n" + "\n".join(
        f"{unit} | 60 | {done}" for unit, done in zip("甲乙丙", actual, strict=True)
    )
    document = BULLETINS["monthly"].write(drawn(table, as_of=as_of), OFFICE)
    assert words in "".join(marked(runs).replace("〔", "").replace("〕", "") for runs in texts(document))


def test_a_year_that_is_over_is_told_as_a_whole():
    held = drawn("unit | goal | actual\n甲 | 60 | 60\n乙 | 60 | 59\n丙 | 10 | 11", as_of=date(2022, 12, 31))
    document = BULLETINS["monthly"].write(held, OFFICE)
    said = "".join(marked(runs) for runs in texts(document))
    assert "关于2022年全年" in document.title
    assert "全面完成年度目标任务的有〔2〕家：甲、丙" in said
    assert "双过半" not in said


def test_a_unit_stands_on_both_lists_where_its_figures_do():
    from decimal import Decimal

    from jinghe.core.plan.plans import Plan, Tiers, Unit
    from jinghe.core.values.amounts import UNITS_OF_MEASURE
    from tests.bulletins.making import quantity, target

    units = tuple(Unit(name=name, group="县") for name in "甲乙丙")
    plan = Plan(
        year=2022,
        units=units,
        targets=tuple(
            target(
                f"{unit.name}{at}".encode("ascii", "xmlcharrefreplace").hex(),
                unit.name,
                column,
                code,
                Tiers(required=quantity("10", "亿元")),
            )
            for at, (column, code) in enumerate(
                (("到位资金", "funds_arrived"), ("固定资产投资", "fixed_investment"))
            )
            for unit in units
        ),
    )
    yi = UNITS_OF_MEASURE["亿元"].scale
    done = [Decimal(9), Decimal(5), Decimal(5), Decimal(1), Decimal(9), Decimal(9)]
    actuals = {one.key: Fraction(value) * yi for one, value in zip(plan.targets, done, strict=True)}
    lists = lists_of(results(plan, actuals, date(2022, 10, 31)), OFFICE)
    assert "甲" in {one.target.unit for one in lists[0].red}
    assert "甲" in {one.target.unit for one in lists[1].black}
