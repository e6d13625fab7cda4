"""The notice of 2022 as Word and as Excel, and other offices' layouts, against what they are known to say."""

from dataclasses import replace
from pathlib import Path

import pytest

from jinghe.core.plan.plans import Plan, Target
from jinghe.demonstration.plan import builtin_plan
from jinghe.intake import PlanReading
from jinghe.usecases.plan.reading import read_file
from tests.intake.expected import differences

NOTICES = Path(__file__).resolve().parents[3] / "shared" / "notices"
pytestmark = pytest.mark.skipif(not NOTICES.exists(), reason="the real notice is not part of the repository")

DOCX, XLSX = "dazhou-2022.docx", "dazhou-2022-annexes.xlsx"
VARIANTS = sorted(path.name for path in NOTICES.glob("variants/*") if path.suffix in (".docx", ".xlsx"))
DOUBTFUL = {"第5行“主导引进项目”", "第11行“编制推出项目”", "第14行“主导引进项目”"}


@pytest.fixture(scope="module")
def readings() -> dict[str, PlanReading]:
    return {name: read_file(NOTICES / name) for name in (DOCX, XLSX)}


def plan_in(readings: dict[str, PlanReading], name: str) -> Plan:
    plan = readings[name].plan
    assert plan is not None
    return plan


def test_the_word_file_reads_to_what_is_expected(readings):
    assert differences(readings[DOCX], NOTICES / "dazhou-2022.expected.json") == []


def test_the_workbook_reads_to_the_same_but_for_number_and_date(readings):
    found = differences(readings[XLSX], NOTICES / "dazhou-2022.expected.json")
    assert [one.partition(":")[0] for one in found] == ["document_number", "issued_on"]


@pytest.mark.parametrize("name", [DOCX, XLSX])
def test_it_equals_the_built_in_plan(readings, name):
    plan, built_in = plan_in(readings, name), builtin_plan()
    assert plan.units == built_in.units
    assert [_figures(target) for target in plan.targets] == [_figures(target) for target in built_in.targets]
    assert [replace(one, locator="") for one in plan.totals] == [
        replace(one, locator="") for one in built_in.totals
    ]
    assert {duty.unit for duty in plan.duties} == {duty.unit for duty in built_in.duties}


def _figures(target: Target) -> Target:
    return replace(target, clause=None, span=None, locator="", confirmed=False)


@pytest.mark.parametrize("name", [DOCX, XLSX])
def test_the_remark_becomes_rulings_of_that_group_alone(readings, name):
    def settled(plan: Plan) -> set[tuple[str, ...]]:
        asked = ("real_estate", "government_investment", "industry_restricts")
        return {(r.name, r.value, r.indicator, r.group) for r in plan.rulings if r.name in asked}

    assert settled(plan_in(readings, name)) == settled(builtin_plan())


def test_the_notice_says_of_itself(readings):
    plan, built_in = plan_in(readings, DOCX), builtin_plan()
    for name in ("year", "document_number", "issuer", "issued_on", "title", "city"):
        assert getattr(plan, name) == getattr(built_in, name)


@pytest.mark.parametrize("name", [DOCX, XLSX])
def test_only_the_four_doubtful_places_are_found(readings, name):
    ambiguous = [one.locator for one in readings[name].findings if one.code == "ambiguous"]
    assert {locator.partition("）")[2] for locator in ambiguous} == DOUBTFUL
    assert [one.code for one in readings[name].findings if one.code != "ambiguous"] == ["contradiction"]


@pytest.mark.parametrize("name", [DOCX, XLSX])
def test_no_number_is_left_unread(readings, name):
    numbers = readings[name].numbers
    assert (numbers.targets, numbers.totals, numbers.criteria, numbers.unread) == (223, 15, 62, 0)


def test_a_duty_is_kept_as_written_and_counts_nothing(readings):
    plan = plan_in(readings, DOCX)
    duty = next(duty for duty in plan.duties if duty.unit == "市生态环境局")
    assert "60、30个工作日压缩至2个工作日" in duty.text
    assert plan.targets_of("市生态环境局") == ()


def test_a_clause_is_kept_as_printed_with_the_place_of_each_task(readings):
    plan = plan_in(readings, DOCX)
    lead = next(target for target in plan.targets_of("市林业局") if target.indicator == "leads")
    assert lead.clause is not None
    assert lead.span is not None
    assert lead.clause[slice(*lead.span)] == "获取林业产业项目有效投资信息2条"
    assert lead.locator == "附件3（一）第12行“主导引进项目”"


@pytest.mark.parametrize("name", VARIANTS)
def test_other_layouts_are_read_or_refused(name):
    reading = read_file(NOTICES / "variants" / name)
    assert differences(reading, NOTICES / "variants" / f"{name}.expected.json") == []
