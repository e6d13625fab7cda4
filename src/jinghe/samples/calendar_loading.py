"""Loads the papers of the statutory calendar: those that come with the program, and an office's own file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from jinghe.core.calendar import Calendar, Holiday, HolidayPaper


class CalendarUnreadable(Exception):
    """An office's calendar file cannot be used."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"{name}: {fault}")
        self.text = f"工作日历文件“{name}”无法使用：{fault}。请对照随附的样例更正后重新放入。"


@cache
def builtin_calendar() -> Calendar:
    """Every paper that comes with the program."""
    folder = files("jinghe.samples").joinpath("calendar")
    told = sorted(
        (file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    )
    return Calendar(papers=tuple(paper for name, text in told for paper in read_papers(text, name)))


def read_papers(text: str, name: str, *, is_own: bool = False) -> tuple[HolidayPaper, ...]:
    """The papers of one file. Raises CalendarUnreadable."""
    try:
        papers = tomllib.loads(text)["paper"]
    except tomllib.TOMLDecodeError as wrong:
        raise CalendarUnreadable(name, f"不是有效的 TOML（{wrong}）") from wrong
    except KeyError as missing:
        raise CalendarUnreadable(name, "没有一份放假通知（[[paper]]）") from missing
    return tuple(_paper(told, name, number, is_own=is_own) for number, told in enumerate(papers, start=1))


def _paper(told: dict[str, Any], name: str, number: int, *, is_own: bool) -> HolidayPaper:
    place = f"第{number}份通知"
    try:
        return HolidayPaper(
            title=told["title"],
            document_number=told["document_number"],
            issued_on=told["issued_on"],
            arranges=told.get("arranges"),
            holidays=tuple(Holiday(**one) for one in told["holidays"]),
            makeup_workdays=tuple(told["makeup_workdays"]),
            is_own=is_own,
        )
    except KeyError as missing:
        raise CalendarUnreadable(name, f"{place}缺少“{missing.args[0]}”") from missing
    except (TypeError, ValueError, AttributeError) as wrong:
        raise CalendarUnreadable(name, f"{place}的日期重复、颠倒或写法不对（{wrong}）") from wrong
