"""Builders with defaults: ledgers drawn as tables, targets and plans in one line, and what they come to.

Words and codes of the tests are the small `VOCABULARY` below, so that every spec can be read by itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.facts import FACT_RULES, WHOLE_SHARE, FactKind, Posting, Role
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.counting.rulings import Ruling
from jinghe.core.counting.tallies import tally
from jinghe.core.plan.plans import Plan, Scope, Target, Tier, Tiers, Unit
from jinghe.core.progress.measures import Measure, Sums, measure, of_city, read
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity
from jinghe.core.values.periods import Period
from jinghe.core.values.vocabulary import Vocabulary

YEAR = 2022
YEAR_END = date(YEAR, 12, 31)

# --- the words of the tests --------------------------------------------------------------------

_NAMES = {
    "industry": {
        "manufacturing": "工业",
        "energy_chemical": "能源化工",
        "electronics": "电子信息",
        "agriculture": "现代农业",
        "health": "医药健康",
    },
    "region": {
        "5117": "市内",
        "51": "省内市外",
        "11": "北京",
        "12": "天津",
        "13": "河北",
        "44": "广东",
        "50": "重庆",
        "00": "境外",
    },
    "investor": {
        "foreign": "外商",
        "hk_macao": "港澳商",
        "taiwan": "台商",
        "state": "国企",
        "state_central": "央企",
        "private": "民企",
    },
}
_NESTED = {
    "industry": {"工业": ("manufacturing", "energy_chemical", "electronics")},
    "region": {
        "京津冀": ("11", "12", "13"),
        "省外": ("11", "12", "13", "44", "50", "00"),
        "市外": ("51", "11", "12", "13", "44", "50", "00"),
    },
    "investor": {
        "外商": ("foreign", "hk_macao", "taiwan"),
        "国企": ("state", "state_central"),
        "地方国企": ("state",),
    },
}

VOCABULARY = Vocabulary(
    names=_NAMES,
    words={
        dimension: {name: frozenset({code}) for code, name in names.items()}
        | {word: frozenset(codes) for word, codes in _NESTED[dimension].items()}
        for dimension, names in _NAMES.items()
    },
)
"""Words nest: 工业 covers 能源化工 and 电子信息, 外商 covers 台商, 国企 covers 央企, 地方国企 not, 省外 all but 51*."""

_CODES = {dimension: {name: code for code, name in names.items()} for dimension, names in _NAMES.items()}

# --- ledgers -----------------------------------------------------------------------------------

KINDS = {rule.name: kind for kind, rule in FACT_RULES.items()} | {
    "信息": FactKind.LEAD,
    "推出": FactKind.OFFERING,
    "退库": FactKind.OFFERING_EXIT,
    "外出": FactKind.TRIP,
    "固投": FactKind.FIXED_INVESTMENT,
    "外资": FactKind.FOREIGN_CAPITAL,
    "外企": FactKind.FOREIGN_ENTERPRISE,
}
ROLES = {"主导引进": Role.SPONSOR, "引进": Role.SPONSOR, "承接落地": Role.HOST, "承接": Role.HOST}
_FLAGS = {"房地产": "is_real_estate", "政府投资": "is_government_investment"}
_COLUMNS = frozenset(
    [
        "seq",
        "entry",
        "on",
        "kind",
        "subject",
        "signed",
        "unit",
        "sub_unit",
        "role",
        "share",
        "amount",
        "investment",
        "industry",
        "region",
        "investor",
        "flags",
        "sign",
        "reverses",
    ]
)


def ledger(table: str) -> tuple[Posting, ...]:
    """The postings drawn as a table with a heading. Only on, kind and unit must be filled.

    on: 2022-03-01. kind: 到位资金, 签约, 信息… or the code. subject: one of its own for each line.
    signed: the day itself. role: 引进 or 承接 (承接 for projects). share: 50%. amount, investment: 6亿元.
    industry, region, investor: in words, several investors as 台商+民企. flags: 房地产, 政府投资.
    sign: − undoes the latest live line of that subject, kind, unit and role, and takes over all its columns.
    seq, entry: 1, 2, 3…; lines of one event share an entry.
    """
    heading, *lines = (_cells(line) for line in table.strip().splitlines() if line.strip())
    if strange := set(heading) - _COLUMNS:
        raise ValueError(f"no column {strange}")
    postings: list[Posting] = []
    for line in lines:
        told = dict(zip(heading, line, strict=True))
        postings.append(
            _undoing(told, postings) if told.get("sign") in ("−", "-") else _posting(told, postings)
        )
    return tuple(postings)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _posting(told: Mapping[str, str], before: list[Posting]) -> Posting:
    kind = _kind(told["kind"])
    of_project = FACT_RULES[kind].of_project
    occurred_on = date.fromisoformat(told["on"])
    signed = told.get("signed")
    amount = told.get("amount")
    sequence = _sequence(told, before)
    posting = Posting(
        sequence=sequence,
        entry=sequence,
        kind=kind,
        subject=told.get("subject") or f"第{sequence}号",
        occurred_on=occurred_on,
        cohort_on=date.fromisoformat(signed) if signed else occurred_on if of_project else None,
        unit=told["unit"],
        sub_unit=told.get("sub_unit", ""),
        role=ROLES[told["role"]] if told.get("role") else Role.HOST if of_project else Role.SPONSOR,
        share=_share(told.get("share")),
        amount_fen=base_units(amount) if amount else 0,
        currency=money(amount).unit.currency if amount else None,
        investment_fen=base_units(told["investment"]) if told.get("investment") else None,
        industry=_code("industry", told.get("industry")),
        region=_code("region", told.get("region")),
        investor=tuple(
            sorted(_code("investor", word) for word in (told.get("investor") or "").split("+") if word)
        ),
        **{column: flag in told.get("flags", "") for flag, column in _FLAGS.items()},
    )
    return replace(posting, entry=_entry(told, posting, before))


def _undoing(told: Mapping[str, str], before: list[Posting]) -> Posting:
    """The reversal of the latest standing line of that subject, kind, unit and role, or of the one named."""
    undone = {posting.reverses for posting in before}
    live = [posting for posting in before if posting.sign > 0 and posting.sequence not in undone]
    if told.get("reverses"):
        live = [posting for posting in live if posting.sequence == int(told["reverses"])]
    for posting in reversed(live):
        same = {
            "kind": posting.kind is _kind(told["kind"]),
            "unit": posting.unit == told["unit"],
            "subject": told.get("subject") in (None, "", posting.subject),
            "role": not told.get("role") or ROLES[told["role"]] is posting.role,
        }
        if all(same.values()):
            sequence = _sequence(told, before)
            undo = replace(posting, sequence=sequence, entry=sequence, sign=-1, reverses=posting.sequence)
            return replace(undo, entry=_entry(told, undo, before))
    raise ValueError(f"nothing to reverse: {told}")


def _sequence(told: Mapping[str, str], before: list[Posting]) -> int:
    latest = before[-1].sequence if before else 0
    sequence = int(told["seq"]) if told.get("seq") else latest + 1
    if sequence <= latest:
        raise ValueError(f"sequence {sequence} does not grow")
    return sequence


def _entry(told: Mapping[str, str], posting: Posting, before: list[Posting]) -> int:
    """Lines of one event (same subject, kind, day and sign, different credits) share an entry."""
    if told.get("entry"):
        return int(told["entry"])

    def event(one: Posting) -> tuple[object, ...]:
        return (one.subject, one.kind, one.occurred_on, one.sign)

    for other in reversed(before):
        if event(other) != event(posting) or (other.unit, other.role) == (posting.unit, posting.role):
            break
        if other.entry == other.sequence:
            return other.entry
    return posting.sequence


def _kind(word: str) -> FactKind:
    return KINDS[word] if word in KINDS else FactKind(word)


def _share(text: str | None) -> int:
    return int(Fraction(text.removesuffix("%")) * 100) if text else WHOLE_SHARE


def _code(dimension: str, word: str | None) -> str:
    return _CODES[dimension][word] if word else ""


def rows(table: str) -> list[dict[str, str]]:
    """A table with a heading as one dictionary a line; blank cells stay blank."""
    heading, *lines = (_cells(line) for line in table.strip().splitlines() if line.strip())
    return [dict(zip(heading, line, strict=True)) for line in lines]


# --- amounts -----------------------------------------------------------------------------------


def money(text: str) -> Quantity:
    """6亿元, 1.5亿元, 3000万元, 90%, 5条: a number and its unit of measure."""
    found = re.fullmatch(r"(-?[\d.]+)\s*(\S+)", text)
    if found is None:
        raise ValueError(f"no amount: {text}")
    return Quantity(number=Decimal(found[1]), unit=UNITS_OF_MEASURE[found[2]])


def base_units(text: str) -> int:
    """In 分, or pieces."""
    base = money(text).base
    if base.denominator != 1:
        raise ValueError(f"not whole: {text}")
    return base.numerator


# --- targets and plans -------------------------------------------------------------------------


def tiers(text: str) -> Tiers:
    """5条 is a required figure; 60亿元/65亿元 are 保证/工作."""
    figures = [money(part) for part in text.split("/")]
    return (
        Tiers(required=figures[0]) if len(figures) == 1 else Tiers(guaranteed=figures[0], working=figures[1])
    )


def target(
    indicator: str = "leads",
    figure: str = "",
    *,
    unit: str = "发改委",
    at_least: str | None = None,
    below: str | None = None,
    strict: bool = False,
    industry: str | tuple[str, ...] = (),
    region: str | tuple[str, ...] = (),
    investor: str | tuple[str, ...] = (),
    signed_since: int | None = None,
    excludes_real_estate: bool = False,
    excludes_government_investment: bool = False,
    during: tuple[str, str] | None = None,
    **others: object,
) -> Target:
    """A target by its indicator's rule: 1 of its unit of measure, SPONSOR where the role is left open."""
    rule = INDICATORS[indicator]
    told = {
        "key": f"{unit}-{indicator}",
        "role": rule.role or Role.SPONSOR,
        "window": rule.window,
        "column": rule.name,
        **others,
    }
    return Target(
        unit=unit,
        indicator=indicator,
        tiers=tiers(figure or f"1{rule.unit_of_measure}"),
        criteria=Criteria(
            investment_at_least=base_units(at_least) if at_least else None,
            investment_below=base_units(below) if below else None,
            strict=strict,
            industry=_words(industry),
            region=_words(region),
            investor=_words(investor),
            signed_since=signed_since,
            excludes_real_estate=excludes_real_estate,
            excludes_government_investment=excludes_government_investment,
        ),
        period=Period(start=date.fromisoformat(during[0]), before=date.fromisoformat(during[1]))
        if during
        else None,
        **told,
    )


def _words(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def plan_of(
    *targets: Target,
    units: Iterable[str] = (),
    groups: Mapping[str, str] | None = None,
    rulings: Mapping[str, str] | Iterable[Ruling] = (),
    **others: object,
) -> Plan:
    """A plan of 2022 that holds the targets; their units and `units`, all in 甲组 unless `groups` says so."""
    names = dict.fromkeys([*(target.unit for target in targets), *units])
    if isinstance(rulings, Mapping):
        rulings = [Ruling(name=name, value=value, source="测试") for name, value in rulings.items()]
    return Plan(
        year=YEAR,
        units=tuple(Unit(name=name, group=(groups or {}).get(name, "甲组")) for name in names),
        targets=targets,
        rulings=tuple(rulings),
        **others,
    )


def either(plan: Plan, unit: str, *indicators: str) -> Plan:
    """The plan with these targets of a unit joined by 或, each of 1 whatever it is."""

    def joined(one: Target) -> Target:
        if one.unit != unit or one.indicator not in indicators:
            return one
        asked = tiers(f"1{one.tiers.floor.unit.name}")
        return replace(one, any_of="或", tiers=asked, criteria=Criteria())

    return replace(plan, targets=tuple(map(joined, plan.targets)))


# --- what a ledger comes to --------------------------------------------------------------------


def reference(postings: Iterable[Posting], known: int | None = None) -> Sums:
    """Answers tallies with the reference evaluator, from what was known at a sequence (default: all)."""
    lines = tuple(postings)
    latest = max((posting.sequence for posting in lines), default=0)
    return lambda asked: tally(asked, lines, latest if known is None else known)


def score(
    postings: Iterable[Posting],
    asked: Target | None = None,
    *,
    as_of: str | date = YEAR_END,
    known: int | None = None,
    rulings: Mapping[str, str] | Iterable[Ruling] = (),
    plan: Plan | None = None,
) -> dict[str, Fraction | None]:
    """What a target comes to for every unit of the ledger, as printed; 全市 for the whole city."""
    lines = tuple(postings)
    asked = asked or target()
    plan = plan or plan_of(asked, rulings=rulings)
    question = measure(asked, plan, VOCABULARY, _day(as_of))
    units = ["全市"] if question.whole_city else list(dict.fromkeys(line.unit for line in lines))
    return answers(question, asked, units, reference(lines, known))


def city_score(postings: Iterable[Posting], asked: Target, **told: object) -> Fraction | None:
    """What a target comes to for the whole city, counted from subjects."""
    plan = plan_of(asked, rulings=told.get("rulings", ()))
    question = of_city(measure(asked, plan, VOCABULARY, _day(told.get("as_of", YEAR_END))))
    return answers(question, asked, ["全市"], reference(postings, told.get("known")))["全市"]


def answers(question: Measure, asked: Target, units: Iterable[str], sums: Sums) -> dict[str, Fraction | None]:
    """The reading of each unit as the target prints it (90 for 90 %); None where there is no figure."""
    scale = asked.tiers.floor.unit.scale
    values = {unit: read(question, unit, sums).value for unit in units}
    return {unit: None if value is None else value / scale for unit, value in values.items()}


def _day(text: str | date) -> date:
    return date.fromisoformat(text) if isinstance(text, str) else text


__all__ = [
    "VOCABULARY",
    "YEAR",
    "YEAR_END",
    "Role",
    "Scope",
    "Tier",
    "Window",
    "answers",
    "base_units",
    "city_score",
    "either",
    "ledger",
    "money",
    "plan_of",
    "reference",
    "rows",
    "score",
    "target",
    "tiers",
]
