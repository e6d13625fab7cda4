"""Periods are half-open; time elapses in closed months, or in days where a period is not of whole months."""

from datetime import date
from fractions import Fraction

import pytest

from jinghe.core.evaluation.stages import NoStage, stage_of, stages_of
from jinghe.core.values.periods import Period, closed_months, next_month, plan_year, share_elapsed
from tests.builders import rows

YEAR = plan_year(2022)


def period(start: str, before: str) -> Period:
    return Period(start=date.fromisoformat(start), before=date.fromisoformat(before))


def test_the_first_day_belongs_to_a_period_and_the_day_after_the_last_does_not():
    assert date(2022, 1, 1) in YEAR
    assert date(2022, 12, 31) in YEAR
    assert date(2023, 1, 1) not in YEAR
    assert date(2021, 12, 31) not in YEAR
    assert YEAR.last == date(2022, 12, 31)


def test_a_period_holds_at_least_one_day():
    with pytest.raises(ValueError, match="empty"):
        period("2022-03-01", "2022-03-01")


@pytest.mark.parametrize(
    "row",
    rows("""
    as_of      | elapsed
    2021-12-31 | 0
    2022-01-01 | 0
    2022-01-30 | 0
    2022-01-31 | 1/12
    2022-02-27 | 1/12
    2022-02-28 | 2/12
    2022-05-18 | 4/12
    2022-06-30 | 6/12
    2022-12-30 | 11/12
    2022-12-31 | 1
    2023-04-01 | 1
    """),
    ids=lambda row: row["as_of"],
)
def test_a_month_has_elapsed_at_the_end_of_its_last_day(row):
    assert share_elapsed(YEAR, date.fromisoformat(row["as_of"])) == Fraction(row["elapsed"])


def test_february_of_a_leap_year_ends_on_the_29th():
    assert share_elapsed(plan_year(2024), date(2024, 2, 28)) == Fraction(1, 12)
    assert share_elapsed(plan_year(2024), date(2024, 2, 29)) == Fraction(2, 12)


@pytest.mark.parametrize(
    "row",
    rows("""
    start      | before     | as_of      | elapsed
    2022-04-01 | 2022-07-01 | 2022-04-30 | 1/3
    2022-04-01 | 2022-07-01 | 2022-03-31 | 0
    2022-09-20 | 2022-12-29 | 2022-09-19 | 0
    2022-09-20 | 2022-12-29 | 2022-09-20 | 1/100
    2022-09-20 | 2022-12-29 | 2022-11-30 | 72/100
    2022-09-20 | 2022-12-29 | 2022-12-28 | 1
    2022-09-20 | 2022-12-29 | 2023-01-15 | 1
    2022-03-05 | 2022-03-15 | 2022-03-09 | 5/10
    """),
    ids=lambda row: f"{row['start']}-{row['as_of']}",
)
def test_a_quarter_elapses_in_months_and_a_hundred_days_in_days(row):
    asked = period(row["start"], row["before"])
    assert share_elapsed(asked, date.fromisoformat(row["as_of"])) == Fraction(row["elapsed"])


def test_only_whole_calendar_months_are_months_of_a_period():
    assert [month.start.month for month in period("2022-01-15", "2022-04-10").months] == [2, 3]
    assert period("2022-01-15", "2022-02-20").months == ()


def test_closed_months_are_those_that_have_ended():
    assert [month.start.month for month in closed_months(YEAR, date(2022, 3, 30))] == [1, 2]
    assert [month.start.month for month in closed_months(YEAR, date(2022, 3, 31))] == [1, 2, 3]


def test_the_month_after_december_is_january():
    assert next_month(date(2022, 12, 9)) == date(2023, 1, 1)
    assert next_month(date(2022, 1, 31)) == date(2022, 2, 1)


@pytest.mark.parametrize(
    "row",
    rows("""
    code     | last day   | name
    2022-M1  | 2022-01-31 | 2022年1月
    2024-M2  | 2024-02-29 | 2024年2月
    2022-M12 | 2022-12-31 | 2022年12月
    2022-Q1  | 2022-03-31 | 2022年一季度
    2022-Q4  | 2022-12-31 | 2022年四季度
    2022-H1  | 2022-06-30 | 2022年上半年
    2022-Y1  | 2022-12-31 | 2022年度
    """),
    ids=lambda row: row["code"],
)
def test_a_stage_runs_from_new_year_to_the_last_day_of_what_it_is_named_after(row):
    stage = stage_of(row["code"])
    assert (str(stage.period.start), str(stage.as_of), stage.name) == (
        f"{row['code'][:4]}-01-01",
        row["last day"],
        row["name"],
    )


def test_a_year_has_eighteen_stages_each_once():
    stages = stages_of(2022)
    codes = [stage.code for stage in stages]
    assert (codes[0], codes[1], codes[2], codes[-1]) == ("2022-Y1", "2022-H1", "2022-Q1", "2022-M12")
    assert len(set(codes)) == 1 + 1 + 4 + 12
    assert tuple(map(stage_of, codes)) == stages


@pytest.mark.parametrize("code", ["2022-M0", "2022-M13", "2022-Q5", "2022-H2", "2022-Y2", "2022-X1", "2022"])
def test_a_year_has_no_thirteenth_month_and_no_second_half(code):
    """The second half of a year ends with the year, which is a stage of its own."""
    with pytest.raises(NoStage):
        stage_of(code)
