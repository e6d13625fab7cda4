"""Annex 3, unit by unit: a page where it works, and a figure or a judged state that the city sees.

docs/coverage.md holds the same as a table; what stands there is held against the plan below.
"""

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, Record, User
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.service.duties import duties_in_prose, duties_of
from tests.usecases.conftest import people  # noqa: F401
from tests.web.conftest import BACKEND, static_root  # noqa: F401

pytestmark = pytest.mark.django_db
AS_OF = date(2022, 10, 31)
PLAN = builtin_plan()
GROUPS = PLAN.groups[1:]
UNITS = [unit.name for group in GROUPS for unit in PLAN.units_of(group)]
ATTRACTING = [unit.name for unit in PLAN.units_of(GROUPS[0])]
SERVING = [unit for unit in UNITS if unit not in ATTRACTING]
COVERAGE = (Path(__file__).resolve().parents[2] / "docs" / "coverage.md").read_text("utf-8")
ROWS = {
    cells[0]: cells[1:]
    for line in COVERAGE.partition("## Annex 3, unit by unit")[2].partition("\n## ")[0].splitlines()
    if (cells := [cell.strip() for cell in line.strip("| ").split("|")])[0] in UNITS
}


def told(answer) -> str:
    """What stands on a page, without its marks."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def visit(people):  # noqa: F811
    """visit("市教育局", "/duties/") → the page as a clerk of the unit sees it; "" is the city."""

    def opened(unit: str, address: str):
        who = people["shenhe"]
        if unit:
            who, _ = User.objects.get_or_create(
                username=f"填报员{unit}", defaults={"role": AccountRole.CLERK, "unit": unit}
            )
        client = Client()
        client.force_login(who, backend=BACKEND)
        return client.get(address)

    return opened


def addresses(unit: str) -> list[str]:
    """The pages that the table names for a unit, as addresses."""
    return [quote(one.replace("…", unit)) for one in re.findall(r"`(/[^`]*)`", ROWS[unit][1])]


def test_the_table_names_every_unit_of_the_annex_and_what_is_asked_of_it():
    assert list(ROWS) == UNITS
    assert (len(ATTRACTING), len(SERVING)) == (21, 15)
    for unit, (asked, pages, seen, held) in ROWS.items():
        assert all((asked, pages, seen, held)), unit
    numbers = {unit: [int(one) for one in re.findall(r"\d+", ROWS[unit][0])] for unit in ATTRACTING}
    floors = {
        unit: [
            int(target.tiers.floor.number) for target in PLAN.targets_of(unit) if "其中" not in target.column
        ]
        for unit in ATTRACTING
    }
    assert numbers == floors


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_works_on_pages_of_its_own(unit, visit):
    found = addresses(unit)
    assert len(found) >= 4
    answers = {unquote(address): visit(unit, address) for address in found}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 200)
    own = [address for address in answers if unit in address]
    assert own
    for address in own:
        assert unit in told(answers[address]), address


@pytest.mark.parametrize("unit", ATTRACTING)
def test_the_city_sees_a_figure_for_each_of_its_targets(unit, visit):
    board = scoreboard(PLAN.year, as_of=AS_OF)
    page = told(visit("", f"/units/{quote(unit)}/?as_of={AS_OF}"))
    for target in PLAN.targets_of(unit):
        progress = board.progress[target.key]
        assert progress.numerator is not None, target.key
        assert target.column.replace("·", "") in page.replace("·", ""), target.key
    liaison = told(visit("", f"/liaison/{quote(unit)}/?as_of={AS_OF}"))
    assert unit in liaison


@pytest.mark.parametrize("unit", SERVING)
def test_the_city_sees_each_of_its_duties_measured_or_judged(unit, visit, people):  # noqa: F811
    (found,) = (one for one in duties_of(PLAN, by=people["shenhe"], as_of=AS_OF) if one.unit == unit)
    asked = {duty.text[:200] for duty in duties_in_prose(PLAN) if duty.unit == unit}
    assert {one.record.name for one in found.duties} == asked
    states = {one.record.name: one.judgement or (one.measured and one.measured.share) for one in found.duties}
    assert {name for name, state in states.items() if state in ("", None)} == set()
    page = told(visit("", f"/duties/?as_of={AS_OF}"))
    for one in found.duties:
        assert re.sub(r"\s+", "", one.record.name) in page
        assert visit("", f"/records/{one.record.pk}/").status_code == 200
        assert visit(unit, f"/records/{one.record.pk}/").status_code == 200


def test_the_year_fills_what_departments_are_asked_for(people):  # noqa: F811
    """Registers that an annex 3 unit works in: none stands empty for the 21, nor for those that serve."""
    for kind in ("lead", "offering", "trip"):
        assert set(Record.objects.filter(kind=kind).values_list("unit", flat=True)) & set(ATTRACTING)
    serving = set(Record.objects.filter(kind__in=("service_case", "rendered")).values_list("unit", flat=True))
    assert serving & set(SERVING)
