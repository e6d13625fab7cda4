"""Figures that real offices published, recomputed through our own code.

Some of each stand below (figures only), so that they are tested everywhere; where the collection lies beside
the repository, every one of its rows is recomputed too.
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from jinghe.core.plan.plans import Target, Tier
from jinghe.core.progress.progress import completion_of, pace_gap, tier_progress
from jinghe.core.values.amounts import rounded
from tests.builders import money, rows, target

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases"
DERIVED = "target_derivable"
INCONSISTENT = "inconsistent_as_published"
WITHIN_INPUT_ROUNDING = "within_input_rounding"


def as_printed(percent: Fraction, printed: Decimal) -> Decimal:
    """Rounded to as many decimals as the bulletin prints."""
    return rounded(percent, max(-int(printed.as_tuple().exponent), 0))


def completion(figure: str, actual: str, unit_of_measure: str) -> Fraction:
    """In percent, through a target with that figure."""
    asked = published_target(figure, unit_of_measure)
    found = tier_progress(
        asked, Tier.REQUIRED, money(f"{actual}{unit_of_measure}").base, elapsed=Fraction(1), months_left=0
    )
    assert found.completion is not None
    assert found.completion == completion_of(Fraction(Decimal(actual)), Fraction(Decimal(figure)))
    return found.completion * 100


def published_target(figure: str, unit_of_measure: str) -> Target:
    kind = money(f"1{unit_of_measure}").unit.kind
    indicator = "funds_arrived" if kind == "money" else "led_projects"
    return target(indicator, f"{figure}{unit_of_measure}")


def gap(percent: str, closed_months: str) -> Fraction:
    """In percentage points."""
    return pace_gap(Fraction(Decimal(percent)) / 100, Fraction(int(closed_months), 12)) * 100


# --- figures that are tested everywhere --------------------------------------------------------

COMPLETIONS = rows("""
    place    | period     | figure | actual   | unit   | printed
    达州市   | 2018年1-7月 | 371.5  | 291.5    | 亿元   | 78.5
    宣汉县   | 2018年1-7月 | 36.2   | 30.4     | 亿元   | 84.0
    渠县     | 2018年1-7月 | 20.9   | 16.9     | 亿元   | 80.9
    万源市   | 2018年1-7月 | 23.2   | 15.1     | 亿元   | 65.1
    某市     | 2023年1-6月 | 589    | 219.22   | 亿元   | 37.22
    某市     | 2023年1-6月 | 132    | 78       | 个     | 59.09
    贵池区   | 1-7月      | 145    | 99.68    | 亿元   | 68.7
    云城区   | 2023年     | 200    | 215.0391 | 亿元   | 107.52
    坦洲镇   | 2016年     | 8400   | 25995.74 | 万美元 | 309.47
    江华县   | 2012年1-10月 | 5000 | 4668     | 万美元 | 93.4
    广西     | 2023年一季度 | 30   | 46       | 家     | 153
    新疆     | 2023年1-8月 | 8000   | 6262.18  | 亿元   | 78.28
    雅安市   | 2018年上半年 | 31   | 19       | 个     | 61.29
    雅安市   | 2018年上半年 | 202.02 | 18.54  | 亿元   | 9.2
""")
GAPS = rows("""
    place    | period      | months | percent | printed
    攀枝花市 | 2006年1-10月 | 10    | 125.64  | 42.31
    攀枝花市 | 2006年1-10月 | 10    | 495.69  | 412.36
    攀枝花市 | 2006年1-10月 | 10    | 70.41   | -12.92
    枞阳县   | 2016年1-7月 | 7      | 58.4    | 0.1
    六安市   | 2019年1-4月 | 4      | 35.4    | 2.1
    福建省   | 1-11月      | 11     | 94.1    | 2.4
    陕西省   | 2021年1-2月 | 2      | 19.99   | 3.32
    四川省   | 2023年1-5月 | 5      | 56.5    | 14.8
    泸西县   | 1-9月       | 9      | 93.5    | 18.5
""")
MISPRINTS = rows("""
    place  | period | figure | actual | unit | printed | recomputed
    金寨县 | 2024年1-6月 | 32 | 22     | 个   | 68.9    | 68.8
    麻江县 | 2011年 | 22     | 22.108 | 亿元 | 101     | 100
    麻江县 | 2011年 | 39     | 34     | 个   | 88      | 87
""")


def label(row: dict[str, str]) -> str:
    return f"{row['place']}-{row['printed']}"


@pytest.mark.parametrize("row", COMPLETIONS, ids=label)
def test_a_published_completion_comes_out_as_printed(row):
    printed = Decimal(row["printed"])
    assert as_printed(completion(row["figure"], row["actual"], row["unit"]), printed) == printed


@pytest.mark.parametrize("row", GAPS, ids=label)
def test_a_published_gap_to_the_pace_comes_out_as_printed(row):
    printed = Decimal(row["printed"])
    assert as_printed(gap(row["percent"], row["months"]), printed) == printed


@pytest.mark.parametrize("row", MISPRINTS, ids=label)
def test_a_misprint_does_not_come_out(row):
    found = as_printed(completion(row["figure"], row["actual"], row["unit"]), Decimal(row["printed"]))
    assert found == Decimal(row["recomputed"]) != Decimal(row["printed"])


# --- the whole collection ----------------------------------------------------------------------


def collected(name: str) -> list[dict]:
    """Rows with numbers as they were written, so that 78.0 keeps its decimal."""
    path = SHARED / name
    if not path.exists():
        return []
    lines = path.read_text("utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


BULLETINS = [row for row in collected("bulletins.jsonl") if row["check"] != DERIVED]
PROGRESS = collected("progress.jsonl")


@pytest.mark.parametrize("row", BULLETINS, ids=lambda row: f"{row['unit']}-{row['id']}")
def test_every_collected_completion(row):
    found = completion(str(row["target"]), str(row["actual"]), row["unit_of_measure"])
    printed = row["published_percent"]
    if printed is None:
        assert rounded(found, 4) == row["recomputed_percent"]
    elif row["check"] == WITHIN_INPUT_ROUNDING:
        assert as_printed(found, printed) != printed
        assert printed in range_of_inputs(row)
    elif row["check"] == INCONSISTENT:
        assert as_printed(found, printed) != printed
        assert rounded(found, 4) == row["recomputed_percent"]
    else:
        assert as_printed(found, printed) == printed


class range_of_inputs:  # noqa: N801
    """The percentages that a bulletin may print, since its figures were rounded before they were divided."""

    def __init__(self, row: dict) -> None:
        figure, actual = (Fraction(row[name]) for name in ("target", "actual"))
        half_figure, half_actual = (half_a_digit(row[name]) for name in ("target", "actual"))
        self.low = (actual - half_actual) / (figure + half_figure) * 100
        self.high = (actual + half_actual) / (figure - half_figure) * 100

    def __contains__(self, printed: Decimal) -> bool:
        return self.low - half_a_digit(printed) <= Fraction(printed) <= self.high + half_a_digit(printed)


def half_a_digit(number: Decimal) -> Fraction:
    return Fraction(10) ** int(number.as_tuple().exponent) / 2


@pytest.mark.parametrize("row", PROGRESS, ids=lambda row: f"{row['unit']}-{row['published_gap_points']}")
def test_every_collected_gap(row):
    found = gap(str(row["published_percent"]), str(row["months_elapsed"]))
    printed = row["published_gap_points"]
    comes_out = as_printed(found, printed) == printed
    assert comes_out == (row["check"] != INCONSISTENT)
    assert rounded(found, 2) == row["recomputed_gap_points"].quantize(Decimal("0.01"))


@pytest.mark.skipif(not BULLETINS, reason="the collection lies outside the repository")
def test_the_collection_is_whole():
    checks = [row["check"] for row in BULLETINS]
    assert (len(checks), checks.count("exact"), checks.count(INCONSISTENT)) == (51, 45, 2)
    assert (len(PROGRESS), sum(row["check"] == INCONSISTENT for row in PROGRESS)) == (18, 4)
