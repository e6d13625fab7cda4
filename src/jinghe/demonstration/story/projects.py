"""The 招商项目: those of 2022 as told one by one, those of 2019–2021 from quotas, each with its stages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from jinghe.core.counting.entries import Credit, Entry
from jinghe.core.counting.facts import WHOLE_SHARE, FactKind, Role
from jinghe.demonstration.plan import builtin_plan
from jinghe.demonstration.story.chance import Dice
from jinghe.demonstration.story.facts import Project
from jinghe.demonstration.story.names import InventedNames
from jinghe.demonstration.story.texts import AS_OF, BEFORE_YEAR, counties, rows, ten_thousands, told

LAST_STAGE = AS_OF - timedelta(days=6)
BANDS = ((100, 150), (50, 85), (30, 46), (10, 24), (1, 9))
"""What a project of each size band is contracted at, 亿元, both ends possible."""

INDUSTRIES = {
    "energy_chemical": 12,
    "electronics": 12,
    "equipment": 14,
    "new_materials": 12,
    "food": 14,
    "agriculture": 10,
    "logistics": 6,
    "commerce": 4,
    "culture_tourism": 6,
    "health": 5,
    "digital": 4,
    "forestry": 2,
}
LARGE_FROM, MEDIUM_FROM = 300_000, 100_000
"""In 万元: from here on only industry is plausible, and from here on no small trade."""

LARGE_INDUSTRIES = ("energy_chemical", "electronics", "equipment", "new_materials")
SMALL_INDUSTRIES = ("commerce", "forestry", "agriculture")
REGIONS = {
    "50": 20, "44": 16, "51": 12, "33": 11, "32": 9, "31": 6,
    "11": 6, "35": 6, "42": 4, "37": 4, "43": 3, "61": 3,
}  # fmt: skip
FOREIGN_ORIGINS = {"81": "hk_macao", "71": "taiwan", "00": "foreign"}
TERMINATES_FROM = 19
"""A unit with at least that many older projects has one that came to nothing."""


def projects(dice: Dice, names: InventedNames) -> tuple[Project, ...]:
    """Every project in order of signing, with its code."""
    recent = [_told(row, dice, names) for row in rows(told("projects")["signed_2022"])]
    older = [project for county in counties() for project in _older(county, recent, dice, names)]
    found = sorted(older + recent, key=lambda project: (project.signed_on, project.name))
    counts: dict[int, int] = {}
    numbered = []
    for project in found:
        year = project.signed_on.year
        counts[year] = counts.get(year, 0) + 1
        numbered.append(
            replace(project, code=f"P{year}-{counts[year]:03}", credits=_placed(project, len(numbered)))
        )
    return tuple(numbered)


PARK_SHARE = 5
"""How many more projects stand in the first sub-unit, the park, than in any other."""


def _placed(project: Project, place: int) -> tuple[Credit, ...]:
    """The credits with the sub-unit where the project stands; each unit leaves some with none of them."""
    return tuple(
        replace(credit, sub_unit=credit.sub_unit or _sub_unit(credit.unit, place))
        if credit.role is Role.HOST
        else credit
        for credit in project.credits
    )


def _sub_unit(unit: str, place: int) -> str:
    names: list[str] = told("carrying")["sub_units"].get(unit, [])
    places = [*names[:1] * PARK_SHARE, *names, ""] if names else [""]
    return places[place * 5 % len(places)]


def stages(project: Project) -> Iterator[Entry]:
    """What happened to the project itself, without money."""
    yield project.fact(FactKind.SIGNING, project.signed_on, project.investment)
    if project.registered_on:
        yield project.fact(FactKind.REGISTRATION, project.registered_on)
        if project.is_foreign:
            yield project.fact(FactKind.FOREIGN_ENTERPRISE, project.registered_on)
    if project.started_on:
        yield project.fact(FactKind.CONSTRUCTION_START, project.started_on)
    if project.produced_on:
        yield project.fact(FactKind.PRODUCTION_START, project.produced_on)
    if project.terminated_on:
        yield project.fact(FactKind.TERMINATION, project.terminated_on)


def _told(row: dict[str, str], dice: Dice, names: InventedNames) -> Project:
    month, (note, _, noted) = int(row["month"]), row["note"].partition("=")
    signed = date(2022, month, dice.between(4, 24))
    registered = dice.day(_later(signed, 5), _capped(signed, 35)) if row["stage"] != "签约" else None
    started = dice.day(_later(registered, 10), _capped(registered, 45)) if registered else None
    return Project(
        code="",
        name=names.take(row["name"]),
        investor_name=names.investor(row["region"], row["industry"]),
        credits=(
            *_shared(row["host"], Role.HOST, noted if note == "园区" else ""),
            *_shared(row["sponsor"], Role.SPONSOR),
        ),
        signed_on=signed,
        investment=ten_thousands(row["亿元"]),
        industry=row["industry"],
        region=row["region"],
        investor=tuple(row["investor"].split(",")),
        first_region=noted if note == "原报" else "",
        is_real_estate=note == "房地产",
        is_government_investment=note == "政府投资",
        registered_on=registered,
        started_on=started if row["stage"] == "开工" else None,
    )


def _shared(text: str, role: Role, sub_unit: str = "") -> tuple[Credit, ...]:
    """“甲” or “甲 6000+乙 4000” as credits."""
    pairs = [one.partition(" ") for one in text.split("+") if one]
    return tuple(
        Credit(unit=unit, role=role, share=int(share or WHOLE_SHARE), sub_unit=sub_unit)
        for unit, _, share in pairs
    )


def industry_for(investment: int, dice: Dice) -> str:
    """An industry in which a project of that size (万元) is plausible."""
    if investment >= LARGE_FROM:
        return dice.weighted({code: INDUSTRIES[code] for code in LARGE_INDUSTRIES})
    left_out = SMALL_INDUSTRIES if investment >= MEDIUM_FROM else ()
    return dice.weighted({code: weight for code, weight in INDUSTRIES.items() if code not in left_out})


def _older(county: dict[str, str], recent: list[Project], dice: Dice, names: InventedNames) -> list[Project]:
    """The projects of 2019–2021 that a unit hosts; the earlier signed, the further most of them have come."""
    unit, is_silent = county["unit"], county["funds"] == "0"
    bands = zip(BANDS, county["bands"].split(), strict=True)
    sizes = dice.shuffled([band for band, count in bands for _ in range(int(count))])
    last = date(2021, 6, 30) if is_silent else date(2021, 12, 10)
    drafts = [_draft(unit, size, dice.day(date(2019, 1, 8), last), dice, names) for size in sizes]
    drafts.sort(key=lambda one: one.signed_on + timedelta(days=dice.between(0, 200)))
    own = [project for project in recent if project.hosts == (unit,)]
    registered = int(county["registered"]) - sum(project.registered_on is not None for project in own)
    started = int(county["started"]) - sum(project.started_on is not None for project in own)
    cutoff = BEFORE_YEAR if is_silent else LAST_STAGE
    found = []
    for place, draft in enumerate(drafts):
        is_foreign = county["capital"] != "0" and place == len(drafts) // 3
        one = _as_foreign(draft, dice, names) if is_foreign else draft
        if place < registered:
            one = replace(one, registered_on=_between(one.signed_on, 15, 130, cutoff, dice))
        if place < started and one.registered_on:
            one = replace(one, started_on=_between(one.registered_on, 20, 240, cutoff, dice))
        if place < int(county["producing"]) and one.started_on:
            one = replace(one, produced_on=_between(one.started_on, 300, 800, cutoff, dice))
        if place == started and len(drafts) >= TERMINATES_FROM:
            one = replace(one, terminated_on=_between(one.signed_on, 240, 420, cutoff, dice))
        found.append(one)
    return found


def _draft(unit: str, size: tuple[int, int], signed: date, dice: Dice, names: InventedNames) -> Project:
    investment = dice.between(size[0] * 10, size[1] * 10) * 1000
    industry, region = industry_for(investment, dice), dice.weighted(REGIONS)
    credited = [Credit(unit=unit, role=Role.HOST)]
    if dice.chance(25):
        credited.append(Credit(unit=dice.pick(_sponsors()), role=Role.SPONSOR))
    return Project(
        code="",
        name=names.project(unit, industry),
        investor_name=names.investor(region, industry),
        credits=tuple(credited),
        signed_on=signed,
        investment=investment,
        industry=industry,
        region=region,
        investor=("private",) if dice.chance(85) else ("state",),
    )


def _as_foreign(project: Project, dice: Dice, names: InventedNames) -> Project:
    region = dice.pick(tuple(FOREIGN_ORIGINS))
    return replace(
        project,
        region=region,
        investor=(FOREIGN_ORIGINS[region],),
        investor_name=names.investor(region, project.industry),
    )


def _sponsors() -> tuple[str, ...]:
    """The departments that ever led a project; one of them never did anything."""
    units = dict.fromkeys(target.unit for target in builtin_plan().targets if target.role is Role.SPONSOR)
    return tuple(unit for unit in units if unit != "市乡村振兴局")


def _between(since: date, low: int, high: int, cutoff: date, dice: Dice) -> date:
    return dice.day(_later(since, low), min(_later(since, high), cutoff))


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _capped(day: date, days: int) -> date:
    return min(_later(day, days), LAST_STAGE)
