"""What the demonstration year shows of serving: figures that can be counted again, duties of every unit, all lights."""

from datetime import date
from fractions import Fraction

import pytest

from jinghe.core.claims.claims import CLAIM_KINDS
from jinghe.core.counting.facts import FactKind
from jinghe.core.counting.indicators import INDICATORS
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import PostingRow, Record
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.records import records
from jinghe.usecases.service.approvals import approvals
from jinghe.usecases.service.duties import RULES, duties_of, measured
from jinghe.usecases.service.reading import CLOSED_LIGHTS, OPEN_LIGHTS, all_cases, by_light, case_totals

AS_OF = date(2022, 10, 31)
PLAN = builtin_plan()


def test_there_are_cases_of_every_light_and_none_with_a_fault(people):
    cases = all_cases(as_of=AS_OF)
    lights = by_light(cases)
    assert len(cases) == 36
    assert [one for one in (*OPEN_LIGHTS, *CLOSED_LIGHTS[:2]) if not lights[one]] == []
    assert [one.record.pk for one in cases if one.clock.faults] == []
    whole = case_totals("合计", cases)
    assert (whole.received, whole.closed, whole.in_time, whole.overdue) == (35, 21, 17, 5)
    assert whole.share_in_time == Fraction(17, 21)


def test_projects_have_approvals_in_every_standing(people):
    plans = approvals(by=people["shenhe"], as_of=AS_OF)
    assert len(plans) == 5
    registered = dict(
        PostingRow.objects.filter(kind=FactKind.REGISTRATION).values_list("subject", "occurred_on")
    )
    assert {plan.approvals[0].done_on == registered[plan.project.pk] for plan in plans} == {True}
    assert {one.standing.value for plan in plans for one in plan.approvals} == {
        "done",
        "done_late",
        "late",
        "ready",
        "waiting",
        "dropped",
    }


MEASURED = {
    "eia": (3, 4, Fraction(3, 4)),
    "gas": (2, 2, Fraction(1)),
    "water": (2, 3, Fraction(2, 3)),
    "agency": (4, 4, Fraction(1)),
}


@pytest.mark.parametrize("code", MEASURED)
def test_a_measured_duty_is_cases_over_cases_with_the_list_behind_it(code, people):
    found = measured(RULES[code], all_cases(as_of=AS_OF))
    assert (len(found.met), found.counted, found.share) == MEASURED[code]
    types = {one.record.values["type"] for one in (*found.met, *found.unmet)}
    assert types <= RULES[code].types


def test_the_statutory_notice_does_not_count_towards_the_two_days(people):
    found = measured(RULES["eia"], all_cases(as_of=AS_OF))
    with_notice = [one for one in found.met if any(p.reason == "法定公示" for p in one.clock.pauses)]
    assert len(with_notice) == 3
    assert all(one.clock.overall.used <= 2 for one in with_notice)
    assert all((one.clock.closed_on - one.clock.started_on).days > 10 for one in with_notice)


def test_a_figure_is_the_same_for_whoever_asks(people):
    asked = [duties_of(PLAN, by=people[who], as_of=AS_OF) for who in ("shenhe", "tongchuan", "lingdao")]
    figures = [
        [
            (row.cases.closed, row.rendered, [one.measured and one.measured.share for one in row.duties])
            for row in rows
        ]
        for rows in asked
    ]
    assert figures[0] == figures[1] == figures[2]


def test_the_demonstration_judges_every_duty_that_is_not_counted(people):
    rows = duties_of(PLAN, by=people["shenhe"], as_of=AS_OF)
    assert [row.unit for row in rows if not row.duties] == []
    assert [
        one.record.name for row in rows for one in row.duties if not one.measured and not one.judgement
    ] == []


def test_no_indicator_claim_or_score_ever_sees_an_incentive(people):
    assert "incentive" not in {kind.value for kind in FactKind}
    assert [kind for kind, claimed in CLAIM_KINDS.items() if claimed.register == "incentive"] == []
    assert not [name for name in INDICATORS if "incentive" in name]
    codes = Record.objects.filter(kind="incentive").values_list("pk", flat=True)
    assert codes
    assert not PostingRow.objects.filter(subject__in=list(codes)).exists()
    before = scoreboard(2022, as_of=AS_OF).progress
    open_ones = Record.objects.filter(pk__in=list(codes)).exclude(state__in=("paid", "refused"))
    assert open_ones
    for held in open_ones:
        values = {"promised": held.values["promised"] * 100}
        records.change_record(held.pk, values, expected=held.version, by=people["shenhe"])
    assert scoreboard(2022, as_of=AS_OF).progress == before
