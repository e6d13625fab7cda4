"""Trips: approval before leaving, the report in time, and a published bulletin that recomputes."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jinghe.core.attracting.trips import (
    Outing,
    TripRule,
    days_of,
    rule_from_json,
    rule_to_json,
    trip_table,
    warnings_of,
)
from jinghe.reference.calendar_loading import builtin_calendar
from tests.builders import rows

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "trips.json"
MARKS = """
    state     | starts_on  | ends_on    | approved_on | reported_on | on         | due        | words
    planned   | 2022-10-10 | 2022-10-14 |             |             | 2022-10-09 |            |
    planned   | 2022-10-10 | 2022-10-14 |             |             | 2022-10-10 |            | 未批先行
    approved  | 2022-10-10 | 2022-10-14 | 2022-10-08  |             | 2022-10-12 |            |
    approved  | 2022-10-10 | 2022-10-14 | 2022-10-10  |             | 2022-10-12 |            |
    approved  | 2022-10-10 | 2022-10-14 | 2022-10-11  |             | 2022-10-12 |            | 未批先行
    approved  | 2022-10-10 | 2022-10-14 | 2022-10-08  |             | 2022-10-14 |            |
    back      | 2022-10-10 | 2022-10-14 | 2022-10-08  |             | 2022-10-15 | 2022-10-31 |
    back      | 2022-10-10 | 2022-10-14 | 2022-10-08  |             | 2022-10-31 | 2022-10-31 |
    back      | 2022-10-10 | 2022-10-14 | 2022-10-08  |             | 2022-11-01 | 2022-10-31 | 报告逾期1日
    reported  | 2022-10-10 | 2022-10-14 | 2022-10-08  | 2022-10-31  | 2022-12-31 | 2022-10-31 |
    reported  | 2022-10-10 | 2022-10-14 | 2022-10-08  | 2022-11-03  | 2022-12-31 | 2022-10-31 | 报告逾期3日
    planned   | 2022-10-10 | 2022-10-14 |             |             | 2022-11-05 | 2022-10-31 | 未批先行、报告逾期5日
    cancelled | 2022-10-10 | 2022-10-14 |             |             | 2022-12-31 |            |
"""
# 29 October 2022, 15 days after the return, is a Saturday: the report is due on Monday the 31st.


@pytest.mark.parametrize("line", rows(MARKS), ids=lambda line: f"{line['state']} {line['on']}")
def test_what_the_dates_of_a_trip_say(line):
    told = {name: value for name, value in line.items() if name.endswith("_on") and value}
    on = date.fromisoformat(line["on"])
    warnings = warnings_of(line["state"], told, on=on, rule=TripRule(), calendar=builtin_calendar())
    assert "、".join(warnings.words) == line["words"]
    assert str(warnings.report_due.on if warnings.report_due else "") == line["due"]


def test_both_ends_of_a_trip_are_days_out():
    assert days_of({"starts_on": "2022-10-10", "ends_on": "2022-10-10"}) == 1
    assert days_of({"starts_on": "2022-09-28", "ends_on": "2022-10-03"}) == 6


def test_the_rule_of_an_office_is_data():
    for days in (1, 7):
        assert rule_from_json(rule_to_json(TripRule(report_within=days))) == TripRule(report_within=days)
    with pytest.raises(ValueError, match="before the return"):
        TripRule(report_within=0)


def outing(units: str, people: int, days: int, *places: str) -> Outing:
    """outing("甲 6000+乙 4000", 3, 5, "北京")"""
    shared = tuple(
        (name, int(share or 10_000)) for name, _, share in (one.partition(" ") for one in units.split("+"))
    )
    return Outing(units=shared, people=people, days=days, places=places)


def test_batches_people_and_days_are_three_counts():
    table = trip_table(["甲", "乙", "丙"], [outing("甲", 3, 5, "北京"), outing("甲", 2, 4, "天津", "北京")])
    assert [(row.unit, row.batches, row.people, row.days, row.text) for row in table.rows] == [
        ("甲", 2, 5, 9, "前往北京、天津开展招商工作"),
        ("乙", 0, 0, 0, "未外出"),
        ("丙", 0, 0, 0, "未外出"),
    ]
    assert (table.batches, table.people, table.days, table.went) == (2, 5, 9, 1)


def test_a_joint_trip_is_one_batch_shared_as_agreed_and_its_people_and_days_count_once():
    table = trip_table(["甲", "乙"], [outing("乙 6000+甲 4000", 4, 6, "深圳")])
    assert [(row.unit, row.batches, row.people, row.days) for row in table.rows] == [
        ("乙", Fraction(3, 5), 4, 6),
        ("甲", Fraction(2, 5), 0, 0),
    ]
    assert table.rows[1].text == "参加乙赴深圳小分队，人数和天数计入该单位"
    assert (table.batches, table.people, table.days, table.went) == (1, 4, 6, 2)


def test_a_published_bulletin_comes_out_row_by_row_and_in_total():
    if not PUBLISHED.exists():
        pytest.skip("the published cases are not on this machine")
    told = json.loads(PUBLISHED.read_text("utf-8"))
    groups = sorted(row[0] for row in told["rows"])
    outings = [
        Outing(
            units=((unit, 10_000),),
            people=people,
            days=days,
            places=tuple(re.fullmatch(r"前往(.+?)开展招商(?:引资)?工作", text)[1].split("、")),
        )
        for unit, people, days, text in told["rows"]
        if text != "未外出"
    ]
    table = trip_table(groups, outings)
    assert [(row.people, row.days) for row in table.rows] == [(row[1], row[2]) for row in told["rows"]]
    assert {row.unit: row.text for row in table.rows} == {
        row[0]: row[3].replace("招商引资", "招商") for row in told["rows"]
    }
    assert [table.people, table.days] == told["published_totals"]
    assert (table.batches, table.went) == (13, 13)
    assert [row.text for row in table.rows[13:]] == ["未外出"] * 4
