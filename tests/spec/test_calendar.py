"""Which days offices work, by which paper, and on which day a term ends."""

from datetime import date, timedelta

import pytest

from jinghe.core.values.calendar import (
    Calendar,
    DayKind,
    DayOfMonth,
    Holiday,
    HolidayPaper,
    NthWorkday,
    Roll,
    Term,
)
from jinghe.core.values.reporting_periods import MonthlyRule, MonthlyRules, ReturnDue, due_of, return_due
from jinghe.reference.calendar_loading import CalendarUnreadable, builtin_calendar, read_papers
from tests.builders import rows

CALENDAR = builtin_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def paper(issued_on: str, off: str = "", worked: str = "", **told) -> HolidayPaper:
    """A paper in one line; days are parted by blanks."""
    return HolidayPaper(
        **{"title": "试行安排", "document_number": "试〔2027〕1号", "arranges": None} | told,
        issued_on=day(issued_on),
        holidays=tuple(Holiday(name="假日", first=day(one), last=day(one)) for one in off.split()),
        makeup_workdays=tuple(day(one) for one in worked.split()),
    )


# --- the days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    rows("""
    year | 1  | 2  | 3  | 4  | 5  | 6  | 7  | 8  | 9  | 10 | 11 | 12
    2018 | 22 | 17 | 22 | 20 | 22 | 20 | 22 | 23 | 21 | 18 | 22 | 21
    2019 | 22 | 17 | 21 | 22 | 21 | 19 | 23 | 22 | 21 | 19 | 21 | 22
    2020 | 17 | 20 | 22 | 22 | 19 | 21 | 23 | 21 | 23 | 17 | 21 | 23
    2021 | 20 | 17 | 23 | 22 | 19 | 21 | 22 | 22 | 22 | 17 | 22 | 23
    2022 | 21 | 16 | 23 | 21 | 20 | 21 | 21 | 23 | 21 | 18 | 22 | 22
    2023 | 18 | 20 | 23 | 20 | 21 | 21 | 21 | 23 | 20 | 19 | 22 | 21
    2024 | 22 | 18 | 21 | 22 | 21 | 19 | 23 | 22 | 21 | 19 | 21 | 22
    2025 | 19 | 19 | 21 | 22 | 19 | 20 | 23 | 21 | 23 | 18 | 20 | 23
    2026 | 21 | 16 | 22 | 21 | 19 | 21 | 23 | 21 | 22 | 18 | 21 | 23
    """),
    ids=lambda row: row["year"],
)
def test_each_month_has_the_working_days_that_an_independent_calendar_counts(row):
    """The figures come from a calendar that others compiled; it agreed on each of the 3,287 days."""
    year = int(row["year"])
    starts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    eves = [start - timedelta(days=1) for start in starts]
    counted = [CALENDAR.workdays_between(one, other).days for one, other in zip(eves, eves[1:], strict=False)]
    assert counted == [int(row[str(month)]) for month in range(1, 13)]


@pytest.mark.parametrize(
    "row",
    rows("""
    on         | works | holiday | by
    2018-12-29 | 是    |         | 国办发明电〔2018〕15号
    2018-12-31 | 否    | 元旦    | 国办发明电〔2018〕15号
    2019-05-02 | 否    | 劳动节  | 国办发明电〔2019〕3号
    2019-05-05 | 是    |         | 国办发明电〔2019〕3号
    2020-02-01 | 否    | 春节    | 国办发明电〔2020〕1号
    2020-02-03 | 是    |         |
    2022-04-02 | 是    |         | 国办发明电〔2021〕11号
    2022-10-08 | 是    |         | 国办发明电〔2021〕11号
    2022-10-15 | 否    |         |
    2023-10-06 | 否    | 中秋节、国庆节 | 国办发明电〔2022〕16号
    2026-02-16 | 否    | 春节    | 国办发明电〔2025〕7号
    """),
    ids=lambda row: row["on"],
)
def test_a_day_says_what_it_is_and_which_paper_says_so(row):
    told = CALENDAR.day(day(row["on"]))
    assert told.is_workday == (row["works"] == "是")
    assert told.holiday == row["holiday"]
    assert (told.paper.document_number if told.paper else "") == row["by"]
    assert not told.provisional


def test_every_paper_was_issued_before_the_days_it_moves():
    for one in CALENDAR.papers:
        first = min([*one.makeup_workdays, *(holiday.first for holiday in one.holidays)])
        assert one.issued_on < first, one.document_number


def test_a_weekend_worked_is_a_weekend_unless_it_is_given_back():
    moved = [on for one in CALENDAR.papers for on in one.makeup_workdays]
    assert [on for on in moved if on.weekday() < 5] == []


# --- what was known, and what is not known yet -------------------------------------------------


def test_a_revision_counts_from_the_day_it_was_issued():
    before = CALENDAR.known_on(day("2019-03-21"))
    assert before.is_workday(day("2019-05-02"))
    assert not before.is_workday(day("2019-05-05"))
    after = CALENDAR.known_on(day("2019-03-22"))
    assert not after.is_workday(day("2019-05-02"))
    assert after.is_workday(day("2019-05-05"))


def test_the_holiday_prolonged_in_2020_takes_back_a_weekend_that_was_to_be_worked():
    assert CALENDAR.known_on(day("2020-01-25")).is_workday(day("2020-02-01"))
    assert not CALENDAR.is_workday(day("2020-02-01"))


def test_the_order_of_papers_means_nothing():
    assert Calendar(papers=CALENDAR.papers[::-1]).workdays_between(day("2019-04-01"), day("2020-03-01")) == (
        CALENDAR.workdays_between(day("2019-04-01"), day("2020-03-01"))
    )


@pytest.mark.parametrize(
    "row",
    rows("""
    on         | provisional | why
    2017-06-01 | 是          | no paper held for it
    2018-01-02 | 否          |
    2026-12-28 | 否          |
    2026-12-29 | 是          | the paper of 2027 may still move it, as that of 2019 moved 2018-12-29
    2026-12-31 | 是          |
    2027-03-01 | 是          | no paper yet
    2025-12-31 | 否          | the paper of 2026 is known
    """),
    ids=lambda row: row["on"],
)
def test_a_day_is_provisional_while_a_paper_may_still_move_it(row):
    assert CALENDAR.day(day(row["on"])).provisional == (row["provisional"] == "是")


def test_without_a_paper_weekends_alone_are_off():
    assert CALENDAR.is_workday(day("2027-01-01"))
    assert not CALENDAR.is_workday(day("2027-01-02"))


def test_a_term_that_reaches_into_a_year_without_a_paper_ends_provisionally():
    due = CALENDAR.add_workdays(day("2026-12-25"), 10)
    assert (due.on, due.provisional) == (day("2027-01-08"), True)
    assert due.text == "2027年1月8日（暂定）"
    settled = CALENDAR.add_workdays(day("2026-12-21"), 5)
    assert settled.text == "2026年12月28日"
    assert CALENDAR.workdays_between(day("2026-12-25"), day("2027-01-08")).provisional
    assert not CALENDAR.workdays_between(day("2026-12-21"), day("2026-12-28")).provisional


def test_what_was_provisional_is_settled_by_the_paper_that_comes():
    coming = paper("2026-11-30", off="2027-01-01", worked="2027-01-03", arranges=2027)
    calendar = CALENDAR.with_papers(coming)
    due = calendar.add_workdays(day("2026-12-28"), 4)
    assert (due.on, due.provisional) == (day("2027-01-03"), False)


def test_an_office_overrides_by_a_paper_of_its_own_whatever_its_date():
    own = paper("2019-01-01", off="2022-07-08", worked="2022-07-09 2022-10-07", is_own=True)
    calendar = CALENDAR.with_papers(own)
    assert not calendar.is_workday(day("2022-07-08"))
    assert calendar.is_workday(day("2022-07-09"))
    assert calendar.is_workday(day("2022-10-07"))
    assert calendar.workdays_between(day("2022-07-03"), day("2022-07-10")).days == 5


def test_a_paper_that_tells_a_day_twice_cannot_be_built():
    with pytest.raises(ValueError, match="2027-01-02 twice"):
        paper("2026-11-30", off="2027-01-01 2027-01-02", worked="2027-01-02")
    with pytest.raises(ValueError, match="before it begins"):
        Holiday(name="春节", first=day("2027-02-10"), last=day("2027-02-05"))


# --- terms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    rows("""
    after      | days | on         | why
    2022-03-07 | 0    | 2022-03-07 | on the day itself
    2022-03-07 | 1    | 2022-03-08 | the day of the event does not count
    2022-03-04 | 1    | 2022-03-07 | over a weekend
    2022-04-01 | 1    | 2022-04-02 | a Saturday worked
    2022-04-01 | 2    | 2022-04-06 | over 清明节
    2022-09-30 | 1    | 2022-10-08 | over 国庆节, onto a Saturday worked
    2022-10-01 | 2    | 2022-10-09 | begun on a day off
    2022-10-08 | -1   | 2022-09-30 | backwards, for a reminder
    2022-03-07 | 60   | 2022-06-01 | the statutory 60 of 环评
    """),
    ids=lambda row: f"{row['after']}+{row['days']}",
)
def test_the_nth_working_day_after_a_day(row):
    assert CALENDAR.add_workdays(day(row["after"]), int(row["days"])).on == day(row["on"])


def test_working_days_between_count_the_later_day_and_not_the_earlier():
    assert CALENDAR.workdays_between(day("2022-03-07"), day("2022-03-07")).days == 0
    assert CALENDAR.workdays_between(day("2022-03-07"), day("2022-03-08")).days == 1
    assert CALENDAR.workdays_between(day("2022-09-30"), day("2022-10-09")).days == 2
    assert CALENDAR.workdays_between(day("2022-10-09"), day("2022-09-30")).days == -2


@pytest.mark.parametrize(
    "row",
    rows("""
    after      | days | roll    | on
    2022-09-21 | 10   | forward | 2022-10-08
    2022-09-21 | 10   | as_is   | 2022-10-01
    2022-03-07 | 3    | forward | 2022-03-10
    """),
    ids=lambda row: f"{row['roll']} {row['days']}",
)
def test_natural_days_run_over_holidays_and_only_the_last_is_moved(row):
    term = Term(days=int(row["days"]), kind=DayKind.NATURAL, roll=Roll(row["roll"]))
    assert CALENDAR.due_day(term, day(row["after"])).on == day(row["on"])


def test_natural_days_left_as_they_are_are_never_provisional():
    term = Term(days=30, kind=DayKind.NATURAL, roll=Roll.AS_IS)
    assert not CALENDAR.due_day(term, day("2026-12-20")).provisional
    assert CALENDAR.due_day(Term(days=30, kind=DayKind.NATURAL), day("2026-12-20")).provisional


def test_a_term_says_itself():
    assert Term(days=2).text == "2个工作日"
    assert Term(days=30, kind=DayKind.NATURAL).text == "30日"
    assert Term(days=0).text == "当日"


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Term(days=-1),
        lambda: Term(days=3, roll=Roll.BACK),
        lambda: NthWorkday(number=16),
        lambda: DayOfMonth(day=0),
    ],
)
def test_a_term_that_makes_no_sense_cannot_be_built(nonsense):
    with pytest.raises(ValueError):
        nonsense()


# --- monthly returns ---------------------------------------------------------------------------

FIFTH_WORKDAY = MonthlyRule(due=NthWorkday(number=5))
ON_THE_3RD = MonthlyRule(due=DayOfMonth(day=3))
BEFORE_THE_3RD = MonthlyRule(due=DayOfMonth(day=3, roll=Roll.BACK))


@pytest.mark.parametrize(
    "row",
    rows("""
    month      | fifth      | third      | back
    2022-01-31 | 2022-02-11 | 2022-02-07 | 2022-01-30
    2022-03-01 | 2022-04-08 | 2022-04-06 | 2022-04-02
    2022-04-15 | 2022-05-10 | 2022-05-05 | 2022-04-29
    2022-09-30 | 2022-10-12 | 2022-10-08 | 2022-09-30
    2022-11-01 | 2022-12-07 | 2022-12-05 | 2022-12-02
    2022-12-01 | 2023-01-09 | 2023-01-03 | 2023-01-03
    """),
    ids=lambda row: row["month"],
)
def test_a_return_is_due_on_a_working_day_of_the_next_month(row):
    month = day(row["month"])
    for rule, on in ((FIFTH_WORKDAY, "fifth"), (ON_THE_3RD, "third"), (BEFORE_THE_3RD, "back")):
        assert due_of(month, rule, CALENDAR).on == day(row[on])


def test_a_fixed_day_that_a_month_lacks_is_its_last():
    last = MonthlyRule(due=DayOfMonth(day=31, roll=Roll.AS_IS))
    assert due_of(day("2024-01-10"), last, CALENDAR).on == day("2024-02-29")


@pytest.mark.parametrize(
    "row",
    rows("""
    as_of      | state
    2022-09-30 | not_due
    2022-10-01 | due
    2022-10-12 | due
    2022-10-13 | overdue
    """),
    ids=lambda row: row["as_of"],
)
def test_a_return_is_awaited_from_the_close_of_its_month_to_its_due_day(row):
    assert return_due(day("2022-09-01"), FIFTH_WORKDAY, CALENDAR, day(row["as_of"])) is ReturnDue(
        row["state"]
    )


def test_each_group_of_units_has_its_own_rule_or_the_default():
    rules = MonthlyRules(default=FIFTH_WORKDAY, by_group={"市级部门": ON_THE_3RD})
    assert rules.of("市级部门").text == "次月3日（遇休息日顺延至下一工作日）前"
    assert rules.of("县（市、区）").text == "次月第5个工作日前"


def test_a_return_of_december_2026_is_due_provisionally():
    assert due_of(day("2026-12-01"), FIFTH_WORKDAY, CALENDAR).text == "2027年1月7日（暂定）"


def test_a_return_cannot_be_due_before_its_month_has_closed():
    with pytest.raises(ValueError, match="closed"):
        MonthlyRule(due=NthWorkday(number=5), months_after=0)


# --- an office's own file ----------------------------------------------------------------------

OWN = """
[[paper]]
title = "关于运动会期间放假的通知"
document_number = "达市府办〔2022〕9号"
issued_on = 2022-06-01
holidays = [{ name = "市运会", first = 2022-07-08, last = 2022-07-08 }]
makeup_workdays = [2022-07-09]
"""


def test_an_office_file_is_read_as_its_own():
    (own,) = read_papers(OWN, "本市.toml", is_own=True)
    assert own.is_own and own.arranges is None
    told = CALENDAR.with_papers(own).day(day("2022-07-08"))
    assert (told.holiday, told.paper.document_number) == ("市运会", "达市府办〔2022〕9号")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("paper = [", "不是有效的 TOML"),
        ("", "没有一份放假通知"),
        ("paper = 3", "没有一份放假通知"),
        ("paper = [3]", "第1份通知应为表"),
        (OWN.replace("issued_on = 2022-06-01\n", ""), "第1份通知缺少“issued_on”"),
        (OWN.replace("issued_on = 2022-06-01", 'issued_on = "6月1日"'), "第1份通知的“issued_on”应为日期"),
        (OWN + "arrange = 2022", "有不认识的“arrange”"),
        (OWN.replace("2022-07-09", "2022-07-08"), "日期重复或起止颠倒"),
        (OWN.replace("first =", "since ="), "第1份通知的第1个假期缺少“first”"),
        (OWN.replace("last = 2022-07-08", "last = 2022-07-01"), "日期重复或起止颠倒"),
        (OWN.replace("[2022-07-09]", '["周六"]'), "“周六”不是日期"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong_and_where(text, said):
    with pytest.raises(CalendarUnreadable) as refused:
        read_papers(text, "本市.toml")
    assert said in refused.value.text
    assert "“本市.toml”" in refused.value.text
