"""Loads the papers of the statutory calendar: those that come with the program, and an office's own file."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinghe.core.values.calendar import Calendar, Holiday, HolidayPaper

Toml = dict[str, Any]
KINDS = {str: "文字", date: "日期", int: "年份", list: "列表", dict: "表"}
FIELDS = {"title": str, "document_number": str, "issued_on": date, "holidays": list, "makeup_workdays": list}
MAY_STAND = {"arranges": int}
HOLIDAY_FIELDS = {"name": str, "first": date, "last": date}


class CalendarUnreadable(Exception):
    """An office's calendar file cannot be used."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"{name}: {fault}")
        self.text = f"工作日历文件“{name}”无法使用：{fault}。请对照随附的样例更正后重新放入。"


@cache
def builtin_calendar() -> Calendar:
    """Every paper that comes with the program."""
    folder = files("jinghe.reference").joinpath("calendar")
    texts = sorted(
        (file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    )
    return Calendar(papers=tuple(paper for name, text in texts for paper in read_papers(text, name)))


def read_papers(text: str, name: str, *, is_own: bool = False) -> tuple[HolidayPaper, ...]:
    """The papers of one file. Raises CalendarUnreadable."""
    try:
        papers = tomllib.loads(text).get("paper")
    except tomllib.TOMLDecodeError as wrong:
        raise CalendarUnreadable(name, f"不是有效的 TOML（{wrong}）") from wrong
    if not isinstance(papers, list) or not papers:
        raise CalendarUnreadable(name, "没有一份放假通知（[[paper]]）")
    return tuple(_paper(row, name, f"第{number}份通知", is_own) for number, row in enumerate(papers, start=1))


def _paper(row: Toml, name: str, place: str, is_own: bool) -> HolidayPaper:
    _check(row, name, place, FIELDS, MAY_STAND)
    for number, holiday in enumerate(row["holidays"], start=1):
        _check(holiday, name, f"{place}的第{number}个假期", HOLIDAY_FIELDS)
    wrong = next((day for day in row["makeup_workdays"] if type(day) is not date), None)
    if wrong is not None:
        raise CalendarUnreadable(name, f"{place}的“makeup_workdays”里“{wrong}”不是日期")
    try:
        holidays = tuple(Holiday(**holiday) for holiday in row["holidays"])
        days = {"holidays": holidays, "makeup_workdays": tuple(row["makeup_workdays"])}
        return HolidayPaper(**{"arranges": None} | row | days, is_own=is_own)
    except ValueError as refused:
        raise CalendarUnreadable(name, f"{place}的日期重复或起止颠倒（{refused}）") from refused


def _check(
    row: Toml, name: str, place: str, fields: dict[str, type], may_stand: dict[str, type] | None = None
) -> None:
    """Refuses a table that lacks a field, has an unknown one, or one of another kind."""
    known = fields | (may_stand or {})
    if not isinstance(row, dict):
        raise CalendarUnreadable(name, f"{place}应为{KINDS[dict]}")
    for field in fields:
        if field not in row:
            raise CalendarUnreadable(name, f"{place}缺少“{field}”")
    for field, value in row.items():
        if field not in known:
            raise CalendarUnreadable(name, f"{place}有不认识的“{field}”，可以写的是{'、'.join(known)}")
        if type(value) is not known[field]:
            raise CalendarUnreadable(name, f"{place}的“{field}”应为{KINDS[known[field]]}")
