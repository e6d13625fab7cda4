"""Duties: one record each, counted from service cases where the notice can be counted, or judged by two people."""

from datetime import date

import pytest

from jinghe.core.registers.service.duty import DUTY
from jinghe.core.service.clock_events import EventKind
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, Record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.records import records
from jinghe.usecases.records.records import RefusedRecord
from jinghe.usecases.service.cases import CaseStep, open_case, take_step
from jinghe.usecases.service.duties import (
    RULES,
    duties_in_prose,
    duties_of,
    measured,
    missing_duties,
    take_up,
)
from jinghe.usecases.service.reading import all_cases
from tests.usecases.conftest import account

AS_OF = date(2022, 10, 31)
PLAN = builtin_plan()
JUSTICE = "市司法局"


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, JUSTICE)


@pytest.fixture
def duty(plan, reviewer) -> Record:
    take_up(PLAN, by=reviewer)
    return Record.objects.filter(kind="duty", unit=JUSTICE).order_by("pk")[1]


def judged(duty: Record, by, code: str, why: str) -> Record:
    held = Record.objects.get(pk=duty.pk)
    values = {"judgement": code, "justification": why}
    return records.move_record(held.pk, "judge", expected=held.version, by=by, values=values)


def stands(duty: Record, by, **told):
    rows = duties_of(PLAN, by=by, as_of=AS_OF, **told)
    return next(one for row in rows for one in row.duties if one.record.pk == duty.pk)


@pytest.mark.database
def test_every_duty_of_annex_3_gets_one_record_and_only_one(plan, reviewer, clerk):
    assert take_up(PLAN, by=reviewer) == len(duties_in_prose(PLAN)) == 30
    assert take_up(PLAN, by=reviewer) == 0
    assert missing_duties(PLAN) == ()
    rows = duties_of(PLAN, by=reviewer, as_of=AS_OF)
    assert len(rows) == 15
    assert all(row.duties for row in rows)
    with pytest.raises(AccessRefused):
        take_up(PLAN, by=clerk)


def test_where_the_notice_gives_a_measure_the_duty_has_it(plan, reviewer):
    take_up(PLAN, by=reviewer)
    told = {
        (one.record.unit, one.measured.measure.code)
        for row in duties_of(PLAN, by=reviewer, as_of=AS_OF)
        for one in row.duties
        if one.measured
    }
    assert told == {
        ("市生态环境局", "eia"),
        ("市住房城乡建设局", "gas"),
        ("市住房城乡建设局", "water"),
        ("市政管局", "agency"),
    }


def test_the_unit_judges_and_the_city_confirms(duty, clerk, reviewer):
    assert (stands(duty, clerk).judgement_name, stands(duty, clerk).is_confirmed) == ("未评判", False)
    held = judged(duty, clerk, "done", "体检30家")
    assert (stands(duty, clerk).judgement_name, stands(duty, clerk).waits_for_city) == ("已完成", True)
    with pytest.raises(AccessRefused):
        records.move_record(held.pk, "confirm", expected=held.version, by=clerk)
    records.move_record(held.pk, "confirm", expected=held.version, by=reviewer)
    assert stands(duty, clerk).is_confirmed


def test_the_city_changes_a_judgement_only_with_a_reason_and_what_was_said_stays(duty, clerk, reviewer):
    held = judged(duty, clerk, "done", "体检19家")
    with pytest.raises(RefusedRecord, match="note"):
        records.move_record(
            held.pk, "overrule", expected=held.version, by=reviewer, values={"judgement": "partly"}
        )
    records.move_record(
        held.pk,
        "overrule",
        expected=held.version,
        by=reviewer,
        values={"judgement": "partly"},
        note="计划30家",
    )
    changed = stands(duty, reviewer)
    assert (changed.judgement_name, changed.is_confirmed, changed.justification) == (
        "部分完成",
        True,
        "体检19家",
    )
    last = duty.events.order_by("-number")[0]
    assert last.payload["changes"] == {"judgement": ["done", "partly"]}
    assert stands(judged(duty, clerk, "done", "已补齐11家"), reviewer).waits_for_city


def test_a_judgement_comes_by_its_step_never_by_the_form(duty, clerk):
    with pytest.raises(RefusedRecord, match="judgement"):
        records.change_record(duty.pk, {"judgement": "done"}, expected=1, by=clerk)
    assert "judgement" not in {one.name for one in DUTY.form}
    assert records.change_record(duty.pk, {"deliverables": "体检报告"}, expected=1, by=clerk).version == 2


def test_a_judgement_needs_its_justification(duty, clerk):
    with pytest.raises(RefusedRecord, match="justification"):
        records.move_record(duty.pk, "judge", expected=1, by=clerk, values={"judgement": "done"})


def test_what_was_known_at_an_instant_is_what_was_said_by_then(duty, clerk, reviewer):
    first = judged(duty, clerk, "under_way", "已体检5家")
    known_at = first.changed.recorded_at
    judged(duty, clerk, "done", "已体检30家")
    assert stands(duty, reviewer, known_at=known_at).judgement_name == "进行中"
    assert stands(duty, reviewer).judgement_name == "已完成"


def test_without_a_case_there_is_no_figure_rather_than_nought(plan, reviewer):
    found = measured(RULES["gas"], all_cases(as_of=AS_OF))
    assert (found.counted, found.share) == (0, None)


def test_an_approval_that_took_longer_counts_against_the_share_before_it_is_finished(plan):
    own = account(AccountRole.CLERK, "市生态环境局")
    told = {
        "name": "新车间环评",
        "type": "eia_form",
        "source": "enterprise",
        "company": "某公司",
        "received_on": "2022-09-01",
    }
    found = open_case(told, by=own)
    take_step(
        found.pk, CaseStep(kind=EventKind.STARTED, on=date(2022, 9, 1), agent="李静"), expected=1, by=own
    )
    counted = {day: measured(RULES["eia"], all_cases(as_of=date(2022, 9, day))).counted for day in (2, 5, 6)}
    assert counted == {2: 0, 5: 0, 6: 1}
    late = measured(RULES["eia"], all_cases(as_of=date(2022, 9, 6)))
    assert (late.share, len(late.unmet)) == (0, 1)
