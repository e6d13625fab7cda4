"""Compiles tallies to SQL: one conditional-aggregate statement per fact kind over the one narrow table.

Integers only; no AVG, no division, no decimal literals, no ordering: the same text means the same on every dialect.
The meaning is core.tallies.tally.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, reduce

from sqlglot import exp

from jinghe.core.dimensions import Condition, Operator
from jinghe.core.facts import WHOLE_SHARE
from jinghe.core.periods import Period
from jinghe.core.tallies import Summed, Tally

INVESTOR_SEPARATOR = ","


def compile_tallies(
    tallies: Sequence[Tally], known_sequence: int, dialect: str
) -> tuple[str, dict[str, int | date]]:
    """A SELECT of role, unit and one sum per tally, and its parameters; all tallies are of one kind of fact.

    Rows come in no order. The text says nothing of dates or sequences, so a plan is compiled once for all of them;
    parameters are pyformat, so a literal % is doubled.
    """
    days = {day: f"d{i}" for i, day in enumerate(dict.fromkeys(_days(tallies)))}
    shapes = tuple(
        (replace(tally, occurred=_ANY), days[tally.occurred.start], days[tally.occurred.before]) for tally in tallies
    )
    first, before = min(t.occurred.start for t in tallies), max(t.occurred.before for t in tallies)
    bounds = (days[first] if first > date.min else None, days[before])
    parameters = {name: day for day, name in days.items()} | {"known": known_sequence}
    return _text(shapes, bounds, dialect), parameters


_ANY = Period(start=date.min, before=date.max)
_Shape = tuple[Tally, str, str]


def _days(tallies: Sequence[Tally]) -> Iterator[date]:
    for tally in tallies:
        yield from (tally.occurred.start, tally.occurred.before)


@lru_cache(maxsize=256)
def _text(shapes: tuple[_Shape, ...], bounds: tuple[str | None, str], dialect: str) -> str:
    sums = [exp.alias_(_sum(shape), f"s{i}") for i, shape in enumerate(shapes)]
    first, before = bounds
    where = [
        exp.EQ(this=exp.column("kind"), expression=_literal(str(shapes[0][0].kind))),
        exp.LTE(this=exp.column("sequence"), expression=exp.Placeholder(this="known")),
        exp.LT(this=exp.column("occurred_on"), expression=exp.Placeholder(this=before)),
    ]
    if first is not None:
        where.append(exp.GTE(this=exp.column("occurred_on"), expression=exp.Placeholder(this=first)))
    query = exp.select("role", "unit", *sums).from_("posting").where(*where).group_by("role", "unit")
    return query.sql(dialect=dialect)


def _sum(shape: _Shape) -> exp.Expression:
    case = exp.Case(ifs=[exp.If(this=_matches(*shape), true=_weight(shape[0]))], default=_literal(0))
    return exp.Sum(this=case)


def _weight(tally: Tally) -> exp.Expression:
    factor = {
        Summed.SHARES: exp.column("share"),
        Summed.ENTRIES: _literal(WHOLE_SHARE),
        Summed.AMOUNT: exp.column("amount_fen"),
    }[tally.summed]
    return exp.Mul(this=exp.column("sign"), expression=factor)


def _matches(tally: Tally, start: str, before: str) -> exp.Expression:
    tests = [exp.EQ(this=exp.column("role"), expression=_literal(str(tally.role)))]
    if tally.currency is not None:
        tests.append(exp.EQ(this=exp.column("currency"), expression=_literal(str(tally.currency))))
    tests.append(exp.GTE(this=exp.column("occurred_on"), expression=exp.Placeholder(this=start)))
    tests.append(exp.LT(this=exp.column("occurred_on"), expression=exp.Placeholder(this=before)))
    tests += [condition_sql(condition) for condition in tally.conditions.all_of]
    return exp.and_(*tests)


def condition_sql(condition: Condition) -> exp.Expression:
    """One condition as a SQL test; NULL satisfies none, as in core.dimensions."""
    column, value = exp.column(condition.column), condition.value
    match condition.operator:
        case Operator.AT_LEAST:
            return exp.GTE(this=column, expression=_literal(value))
        case Operator.ABOVE:
            return exp.GT(this=column, expression=_literal(value))
        case Operator.BELOW:
            return exp.LT(this=column, expression=_literal(value))
        case Operator.ONE_OF:
            return exp.In(this=column, expressions=[_literal(code) for code in _codes(value)])
        case Operator.HAS_ANY:
            likes = [exp.Like(this=column, expression=_literal(f"%{joined((c,))}%")) for c in _codes(value)]
            return exp.paren(reduce(lambda one, other: exp.or_(one, other), likes))
        case Operator.IS_FALSE:
            return exp.Not(this=column)


def joined(codes: Sequence[str]) -> str:
    """Codes as one text that SQL can look inside: ",a,b,"; empty for none."""
    return f"{INVESTOR_SEPARATOR}{INVESTOR_SEPARATOR.join(codes)}{INVESTOR_SEPARATOR}" if codes else ""


def split(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(INVESTOR_SEPARATOR) if code)


def _codes(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value


def _literal(value: object) -> exp.Expression:
    if isinstance(value, bool) or not isinstance(value, (int, str, date)):
        raise TypeError(f"no SQL literal for {value!r}")
    return exp.Literal.number(value) if isinstance(value, int) else exp.Literal.string(str(value).replace("%", "%%"))


