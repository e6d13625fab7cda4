"""An allocation notice is the plan: our own reader makes the very plan of it again, value by value."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from jinghe.bulletins.kinds.allocation import allocation
from jinghe.bulletins.results import Results
from jinghe.core.plan.plans import Plan, Target, Total
from jinghe.demonstration.plan import builtin_plan
from jinghe.documents.writers import choose, installed_families, write_docx, write_pdf, write_xlsx
from jinghe.usecases.plan.reading import read_file
from tests.bulletins.making import OFFICE

AT = datetime(2022, 5, 18, tzinfo=UTC)
WRITERS = {"docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx}
PLAN = builtin_plan()


def notice(plan: Plan):
    held = Results(
        plan=plan,
        as_of=date(2022, 5, 18),
        known_at=AT,
        elapsed=Fraction(0),
        progress={},
        city={},
        unreported=frozenset(),
    )
    office = replace(
        OFFICE,
        issuer=plan.issuer,
        signed_on=plan.issued_on,
        mark=f"{plan.issuer}文件",
        document_number=plan.document_number,
        printed_by=plan.issuer,
    )
    return allocation(held, office)


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    """The notice in each format, read back."""
    directory, faces = tmp_path_factory.mktemp("下达"), choose(installed_families())
    found = {}
    for form, write in WRITERS.items():
        if form == "pdf" and not faces.chosen:
            continue
        file = directory / f"下达通知.{form}"
        file.write_bytes(write(notice(PLAN), typefaces=faces, made_at=AT))
        found[form] = read_file(file)
    return found


def figures(target: Target) -> tuple[object, ...]:
    """What a target asks, but for where it stands and how it is called."""
    return (
        target.unit,
        target.indicator,
        target.tiers,
        target.role,
        target.window,
        target.criteria,
        target.scope,
        target.period,
        target.each,
        target.any_of,
    )


def sums(total: Total) -> tuple[object, ...]:
    return total.indicator, total.tiers, total.criteria, total.units


def parents(plan: Plan) -> list[int | None]:
    """Of each target the place of the one it is a part of."""
    places = {target.key: at for at, target in enumerate(plan.targets)}
    return [places[target.of_which] if target.of_which else None for target in plan.targets]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_all_targets_come_back_with_figures_tiers_criteria_units_and_windows(form, readings):
    if form not in readings:
        pytest.skip("no Chinese font on this machine")
    plan = readings[form].plan
    assert len(plan.targets) == 215
    in_columns = sorted(PLAN.targets, key=lambda one: PLAN.units.index(PLAN.unit(one.unit)))
    read = sorted(plan.targets, key=lambda one: plan.units.index(plan.unit(one.unit)))
    assert sorted(map(str, map(figures, read))) == sorted(map(str, map(figures, in_columns)))
    assert [figures(one) for one in plan.targets] == [figures(one) for one in PLAN.targets]
    assert parents(plan) == parents(PLAN)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_units_groups_totals_duties_rulings_and_head_come_back(form, readings):
    if form not in readings:
        pytest.skip("no Chinese font on this machine")
    plan = readings[form].plan
    assert plan.units == PLAN.units
    assert [sums(one) for one in plan.totals] == [sums(one) for one in PLAN.totals]
    assert {duty.unit for duty in plan.duties} <= {duty.unit for duty in PLAN.duties}
    laid_down = {(one.name, one.value, one.group) for one in PLAN.rulings if one.group}
    assert laid_down <= {(one.name, one.value, one.group) for one in plan.rulings}
    head = ("year", "title", "document_number", "issuer", "issued_on")
    assert [getattr(plan, name) for name in head] == [getattr(PLAN, name) for name in head]


def test_a_workbook_gives_the_same_targets(readings):
    assert [figures(one) for one in readings["xlsx"].plan.targets] == [figures(one) for one in PLAN.targets]


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_nothing_of_our_own_notice_is_left_unread(form, readings):
    """Page numbers, turned ones among them, and the sheet of keys say nothing; two doubts are the plan's own."""
    if form not in readings:
        pytest.skip("no Chinese font on this machine")
    assert sorted(one.code for one in readings[form].findings) == ["ambiguous", "contradiction"]
