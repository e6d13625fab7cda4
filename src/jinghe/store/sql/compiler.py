"""Compiles tallies to SQL: one conditional-aggregate statement per fact kind over the one narrow table.

Integers only; no AVG, no division, no decimal literals, no ordering: the same text means the same on every dialect.
The meaning is core.counting.tallies.tally.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlglot import exp

from jinghe.core.counting.conditions import Condition, Operator
from jinghe.core.counting.facts import WHOLE_SHARE
from jinghe.core.counting.tallies import Summed, Tally
from jinghe.core.values.periods import Period

INVESTOR_SEPARATOR = ","


def compile_tallies(
    tallies: Sequence[Tally], known_sequence: int, dialect: str, *, within: str = ""
) -> tuple[str, dict[str, int | date | str]]:
    """A SELECT of role, unit and one sum per tally, and its parameters; all tallies are of one kind of fact.

    within: of role, sub_unit and the sums of that unit alone. Rows come in no order. The text says nothing of dates,
    sequences or units asked, so a plan is compiled once for all of them; parameters are pyformat, so a literal % is
    doubled.
    """
    days = {day: f"d{i}" for i, day in enumerate(dict.fromkeys(_days(tallies)))}
    names = days | {date.min: None}
    shapes = tuple(
        (replace(tally, occurred=_ANY), names[tally.occurred.start], days[tally.occurred.before])
        for tally in tallies
    )
    first, before = (
        min(tally.occurred.start for tally in tallies),
        max(tally.occurred.before for tally in tallies),
    )
    parameters: dict[str, int | date | str] = {name: day for day, name in days.items()}
    parameters |= {"known": known_sequence} | ({"within": within} if within else {})
    return _text(shapes, (names[first], days[before]), dialect, bool(within)), parameters


_ANY = Period(start=date.min, before=date.max)
_Shape = tuple[Tally, str | None, str]
"""A tally without its days, and the names of the parameters that hold them (None: no first day)."""


def _days(tallies: Sequence[Tally]) -> Iterator[date]:
    for tally in tallies:
        yield from (tally.occurred.start, tally.occurred.before)


@lru_cache(maxsize=256)
def _text(shapes: tuple[_Shape, ...], bounds: tuple[str | None, str], dialect: str, is_within: bool) -> str:
    first, before = bounds
    whose = "sub_unit" if is_within else "unit"
    shared = {
        _equals("kind", str(shapes[0][0].kind)),
        exp.LTE(this=exp.column("sequence"), expression=exp.Placeholder(this="known")),
        _from_day(first),
        _before_day(before),
        exp.EQ(this=exp.column("unit"), expression=exp.Placeholder(this="within")) if is_within else None,
    } | set.intersection(*(set(_tests(shape)) for shape in shapes))
    sums = [exp.alias_(_sum(shape, shared), f"s{i}") for i, shape in enumerate(shapes)]
    where = sorted((test for test in shared if test is not None), key=lambda test: test.sql())
    return (
        exp.select("role", whose, *sums).from_("posting").where(*where).group_by("role", whose).sql(dialect)
    )


def _sum(shape: _Shape, shared: set[exp.Expression | None]) -> exp.Expression:
    """One sum; tests that every line passes anyway stand in the WHERE and are not asked again."""
    tests = [test for test in _tests(shape) if test not in shared]
    weight = _weight(shape[0])
    if not tests:
        return exp.Sum(this=weight)
    return exp.Sum(this=exp.Case(ifs=[exp.If(this=exp.and_(*tests), true=weight)], default=_literal(0)))


def _tests(shape: _Shape) -> list[exp.Expression | None]:
    tally, start, before = shape
    tests = [_equals("role", str(tally.role)), _from_day(start), _before_day(before)]
    if tally.currency is not None:
        tests.append(_equals("currency", str(tally.currency)))
    return tests + [condition_sql(condition) for condition in tally.conditions.all_of]


def _equals(column: str, value: str) -> exp.Expression:
    return exp.EQ(this=exp.column(column), expression=_literal(value))


def _from_day(name: str | None) -> exp.Expression | None:
    """None: from the beginning of time."""
    if not name:
        return None
    return exp.GTE(this=exp.column("occurred_on"), expression=exp.Placeholder(this=name))


def _before_day(name: str) -> exp.Expression:
    return exp.LT(this=exp.column("occurred_on"), expression=exp.Placeholder(this=name))


def _weight(tally: Tally) -> exp.Expression:
    factor = {
        Summed.SHARES: exp.column("share"),
        Summed.ENTRIES: _literal(WHOLE_SHARE),
        Summed.AMOUNT: exp.column("amount_fen"),
    }[tally.summed]
    return exp.Mul(this=exp.column("sign"), expression=factor)


def condition_sql(condition: Condition) -> exp.Expression:
    """One condition as a SQL test; NULL satisfies none, as in core.counting.dimensions."""
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
            return exp.paren(exp.or_(*(_holds(column, code) for code in _codes(value))))
        case Operator.IS_FALSE:
            return exp.Not(this=column)


def _holds(column: exp.Expression, code: str) -> exp.Expression:
    """A code inside a joined text, to the letter: LIKE would take _ for any sign and, on SQLite, a for A."""
    place = exp.StrPosition(this=column, substr=_literal(joined((code,))))
    return exp.GT(this=place, expression=_literal(0))


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
    return (
        exp.Literal.number(value)
        if isinstance(value, int)
        else exp.Literal.string(str(value).replace("%", "%%"))
    )
