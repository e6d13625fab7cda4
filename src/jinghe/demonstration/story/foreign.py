"""Foreign capital: an arrival is 实际利用外资 in 万元 and, where it came in cash, FDI in 万美元 as well."""

from datetime import date

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.story.chance import Dice
from jinghe.demonstration.story.facts import Project
from jinghe.demonstration.story.texts import AS_OF, YEAR, counties

IN_CASH_PERCENT = 70
"""How many of the arrivals, the earlier ones, came in cash from abroad."""


def foreign_arrivals(projects: tuple[Project, ...], dice: Dice) -> tuple[tuple[Entry, ...], ...]:
    """One tuple an arrival, in 2022 and by the end of October."""
    found: list[tuple[Entry, ...]] = []
    for county in counties():
        if int(county["capital"]):
            own = [one for one in projects if one.hosts == (county["unit"],) and one.is_foreign]
            found += _county_arrivals(own, int(county["capital"]), int(county["fdi"]), dice)
    return tuple(found)


def _county_arrivals(projects: list[Project], capital: int, fdi: int, dice: Dice) -> list[tuple[Entry, ...]]:
    count = dice.between(5, 7)
    days = sorted(dice.day(date(YEAR, 2, 1), AS_OF) for _ in range(count))
    in_cash = dice.parts(fdi, count * IN_CASH_PERCENT // 100)
    found = []
    for place, (on, amount) in enumerate(zip(days, dice.parts(capital, count), strict=True)):
        project = dice.pick([one for one in projects if one.registered_on and one.registered_on < on])
        arrival = [project.fact(FactKind.FOREIGN_CAPITAL, on, amount)]
        if place < len(in_cash) and in_cash[place]:
            arrival.append(project.fact(FactKind.FDI, on, in_cash[place]))
        found.append(tuple(arrival))
    return found
