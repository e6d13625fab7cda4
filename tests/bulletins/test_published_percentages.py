"""Percentages that offices published: the bulletin prints each as it was printed."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from jinghe.bulletins.figures import FigureWriter
from jinghe.bulletins.sentences import stands
from jinghe.core.plan.plans import Plan, Tier, Tiers, Unit
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity
from jinghe.documents.blocks import plain
from tests.bulletins.making import progress, results, target

FILE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "bulletins.jsonl"
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason="the published bulletins are not part of the repository"
)
CASES = (
    [json.loads(line, parse_float=Decimal) for line in FILE.read_text("utf-8").splitlines()]
    if FILE.exists()
    else []
)
EXACT = [case for case in CASES if case["check"] == "exact" and case["case_type"] != "rate"]
RATES = [case for case in CASES if case["check"] == "exact" and case["case_type"] == "rate"]
YEAR_END = date(2022, 12, 31)


def printed(case) -> tuple[str, int]:
    """The percentage to as many places as it was published, at least one."""
    text = str(case["published_percent"])
    places = max(1, len(text.partition(".")[2]))
    return f"{Decimal(text):.{places}f}", places


def test_there_is_something_to_compare():
    assert len(EXACT) + len(RATES) == 45


@pytest.mark.parametrize("case", EXACT, ids=lambda case: str(case["id"]))
def test_a_completion_is_printed_as_it_was_published(case):
    is_count = case["unit_of_measure"] not in UNITS_OF_MEASURE or case["unit_of_measure"] in ("个", "家")
    unit = UNITS_OF_MEASURE["个" if is_count else case["unit_of_measure"]]
    code = "led_projects" if is_count else "funds_arrived"
    one = target(
        "T1",
        "甲",
        case["measure"],
        code,
        Tiers(guaranteed=Quantity(number=Decimal(case["target"]), unit=unit)),
    )
    plan = Plan(year=2022, units=(Unit(name="甲", group="县"),), targets=(one,))
    held = results(plan, {"T1": Fraction(case["actual"]) * unit.scale}, YEAR_END)
    percent, places = printed(case)
    if "." not in str(case["published_percent"]):
        percent = str(case["published_percent"])
        said = plain(stands(FigureWriter(held), held.progress["T1"], Tier.GUARANTEED, whose="甲"))
        shown = Decimal(said.split("的")[-1].split("%")[0])
        assert shown.quantize(Decimal(1), "ROUND_HALF_UP") == Decimal(percent)
        return
    figures = FigureWriter(held, percent_places=places)
    said = plain(stands(figures, held.progress["T1"], Tier.GUARANTEED, whose="甲"))
    assert f"的{percent}%" in said


@pytest.mark.parametrize("case", RATES, ids=lambda case: str(case["id"]))
def test_a_rate_is_printed_as_it_was_published(case):
    """Of rates the file holds denominator and numerator; the house prints them to one place."""
    one = target(
        "T1",
        "甲",
        "开工率",
        "rate_start",
        Tiers(required=Quantity(number=Decimal(50), unit=UNITS_OF_MEASURE["%"])),
    )
    held = progress(one, Fraction(case["actual"]) / Fraction(case["target"]), YEAR_END)
    plan = Plan(year=2022, units=(Unit(name="甲", group="县"),), targets=(one,))
    figures = FigureWriter(results(plan, {"T1": held.actual}, YEAR_END), percent_places=2)
    percent, places = printed(case)
    shown = figures.percent(held.actual) if places == 2 else figures.actual(held).text
    assert Decimal(shown).quantize(Decimal(percent), "ROUND_HALF_UP") == Decimal(percent)
