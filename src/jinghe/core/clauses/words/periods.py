"""When a task is due: the plan year, a period a plan can hold, or words that it cannot hold."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from jinghe.core.clauses.words.lexer import Token
from jinghe.core.clauses.words.words import Kind
from jinghe.core.values.periods import Period, next_month, plan_year

_PLACES = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """period None and unheld empty: the plan year. is_yearly: 每年, read as the plan year."""

    period: Period | None = None
    unheld: str = ""
    is_yearly: bool = False


def due(tokens: tuple[Token, ...], year: int | None) -> Due | None:
    """The period that the time words of a phrase name; None where there are none.

    year: of the plan; without it the first year named is taken for it and shorter periods cannot be held.
    """
    named = [int(token.meaning.partition(":")[2]) for token in tokens if token.kind is Kind.YEAR]
    times = [token for token in tokens if token.kind is Kind.PERIOD]
    if unheld := next((token for token in times if token.meaning == "unheld"), None):
        return Due(unheld=unheld.text)
    base = named[0] if named else year
    parts = [token for token in times if ":" in token.meaning]
    if len({token.meaning for token in parts}) > 1 or len(set(named)) > 1:
        return Due(
            unheld="、".join(dict.fromkeys(t.text for t in tokens if t in parts or t.kind is Kind.YEAR))
        )
    if parts:
        part = _part_of_year(parts[0], base)
        is_whole = part.period is not None and base == year and part.period == plan_year(base or 0)
        return Due() if is_whole else part
    if named and year is not None and named[0] != year:
        return Due(period=plan_year(named[0]))
    if not named and not times:
        return None
    return Due(is_yearly=any(token.meaning == "yearly" for token in times))


def _of_dates(token: Token, kind: str, text: str, year: int | None) -> Due:
    """1—3月, 6月30日前; days and months that do not exist cannot be held."""
    first, last = (int(number) for number in re.split("[—至到月]", text))
    try:
        if year is None:
            return Due(unheld=token.text)
        if kind == "by_day":
            day = date(year, first, last)
            return Due(period=Period(start=date(year, 1, 1), before=day + timedelta(days=1)))
        return Due(period=Period(start=date(year, first, 1), before=next_month(date(year, last, 1))))
    except ValueError:
        return Due(unheld=token.text)


def _part_of_year(token: Token, year: int | None) -> Due:
    kind, _, text = token.meaning.partition(":")
    if kind in ("months", "by_day"):
        return _of_dates(token, kind, text, year)
    place = _PLACES.get(text) or int(text)
    if year is None or (kind == "by_month" and not 1 <= place <= 12):
        return Due(unheld=token.text)
    if kind == "by_month":
        return Due(period=Period(start=date(year, 1, 1), before=next_month(date(year, place, 1))))
    length = 3 if kind == "quarter" else 6
    start, end = length * (place - 1) + 1, length * place
    return Due(period=Period(start=date(year, start, 1), before=next_month(date(year, end, 1))))
