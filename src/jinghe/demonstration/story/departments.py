"""What the departments do themselves: leads 有效投资信息, offerings 推出项目, trips 小分队外出."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from jinghe.core.counting.criteria import NO_CRITERIA, Criteria
from jinghe.core.counting.entries import Credit, Entry
from jinghe.core.counting.facts import WHOLE_SHARE, FactKind, Role
from jinghe.demonstration.plan import builtin_plan
from jinghe.demonstration.story.chance import Dice
from jinghe.demonstration.story.facts import in_order, papers
from jinghe.demonstration.story.names import InventedNames, place_name
from jinghe.demonstration.story.projects import REGIONS, industry_for
from jinghe.demonstration.story.texts import FEN_PER_TEN_THOUSAND, YEAR, rows, ten_thousands, told
from jinghe.demonstration.story.values import Subject, SubjectKind
from jinghe.reference.lexicon_loading import lexicon

BUREAU = "市经济合作外事局"
FIRST, LAST = date(YEAR, 1, 10), date(YEAR, 10, 28)
STEP = 1000
"""Sizes in steps of 0.1 亿元, here in 万元."""

ORIGINS = {"taiwan": "71", "hk_macao": "81", "foreign": "00", "overseas_chinese": "00"}
DESTINATIONS = {
    "市政府驻北京联络处": "11",
    "市政府驻成都办事处": "51",
    "市政府驻重庆办事处": "50",
    "市政府驻深圳办事处": "44",
}
LETTERS: dict[SubjectKind, str] = {"lead": "L", "offering": "O", "trip": "T"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One piece of work before it has a code. investment: 万元. left_on: when it left the reserve."""

    kind: SubjectKind
    fact: FactKind
    on: date
    name: str
    units: tuple[str, ...]
    investor_name: str = ""
    investment: int | None = None
    industry: str = ""
    region: str = ""
    investor: tuple[str, ...] = ()
    left_on: date | None = None


def department_work(dice: Dice, names: InventedNames) -> tuple[tuple[Subject, ...], list[Entry]]:
    """The subjects in order of their codes, and their entries."""
    pieces: list[_Piece] = []
    for row in rows(told("departments")["rows"]):
        pieces += _leads(row, dice, names)
        pieces += _offerings(row, dice, names)
        pieces += _trips(row, dice, names)
    pieces += _reserve(dice, names)
    pieces.append(_joint_trip(names))
    return _numbered(pieces)


def _numbered(pieces: list[_Piece]) -> tuple[tuple[Subject, ...], list[Entry]]:
    subjects, entries = [], []
    counts: dict[str, int] = {}
    for piece in sorted(pieces, key=lambda one: (one.kind, one.on, one.name)):
        prefix = f"{LETTERS[piece.kind]}{piece.on.year}"
        counts[prefix] = counts.get(prefix, 0) + 1
        code = f"{prefix}-{counts[prefix]:03}"
        subjects.append(
            Subject(code=code, name=piece.name, kind=piece.kind, investor_name=piece.investor_name)
        )
        entries.append(_entry(piece, code, piece.fact, piece.on))
        if piece.left_on:
            entries.append(_entry(piece, code, FactKind.OFFERING_EXIT, piece.left_on))
    return tuple(subjects), list(in_order(entries))


def _entry(piece: _Piece, code: str, kind: FactKind, on: date) -> Entry:
    share = WHOLE_SHARE // len(piece.units)
    return Entry(
        kind=kind,
        subject=code,
        occurred_on=on,
        credits=tuple(Credit(unit=unit, role=Role.SPONSOR, share=share) for unit in piece.units),
        investment_fen=None if piece.investment is None else piece.investment * FEN_PER_TEN_THOUSAND,
        industry=piece.industry,
        region=piece.region,
        investor=piece.investor,
        evidence=papers(kind, piece.name, on),
    )


def _wanted(unit: str, indicator: str) -> Criteria:
    """What the unit's first target of an indicator asks for."""
    plan = builtin_plan()
    mine = (target for target in plan.targets_of(unit) if target.indicator == indicator)
    first = next(mine, None)
    return plan.restrictions(first) if first else NO_CRITERIA


def _code(criteria: Criteria, dimension: str, dice: Dice, otherwise: Callable[[], str]) -> str:
    """A code of the demonstration that satisfies the criteria in a dimension; if they ask none, another."""
    words: tuple[str, ...] = getattr(criteria, dimension)
    wanted = {code for word in words for code in lexicon().codes(dimension, word)}
    return dice.pick([code for code in _used_codes()[dimension] if code in wanted]) if wanted else otherwise()


def _used_codes() -> dict[str, list[str]]:
    names = told("names")
    return {
        "industry": sorted(names["products"]),
        "region": names["regions"],
        "investor": names["investors"],
    }


def _leads(row: dict[str, str], dice: Dice, names: InventedNames) -> Iterator[_Piece]:
    fitting, small = (int(count) for count in row["leads"].split("+"))
    wanted = _wanted(row["unit"], "leads")
    floor = (wanted.investment_at_least or 0) // FEN_PER_TEN_THOUSAND
    for place in range(fitting + small):
        is_fitting = place < fitting
        low = (floor or 2 * STEP) if is_fitting else floor // 4
        high = (floor or 20 * STEP) * 4 if is_fitting else floor * 9 // 10
        size = dice.between(-(-low // STEP), high // STEP) * STEP
        investor = _code(wanted, "investor", dice, lambda: "private")
        region = ORIGINS.get(investor) or _code(wanted, "region", dice, lambda: dice.weighted(REGIONS))
        industry = _code(wanted, "industry", dice, partial(industry_for, size, dice))
        company = names.investor(region, industry)
        yield _Piece(
            kind="lead",
            fact=FactKind.LEAD,
            on=dice.day(FIRST, LAST),
            name=names.take(f"{place_name(region)}企业{names.product(industry)}投资意向"),
            investor_name=company,
            units=(row["unit"],),
            investment=size,
            industry=industry,
            region=region,
            investor=(investor,),
        )


def _offerings(row: dict[str, str], dice: Dice, names: InventedNames) -> Iterator[_Piece]:
    wanted = _wanted(row["unit"], "offerings")
    for text in row["offerings"].split():
        count, _, span = text.partition("×")
        low, high = (ten_thousands(end) for end in span.split("–"))
        for _ in range(int(count)):
            # Below the upper end: the next band begins there.
            size = dice.between(low // STEP, high // STEP - 1) * STEP
            yield _offering(row["unit"], dice.day(FIRST, LAST), size, wanted, dice, names)


def _offering(unit: str, on: date, size: int, wanted: Criteria, dice: Dice, names: InventedNames) -> _Piece:
    industry = _code(wanted, "industry", dice, partial(industry_for, size, dice))
    investor = _code(wanted, "investor", dice, str)
    return _Piece(
        kind="offering",
        fact=FactKind.OFFERING,
        on=on,
        name=names.project("", industry),
        units=(unit,),
        investment=size,
        industry=industry,
        investor=(investor,) if investor else (),
    )


def _reserve(dice: Dice, names: InventedNames) -> Iterator[_Piece]:
    """The offerings of earlier years, some of which have left since: signed, or given up."""
    reserve = told("departments")["reserve"]
    offering = [row["unit"] for row in rows(told("departments")["rows"]) if row["offerings"]]
    others = [unit for unit in offering if unit != BUREAU]
    units = [BUREAU] * reserve["bureau"] + [dice.pick(others) for _ in range(reserve["others"])]
    leaving = set(dice.shuffled(range(len(units)))[: reserve["exits"]])
    for place, unit in enumerate(units):
        on = dice.day(date(2019, 2, 1), date(2021, 11, 30))
        size = dice.between(5, 300) * STEP
        piece = _offering(unit, on, size, _wanted(unit, "offerings"), dice, names)
        if place in leaving:
            left = dice.day(max(on + timedelta(days=90), date(2021, 3, 1)), LAST)
            piece = replace(piece, left_on=left)
        yield piece


def _trips(row: dict[str, str], dice: Dice, names: InventedNames) -> Iterator[_Piece]:
    days = sorted(dice.day(date(YEAR, 2, 14), LAST) for _ in range(int(row["trips"])))
    for number, on in enumerate(days, start=1):
        region = DESTINATIONS.get(row["unit"]) or dice.weighted(REGIONS)
        yield _trip((row["unit"],), on, region, f"（{row['unit']}第{number}批）", names)


def _joint_trip(names: InventedNames) -> _Piece:
    joint = told("departments")["joint_trip"]
    return _trip(
        tuple(joint["units"]),
        date(YEAR, 7, 12),
        joint["region"],
        f"（{'、'.join(joint['units'])}联合）",
        names,
    )


def _trip(units: tuple[str, ...], on: date, region: str, suffix: str, names: InventedNames) -> _Piece:
    return _Piece(
        kind="trip",
        fact=FactKind.TRIP,
        on=on,
        name=names.take(f"赴{place_name(region)}招商小分队{suffix}"),
        units=units,
        region=region,
    )
