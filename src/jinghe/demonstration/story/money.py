"""到位资金 and 固定资产投资, placed so that each unit comes to the figures it is told. All in 万元."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.story.chance import Dice, share_out
from jinghe.demonstration.story.facts import Project
from jinghe.demonstration.story.texts import AS_OF, BEFORE_YEAR, YEAR, counties, ten_thousands, told

Payment = tuple[date, int]
FIXED_PERCENT = 60
"""How much of the money that arrived became fixed investment, where no figure is told."""

IS_PROVED_PERCENT = 98
HALF_YEARS = tuple(
    (date(year, first, 1), date(year, last, 30 if last == 6 else 31))
    for year in (2019, 2020, 2021)
    for first, last in ((1, 6), (7, 12))
)


def money(projects: tuple[Project, ...], dice: Dice) -> list[Entry]:
    """Every arrival of money and what was built with it, up to the end of October 2022."""
    found: list[Entry] = []
    for county in counties():
        own = [project for project in projects if project.hosts == (county["unit"],)]
        shared = [one for one in projects if county["unit"] in one.hosts and len(one.hosts) > 1]
        found += _county_money(county, own, shared, dice)
    shared_told = told("projects")["shared"]
    for project in projects:
        if len(project.hosts) > 1:
            payments = _monthly(project, ten_thousands(shared_told["funds"]), dice)
            found += _funds(project, payments, dice)
            found += _fixed(project, payments, ten_thousands(shared_told["outside"]), dice)
    return found


def _county_money(
    county: dict[str, str], own: list[Project], shared: list[Project], dice: Dice
) -> Iterator[Entry]:
    """The money of the projects a unit hosts alone; what it shares is taken off its figures."""
    halves = told("projects")["shared"] if shared else {"funds": "0", "outside": "0"}
    funds = ten_thousands(county["funds"]) - ten_thousands(halves["funds"]) // 2
    contracted = sum(one.investment for one in own) + sum(one.investment for one in shared) // 2
    earlier = contracted * int(county["rate"]) // 100 - ten_thousands(county["funds"])
    weights = [_months_before(one) * one.investment for one in own]
    before = share_out(earlier, weights, [_ceiling(one) for one in own])
    room = [_ceiling(one) * 5 // 4 - paid for one, paid in zip(own, before, strict=True)]
    paid = share_out(funds, [_weight(one, dice) for one in own], room)
    yield from _before_year(own, before, dice)
    payments = [_monthly(one, sum_, dice) for one, sum_ in zip(own, paid, strict=True)]
    outside = ten_thousands(county["outside"]) - ten_thousands(halves["outside"]) // 2
    weights = [sum_ * one.is_from_outside * bool(one.started_on) for one, sum_ in zip(own, paid, strict=True)]
    built = share_out(outside, weights, paid)
    for one, its_payments, its_paid, its_built in zip(own, payments, paid, built, strict=True):
        yield from _funds(one, its_payments, dice)
        is_inside = one.started_on and not one.is_from_outside
        yield from _fixed(
            one, its_payments, its_paid * FIXED_PERCENT // 100 if is_inside else its_built, dice
        )


def _months_before(project: Project) -> int:
    """Months of 2019–2021 in which money could arrive."""
    if not project.registered_on:
        return 0
    last = min(project.produced_on or BEFORE_YEAR, project.terminated_on or BEFORE_YEAR, BEFORE_YEAR)
    return max((last - project.registered_on).days // 30, 0)


def _ceiling(project: Project) -> int:
    """At most that much of the contract had arrived before 2022; a quarter more may by now."""
    return project.investment * (72 if project.started_on else 14) // 100


def _weight(project: Project, dice: Dice) -> int:
    """How much a project draws in 2022: by size, months, stage and luck."""
    luck = dice.between(60, 140)
    if not project.registered_on or project.terminated_on or project.registered_on > date(YEAR, 10, 20):
        return 0
    months = AS_OF.month - (project.registered_on.month - 1 if project.registered_on.year == YEAR else 0)
    stage = 3 if project.produced_on else 10 if project.started_on else 2
    return project.investment * months * stage * luck


def _before_year(own: list[Project], sums: list[int], dice: Dice) -> Iterator[Entry]:
    for project, total in zip(own, sums, strict=True):
        payments = _half_yearly(project, total, dice) if total else []
        for on, amount in payments:
            yield project.fact(FactKind.FUNDS, on, amount)
        by_year: defaultdict[int, int] = defaultdict(int)
        for on, amount in payments:
            if project.started_on and project.started_on.year <= on.year:
                by_year[on.year] += amount * FIXED_PERCENT // 100
        for year, built in by_year.items():
            yield project.fact(FactKind.FIXED_INVESTMENT, date(year, 12, 31), built)


def _half_yearly(project: Project, total: int, dice: Dice) -> list[Payment]:
    since = project.registered_on or project.signed_on
    until = project.produced_on or project.terminated_on or BEFORE_YEAR
    halves = [(max(a, since), min(b, until)) for a, b in HALF_YEARS if a <= until and b >= since]
    parts = dice.parts(total, len(halves))
    return [(dice.day(*half), part) for half, part in zip(halves, parts, strict=True) if part]


def _monthly(project: Project, total: int, dice: Dice) -> list[Payment]:
    """Arrivals in some of the months of 2022 since registration; rounded to ten 万元 but for the last."""
    if not total or not project.registered_on:
        return []
    since = max(project.registered_on, date(YEAR, 1, 1))
    months = [month for month in range(since.month, AS_OF.month + 1) if dice.chance(62)] or [AS_OF.month]
    months = sorted(dice.shuffled(months)[: max(total // 300, 1)])
    rough = [part // 10 * 10 for part in dice.parts(total, len(months))]
    rough[-1] += total - sum(rough)
    days = [dice.day(max(since, date(YEAR, month, 2)), date(YEAR, month, 28)) for month in months]
    return [(day, part) for day, part in zip(days, rough, strict=True) if part]


def _funds(project: Project, payments: list[Payment], dice: Dice) -> Iterator[Entry]:
    """到位资金; now and then the bank receipt is still missing 待补."""
    for on, amount in payments:
        yield project.fact(FactKind.FUNDS, on, amount, is_proved=dice.chance(IS_PROVED_PERCENT))


def _fixed(project: Project, payments: list[Payment], total: int, dice: Dice) -> Iterator[Entry]:
    """固定资产投资 at the ends of some of the months in which money arrived since construction started."""
    if not total or not project.started_on:
        return
    since = max(project.started_on, date(YEAR, 1, 1))
    months = [on.month for on, _ in payments if on.month >= since.month and dice.chance(75)] or [AS_OF.month]
    for month, part in zip(months, dice.parts(total, len(months)), strict=True):
        if part:
            yield project.fact(FactKind.FIXED_INVESTMENT, _month_end(month), part)


def _month_end(month: int) -> date:
    return date(YEAR, month, monthrange(YEAR, month)[1])
