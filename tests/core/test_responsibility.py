"""Who answered on a day: the last that was written down and had begun; a substitute during the term alone."""

from datetime import date

import pytest

from jinghe.core.oversight.leader_ladder import DEFAULT_LADDER, level_of
from jinghe.core.oversight.responsibility import Appointment, responsible_at
from tests.builders import base_units, rows

FIRST = Appointment(person="陈建华", post="副区长", since=date(2022, 1, 1), substitute="周晓东")
SECOND = Appointment(person="唐明远", since=date(2022, 7, 1))
ACTING = Appointment(
    person="陈建华",
    since=date(2022, 1, 1),
    substitute="周晓东",
    substitute_since=date(2022, 3, 1),
    substitute_until=date(2022, 3, 31),
)


def who(day: date, *appointments: Appointment) -> str:
    found = responsible_at(appointments, day)
    return found.person if found else ""


def test_nobody_answers_before_anybody_was_named():
    assert who(date(2021, 12, 31), FIRST) == ""
    assert who(date(2022, 1, 1)) == ""
    assert who(date(2022, 2, 1), Appointment(person="", since=date(2022, 1, 1))) == ""


def test_a_change_counts_from_its_day_and_leaves_the_days_before():
    assert who(date(2022, 6, 30), FIRST, SECOND) == "陈建华"
    assert who(date(2022, 7, 1), FIRST, SECOND) == "唐明远"


def test_what_was_written_later_corrects_what_was_written_before():
    corrected = Appointment(person="陈建国", since=date(2022, 1, 1))
    assert who(date(2022, 3, 1), FIRST, corrected) == "陈建国"


def test_a_substitute_without_a_term_only_stands_by():
    assert who(date(2022, 3, 15), FIRST) == "陈建华"


def test_a_substitute_acts_from_the_first_to_the_last_day_of_the_term():
    days = [date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 31), date(2022, 4, 1)]
    assert [who(day, ACTING) for day in days] == ["陈建华", "周晓东", "周晓东", "陈建华"]
    acting = responsible_at([ACTING], date(2022, 3, 2))
    assert acting is not None
    assert acting.replaces == "陈建华"


@pytest.mark.parametrize(
    "row",
    rows("""
    investment  | level
    20亿元      | 市级领导
    19.9999亿元 | 县级领导
    5亿元       | 县级领导
    4.9999亿元  |
                |
    """),
    ids=lambda row: row["investment"] or "unknown",
)
def test_a_project_of_exactly_a_steps_size_asks_for_its_level(row):
    investment = base_units(row["investment"]) if row["investment"] else None
    for ladder in (DEFAULT_LADDER, DEFAULT_LADDER[::-1]):
        assert level_of(investment, ladder) == row["level"]
