"""The acts of the demonstration year: when the office recorded what, and how it answered its mistakes."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FactKind, Role
from jinghe.demonstration.plan import builtin_plan
from jinghe.demonstration.story.facts import Project, in_order
from jinghe.demonstration.story.texts import YEAR, counties
from jinghe.demonstration.story.values import Act, PostAct, RestateAct, ReturnAct, ReverseAct

REVIEWER = "shenhe"
CLERKS = {"通川区": "tongchuan", "市发展改革委": "fagai"}
"""Who files the returns, where the demonstration has an account for it."""

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPENS_AT = time(9, 0)
WORKING_MINUTES, LONGEST_STEP = 480, 25
CHUNK = 400
"""Entries in one opening act, at most."""

OPENING = {2019: date(YEAR, 1, 10), 2020: date(YEAR, 1, 11), 2021: date(YEAR, 1, 12)}
CALENDAR = {
    1: (date(YEAR, 2, 7), date(YEAR, 2, 8), date(YEAR, 2, 9), date(YEAR, 2, 10)),
    2: (date(YEAR, 3, 1), date(YEAR, 3, 2), date(YEAR, 3, 3), date(YEAR, 3, 4)),
    3: (date(YEAR, 4, 1), date(YEAR, 4, 2), date(YEAR, 4, 6), date(YEAR, 4, 7)),
    4: (date(YEAR, 5, 5), date(YEAR, 5, 6), date(YEAR, 5, 7), date(YEAR, 5, 9)),
    5: (date(YEAR, 6, 1), date(YEAR, 6, 2), date(YEAR, 6, 6), date(YEAR, 6, 7)),
    6: (date(YEAR, 7, 1), date(YEAR, 7, 4), date(YEAR, 7, 5), date(YEAR, 7, 6)),
    7: (date(YEAR, 8, 1), date(YEAR, 8, 2), date(YEAR, 8, 3), date(YEAR, 8, 4)),
    8: (date(YEAR, 9, 1), date(YEAR, 9, 2), date(YEAR, 9, 5), date(YEAR, 9, 6)),
    9: (date(YEAR, 10, 8), date(YEAR, 10, 9), date(YEAR, 10, 10), date(YEAR, 10, 11)),
    10: (date(YEAR, 11, 1), date(YEAR, 11, 3), date(YEAR, 11, 7), date(YEAR, 11, 8), date(YEAR, 11, 9)),
}
"""Month of 2022 → working days, some by 调休: returns come on all but the last, which is for recording."""

LATE_RETURN = ("市林业局", 9, date(YEAR, 10, 19))
REVERSED_ON, RESTATED_ON, CORRECTED_ON = date(YEAR, 7, 19), date(YEAR, 7, 21), date(YEAR, 10, 14)
DUPLICATED_IN, DUPLICATED_MONTH = "达川区", 6
FORGOTTEN_IN, FORGOTTEN_MONTH = "渠县", 8
RETURN_RANK, POST_RANK, FOREIGN_RANK = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """An act that waits for its minute. rank orders the acts of one day."""

    on: date
    rank: int
    make: Callable[..., Act]


def acts_of(
    projects: tuple[Project, ...], entries: tuple[Entry, ...], arrivals: tuple[tuple[Entry, ...], ...]
) -> tuple[Act, ...]:
    """Everything in the order of recording. arrivals: foreign capital, entries that are recorded together."""
    restated = next(project for project in projects if project.first_region)
    others = tuple(entry for entry in entries if entry.subject != restated.code)
    forgotten = _one_of(others, FORGOTTEN_IN, FORGOTTEN_MONTH)
    duplicated = _one_of(others, DUPLICATED_IN, DUPLICATED_MONTH)
    again = replace(duplicated, occurred_on=duplicated.occurred_on + timedelta(days=2))
    names = {project.code: project.name for project in projects}
    kept = tuple(entry for entry in entries if entry is not forgotten)
    planned = [
        *_opening(kept),
        *_returns((*kept, *(entry for arrival in arrivals for entry in arrival))),
        *_monthly((*kept, again), restated),
        *(_arrival(arrival, names[arrival[0].subject]) for arrival in arrivals),
        _reversal(again, names[again.subject]),
        _restatement(restated),
        _correction(forgotten, names[forgotten.subject]),
    ]
    return _timed(planned)


def _one_of(entries: tuple[Entry, ...], unit: str, month: int) -> Entry:
    """A mistake in waiting: the largest arrival, with papers, of a unit alone in a month of 2022."""
    fitting = (
        entry
        for entry in entries
        if entry.kind is FactKind.FUNDS
        and _owner(entry) == unit
        and (entry.occurred_on.year, entry.occurred_on.month) == (YEAR, month)
        and entry.occurred_on.day <= 26
        and entry.evidence
        and sum(credit.role is Role.HOST for credit in entry.credits) == 1
    )
    return max(fitting, key=lambda entry: (entry.amount_fen, entry.subject))


def _owner(entry: Entry) -> str:
    """The unit that reports it: the host of a project (the leading one), else the department."""
    hosts = [credit.unit for credit in entry.credits if credit.role is Role.HOST]
    return hosts[0] if hosts else entry.credits[0].unit


def _post(on: date, reason: str, entries: tuple[Entry, ...], rank: int = POST_RANK) -> _Planned:
    return _Planned(on=on, rank=rank, make=partial(PostAct, by=REVIEWER, reason=reason, entries=entries))


def _opening(entries: tuple[Entry, ...]) -> Iterator[_Planned]:
    for year, on in OPENING.items():
        of_year = in_order(entry for entry in entries if entry.occurred_on.year == year)
        for number, start in enumerate(range(0, len(of_year), CHUNK), start=1):
            yield _post(on, f"期初台账：{year}年（第{number}批）", of_year[start : start + CHUNK])


def _monthly(entries: tuple[Entry, ...], restated: Project) -> Iterator[_Planned]:
    """What the returns of a month hold, one act a unit; origins as they were believed to be at the time."""
    batches: defaultdict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.occurred_on.year == YEAR:
            batches[entry.occurred_on.month, _owner(entry)].append(entry)
    for month, days in CALENDAR.items():
        for unit in _units():
            batch = in_order(batches[month, unit])
            if days[-1] < RESTATED_ON:
                batch = tuple(_as_believed(entry, restated) for entry in batch)
            if batch:
                yield _post(days[-1], f"{YEAR}年{month}月月报认定：{unit}", batch)


def _as_believed(entry: Entry, restated: Project) -> Entry:
    return replace(entry, region=restated.first_region) if entry.subject == restated.code else entry


def _units() -> list[str]:
    """The units that have targets, in the order of the notice."""
    return list(dict.fromkeys(target.unit for target in builtin_plan().targets))


def _returns(entries: tuple[Entry, ...]) -> Iterator[_Planned]:
    """One return a month for each unit but the silent one; 零报告 where it had nothing at all."""
    silent = {county["unit"] for county in counties() if county["funds"] == "0"}
    told = {
        (entry.occurred_on.month, credit.unit)
        for entry in entries
        if entry.occurred_on.year == YEAR
        for credit in entry.credits
    }
    for month, days in CALENDAR.items():
        for place, unit in enumerate(_units()):
            on = days[(place + month) % (len(days) - 1)]
            if (unit, month) == LATE_RETURN[:2]:
                on = LATE_RETURN[2]
            is_zero = (month, unit) not in told
            by = CLERKS.get(unit, f"{unit}填报员")
            make = partial(ReturnAct, by=by, unit=unit, month=date(YEAR, month, 1), is_zero=is_zero)
            if unit not in silent:
                yield _Planned(on=on, rank=RETURN_RANK, make=make)


def _arrival(entries: tuple[Entry, ...], name: str) -> _Planned:
    first = entries[0].occurred_on
    reason = f"外资到资认定（{first.month}月{first.day}日）：{name}"
    return _post(CALENDAR[first.month][-1], reason, entries, FOREIGN_RANK)


def _reversal(entry: Entry, name: str) -> _Planned:
    reason = f"冲销重复入账：{name}同一笔到位资金按到账日、记账日各报一次"
    make = partial(
        ReverseAct,
        by=REVIEWER,
        reason=reason,
        subject=entry.subject,
        kind=entry.kind,
        occurred_on=entry.occurred_on,
    )
    return _Planned(on=REVERSED_ON, rank=POST_RANK, make=make)


def _restatement(project: Project) -> _Planned:
    reason = f"更正投资来源地：{project.name}投资方注册地在四川省内，原按省外申报"
    make = partial(
        RestateAct, by=REVIEWER, reason=reason, subject=project.code, changes={"region": project.region}
    )
    return _Planned(on=RESTATED_ON, rank=POST_RANK, make=make)


def _correction(entry: Entry, name: str) -> _Planned:
    day = entry.occurred_on
    return _post(CORRECTED_ON, f"补记：{name}{day.month}月{day.day}日到位资金，当月月报漏报", (entry,))


def _timed(planned: list[_Planned]) -> tuple[Act, ...]:
    """Gives each act its minute: the acts of a day are spread over its working hours."""
    by_day: defaultdict[date, list[_Planned]] = defaultdict(list)
    for one in planned:
        by_day[one.on].append(one)
    acts = []
    for on in sorted(by_day):
        ordered = sorted(by_day[on], key=lambda one: one.rank)
        step = timedelta(minutes=min(WORKING_MINUTES // len(ordered), LONGEST_STEP))
        opens = datetime.combine(on, OPENS_AT, SHANGHAI)
        acts += [one.make(at=opens + place * step) for place, one in enumerate(ordered, start=1)]
    return tuple(acts)
