"""The office's own paper of days off: put into a folder, it goes before all others, at once and in every term."""

from datetime import date

import pytest

from jinghe.core.registers.attracting.lead import NEW
from jinghe.reference.calendar_loading import CalendarUnreadable, builtin_calendar
from jinghe.store.models import Record
from jinghe.usecases.attracting.leads import due_of_record
from jinghe.usecases.common.calendars import calendar_in_force
from jinghe.usecases.service.clock import calendar_on

OWN = """
[[paper]]
title = "关于运动会期间放假的通知"
document_number = "达市府办〔2022〕9号"
issued_on = 2022-06-01
holidays = [{ name = "市运会", first = 2022-07-08, last = 2022-07-08 }]
makeup_workdays = [2022-07-09]
"""


@pytest.fixture
def folder(settings, tmp_path):
    settings.JINGHE_CALENDAR = tmp_path / "calendar"
    settings.JINGHE_CALENDAR.mkdir()
    return settings.JINGHE_CALENDAR


@pytest.mark.django_db
def test_a_paper_of_the_office_moves_every_term(folder):
    lead = Record(kind="lead", state=NEW, values={"first_reported_on": "2022-07-07"})
    assert due_of_record(lead, date(2022, 7, 7)).due.on == date(2022, 7, 8)
    (folder / "本市.toml").write_text(OWN, "utf-8")
    assert due_of_record(lead, date(2022, 7, 7)).due.on == date(2022, 7, 9)
    assert calendar_on(date(2022, 7, 7)).day(date(2022, 7, 8)).holiday == "市运会"
    assert calendar_on(date(2022, 5, 31)).day(date(2022, 7, 8)).holiday == ""
    (folder / "本市.toml").unlink()
    assert calendar_in_force() == builtin_calendar()


def test_without_a_folder_the_program_s_own_papers_count(settings, tmp_path):
    settings.JINGHE_CALENDAR = tmp_path / "nowhere"
    assert calendar_in_force() == builtin_calendar()


def test_a_file_that_cannot_be_read_is_said_and_never_passed_over(folder):
    (folder / "本市.toml").write_text("paper = 3", "utf-8")
    with pytest.raises(CalendarUnreadable) as refused:
        calendar_in_force()
    assert "本市.toml" in refused.value.text
