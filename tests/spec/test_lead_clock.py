"""The clock of a lead: each term runs in working days from the step before it."""

from datetime import date

import pytest

from jinghe.core.attracting.lead_clock import LeadClockRule, Urgency, due_of, rule_from_json, rule_to_json
from jinghe.reference.calendar_loading import builtin_calendar
from tests.builders import rows

CALENDAR = builtin_calendar()
# 2022-09-30 is a Friday, 1–7 October are off, and 8 and 9 October (a weekend) are worked.
DUE = """
    state     | reported   | responded  | assigned   | fed_back   | on         | step | due        | says
    new       | 2022-09-29 |            |            |            | 2022-09-29 | 响应 | 2022-09-30 | 即将到期
    new       | 2022-09-29 |            |            |            | 2022-09-30 | 响应 | 2022-09-30 | 即将到期
    new       | 2022-09-30 |            |            |            | 2022-10-07 | 响应 | 2022-10-08 | 即将到期
    new       | 2022-09-30 |            |            |            | 2022-10-10 | 响应 | 2022-10-08 | 逾期2个工作日
    new       | 2022-09-23 |            |            |            | 2022-09-27 | 响应 | 2022-09-26 | 逾期1个工作日
    responded | 2022-09-29 | 2022-09-30 |            |            | 2022-09-30 | 研判交办 | 2022-10-10 | 办理中
    assigned  | 2022-09-29 | 2022-09-30 | 2022-09-30 |            | 2022-10-10 | 首次反馈 | 2022-10-12 | 办理中
    followed  | 2022-09-29 | 2022-09-30 | 2022-09-30 | 2022-10-12 | 2022-10-25 | 反馈进展 | 2022-10-26 | 即将到期
    lead      | 2022-09-29 |            |            |            | 2022-10-14 | 反馈进展 | 2022-10-18 | 办理中
    lead      | 2022-09-29 | 2022-09-30 | 2022-09-30 | 2022-10-12 | 2022-10-27 | 反馈进展 | 2022-10-26 | 逾期1个工作日
"""


FIELDS = {
    "reported": "first_reported_on",
    "responded": "responded_on",
    "assigned": "assigned_on",
    "fed_back": "fed_back_on",
}


@pytest.mark.parametrize("line", rows(DUE), ids=lambda line: f"{line['state']} {line['on']}")
def test_what_is_due_of_a_lead(line):
    found = due_of(
        line["state"],
        {field: line[name] for name, field in FIELDS.items() if line[name]},
        on=date.fromisoformat(line["on"]),
        rule=LeadClockRule(),
        calendar=CALENDAR,
    )
    assert found is not None
    assert (found.name, found.due.on.isoformat(), found.text) == (line["step"], line["due"], line["says"])


@pytest.mark.parametrize("state", ["converted", "dropped"])
def test_nothing_is_due_of_a_lead_that_became_a_project_or_was_dropped(state):
    assert due_of(state, {}, on=date(2022, 10, 31), rule=LeadClockRule(), calendar=CALENDAR) is None


def test_an_overdue_day_on_a_weekend_counts_as_one_day_late():
    told = {"first_reported_on": "2022-09-15"}
    found = due_of("new", told, on=date(2022, 9, 17), rule=LeadClockRule(), calendar=CALENDAR)
    assert found is not None
    assert (found.urgency, found.overdue_by) == (Urgency.OVERDUE, 1)


def test_the_rule_of_an_office_is_data():
    rule = LeadClockRule(respond=2, feedback=15)
    assert rule_from_json(rule_to_json(rule)) == rule
    assert "首报后2个工作日内响应" in rule.text
    with pytest.raises(ValueError, match="less than one"):
        LeadClockRule(assign=0)
    with pytest.raises(TypeError):
        rule_from_json({"answer": 3})
