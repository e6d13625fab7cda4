"""The days a page counts over: from and to in the address, by default the year so far."""

from datetime import date, timedelta

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from jinghe.core.values.periods import Period, next_month
from jinghe.web.frame.question import Question


def asked_span(request: HttpRequest, question: Question) -> tuple[Period, list[str]]:
    """The period asked for, and a sentence for each day that could not be used. It ends with the day of 截至."""
    complaints: list[str] = []
    first = _day(request, "from", "起始日期", complaints) or date(question.year, 1, 1)
    last = min(_day(request, "to", "结束日期", complaints) or question.as_of, question.as_of)
    if first > last:
        complaints.append(f"起始日期晚于结束日期{last}，本页按{last.year}年1月1日起显示。")
        first = date(last.year, 1, 1)
    return Period(start=first, before=last + timedelta(days=1)), complaints


def asked_month(request: HttpRequest, question: Question) -> date:
    """The first day of the month asked for; the month of 截至 where none was."""
    told = parse_date_or_none(f"{request.GET.get('month', '')}-01")
    return told or question.as_of.replace(day=1)


def months_around(month: date) -> tuple[date, date]:
    """The months before and after."""
    return (month - timedelta(days=1)).replace(day=1), next_month(month)


def parse_date_or_none(text: str) -> date | None:
    """A day of a sensible year; None for anything else."""
    try:
        day = parse_date(text.strip())
    except ValueError:
        return None
    return day if day and 1990 <= day.year <= 2100 else None


def _day(request: HttpRequest, name: str, label: str, complaints: list[str]) -> date | None:
    text = request.GET.get(name, "")
    day = parse_date_or_none(text)
    if text.strip() and day is None:
        complaints.append(f"{label}“{text[:20]}”不是有效的日期，本页按默认日期显示。")
    return day
